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
      let maker = AnswerTextMaker(rules, format, pieces)
      let texts = RuleTexts(count: rules.numbering.count) { maker.append(textOf: $0, to: &$1) }
      known.append((pieces, texts))
      return texts
    }
  }
}

/// Puts the text of a rule together.
///
/// 105,000 rules of `large` get one, from both of its threads: no reference is counted on the way,
/// which the threads would do to the same few objects.
private final class AnswerTextMaker: Sendable {
  private enum Part: BitwiseCopyable {
    /// A range of `bytes`.
    case bytes(from: Int, to: Int)
    case qconfig
    case name
  }

  private let rules: CompiledRules
  private let format: OutputFormat
  private let parts: [Part]
  private let bytes: [UInt8]

  init(_ rules: CompiledRules, _ format: OutputFormat, _ pieces: [AnswerTexts.Piece]) {
    self.rules = rules
    self.format = format
    var bytes: [UInt8] = []
    parts = pieces.map { piece in
      switch piece {
      case .bytes(let piece):
        bytes += piece
        return .bytes(from: bytes.count - piece.count, to: bytes.count)
      case .qconfig: return .qconfig
      case .name: return .name
      }
    }
    self.bytes = bytes
  }

  func append(textOf rule: RuleID, to text: inout ByteBuffer) {
    for position in parts.indices {
      switch parts[position] {
      case .bytes(let from, let to):
        bytes.withUnsafeBufferPointer { bytes in
          guard let start = bytes.baseAddress else { return }
          text.append(ByteSlice(start + from, count: to - from))
        }
      case .qconfig: append(qconfigOf: rule, to: &text)
      case .name: append(nameOf: rule, to: &text)
      }
    }
  }

  /// Appends the qconfig of a rule as the output's format prints it.
  // Inlined into the loop, it makes the optimizer of Swift 6.3.1 end in an assertion.
  @inline(never)
  private func append(qconfigOf rule: RuleID, to text: inout ByteBuffer) {
    let qconfig = rules.qconfig(rule)
    rules.prefetchQConfig(behind: rule)
    switch format {
    case .tsv: text.append(cellOf: qconfig)
    case .csv: text.append(quotedForCSV(Array(qconfig.cellText.utf8)))
    case .jsonl: text.append(jsonOf: qconfig)
    }
  }

  /// Appends the name of a rule as the output's format prints it.
  private func append(nameOf rule: RuleID, to text: inout ByteBuffer) {
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
