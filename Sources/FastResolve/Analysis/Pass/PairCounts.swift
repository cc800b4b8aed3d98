/// How often each pair of two small numbers was seen: a hash table that counts.
///
/// The pairs stand behind one another in the order in which they were first seen, so each has a position, and the slots
/// of the open addressing hold positions.
struct PairCounts: ~Copyable, @unchecked Sendable {
  /// A pair and its count.
  struct Entry: BitwiseCopyable {
    var first: UInt32
    var second: UInt32
    var count: Int
  }

  // Invariants: `entries[..<count]` are initialized, each pair once, and there is room for `capacity`. There are
  // `mask + 1` slots, at least twice as many; a slot is 0 where it is free, else a position and 1.
  private var entries: UnsafeMutablePointer<Entry>
  private var capacity = 64
  private var slots: UnsafeMutablePointer<UInt32>
  private var mask = 127
  /// How many pairs there are.
  private(set) var count = 0

  init() {
    entries = .allocate(capacity: capacity)
    slots = .allocate(capacity: mask + 1)
    slots.initialize(repeating: 0, count: mask + 1)
  }

  deinit {
    entries.deallocate()
    slots.deallocate()
  }

  /// The pair at a position below `count`.
  subscript(position: Int) -> Entry { entries[position] }

  /// Counts a pair.
  ///
  /// - Returns: The position of the pair; the highest there is where it wasn't there before.
  /// - Complexity: O(1) on average.
  @inline(__always)
  @discardableResult
  mutating func add(_ first: UInt32, _ second: UInt32, count added: Int = 1) -> Int {
    var slot = Self.hash(first, second) & mask
    while slots[slot] != 0 {
      let position = Int(slots[slot]) &- 1
      if entries[position].first == first, entries[position].second == second {
        entries[position].count &+= added
        return position
      }
      slot = (slot &+ 1) & mask
    }
    return insert(Entry(first: first, second: second, count: added))
  }

  @inline(never)
  private mutating func insert(_ entry: Entry) -> Int {
    if count == capacity { grow() }
    entries[count] = entry
    count += 1
    place(count - 1)
    return count - 1
  }

  private mutating func grow() {
    precondition(capacity < 1 << 31, "more pairs than can be counted")
    let larger = UnsafeMutablePointer<Entry>.allocate(capacity: capacity * 2)
    larger.moveInitialize(from: entries, count: count)
    entries.deallocate()
    entries = larger
    capacity *= 2
    slots.deallocate()
    mask = capacity * 2 - 1
    slots = .allocate(capacity: mask + 1)
    slots.initialize(repeating: 0, count: mask + 1)
    for position in 0..<count { place(position) }
  }

  /// Gives a position the free slot that its pair is looked for in.
  private func place(_ position: Int) {
    var slot = Self.hash(entries[position].first, entries[position].second) & mask
    while slots[slot] != 0 { slot = (slot &+ 1) & mask }
    slots[slot] = UInt32(position + 1)
  }

  @inline(__always)
  private static func hash(_ first: UInt32, _ second: UInt32) -> Int {
    let product = (UInt64(first) &<< 32 | UInt64(second)) &* 0x9E37_79B9_7F4A_7C15
    return Int(truncatingIfNeeded: product &>> 32)
  }
}
