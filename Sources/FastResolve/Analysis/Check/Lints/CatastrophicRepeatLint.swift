/// Repeats that take twice as long for each character more.
enum CatastrophicRepeatLint: Lint {
  static let codes: Set<LintCode> = [.catastrophicRepeat]

  static func findings(in rules: LintedRules) -> [Finding] {
    rules.regexes.compactMap { regex in
      guard regex.reach != .nothing, let parsed = regex.regex,
        let loop = AmbiguousRepeat.first(in: parsed.tree)
      else { return nil }
      let printed = PythonRegex(parsed, tree: loop).printed
      return rules.finding(
        .catastrophicRepeat, regex,
        "\(printed) can go round in two ways over the same text, and tries them all")
    }
  }
}
