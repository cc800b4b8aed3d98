import CBytes
import Synchronization

/// A text for each rule: what the writers append to a row that the rule decides.
///
/// Of 100,000 rules an inventory may meet a few thousand, and to make the texts of all was 122 of
/// the 803 million instructions from the start to the first row. So a text is made when the first
/// row asks for it, and from then on it stays where it is: no lock is taken and no reference
/// counted.
///
/// Another may meet nearly all: 105,405 of the 108,001 rules of `large` decide a row of the real
/// inventory, one here and one there, and it is the memory that takes the time. So each rule has a
/// *cell* of 32 bytes, half a line of the processor's cache, with the text in it if it fits, as
/// nearly all do: one place to go to and not two, an address and then what is there.
///
/// Under one lock for all texts, the two threads that ran `large` waited for one another a fifth of
/// the time. There are several arenas for what doesn't fit, each with a lock of its own, and a rule
/// belongs to one.
final class RuleTexts: @unchecked Sendable {
  /// Where a text stands: as long as the texts live.
  struct Place: BitwiseCopyable {
    // Invariant: the cell of a text that was made.
    fileprivate let cell: UnsafeMutableRawPointer

    /// The text.
    @inline(__always)
    var text: ByteSlice {
      let mark = cell.load(fromByteOffset: Cell.room, as: UInt8.self)
      if mark == Cell.elsewhere { return longText }
      return ByteSlice(cell.assumingMemoryBound(to: UInt8.self), count: Int(mark) &- 1)
    }

    /// The text if it stands elsewhere. Behind it, `ByteBuffer.padding` bytes can be read.
    @inline(never)
    private var longText: ByteSlice {
      let start = cell.load(as: UnsafeRawPointer.self)
      return ByteSlice(
        (start + MemoryLayout<Length>.size).assumingMemoryBound(to: UInt8.self),
        count: Int(start.load(as: Length.self)))
    }
  }

  /// What a cell holds: a text and behind `room` bytes its *mark*, one more than it has bytes; or the
  /// address of a text and the mark `elsewhere`. The mark 0 says that the text isn't made yet.
  ///
  /// The mark is a byte of the cell's last word, which is written as a whole and when all else is
  /// there: who sees the mark sees the text.
  fileprivate enum Cell {
    static let size = 32
    static let room = size - 1
    static let elsewhere = UInt8.max

    @inline(__always)
    static func lastWord(_ cell: UnsafeMutableRawPointer) -> UnsafeMutablePointer<Atomic<UInt64>> {
      (cell + (size &- MemoryLayout<UInt64>.size)).assumingMemoryBound(to: Atomic<UInt64>.self)
    }

    @inline(__always)
    static func isMade(_ cell: UnsafeMutableRawPointer) -> Bool {
      UInt64(littleEndian: lastWord(cell).pointee.load(ordering: .acquiring)) &>> 56 != 0
    }

    /// Copies a cell into one that nobody else writes.
    static func publish(_ new: UnsafeRawPointer, in cell: UnsafeMutableRawPointer) {
      let before = size - MemoryLayout<UInt64>.size
      cell.copyMemory(from: new, byteCount: before)
      lastWord(cell).pointee.store(
        new.load(fromByteOffset: before, as: UInt64.self), ordering: .releasing)
    }
  }

  /// The number of bytes of a text that stands elsewhere, before its first byte.
  fileprivate typealias Length = UInt32

  // Invariant: `count` cells, as `Cell` says, whose bytes are 0 before their text is made and not
  // written any more behind that. What they have the address of lives as long as this object.
  private let pages: ZeroedPages
  private let cells: UnsafeMutableRawPointer
  private let count: Int
  private let arenas: [Locked<Arena>]
  private let make: @Sendable (RuleID, inout ByteBuffer) -> Void

  /// - Parameters:
  ///   - count: How many rule numbers there are.
  ///   - make: Appends the text of a rule.
  init(count: Int, _ make: @escaping @Sendable (RuleID, inout ByteBuffer) -> Void) {
    self.make = make
    self.count = count
    pages = ZeroedPages(byteCount: max(count, 1) * Cell.size)
    guard let base = pages.base else { fatalError("out of memory") }
    cells = base
    // For a few texts one is enough, which takes no memory before the first.
    arenas = (0..<(count < 1000 ? 1 : 64)).map { _ in Locked(Arena()) }
  }

  /// For an output that has no such text.
  static let none = RuleTexts(count: 0) { _, _ in }

  /// The text of the rule with a number.
  @inline(__always)
  subscript(number: Int) -> ByteSlice { place(of: number).text }

  /// Has the text of the rule with a number brought near, if it is made: it may be asked for soon.
  @inline(__always)
  func prefetch(_ number: Int) { CBytes.prefetch(cells + number &* Cell.size) }

  /// Where the text of the rule with a number stands.
  @inline(__always)
  func place(of number: Int) -> Place {
    assert((0..<count).contains(number), "a rule number")
    let cell = cells + number &* Cell.size
    if !Cell.isMade(cell) { makeText(number) }
    return Place(cell: cell)
  }

  /// Makes a text, if no one else has done so meanwhile.
  @inline(never)
  private func makeText(_ number: Int) {
    arenas[number % arenas.count].withLock { arena in
      let cell = cells + number * Cell.size
      if Cell.isMade(cell) { return }
      arena.draft.truncate(to: 0)
      make(RuleID(UInt32(number)), &arena.draft)
      withUnsafeTemporaryAllocation(byteCount: Cell.size, alignment: 8) { new in
        new.initializeMemory(as: UInt8.self, repeating: 0)
        if arena.draft.count <= Cell.room {
          new.copyBytes(from: arena.draft.slice.buffer)
          new[Cell.room] = UInt8(arena.draft.count + 1)
        } else {
          new.storeBytes(of: UnsafeRawPointer(arena.keepDraft()), as: UnsafeRawPointer.self)
          new[Cell.room] = Cell.elsewhere
        }
        if let start = new.baseAddress { Cell.publish(start, in: cell) }
      }
    }
  }

  /// Where the texts lie that have no room in a cell, one right behind the other: the less memory
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

extension ByteBuffer {
  /// Appends the text of a rule.
  @inline(__always)
  mutating func append(_ place: RuleTexts.Place) {
    appendPadded(place.text, usual: RuleTexts.Cell.size)
  }
}
