#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A hash table from byte strings to small numbers, built once and then only read.
///
/// Open addressing with linear probing over one run of 16-byte slots, at most half of them in
/// use; the keys stand behind one another in one arena. A probe that finds nothing mostly ends at
/// the first slot, within one cache line. A slot carries 32 bits of the hash, so the arena is
/// touched only for a key that is almost certainly the right one, and is then compared in full.
/// A rule set of a few names is asked for names of lengths that none of them has; those are told by
/// their length alone, without a look at the table.
struct ByteTable: ~Copyable, @unchecked Sendable {
  private struct Slot: BitwiseCopyable {
    var tag: UInt32
    var keyStart: UInt32
    var keyCount: UInt32
    var value: UInt32
  }

  /// No entry has this value.
  static let none = UInt32.max

  // Invariant: `mask + 1` slots are initialized, at least one of them is free, and the key of a
  // slot that isn't free lies within the first `arenaCount` bytes of the arena.
  private let slots: UnsafeMutablePointer<Slot>
  private let mask: Int
  private let arena: UnsafeMutablePointer<UInt8>
  private let arenaCapacity: Int
  private var arenaCount = 0
  private(set) var count = 0
  /// Bit `n % 64` is set if there is a key of `n` bytes.
  private var lengths: UInt64 = 0

  /// Makes an empty table with room for so many keys of so many bytes in all.
  init(keyCount: Int, byteCount: Int) {
    precondition(
      keyCount < 1 << 30 && byteCount <= UInt32.max, "more keys than a rule set can have")
    var slotCount = 4
    while slotCount < keyCount * 2 { slotCount *= 2 }
    slots = .allocate(capacity: slotCount)
    slots.initialize(
      repeating: Slot(tag: 0, keyStart: 0, keyCount: 0, value: Self.none), count: slotCount)
    mask = slotCount - 1
    arena = .allocate(capacity: max(byteCount, 1))
    arenaCapacity = byteCount
  }

  /// Makes a table of some keys; the value of a key is its position.
  ///
  /// - Parameter hash: The hash that the keys will be looked for by.
  init(_ keys: [String], hash: (ByteSlice) -> UInt64 = hashBytes) {
    self.init(keyCount: keys.count, byteCount: keys.reduce(0) { $0 + $1.utf8.count })
    for (position, key) in keys.enumerated() { _ = insert(key, UInt32(position), hash: hash) }
  }

  deinit {
    slots.deallocate()
    arena.deallocate()
  }

  /// Adds a key, or finds that it is there.
  ///
  /// - Returns: The key's value: the given one, or the one it has already.
  mutating func insert(
    _ key: String, _ value: UInt32, hash: (ByteSlice) -> UInt64 = hashBytes
  ) -> UInt32 {
    key.withByteSlice { insert($0, value, hash: hash($0)) }
  }

  /// Adds a key, or finds that it is there.
  ///
  /// - Returns: The key's value: the given one, or the one it has already.
  mutating func insert(_ key: ByteSlice, _ value: UInt32) -> UInt32 {
    insert(key, value, hash: hashBytes(key))
  }

  private mutating func insert(_ key: ByteSlice, _ value: UInt32, hash: UInt64) -> UInt32 {
    let slot = slot(of: key, hash)
    if slots[slot].value != Self.none { return slots[slot].value }
    precondition(arenaCount + key.count <= arenaCapacity && count * 2 <= mask + 1)
    memcpy(arena + arenaCount, key.start, key.count)
    slots[slot] = Slot(
      tag: Self.tag(hash), keyStart: UInt32(arenaCount), keyCount: UInt32(key.count), value: value)
    arenaCount += key.count
    lengths |= 1 &<< UInt64(key.count)
    count += 1
    return value
  }

  /// The value of a key, or `ByteTable.none`.
  ///
  /// - Parameter hash: The key's hash, so that who has it already needn't compute it again. It is
  ///   not looked at where the length tells that the key isn't there.
  /// - Complexity: O(1) on average.
  @inline(__always)
  func find(_ key: ByteSlice, hash: @autoclosure () -> UInt64) -> UInt32 {
    guard lengths &>> UInt64(key.count) & 1 != 0 else { return Self.none }
    return slots[slot(of: key, hash())].value
  }

  /// The value of a key, or `ByteTable.none`.
  @inline(__always)
  func find(_ key: ByteSlice) -> UInt32 { find(key, hash: hashBytes(key)) }

  /// The slot that holds the key, or the free one where it would go.
  @inline(__always)
  private func slot(of key: ByteSlice, _ hash: UInt64) -> Int {
    let tag = Self.tag(hash)
    var index = Int(truncatingIfNeeded: hash) & mask
    while true {
      let slot = slots[index]
      if slot.value == Self.none { return index }
      if slot.tag == tag, Int(slot.keyCount) == key.count,
        equalBytes(arena + Int(slot.keyStart), key.start, count: key.count)
      {
        return index
      }
      index = (index &+ 1) & mask
    }
  }

  @inline(__always)
  private static func tag(_ hash: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: hash >> 32) }
}
