/// Reads rows of columns between tabs. There is no quoting: a tab always ends a column and a
/// newline always ends a row. A `\r` before the newline belongs to the line ending.
struct TSVReader: RowReader {
  var cursor: ChunkCursor

  @inline(__always)
  mutating func next(_ cells: inout RowCells) throws(BadRow) -> Bool {
    guard let row = cursor.nextLineSlice() else { return false }
    cells.raw = row
    var rest = row
    let last = cells.count &- 1
    for column in 0..<last {
      guard let tab = rest.firstOffset(of: 0x09) else {
        throw wrongColumnCount(found: column + 1, expected: cells.count)
      }
      cells.texts[column] = rest.prefix(tab)
      rest = rest.dropFirst(tab &+ 1)
    }
    if rest.firstOffset(of: 0x09) != nil {
      throw wrongColumnCount(
        found: 1 + (0..<row.count).count { row[$0] == 0x09 }, expected: cells.count)
    }
    cells.texts[last] = rest
    return true
  }
}

@inline(never)
func wrongColumnCount(found: Int, expected: Int) -> BadRow {
  BadRow(
    reason: "\(found) column\(found == 1 ? "" : "s"), the header has \(expected)")
}
