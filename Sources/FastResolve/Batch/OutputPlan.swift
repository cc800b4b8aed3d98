/// What a row of the output is made of. Made once for each input, as its columns may stand in
/// another order than those of the first.
final class OutputPlan: Sendable {
  /// The three shapes of a row, from the fastest on.
  enum Shape {
    /// Nothing but answers: a text for each rule, made beforehand.
    case answers
    /// The input row as it stands, then a text for each rule, made beforehand.
    case rowThenAnswers
    /// Column by column.
    case columns
  }

  /// One column of the output.
  enum Source: Equatable {
    case column(Int)
    case qconfig
    case rule
  }

  let format: OutputFormat
  let inputFormat: InputFormat
  let shape: Shape
  /// The columns, for the shape `columns`.
  let sources: [Source]
  /// What stands before each column; in JSON its name is part of it.
  let lead: TextTable
  /// The names of the columns that are added; members of these names are left out.
  let added: [String]
  /// What stands behind the last column.
  let end: StaticString
  /// Which column of the input is the index: in JSON it is a number.
  let indexColumn: Int
  // What is said of the rules is made once a run and then copied: for the shapes `answers` and
  // `rowThenAnswers` all in one piece, for `columns` text by text.
  /// All that the shapes `answers` and `rowThenAnswers` add.
  let tails: RuleTexts
  /// The qconfigs, for the shape `columns`.
  let qconfigs: RuleTexts
  /// The names of the rules, for the shape `columns`.
  let ruleNames: RuleTexts

  /// - Parameters:
  ///   - names: The names of the output's columns, in their order.
  ///   - sources: Where each comes from.
  ///   - added: The names of the columns that no input has: theirs are left out.
  ///   - isWholeRow: Whether the columns are those of the input row, in its order, then qconfig
  ///     and rule, so that the row can be copied as it stands.
  ///   - indexColumn: Which column of the input is the index.
  ///   - texts: What the output says of the rules; `nil` where no rule answers and `sources` are
  ///     columns of the input alone.
  init(
    format: OutputFormat, inputFormat: InputFormat, names: [String], sources: [Source],
    added: [String], isWholeRow: Bool, indexColumn: Int, texts: AnswerTexts?
  ) {
    self.format = format
    self.inputFormat = inputFormat
    self.sources = sources
    self.added = added
    self.indexColumn = indexColumn
    end = format == .jsonl ? "}\n" : "\n"
    // Behind a whole row, no column is the first.
    let leads = names.indices.map { Self.lead(format, names[$0], isFirst: $0 == 0 && !isWholeRow) }
    lead = TextTable(count: leads.count) { position, text in text.append(leads[position]) }
    let isAnswersOnly = sources.allSatisfy { $0 == .qconfig || $0 == .rule }
    shape = isWholeRow ? .rowThenAnswers : isAnswersOnly ? .answers : .columns
    var pieces: [AnswerTexts.Piece] = []
    for (source, lead) in zip(sources, leads) {
      switch source {
      case .column: continue
      case .qconfig: pieces += [.bytes(lead), .qconfig]
      case .rule: pieces += [.bytes(lead), .name]
      }
    }
    guard let texts else {
      (tails, qconfigs, ruleNames) = (.none, .none, .none)
      return
    }
    let isByColumn = shape == .columns
    tails = isByColumn ? .none : texts.texts(of: pieces + [.bytes(ByteSlice(end).array)])
    qconfigs = isByColumn ? texts.texts(of: [.qconfig]) : .none
    ruleNames = isByColumn ? texts.texts(of: [.name]) : .none
  }

  static func lead(_ format: OutputFormat, _ name: String, isFirst: Bool) -> [UInt8] {
    switch format {
    case .tsv: return isFirst ? [] : [0x09]
    case .csv: return isFirst ? [] : [UInt8(ascii: ",")]
    case .jsonl:
      var text = [UInt8(ascii: isFirst ? "{" : ",")]
      appendJSONString(name.utf8, to: &text)
      return text + [UInt8(ascii: ":")]
    }
  }
}

extension ByteSlice {
  var array: [UInt8] { Array(buffer) }
}
