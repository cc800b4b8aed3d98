// Finds the candidates of one path after another.
//
// An inventory lists the modules of a model in the order of its tree, so a path begins as the one
// before does: of 31 bytes 25 in the mean, and in four rows out of five all but a name. What the
// automaton went through in the bytes that are the same, it would go through again. So the trail of
// the path keeps the state after each byte (`PathTrail`), and the scan at which byte each regex was
// found; for the next path it forgets what was found beyond the bytes they share, and goes on from
// there. Measured on the inventory with `regex1k`: 7 steps a path instead of 32.
//
// It is exact because the state after some bytes depends on those bytes alone, and so does what was
// found within them. Only what is found at the end of a path is forgotten with the path.
//
// What a path rules out for good is kept, too (`FoundRegexes`).
//
// And what a path has for good is kept: `layers\.\d+\.mlp` matches all paths that begin with
// `layers.0.mlp`. If it was the first that matched one of them, then of all the others only those
// before it may be the first, and none behind it is looked for or looked at, unless it isn't known
// yet to match anything. Measured on ten thousand regexes and the inventory: of 21 regexes found in a
// path 5 are candidates and 1.5 are tried; to know the match of two paths out of three saves a tenth of
// the time of all.
//
// Where a module name decides, only the regexes are looked for that aren't known to match anything.
// The next path of which the first match is asked goes on from where the last such path parted from
// the one before: up to there all was noted. Under `large` that saves 6 % of all instructions.

/// A worker's scan: the candidates of the last path, and what is needed to go on from it.
///
/// Used no longer than the set lives that it was made for.
struct CandidateScan: ~Copyable, @unchecked Sendable {
  /// Which candidates are asked for.
  enum Extent {
    case all
    /// Those that may be the first that matches, and those that aren't known to match anything.
    case first
    /// Those that aren't known to match anything.
    case unmatched
  }

  /// What was found in the last path; of what is asked for, up to `completeCount` bytes.
  private var found: FoundRegexes
  /// Its pairs of bytes.
  private var pairs = PathPairs()
  /// The trail's.
  private var keptCount = 0
  /// The trail's.
  private var plainCount = 0

  // Invariant: `candidates[..<candidateCount]` are those of the last path: of what was found, those
  // whose other literals the path may hold too, without the dismissed ones. Those found at the end
  // have no place and may be there more than once. There is room for every regex and twice for all that
  // the automaton finds.
  private let candidates: UnsafeMutablePointer<Candidate>
  private let others: UnsafeMutablePointer<RegexBits.Iterator>
  private var candidateCount = 0

  /// The first matches. Regexes beyond the first of them that have matched something are not among
  /// `found`, if they are found beyond its bytes.
  private var knownMatches = KnownMatches()
  /// Those that aren't known to match anything: of the worker.
  private let unmatched: RegexBits.Words
  /// Up to so many bytes all is noted that is asked for when the first match is.
  private var completeCount = Int.max
  /// The last regex that is asked for, those aside that aren't known to match anything.
  private var last = Int.max

  /// The first of the regexes that are known to match each path that begins as the last one does;
  /// `Int.max` if there is none.
  @inline(__always)
  var knownMatch: Int { knownMatches.first }

  /// Of the set.
  private let findable: UnsafeMutablePointer<FindableRegex>
  private let areSignaturesAsked: Bool

  /// Whether each byte of the last path is below 0x80.
  private(set) var isASCII = true
  /// Whether the last path has a newline anywhere.
  private(set) var hasNewline = false

  /// Whether the last path is ASCII without a newline, as nearly all are.
  @inline(__always)
  var isPlain: Bool { isASCII && !hasNewline }

  /// - Parameters:
  ///   - findable: The regexes of the set that the automaton finds.
  ///   - regexCount: How many regexes it has.
  ///   - unmatched: Those of the worker that aren't known to match anything.
  init(
    _ findable: borrowing FindableRegexes, regexCount: Int, unmatched: borrowing RegexBits
  ) {
    self.unmatched = RegexBits.Words(unmatched)
    self.findable = findable.all
    areSignaturesAsked = findable.areSignaturesAsked
    found = FoundRegexes(regexCount: regexCount)
    // What the end finds is asked for twice where a newline is before it.
    candidates = .allocate(capacity: max(regexCount + 2 * findable.count, 1))
    others = .allocate(capacity: 1)
  }

  deinit {
    candidates.deallocate()
    others.deallocate()
  }

  /// Finds the candidates of a path.
  ///
  /// - Parameters:
  ///   - path: The path.
  ///   - trail: The trail that was followed to the path and to all before; it is told of the scan.
  ///   - automaton: The one of the trail.
  ///   - extent: Which are asked for.
  /// - Complexity: O(*n*) in the literals found in the path.
  @inline(__always)
  mutating func scan(
    _ path: ByteSlice, _ trail: inout PathTrail, _ automaton: borrowing LiteralAutomaton,
    _ extent: Extent
  ) {
    assert(trail.areStatesKnown)
    let shared = begin(extent, sharing: trail.sharedWithScanned)
    trail.noteScan()
    found.takeBack(behind: shared)
    found.forget(behind: shared)
    pairs.forget(behind: shared)
    knownMatches.forget(behind: shared)
    last = extent == .all ? .max : extent == .first ? knownMatch : -1
    isASCII = trail.isASCII
    hasNewline = trail.hasNewline
    keptCount = trail.keptCount
    plainCount = trail.plainCount
    var mark = trail.markCount
    while mark > 0, Int(trail.marks[mark &- 1]) > shared { mark &-= 1 }
    while mark < trail.markCount {
      let byteCount = Int(trail.marks[mark])
      note(trail.states[byteCount], byteCount: byteCount, path, automaton)
      mark &+= 1
    }
    var state = trail.states[keptCount]
    if path.count > keptCount { state = scanRest(path, state, automaton) }
    // Programs tell of plain paths only.
    if !isPlain { found.takeBack(behind: 0) }
    candidateCount = 0
    let end = automaton.next(state, LiteralKey.end)
    if !found.isEmpty || end >= automaton.firstFinding {
      let signature = signature(of: path)
      choose(signature)
      chooseAtEnd(end, signature, automaton)
    }
    if hasNewline { chooseBeforeFinalNewline(path, &trail, automaton) }
  }

  /// How many bytes of the last path can be gone on from: all that is found in them and asked for now
  /// was noted.
  ///
  /// - Parameter shared: How many the path shares with the last one.
  @inline(__always)
  private mutating func begin(_ extent: Extent, sharing shared: Int) -> Int {
    if extent == .unmatched {
      if shared < completeCount { completeCount = shared }
      return shared
    }
    let complete = extent == .all && !knownMatches.isEmpty ? 0 : min(shared, completeCount)
    completeCount = .max
    return complete
  }

  /// The candidates of the last path.
  ///
  /// - Parameter others: Those that no literal was looked for, if there are any.
  @inline(__always)
  func candidates(with others: RegexBits.Words?) -> Candidates {
    if let others { self.others.initialize(to: RegexBits.Iterator(others)) }
    return Candidates(
      candidates, count: candidateCount, others: others == nil ? nil : self.others)
  }

  /// Takes those for candidates of what was found that may match.
  @inline(__always)
  private mutating func choose(_ signature: LiteralSignature) {
    let (last, unmatched, candidates) = (last, unmatched, candidates)
    var count = 0
    found.each(in: signature) { regex, place in
      if regex > last, !unmatched.contains(regex) { return }
      candidates[count] = Candidate(regex, place: place)
      count &+= 1
    }
    candidateCount = count
  }

  /// Takes the regexes for candidates of which a literal ends the path. They are forgotten with it.
  @inline(__always)
  private mutating func chooseAtEnd(
    _ state: UInt32, _ signature: LiteralSignature, _ automaton: borrowing LiteralAutomaton
  ) {
    let (last, findable, candidates) = (last, findable, candidates)
    var count = candidateCount
    automaton.eachNumber(of: state) { number in
      let new = findable + number
      guard new.pointee.whole.isSubset(of: signature) else { return }
      let regex = Int(new.pointee.regex)
      if regex > last, !unmatched.contains(regex) { return }
      if found.contains(regex) { return }
      candidates[count] = Candidate(regex)
      count &+= 1
    }
    candidateCount = count
  }

  // MARK: What holds for the paths that begin alike

  /// Keeps the first regex that matches, for the paths that begin as the last one does.
  ///
  /// - Parameters:
  ///   - candidate: The first regex that matches the last path. It stands before the known one.
  ///   - byteCount: It matches each path that begins with so many bytes of the last one. More than
  ///     there are where it hangs on the end.
  @inline(__always)
  mutating func keep(match candidate: Candidate, behind byteCount: Int) {
    guard byteCount > 0, byteCount <= keptCount, candidate.isKept else { return }
    knownMatches.add(candidate.regex, behind: byteCount)
  }

  /// Takes a regex off the candidates until a path comes that doesn't share the bytes that rule it
  /// out.
  ///
  /// - Parameters:
  ///   - candidate: A regex that doesn't match the last path, which is plain.
  ///   - outcome: What its program says.
  ///   - looksBeyondMatch: Whether a match may hang on what stands behind it.
  @inline(__always)
  mutating func dismiss(_ candidate: Candidate, _ outcome: MatchOutcome, looksBeyondMatch: Bool) {
    guard candidate.isKept else { return }
    found.dismiss(
      candidate, outcome, looksBeyondMatch: looksBeyondMatch, keptCount: keptCount)
  }

  // MARK: What is found

  /// The pairs of the last path, or `everything` where they tell nothing.
  ///
  /// - Parameter path: The last path.
  @inline(__always)
  private mutating func signature(of path: ByteSlice) -> LiteralSignature {
    guard areSignaturesAsked, isPlain, path.count <= PathTrail.keptBytes else { return .everything }
    return pairs.whole(path)
  }

  /// Follows the automaton from the last kept byte on.
  ///
  /// - Returns: The state at the end.
  @inline(never)
  private mutating func scanRest(
    _ path: ByteSlice, _ state: UInt32, _ automaton: borrowing LiteralAutomaton
  ) -> UInt32 {
    var state = state
    for index in keptCount..<path.count {
      state = automaton.next(state, path[index])
      if state >= automaton.firstFinding { note(state, byteCount: index &+ 1, path, automaton) }
    }
    return state
  }

  /// `$` holds before a newline that ends the path, too.
  @inline(never)
  private mutating func chooseBeforeFinalNewline(
    _ path: ByteSlice, _ trail: inout PathTrail, _ automaton: borrowing LiteralAutomaton
  ) {
    guard path[path.count - 1] == 0x0A else { return }
    let before = path.count - 1
    let kept = min(before, keptCount)
    var state = trail.states[kept]
    for index in kept..<before {
      state = automaton.next(state, path[index])
    }
    chooseAtEnd(automaton.next(state, LiteralKey.end), .everything, automaton)
  }

  /// Notes the regexes of all literals that end in a state.
  @inline(never)
  private mutating func note(
    _ state: UInt32, byteCount: Int, _ path: ByteSlice, _ automaton: borrowing LiteralAutomaton
  ) {
    if areSignaturesAsked { pairs.note(path) }
    let known = byteCount < pairs.count ? byteCount : pairs.count
    let before = pairs[known]
    // What a match that ends here holds is in these bytes, and so is what each match begins with, if that
    // is no longer; beyond ASCII some letters have more forms.
    let isAllBefore = known == byteCount && byteCount <= plainCount
    let mostPrefix = isAllBefore ? byteCount : -1
    let (last, findable) = (last, findable)
    automaton.eachNumber(of: state) { number in
      let new = findable + number
      if !new.pointee.before.isSubset(of: before) {
        if Int(new.pointee.prefixCount) <= mostPrefix { return }
      }
      let regex = Int(new.pointee.regex)
      if regex > last, !unmatched.contains(regex) { return }
      if found.contains(regex) { return found.findAgain(new.pointee) }
      found.add(new.pointee, behind: byteCount)
    }
  }
}
