// Patterns that match nothing, told by what anchors and boundaries ask of their neighbours.
//
// `foo$bar` is found where literal prefixes are; this walk finds what has no literals: `\d\b\w`,
// `x*^y`, `(?:a|b)$[^/]`. It goes along the pattern with the set of situations that it may be in. A
// situation is what kind of character lies behind and what kinds may come next:
//
// - behind: the start of the subject, a word character, another one, a newline, or a character
//   beyond ASCII, which may be a word character or not;
// - next: the same kinds, or the end. `$` leaves the end and a newline that ends the subject, `\b`
//   behind a word character leaves those that are none.
//
// A character takes a situation where its kind may come next to one where it lies behind. A
// situation where nothing may come is dropped. If none is left, nothing can match. All that is not
// followed exactly (look-arounds, references, counts, atomic groups) leaves situations in that
// can't be, and never takes one out that can: the set is always too large, so "none left" is sure.

/// Follows what may come next through a pattern.
struct PatternFlow {
  /// Kinds of characters, and the end.
  struct Kinds: OptionSet, Hashable {
    let rawValue: UInt8

    static let word = Kinds(rawValue: 1)
    static let other = Kinds(rawValue: 2)
    static let newline = Kinds(rawValue: 4)
    static let beyondASCII = Kinds(rawValue: 8)
    static let end = Kinds(rawValue: 16)
    static let all = Kinds(rawValue: 31)
    /// Behind the first character.
    static let start = Kinds(rawValue: 32)

    static let characters: [Kinds] = [.word, .other, .newline, .beyondASCII]
  }

  private struct Situation: Hashable {
    /// One kind.
    var behind: Kinds
    var next = Kinds.all
    /// Whether a newline that comes next has to be the last character.
    var endsWithNewline = false
  }

  private typealias Situations = Set<Situation>

  /// Whether surely no subject matches.
  ///
  /// - Complexity: O(*n*) in the size of the tree, and O(*n*²) in the depth of its repeats.
  static func isDead(_ tree: RegexNode) -> Bool {
    let nodes = tree.nodes
    // A pattern without conditions, but for one at its end, never is. Most are of this kind.
    let last = nodes.count - 1
    guard
      nodes.indices.contains(where: {
        nodes[$0].hasCondition && !($0 == last && nodes[$0].isAnchor)
      })
    else { return false }
    return deadEnd(in: nodes) != nil
  }

  /// The first of some nodes at the start of a pattern that nothing can match where it stands, or
  /// `nil`.
  static func deadEnd(in nodes: [RegexNode]) -> Int? {
    var flow = PatternFlow()
    var situations: Situations = [Situation(behind: .start)]
    for (index, node) in nodes.enumerated() {
      situations = flow.after(node, situations)
      if situations.isEmpty { return index }
    }
    return nil
  }

  /// Repeats inside one another are gone through again and again; this bounds it.
  private var steps = 20_000

  private mutating func after(_ node: RegexNode, _ before: Situations) -> Situations {
    if before.isEmpty { return before }
    steps -= 1
    if steps < 0 { return Self.anywhere.union(before) }
    switch node {
    case .literal, .any, .set: return Self.afterCharacter(Self.kinds(of: node), before)
    case .sequence(let nodes): return nodes.reduce(before) { after($1, $0) }
    case .alternation(let branches):
      return branches.reduce(into: []) { $0.formUnion(after($1, before)) }
    case .anchor(let anchor): return Set(before.compactMap { Self.after(anchor, $0) })
    case .group(_, let body): return after(body, before)
    case .look(let look, let body):
      // What a look-ahead asks for has to be possible; that it is doesn't change the place.
      if !look.behind, !look.negated, after(body, before).isEmpty { return [] }
      return before
    case .conditional(_, let yes, let no, _):
      return after(yes, before).union(no.map { after($0, before) } ?? before)
    case .backreference: return before.union(Self.anywhere)
    case .repetition(let counts, let body): return after(body, repeated: counts, before)
    }
  }

  private mutating func after(
    _ body: RegexNode, repeated counts: RegexRepeat, _ before: Situations
  ) -> Situations {
    if counts.maximum == 0 { return before }
    var result = after(body, before)
    if counts.maximum != 1 {
      var isGrowing = true
      while isGrowing {
        let further = result.union(after(body, result))
        isGrowing = further.count > result.count
        result = further
      }
    }
    return counts.minimum == 0 ? result.union(before) : result
  }

  private static let anywhere = Situations(Kinds.characters.map { Situation(behind: $0) })

  private static func kinds(of node: RegexNode) -> Kinds {
    if let value = node.plainCharacter, value < 0x80, value != 0x0A {
      return CodePointSet.asciiWord.contains(value) ? .word : .other
    }
    guard let bounds = CharacterBounds(node) else { return Kinds(Kinds.characters) }
    var kinds: Kinds = []
    for range in bounds.possibly.ranges {
      if range.upperBound >= 0x80 { kinds.insert(.beyondASCII) }
      if range.contains(0x0A) { kinds.insert(.newline) }
      guard range.lowerBound < 0x80 else { continue }
      for value in range.lowerBound...min(range.upperBound, 0x7F) where value != 0x0A {
        kinds.insert(CodePointSet.asciiWord.contains(value) ? .word : .other)
      }
    }
    return kinds
  }

  private static func afterCharacter(_ kinds: Kinds, _ before: Situations) -> Situations {
    var result: Situations = []
    for situation in before {
      for kind in Kinds.characters
      where kinds.contains(kind) && situation.next.contains(kind) {
        let isLast = kind == .newline && situation.endsWithNewline
        result.insert(Situation(behind: kind, next: isLast ? .end : .all))
      }
    }
    return result
  }

  private static func after(_ anchor: RegexAnchor, _ before: Situation) -> Situation? {
    var after = before
    switch anchor {
    case .start: return before.behind == .start ? before : nil
    case .lineStart:
      return before.behind == .start || before.behind == .newline ? before : nil
    case .end: after.next.formIntersection(.end)
    case .endOrFinalNewline:
      after.next.formIntersection([.end, .newline])
      after.endsWithNewline = true
    case .lineEnd: after.next.formIntersection([.end, .newline])
    case .wordBoundary(let ascii):
      after.next.formIntersection(next(at: before.behind, isBoundary: true, ascii: ascii))
    case .notWordBoundary(let ascii):
      after.next.formIntersection(next(at: before.behind, isBoundary: false, ascii: ascii))
    }
    return after.next.isEmpty ? nil : after
  }

  /// What may come next where a boundary of words is, or is none.
  private static func next(at behind: Kinds, isBoundary: Bool, ascii: Bool) -> Kinds {
    if behind == .beyondASCII, !ascii { return .all }
    let isWordNext = (behind == .word) != isBoundary
    let kinds: Kinds = isWordNext ? .word : [.other, .newline, .end, .beyondASCII]
    return ascii ? kinds : kinds.union(.beyondASCII)
  }
}

extension RegexNode {
  fileprivate var isAnchor: Bool { if case .anchor = self { true } else { false } }

  /// Whether a condition on a place is anywhere in the node.
  fileprivate var hasCondition: Bool {
    contains { node in
      switch node {
      case .anchor, .look: true
      default: false
      }
    }
  }
}
