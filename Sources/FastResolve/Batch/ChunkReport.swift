/// Tells what is to be told of chunks: warnings, rows that can't be read, how far the run is.
///
/// Only here, where chunks come in their order, the lines before a chunk are known.
struct ChunkReport {
  private let inputs: [BatchInput]
  private let observer: BatchResolver.Observer
  private let stopsAtBadRow: Bool

  /// The lines of the current input before the rows of the chunk.
  private var linesBefore = 0
  /// What was done so far.
  private(set) var progress: BatchProgress
  /// How many rows could not be read so far.
  private(set) var badRows = 0

  init(_ inputs: [BatchInput], _ observer: BatchResolver.Observer, stopsAtBadRow: Bool) {
    self.inputs = inputs
    self.observer = observer
    self.stopsAtBadRow = stopsAtBadRow
    progress = BatchProgress(rows: 0, bytes: 0, totalBytes: ChunkReader.totalSize(inputs))
  }

  /// Begins with the next chunk.
  mutating func begin(_ chunk: Chunk) {
    chunk.warnings.forEach(observer.warning)
    if chunk.isFirstOfInput { linesBefore = 0 }
    linesBefore += chunk.headerLines
  }

  /// Reports the rows of the chunk that have no answer, and the progress.
  ///
  /// - Throws: `InputError` for a row that ends the run.
  mutating func end(_ chunk: Chunk) throws(InputError) {
    for row in chunk.badRows {
      let error = error(chunk, line: row.line, row.reason)
      if stopsAtBadRow { throw error }
      observer.badRow(error)
      badRows += 1
    }
    if let failure = chunk.matchError {
      throw error(chunk, line: failure.line, failure.error.description)
    }
    linesBefore += chunk.lineCount
    progress.rows += chunk.rowCount
    progress.bytes += chunk.bytesRead
    observer.progress(progress)
  }

  private func error(_ chunk: Chunk, line: Int, _ reason: String) -> InputError {
    let line = chunk.isBehindGap ? nil : (chunk.linesBefore ?? linesBefore) + line + 1
    return InputError(source: inputs[chunk.inputNumber].name, line: line, reason: reason)
  }
}
