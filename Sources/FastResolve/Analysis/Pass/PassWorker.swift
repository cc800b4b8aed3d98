/// Shows the rows of chunks to a visitor.
///
/// All that a worker writes to is its own, so the loop over rows takes no lock and touches no
/// reference count. Invariant: one thread at a time uses a worker.
final class PassWorker<Visitor: RowVisitor & ~Copyable>: ChunkProcessor, @unchecked Sendable {
  // Invariant: initialized from `init` until it is taken. A pointer, as members of a class are checked
  // for exclusive access at every use.
  private let visitor: UnsafeMutablePointer<Visitor>
  private var isTaken = false
  private var counter: UseCounter
  private let stopsAtBadRow: Bool
  /// What is printed for the rows of a chunk while it has the worker; else only what late rows print.
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
    read(chunk, plan, chunk.rows, late: nil)
    swap(&output.bytes, &chunk.output)
  }

  /// A row whose index is known by now.
  private struct LateRow {
    var index: Int
    /// Its line in the chunk, from 0.
    var line: Int
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
    let row = LateRow(index: index, line: line)
    if let failure = read(chunk, plan, start..<chunk.rows.upperBound, late: row) { throw failure }
  }

  /// Shows rows.
  ///
  /// - Parameters:
  ///   - chunk: The chunk.
  ///   - plan: Its plan.
  ///   - rows: Which of its bytes.
  ///   - late: What is known of the one row that is to be shown; `nil` for all rows.
  /// - Returns: Why the one row could not be shown.
  @discardableResult
  private func read(
    _ chunk: Chunk, _ plan: InputPlan, _ rows: Range<Int>, late: LateRow?
  ) -> RowFailure? {
    let cursor = ChunkCursor(chunk.input.base, rows)
    switch plan.format {
    case .tsv:
      var reader = TSVReader(cursor: cursor, columns: plan.names.count)
      return read(&reader, chunk, plan, late)
    case .csv:
      var reader = CSVReader(cursor: cursor, columns: plan.names.count)
      return read(&reader, chunk, plan, late)
    case .jsonl:
      var reader = JSONLReader(
        cursor: cursor, names: plan.members, refusesOthers: plan.refusesOtherMembers)
      return read(&reader, chunk, plan, late)
    case .txt:
      var reader = TextReader(cursor: cursor)
      return read(&reader, chunk, plan, late)
    }
  }

  private func read(
    _ reader: inout some RowReader & ~Copyable, _ chunk: Chunk, _ plan: InputPlan, _ late: LateRow?
  ) -> RowFailure? {
    var loop = PassLoop(plan, chunk)
    guard let late else {
      loop.run(
        &reader, chunk, &visitor.pointee, &counter, &output, stopsAtBadRow: stopsAtBadRow)
      return nil
    }
    do {
      try loop.show(&reader, index: late.index, line: late.line, &visitor.pointee, &output)
      return nil
    } catch {
      return error
    }
  }
}

/// The loop over the rows of a chunk: row, query, visitor.
private struct PassLoop: ~Copyable {
  private let columns: QueryColumns
  private let plan: Unmanaged<InputPlan>
  private let inputNumber: Int
  /// The line of the first row, from 1, or `nil` where it isn't known.
  private let firstLine: Int?
  private var tracker: ModelTracker
  // Invariant: initialized, and gone with the loop. A pointer, as the rows that visitors see have it.
  private let cells: UnsafeMutablePointer<RowCells>

  init(_ plan: InputPlan, _ chunk: Chunk) {
    columns = plan.columns
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
  mutating func run<Reader: RowReader & ~Copyable, Visitor: RowVisitor & ~Copyable>(
    _ reader: inout Reader, _ chunk: Chunk, _ visitor: inout Visitor, _ counter: inout UseCounter,
    _ output: inout RowOutput, stopsAtBadRow: Bool
  ) {
    var rowCount = 0
    var fields = RowFields()
    var isNewModel = true
    var outputEnd = 0
    counter.restart()
    rows: while true {
      do throws(RowFailure) {
        guard try readRow(&reader, &cells.pointee, columns, &fields) else { break }
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
                below: .none, rowStart: reader.cursor.rowStart, outputStart: outputEnd,
                outputEnd: outputEnd))
            rowCount &+= 1
            continue
          }
          fields.index = use.occurrence
        }
        let row = row(fields, line: reader.cursor.line, isNewModel: isNewModel)
        isNewModel = false
        try visitor.visit(row, &output)
        outputEnd = output.bytes.count
        rowCount &+= 1
      } catch {
        output.bytes.truncate(to: outputEnd)
        switch error {
        case .bad(let reason):
          chunk.badRows.append((reader.cursor.line, reason))
          if stopsAtBadRow { break rows }
        case .match(let failure):
          chunk.matchError = (reader.cursor.line, failure)
          break rows
        }
      }
    }
    chunk.rowCount = rowCount
    chunk.lineCount = reader.cursor.nextLine
    counter.finish(tracker, chunk)
  }

  /// Shows the next row of a reader, which could be read before.
  mutating func show<Reader: RowReader & ~Copyable, Visitor: RowVisitor & ~Copyable>(
    _ reader: inout Reader, index: Int, line: Int, _ visitor: inout Visitor,
    _ output: inout RowOutput
  ) throws(RowFailure) {
    var fields = RowFields()
    guard try readRow(&reader, &cells.pointee, columns, &fields) else { return }
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
