/// What can't be read as a rule set: no JSON, or not of its shape.
enum UnreadableRulesLint: Lint {
  static let codes: Set<LintCode> = [.unreadableRules]

  static func findings(in rules: LintedRules) -> [Finding] {
    rules.reading.faults.map { fault in
      Finding(
        code: .unreadableRules, place: fault.place, message: fault.message, order: .whole)
    }
  }
}
