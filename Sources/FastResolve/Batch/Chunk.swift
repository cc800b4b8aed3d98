/// A run of whole rows on its way from the input to the output, and what became of them.
///
/// Chunks are few and used again, with their memory. Invariant: at any time one thread has the
/// chunk: the one that fills it and works on it, then the one that finishes it. The hand-over is by
/// `ChunkPipeline`'s lock, which orders their accesses.
final class Chunk: @unchecked Sendable {
  // MARK: Set by the reader

  /// Which chunk of the run it is, from 0.
  var number = 0
  /// The bytes read; the rows are `rows` of them.
  var input = ByteBuffer()
  var rows = 0..<0
  var plan: InputPlan?
  /// The number of the input among all.
  var inputNumber = 0
  var isFirstOfInput = false
  /// The output's header, in the first chunk of a run.
  var header: [UInt8] = []
  /// The lines before the rows that are the chunk's own: those of a header.
  var headerLines = 0
  /// The lines of the input before the rows, or `nil` where the reader didn't count them.
  var linesBefore: Int?
  /// Whether some of the input before was not read, so that no one can count its lines.
  var isBehindGap = false
  /// The bytes of the input this chunk accounts for, for the progress.
  var bytesRead = 0
  /// What looks like a slip at the start of an input.
  var warnings: [InputError] = []

  // MARK: Set by the worker

  /// The rows, resolved.
  var output = ByteBuffer()
  var rowCount = 0
  /// How many lines the rows take.
  var lineCount = 0
  /// The rows that could not be read, by their line in the chunk, from 0.
  var badRows: [(line: Int, reason: String)] = []
  /// Where a regex ran into a limit; the rows behind are not resolved.
  var matchError: (line: Int, error: MatchError)?
  /// What is needed to count uses across chunks.
  var occurrences = ChunkOccurrences()

  /// Makes the chunk as good as new, but for its memory.
  func reset() {
    input.truncate(to: 0)
    rows = 0..<0
    plan = nil
    isFirstOfInput = false
    header = []
    headerLines = 0
    linesBefore = nil
    isBehindGap = false
    bytesRead = 0
    warnings.removeAll()
    output.truncate(to: 0)
    rowCount = 0
    lineCount = 0
    badRows.removeAll(keepingCapacity: true)
    matchError = nil
    occurrences.reset()
  }
}
