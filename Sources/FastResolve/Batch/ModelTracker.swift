/// Follows the models of a chunk's rows.
struct ModelTracker {
  let isCounting: Bool
  /// Whether the row read last may have uses before the chunk: the chunk doesn't begin an input,
  /// and the model hasn't changed since its start.
  private(set) var isPending: Bool
  private var first = ByteSlice.empty
  private var current = ByteSlice.empty
  private var isOneModel = true
  private var hasRows = false

  init(_ chunk: Chunk, isCounting: Bool) {
    self.isCounting = isCounting
    isPending = isCounting && !chunk.isFirstOfInput
  }

  /// Notes the model of the next row; whether it is another one than before.
  @inline(__always)
  mutating func changesModel(_ model: ByteSlice) -> Bool {
    if !hasRows {
      hasRows = true
      first = model
      current = model
      return false
    }
    if current.equals(model) { return false }
    current = model
    isOneModel = false
    isPending = false
    return true
  }

  func finish(_ chunk: Chunk, _ counter: borrowing OccurrenceCounter) {
    guard isCounting else { return }
    chunk.occurrences.hasRows = hasRows
    chunk.occurrences.firstModel = first
    chunk.occurrences.lastModel = current
    chunk.occurrences.isOneModel = isOneModel
    chunk.occurrences.counts = counter.used.map { ($0, counter.count($0)) }
  }
}
