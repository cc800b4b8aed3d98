#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// An open-addressing table of numbers, by the hashes of what they are the numbers of. That is kept
/// elsewhere: who looks for it compares.
///
/// A slot takes four bytes, of which one is of the hash: where most of what is looked for isn't there, the
/// table is all that is read, and half as large as one with whole hashes it stays in the cache.
struct NumberTable: ~Copyable, @unchecked Sendable {
  // Invariant: `slots` has `mask + 1` of them, a power of two, fewer than half of them taken; 0 is none,
  // any other a tag above a number and one.
  private var slots: UnsafeMutablePointer<UInt32>
  private var mask: Int
  private var count = 0

  private static let fewestSlots = 256
  private static let numberBits: UInt32 = 24

  /// So many numbers can be told apart, from 0 on.
  static let most = 1 << Int(numberBits) - 1

  init() {
    slots = Self.allocate(Self.fewestSlots)
    mask = Self.fewestSlots - 1
  }

  deinit { free(slots) }

  private static func allocate(_ count: Int) -> UnsafeMutablePointer<UInt32> {
    let slots = LargeMemory.allocate(count * MemoryLayout<UInt32>.stride)
      .bindMemory(to: UInt32.self, capacity: count)
    slots.initialize(repeating: 0, count: count)
    return slots
  }

  /// How many bytes are taken up.
  var byteCount: Int { (mask + 1) * MemoryLayout<UInt32>.stride }

  /// The number of what has a hash.
  ///
  /// - Parameter isEqual: Whether what has some number is what is looked for.
  @inline(__always)
  func find(_ hash: UInt32, where isEqual: (Int) -> Bool) -> Int? {
    var place = Int(truncatingIfNeeded: hash) & mask
    while true {
      let slot = slots[place]
      if slot == 0 { return nil }
      if let number = Self.number(in: slot, hash), isEqual(number) { return number }
      place = (place &+ 1) & mask
    }
  }

  /// Inserts a number.
  ///
  /// - Parameters:
  ///   - hash: The hash of what it stands for, which isn't there.
  ///   - rehash: The hash of what has some number: all are put in their places anew when the table grows.
  @inline(__always)
  mutating func insert(_ number: Int, _ hash: UInt32, rehash: (Int) -> UInt32) {
    assert(number < Self.most)
    if count &* 2 >= mask { grow(rehash) }
    put(number, hash)
    count &+= 1
  }

  @inline(__always)
  private func put(_ number: Int, _ hash: UInt32) {
    var place = Int(truncatingIfNeeded: hash) & mask
    while slots[place] != 0 { place = (place &+ 1) & mask }
    slots[place] = Self.slot(number, hash)
  }

  /// What stands for a number: the upper eight bits of its hash above the number and one.
  @inline(__always)
  private static func slot(_ number: Int, _ hash: UInt32) -> UInt32 {
    hash & ~(1 &<< numberBits &- 1) | UInt32(truncatingIfNeeded: number &+ 1)
  }

  /// The number in a slot that isn't 0, unless its hash is another one.
  @inline(__always)
  private static func number(in slot: UInt32, _ hash: UInt32) -> Int? {
    (slot ^ hash) &>> numberBits == 0 ? Int(slot & (1 &<< numberBits &- 1)) &- 1 : nil
  }

  @inline(never)
  private mutating func grow(_ rehash: (Int) -> UInt32) {
    let (old, oldCount) = (slots, mask + 1)
    slots = Self.allocate(oldCount * 4)
    mask = oldCount * 4 - 1
    for index in 0..<oldCount where old[index] != 0 {
      let number = Int(old[index] & (1 << Self.numberBits - 1)) - 1
      put(number, rehash(number))
    }
    free(old)
  }

  mutating func removeAll() {
    slots.update(repeating: 0, count: mask + 1)
    count = 0
  }
}
