// CSV as RFC 4180 has it. A field that begins with a quote ends with one, may hold commas and
// line breaks in between, and spells a quote by two. What RFC 4180 leaves open is an error here
// and not a guess: a quote within a field that didn't begin with one, and text behind a closing
// quote.
//
// Where a row ends can't be told from the middle of a file, so the reader of chunks and the reader
// of rows must agree on it to the byte, for malformed rows too. Both go by `CSVState`.

/// Where in a row of CSV a byte stands.
enum CSVState: UInt8, BitwiseCopyable {
  case fieldStart
  case unquoted
  case quoted
  /// Behind a quote in a quoted field: its end, or the first half of a spelled quote.
  case quoteInQuoted

  /// The state behind a byte.
  @inline(__always)
  func after(_ byte: UInt8) -> CSVState {
    switch (self, byte) {
    case (.quoted, UInt8(ascii: "\"")): .quoteInQuoted
    case (.quoted, _): .quoted
    case (.quoteInQuoted, UInt8(ascii: "\"")): .quoted
    case (.fieldStart, UInt8(ascii: "\"")): .quoted
    case (_, UInt8(ascii: ",")), (_, 0x0A): .fieldStart
    default: .unquoted
    }
  }
}

/// Reads rows of CSV: the usual ones by the ends of their fields, the others byte by byte.
struct CSVReader: RowReader, ~Copyable {
  var cursor: ChunkCursor
  private var ends: FieldEnds

  static var isTable: Bool { true }

  @inline(__always)
  var isASCII: Bool { ends.isASCII }

  init(cursor: ChunkCursor, columns: Int) {
    self.cursor = cursor
    ends = FieldEnds(
      cursor, separator: UInt8(ascii: ","), quote: UInt8(ascii: "\""), columns: 3 * columns)
  }

  /// The length of the row at the start of some bytes, its line ending included, and how many line
  /// ends are in it.
  @inline(__always)
  static func measureRow(_ bytes: ByteSlice) -> (length: Int, lines: Int) {
    // Most rows have no quotes; then the first newline is the end.
    let newline = bytes.firstOffset(of: 0x0A)
    let length = newline.map { $0 &+ 1 } ?? bytes.count
    guard bytes.prefix(length).firstOffset(of: UInt8(ascii: "\"")) != nil else {
      return (length, newline == nil ? 0 : 1)
    }
    var state = CSVState.fieldStart
    var lines = 0
    for offset in 0..<bytes.count {
      let byte = bytes[offset]
      if byte == 0x0A {
        lines &+= 1
        if state != .quoted { return (offset &+ 1, lines) }
      }
      state = state.after(byte)
    }
    return (bytes.count, lines)
  }

  /// The fields of one row, however many there are.
  static func fields(of row: ByteSlice) throws(BadRow) -> [String] {
    // A row has no more fields than commas and one.
    var cells = RowCells(count: 1 + (0..<row.count).count { row[$0] == UInt8(ascii: ",") })
    var cursor = ChunkCursor(row.start, 0..<row.count)
    let count = try readRow(&cursor, &cells)
    return (0..<count).map { cells.text(of: $0).text }
  }

  mutating func resume() { ends.resume(at: cursor.position) }

  @inline(__always)
  mutating func next(_ cells: inout RowCells) throws(BadRow) -> Bool {
    guard cursor.position < cursor.end else { return false }
    if !ends.takeRow(&cursor, &cells),
      !ends.takeQuotedRow(&cursor, &cells)
    {
      let expected = cells.count
      defer { ends.skip(to: cursor.position) }
      let count = try Self.readRow(&cursor, &cells)
      guard count == expected else { throw wrongColumnCount(found: count, expected: expected) }
    }
    return true
  }

  /// Reads the next row, if there is one.
  ///
  /// - Returns: How many fields it has, those for which there are no cells too.
  @inline(never)
  private static func readRow(
    _ cursor: inout ChunkCursor, _ cells: inout RowCells
  ) throws(BadRow) -> Int {
    var count = 0
    guard cursor.position < cursor.end else { return 0 }
    let rest = ByteSlice(cursor.base + cursor.position, count: cursor.end &- cursor.position)
    let (length, lines) = measureRow(rest)
    cursor.rowStart = cursor.position
    cursor.line = cursor.nextLine
    cursor.position &+= length
    cursor.nextLine &+= max(lines, 1)
    let hasNewline = length > 0 && rest[length &- 1] == 0x0A
    let row = rest.prefix(hasNewline ? length &- 1 : length).droppingCarriageReturn
    cells.raw = row
    cells.scratch.truncate(to: 0)
    // No text is longer than its row, so slices into the scratch stay where they are.
    cells.scratch.reserve(row.count)
    var offset = 0
    while true {
      let text = try field(row, &offset, count, &cells.scratch)
      if count < cells.count { cells.setText(of: count, text) }
      count &+= 1
      if offset == row.count { return count }
      offset &+= 1
    }
  }

  /// The text of the field that begins at `offset`, which then stands on the comma behind it or at
  /// the end of the row.
  @inline(__always)
  private static func field(
    _ row: ByteSlice, _ offset: inout Int, _ column: Int, _ scratch: inout ByteBuffer
  ) throws(BadRow) -> ByteSlice {
    let start = offset
    guard offset < row.count, row[offset] == UInt8(ascii: "\"") else {
      while offset < row.count, row[offset] != UInt8(ascii: ",") {
        if row[offset] == UInt8(ascii: "\"") {
          throw BadRow(
            reason: "a quote within column \(column + 1), which does not begin with one")
        }
        offset &+= 1
      }
      return ByteSlice(row.start + start, count: offset &- start)
    }
    offset &+= 1
    let textStart = scratch.count
    var pieceStart = offset
    while offset < row.count {
      guard row[offset] == UInt8(ascii: "\"") else {
        offset &+= 1
        continue
      }
      let piece = ByteSlice(row.start + pieceStart, count: offset &- pieceStart)
      offset &+= 1
      if offset < row.count, row[offset] == UInt8(ascii: "\"") {
        scratch.append(piece)
        pieceStart = offset
        offset &+= 1
        continue
      }
      guard offset == row.count || row[offset] == UInt8(ascii: ",") else {
        throw BadRow(reason: "text behind the closing quote of column \(column + 1)")
      }
      // Without a spelled quote the field is its own text.
      if scratch.count == textStart { return piece }
      scratch.append(piece)
      return ByteSlice(scratch.base + textStart, count: scratch.count &- textStart)
    }
    throw BadRow(reason: "the quote of column \(column + 1) has no end")
  }
}
