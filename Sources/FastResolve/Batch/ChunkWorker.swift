/// Resolves chunks, one after the other: bytes in, bytes out.
///
/// All that a worker writes to is its own, so the loop over rows takes no lock and touches no
/// reference count. Invariant: one thread at a time uses a worker.
final class ChunkWorker: ChunkProcessor, @unchecked Sendable {
  private let rules: CompiledRules
  private let stopsAtBadRow: Bool
  private var scratch: ResolverScratch
  private var memo: RowMemo
  /// How many rows each rule decided, by rule number, but for those still pending.
  private(set) var decided: [Int]

  init(
    _ rules: CompiledRules, cacheBytes: Int, stopsAtBadRow: Bool, notesMatches: Bool,
    automatonUse: AutomatonUse
  ) {
    self.rules = rules
    self.stopsAtBadRow = stopsAtBadRow
    memo = RowMemo(byteLimit: cacheBytes / 2, rules)
    scratch = ResolverScratch(
      rules, cacheBytes: cacheBytes / 2, notesMatches: notesMatches, automatonUse: automatonUse)
    decided = Array(repeating: 0, count: rules.numbering.count)
  }

  /// Whether a rule is known to have matched a row of this worker's, decided by it or not; those
  /// that it decided all are in `decided`. Of none, if matches aren't noted.
  func hasMatched(_ rule: RuleID) -> Bool { scratch.hasMatched(rule) }

  /// How many rows the memo knew.
  var memoCounts: RowMemoCounts { memo.counts }

  /// How many paths the path cache knew.
  var pathCacheCounts: PathCacheCounts { scratch.regexes.pathCacheCounts }

  /// Resolves the rows of a chunk.
  func process(_ chunk: Chunk) {
    guard let plan = chunk.plan else { return }
    let cursor = ChunkCursor(chunk.input.base, chunk.rows)
    chunk.output.reserve(chunk.rows.count + chunk.rows.count / 4)
    switch plan.format {
    case .tsv:
      var reader = TSVReader(cursor: cursor, names: plan.names.count, plan.columns)
      run(&reader, plan, chunk)
    case .csv:
      var reader = CSVReader(cursor: cursor, columns: plan.names.count)
      run(&reader, plan, chunk)
    case .jsonl:
      var reader = JSONLReader(
        cursor: cursor, names: plan.members, refusesOthers: plan.refusesOtherMembers)
      run(&reader, plan, chunk)
    case .txt:
      var reader = TextReader(cursor: cursor)
      run(&reader, plan, chunk)
    }
  }

  private func run(_ reader: inout some RowReader & ~Copyable, _ plan: InputPlan, _ chunk: Chunk) {
    var loop = RowLoop(plan, chunk, rules)
    // Members of a class are checked for exclusive access at every use. Handed over here, those
    // that every row needs are checked once a chunk.
    decided.withUnsafeMutableBufferPointer { decided in
      loop.run(
        &reader, chunk, &memo, &scratch, &chunk.output, decided, stopsAtBadRow: stopsAtBadRow)
    }
  }

  /// Prints one row of a chunk again, with another answer.
  ///
  /// - Parameter start: Where the row begins in the chunk's input. It could be read before.
  static func print(
    _ chunk: Chunk, rowAt start: Int, _ rule: RuleID, to output: inout ByteBuffer
  ) {
    guard let plan = chunk.plan else { return }
    var reader = AnyRowReader(chunk, plan, start..<chunk.rows.upperBound)
    var cells = RowCells(count: plan.names.count)
    _ = try? reader.next(&cells)
    try? RowWriter(plan: plan.output).write(&cells, rule, to: &output)
  }
}
