/// What the output says of each rule, made once for a run: the writers copy bytes.
final class AnswerTexts: Sendable {
  /// By rule number, the qconfig as the output's format prints it.
  let qconfigs: TextTable
  /// By rule number, the rule's name as the output's format prints it.
  let rules: TextTable

  init(_ rules: CompiledRules, _ format: OutputFormat) {
    qconfigs = TextTable(
      rules.qconfigs.map { qconfig in
        switch format {
        case .tsv: Array(qconfig.cellText.utf8)
        case .csv: quotedForCSV(Array(qconfig.cellText.utf8))
        case .jsonl: Array(qconfig.json.utf8)
        }
      })
    self.rules = TextTable(
      (0..<rules.numbering.count).map { number in
        let name = rules.numbering.rule(RuleID(UInt32(number))).description
        return Array((format == .jsonl ? "\"\(name)\"" : name).utf8)
      })
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
