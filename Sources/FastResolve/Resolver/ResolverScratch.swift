/// All that changes while one worker resolves.
struct ResolverScratch: ~Copyable, @unchecked Sendable {
  /// The path asked for last.
  var trail: PathTrail
  /// What the regexes of the set need while they match.
  var regexes: RegexSetScratch
  /// Rules that are known to have matched a row, among them all that matched one that another rule
  /// decided; but the regexes, of which `RegexSetScratch` knows. Of what a rule decided there are
  /// counts; to note that here too would be one more place in memory for each row.
  var coverage: RuleBits
  /// The module names about whose own paths the regexes were asked.
  var namesAskedAbout: RuleBits
  /// The uses counted so far.
  var occurrences: OccurrenceCounter
  /// Whether it is asked which rules match rows that other rules decide.
  let notesMatches: Bool
  private let firstRegex: RuleID
  /// Whether there are as many regexes as a `PathAutomaton` is worth.
  private let isAutomatonWorthwhile: Bool

  /// The memory of a cache when nothing else is said.
  static let defaultCacheBytes = 4 << 20

  /// - Parameters:
  ///   - rules: The rules.
  ///   - cacheBytes: The memory to remember paths in.
  ///   - notesMatches: Whether it is asked which rules match rows that other rules decide. To find
  ///     out, regexes have to be tried on what module names decide.
  ///   - automatonUse: When the regexes are asked through a `PathAutomaton`.
  ///   - automatonLimits: Those of the automaton.
  init(
    _ rules: CompiledRules, cacheBytes: Int = defaultCacheBytes, notesMatches: Bool = true,
    automatonUse: AutomatonUse = .withoutCache,
    automatonLimits: PathAutomaton.Limits = PathAutomaton.Limits()
  ) {
    self.notesMatches = notesMatches
    trail = PathTrail(rules.regexes.automaton)
    isAutomatonWorthwhile = automatonUse.isWorthwhile(regexCount: rules.regexes.count)
    regexes = RegexSetScratch(
      rules.regexes, cacheBytes: cacheBytes, notesMatches: notesMatches,
      usesAutomaton: isAutomatonWorthwhile && cacheBytes == 0, automatonLimits: automatonLimits)
    coverage = RuleBits(ruleCount: rules.numbering.count)
    firstRegex = rules.firstRegex
    namesAskedAbout = RuleBits(ruleCount: rules.numbering.count)
    occurrences = OccurrenceCounter(pairCount: rules.orders.pairCount)
  }

  /// Whether the regexes were asked about the path that the trail was followed to.
  ///
  /// About the path of a module name itself they are asked once. Its answer is the name's, and when
  /// they were asked, all that match it are known to match something. Of the paths that names decide
  /// under `large`, a fourth are of this kind and were there before.
  ///
  /// - Parameter moduleName: The module name rule of the path, or none.
  @inline(__always)
  func wereRegexesAsked(_ moduleName: RuleID) -> Bool {
    trail.isNamed && namesAskedAbout.contains(moduleName)
  }

  /// Says whether rows are asked of a cache now: where they aren't, regexes are asked through a
  /// `PathAutomaton`, if there are enough of them.
  mutating func noteCache(isAsked: Bool) {
    regexes.paths.want(isAutomatonWorthwhile && !isAsked)
  }

  /// Whether a rule is known to have matched something; any that matched a row it didn't decide is, if
  /// matches are noted.
  func hasMatched(_ rule: RuleID) -> Bool {
    guard notesMatches else { return false }
    let regex = rule.index - firstRegex.index
    return (0..<regexes.count).contains(regex)
      ? !regexes.unmatched.contains(regex) : coverage.contains(rule)
  }
}

/// When regexes are asked through a `PathAutomaton`, and not each that may match by itself.
enum AutomatonUse {
  /// Where rows are asked of no cache, as there is none or it stays aside. One knows the answers of most rows,
  /// and the automaton would be made for the others alone. Nor could a row be kept then that may be known with
  /// other numbers: that hangs on the literals found in its path (`OpenRow`).
  case withoutCache
  /// The same, however few regexes there are.
  case withoutCacheForAny
  case never

  /// For fewer regexes it doesn't pay: a run with the four of `small` takes 8 % more instructions with it,
  /// one with the eight of `llm` 4 % fewer.
  private static let fewestWorthwhile = 8

  /// From how many regexes on, where no cache is asked; `nil` for never.
  var fewestRegexes: Int? {
    switch self {
    case .withoutCache: Self.fewestWorthwhile
    case .withoutCacheForAny: 1
    case .never: nil
    }
  }

  fileprivate func isWorthwhile(regexCount: Int) -> Bool {
    fewestRegexes.map { regexCount >= $0 } ?? false
  }
}
