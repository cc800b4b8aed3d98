// The pattern cut into tokens: one character, or a backslash and the character after it.
//
// The parser sees one token ahead, and CPython's order of complaints hangs on that: a backslash at
// the end of the pattern is reported as soon as the token before it is taken, whatever else might
// have been said about that token.

/// One character of the pattern, or a backslash with the character after it.
struct PatternToken: Equatable {
  /// The character; for an escape the character after the backslash; meaningless at the end.
  let value: UInt32
  /// How many code points the token takes: 2 for an escape, 1 for others, 0 at the end.
  let length: Int

  static let end = PatternToken(value: 0, length: 0)

  var isEnd: Bool { length == 0 }
  var isEscape: Bool { length == 2 }

  /// Whether the token is this very character, unescaped.
  func `is`(_ scalar: Unicode.Scalar) -> Bool { length == 1 && value == scalar.value }

  var isDigit: Bool { length == 1 && value >= 0x30 && value <= 0x39 }
  var isOctalDigit: Bool { length == 1 && value >= 0x30 && value <= 0x37 }
  var isHexDigit: Bool {
    isDigit || (length == 1 && 0x61...0x66 ~= value | 0x20)
  }

  /// The token as it stands in the pattern.
  var text: String {
    guard length > 0, let scalar = Unicode.Scalar(value) else { return "" }
    return (isEscape ? "\\" : "") + String(Character(scalar))
  }
}

/// The tokens of a pattern, one ahead.
struct PatternTokens {
  let pattern: String
  let scalars: [UInt32]
  private var index = 0
  private(set) var next = PatternToken.end

  init(_ pattern: String) {
    self.pattern = pattern
    let ascii = pattern.utf8.withContiguousStorageIfAvailable { bytes in
      bytes.allSatisfy { $0 < 0x80 } ? bytes.map { UInt32($0) } : nil
    }
    scalars = (ascii ?? nil) ?? pattern.unicodeScalars.map(\.value)
  }

  /// Where the next token starts.
  var position: Int { index - next.length }

  /// How many code points there are from there on.
  var restCount: Int { scalars.count - position }

  /// Reads the first token. Apart from `init`, because a pattern may be a lone backslash.
  mutating func start() throws(PythonRegexError) { try advance() }

  private mutating func advance() throws(PythonRegexError) {
    guard index < scalars.count else {
      next = .end
      return
    }
    let value = scalars[index]
    guard value == 0x5C else {
      index += 1
      next = PatternToken(value: value, length: 1)
      return
    }
    guard index + 1 < scalars.count else {
      throw PythonRegexError(
        pattern: pattern,
        message: "bad escape (end of pattern)",
        position: scalars.count - 1,
        kind: .syntax
      )
    }
    next = PatternToken(value: scalars[index + 1], length: 2)
    index += 2
  }

  /// Takes the next token.
  mutating func take() throws(PythonRegexError) -> PatternToken {
    let token = next
    try advance()
    return token
  }

  /// Takes the next token if it is this character.
  mutating func take(_ scalar: Unicode.Scalar) throws(PythonRegexError) -> Bool {
    guard next.is(scalar) else { return false }
    try advance()
    return true
  }

  /// Goes back to a position that `position` gave before.
  mutating func seek(_ position: Int) throws(PythonRegexError) {
    index = position
    try advance()
  }

  /// Takes everything up to `terminator`, and the terminator. CPython: `Tokenizer.getuntil`.
  mutating func take(
    until terminator: Unicode.Scalar,
    name: String
  ) throws(PythonRegexError) -> String {
    var text = ""
    var length = 0
    while true {
      let token = try take()
      if token.isEnd {
        if length == 0 { throw error("missing \(name)") }
        throw error("missing \(terminator), unterminated name", back: length)
      }
      if token.is(terminator) {
        if length == 0 { throw error("missing \(name)", back: 1) }
        return text
      }
      text += token.text
      length += token.length
    }
  }

  /// A syntax error, `back` code points before the next token.
  func error(_ message: String, back: Int = 0) -> PythonRegexError {
    PythonRegexError(
      pattern: pattern,
      message: message,
      position: position - back,
      kind: .syntax
    )
  }

  /// A refusal at a position.
  func refusal(_ message: String, at position: Int) -> PythonRegexError {
    PythonRegexError(pattern: pattern, message: message, position: position, kind: .unsupported)
  }
}
