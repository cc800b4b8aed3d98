/// What the output says of each rule, made once for all inputs of a run.
final class AnswerTexts: Sendable {
  let rules: CompiledRules
  let format: OutputFormat
  /// A few; to set up a dictionary of them would be a hundredth of the start.
  private let known = Locked<[(pieces: [Piece], texts: RuleTexts)]>([])

  /// What a text is put together from.
  enum Piece: Equatable {
    /// Bytes that are the same for all rules.
    case bytes([UInt8])
    /// The rule's qconfig.
    case qconfig
    /// The rule's name.
    case name
  }

  init(rules: CompiledRules, format: OutputFormat) {
    self.rules = rules
    self.format = format
  }

  /// For each rule the text of some pieces; the same as before when they are asked for again.
  func texts(of pieces: [Piece]) -> RuleTexts {
    known.withLock { known in
      if let texts = known.first(where: { $0.pieces == pieces })?.texts { return texts }
      // Not by `self`, which holds the texts.
      let (rules, format) = (rules, format)
      let texts = RuleTexts(count: rules.numbering.count) { rule, text in
        for piece in pieces {
          switch piece {
          case .bytes(let bytes): text.append(bytes)
          case .qconfig: Self.append(qconfigOf: rule, of: rules, format, to: &text)
          case .name: Self.append(nameOf: rule, of: rules, format, to: &text)
          }
        }
      }
      known.append((pieces, texts))
      return texts
    }
  }

  /// Appends the qconfig of a rule as the output's format prints it.
  private static func append(
    qconfigOf rule: RuleID, of rules: CompiledRules, _ format: OutputFormat,
    to text: inout ByteBuffer
  ) {
    let qconfig = rules.qconfig(rule)
    switch format {
    case .tsv: text.append(cellOf: qconfig)
    case .csv: text.append(quotedForCSV(Array(qconfig.cellText.utf8)))
    case .jsonl: text.append(jsonOf: qconfig)
    }
  }

  /// Appends the name of a rule as the output's format prints it.
  private static func append(
    nameOf rule: RuleID, of rules: CompiledRules, _ format: OutputFormat, to text: inout ByteBuffer
  ) {
    if format == .jsonl { text.append(UInt8(ascii: "\"")) }
    text.append(nameOf: rules.numbering.rule(rule))
    if format == .jsonl { text.append(UInt8(ascii: "\"")) }
  }
}

/// The text as a field of CSV: in quotes if it would not be itself without.
func quotedForCSV(_ text: [UInt8]) -> [UInt8] {
  guard text.contains(where: needsCSVQuotes) else { return text }
  var quoted: [UInt8] = [UInt8(ascii: "\"")]
  for byte in text {
    if byte == UInt8(ascii: "\"") { quoted.append(byte) }
    quoted.append(byte)
  }
  quoted.append(UInt8(ascii: "\""))
  return quoted
}

/// Whether a field of CSV with this byte has to stand in quotes.
@inline(__always)
func needsCSVQuotes(_ byte: UInt8) -> Bool {
  byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == 0x0A || byte == 0x0D
}
