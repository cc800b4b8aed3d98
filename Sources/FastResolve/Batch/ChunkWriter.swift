/// Writes resolved chunks, in their order, and tells what is to be told of them.
///
/// A row whose answer depends on the chunks before is mended here: see `ChunkOccurrences`.
struct ChunkWriter: ChunkFinisher, ~Copyable {
  private let rules: CompiledRules
  private let options: BatchOptions
  private let output: any ByteSink

  private var carry = OccurrenceCarry()
  /// What was done so far; of the counts of rules, what pending rows add to those of the workers.
  private var summary: BatchSummary
  private var report: ChunkReport
  private var patched = ByteBuffer()

  init(
    _ rules: CompiledRules, _ options: BatchOptions, _ inputs: [BatchInput],
    _ output: any ByteSink, _ observer: BatchResolver.Observer
  ) {
    self.rules = rules
    self.options = options
    self.output = output
    summary = BatchSummary(rules)
    report = ChunkReport(inputs, observer, stopsAtBadRow: options.badRows == .fail)
  }

  /// Writes the next chunk.
  ///
  /// - Throws: `FileError`; `InputError` for a row that ends the run. The rows before are written.
  mutating func finish(_ chunk: Chunk) throws {
    report.begin(chunk)
    if options.writesHeader { try output.write(chunk.header) }
    try settlePending(chunk)
    try report.end(chunk)
  }

  /// Writes the chunk, with the answers of those rows mended that depended on the chunks before.
  private mutating func settlePending(_ chunk: Chunk) throws {
    var written = 0
    patched.truncate(to: 0)
    if !rules.orders.isEmpty {
      carry.take(chunk) { row, index in
        var rule = rules.orders.rule(pair: Int(row.pair), index: index)
        if rule == .none { rule = row.below }
        summary.countRow(decidedBy: rule)
        guard rule != row.printed else { return }
        patched.append(chunk.output.slice.dropFirst(written).prefix(row.outputStart - written))
        ChunkWorker.print(chunk, rowAt: row.rowStart, rule, to: &patched)
        written = row.outputEnd
      }
    }
    try output.write(patched.slice)
    try output.write(chunk.output.slice.dropFirst(written))
  }

  /// What was done, when all is written.
  ///
  /// - Parameter workers: Who did it; they count by themselves.
  func summary(_ workers: [ChunkWorker]) -> BatchSummary {
    var summary = summary
    summary.rows = report.progress.rows
    summary.bytesRead = report.progress.bytes
    summary.badRows = report.badRows
    for worker in workers { summary.add(worker) }
    return summary
  }
}
