/// Writes resolved chunks, in their order, and tells what is to be told of them.
///
/// A row whose answer depends on the chunks before is mended here: see `ChunkOccurrences`.
struct ChunkWriter: ~Copyable {
  private let rules: CompiledRules
  private let options: BatchOptions
  private let inputs: [BatchInput]
  private let output: any ByteSink
  private let observer: BatchResolver.Observer

  private var carry = OccurrenceCarry()
  /// What was done so far; of the counts of rules, what pending rows add to those of the workers.
  private var summary: BatchSummary
  private var progress: BatchProgress
  /// The lines of the current input before the chunk to be written next.
  private var linesBefore = 0
  private var patched = ByteBuffer()

  init(
    _ rules: CompiledRules, _ options: BatchOptions, _ inputs: [BatchInput],
    _ output: any ByteSink, _ observer: BatchResolver.Observer
  ) {
    self.rules = rules
    self.options = options
    self.inputs = inputs
    self.output = output
    self.observer = observer
    summary = BatchSummary(rules)
    progress = BatchProgress(rows: 0, bytes: 0, totalBytes: ChunkReader.totalSize(inputs))
  }

  /// Writes the next chunk.
  ///
  /// - Throws: `FileError`; `InputError` for a row that ends the run. The rows before are written.
  mutating func finish(_ chunk: Chunk) throws {
    chunk.warnings.forEach(observer.warning)
    if options.writesHeader { try write(chunk.header) }
    if chunk.isFirstOfInput { linesBefore = 0 }
    linesBefore += chunk.headerLines
    try settlePending(chunk)
    try report(chunk)
    linesBefore += chunk.lineCount
    summary.rows += chunk.rowCount
    summary.bytesRead += chunk.bytesRead
    progress.rows = summary.rows
    progress.bytes = summary.bytesRead
    observer.progress(progress)
  }

  /// Writes the chunk, with the answers of those rows mended that depended on the chunks before.
  private mutating func settlePending(_ chunk: Chunk) throws {
    var written = 0
    patched.truncate(to: 0)
    if !rules.orders.isEmpty {
      carry.take(chunk, rules.orders) { row, rule in
        summary.countRow(decidedBy: rule)
        guard rule != row.printed else { return }
        patched.append(chunk.output.slice.dropFirst(written).prefix(row.outputStart - written))
        ChunkWorker.print(chunk, rowAt: row.rowStart, rule, to: &patched)
        written = row.outputEnd
      }
    }
    try write(patched.slice)
    try write(chunk.output.slice.dropFirst(written))
  }

  /// Reports the rows of a chunk that have no answer.
  private mutating func report(_ chunk: Chunk) throws {
    let source = inputs[chunk.inputNumber].name
    for row in chunk.badRows {
      let error = InputError(source: source, line: linesBefore + row.line + 1, reason: row.reason)
      if options.badRows == .fail { throw error }
      observer.badRow(error)
      summary.badRows += 1
    }
    if let failure = chunk.matchError {
      throw InputError(
        source: source, line: linesBefore + failure.line + 1, reason: failure.error.description)
    }
  }

  private func write(_ slice: ByteSlice) throws {
    guard !slice.isEmpty else { return }
    try output.write(UnsafeRawBufferPointer(start: slice.start, count: slice.count))
  }

  private func write(_ bytes: [UInt8]) throws {
    guard !bytes.isEmpty else { return }
    try bytes.withUnsafeBytes { try output.write($0) }
  }

  /// What was done, when all is written.
  ///
  /// - Parameter workers: Who did it; they count by themselves.
  func summary(_ workers: [ChunkWorker]) -> BatchSummary {
    var summary = summary
    for worker in workers { summary.add(worker) }
    return summary
  }
}
