/// Shows the rows of chunks to a visitor.
///
/// All that a worker writes to is its own, so the loop over rows takes no lock and touches no
/// reference count. Invariant: one thread at a time uses a worker.
final class PassWorker<Visitor: RowVisitor & ~Copyable>: ChunkProcessor, @unchecked Sendable {
  // Invariant: initialized from `init` until it is taken. A pointer, as members of a class are
  // checked for exclusive access at every use.
  private let visitor: UnsafeMutablePointer<Visitor>
  private var isTaken = false
  private var counter: UseCounter
  private let stopsAtBadRow: Bool
  /// What is printed for the rows of a chunk while it has the worker; else only what late rows
  /// print.
  var output: RowOutput

  /// - Parameters:
  ///   - visitor: The visitor.
  ///   - orderRules: What `UseCounter.rules` gave.
  ///   - columns: The columns that are added.
  ///   - stopsAtBadRow: Whether a row that can't be read ends the pass.
  init(
    _ visitor: consuming Visitor, _ orderRules: CompiledRules, _ columns: AddedColumns,
    stopsAtBadRow: Bool
  ) {
    self.visitor = .allocate(capacity: 1)
    self.visitor.initialize(to: visitor)
    counter = UseCounter(orderRules)
    output = RowOutput(columns)
    self.stopsAtBadRow = stopsAtBadRow
  }

  deinit {
    if !isTaken { visitor.deinitialize(count: 1) }
    visitor.deallocate()
  }

  /// Gives the visitor away; nothing is shown to it any more.
  func takeVisitor() -> Visitor {
    precondition(!isTaken)
    isTaken = true
    return visitor.move()
  }

  /// Shows the rows of a chunk, but for those whose index hangs on the chunks before.
  func process(_ chunk: Chunk) {
    guard let plan = chunk.plan else { return }
    output.begin(plan.output)
    swap(&output.bytes, &chunk.output)
    var loop = PassLoop(plan, chunk, chunk.rows)
    loop.run(chunk, &visitor.pointee, &counter, &output, stopsAtBadRow: stopsAtBadRow)
    swap(&output.bytes, &chunk.output)
  }

  /// Shows one row of a chunk, with the index that is known by now.
  ///
  /// - Parameters:
  ///   - chunk: The chunk.
  ///   - start: Where the row begins in the chunk's input. It could be read before.
  ///   - index: Its use number.
  ///   - line: Its line in the chunk, from 0.
  func visit(_ chunk: Chunk, rowAt start: Int, index: Int, line: Int) throws(RowFailure) {
    guard let plan = chunk.plan else { return }
    output.begin(plan.output)
    var loop = PassLoop(plan, chunk, start..<chunk.rows.upperBound)
    try loop.show(index: index, line: line, &visitor.pointee, &output)
  }
}

/// The loop over the rows of a chunk: row, query, visitor.
private struct PassLoop: ~Copyable {
  private var reader: AnyRowReader
  private let plan: Unmanaged<InputPlan>
  private let inputNumber: Int
  /// The line of the first row, from 1, or `nil` where it isn't known.
  private let firstLine: Int?
  private var tracker: ModelTracker
  // Invariant: initialized, and gone with the loop. A pointer, as the rows that visitors see have
  // it.
  private let cells: UnsafeMutablePointer<RowCells>

  init(_ plan: InputPlan, _ chunk: Chunk, _ rows: Range<Int>) {
    reader = AnyRowReader(chunk, plan, rows)
    // The chunk has the plan, and outlives the loop.
    self.plan = .passUnretained(plan)
    inputNumber = chunk.inputNumber
    firstLine = chunk.isBehindGap ? nil : chunk.linesBefore.map { $0 + 1 }
    tracker = ModelTracker(chunk, isCounting: true)
    cells = .allocate(capacity: 1)
    cells.initialize(to: RowCells(count: plan.names.count))
  }

  deinit {
    cells.deinitialize(count: 1)
    cells.deallocate()
  }

  @inline(__always)
  private func row(_ fields: RowFields, line: Int, isNewModel: Bool) -> VisitedRow {
    let place = RowPlace(input: inputNumber, line: firstLine.map { $0 &+ line } ?? 0)
    return VisitedRow(fields, place, isNewModel: isNewModel, cells, plan)
  }

  /// Shows all rows, or those up to the first that ends the pass.
  mutating func run(
    _ chunk: Chunk, _ visitor: inout some RowVisitor & ~Copyable, _ counter: inout UseCounter,
    _ output: inout RowOutput, stopsAtBadRow: Bool
  ) {
    // A copy, as the compiler takes this argument and `reader` for one under the thread sanitizer.
    let cells = cells
    var rowCount = 0
    var isNewModel = true
    var outputEnd = 0
    counter.restart()
    rows: while true {
      do throws(RowFailure) {
        guard var fields = try reader.next(&cells.pointee) else { break }
        if tracker.changesModel(fields.model) {
          counter.restart()
          isNewModel = true
        }
        let use = counter.count(fields)
        if use.pair >= 0, fields.index == RowFields.noIndex {
          if tracker.isPending {
            chunk.occurrences.pending.append(
              .init(
                pair: Int32(use.pair), occurrence: Int32(use.occurrence), printed: .none,
                below: .none, rowStart: reader.rowStart, outputStart: outputEnd,
                outputEnd: outputEnd))
            rowCount &+= 1
            continue
          }
          fields.index = use.occurrence
        }
        let row = row(fields, line: reader.line, isNewModel: isNewModel)
        isNewModel = false
        try visitor.visit(row, &output)
        outputEnd = output.bytes.count
        rowCount &+= 1
      } catch {
        output.bytes.truncate(to: outputEnd)
        switch error {
        case .bad(let reason):
          chunk.badRows.append((reader.line, reason))
          if stopsAtBadRow { break rows }
        case .match(let failure):
          chunk.matchError = (reader.line, failure)
          break rows
        }
      }
    }
    chunk.rowCount = rowCount
    chunk.lineCount = reader.nextLine
    counter.finish(tracker, chunk)
  }

  /// Shows the next row, which could be read before.
  mutating func show(
    index: Int, line: Int, _ visitor: inout some RowVisitor & ~Copyable, _ output: inout RowOutput
  ) throws(RowFailure) {
    let cells = cells
    guard var fields = try reader.next(&cells.pointee) else { return }
    fields.index = index
    let start = output.bytes.count
    do {
      try visitor.visit(row(fields, line: line, isNewModel: true), &output)
    } catch {
      output.bytes.truncate(to: start)
      throw error
    }
  }
}
