// What is sure about the characters that a node of one character matches.
//
// `\w` and `\d` beyond ASCII are properties that PCRE2 looks up; no table of them is kept here. So
// a set of characters is known by two bounds: those that surely match, and those of which none
// outside matches. Claims about literals need either the one or the other. Surrogates are in
// neither: no subject holds any.

/// Bounds of the set of characters that a literal, a `.` or a set matches.
struct CharacterBounds: Hashable, Sendable {
  /// Characters that match.
  let surely: CodePointSet
  /// Characters outside of which none matches.
  let possibly: CodePointSet

  private init(surely: CodePointSet, possibly: CodePointSet) {
    self.surely = surely.withoutSurrogates
    self.possibly = possibly.withoutSurrogates
  }

  /// The bounds of a node, or `nil` when it is not one that matches exactly one character.
  init?(_ node: RegexNode) {
    switch node {
    case .literal(let value, let rule):
      let matches = CodePointSet(CaseFolding.matches(of: value, rule).map { $0...$0 })
      // Together with other literals it makes a set, where such a capital matches nothing.
      let isOdd = rule == .unicodeFolding && CaseFolding.isCapitalBeyondBMP(value)
      self.init(surely: isOdd ? CodePointSet() : matches, possibly: matches)
    case .any(let matchesNewline):
      let all = matchesNewline ? CodePointSet.all : CodePointSet([0x0A...0x0A]).inverted
      self.init(surely: all, possibly: all)
    case .set(let set): self.init(set)
    default: return nil
    }
  }

  private init(_ set: RegexSet) {
    var surely: [ClosedRange<UInt32>] = []
    var possibly: [ClosedRange<UInt32>] = []
    for item in set.items {
      switch item {
      case .codePoint(let value):
        let matches = CaseFolding.matches(of: value, set.caseRule).map { $0...$0 }
        possibly += matches
        let isOdd = set.caseRule == .unicodeFolding && CaseFolding.isCapitalBeyondBMP(value)
        if !isOdd { surely += matches }
      case .range(let low, let high):
        if set.caseRule == .exact || high <= 0xFFFF {
          let matches = CaseFolding.matches(of: low...high, set.caseRule).ranges
          surely += matches
          possibly += matches
        } else {
          // CPython tests such a range by rules of its own; see `PCRE2Translation.isPlainRange`.
          possibly += CodePointSet.all.ranges
        }
      case .category(let category, let negated):
        if set.items.contains(.category(category, negated: !negated)) {
          surely += CodePointSet.all.ranges
        }
        let bounds = Self.bounds(of: category, ascii: set.asciiCategories)
        surely += (negated ? bounds.possibly.inverted : bounds.surely).ranges
        possibly += (negated ? bounds.surely.inverted : bounds.possibly).ranges
      }
    }
    let inner = CodePointSet(surely)
    let outer = CodePointSet(possibly).union(inner)
    if set.negated {
      self.init(surely: outer.inverted, possibly: inner.inverted)
    } else {
      self.init(surely: inner, possibly: outer)
    }
  }

  private static func bounds(
    of category: RegexSet.Category, ascii: Bool
  ) -> (surely: CodePointSet, possibly: CodePointSet) {
    let known =
      switch category {
      case .digit: CodePointSet.asciiDigit
      case .word: CodePointSet.asciiWord
      case .space: ascii ? CodePointSet.asciiSpace : CodePointSet.space
      }
    if ascii || category == .space { return (known, known) }
    return (known, known.union(CodePointSet([0x80...CodePointSet.maximum])))
  }

  /// Whether no character matches.
  var isNothing: Bool { possibly.isEmpty }

  /// The only character that matches, if it is known to be one.
  var single: UInt32? {
    guard possibly.ranges.count == 1, possibly.ranges[0].count == 1, possibly == surely else {
      return nil
    }
    return possibly.ranges[0].lowerBound
  }

  /// The characters that may match, unless there are more than `limit`.
  func candidates(atMost limit: Int) -> [UInt32]? {
    var count = 0
    for range in possibly.ranges {
      count += range.count
      if count > limit { return nil }
    }
    return possibly.ranges.flatMap { Array($0) }
  }
}

extension CodePointSet {
  /// The members that a text in UTF-8 can hold.
  var withoutSurrogates: CodePointSet {
    CodePointSet(Self.notSurrogates.ranges.flatMap { clamped(to: $0).ranges })
  }
}

extension CaseFolding {
  /// Whether a character is a capital that CPython's sets under `(?i)` treat in a way of their own:
  /// it is compared with the lower case of the subject's character, and so matches nothing.
  static func isCapitalBeyondBMP(_ value: UInt32) -> Bool {
    value > 0xFFFF && lowerCase(value) != value
  }
}
