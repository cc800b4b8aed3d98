/// Patterns that match only what patterns before them match.
enum HiddenRegexLint: Lint {
  static let codes: Set<LintCode> = [.hiddenRegex]

  static func findings(in rules: LintedRules) -> [Finding] {
    var table = HidingTable()
    var findings: [Finding] = []
    for regex in rules.regexes where regex.regex != nil && regex.reach != .nothing {
      if let hiding = table.regexesHiding(regex) {
        findings.append(finding(regex, hiding, rules))
        // What it would hide, those that hide it do.
        continue
      }
      // All that is behind is hidden by this one; that is one finding and not hundreds.
      if regex.reach != .some { break }
      table.insert(regex)
    }
    return findings
  }

  private static func finding(
    _ regex: LintedRegex, _ hiding: [Int], _ rules: LintedRules
  ) -> Finding {
    let others = hiding.map { Rule.moduleNameRegex($0) }
    let qconfigs = rules.mapping.moduleNameRegexes.values
    let isSame = hiding.allSatisfy { qconfigs[$0] == qconfigs[regex.position] }
    let who =
      others.count == 1
      ? "\(others[0]) matches" : "\(others.count) regexes before it together match"
    var finding = rules.finding(
      .hiddenRegex, regex,
      "never decides: \(who) all that it matches"
        + (isSame ? ", and has the same qconfig" : ""))
    if isSame, others.count > 1 {
      finding.message = finding.message.replacing(
        "and has the same qconfig", with: "and have the same qconfig")
    }
    finding.related = others.map(rules.related)
    finding.examples = examples(regex, hiding, rules)
    return finding
  }

  /// A path that the regex and one that hides it match.
  private static func examples(
    _ regex: LintedRegex, _ hiding: [Int], _ rules: LintedRules
  ) -> [String] {
    guard let parsed = regex.regex else { return [] }
    let path = PatternExample().path(of: parsed.tree)
    let isShown =
      PatternTrial(parsed).matches(path)
      && hiding.contains { rules.regexes[$0].regex.map { PatternTrial($0).matches(path) } ?? false }
    return isShown ? [path] : []
  }
}
