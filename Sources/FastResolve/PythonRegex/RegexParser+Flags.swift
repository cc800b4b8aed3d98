// Flags: `(?i)` for the whole pattern, `(?i-s:…)` for a group. CPython: `_parse_flags`.

extension RegexParser {
  /// Whether a letter after `(?` begins flags. `L` does, if only to be refused.
  static func isFlagLetter(_ letter: UInt32) -> Bool {
    letter == 0x4C || RegexFlags(letter: letter) != nil
  }

  /// Parses flags from their first token on, up to `)` or `:`.
  ///
  /// - Returns: The flags that a group adds and removes, or `nil` when they were global ones.
  mutating func parseFlags(
    _ first: PatternToken
  ) throws(PythonRegexError) -> (added: RegexFlags, removed: RegexFlags)? {
    var added: RegexFlags = []
    var token = first
    if !token.is("-") {
      while true {
        guard let flag = RegexFlags(letter: token.value) else {
          throw tokens.error("bad inline flags: cannot use 'L' flag with a str pattern")
        }
        added.insert(flag)
        if !flag.isDisjoint(with: .types), added.intersection(.types) != flag {
          throw tokens.error("bad inline flags: flags 'a', 'u' and 'L' are incompatible")
        }
        token = try takeFlag(orElse: "missing -, : or )")
        if token.is(")") || token.is("-") || token.is(":") { break }
        try checkFlag(token, orElse: "missing -, : or )")
      }
    }
    if token.is(")") {
      globalFlags.formUnion(added)
      return nil
    }
    if !added.isDisjoint(with: .global) {
      throw tokens.error("bad inline flags: cannot turn on global flag", back: 1)
    }
    var removed: RegexFlags = []
    if token.is("-") { removed = try parseRemovedFlags() }
    if !removed.isDisjoint(with: .global) {
      throw tokens.error("bad inline flags: cannot turn off global flag", back: 1)
    }
    if !added.isDisjoint(with: removed) {
      throw tokens.error("bad inline flags: flag turned on and off", back: 1)
    }
    return (added, removed)
  }

  /// The flags after a `-`, and the `:` that ends them.
  private mutating func parseRemovedFlags() throws(PythonRegexError) -> RegexFlags {
    var removed: RegexFlags = []
    var token = try takeFlag(orElse: "missing flag")
    try checkFlag(token, orElse: "missing flag")
    while true {
      guard let flag = RegexFlags(letter: token.value), flag.isDisjoint(with: .types) else {
        throw tokens.error("bad inline flags: cannot turn off flags 'a', 'u' and 'L'")
      }
      removed.insert(flag)
      token = try takeFlag(orElse: "missing :")
      if token.is(":") { return removed }
      try checkFlag(token, orElse: "missing :")
    }
  }

  private mutating func takeFlag(
    orElse message: String
  ) throws(PythonRegexError) -> PatternToken {
    let token = try tokens.take()
    if token.isEnd { throw tokens.error(message) }
    return token
  }

  private func checkFlag(
    _ token: PatternToken,
    orElse message: String
  ) throws(PythonRegexError) {
    if !token.isEscape, Self.isFlagLetter(token.value) { return }
    let isLetter = !token.isEscape && Unicode.Scalar(token.value)?.isPythonAlphabetic == true
    throw tokens.error(isLetter ? "unknown flag" : message, back: token.length)
  }
}
