/// The loop over the rows of a chunk: row, query, resolver, answer, bytes.
///
/// Everything it touches for each row is a local, a borrowed argument or memory behind a pointer:
/// no reference count changes, no lock is taken, nothing is allocated.
struct RowLoop {
  private let rules: CompiledRules
  private let columns: QueryColumns
  private let columnCount: Int
  private let writer: RowWriter
  private var tracker: ModelTracker

  init(_ plan: InputPlan, _ chunk: Chunk, _ rules: CompiledRules) {
    self.rules = rules
    columns = plan.columns
    columnCount = plan.names.count
    writer = RowWriter(plan: plan.output)
    tracker = ModelTracker(chunk, isCounting: !rules.orders.isEmpty)
  }

  /// Resolves all rows, or those up to the first that ends the run.
  ///
  /// - Parameters:
  ///   - reader: Reads the rows.
  ///   - chunk: Takes what is to be said of the rows.
  ///   - scratch: The worker's.
  ///   - output: The chunk's.
  ///   - decided: The worker's counts, by rule number.
  ///   - stopsAtBadRow: Whether a row that can't be read ends the run.
  mutating func run<Reader: RowReader & ~Copyable>(
    _ reader: inout Reader, _ chunk: Chunk, _ scratch: inout ResolverScratch,
    _ output: inout ByteBuffer, _ decided: UnsafeMutableBufferPointer<Int>, stopsAtBadRow: Bool
  ) {
    var cells = RowCells(count: columnCount)
    var rowCount = 0
    scratch.occurrences.restart()
    rows: while true {
      do throws(RowFailure) {
        guard try next(&reader, &cells) else { break }
        let row = try fields(cells, isTable: Reader.isTable)
        if tracker.isCounting, tracker.changesModel(row.model) { scratch.occurrences.restart() }
        let decision = try resolve(row, &scratch)
        let start = output.count
        try write(cells, decision.rule, &output)
        rowCount &+= 1
        if decision.countedPair >= 0, tracker.isPending {
          chunk.occurrences.pending.append(
            .init(
              pair: Int32(decision.countedPair), occurrence: Int32(decision.occurrence),
              printed: decision.rule, below: decision.ruleBelowOrder,
              rowStart: reader.cursor.rowStart, outputStart: start, outputEnd: output.count))
        } else {
          decided[decision.rule.index] &+= 1
          if decision.rule != decision.ruleBelowOrder { scratch.coverage.note(decision.rule) }
        }
      } catch {
        switch error {
        case .bad(let reason):
          chunk.badRows.append((reader.cursor.line, reason))
          if stopsAtBadRow { break rows }
        case .match(let failure, let path):
          chunk.matchError = (reader.cursor.line, rules.matchError(failure, path))
          break rows
        }
      }
    }
    chunk.rowCount = rowCount
    chunk.lineCount = reader.cursor.nextLine
    tracker.finish(chunk, scratch.occurrences)
  }

  /// Why a row has no answer.
  private enum RowFailure: Error {
    case bad(String)
    case match(OrderedRegexSet.Failure, String)
  }

  // Each step throws an error of its own; these put them into one.

  @inline(__always)
  private func next(
    _ reader: inout some RowReader & ~Copyable, _ cells: inout RowCells
  ) throws(RowFailure) -> Bool {
    do {
      guard try reader.next(&cells) else { return false }
    } catch {
      throw .bad(error.reason)
    }
    if !reader.isASCII { try checkUTF8(cells.raw) }
    return true
  }

  @inline(never)
  private func checkUTF8(_ row: ByteSlice) throws(RowFailure) {
    if let offset = firstInvalidUTF8(row.start, count: row.count) {
      throw .bad("not UTF-8 from byte \(offset + 1) of the row on")
    }
  }

  @inline(__always)
  private func fields(
    _ cells: borrowing RowCells, isTable: Bool
  ) throws(RowFailure) -> RowFields {
    do { return try cells.fields(columns, isTable: isTable) } catch { throw .bad(error.reason) }
  }

  @inline(__always)
  private func resolve(
    _ row: RowFields, _ scratch: inout ResolverScratch
  ) throws(RowFailure) -> Decision {
    do {
      return try rules.resolve(row, &scratch)
    } catch {
      throw .match(error, row.modulePath.text)
    }
  }

  @inline(__always)
  private func write(
    _ cells: borrowing RowCells, _ rule: RuleID, _ output: inout ByteBuffer
  ) throws(RowFailure) {
    do { try writer.write(cells, rule, to: &output) } catch { throw .bad(error.reason) }
  }
}
