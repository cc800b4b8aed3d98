// Rules that match no row of an inventory.
//
// A module name matches the paths whose nearest rule it is. So one that matches nothing has either
// no path at or below it, or only paths with nearer rules. The two are told apart without another
// look at the rows: a path below it that has a nearer rule is matched by that one, so some rule
// below it has matched.

/// Rules that match no row.
enum UnmatchedRuleLint: InventoryLint {
  static let codes: Set<LintCode> = [.unmatchedRule]

  static func findings(in rules: RulesReading, _ uses: borrowing RuleUseVisitor) -> [Finding] {
    var unmatched: [RuleID] = []
    for id in uses.rules.numbering.ruleNumbers(rules.mapping)
    where uses.rows(matching: id) == 0 && uses.unknownRows(id) == 0 {
      unmatched.append(id)
    }
    if unmatched.isEmpty { return [] }
    let nearer = nearerNames(rules, uses)
    var hints = PathNameHints(uses.names)
    var findings: [Finding] = []
    for id in unmatched {
      let rule = uses.rules.numbering.rule(id)
      let others = nearer[id.index] ?? []
      var finding = rules.finding(
        .unmatchedRule, rule, element: rule.tier == .moduleNameObjectTypeOrder ? nil : 0,
        message(rules, rule, others, uses, &hints))
      finding.rows = 0
      finding.unknownRows = 0
      finding.related = others.map {
        rules.related(uses.rules.numbering.rule($0), rows: uses.rows(matching: $0))
      }
      findings.append(finding)
    }
    return findings
  }

  /// For each module name rule that matches nothing, by number, the rules below it that do, those
  /// with the most rows first.
  ///
  /// - Complexity: O(*n* log *n*) in the size of the module names.
  private static func nearerNames(
    _ rules: RulesReading, _ uses: borrowing RuleUseVisitor
  ) -> [Int: [RuleID]] {
    var nearer: [Int: [RuleID]] = [:]
    let numbering = uses.rules.numbering
    for id in numbering.ids(of: .moduleName) {
      guard uses.rows(matching: id) > 0 else { continue }
      var above: [RuleID] = []
      let position = numbering.rule(id).position
      guard case .moduleName(let path) = rules.mapping.key(in: .moduleName, at: position) else {
        continue
      }
      path.withByteSlice { uses.rules.forEachModuleName($0) { above.append($0) } }
      for rule in above where uses.rows(matching: rule) == 0 {
        nearer[rule.index, default: []].append(id)
      }
    }
    for number in Array(nearer.keys) {
      nearer[number]?.sort {
        (uses.rows(matching: $1), numbering.rank($0)) < (
          uses.rows(matching: $0), numbering.rank($1)
        )
      }
    }
    return nearer
  }

  private static func message(
    _ rules: RulesReading, _ rule: Rule, _ nearer: [RuleID], _ uses: borrowing RuleUseVisitor,
    _ hints: inout PathNameHints
  ) -> String {
    func hinted(_ message: String, _ hint: String?) -> String {
      message + (hint.map { ": \($0)" } ?? "")
    }
    switch rules.mapping.key(in: rule.tier ?? .global, at: rule.position) {
    case .global: return "matches nothing: there is no row that rules are asked for"
    case .objectType(let type): return "matches nothing: no row has the type \(type)"
    case .moduleNameRegex(let pattern):
      return hinted("matches no path", (try? PythonRegex(pattern)).flatMap { hints.hint(for: $0) })
    case .moduleName(let path):
      guard let first = nearer.first else {
        return hinted(
          "matches nothing: no path is \(Finding.quoted(path)) or lies below it",
          hints.hint(forPath: path))
      }
      return
        "matches nothing: every path at or below \(Finding.quoted(path)) has a nearer rule, such as "
        + "\(uses.rules.numbering.rule(first))"
    case .moduleNameObjectTypeOrder(let path, let type, let index):
      let module = path.isEmpty ? "the root module" : Finding.quoted(path)
      guard let highest = uses.highestIndex(path, type) else {
        return hinted(
          "matches nothing: \(type) is never used in \(module)",
          hints.hint(forPath: path))
      }
      return "matches nothing: no use of \(type) in \(module) has the index \(index); "
        + "the highest is \(highest)"
    }
  }
}
