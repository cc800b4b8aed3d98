/// What kinds of nodes a tree has, so that nobody looks in it for those that it hasn't.
struct RegexTraits: OptionSet, Sendable {
  let rawValue: UInt8

  /// `\Z`, or `$` without `(?m)`.
  static let asksForEnd = RegexTraits(rawValue: 1 << 0)
  /// A positive look-ahead: its text may lie behind the match.
  static let looksAhead = RegexTraits(rawValue: 1 << 1)
  /// A condition of which the place where it stands may tell that it holds, or doesn't: `^`, `\b`, a
  /// look-behind.
  static let asksForPlace = RegexTraits(rawValue: 1 << 2)

  init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The traits of a node and all within it.
  ///
  /// - Complexity: O(*n*) in the nodes.
  init(of node: RegexNode) {
    self.init()
    add(node)
  }

  private mutating func add(_ node: RegexNode) {
    switch node {
    case .literal, .any, .set, .backreference: break
    case .anchor(.end), .anchor(.endOrFinalNewline): insert(.asksForEnd)
    case .anchor(.lineEnd): break
    case .anchor: insert(.asksForPlace)
    case .sequence(let nodes), .alternation(let nodes):
      for index in nodes.indices where !nodes[index].isCharacter { add(nodes[index]) }
    case .group(_, let body), .repetition(_, let body): add(body)
    case .look(let look, let body):
      if look.behind {
        insert(.asksForPlace)
      } else if !look.negated {
        insert(.looksAhead)
      }
      add(body)
    case .conditional(_, let yes, let no, _):
      add(yes)
      if let no { add(no) }
    }
  }
}
