/// All that changes while one worker resolves.
struct ResolverScratch: ~Copyable, @unchecked Sendable {
  /// The path asked for last.
  var trail: PathTrail
  /// What the regexes of the set need while they match.
  var regexes: RegexSetScratch
  /// Which rules matched something, regexes aside.
  var coverage: RuleCoverage
  /// The module names about whose own paths the regexes were asked.
  var namesAskedAbout: RuleBits
  /// The uses counted so far.
  var occurrences: OccurrenceCounter
  private let firstRegex: RuleID

  /// The memory of a cache when nothing else is said.
  static let defaultCacheBytes = 4 << 20

  init(_ rules: CompiledRules, cacheBytes: Int = defaultCacheBytes) {
    trail = PathTrail(rules.regexes.automaton)
    regexes = RegexSetScratch(rules.regexes, cacheBytes: cacheBytes)
    coverage = RuleCoverage(ruleCount: rules.numbering.count)
    firstRegex = rules.firstRegex
    namesAskedAbout = RuleBits(ruleCount: rules.numbering.count)
    occurrences = OccurrenceCounter(pairCount: rules.orders.pairCount)
  }

  /// Whether a rule is known to have matched something; any that matched a row it didn't decide is.
  func hasMatched(_ rule: RuleID) -> Bool {
    let regex = rule.index - firstRegex.index
    return (0..<regexes.count).contains(regex)
      ? !regexes.unmatched.contains(regex) : coverage.contains(rule)
  }
}
