/// A column that a pass prints behind those of the input.
struct AddedColumn: Sendable {
  /// What stands in it.
  enum Content: Sendable {
    /// The qconfig of a rule.
    case qconfig(of: CompiledRules)
    /// The name of a rule.
    case rule(of: CompiledRules)
    /// Any text.
    case text
  }

  var name: String
  var content: Content
}

/// What is printed for rows, one after the other.
///
/// A row is printed in pieces: the columns of the input, the added columns in their order, the end.
struct RowOutput: ~Copyable {
  /// The bytes printed so far. What is no row may be appended too.
  var bytes = ByteBuffer()
  private let columns: AddedColumns
  private var writer: RowWriter?
  private var texts: AddedColumns.Texts?

  init(_ columns: AddedColumns) { self.columns = columns }

  /// Begins with the rows of a chunk.
  mutating func begin(_ plan: OutputPlan) {
    writer = RowWriter(plan: plan)
    texts = columns.texts(plan.format)
  }

  /// Prints the columns of the input.
  ///
  /// - Throws: `RowFailure.bad` where the output's format can't say what the row holds.
  mutating func append(_ row: VisitedRow) throws(RowFailure) {
    guard let writer else { return }
    do { try row.write(writer, to: &bytes) } catch { throw .bad(error.reason) }
  }

  /// Prints an added column that tells of a rule.
  mutating func append(_ rule: RuleID, inColumn column: Int) {
    if let texts { bytes.append(texts.ofRules[column][rule.index]) }
  }

  /// Prints an added column that holds text.
  ///
  /// - Throws: `RowFailure.bad` where the output's format can't hold the text.
  mutating func append(_ text: ByteSlice, inColumn column: Int) throws(RowFailure) {
    guard let texts else { return }
    bytes.append(texts.leads[column])
    switch texts.format {
    case .tsv:
      for offset in 0..<text.count
      where text[offset] == 0x09 || text[offset] == 0x0A || text[offset] == 0x0D {
        throw .bad("a tab or line break within a field, which TSV can't hold")
      }
      bytes.append(text)
    case .csv: bytes.append(quotedForCSV(text.array))
    case .jsonl:
      var string: [UInt8] = []
      appendJSONString(text.buffer, to: &string)
      bytes.append(string)
    }
  }

  /// Ends the row.
  mutating func endRow() {
    if let writer { bytes.append(writer.plan.end) }
  }
}

/// The added columns of a pass, with what they say of each rule made once for a format.
final class AddedColumns: Sendable {
  /// The columns in one format.
  final class Texts: Sendable {
    let format: OutputFormat
    /// What stands before the text of each column.
    let leads: [[UInt8]]
    /// For each column the texts of the rules, with what stands before them.
    let ofRules: [RuleTexts]

    fileprivate init(_ columns: [AddedColumn], _ format: OutputFormat) {
      self.format = format
      let leads = columns.map { OutputPlan.lead(format, $0.name, isFirst: false) }
      self.leads = leads
      ofRules = zip(columns, leads).map { column, lead in
        switch column.content {
        case .qconfig(let rules):
          AnswerTexts(rules: rules, format: format).texts(of: [.bytes(lead), .qconfig])
        case .rule(let rules):
          AnswerTexts(rules: rules, format: format).texts(of: [.bytes(lead), .name])
        case .text: .none
        }
      }
    }
  }

  private let columns: [AddedColumn]
  /// Made when a chunk is first printed: only then the format is known. A pass has one.
  private let made = Locked<Texts?>(nil)

  init(_ columns: [AddedColumn]) { self.columns = columns }

  func texts(_ format: OutputFormat) -> Texts {
    made.withLock { made in
      if let made, made.format == format { return made }
      let texts = Texts(columns, format)
      made = texts
      return texts
    }
  }
}
