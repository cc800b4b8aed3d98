// Escapes: a backslash and what follows it, outside and inside of sets.
//
// The two places share the characters (`\n`, `\x41`, `\N{DIGIT ONE}`), and differ in the rest:
// outside there are anchors and back-references, inside `\b` is a backspace and digits are octal.

extension RegexParser {
  /// Parses an escape outside of a set. CPython: `_escape`.
  mutating func parseEscape(
    _ token: PatternToken,
    at position: Int,
    flags: RegexFlags
  ) throws(PythonRegexError) -> RegexNode {
    let ascii = flags.contains(.ascii)
    switch token.value {
    case "A": return .anchor(.start)
    case "Z": return .anchor(.end)
    case "b": return .anchor(.wordBoundary(ascii: ascii))
    case "B": return .anchor(.notWordBoundary(ascii: ascii))
    case "0": return .literal(try takeOctal(from: position), CaseRule(flags))
    case 0x31...0x39: return try parseNumberEscape(at: position, flags: flags)
    default: break
    }
    if let item = Self.category(token.value) {
      return .set(
        RegexSet(
          items: [item],
          negated: false,
          caseRule: CaseRule(flags),
          asciiCategories: ascii,
          position: position
        )
      )
    }
    return .literal(try parseCharacterEscape(token, at: position), CaseRule(flags))
  }

  /// Parses an escape inside of a set. CPython: `_class_escape`.
  mutating func parseSetEscape(
    _ token: PatternToken,
    at position: Int
  ) throws(PythonRegexError) -> RegexSet.Item {
    if let item = Self.category(token.value) { return item }
    switch token.value {
    case "b": return .codePoint(0x08)
    case 0x30...0x37:
      let value = try takeOctal(from: position)
      if value > 0o377 { throw octalTooLarge(from: position) }
      return .codePoint(value)
    case "8", "9": throw badEscape(from: position)
    default: return .codePoint(try parseCharacterEscape(token, at: position))
    }
  }

  private static func category(_ letter: UInt32) -> RegexSet.Item? {
    switch letter {
    case "d": .category(.digit, negated: false)
    case "D": .category(.digit, negated: true)
    case "s": .category(.space, negated: false)
    case "S": .category(.space, negated: true)
    case "w": .category(.word, negated: false)
    case "W": .category(.word, negated: true)
    default: nil
    }
  }

  /// The escapes that stand for one character anywhere.
  private mutating func parseCharacterEscape(
    _ token: PatternToken,
    at position: Int
  ) throws(PythonRegexError) -> UInt32 {
    switch token.value {
    case "a": return 0x07
    case "f": return 0x0C
    case "n": return 0x0A
    case "r": return 0x0D
    case "t": return 0x09
    case "v": return 0x0B
    case "x": return try takeHex(2, from: position)
    case "u": return try takeHex(4, from: position)
    case "U":
      let value = try takeHex(8, from: position)
      // `chr` of anything a C int can't hold is an OverflowError, which nothing catches.
      if value > 0x7FFF_FFFF {
        throw error("Python int too large to convert to C int", kind: .overflow)
      }
      if value > 0x10FFFF { throw badEscape(from: position) }
      return value
    case "N":
      guard try tokens.take("{") else { throw tokens.error("missing {") }
      let name = try tokens.take(until: "}", name: "character name")
      return try lookUpCharacter(name, at: position)
    case 0x41...0x5A, 0x61...0x7A: throw badEscape(from: position)
    default: return token.value
    }
  }

  /// A back-reference, or three octal digits.
  private mutating func parseNumberEscape(
    at position: Int,
    flags: RegexFlags
  ) throws(PythonRegexError) -> RegexNode {
    let first = tokens.scalars[position + 1]
    var number = Int(first - 0x30)
    if tokens.next.isDigit {
      let second = try tokens.take()
      if first <= 0x37, second.isOctalDigit, tokens.next.isOctalDigit {
        let third = try tokens.take()
        let value = (first - 0x30) * 64 + (second.value - 0x30) * 8 + third.value - 0x30
        if value > 0o377 { throw octalTooLarge(from: position) }
        return .literal(value, CaseRule(flags))
      }
      number = number * 10 + Int(second.value - 0x30)
    }
    guard number <= groupCount else {
      throw error("invalid group reference \(number)", at: position + 1)
    }
    if !closedGroups[number] { throw error("cannot refer to an open group", at: position) }
    try checkLookBehind(number)
    return .backreference(group: number, CaseRule(flags), position: position)
  }

  /// Takes up to two more octal digits, and returns the value of all from the backslash on.
  private mutating func takeOctal(from position: Int) throws(PythonRegexError) -> UInt32 {
    var value = tokens.scalars[position + 1] - 0x30
    for _ in 0..<2 where tokens.next.isOctalDigit {
      value = value * 8 + (try tokens.take()).value - 0x30
    }
    return value
  }

  private mutating func takeHex(
    _ digits: Int,
    from position: Int
  ) throws(PythonRegexError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<digits {
      guard tokens.next.isHexDigit else {
        throw error("incomplete escape \(writtenText(from: position))", at: position)
      }
      let digit = try tokens.take().value
      value = value << 4 | (digit <= 0x39 ? digit - 0x30 : (digit | 0x20) - 0x57)
    }
    return value
  }

  private func badEscape(from position: Int) -> PythonRegexError {
    error("bad escape \(writtenText(from: position))", at: position)
  }

  private func octalTooLarge(from position: Int) -> PythonRegexError {
    let written = writtenText(from: position)
    return error("octal escape value \(written) outside of range 0-0o377", at: position)
  }

  /// The pattern from a position up to the next token.
  private func writtenText(from position: Int) -> String {
    var text = String.UnicodeScalarView()
    for value in tokens.scalars[position..<tokens.position] {
      if let scalar = Unicode.Scalar(value) { text.append(scalar) }
    }
    return String(text)
  }
}
