#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// One worker's memory of what the path-only tiers (regex and module name) said of a path.
///
/// An inventory says most paths many times: `layers.0.self_attn.q_proj` is in every language
/// model. Keys are compared in full. The size is fixed when the cache is made: when the slots or
/// the room for keys are used up, everything is forgotten and filled anew, which costs no
/// bookkeeping per hit and keeps what the input currently repeats.
struct PathCache: ~Copyable, @unchecked Sendable {
  private struct Slot: BitwiseCopyable {
    var tag: UInt32
    var keyStart: UInt32
    var keyCount: UInt32
    var rule: RuleID
  }

  /// Marks a free slot.
  private static let free = UInt32.max

  // Invariant: `slotCount` (a power of two, or 0) slots are initialized, at least an eighth of
  // them free; a used slot's key lies within the first `keyBytes` bytes of `keys`.
  private let slots: UnsafeMutablePointer<Slot>
  private let slotCount: Int
  private let keys: UnsafeMutablePointer<UInt8>
  private let keyCapacity: Int
  private var keyBytes = 0
  private var used = 0

  /// - Parameter byteLimit: The most memory to use; under 4 KiB there is no cache at all.
  init(byteLimit: Int) {
    var slotCount = 64
    // A third for slots and the rest for keys: paths are 30 bytes in the mean, slots 16.
    while slotCount * 2 * MemoryLayout<Slot>.stride <= byteLimit / 3 { slotCount *= 2 }
    if byteLimit < 4096 { slotCount = 0 }
    self.slotCount = slotCount
    slots = .allocate(capacity: max(slotCount, 1))
    keyCapacity = min(max(byteLimit - slotCount * MemoryLayout<Slot>.stride, 0), Int(UInt32.max))
    keys = .allocate(capacity: max(keyCapacity, 1))
    clear()
  }

  deinit {
    slots.deallocate()
    keys.deallocate()
  }

  private mutating func clear() {
    slots.initialize(
      repeating: Slot(tag: 0, keyStart: 0, keyCount: Self.free, rule: .none), count: slotCount)
    keyBytes = 0
    used = 0
  }

  /// What is known of a path, or `nil`.
  @inline(__always)
  func find(_ path: ByteSlice, hash: UInt64) -> RuleID? {
    guard slotCount > 0 else { return nil }
    let slot = slots[index(of: path, hash)]
    return slot.keyCount == Self.free ? nil : slot.rule
  }

  /// Remembers a path that `find` didn't know.
  mutating func insert(_ path: ByteSlice, hash: UInt64, _ rule: RuleID) {
    // A path that would take a good part of the room is not worth forgetting the others for.
    guard slotCount > 0, path.count <= keyCapacity / 16 else { return }
    if used &+ 1 > slotCount / 8 * 7 || keyBytes + path.count > keyCapacity { clear() }
    memcpy(keys + keyBytes, path.start, path.count)
    slots[index(of: path, hash)] = Slot(
      tag: UInt32(truncatingIfNeeded: hash >> 32), keyStart: UInt32(keyBytes),
      keyCount: UInt32(path.count), rule: rule)
    keyBytes += path.count
    used += 1
  }

  /// The slot that holds the path, or the free one where it would go.
  @inline(__always)
  private func index(of path: ByteSlice, _ hash: UInt64) -> Int {
    let tag = UInt32(truncatingIfNeeded: hash >> 32)
    let mask = slotCount &- 1
    var index = Int(truncatingIfNeeded: hash) & mask
    while true {
      let slot = slots[index]
      if slot.keyCount == Self.free { return index }
      if slot.tag == tag, Int(slot.keyCount) == path.count,
        memcmp(keys + Int(slot.keyStart), path.start, path.count) == 0
      {
        return index
      }
      index = (index &+ 1) & mask
    }
  }
}
