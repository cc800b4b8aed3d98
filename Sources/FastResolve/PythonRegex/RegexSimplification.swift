// The same pattern in fewer nodes, for those who look for shapes in the tree.
//
// What goes: groups that only group (`(?:x)`, and `(?i:…)`, whose flags already stand on the nodes
// inside), sequences in sequences, alternatives in alternatives, sets of one character, repeats
// that take place once or are of nothing. What stays: every capture, because numbers count them;
// every position, because errors are reported by it; and whatever keeps the engine from going back.
// `(?:a|ab){1}+` becomes `(?>a|ab)` and no less.

extension RegexNode {
  /// A tree that matches the same subjects and sets the same groups.
  ///
  /// Positions are those of the original.
  ///
  /// - Complexity: O(*n*) in the size of the tree.
  func simplified() -> RegexNode {
    switch self {
    case .literal, .any, .anchor, .backreference: self
    case .set(let set): .simplified(set)
    case .sequence(let nodes): .sequenceOf(nodes)
    case .alternation(let branches): .alternationOf(branches.map { $0.simplified() })
    case .group(let kind, let body): .simplified(kind, body.simplified())
    case .look(let look, let body): .simplified(look, body.simplified())
    case .conditional(let group, let yes, let no, let position):
      .conditional(
        group: group, yes: yes.simplified().grouped, no: no?.simplified().grouped,
        position: position)
    case .repetition(let counts, let body): .simplified(counts, body.simplified())
    }
  }

  /// The node, in a group if it is one of alternatives and stands where the bare ones would reach
  /// further.
  private var grouped: RegexNode { isAlternation ? .group(.plain, self) : self }

  private static func sequenceOf(_ nodes: [RegexNode]) -> RegexNode {
    var flat: [RegexNode] = []
    flat.reserveCapacity(nodes.count)
    for node in nodes {
      switch node {
      case .literal, .any, .anchor, .backreference: flat.append(node)
      default:
        let node = node.simplified()
        if case .sequence(let inner) = node { flat += inner } else { flat.append(node.grouped) }
      }
    }
    return flat.count == 1 ? flat[0].ungrouped : .sequence(flat)
  }

  private static func alternationOf(_ branches: [RegexNode]) -> RegexNode {
    var flat: [RegexNode] = []
    for branch in branches {
      if case .alternation(let inner) = branch { flat += inner } else { flat.append(branch) }
    }
    return flat.count == 1 ? flat[0] : .alternation(flat)
  }

  /// The alternatives without the group that a sequence needed around them.
  private var ungrouped: RegexNode {
    if case .group(.plain, let body) = self { body } else { self }
  }

  private static func simplified(_ set: RegexSet) -> RegexNode {
    guard !set.negated, set.caseRule == .exact, set.items.count == 1 else { return .set(set) }
    switch set.items[0] {
    case .codePoint(let value): return .literal(value, .exact)
    case .range(let low, let high) where low == high: return .literal(low, .exact)
    case .range, .category: return .set(set)
    }
  }

  private static func simplified(_ kind: RegexGroup, _ body: RegexNode) -> RegexNode {
    switch kind {
    case .capturing: .group(kind, body)
    case .plain, .flags: body
    case .atomic: body.hasOneWay ? body : .group(.atomic, body)
    }
  }

  private static func simplified(_ look: RegexLook, _ body: RegexNode) -> RegexNode {
    !look.negated && body == .sequence([]) ? body : .look(look, body)
  }

  private static func simplified(_ counts: RegexRepeat, _ body: RegexNode) -> RegexNode {
    if body == .sequence([]) { return body }
    if counts.maximum == 0, !body.hasCapture { return .sequence([]) }
    if counts.minimum == 1, counts.maximum == 1 {
      if counts.kind != .possessive { return body }
      // CPython has its own way with the captures of a possessive repeat.
      if !body.hasCapture { return body.hasOneWay ? body : .group(.atomic, body) }
    }
    switch body {
    case .literal, .any, .set, .group, .look, .conditional, .backreference:
      return .repetition(counts, body)
    case .sequence, .alternation, .anchor, .repetition:
      return .repetition(counts, .group(.plain, body))
    }
  }

  /// Whether a node matches in one way at the most wherever it is tried, so that it makes no
  /// difference whether the engine may go back into it.
  private var hasOneWay: Bool {
    switch self {
    case .literal, .any, .set, .anchor: true
    case .sequence(let nodes): nodes.allSatisfy(\.hasOneWay)
    case .group(.capturing, let body): body.hasOneWay
    default: false
    }
  }

  private var hasCapture: Bool {
    contains { if case .group(.capturing, _) = $0 { true } else { false } }
  }
}

extension PythonRegex {
  /// The same regex with a simpler tree. Pattern and positions stay the original's.
  func simplified() -> PythonRegex {
    PythonRegex(self, tree: DeepStack.run(for: pattern) { tree.simplified() })
  }
}
