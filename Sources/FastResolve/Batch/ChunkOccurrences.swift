// Counting uses across chunks.
//
// The index of a use is its number among the uses of the same object in the same module, from the
// start of its model on. A chunk may begin in the middle of a model, so its worker can't know how
// many uses came before; waiting for the chunk before would put the workers in a row. Instead, the
// worker resolves those rows as if nothing had come before and notes each one that a rule could
// concern. When the chunks are written, in their order, the numbers before are known; where they
// change the answer, which each order rule can do once a model, the row is printed again. Only the
// pairs that order rules name are counted at all, so what is carried from chunk to chunk is bounded
// by the rules.

/// What one chunk knows of uses.
struct ChunkOccurrences {
  /// A row whose answer depends on the uses before the chunk.
  struct Pending: BitwiseCopyable {
    var pair: Int32
    /// The use's number, counted from the start of the chunk.
    var occurrence: Int32
    /// The answer that was printed, and the answer if no order rule decides.
    var printed: RuleID
    var below: RuleID
    /// Where the row begins in the input and where it stands in the output.
    var rowStart: Int
    var outputStart: Int
    var outputEnd: Int
  }

  /// Whether the chunk has any row; the rest is of use only then.
  var hasRows = false
  /// The models of the chunk's first and last row.
  var firstModel: [UInt8] = []
  var lastModel: [UInt8] = []
  /// How often the model changes from one row to the next.
  var modelChanges = 0
  var pending: [Pending] = []
  /// The uses of each pair since the chunk's last change of model.
  var counts: [(pair: Int, count: Int)] = []

  mutating func reset() {
    hasRows = false
    firstModel = []
    lastModel = []
    modelChanges = 0
    pending.removeAll(keepingCapacity: true)
    counts.removeAll(keepingCapacity: true)
  }
}

/// The uses counted up to the chunk that is to be written next.
struct OccurrenceCarry {
  private var model: [UInt8]?
  /// How many runs of rows of one model there were so far.
  private(set) var modelRuns = 0
  private var counts: [Int: Int] = [:]

  /// Takes a chunk into account.
  ///
  /// - Parameters:
  ///   - chunk: The chunk; every chunk, in order.
  ///   - correct: Called for each row whose use number was not known to the worker, with that
  ///     number.
  mutating func take(
    _ chunk: Chunk, correct: (ChunkOccurrences.Pending, Int) throws -> Void
  ) rethrows {
    let occurrences = chunk.occurrences
    if chunk.isFirstOfInput {
      counts.removeAll()
      model = nil
    }
    guard occurrences.hasRows else { return }
    if occurrences.firstModel != model {
      counts.removeAll()
      modelRuns += 1
    }
    modelRuns += occurrences.modelChanges
    for row in occurrences.pending {
      let index = counts[Int(row.pair), default: 0] + Int(row.occurrence)
      try correct(row, index)
    }
    if occurrences.modelChanges > 0 { counts.removeAll() }
    for (pair, count) in occurrences.counts { counts[pair, default: 0] += count }
    model = occurrences.lastModel
  }
}
