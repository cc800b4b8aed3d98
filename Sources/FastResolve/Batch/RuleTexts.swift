import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A text for each rule: what the writers append to a row that the rule decides.
///
/// Of 100,000 rules an inventory may meet a few thousand, and to make the texts of all was 122 of
/// the 803 million instructions from the start to the first row. So a text is made when the first
/// row asks for it, and from then on it stays where it is: a row loads its address, and no lock is
/// taken and no reference counted.
///
/// Another may meet nearly all: 105,405 of the 108,001 rules of `large` decide a row of the real
/// inventory. Under one lock for all texts its two threads then waited for one another a fifth of
/// the time. There are several arenas, each with a lock of its own, and a rule belongs to one.
final class RuleTexts: @unchecked Sendable {
  /// Where a text stands: as long as the texts live.
  struct Place: BitwiseCopyable {
    /// Invariant: 0 where there is no text, else an address that the arena gave.
    fileprivate var address: UInt

    /// The text. Behind it, `ByteBuffer.padding` bytes can be read.
    @inline(__always)
    var text: ByteSlice {
      let start = UnsafeRawPointer(bitPattern: address).unsafelyUnwrapped
      return ByteSlice(
        (start + MemoryLayout<Length>.size).assumingMemoryBound(to: UInt8.self),
        count: Int(start.load(as: Length.self)))
    }
  }

  /// The number of bytes of a text, before its first byte.
  fileprivate typealias Length = UInt32

  // Invariant: `count` slots. A slot holds 0, or the address of a text that lives as long as this
  // object and isn't written any more; who sees the address sees the text, as it is published by
  // the slot.
  private let slots: UnsafeMutablePointer<Atomic<UInt>>
  private let count: Int
  private let arenas: [Locked<Arena>]
  private let make: @Sendable (RuleID, inout ByteBuffer) -> Void

  /// - Parameters:
  ///   - count: How many rule numbers there are.
  ///   - make: Appends the text of a rule.
  init(count: Int, _ make: @escaping @Sendable (RuleID, inout ByteBuffer) -> Void) {
    self.make = make
    self.count = count
    guard let zeros = calloc(max(count, 1), MemoryLayout<Atomic<UInt>>.stride) else {
      fatalError("out of memory")
    }
    // An atomic number is its bytes. The system knows that they are zero and needn't write them.
    slots = zeros.bindMemory(to: Atomic<UInt>.self, capacity: count)
    // For a few texts one is enough, which takes no memory before the first.
    arenas = (0..<(count < 1000 ? 1 : 64)).map { _ in Locked(Arena()) }
  }

  deinit { free(slots) }

  /// For an output that has no such text.
  static let none = RuleTexts(count: 0) { _, _ in }

  /// The text of the rule with a number. Behind it, `ByteBuffer.padding` bytes can be read.
  @inline(__always)
  subscript(number: Int) -> ByteSlice { place(of: number).text }

  /// Where the text of the rule with a number stands.
  @inline(__always)
  func place(of number: Int) -> Place {
    assert((0..<count).contains(number), "a rule number")
    let address = slots[number].load(ordering: .acquiring)
    return Place(address: address == 0 ? madeText(number) : address)
  }

  /// Makes a text, if no one else has done so meanwhile, and returns its address.
  @inline(never)
  private func madeText(_ number: Int) -> UInt {
    arenas[number % arenas.count].withLock { arena in
      let known = slots[number].load(ordering: .acquiring)
      if known != 0 { return known }
      arena.draft.truncate(to: 0)
      make(RuleID(UInt32(number)), &arena.draft)
      let address = UInt(bitPattern: arena.keepDraft())
      slots[number].store(address, ordering: .releasing)
      return address
    }
  }

  /// Where the texts lie, one right behind the other: they are read all over, and the less memory
  /// they take the more of it stays in the processor's caches.
  private struct Arena: ~Copyable {
    /// The text that is being made.
    var draft = ByteBuffer()
    // Invariant: `room` bytes from `next` on, in the last block, are allocated and free, and
    // `ByteBuffer.padding` more behind them.
    private var blocks: [UnsafeMutableRawPointer] = []
    private var next: UnsafeMutableRawPointer?
    private var room = 0

    /// The bytes of a block, unless a text is longer.
    private static let blockBytes = 1 << 14

    deinit {
      for block in blocks { block.deallocate() }
    }

    /// Copies the draft to where it stays.
    mutating func keepDraft() -> UnsafeMutableRawPointer {
      let alignment = MemoryLayout<Length>.alignment
      let size = MemoryLayout<Length>.size + draft.count
      let rounded = (size + alignment - 1) / alignment * alignment
      var start = next
      if start == nil || room < rounded {
        room = max(rounded, Self.blockBytes)
        let block = UnsafeMutableRawPointer.allocate(
          byteCount: room + ByteBuffer.padding, alignment: alignment)
        blocks.append(block)
        start = block
      }
      let place = start.unsafelyUnwrapped
      place.storeBytes(of: Length(draft.count), as: Length.self)
      (place + MemoryLayout<Length>.size).copyMemory(
        from: draft.base, byteCount: draft.count)
      next = place + rounded
      room -= rounded
      return place
    }
  }
}
