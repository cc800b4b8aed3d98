/// All that changes while one worker resolves.
struct ResolverScratch: ~Copyable, @unchecked Sendable {
  /// What the path-only tiers said of the paths seen.
  /// The path asked for last.
  var trail = PathTrail()
  /// What tiers 3 and 4 said of paths.
  var cache: PathCache
  /// What the regex engines write to during a match.
  let matching: RegexScratch
  /// The same with low limits, for matches whose outcome only the report of unmatched rules needs.
  let probing: RegexScratch
  /// Which rules matched something.
  var coverage: RuleCoverage
  /// The uses counted so far.
  var occurrences: OccurrenceCounter

  /// The memory of a cache when nothing else is said.
  static let defaultCacheBytes = 32 << 20

  init(_ rules: CompiledRules, cacheBytes: Int = defaultCacheBytes) {
    // A rule set without regexes and module names says nothing of a path; nothing is to remember.
    let isPathless = rules.regexes.count == 0 && rules.moduleNames.count == 0
    cache = PathCache(byteLimit: isPathless ? 0 : cacheBytes)
    matching = RegexScratch(limits: rules.matchLimits)
    probing = RegexScratch(limits: rules.matchLimits.forProbing)
    coverage = RuleCoverage(ruleCount: rules.numbering.count, regexCount: rules.regexes.count)
    occurrences = OccurrenceCounter(pairCount: rules.orders.pairCount)
  }
}

extension MatchLimits {
  /// Limits for a match that may be given up: a hundredth of the work. A regex that needs more
  /// would cost more to clear of suspicion than the suspicion is worth.
  var forProbing: MatchLimits {
    var limits = self
    limits.matchLimit = max(limits.matchLimit / 100, 1)
    limits.stepLimit = max(limits.stepLimit / 100, 1)
    return limits
  }
}
