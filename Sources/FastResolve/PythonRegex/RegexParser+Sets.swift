// Sets: `[a-z\d]`. No POSIX classes and no set operations; `[[:alpha:]]` is a set and a bracket.

extension RegexParser {
  /// Parses a set, after its `[`.
  mutating func parseSet(at position: Int, flags: RegexFlags) throws(PythonRegexError) -> RegexNode
  {
    let negated = try tokens.take("^")
    var items: [RegexSet.Item] = []
    while true {
      let lowPosition = tokens.position
      let low = try takeInSet(at: position)
      if low.is("]"), !items.isEmpty { break }
      let lowItem = try parseSetItem(low, at: lowPosition)
      guard try tokens.take("-") else {
        items.append(lowItem)
        continue
      }
      let highPosition = tokens.position
      let high = try takeInSet(at: position)
      if high.is("]") {
        items += [lowItem, .codePoint(0x2D)]
        break
      }
      let highItem = try parseSetItem(high, at: highPosition)
      guard case .codePoint(let from) = lowItem, case .codePoint(let to) = highItem, from <= to
      else {
        // CPython counts back from where it is, by the first token on either side.
        throw tokens.error(
          "bad character range \(low.text)-\(high.text)",
          back: low.length + 1 + high.length
        )
      }
      items.append(.range(from, to))
    }
    return .set(
      RegexSet(
        items: items,
        negated: negated,
        caseRule: CaseRule(flags),
        asciiCategories: flags.contains(.ascii),
        position: position
      )
    )
  }

  private mutating func takeInSet(at start: Int) throws(PythonRegexError) -> PatternToken {
    let token = try tokens.take()
    if token.isEnd { throw error("unterminated character set", at: start) }
    return token
  }

  private mutating func parseSetItem(
    _ token: PatternToken,
    at position: Int
  ) throws(PythonRegexError) -> RegexSet.Item {
    token.isEscape ? try parseSetEscape(token, at: position) : .codePoint(token.value)
  }
}
