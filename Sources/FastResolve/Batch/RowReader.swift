/// Takes the rows out of a chunk, one after the other.
///
/// Each format has a reader; the loop over rows is generic over it, so it is compiled once for
/// each format and calls nothing through a table.
protocol RowReader: ~Copyable {
  /// The place in the chunk.
  var cursor: ChunkCursor { get set }

  /// Whether all values are text, as they are in a table.
  static var isTable: Bool { get }

  /// Whether the row read last is known to be ASCII. Where it isn't, nothing is known.
  var isASCII: Bool { get }

  /// Whether the row read last has the same model and operation as the row read before it. Where
  /// it isn't known, it hasn't.
  var isLeadKnown: Bool { get }

  /// Notes that the row read last turned out to be none: nothing is known of its fields.
  mutating func forgetLead()

  /// Notes that the cursor was moved over some whole rows.
  mutating func resume()

  /// Reads the next row.
  ///
  /// - Returns: Whether there was one.
  /// - Throws: `BadRow`; the cursor then stands behind that row.
  mutating func next(_ cells: inout RowCells) throws(BadRow) -> Bool
}

extension RowReader where Self: ~Copyable {
  @inline(__always)
  var isLeadKnown: Bool { false }

  @inline(__always)
  func forgetLead() {}
}

/// A place in a chunk: where the next row begins, and which line that is.
///
/// Invariant: the bytes `..<end` from `base` on are readable, and `ByteBuffer.padding` bytes more.
struct ChunkCursor: BitwiseCopyable {
  let base: UnsafePointer<UInt8>
  var position: Int
  let end: Int
  /// Where the row read last began.
  var rowStart = 0
  /// The line of the row read last, from 0 at the start of the chunk.
  var line = 0
  /// The line the next row begins with.
  var nextLine = 0

  init(_ base: UnsafePointer<UInt8>, _ range: Range<Int>) {
    self.base = base
    position = range.lowerBound
    end = range.upperBound
  }

  /// Takes the row that ends before the newline at `rowEnd`, or with the chunk, without its ending.
  @inline(__always)
  mutating func takeRow(endingAt rowEnd: Int) -> ByteSlice {
    rowStart = position
    line = nextLine
    nextLine &+= 1
    position = rowEnd &+ 1
    return ByteSlice(base + rowStart, count: rowEnd &- rowStart).droppingCarriageReturn
  }

  /// Steps over lines.
  ///
  /// - Parameters:
  ///   - count: How many.
  ///   - position: Where the next one begins.
  mutating func skipLines(_ count: Int, to position: Int) {
    self.position = position
    nextLine &+= count
  }

  /// Takes the next line, without its ending, or `nil` at the end.
  @inline(__always)
  mutating func nextLineSlice() -> ByteSlice? {
    guard position < end else { return nil }
    let rest = ByteSlice(base + position, count: end &- position)
    return takeRow(endingAt: rest.firstOffset(of: 0x0A).map { position &+ $0 } ?? end)
  }
}
