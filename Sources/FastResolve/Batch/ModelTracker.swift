/// Follows the models of a chunk's rows.
struct ModelTracker: ~Copyable {
  let isCounting: Bool
  /// Whether the row read last may have uses before the chunk: the chunk doesn't begin an input,
  /// and the model hasn't changed since its start.
  private(set) var isPending: Bool
  // Copies: a name that had to be unescaped stands in memory that the next row uses again.
  private var first: [UInt8] = []
  private var current = ByteBuffer()
  /// How often the model has changed within the chunk.
  private var changeCount = 0
  private var hasRows = false

  init(_ chunk: Chunk, isCounting: Bool) {
    self.isCounting = isCounting
    isPending = isCounting && !chunk.isFirstOfInput
  }

  /// Notes the model of the next row; whether it is another one than before.
  @inline(__always)
  mutating func changesModel(_ model: ByteSlice) -> Bool {
    if hasRows, current.slice.equals(model) { return false }
    return change(to: model)
  }

  @inline(never)
  private mutating func change(to model: ByteSlice) -> Bool {
    current.truncate(to: 0)
    current.append(model)
    if !hasRows {
      hasRows = true
      first = model.array
      return false
    }
    changeCount += 1
    isPending = false
    return true
  }

  /// Tells the chunk what there is to be told, when its last row was read.
  func finish(_ chunk: Chunk, _ counter: borrowing OccurrenceCounter) {
    guard isCounting else { return }
    chunk.occurrences.hasRows = hasRows
    chunk.occurrences.firstModel = first
    chunk.occurrences.lastModel = current.slice.array
    chunk.occurrences.modelChanges = changeCount
    chunk.occurrences.counts = counter.used.map { ($0, counter.count($0)) }
  }
}
