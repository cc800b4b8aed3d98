// A pattern in the form in which lints compare patterns.
//
// What does not bear on whether a subject matches is gone: where things stood in the pattern,
// groups that only group, captures that nothing refers to, a `^` at the start. What is left is a
// list of branches, the alternatives at the top, each of them a list of nodes. A subject matches
// when one of the branches does, because nothing stands behind them that could fail.
//
// Captures stay where a reference or a condition asks for them, and where atomic groups or
// possessive repeats are about, since CPython has its own way with captures there.
//
// The claims made here and in the files beside are about subjects without a newline. No module path
// of torch's has one, and with it `.*$` would not match everything.

/// A pattern as alternatives of lists of nodes.
struct PatternForm {
  /// The alternatives at the top; none for a pattern that was not accepted.
  let branches: [[RegexNode]]

  init(branches: [[RegexNode]]) { self.branches = branches }

  /// Makes the form of a pattern's tree.
  ///
  /// - Complexity: O(*n*) in the size of the tree.
  init(_ tree: RegexNode) {
    let bare = tree.bare(keepsCaptures: tree.needsCaptures).simplified()
    let nodes = bare.nodes
    if nodes.count == 1, case .alternation(let branches) = nodes[0].withoutGroup {
      self.branches = branches.map { Self.withoutStart($0.nodes) }
    } else {
      branches = [Self.withoutStart(nodes)]
    }
  }

  private static func withoutStart(_ nodes: [RegexNode]) -> [RegexNode] {
    Array(nodes.drop { $0 == .anchor(.start) })
  }
}

extension RegexNode {
  /// The nodes of a sequence, or this one alone.
  var nodes: [RegexNode] {
    if case .sequence(let nodes) = self { nodes } else { [self] }
  }

  /// The contents of a group that only groups.
  var withoutGroup: RegexNode {
    if case .group(.plain, let body) = self { body } else { self }
  }

  /// Whether something depends on what a group captured.
  fileprivate var needsCaptures: Bool {
    contains { node in
      switch node {
      case .backreference, .conditional, .group(.atomic, _): true
      case .repetition(let counts, _): counts.kind == .possessive
      default: false
      }
    }
  }

  /// The node without positions and, unless they are kept, without captures.
  fileprivate func bare(keepsCaptures: Bool) -> RegexNode {
    func bare(_ node: RegexNode) -> RegexNode { node.bare(keepsCaptures: keepsCaptures) }
    switch self {
    case .literal, .any, .anchor: return self
    case .set(let set):
      return .set(
        RegexSet(
          items: set.items, negated: set.negated, caseRule: set.caseRule,
          asciiCategories: set.asciiCategories, position: 0))
    case .sequence(let nodes): return .sequence(nodes.map(bare))
    case .alternation(let branches): return .alternation(branches.map(bare))
    case .group(.capturing(let number, _), let body):
      let kind: RegexGroup = keepsCaptures ? .capturing(number: number, name: nil) : .plain
      return .group(kind, bare(body))
    case .group(let kind, let body): return .group(kind, bare(body))
    case .look(let look, let body):
      return .look(RegexLook(behind: look.behind, negated: look.negated, position: 0), bare(body))
    case .conditional(let group, let yes, let no, _):
      return .conditional(group: group, yes: bare(yes), no: no.map(bare), position: 0)
    case .backreference(let group, let rule, _):
      return .backreference(group: group, rule, position: 0)
    case .repetition(let counts, let body):
      let counts = RegexRepeat(
        minimum: counts.minimum, maximum: counts.maximum, kind: counts.kind, position: 0)
      return .repetition(counts, bare(body))
    }
  }
}
