/// Reads a module path a line; an empty line is the root.
struct TextReader: RowReader {
  var cursor: ChunkCursor

  @inline(__always)
  mutating func next(_ cells: inout RowCells) throws(BadRow) -> Bool {
    guard let path = cursor.nextLineSlice() else { return false }
    cells.raw = path
    cells.texts[0] = path
    return true
  }
}
