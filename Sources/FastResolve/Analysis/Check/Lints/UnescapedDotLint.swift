/// Dots that were meant for the separator of paths, and match any character.
enum UnescapedDotLint: Lint {
  static let codes: Set<LintCode> = [.unescapedDot]

  static func findings(in rules: LintedRules) -> [Finding] {
    rules.regexes.compactMap { regex in
      guard regex.reach != .nothing, let parsed = regex.regex else { return nil }
      let dots = SeparatorDots(in: parsed.tree)
      guard !dots.numbers.isEmpty else { return nil }
      let count = dots.numbers.count
      var finding = rules.finding(
        .unescapedDot, regex,
        count == 1
          ? "a dot that isn't escaped matches any character"
          : "\(count) dots that aren't escaped match any character")
      guard let escaped = dots.escaped(regex.pattern, dotCount: parsed.tree.dotCount),
        let mended = PatternTrial(pattern: escaped)
      else { return finding }
      finding.suggestion = escaped
      let example = PatternExample { dots.numbers.contains($0) ? "_" : nil }
        .path(of: parsed.tree)
      if PatternTrial(parsed).matches(example), !mended.matches(example) {
        finding.message += ", as in \(example)"
        finding.examples = [example]
      }
      return finding
    }
  }
}
