/// Patterns that ask for a dot at the start of the path.
enum LeadingDotLint: Lint {
  static let codes: Set<LintCode> = [.leadingDot]

  static func findings(in rules: LintedRules) -> [Finding] {
    rules.regexes.compactMap { regex in
      guard regex.reach != .nothing, let parsed = regex.regex, beginsWithDot(regex) else {
        return nil
      }
      var finding = rules.finding(
        .leadingDot, regex, "asks for a path that begins with a dot, and none does")
      let suggestion = ".*" + regex.pattern
      let example = "model" + PatternExample().path(of: parsed.tree)
      if let trial = PatternTrial(pattern: suggestion), trial.matches(example) {
        finding.suggestion = suggestion
        finding.examples = [example]
      }
      return finding
    }
  }

  private static func beginsWithDot(_ regex: LintedRegex) -> Bool {
    !regex.form.branches.isEmpty
      && regex.form.branches.allSatisfy { branch in
        let starts = LiteralInfo(.sequence(branch)).starts
        return !starts.isEmpty && starts.allSatisfy { $0.text.first == 0x2E }
      }
  }
}
