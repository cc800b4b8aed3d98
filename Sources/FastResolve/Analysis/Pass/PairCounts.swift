/// How often each pair of two small numbers was seen: a hash table that counts.
///
/// The pairs stand behind one another in the order in which they were first seen, so each has a
/// position.
struct PairCounts: ~Copyable, @unchecked Sendable {
  /// A pair and its count.
  struct Entry: BitwiseCopyable {
    var first: UInt32
    var second: UInt32
    var count: Int

    @inline(__always)
    fileprivate var hash: UInt64 { hashPair(first, second) }
  }

  // Invariant: `entries[..<count]` are initialized, each pair once, and there is room for
  // `capacity`.
  private var entries: UnsafeMutablePointer<Entry>
  private var capacity = 16
  private var slots = NumberSlots()
  /// How many pairs there are.
  private(set) var count = 0

  init() { entries = .allocate(capacity: capacity) }

  deinit { entries.deallocate() }

  /// The pair at a position below `count`.
  subscript(position: Int) -> Entry { entries[position] }

  /// Counts a pair.
  ///
  /// - Returns: The position of the pair; the highest there is where it wasn't there before.
  /// - Complexity: O(1) on average.
  @inline(__always)
  @discardableResult
  mutating func add(_ first: UInt32, _ second: UInt32, count added: Int = 1) -> Int {
    let entries = entries
    let known = slots.find(hashPair(first, second)) {
      entries[$0].first == first && entries[$0].second == second
    }
    guard let known else { return insert(Entry(first: first, second: second, count: added)) }
    entries[known].count &+= added
    return known
  }

  @inline(never)
  private mutating func insert(_ entry: Entry) -> Int {
    if count == capacity {
      entries = grown(entries, count, to: capacity * 2)
      capacity *= 2
    }
    entries[count] = entry
    let entries = entries
    slots.insert(count, hash: entry.hash) { entries[$0].hash }
    count += 1
    return count - 1
  }
}

/// The hash of a pair of numbers.
@inline(__always)
func hashPair(_ first: UInt32, _ second: UInt32) -> UInt64 {
  let key = UInt64(first) | UInt64(second) &<< 32
  let product = (key ^ key &>> 32) &* 0x9FB2_1C65_1E98_DF25
  return product ^ product &>> 32
}
