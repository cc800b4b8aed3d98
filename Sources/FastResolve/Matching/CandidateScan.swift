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
// What a path rules out for good is kept, too. `layers\.\d+\.mlp` fails at the `n` of
// `layers.0.norm1.weight`, and so it does on all paths that begin with `layers.0.n`. A program says
// how many bytes it looked at (`PathPrograms`); a candidate that it refuses is dismissed until a
// path comes that shares fewer. One that looked for its last literal up to the end, in vain, is
// dismissed until that is found again. `.*(?<=\.attn)\.\w{2,6}$` fails on `layers.0.attn.q_proj.weight`
// for what follows `.attn.`, and so it does on all paths that go on behind these bytes until `.attn.`
// is there again. Such regexes were a quarter of all that was tried, with a thousand regexes and with
// ten thousand.
//
// And what a path has for good is kept: `layers\.\d+\.mlp` matches all paths that begin with
// `layers.0.mlp`. If it was the first that matched one of them, then of all the others only those
// before it may be the first, and none behind it is looked for or looked at, unless it isn't known
// yet to match anything. Measured on ten thousand regexes and the inventory: of 30 regexes found in a
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
  private struct Found: BitwiseCopyable {
    let regex: UInt32
    /// Behind how many bytes it was found first.
    let byteCount: UInt32
    /// Behind how many bytes it is in a list of dismissed ones; 0 where it is in none.
    var listedBehind: UInt32 = 0
    /// The place of the next one in that list, or `none`.
    var nextListed: UInt32 = 0
    /// See `FindableRegex`.
    let isEnding: Bool
    let isGate: Bool
  }

  /// Which candidates are asked for.
  enum Extent {
    case all
    /// Those that may be the first that matches, and those that aren't known to match anything.
    case first
    /// Those that aren't known to match anything.
    case unmatched
  }

  // Invariants: `found[..<foundCount]` are the regexes found within the path, each once, with
  // growing `byteCount`; `signatures` are the pairs of all literals of each, dismissed if it is.
  // `isFound[regex]` says whether a regex is among them. There is room for every regex.
  // `keptCount` is the trail's.
  private let found: UnsafeMutablePointer<Found>
  private let signatures: UnsafeMutablePointer<LiteralSignature>
  private let isFound: UnsafeMutablePointer<Bool>
  private var keptCount = 0
  /// The trail's.
  private var plainCount = 0
  private var foundCount = 0

  // Invariants: the regexes found that are dismissed, and those that were found again since, are in
  // one list each: in that of the bytes for which they are dismissed, `dismissed[count]` being the
  // place of the first. A count is that behind which the regex was found or more, so that it is in no
  // list when it is forgotten. Lists beyond `lastDismissed` are empty. `dismissedPlaces[regex]` is the
  // place of a regex when it was dismissed last.
  private let dismissed: UnsafeMutablePointer<UInt32>
  private let dismissedPlaces: UnsafeMutablePointer<UInt32>
  private var lastDismissed = 0

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

  // Invariant: `pairs[i]` are those of the first `i` bytes of the last path and its start, for `i`
  // up to `pairCount`, at most `keptCount`: they are noted when they are first asked for.
  private let pairs: UnsafeMutablePointer<LiteralSignature>
  private var pairCount = 0
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
    pairs = .allocate(capacity: PathTrail.keptBytes + 1)
    pairs.initialize(repeating: LiteralSignature(), count: PathTrail.keptBytes + 1)
    dismissed = .allocate(capacity: PathTrail.keptBytes + 1)
    dismissed.initialize(repeating: Self.none, count: PathTrail.keptBytes + 1)
    dismissedPlaces = .allocate(capacity: max(regexCount, 1))
    dismissedPlaces.initialize(repeating: 0, count: regexCount)
    isFound = .allocate(capacity: max(regexCount, 1))
    isFound.initialize(repeating: false, count: regexCount)
    found = .allocate(capacity: max(regexCount, 1))
    signatures = .allocate(capacity: max(regexCount, 1))
    // What the end finds is asked for twice where a newline is before it.
    candidates = .allocate(capacity: max(regexCount + 2 * findable.count, 1))
    others = .allocate(capacity: 1)
  }

  deinit {
    found.deallocate()
    signatures.deallocate()
    isFound.deallocate()
    candidates.deallocate()
    others.deallocate()
    dismissed.deallocate()
    dismissedPlaces.deallocate()
    pairs.deallocate()
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
    takeBack(behind: shared)
    knownMatches.forget(behind: shared)
    last = extent == .all ? .max : extent == .first ? knownMatch : -1
    forgetFound(behind: shared)
    if pairCount > shared { pairCount = shared }
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
    if !isPlain { takeBack(behind: 0) }
    candidateCount = 0
    let end = automaton.next(state, LiteralKey.end)
    if foundCount > 0 || end >= automaton.firstFinding {
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

  /// Forgets what was found behind more than so many bytes.
  @inline(__always)
  private mutating func forgetFound(behind shared: Int) {
    let (found, isFound) = (found, isFound)
    var count = foundCount
    while count > 0, Int(found[count &- 1].byteCount) > shared {
      count &-= 1
      isFound[Int(found[count].regex)] = false
    }
    foundCount = count
  }

  /// Adds a regex to those found.
  @inline(__always)
  private func add(_ regex: FindableRegex, byteCount: Int, at place: Int) {
    (found + place).initialize(
      to: Found(
        regex: regex.regex, byteCount: UInt32(truncatingIfNeeded: byteCount),
        isEnding: regex.isEnding, isGate: regex.isGate))
    signatures[place] = regex.whole
    isFound[Int(regex.regex)] = true
  }

  /// Takes those for candidates of what was found that may match.
  @inline(__always)
  private mutating func choose(_ signature: LiteralSignature) {
    let (last, foundCount, signatures, candidates) = (last, foundCount, signatures, candidates)
    var count = 0
    var place = 0
    while place < foundCount {
      if signatures[place].isSubset(of: signature) {
        let regex = Int(found[place].regex)
        if regex <= last || unmatched.contains(regex) {
          candidates[count] = Candidate(regex, place: place)
          count &+= 1
        }
      }
      place &+= 1
    }
    candidateCount = count
  }

  /// Takes the regexes for candidates of which a literal ends the path. They are forgotten with it.
  @inline(__always)
  private mutating func chooseAtEnd(
    _ state: UInt32, _ signature: LiteralSignature, _ automaton: borrowing LiteralAutomaton
  ) {
    let (last, findable, candidates, isFound) = (last, findable, candidates, isFound)
    var count = candidateCount
    automaton.eachNumber(of: state) { number in
      let new = findable + number
      guard new.pointee.whole.isSubset(of: signature) else { return }
      let regex = Int(new.pointee.regex)
      if regex > last, !unmatched.contains(regex) { return }
      if isFound[regex] { return }
      candidates[count] = Candidate(regex)
      count &+= 1
    }
    candidateCount = count
  }

  // MARK: Known matches

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

  // MARK: Dismissed candidates

  private static let none = UInt32.max

  /// Takes a regex off the candidates until a path comes that doesn't share the bytes that rule it
  /// out.
  ///
  /// - Parameters:
  ///   - candidate: A regex that doesn't match the last path, which is plain.
  ///   - outcome: What its program says.
  ///   - looksBeyondMatch: Whether a match may hang on what stands behind it. If it doesn't, and each
  ///     match ends where the regex is found, then none ends where it was found so far.
  @inline(__always)
  mutating func dismiss(_ candidate: Candidate, _ outcome: MatchOutcome, looksBeyondMatch: Bool) {
    let place = candidate.place
    guard candidate.isKept else { return }
    let entry = found + place
    let first = Int(entry.pointee.byteCount)
    let waits = entry.pointee.isEnding && !looksBeyondMatch
    if outcome.kind == .failedSoFar, !waits, !entry.pointee.isGate { return }
    let count = waits || outcome.byteCount < first ? first : outcome.byteCount
    guard count <= keptCount else { return }
    if entry.pointee.listedBehind > 0 {
      // It was found again, and is taken back with that list.
      if count <= Int(entry.pointee.listedBehind) { signatures[place].isDismissed = true }
      return
    }
    signatures[place].isDismissed = true
    dismissedPlaces[candidate.regex] = UInt32(truncatingIfNeeded: place)
    entry.pointee.listedBehind = UInt32(truncatingIfNeeded: count)
    entry.pointee.nextListed = dismissed[count]
    dismissed[count] = UInt32(truncatingIfNeeded: place)
    if count > lastDismissed { lastDismissed = count }
  }

  /// Takes those for candidates again that are dismissed for more bytes than so many.
  @inline(__always)
  private mutating func takeBack(behind shared: Int) {
    while lastDismissed > shared {
      var place = dismissed[lastDismissed]
      dismissed[lastDismissed] = Self.none
      while place != Self.none {
        signatures[Int(place)].isDismissed = false
        found[Int(place)].listedBehind = 0
        place = found[Int(place)].nextListed
      }
      lastDismissed &-= 1
    }
  }

  /// Takes a regex for a candidate again that is found once more.
  @inline(never)
  private func takeBack(_ regex: Int, among foundCount: Int) {
    let place = Int(dismissedPlaces[regex])
    if place < foundCount, Int(found[place].regex) == regex {
      signatures[place].isDismissed = false
    }
  }

  // MARK: Pairs of bytes

  /// The pairs of the last path, or `everything` where they tell nothing.
  ///
  /// - Parameter path: The last path.
  @inline(__always)
  private mutating func signature(of path: ByteSlice) -> LiteralSignature {
    guard areSignaturesAsked, isPlain, path.count <= PathTrail.keptBytes else { return .everything }
    notePairs(path)
    var signature = pairs[keptCount]
    signature.insert(path.isEmpty ? LiteralKey.start : path[path.count &- 1], LiteralKey.end)
    return signature.usable
  }

  /// Notes the pairs of the bytes that are kept.
  @inline(__always)
  private mutating func notePairs(_ path: ByteSlice) {
    let end = path.count < PathTrail.keptBytes ? path.count : PathTrail.keptBytes
    if pairCount >= end { return }
    var index = pairCount
    if index == 0 {
      pairs[1] = LiteralSignature()
      pairs[1].insert(LiteralKey.start, path[0])
      index = 1
    }
    var signature = pairs[index]
    while index < end {
      let pair = UnsafeRawPointer(path.start)
        .loadUnaligned(fromByteOffset: index &- 1, as: UInt16.self)
      signature.insert(UInt16(littleEndian: pair))
      index &+= 1
      pairs[index] = signature
    }
    pairCount = end
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
    if areSignaturesAsked { notePairs(path) }
    let known = byteCount < pairCount ? byteCount : pairCount
    let before = pairs[known]
    // What a match that ends here holds is in these bytes, and so is what each match begins with, if that
    // is no longer; beyond ASCII some letters have more forms.
    let isAllBefore = known == byteCount && byteCount <= plainCount
    let mostPrefix = isAllBefore ? byteCount : -1
    let (last, findable) = (last, findable)
    var foundCount = foundCount
    automaton.eachNumber(of: state) { number in
      let new = findable + number
      if !new.pointee.before.isSubset(of: before) {
        if Int(new.pointee.prefixCount) <= mostPrefix { return }
      }
      let regex = Int(new.pointee.regex)
      if regex > last, !unmatched.contains(regex) { return }
      if isFound[regex] {
        if new.pointee.isEnding || new.pointee.isGate { takeBack(regex, among: foundCount) }
        return
      }
      add(new.pointee, byteCount: byteCount, at: foundCount)
      foundCount &+= 1
    }
    self.foundCount = foundCount
  }
}
