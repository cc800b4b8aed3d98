/// All that changes while one worker resolves.
struct ResolverScratch: ~Copyable, @unchecked Sendable {
  /// What the path-only tiers said of the paths seen.
  /// The path asked for last.
  var trail = PathTrail()
  /// What tiers 3 and 4 said of paths.
  var cache: PathCache
  /// What the regexes of the set need while they match.
  var regexes: RegexSetScratch
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
    regexes = RegexSetScratch(rules.regexes)
    coverage = RuleCoverage(
      ruleCount: rules.numbering.count, firstRegex: rules.firstRegex,
      regexCount: rules.regexes.count)
    occurrences = OccurrenceCounter(pairCount: rules.orders.pairCount)
  }
}
