/// Reads a module path a line; an empty line is the root.
struct TextReader: RowReader, ~Copyable {
  var cursor: ChunkCursor
  private var ends: FieldEnds

  static var isTable: Bool { true }

  @inline(__always)
  var isASCII: Bool { ends.isASCII }

  init(cursor: ChunkCursor) {
    self.cursor = cursor
    ends = FieldEnds(cursor, separator: 0x0A, quote: 0x0A, columns: 1)
  }

  mutating func resume() { ends.resume(at: cursor.position) }

  @inline(__always)
  mutating func next(_ cells: inout RowCells) throws(BadRow) -> Bool {
    guard cursor.position < cursor.end, let rowEnd = ends.peek(1) else { return false }
    let path = cursor.takeRow(endingAt: Int(rowEnd[0]))
    ends.skip(1)
    cells.raw = path
    cells.setText(of: 0, path)
    return true
  }
}
