/// Patterns that match every path and so leave nothing to the rules behind and below them.
enum MatchesEverythingLint: Lint {
  static let codes: Set<LintCode> = [.matchesEverything]

  static func findings(in rules: LintedRules) -> [Finding] {
    var findings: [Finding] = []
    for regex in rules.regexes {
      guard regex.reach == .everything || regex.reach == .allButRoot && findings.isEmpty else {
        continue
      }
      let hidden = hidden(by: regex, in: rules)
      if !hidden.isEmpty {
        let paths = regex.reach == .everything ? "every path" : "every path but the root's"
        var finding = rules.finding(
          .matchesEverything, regex, "matches \(paths) and hides \(hidden)")
        finding.related = rules.regexes[(regex.position + 1)...].prefix(3).map {
          rules.related(.moduleNameRegex($0.position))
        }
        findings.append(finding)
      }
      if regex.reach == .everything { break }
    }
    return findings
  }

  /// What never decides behind a regex that matches everything, in words.
  private static func hidden(by regex: LintedRegex, in rules: LintedRules) -> String {
    var parts: [String] = []
    let behind = rules.regexes.count - regex.position - 1
    if behind == 1 { parts.append("the regex behind it") }
    if behind > 1 { parts.append("the \(grouped(behind)) regexes behind it") }
    let types = rules.mapping.count(of: .objectType)
    if types == 1 { parts.append("the object type") }
    if types > 1 { parts.append("the \(grouped(types)) object types") }
    if !rules.mapping.globalQConfig.isNull { parts.append("the global qconfig") }
    guard let last = parts.popLast() else { return "" }
    return parts.isEmpty ? last : parts.joined(separator: ", ") + " and " + last
  }
}
