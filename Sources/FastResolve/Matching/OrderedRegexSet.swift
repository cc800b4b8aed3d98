// The regexes of a rule set, in the order in which they were first registered: the first that
// matches wins (torch's `_get_module_name_regex_qconfig`).
//
// Trying a thousand regexes on a path one by one takes ten thousand times as long as copying the
// path. So a filter comes first, as in RE2's `FilteredRE2` and in globset:
//
// 1. Each regex is classified from its syntax tree (`RegexClass`).
// 2. One pass over the path finds the literals that regexes ask for, going on from the path before
//    (`LiteralAutomaton`, `CandidateScan`). Regexes of which it finds one are candidates, and so
//    are those that ask for nothing.
// 3. Candidates are looked at in order, until one matches. First it is asked whether the path can
//    hold all of their literals (`LiteralSignature`). For the usual shapes of rules a walk over the
//    path tells the rest (`PathProgram`), for others the comparison of their literals
//    (`LiteralChecks`) and PCRE2. What fails or matches by bytes that the next path has too isn't
//    asked again (`CandidateScan`).
//
// Where there is no cache, an automaton of all programs is followed in their place (`PathAutomaton`), and these
// steps are for the paths that it doesn't tell of. Regexes are classified when such a path comes (`FilteredSet`).
//
// Why no regex that matches is ever dropped:
//
// - Let a regex match a subject. By what `RequiredLiterals`, `LiteralPrefix` and `LiteralSuffix`
//   claim the subject then meets *every* clause of the regex, the prefix and the suffix being
//   clauses too: their literals are found at the start or the end. So it meets the one clause by
//   which the regex is looked for, whichever was chosen: it holds one of the clause's literals,
//   entirely.
// - What is looked for is the literal in ASCII lower case, or a piece of that, in the subject in
//   ASCII lower case. Who holds a text holds it in lower case too, byte by byte, because folding
//   changes bytes of ASCII only and each on its own. So the automaton finds it. It may find more: a
//   candidate is but a candidate.
// - A literal before `$` may stand before a newline that ends the subject. For such subjects what
//   ends before the newline is found as well.
// - The literals of a clause without case tell of ASCII subjects only: `(?i)k` matches the sign for
//   kelvin. A regex that is looked for by such a literal is a candidate on every other subject, and
//   such literals count as found when they are compared.
// - What the pairs of bytes rule out doesn't meet a clause, as `LiteralSignature` says. If the
//   regex is looked for by what each match ends with, one of its literals is found right where the
//   match ends, and all other literals are in the bytes before: if not all of their pairs are, no
//   match ends there. It is found again where another may end.
// - A walk that ends without a match before it has looked at the end of the path goes the same way,
//   step by step, on every path that begins with the bytes it has looked at. Programs tell what
//   Python would of ASCII paths without a newline, so on those the regex doesn't match either. On
//   others no regex is dismissed.
// - A regex whose matches end where it is found, and hang on nothing that stands behind, doesn't
//   match a path in which it is found at some places. Then no match ends at the first of them on
//   any path that begins with the bytes up to there. At any other place it is found again on that
//   path, and asked again.
// - A walk that fails so far has tried what follows its first gap wherever the text behind that stands,
//   and each try ended by bytes it has looked at. On every path that begins with all these bytes it
//   comes to the gap in the same way, and each of these tries ends as it did. So if such a path has a
//   match, it goes through another place of the text, which ends behind those bytes. A regex that is
//   found wherever its text ends (`FindableRegex.isGate`) is found there once more, and asked again. One
//   that is found by a piece of it may have been found in the bytes before already: it isn't dismissed.
// - A walk that finds a match has gone through bytes that the regex matches, up to where it ended. It
//   matches every path that begins with them, then, and with the texts that it asks for besides, if
//   it asks neither for the end nor that something is not there. So for the first match on such a
//   path no regex behind it is needed. What was found of those beyond these bytes, and not noted, is
//   not missed as long as the bytes stay the same, and looked for again when they don't.
// - Candidates are looked at in order of registration, and what is compared before the engine is
//   asked are conditions that every match fulfils. So the first regex that passes all of it and
//   matches is the first of all that match.
//
// A regex that isn't tried can't run into a limit either: that it doesn't match is known.

/// The regexes of a rule set, ready to tell the first that matches a path.
final class OrderedRegexSet: @unchecked Sendable {
  /// The regexes, with what is known of each.
  let classified: [ClassifiedRegex]
  let count: Int
  /// That of the filter.
  let automaton: LiteralAutomaton
  let checks: LiteralChecks
  let programs: PathPrograms
  /// What they make of the numbers in a path.
  let numbers: RegexNumbers
  let filter: CandidateFilter
  private let regexes: LazyRegexes
  /// The same regexes with a filter, where this set has none.
  let filtered: FilteredSet?
  /// Whether every regex is looked for by literals, on paths that are ASCII.
  private let isAllFiltered: Bool
  /// Those that the path automaton knows nothing of.
  let others: RegexBits
  let limits: MatchLimits

  /// Prepares regexes.
  ///
  /// - Complexity: O(*n*) in the length of the patterns, in time and space.
  convenience init(
    _ regexes: [PythonRegex], limits: MatchLimits = MatchLimits(),
    largestTable: Int = LiteralAutomaton.largestTable
  ) {
    self.init(
      classified: concurrentArray(count: regexes.count) { ClassifiedRegex(regexes[$0]) },
      limits: limits,
      largestTable: largestTable)
  }

  /// - Parameters:
  ///   - classified: The regexes.
  ///   - programs: Theirs, if they are there already.
  ///   - limits: Those of a match.
  ///   - largestTable: How many bytes the automaton may take.
  ///   - isFiltered: Whether all of them are classified. If not, others are asked about the paths of which the
  ///     programs don't tell.
  init(
    classified: [ClassifiedRegex], programs known: PathPrograms? = nil,
    limits: MatchLimits = MatchLimits(), largestTable: Int = LiteralAutomaton.largestTable,
    isFiltered: Bool = true
  ) {
    count = classified.count
    self.limits = limits
    self.classified = classified
    regexes = LazyRegexes(classified, limits: limits)
    filtered = isFiltered ? nil : FilteredSet()
    ((checks, programs), filter) = concurrently(ifLarge: classified.count >= 256) {
      let programs =
        known
        ?? PathPrograms(count: classified.count) { position in
          if case .never = classified[position].class { return nil }
          return classified[position].regex
        } keys: { position in
          classified[position].keys
        }
      return (LiteralChecks(classified), programs)
    } _: {
      CandidateFilter(classified, largestTable: largestTable)
    }
    filter.noteGates(programs)
    numbers = RegexNumbers(classified, programs, filter)
    automaton = filter.automaton
    isAllFiltered = filter.always.isEmpty
    others = RegexBits(count: classified.count)
    for (position, regex) in classified.enumerated() {
      if case .never = regex.class { continue }
      if programs.search(position) == nil { others.insert(position) }
    }
  }

  /// A regex whose match was given up.
  struct Failure: Error {
    /// The position of the regex.
    var position: Int
    var error: RegexMatchError
  }

  /// Whether no regex can match a path because none of their literals is in it.
  ///
  /// Of a few rules most paths are done with here: to find it out by a scan took 150 of the 1300
  /// instructions of a row.
  ///
  /// - Parameters:
  ///   - path: The path.
  ///   - trail: The trail, followed to this path.
  @inline(__always)
  func hasNoCandidate(_ path: ByteSlice, _ trail: borrowing PathTrail) -> Bool {
    assert(trail.areStatesKnown)
    return trail.markCount == 0 && isAllFiltered && trail.isPlain && path.count == trail.keptCount
      && automaton.next(trail.states[path.count], LiteralKey.end) < automaton.firstFinding
  }

  /// Finds the first regex that matches at the start of a path, and notes for the report of
  /// unmatched rules which others do.
  ///
  /// - Parameters:
  ///   - path: The path, in valid UTF-8.
  ///   - trail: The trail, followed to this path and to all before; it is told of a scan.
  ///   - isAnswerWanted: Whether the first match is asked for. If not, only regexes not known to
  ///     match anything are tried. For one path it is always the same.
  ///   - scratch: The worker's own.
  /// - Returns: The position of the regex, or `nil`.
  /// - Throws: `Failure` when a limit was hit before a match was found: whether that regex
  ///   matches is not known, so neither is the answer.
  @inline(never)
  func firstMatch(
    _ path: ByteSlice, _ trail: inout PathTrail, isAnswerWanted: Bool,
    _ scratch: inout RegexSetScratch
  ) throws(Failure) -> Int? {
    if !isAnswerWanted, scratch.unmatched.isEmpty { return nil }
    if scratch.paths.isAsked,
      let verdict = trail.verdict(path, of: &scratch.paths, scratch.unmatched)
    {
      return try firstMatch(path, verdict, &trail, isAnswerWanted: isAnswerWanted, &scratch)
    }
    if let filtered {
      return try filtered.firstMatch(path, of: self, isAnswerWanted: isAnswerWanted, &scratch)
    }
    if !trail.areStatesKnown { trail.completeStates(automaton) }
    let isCached = scratch.cache.isWorthwhile()
    if isCached, let known = recall(path, trail, &scratch) {
      return known == Self.noMatch ? nil : Int(known)
    }
    scan(path, &trail, for: isAnswerWanted ? .first : .unmatched, &scratch)
    var candidates = candidates(scratch)
    scratch.cost = 0
    var first: Int?
    if isAnswerWanted {
      let knownMatch = scratch.scan.knownMatch
      while let candidate = candidates.next() {
        if candidate.regex == knownMatch {
          first = knownMatch
          break
        }
        if try matches(candidate, path, &scratch) {
          first = candidate.regex
          break
        }
      }
    }
    if !scratch.unmatched.isEmpty {
      if let first { note(matched: first, &scratch) }
      noteMatches(among: candidates, path, &scratch)
    }
    scratch.cache.noteCost(scratch.cost)
    if isCached { remember(path, trail, first.map { UInt32($0) } ?? Self.noMatch, &scratch) }
    return first
  }

  // Functions of their own, so that the walk over the candidates has its few numbers in registers.

  /// What the cache has of a path.
  @inline(never)
  private func recall(
    _ path: ByteSlice, _ trail: borrowing PathTrail, _ scratch: inout RegexSetScratch
  ) -> UInt32? {
    scratch.cache.find(path, hash: trail.hash)
  }

  @inline(never)
  private func remember(
    _ path: ByteSlice, _ trail: borrowing PathTrail, _ answer: UInt32,
    _ scratch: inout RegexSetScratch
  ) {
    scratch.cache.insert(path, hash: trail.hash, answer)
  }

  /// Notes for the report of unmatched rules which of the candidates left match that aren't known to
  /// match anything.
  @inline(never)
  private func noteMatches(
    among candidates: Candidates, _ path: ByteSlice, _ scratch: inout RegexSetScratch
  ) {
    let unmatched = RegexBits.Words(scratch.unmatched)
    var candidates = candidates
    while let candidate = candidates.next(in: unmatched) {
      if mayMatch(candidate, path, &scratch) { note(matched: candidate.regex, &scratch) }
    }
  }

  /// What the cache has for a path that no regex matches.
  private static let noMatch = UInt32.max

  /// The program of a regex, compiled when it is first tried.
  func program(_ regex: Int, _ scratch: inout RegexSetScratch) -> RegexProgram {
    scratch.program(regex, of: regexes)
  }

  /// Notes for the report of unmatched rules that a regex matched.
  @inline(__always)
  func note(matched regex: Int, _ scratch: inout RegexSetScratch) {
    scratch.unmatched.remove(regex)
  }

  /// Whether a candidate matches at the start of the path. No regex before it does.
  @inline(never)
  private func matches(
    _ candidate: Candidate, _ path: ByteSlice, _ scratch: inout RegexSetScratch
  ) throws(Failure) -> Bool {
    scratch.cost &+= 1
    if let verdict = verdict(candidate, path, isFirst: true, &scratch) { return verdict }
    scratch.cost &+= 7
    return try engineMatches(candidate.regex, path, isASCII: scratch.scan.isASCII, &scratch)
  }

  /// The same of a candidate on which the answer doesn't hang: what can't be told at a reasonable price
  /// is taken for a match, for what isn't certain isn't reported.
  @inline(never)
  private func mayMatch(
    _ candidate: Candidate, _ path: ByteSlice, _ scratch: inout RegexSetScratch
  ) -> Bool {
    scratch.cost &+= 1
    if let verdict = verdict(candidate, path, isFirst: false, &scratch) { return verdict }
    scratch.cost &+= 7
    return engineMayMatch(candidate.regex, path, isASCII: scratch.scan.isASCII, &scratch)
  }

  /// Whether a candidate matches at the start of the path, by the engine that runs it.
  @inline(never)
  func engineMatches(
    _ regex: Int, _ path: ByteSlice, isASCII: Bool, _ scratch: inout RegexSetScratch
  ) throws(Failure) -> Bool {
    let program = scratch.program(regex, of: regexes)
    do {
      return try program.matches(
        UnsafeBufferPointer(start: path.start, count: path.count), isASCII: isASCII,
        scratch: scratch.matching)
    } catch {
      throw Failure(position: regex, error: error)
    }
  }

  /// The same of a candidate on which the answer doesn't hang.
  @inline(never)
  func engineMayMatch(
    _ regex: Int, _ path: ByteSlice, isASCII: Bool, _ scratch: inout RegexSetScratch
  ) -> Bool {
    let program = scratch.program(regex, of: regexes)
    return
      (try? program.matches(
        UnsafeBufferPointer(start: path.start, count: path.count), isASCII: isASCII,
        scratch: scratch.probing)) ?? true
  }

  /// Whether a candidate matches the path that was scanned last, where that is known without an
  /// engine. What the first bytes tell for good is kept.
  ///
  /// - Parameter isFirst: Whether no regex before it matches, and the first is asked for.
  @inline(__always)
  func verdict(
    _ candidate: Candidate, _ path: ByteSlice, isFirst: Bool, _ scratch: inout RegexSetScratch
  ) -> Bool? {
    let outcome = outcome(candidate, path, &scratch)
    if outcome.kind == .unknown { return nil }
    if outcome.isMatch, isFirst { scratch.scan.keep(match: candidate, behind: outcome.byteCount) }
    return outcome.isMatch
  }

  /// The same with what else it is known of. What the first bytes rule out is dismissed.
  @inline(__always)
  private func outcome(
    _ candidate: Candidate, _ path: ByteSlice, _ scratch: inout RegexSetScratch
  ) -> MatchOutcome {
    let regex = candidate.regex
    if scratch.scan.isPlain {
      let outcome = programs.outcome(regex, path)
      if outcome.kind == .failed || outcome.kind == .failedSoFar {
        scratch.scan.dismiss(
          candidate, outcome, looksBeyondMatch: programs.program(regex).looksBeyondMatch)
      }
      if outcome.kind != .unknown { return outcome }
    }
    return checks.outcome(regex, path, isASCII: scratch.scan.isASCII)
  }

  /// Finds the candidates of a path: what the filter leaves.
  ///
  /// - Parameters:
  ///   - path: The path.
  ///   - trail: The trail, followed to this path and to all before.
  ///   - extent: Which are asked for.
  ///   - scratch: The worker's own.
  @inline(__always)
  func scan(
    _ path: ByteSlice, _ trail: inout PathTrail, for extent: CandidateScan.Extent = .all,
    _ scratch: inout RegexSetScratch
  ) {
    scratch.scan.scan(path, &trail, automaton, extent)
  }

  /// The candidates of the path that was scanned last.
  @inline(__always)
  func candidates(_ scratch: borrowing RegexSetScratch) -> Candidates {
    if !scratch.scan.isASCII {
      return scratch.scan.candidates(with: RegexBits.Words(filter.alwaysBeyondASCII))
    }
    return scratch.scan.candidates(with: isAllFiltered ? nil : RegexBits.Words(filter.always))
  }

  /// Every regex that matches at the start of a path, in order, not only the first, and why it
  /// isn't known of others. Each has all that a match may cost, which `allMatches` for whole
  /// inventories spares.
  ///
  /// - Parameters:
  ///   - path: The path, in valid UTF-8.
  ///   - trail: The trail, followed to this path and to all before.
  ///   - scratch: The worker's own.
  /// - Returns: The positions of the regexes that match, and those of which it isn't known because
  ///   a limit was hit.
  /// - Complexity: O(*n*) in the number of regexes.
  func matchesAndFailures(
    of path: ByteSlice, _ trail: inout PathTrail, _ scratch: inout RegexSetScratch
  ) -> (matches: [Int], failures: [Failure]) {
    var matches: [Int] = []
    var failures: [Failure] = []
    scan(path, &trail, &scratch)
    var candidates = candidates(scratch)
    while let candidate = candidates.next() {
      do throws(Failure) {
        if try self.matches(candidate, path, &scratch) { matches.append(candidate.regex) }
      } catch {
        failures.append(error)
      }
    }
    return (matches, failures)
  }

  /// Whether a regex is matched without an engine on ASCII paths.
  func hasProgram(_ regex: Int) -> Bool {
    programs.isThere(regex) || !classified[regex].class.isUndecided
  }
}

/// All that changes while one worker matches the regexes of a set.
struct RegexSetScratch: ~Copyable, @unchecked Sendable {
  var scan: CandidateScan
  /// What tells the first match of most paths.
  var paths: PathAutomaton
  private let others: UnsafeMutablePointer<RegexBits.Iterator>
  /// What the regexes said of paths.
  fileprivate var cache: PathCache
  /// What it cost to resolve the last path, in the unit of the cache.
  fileprivate var cost = 0
  /// The regexes not known to match anything yet. "A rule that matched nothing is said, every
  /// time", and said only where it is true. The search ends at the first regex that matches, so one
  /// behind it, or one under a module name rule, is tried only because it is in here: mostly that
  /// is settled within a few paths, and from then on nothing more is spent on it. Where nobody will
  /// say it, none is in here from the start.
  let unmatched: RegexBits
  let count: Int
  /// What the set with a filter needs, once it was asked.
  var filtered: FilteredScratch?
  /// How many paths the cache knew.
  var pathCacheCounts: PathCacheCounts { cache.counts }
  /// What the engines write to during a match.
  let matching: RegexScratch
  /// The same with low limits, for matches whose outcome only the report of unmatched rules needs.
  let probing: RegexScratch
  // Invariant: a program for each regex, or `nil` until it is first tried; each valid as long as
  // the set lives.
  private let programs: UnsafeMutablePointer<RegexProgram?>

  /// - Parameters:
  ///   - regexes: The regexes.
  ///   - cacheBytes: The memory to remember answers in.
  ///   - notesMatches: Whether it is asked which regexes match nothing.
  init(
    _ regexes: borrowing OrderedRegexSet, cacheBytes: Int = 0, notesMatches: Bool = true,
    usesAutomaton: Bool = false,
    automatonLimits: PathAutomaton.Limits = PathAutomaton.Limits()
  ) {
    count = regexes.count
    cache = PathCache(byteLimit: regexes.count == 0 ? 0 : cacheBytes)
    unmatched = RegexBits(count: regexes.count)
    if notesMatches {
      for regex in 0..<regexes.count { unmatched.insert(regex) }
    }
    scan = CandidateScan(
      regexes.filter.findable, regexCount: regexes.count, unmatched: unmatched)
    paths = PathAutomaton(
      regexes.programs, unmatched: unmatched, notesMatches: notesMatches, isWanted: usesAutomaton,
      limits: automatonLimits)
    others = .allocate(capacity: 1)
    matching = RegexScratch(limits: regexes.limits)
    probing = RegexScratch(limits: regexes.limits.forProbing)
    programs = .allocate(capacity: max(regexes.count, 1))
    programs.initialize(repeating: nil, count: regexes.count)
  }

  deinit {
    programs.deallocate()
    others.deallocate()
  }

  /// The candidates of a verdict of the path automaton.
  ///
  /// - Parameter others: Those that it knows nothing of.
  @inline(__always)
  func candidates(
    _ verdict: PathVerdict, _ others: borrowing RegexBits
  ) -> Candidates {
    if others.isEmpty { return paths.candidates(of: verdict, others: nil) }
    self.others.initialize(to: RegexBits.Iterator(RegexBits.Words(others)))
    return paths.candidates(of: verdict, others: self.others)
  }

  @inline(__always)
  fileprivate func program(_ regex: Int, of regexes: LazyRegexes) -> RegexProgram {
    if let program = programs[regex] { return program }
    return firstProgram(regex, of: regexes)
  }

  @inline(never)
  private func firstProgram(_ regex: Int, of regexes: LazyRegexes) -> RegexProgram {
    let program = regexes.program(regex)
    programs[regex] = program
    return program
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
