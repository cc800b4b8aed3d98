/// Which rules have matched something, whether or not they decided it: all but the regexes, of which
/// `RegexSetScratch` knows.
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

  /// Whether a rule is known to have matched.
  func contains(_ rule: RuleID) -> Bool { flags[rule.index] }
}
