/// Reads rows of columns between tabs. There is no quoting: a tab always ends a column and a
/// newline always ends a row. A `\r` before the newline belongs to the line ending.
struct TSVReader: RowReader, ~Copyable {
  var cursor: ChunkCursor
  private var ends: FieldEnds

  static var isTable: Bool { true }

  @inline(__always)
  var isASCII: Bool { ends.isASCII }

  init(cursor: ChunkCursor, columns: Int) {
    self.cursor = cursor
    ends = FieldEnds(cursor, separator: 0x09, quote: 0x09, columns: columns)
  }

  mutating func resume() { ends.resume(at: cursor.position) }

  @inline(__always)
  mutating func next(_ cells: inout RowCells) throws(BadRow) -> Bool {
    guard cursor.position < cursor.end else { return false }
    guard ends.takeRow(&cursor, &cells) else { throw badRow(cells.count) }
    return true
  }

  /// Steps over a row with too few columns or too many.
  @inline(never)
  private mutating func badRow(_ columns: Int) -> BadRow {
    let row = cursor.nextLineSlice() ?? .empty
    ends.skip(to: cursor.position)
    return wrongColumnCount(found: 1 + (0..<row.count).count { row[$0] == 0x09 }, expected: columns)
  }
}

@inline(never)
func wrongColumnCount(found: Int, expected: Int) -> BadRow {
  BadRow(
    reason: "\(found) column\(found == 1 ? "" : "s"), the header has \(expected)")
}
