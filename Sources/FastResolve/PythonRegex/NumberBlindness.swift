// Which regexes don't tell one number from another.
//
// A *number* of a path is a part of it between dots, or between a dot and an end, that is digits
// alone: the `12` of `layers.12.mlp.fc1`, and not the `1`. A regex is *blind to numbers* if it
// matches a path, ASCII and without a newline, exactly when it matches every other path that has
// other numbers of the same lengths in their places. Most regexes of rules are:
// `.*\.layers\.\d+\.mlp\..*`, `vision_model\..*`, `.*norm[12]$`. What one layer of a model gets by
// them, another layer gets, and nobody need ask for that one (`RowMemo`).
//
// What a match does next hangs on nothing but the outcomes of its tests: whether there is another
// character, and whether that is a certain one or one of a set, part of a word or a newline. At a
// place in a number most tests have one outcome for all ten digits. So the match goes the same
// ways on both paths, whatever engine runs it and whatever it gives up on, unless the pattern
//
// - has a character or a set of which some digits are and some are not, in a place that can be one
//   in a number. It can't where the pattern has a character beside it, or beside a run of digits
//   with it, that is neither a digit nor a dot: the part of the path that has both is no number;
// - refers back to a group, which compares one place of the path with another.

extension PythonRegex {
  /// Whether the regex is surely blind to numbers.
  ///
  /// - Complexity: O(*n*) in the length of the pattern.
  var isBlindToNumbers: Bool { tree.isBlindToNumbers }
}

extension RegexNode {
  fileprivate var isBlindToNumbers: Bool {
    switch self {
    case .literal, .any, .set: Self.areBlindToNumbers([self])
    case .sequence(let nodes): Self.areBlindToNumbers(nodes)
    case .alternation(let branches): branches.allSatisfy { $0.isBlindToNumbers }
    case .group(_, let body), .look(_, let body), .repetition(_, let body): body.isBlindToNumbers
    case .conditional(_, let yes, let no, _):
      yes.isBlindToNumbers && no?.isBlindToNumbers ?? true
    case .anchor: true
    case .backreference: false
    }
  }

  private static func areBlindToNumbers(_ nodes: [RegexNode]) -> Bool {
    nodes.indices.allSatisfy { index in
      if nodes[index].isOtherThanDigit { return true }
      let node = nodes[index]
      guard let digits = node.matchedDigits else { return node.isBlindToNumbers }
      return digits == [] || digits == .all
        || isBesideOther(nodes[..<index].reversed()) || isBesideOther(nodes[(index + 1)...])
    }
  }

  /// Whether what stands next, behind digits or not, is a character that is neither a digit nor a
  /// dot.
  private static func isBesideOther(_ nodes: some Collection<RegexNode>) -> Bool {
    guard let next = nodes.first(where: { !$0.isSurelyDigit }) else { return false }
    return next.matchedDigits == [] && !next.mayMatchDot
  }

  /// Whether the node is a literal and no digit, as most are.
  @inline(__always)
  private var isOtherThanDigit: Bool {
    guard case .literal(let value, _) = self else { return false }
    return value < 0x30 || value > 0x39
  }

  /// Which of the ten digits a node of one character matches; `nil` where it isn't one.
  private var matchedDigits: DigitSet? {
    switch self {
    case .literal(let value, _): DigitSet(value...value)
    case .any: .all
    case .set(let set): set.matchedDigits
    default: nil
    }
  }

  /// Whether the node is one character, and that an ASCII digit.
  private var isSurelyDigit: Bool {
    switch self {
    case .literal(let value, _): DigitSet(value...value) != []
    case .set(let set):
      !set.negated
        && set.items.allSatisfy { item in
          switch item {
          case .codePoint(let value): DigitSet(value...value) != []
          case .range(let low, let high): low >= 0x30 && high <= 0x39
          // In what is ASCII, no other characters are digits.
          case .category(let category, let negated): category == .digit && !negated
          }
        }
    default: false
    }
  }

  private var mayMatchDot: Bool {
    switch self {
    case .literal(let value, _): value == 0x2E
    case .set(let set): set.mayMatchDot
    default: true
    }
  }
}

/// Some of the ten digits.
private struct DigitSet: OptionSet {
  var rawValue: UInt16

  static let all = DigitSet(rawValue: 0x3FF)

  init(rawValue: UInt16) { self.rawValue = rawValue }

  /// Those of a range of characters.
  init(_ range: ClosedRange<UInt32>) {
    let low = max(range.lowerBound, 0x30)
    let high = min(range.upperBound, 0x39)
    rawValue = low > high ? 0 : (1 << (high - 0x30 + 1)) - 1 << (low - 0x30)
  }
}

extension RegexSet {
  // Neither a digit nor the dot has a case, and nothing else has one of them for its other case.

  fileprivate var matchedDigits: DigitSet {
    let inner = items.reduce(into: DigitSet()) { digits, item in
      switch item {
      case .codePoint(let value): digits.formUnion(DigitSet(value...value))
      case .range(let low, let high): digits.formUnion(DigitSet(low...high))
      case .category(let category, let negated):
        if (category == .space) == negated { digits.formUnion(.all) }
      }
    }
    return negated ? DigitSet.all.subtracting(inner) : inner
  }

  fileprivate var mayMatchDot: Bool {
    let isDotInside = items.contains { item in
      switch item {
      case .codePoint(let value): value == 0x2E
      case .range(let low, let high): (low...high).contains(0x2E)
      case .category(_, let negated): negated
      }
    }
    return isDotInside != negated
  }
}
