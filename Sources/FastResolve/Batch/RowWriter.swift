/// Prints rows: appends each, with its answer, to the output of a chunk.
struct RowWriter {
  let plan: OutputPlan

  /// Whether a row is printed by its bytes and its answer alone.
  var copiesRows: Bool { plan.shape != .columns }

  /// Whether the row's bytes are printed, before its answer, where `copiesRows`.
  var printsRows: Bool { plan.shape == .rowThenAnswers }

  /// What is printed behind a row that a rule decides, where `copiesRows`.
  @inline(__always)
  func answer(_ rule: RuleID) -> RuleTexts.Place { plan.tails.place(of: rule.index) }

  /// Appends a row by its bytes, where `copiesRows`.
  ///
  /// - Parameters:
  ///   - row: The row as it stands in the input, without its line ending or closing brace.
  ///   - answer: What is printed behind it.
  ///   - output: Takes it. Behind the row, `ByteBuffer.padding` bytes have to be readable.
  @inline(__always)
  func copy(_ row: ByteSlice, _ answer: RuleTexts.Place, to output: inout ByteBuffer) {
    if printsRows { output.appendPadded(row, usual: 128) }
    append(answer, to: &output)
  }

  /// Appends what is printed behind a row.
  @inline(__always)
  func append(_ answer: RuleTexts.Place, to output: inout ByteBuffer) {
    output.append(answer)
  }

  /// Appends a row.
  ///
  /// - Parameters:
  ///   - cells: The row. Not changed; borrowed it would be copied, all of it, for each row.
  ///   - rule: The rule that decides.
  ///   - output: Takes it.
  /// - Throws: `BadRow` where the output's format can't say what the row holds. Nothing is
  ///   appended then.
  @inline(__always)
  func write(
    _ cells: inout RowCells, _ rule: RuleID, to output: inout ByteBuffer
  ) throws(BadRow) {
    switch plan.shape {
    case .rowThenAnswers where cells.hasAddedMembers:
      appendWithoutAdded(cells.raw, to: &output)
      output.append(plan.tails[rule.index])
    case .answers, .rowThenAnswers:
      copy(cells.raw, answer(rule), to: &output)
    case .columns:
      let start = output.count
      do {
        try writeColumns(&cells, rule, to: &output)
      } catch {
        output.truncate(to: start)
        throw error
      }
    }
  }

  /// Appends the columns of the input alone, for others to come behind them: no answer and no end.
  ///
  /// - Parameters:
  ///   - cells: The row.
  ///   - output: Takes it.
  /// - Throws: `BadRow` where the output's format can't say what the row holds. Nothing is
  ///   appended then.
  func writeInput(_ cells: inout RowCells, to output: inout ByteBuffer) throws(BadRow) {
    switch plan.shape {
    case .rowThenAnswers where cells.hasAddedMembers: appendWithoutAdded(cells.raw, to: &output)
    case .rowThenAnswers: output.append(cells.raw)
    case .answers: break
    case .columns:
      let start = output.count
      do {
        try writeColumns(&cells, .none, to: &output)
        output.truncate(to: output.count - ByteSlice(plan.end).count)
      } catch {
        output.truncate(to: start)
        throw error
      }
    }
  }

  @inline(never)
  private func writeColumns(
    _ cells: inout RowCells, _ rule: RuleID, to output: inout ByteBuffer
  ) throws(BadRow) {
    for position in plan.sources.indices {
      output.append(plan.lead[position])
      switch plan.sources[position] {
      case .qconfig: output.append(plan.qconfigs[rule.index])
      case .rule: output.append(plan.ruleNames[rule.index])
      case .column(let column):
        switch plan.format {
        case .tsv: try writeTSV(cells, column, to: &output)
        case .csv: writeCSV(cells, column, to: &output)
        case .jsonl: writeJSON(cells, column, to: &output)
        }
      }
    }
    output.append(plan.end)
  }

  private func writeTSV(
    _ cells: borrowing RowCells, _ column: Int, to output: inout ByteBuffer
  ) throws(BadRow) {
    let start = output.count
    appendCellText(cells, column, to: &output)
    // What came out of a TSV file goes into one.
    guard plan.inputFormat != .tsv else { return }
    for offset in start..<output.count {
      let byte = output.base[offset]
      if byte == 0x09 || byte == 0x0A || byte == 0x0D {
        throw BadRow(
          reason: "a tab or line break within a field, which TSV can't hold; "
            + "choose another --output-format")
      }
    }
  }

  private func writeCSV(
    _ cells: borrowing RowCells, _ column: Int, to output: inout ByteBuffer
  ) {
    let start = output.count
    appendCellText(cells, column, to: &output)
    for offset in start..<output.count where needsCSVQuotes(output.base[offset]) {
      let quoted = quotedForCSV(
        ByteSlice(output.base + start, count: output.count - start).array)
      output.truncate(to: start)
      output.append(quoted)
      return
    }
  }

  /// The value as a table's cell has it: text bare, `null` and what is absent empty, everything
  /// else as compact JSON.
  private func appendCellText(
    _ cells: borrowing RowCells, _ column: Int, to output: inout ByteBuffer
  ) {
    switch cells.kinds[column] {
    case .text, .number, .boolean: output.append(cells.text(of: column))
    case .null, .absent: break
    case .list, .object:
      // Parsed when the row was read, so it is JSON.
      if let value = try? JSONValue(parsing: cells.text(of: column).array) {
        output.append(Array(value.compactText.utf8))
      }
    }
  }

  private func writeJSON(
    _ cells: borrowing RowCells, _ column: Int, to output: inout ByteBuffer
  ) {
    if plan.inputFormat == .jsonl {
      if cells.kinds[column] == .absent {
        output.append("null")
      } else {
        output.append(cells.json[column])
      }
      return
    }
    let text = cells.text(of: column)
    if column == plan.indexColumn {
      // Checked to be digits when the row was read; JSON has no leading zeros.
      let digits = (0..<text.count).first { text[$0] != UInt8(ascii: "0") } ?? text.count - 1
      output.append(text.isEmpty ? ByteSlice("null") : text.dropFirst(digits))
      return
    }
    output.append(UInt8(ascii: "\""))
    var plainStart = 0
    for offset in 0..<text.count where needsJSONEscape(text[offset]) {
      output.append(text.dropFirst(plainStart).prefix(offset - plainStart))
      var escape: [UInt8] = []
      appendJSONEscape(of: text[offset], to: &escape)
      output.append(escape)
      plainStart = offset + 1
    }
    output.append(text.dropFirst(plainStart))
    output.append(UInt8(ascii: "\""))
  }

  /// The members of an object but for those of the names that are added.
  private func appendWithoutAdded(_ object: ByteSlice, to output: inout ByteBuffer) {
    var scanner = JSONScanner(object.start, count: object.count)
    let start = output.count
    // The object was read before, so nothing of this can fail.
    while scanner.take(UInt8(ascii: "{")) || scanner.take(UInt8(ascii: ",")) {
      scanner.skipWhitespace()
      let memberStart = scanner.position
      guard let name = try? scanner.scanName(), (try? scanner.skipValue(depth: 1)) != nil else {
        break
      }
      if !plan.added.contains(scanner.text(of: name)) {
        output.append(UInt8(ascii: output.count == start ? "{" : ","))
        output.append(
          ByteSlice(object.start + memberStart, count: scanner.position - memberStart))
      }
      scanner.skipWhitespace()
    }
  }
}
