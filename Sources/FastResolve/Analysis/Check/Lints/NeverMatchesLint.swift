/// Patterns that no text matches.
enum NeverMatchesLint: Lint {
  static let codes: Set<LintCode> = [.neverMatches]

  static func findings(in rules: LintedRules) -> [Finding] {
    rules.regexes.compactMap { regex in
      guard regex.reach == .nothing, let parsed = regex.regex else { return nil }
      return rules.finding(.neverMatches, regex, "no path matches" + reason(parsed))
    }
  }

  /// Where the pattern contradicts itself, if that is at one place in its list of nodes.
  private static func reason(_ regex: PythonRegex) -> String {
    let nodes = regex.simplified().tree.nodes
    guard let end = firstDeadEnd(in: nodes, of: regex) else { return "" }
    func printed(_ nodes: some Sequence<RegexNode>) -> String {
      PythonRegex(regex, tree: .sequence(Array(nodes))).printed
    }
    let node = printed([nodes[end]])
    if end == 0 || alone(nodes[end], regex) { return ": nothing is matched by \(node)" }
    return ": behind \(printed(nodes[..<end])) nothing is matched by \(node)"
  }

  private static func firstDeadEnd(in nodes: [RegexNode], of regex: PythonRegex) -> Int? {
    if let end = PatternFlow.deadEnd(in: nodes) { return end }
    return nodes.indices.first {
      PythonRegex(regex, tree: .sequence(Array(nodes[...$0]))).matchesNothing
    }
  }

  private static func alone(_ node: RegexNode, _ regex: PythonRegex) -> Bool {
    PythonRegex(regex, tree: node).matchesNothing || PatternFlow.isDead(node)
  }
}
