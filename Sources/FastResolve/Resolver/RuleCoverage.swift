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
  /// The regexes not known to match anything yet, in their order.
  private var openRegexes: [Int]

  init(ruleCount: Int, regexCount: Int) {
    count = ruleCount
    flags = .allocate(capacity: ruleCount)
    flags.initialize(repeating: false, count: ruleCount)
    openRegexes = Array(0..<regexCount)
  }

  deinit { flags.deallocate() }

  /// Notes that a rule matched.
  @inline(__always)
  func note(_ rule: RuleID) { flags[rule.index] = true }

  /// Whether a rule is known to have matched.
  func contains(_ rule: RuleID) -> Bool { flags[rule.index] }

  /// Tries the open regexes from one position on.
  ///
  /// - Parameters:
  ///   - position: Where the search for an answer ended; those before were tried there.
  ///   - firstRegex: The rule of regex 0.
  ///   - matches: Tries a regex. `nil` means that it can't be told at a reasonable price; such a
  ///     regex is then taken for one that matches, for what isn't certain isn't reported.
  @inline(__always)
  mutating func settleRegexes(
    from position: Int, firstRegex: RuleID, _ matches: (Int) -> Bool?
  ) {
    guard let last = openRegexes.last, last >= position else { return }
    let flags = flags
    openRegexes.removeAll { regex in
      let number = firstRegex.index &+ regex
      if !flags[number], regex >= position, matches(regex) ?? true { flags[number] = true }
      return flags[number]
    }
  }
}
