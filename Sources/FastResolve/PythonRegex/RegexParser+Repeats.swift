// Repeats: `*`, `+`, `?` and `{2,3}`, with `?` behind them for lazy and `+` for possessive.

extension RegexParser {
  /// CPython's MAXREPEAT: the first count that is too large.
  private static let countLimit: UInt64 = 4_294_967_295
  /// How many digits Python's `int` reads.
  private static let digitLimit = 4300

  /// Parses what follows a `*`, `+` or `?`.
  mutating func parseRepeat(
    _ token: PatternToken,
    at position: Int,
    of items: inout [RegexNode]
  ) throws(PythonRegexError) {
    let minimum: UInt32 = token.is("+") ? 1 : 0
    let maximum: UInt32? = token.is("?") ? 1 : nil
    try appendRepeat(minimum, maximum, at: position, of: &items)
  }

  /// Parses what follows a `{`: a count, or a plain brace when it turns out not to be one. `{,3}`
  /// and `{,}` are counts.
  mutating func parseCountedRepeat(
    at position: Int,
    of items: inout [RegexNode],
    flags: RegexFlags
  ) throws(PythonRegexError) {
    let brace = RegexNode.literal(0x7B, CaseRule(flags))
    if tokens.next.is("}") {
      items.append(brace)
      return
    }
    let start = tokens.position
    let low = try takeDigits()
    var high = low
    if try tokens.take(",") { high = try takeDigits() }
    guard try tokens.take("}") else {
      items.append(brace)
      try tokens.seek(start)
      return
    }
    let minimum = try count(low) ?? 0
    let maximum = try count(high)
    if let maximum, maximum < minimum {
      throw error("min repeat greater than max repeat", at: start)
    }
    try appendRepeat(minimum, maximum, at: position, of: &items)
  }

  private mutating func takeDigits() throws(PythonRegexError) -> ArraySlice<UInt32> {
    let start = tokens.position
    while tokens.next.isDigit { _ = try tokens.take() }
    return tokens.scalars[start..<tokens.position]
  }

  /// The number that the digits spell, or `nil` when there are none.
  private func count(_ digits: ArraySlice<UInt32>) throws(PythonRegexError) -> UInt32? {
    if digits.isEmpty { return nil }
    if digits.count > Self.digitLimit {
      let message =
        "Exceeds the limit (\(Self.digitLimit) digits) for integer string conversion: value has "
        + "\(digits.count) digits; use sys.set_int_max_str_digits() to increase the limit"
      throw error(message, kind: .value)
    }
    var value: UInt64 = 0
    for digit in digits {
      value = min(value * 10 + UInt64(digit - 0x30), Self.countLimit)
    }
    if value >= Self.countLimit {
      throw error("the repetition number is too large", kind: .overflow)
    }
    return UInt32(value)
  }

  private mutating func appendRepeat(
    _ minimum: UInt32,
    _ maximum: UInt32?,
    at position: Int,
    of items: inout [RegexNode]
  ) throws(PythonRegexError) {
    switch items.last {
    case nil, .anchor: throw error("nothing to repeat", at: position)
    case .repetition: throw error("multiple repeat", at: position)
    default: break
    }
    let body = items.removeLast()
    var kind = RegexRepeat.Kind.greedy
    if try tokens.take("?") {
      kind = .lazy
    } else if try tokens.take("+") {
      kind = .possessive
    }
    let counts = RegexRepeat(minimum: minimum, maximum: maximum, kind: kind, position: position)
    items.append(.repetition(counts, body))
  }
}
