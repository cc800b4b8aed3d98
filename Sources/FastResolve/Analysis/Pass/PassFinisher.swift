/// Finishes the chunks of a pass, in their order: shows the rows whose index hangs on the chunks
/// before, writes what the visitors print, and tells of bad rows and of the progress.
struct PassFinisher<Visitor: RowVisitor & ~Copyable>: ChunkFinisher, ~Copyable {
  /// Shows late rows. No thread of the pass is its own; whoever finishes a chunk uses it.
  private let late: PassWorker<Visitor>
  private let printing: InventoryPass.Printing?
  private let stopsAtBadRow: Bool
  private var report: ChunkReport
  private var carry = OccurrenceCarry()

  init(
    _ late: PassWorker<Visitor>, _ printing: InventoryPass.Printing?, _ report: ChunkReport,
    stopsAtBadRow: Bool
  ) {
    self.late = late
    self.printing = printing
    self.report = report
    self.stopsAtBadRow = stopsAtBadRow
  }

  /// Finishes the next chunk.
  ///
  /// - Throws: `FileError`; `InputError` for a row that ends the pass. What is printed for the rows
  ///   before is written.
  mutating func finish(_ chunk: Chunk) throws {
    report.begin(chunk)
    if let printing, printing.writesHeader { try printing.sink.write(chunk.header) }
    let written = showLate(chunk)
    if let printing {
      try printing.sink.write(late.output.bytes.slice)
      try printing.sink.write(chunk.output.slice.dropFirst(written))
    }
    try report.end(chunk)
  }

  /// Shows the rows of a chunk that the worker could not, and puts what they print between what the
  /// others do.
  ///
  /// - Returns: How much of the chunk's output stands in that of the late worker by then.
  private mutating func showLate(_ chunk: Chunk) -> Int {
    late.output.bytes.truncate(to: 0)
    var written = 0
    var line = 0
    var lineEnd = chunk.rows.lowerBound
    var isOver = false
    let (late, stopsAtBadRow) = (late, stopsAtBadRow)
    carry.take(chunk) { pending, index in
      if isOver { return }
      line += chunk.input.slice.prefix(pending.rowStart).dropFirst(lineEnd).count(of: 0x0A)
      lineEnd = pending.rowStart
      late.output.bytes.append(
        chunk.output.slice.prefix(pending.outputStart).dropFirst(written))
      written = pending.outputStart
      do throws(RowFailure) {
        try late.visit(chunk, rowAt: pending.rowStart, index: index, line: line)
      } catch {
        chunk.rowCount -= 1
        isOver = Self.note(error, line: line, chunk, stopsAtBadRow: stopsAtBadRow)
      }
    }
    return isOver ? chunk.output.count : written
  }

  /// Notes a late row that has failed.
  ///
  /// - Returns: Whether that ends the pass; what comes behind the row then doesn't count.
  private static func note(
    _ failure: RowFailure, line: Int, _ chunk: Chunk, stopsAtBadRow: Bool
  ) -> Bool {
    func forgetLater() {
      chunk.badRows.removeAll { $0.line > line }
      chunk.matchError = nil
    }
    switch failure {
    case .bad(let reason):
      if stopsAtBadRow { forgetLater() }
      let place = chunk.badRows.firstIndex { $0.line > line } ?? chunk.badRows.count
      chunk.badRows.insert((line, reason), at: place)
      return stopsAtBadRow
    case .match(let error):
      forgetLater()
      chunk.matchError = (line, error)
      return true
    }
  }

  /// What was seen, when all is done.
  var summary: PassSummary {
    PassSummary(
      rows: report.progress.rows, badRows: report.badRows, bytesRead: report.progress.bytes,
      models: carry.modelRuns)
  }
}
