// Characters next to one another, taken as one text.
//
// Nearly all of a rule's pattern is plain text. Taken character by character, what is known of
// `model.layers` would be put together eleven times; a thousand patterns took 100 ms that way and
// take 10 as runs.

extension RegexNode {
  /// The character, if the node is one that matches itself and nothing else.
  var plainCharacter: UInt32? {
    guard case .literal(let value, let rule) = self else { return nil }
    if rule == .exact { return (0xD800...0xDFFF).contains(value) ? nil : value }
    return value < 0x80 && !isASCIILetter(value) ? value : nil
  }

  /// The letter in lower case, if the node is one of ASCII that is compared without case.
  var caselessLetter: UInt32? {
    guard case .literal(let value, let rule) = self, rule != .exact, isASCIILetter(value) else {
      return nil
    }
    return value | 0x20
  }
}

extension RegexNode {
  /// Whether the node is one character.
  @inline(__always)
  var isCharacter: Bool {
    switch self {
    case .literal, .any, .set: true
    default: false
    }
  }

  /// Whether it is plain that the node matches any of five characters or more: no literal, and
  /// neither nothing. What it matches exactly takes ten times as long to tell.
  var hasManyCharacters: Bool {
    switch self {
    case .any: true
    case .set(let set):
      set.negated
        ? set.caseRule == .exact
          && set.items.allSatisfy { if case .codePoint = $0 { true } else { false } }
        : set.items.contains { item in
          switch item {
          case .category: true
          case .range(let low, let high): high < 0xD800 && high - low >= 4
          case .codePoint: false
          }
        }
    default: false
    }
  }
}

func isASCIILetter(_ value: UInt32) -> Bool { (value | 0x20) &- 0x61 < 26 && value < 0x80 }
