/// Rules that match rows of which another rule decides each.
enum OverruledRuleLint: InventoryLint {
  static let codes: Set<LintCode> = [.overruledRule]

  static func findings(in rules: RulesReading, _ uses: borrowing RuleUseVisitor) -> [Finding] {
    let hiders = uses.hiders
    var findings: [Finding] = []
    for id in uses.rules.numbering.ruleNumbers(rules.mapping)
    where uses.rows(decidedBy: id) == 0
      && (uses.rows(matching: id) > 0 || uses.unknownRows(id) > 0)
    {
      let rule = uses.rules.numbering.rule(id)
      let related = (hiders[id.index] ?? []).map {
        rules.related(uses.rules.numbering.rule($0.rule), rows: $0.rows)
      }
      var finding = rules.finding(
        .overruledRule, rule, element: 0,
        message(
          rules, rule, related, matching: uses.rows(matching: id),
          unknown: uses.unknownRows(id)))
      finding.rows = uses.rows(matching: id)
      finding.unknownRows = uses.unknownRows(id)
      finding.related = related
      finding.examples = uses.examples(id)
      findings.append(finding)
    }
    return findings
  }

  private static func message(
    _ rules: RulesReading, _ rule: Rule, _ related: [Finding.RelatedRule], matching: Int,
    unknown: Int
  ) -> String {
    // The key of a regex is shown below the message.
    var message =
      switch rules.mapping.key(in: rule.tier ?? .global, at: rule.position) {
      case .objectType(let type): "\(type) "
      case .moduleName(let path): "\(Finding.quoted(path)) "
      case .global, .moduleNameRegex, .moduleNameObjectTypeOrder: ""
      }
    if let first = related.first {
      message +=
        matching == 1
        ? "doesn't decide the one row that it matches"
        : "decides none of the \(counted(matching, "row")) that it matches"
      message += ": \(first.rule)"
      message +=
        related.count == 1
        ? " does" : " and \(counted(related.count - 1, "other rule")) do"
      if unknown > 0 { message += "; " }
    } else {
      message += "decides nothing: "
    }
    if unknown > 0 {
      message +=
        "on \(counted(unknown, related.isEmpty ? "row" : "more row")) it ran into the match limit, "
        + "so that nobody knows whether it matches, and others decide them"
    }
    return message
  }
}
