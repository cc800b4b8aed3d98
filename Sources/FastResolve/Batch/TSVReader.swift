import CBytes

/// Reads rows of columns between tabs. There is no quoting: a tab always ends a column and a
/// newline always ends a row. A `\r` before the newline belongs to the line ending.
///
/// The cells are found row by row, and not some kilobytes ahead as those of other formats: of the
/// rows between two that are read, most were known and copied, and to list their cells took 134 of
/// the 1300 instructions of a row that is read.
///
/// In a table of the usual order the model and the operation stand before the module path, and of
/// 1.5 million rows all but a few thousand begin with the same bytes as the row read before. These
/// cells, the *lead*, are then compared and not looked for, and what was read of them holds: a
/// table is read from the left, so it doesn't hang on what stands behind them.
struct TSVReader: RowReader, ~Copyable, @unchecked Sendable {
  var cursor: ChunkCursor
  private(set) var isASCII = true
  private(set) var isLeadKnown = false
  private let columns: Int
  // Invariant: there is room for one offset before `ends[0]`, and for `columns + 4` from there on.
  // `ends[-1]` is the offset before the row read last.
  private let ends: UnsafeMutablePointer<UInt32>
  /// How many columns the lead has.
  private let leadColumns: Int
  /// How many bytes the lead of the row read last has, up to its module path; 0 where that row was
  /// none. The offsets of these cells are known then.
  private var leadBytes = 0
  private var isLeadASCII = true

  static var isTable: Bool { true }

  /// - Parameters:
  ///   - cursor: The rows. At the end, 128 bytes more have to be readable.
  ///   - names: How many columns each has to have.
  ///   - columns: Where the fields stand.
  init(cursor: ChunkCursor, names: Int, _ columns: QueryColumns) {
    precondition(cursor.end < UInt32.max, "a chunk is shorter than 4 GiB")
    self.cursor = cursor
    self.columns = names
    leadColumns = columns.isPathBehindModelAndOperation ? columns.modulePath : 0
    ends = .allocate(capacity: 1 + names + 4) + 1
  }

  deinit { (ends - 1).deallocate() }

  @inline(__always)
  func resume() {}

  mutating func forgetLead() { leadBytes = 0 }

  @inline(__always)
  mutating func next(_ cells: inout RowCells) throws(BadRow) -> Bool {
    let start = cursor.position
    guard start < cursor.end else { return false }
    isLeadKnown = hasSameLead(start)
    var known = 0
    if isLeadKnown {
      let shift = UInt32(truncatingIfNeeded: start) &- (ends[-1] &+ 1)
      var column = -1
      while column < leadColumns {
        ends[column] &+= shift
        column &+= 1
      }
      known = leadColumns
    } else {
      ends[-1] = UInt32(truncatingIfNeeded: start) &- 1
    }
    let found = find_cell_ends(
      cursor.base, start &+ (isLeadKnown ? leadBytes : 0), cursor.end, 0x09, columns &- known,
      ends + known)
    isASCII = found.is_ascii != 0 && (!isLeadKnown || isLeadASCII)
    guard found.count == columns &- known else { return try nextByBytes(&cells) }
    cells.raw = cursor.takeRow(endingAt: Int(ends[columns &- 1]))
    // Without its carriage return the row ends before its newline.
    ends[columns &- 1] = UInt32(truncatingIfNeeded: start &+ cells.raw.count)
    cells.setTexts(cursor.base, ends)
    if !isLeadKnown {
      leadBytes = Int(ends[leadColumns &- 1] &+ 1) &- start
      isLeadASCII = isASCII
    }
    return true
  }

  /// Whether a row begins with the same cells, up to the module path, as the row read last.
  @inline(__always)
  private func hasSameLead(_ start: Int) -> Bool {
    leadBytes > 0 && leadBytes < cursor.end &- start
      && equalBytes(
        cursor.base + start, cursor.base + Int(ends[-1] &+ 1), count: leadBytes)
  }

  /// Reads the last row of an input that doesn't end with a newline, or steps over one that has too
  /// few columns or too many.
  @inline(never)
  private mutating func nextByBytes(_ cells: inout RowCells) throws(BadRow) -> Bool {
    isLeadKnown = false
    forgetLead()
    let row = cursor.nextLineSlice() ?? .empty
    var column = 0
    var start = 0
    for offset in 0...row.count where offset == row.count || row[offset] == 0x09 {
      if column < columns {
        cells.setText(of: column, row.dropFirst(start).prefix(offset &- start))
      }
      column &+= 1
      start = offset &+ 1
    }
    guard column == columns else { throw wrongColumnCount(found: column, expected: columns) }
    cells.raw = row
    return true
  }
}

@inline(never)
func wrongColumnCount(found: Int, expected: Int) -> BadRow {
  BadRow(
    reason: "\(found) column\(found == 1 ? "" : "s"), the header has \(expected)")
}
