/// What the output says of each rule.
struct AnswerTexts: Sendable {
  let rules: CompiledRules
  let format: OutputFormat

  /// Makes a table with a text for each rule number, or an empty one where none is needed.
  func table(isNeeded: Bool, _ append: (RuleID, inout ByteBuffer) -> Void) -> TextTable {
    TextTable(count: isNeeded ? rules.numbering.count : 0) { append(RuleID(UInt32($0)), &$1) }
  }

  /// Appends the qconfig of a rule as the output's format prints it.
  func appendQConfig(_ rule: RuleID, to text: inout ByteBuffer) {
    let qconfig = rules.qconfig(rule)
    switch format {
    case .tsv: text.append(cellOf: qconfig)
    case .csv: text.append(quotedForCSV(Array(qconfig.cellText.utf8)))
    case .jsonl: text.append(jsonOf: qconfig)
    }
  }

  /// Appends the name of a rule as the output's format prints it.
  func appendName(_ rule: RuleID, to text: inout ByteBuffer) {
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
