#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The slots of a hash table by open addressing whose entries lie elsewhere: each has a number.
///
/// A slot is a word: the number, and half of the hash, so that hardly an entry is looked at that
/// isn't the right one. At most half of the slots are in use.
struct NumberSlots: ~Copyable, @unchecked Sendable {
  // Invariant: there are `mask + 1` slots, a power of two, of which `count` are in use. A slot is 0
  // where it is free, else a number plus 1 under the upper 32 bits of its hash. The numbers follow
  // one another.
  private var slots: UnsafeMutablePointer<UInt64>
  private var mask = 31
  private var count = 0

  init() { slots = Self.freeSlots(mask + 1) }

  deinit { free(slots) }

  /// The system knows of large memory that it is zero, and needn't write it.
  private static func freeSlots(_ count: Int) -> UnsafeMutablePointer<UInt64> {
    guard let zeros = calloc(count, MemoryLayout<UInt64>.stride) else {
      fatalError("out of memory")
    }
    return zeros.bindMemory(to: UInt64.self, capacity: count)
  }

  /// So many bytes an entry takes, at the least.
  static let bytesOfEntry = 2 * MemoryLayout<UInt64>.stride

  private static let tagMask: UInt64 = 0xFFFF_FFFF_0000_0000

  /// The number of an entry, if it is there.
  ///
  /// - Parameters:
  ///   - hash: Its hash.
  ///   - isEntry: Whether it is the one with a number.
  /// - Complexity: O(1) on average.
  @inline(__always)
  func find(_ hash: UInt64, where isEntry: (Int) -> Bool) -> Int? {
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] != 0 {
      if (slots[slot] ^ hash) & Self.tagMask == 0 {
        let number = Int(truncatingIfNeeded: slots[slot] & ~Self.tagMask) &- 1
        if isEntry(number) { return number }
      }
      slot = (slot &+ 1) & mask
    }
    return nil
  }

  /// Adds an entry that isn't there.
  ///
  /// - Parameters:
  ///   - number: Its number: the one behind that of the last entry, and below 2^32 - 1.
  ///   - hash: Its hash.
  ///   - rehash: The hash of an entry that is there. The slots have but half of it.
  @inline(never)
  mutating func insert(_ number: Int, hash: UInt64, rehash: (Int) -> UInt64) {
    precondition(number < UInt32.max, "more entries than can be numbered")
    if count * 2 > mask { grow(number - count..<number, rehash) }
    place(number, hash)
    count += 1
  }

  private func place(_ number: Int, _ hash: UInt64) {
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] != 0 { slot = (slot &+ 1) & mask }
    slots[slot] = hash & Self.tagMask | UInt64(number + 1)
  }

  private mutating func grow(_ numbers: Range<Int>, _ rehash: (Int) -> UInt64) {
    free(slots)
    mask = mask * 2 + 1
    slots = Self.freeSlots(mask + 1)
    // By number and not by slot: entries mostly lie in the order of their numbers.
    for number in numbers { place(number, rehash(number)) }
  }
}
