import CBytes

/// The loop over the rows of a chunk: row, query, resolver, answer, bytes.
///
/// Everything it touches for each row is a local, a borrowed argument or memory behind a pointer:
/// no reference count changes, no lock is taken, nothing is allocated.
struct RowLoop: ~Copyable {
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
  ///   - memo: The worker's.
  ///   - scratch: The worker's.
  ///   - output: The chunk's.
  ///   - decided: The worker's counts, by rule number.
  ///   - stopsAtBadRow: Whether a row that can't be read ends the run.
  mutating func run<Reader: RowReader & ~Copyable>(
    _ reader: inout Reader, _ chunk: Chunk, _ memo: inout RowMemo,
    _ scratch: inout ResolverScratch, _ output: inout ByteBuffer,
    _ decided: UnsafeMutableBufferPointer<Int>, stopsAtBadRow: Bool
  ) {
    var cells = RowCells(count: columnCount)
    var rowCount = 0
    // Rows that the memo knew, by what came before them and by their hash.
    var copiedCount = 0
    var foundCount = 0
    scratch.occurrences.restart()
    memo.begin(inputNumber: chunk.inputNumber)
    let asksMemo = memo.isAsked && writer.copiesRows
    scratch.noteCache(isAsked: asksMemo)
    // In memory of its own: the compiler would copy it to the stack for each call.
    let row = UnsafeMutablePointer<RowFields>.allocate(capacity: 1)
    row.initialize(to: RowFields())
    defer { row.deallocate() }
    var prefixCount = -1
    rows: while true {
      do throws(RowFailure) {
        if asksMemo, memo.hasNext {
          copiedCount &+= Self.copyKnown(
            &reader, &memo, &scratch.occurrences, &output, decided, writer)
        }
        guard try next(&reader, &cells) else { break }
        let isLeadKnown = reader.isLeadKnown
        try read(&row.pointee, cells, isTable: Reader.isTable, isLeadKnown: isLeadKnown)
        if !isLeadKnown {
          if tracker.isCounting, tracker.changesModel(row.pointee.model) {
            scratch.occurrences.restart()
          }
          prefixCount = modelPrefix(row.pointee.model, cells, isTable: Reader.isTable)
        }
        let decision: Decision
        if asksMemo,
          let kept = kept(
            reader.cursor, cells, row.pointee.modulePath, prefixCount: prefixCount,
            isTable: Reader.isTable),
          memo.accepts(kept)
        {
          decision = try recall(row, kept, &memo, &scratch, decided, &foundCount)
        } else {
          memo.skip()
          decision = try resolve(row, &scratch, decided)
        }
        let start = output.count
        try write(&cells, decision.rule, &output)
        rowCount &+= 1
        if decision.countedPair >= 0, tracker.isPending {
          chunk.occurrences.pending.append(
            .init(
              pair: Int32(decision.countedPair), occurrence: Int32(decision.occurrence),
              printed: decision.rule, below: decision.ruleBelowOrder,
              rowStart: reader.cursor.rowStart, outputStart: start, outputEnd: output.count))
        } else {
          decided[decision.rule.index] &+= 1
        }
      } catch {
        reader.forgetLead()
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
    rowCount &+= copiedCount
    memo.end(rows: rowCount, copied: copiedCount, found: foundCount)
    chunk.rowCount = rowCount
    chunk.lineCount = reader.cursor.nextLine
    tracker.finish(chunk, scratch.occurrences)
  }

  /// Copies rows with their answers as long as each is the one that came after the last one before.
  ///
  /// - Returns: How many it copied.
  @inline(__always)
  private static func copyKnown(
    _ reader: inout some RowReader & ~Copyable, _ memo: inout RowMemo,
    _ occurrences: inout OccurrenceCounter, _ output: inout ByteBuffer,
    _ decided: UnsafeMutableBufferPointer<Int>, _ writer: RowWriter
  ) -> Int {
    var count = 0
    let base = reader.cursor.base
    let end = reader.cursor.end
    var position = reader.cursor.position
    let copies = writer.printsRows
    while let known = memo.takeNext(
      base + position, left: end &- position, &output, copies: copies)
    {
      if copies { output.extend(by: known.textCount) }
      writer.append(known.answer, to: &output)
      if known.pair >= 0 { _ = occurrences.next(Int(known.pair)) }
      decided[known.rule.index] &+= 1
      position &+= known.count
      count &+= 1
    }
    if count > 0 {
      reader.cursor.skipLines(count, to: position)
      reader.resume()
    }
    return count
  }

  /// How many bytes at the start of a row are its model's, for the memo; -1 where it can't keep the
  /// row.
  @inline(__always)
  private func modelPrefix(_ model: ByteSlice, _ cells: borrowing RowCells, isTable: Bool) -> Int {
    let isModelFirst = cells.firstColumn == columns.model
    let count = isModelFirst ? cells.modelPrefix(model, isTable: isTable) : 0
    // Where the model stands elsewhere, a row that is found may be one of another model than the
    // row before, and uses are counted by model.
    if count == 0, columns.model >= 0, isModelFirst || tracker.isCounting { return -1 }
    return count
  }

  /// What the memo can keep of a row; `nil` where it can't.
  @inline(__always)
  private func kept(
    _ cursor: ChunkCursor, _ cells: borrowing RowCells, _ path: ByteSlice, prefixCount: Int,
    isTable: Bool
  ) -> KeptRow? {
    // One line, whose ending is there, and which is printed from its first byte on.
    guard prefixCount >= 0, cursor.nextLine &- cursor.line == 1, cursor.position <= cursor.end,
      cells.raw.start == cursor.base + cursor.rowStart, !cells.hasAddedMembers
    else { return nil }
    return KeptRow(
      bytes: ByteSlice(cells.raw.start, count: cursor.position &- cursor.rowStart),
      prefixCount: prefixCount, textCount: cells.raw.count, path: path,
      index: index(cells, isTable: isTable))
  }

  /// The text of the use number; empty where there is none.
  @inline(__always)
  private func index(_ cells: borrowing RowCells, isTable: Bool) -> ByteSlice {
    guard columns.index >= 0,
      isTable || cells.kinds[columns.index] == .number || cells.kinds[columns.index] == .text
    else { return .empty }
    return cells.text(of: columns.index)
  }

  /// Resolves a row, if the memo doesn't know it.
  @inline(__always)
  private func recall(
    _ row: UnsafePointer<RowFields>, _ kept: KeptRow, _ memo: inout RowMemo,
    _ scratch: inout ResolverScratch, _ decided: UnsafeMutableBufferPointer<Int>,
    _ foundCount: inout Int
  ) throws(RowFailure) -> Decision {
    if let found = memo.find(kept) {
      foundCount &+= 1
      if found.pair >= 0 { _ = scratch.occurrences.next(Int(found.pair)) }
      return Decision(found.rule)
    }
    let decision = try resolve(row, &scratch, decided)
    if decision.isOfRowAlone || decision.numberedPair >= 0 {
      memo.insert(decision, writer.answer(decision.rule), scratch.trail)
    } else {
      memo.skip()
    }
    return decision
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
  private func read(
    _ row: inout RowFields, _ cells: borrowing RowCells, isTable: Bool, isLeadKnown: Bool
  ) throws(RowFailure) {
    do {
      try cells.read(&row, columns, isTable: isTable, isLeadKnown: isLeadKnown)
    } catch {
      throw .bad(error.reason)
    }
  }

  @inline(__always)
  private func resolve(
    _ row: UnsafePointer<RowFields>, _ scratch: inout ResolverScratch,
    _ decided: UnsafeMutableBufferPointer<Int>
  ) throws(RowFailure) -> Decision {
    let name = rules.approach(row.pointee.modulePath, &scratch)
    // Mostly this is the rule that decides. Of 100,000 rules the next one is anywhere in memory, and
    // to have it on its way while the others are asked is 13 % of the time that `large` takes.
    writer.plan.tails.prefetch(name.index)
    prefetch_for_writing(decided.baseAddress.unsafelyUnwrapped + name.index)
    do {
      return try rules.resolve(row, name, &scratch)
    } catch {
      throw .match(error, row.pointee.modulePath.text)
    }
  }

  @inline(__always)
  private func write(
    _ cells: inout RowCells, _ rule: RuleID, _ output: inout ByteBuffer
  ) throws(RowFailure) {
    do { try writer.write(&cells, rule, to: &output) } catch { throw .bad(error.reason) }
  }
}
