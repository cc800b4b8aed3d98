/// Which rules have matched something, whether or not they decided it.
///
/// "A rule that matched nothing is said, every time", and said only where it is true. For four
/// tiers the resolver knows by itself. A regex is different: the search ends at the first that
/// matches, so a regex behind it, or one under a module name rule, is not tried. Such a regex is
/// tried all the same while it isn't known to match anything: mostly that is settled within a few
/// paths, and from then on nothing more is spent on it.
struct RuleCoverage: ~Copyable, @unchecked Sendable {
  // Invariant: a flag for each rule number.
  private let flags: UnsafeMutablePointer<Bool>
  private let count: Int
  /// The rule of regex 0.
  private let firstRegex: RuleID
  /// The regexes not known to match anything yet.
  let openRegexes: RegexBits

  init(ruleCount: Int, firstRegex: RuleID, regexCount: Int) {
    count = ruleCount
    flags = .allocate(capacity: ruleCount)
    flags.initialize(repeating: false, count: ruleCount)
    self.firstRegex = firstRegex
    openRegexes = RegexBits(count: regexCount)
    for regex in 0..<regexCount { openRegexes.insert(regex) }
  }

  deinit { flags.deallocate() }

  /// Notes that a rule matched.
  @inline(__always)
  func note(_ rule: RuleID) { flags[rule.index] = true }

  /// Notes that a regex matched.
  @inline(__always)
  func noteRegex(_ regex: Int) {
    guard openRegexes.contains(regex) else { return }
    openRegexes.remove(regex)
    flags[firstRegex.index &+ regex] = true
  }

  /// Whether a rule is known to have matched.
  func contains(_ rule: RuleID) -> Bool { flags[rule.index] }
}
