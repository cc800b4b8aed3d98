/// Which rules have matched a row that another rule decided: all but the regexes, of which
/// `RegexSetScratch` knows. Of what a rule decided there are counts; to note that here too would be
/// one more place in memory for each row.
struct RuleCoverage: ~Copyable, @unchecked Sendable {
  // Invariant: a flag for each rule number.
  private let flags: UnsafeMutablePointer<Bool>

  init(ruleCount: Int) {
    flags = .allocate(capacity: ruleCount)
    flags.initialize(repeating: false, count: ruleCount)
  }

  deinit { flags.deallocate() }

  /// Notes that a rule matched.
  @inline(__always)
  func note(_ rule: RuleID) { flags[rule.index] = true }

  /// Whether a rule is known to have matched such a row. Some are known to that were not overruled.
  func contains(_ rule: RuleID) -> Bool { flags[rule.index] }
}
