// Sets of characters in PCRE2's syntax.
//
// For ASCII subjects a set is worked out to the 128 bits that it comes to, and written in the
// shortest way: PCRE2's own `\d` and `\w` where it is one of them, since without UCP these are the
// C locale's in every version. For other subjects, what is known by code point is written as
// ranges, and Unicode's letters, numbers and digits as properties.

extension PCRE2Translation {
  /// A set taken apart into what can stand side by side in brackets, and `\W`, which can't.
  private struct Parts {
    var characters = CodePointSet()
    var digit = false
    var notDigit = false
    var word = false
    var notWord = false

    var isEverything: Bool {
      (digit && notDigit) || (word && notWord) || characters == .notSurrogates || characters == .all
    }
  }

  mutating func write(_ set: RegexSet) throws(PCRE2Refusal) {
    var parts = Parts()
    var ranges: [ClosedRange<UInt32>] = []
    for item in set.items {
      switch item {
      case .codePoint(let value):
        // Several literals make a set to CPython, and there a capital beyond U+FFFF is compared
        // with the lower case of the subject's character: it matches nothing.
        if set.caseRule == .unicodeFolding, CaseFolding.isCapitalBeyondBMP(value),
          Set(set.items).count > 1
        {
          continue
        }
        ranges += CaseFolding.matches(of: value, set.caseRule).map { $0...$0 }
      case .range(let low, let high):
        if high > 0xFFFF, !Self.isPlainRange(low, high, set.caseRule) {
          throw PCRE2Refusal("a range beyond U+FFFF with the flag 'i'")
        }
        ranges += CaseFolding.matches(of: low...high, set.caseRule).ranges
      case .category(let category, let negated):
        ranges += add(category, negated: negated, ascii: set.asciiCategories, to: &parts).ranges
      }
    }
    parts.characters = CodePointSet(ranges)
    guard kind == .utf8 else {
      return write(characters: set.negated ? parts.characters.inverted : parts.characters)
    }
    write(parts, negated: set.negated)
  }

  /// Whether a range that ends beyond U+FFFF matches what its members match.
  ///
  /// CPython's sets are bitmaps up to U+FFFF. A range that goes further is tested by its bounds,
  /// with the lower case of the subject's character, and with the upper case of that by Unicode's
  /// rules, whatever the flags. So under `(?ai)` letters beyond ASCII get a second case, and under
  /// `(?i)` a few get a second capital (U+0390 becomes U+0399).
  private static func isPlainRange(_ low: UInt32, _ high: UInt32, _ rule: CaseRule) -> Bool {
    switch rule {
    case .exact: true
    case .asciiFolding: low < 0x80 && high == CodePointSet.maximum
    case .unicodeFolding: low < 0x80 || low > 0xFFFF
    }
  }

  /// What a category comes to: characters, or a mark in `parts`.
  private func add(
    _ category: RegexSet.Category, negated: Bool, ascii: Bool, to parts: inout Parts
  ) -> CodePointSet {
    if kind == .utf8, !ascii {
      switch (category, negated) {
      case (.digit, false): parts.digit = true
      case (.digit, true): parts.notDigit = true
      case (.word, false): parts.word = true
      case (.word, true): parts.notWord = true
      case (.space, false): return .space
      case (.space, true): return CodePointSet.space.inverted
      }
      return CodePointSet()
    }
    let characters =
      switch category {
      case .digit: CodePointSet.asciiDigit
      case .word: CodePointSet.asciiWord
      case .space: ascii ? CodePointSet.asciiSpace : CodePointSet.space
      }
    return negated ? characters.inverted : characters
  }

  /// Writes a set of characters that are all known by code point.
  mutating func write(characters: CodePointSet) {
    guard kind == .ascii else {
      var parts = Parts()
      parts.characters = characters
      return write(parts, negated: false)
    }
    let members = characters.clamped(to: 0...0x7F)
    let others = members.inverted.clamped(to: 0...0x7F)
    if members.isEmpty { return write("[^\\x{0}-\\x{ff}]") }
    if others.isEmpty { return write("(?s:.)") }
    if others.ranges == [0x0A...0x0A] { return write(".") }
    if members == .asciiDigit { return write("\\d") }
    if members == .asciiWord { return write("\\w") }
    if others == .asciiDigit { return write("\\D") }
    if others == .asciiWord { return write("\\W") }
    if members.ranges.count == 1, members.ranges[0].count == 1 {
      return write(codePoint: members.ranges[0].lowerBound)
    }
    let shorter = others.ranges.count < members.ranges.count || members.contains(0)
    write(shorter ? "[^" : "[")
    write(ranges: shorter ? others : members)
    write("]")
  }

  private mutating func write(_ written: Parts, negated: Bool) {
    var parts = written
    if parts.isEverything {
      return negated ? write("[^\\x{0}-\\x{10ffff}]") : write("(?s:.)")
    }
    parts.characters = CodePointSet(
      CodePointSet.notSurrogates.ranges.flatMap { parts.characters.clamped(to: $0).ranges })
    let isBare = parts.characters.isEmpty && !parts.digit && !parts.notDigit && !parts.word
    if isBare, !parts.notWord {
      return negated ? write("(?s:.)") : write("[^\\x{0}-\\x{10ffff}]")
    }
    let notWord: StaticString = "[^\\p{L}\\p{N}_]"
    let word: StaticString = "[\\p{L}\\p{N}_]"
    if isBare { return write(negated ? word : notWord) }
    // A bracket can't hold `\W` next to other things, so it stands beside the bracket.
    if parts.notWord { write(negated ? "(?:(?!" : "(?:") }
    write(negated && !parts.notWord ? "[^" : "[")
    write(ranges: parts.characters)
    if parts.digit { write("\\p{Nd}") }
    if parts.notDigit { write("\\P{Nd}") }
    if parts.word { write("\\p{L}\\p{N}_") }
    write("]")
    if parts.notWord {
      write(negated ? ")" : "|")
      write(negated ? word : notWord)
      write(")")
    }
  }

  private mutating func write(ranges characters: CodePointSet) {
    for range in characters.ranges {
      write(codePoint: range.lowerBound)
      if range.count > 2 { write("-") }
      if range.count > 1 { write(codePoint: range.upperBound) }
    }
  }
}
