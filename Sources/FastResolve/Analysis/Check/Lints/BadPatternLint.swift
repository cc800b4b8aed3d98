/// Patterns that Python rejects.
enum BadPatternLint: Lint {
  static let codes: Set<LintCode> = [.badPattern]

  static func findings(in rules: LintedRules) -> [Finding] {
    rules.regexes.compactMap { regex in
      guard case .failure(let error) = regex.parsed else { return nil }
      var finding = rules.finding(.badPattern, regex, error.placedMessage)
      finding.position = error.position
      return finding
    }
  }
}
