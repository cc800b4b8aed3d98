// Which regexes are asked about which paths, and to ask one of them alone.

/// What regexes are asked about paths, in a run over the rows of a sample.
struct RegexAsks {
  /// What one regex was asked.
  struct OfRegex {
    /// How often it was asked: a walk over the path, a comparison of literals, or an engine.
    var calls = 0
    /// How often it matched.
    var hits = 0
    /// How often it was known from the path before that it matches, and not asked.
    var knownMatches = 0
    /// How many of the calls an engine had to answer.
    var engineCalls = 0
    /// How many of the calls were made only because the regex wasn't known to match anything:
    /// another one, or a module name, had decided.
    var probes = 0
    /// The paths of some of the calls, by number: one in `share`, at even distances.
    private(set) var paths: [UInt32] = []
    private var share = 1

    /// How many paths are kept at the most.
    static let mostPaths = 1024

    mutating func add(path: Int) {
      defer { calls += 1 }
      guard calls % share == 0 else { return }
      paths.append(UInt32(path))
      guard paths.count == Self.mostPaths else { return }
      paths = stride(from: 0, to: paths.count, by: 2).map { paths[$0] }
      share *= 2
    }
  }

  /// By the position of the regex.
  var regexes: [OfRegex]
  /// The rows whose path the regexes were asked about.
  var paths = 0
  /// Whether every regex was known to match something when a module name decided a row.
  var areAllMatched = false
  /// How many paths had so many candidates, by that number.
  var candidateCounts: [Int] = []

  init(count: Int) { regexes = Array(repeating: OfRegex(), count: count) }

  mutating func notePath(candidates: Int) {
    paths += 1
    if candidates >= candidateCounts.count {
      candidateCounts += Array(repeating: 0, count: candidates + 1 - candidateCounts.count)
    }
    candidateCounts[candidates] += 1
  }
}

extension OrderedRegexSet {
  /// Does what `firstMatch` does without a cache, and notes which regexes are asked.
  ///
  /// It asks the same regexes about the same paths, those included that are asked for the report of
  /// unmatched rules, and passes over the same ones of which the path before tells the outcome.
  ///
  /// - Parameters:
  ///   - path: The path.
  ///   - number: Its number.
  ///   - trail: The trail, followed to this path and to all before.
  ///   - isAnswerWanted: As for `firstMatch`.
  ///   - scratch: Without a cache, and used for nothing else.
  ///   - asks: Takes what is asked.
  /// - Returns: What `firstMatch` returns.
  func firstMatch(
    _ path: ByteSlice, number: Int, _ trail: inout PathTrail, isAnswerWanted: Bool,
    _ scratch: inout RegexSetScratch, noting asks: inout RegexAsks
  ) throws(Failure) -> Int? {
    if !isAnswerWanted, scratch.unmatched.isEmpty {
      asks.areAllMatched = true
      return nil
    }
    scan(path, &trail, for: isAnswerWanted ? .first : .unmatched, &scratch)
    var all = candidates(scratch)
    asks.notePath(candidates: all.removeAll())
    var candidates = candidates(scratch)
    let knownMatch = scratch.scan.knownMatch
    var first: Int?
    if isAnswerWanted {
      while let candidate = candidates.next() {
        let regex = candidate.regex
        if regex == knownMatch {
          asks.regexes[regex].knownMatches += 1
          first = regex
          break
        }
        if try ask(candidate, path, number: number, isFirst: true, &scratch, noting: &asks) {
          first = regex
          break
        }
      }
    }
    let unmatched = RegexBits.Words(scratch.unmatched)
    while let candidate = candidates.next(in: unmatched) {
      _ = try ask(candidate, path, number: number, isFirst: false, &scratch, noting: &asks)
    }
    return first
  }

  /// Asks a candidate of the path that was scanned last, and notes it.
  ///
  /// - Parameter isFirst: Whether no regex before it matches, and the first is asked for.
  /// - Throws: `Failure` when a limit was hit, if it is.
  private func ask(
    _ candidate: Candidate, _ path: ByteSlice, number: Int, isFirst: Bool,
    _ scratch: inout RegexSetScratch, noting asks: inout RegexAsks
  ) throws(Failure) -> Bool {
    let regex = candidate.regex
    asks.regexes[regex].add(path: number)
    if !isFirst { asks.regexes[regex].probes += 1 }
    var matches = verdict(candidate, path, isFirst: isFirst, &scratch)
    if matches == nil {
      asks.regexes[regex].engineCalls += 1
      matches =
        isFirst
        ? try engineMatches(regex, path, isASCII: scratch.scan.isASCII, &scratch)
        : engineMayMatch(regex, path, isASCII: scratch.scan.isASCII, &scratch)
    }
    guard matches == true else { return false }
    asks.regexes[regex].hits += 1
    note(matched: regex, &scratch)
    return true
  }

  /// What has to be known of a path to ask a regex about it.
  enum PathKind: UInt8 {
    /// ASCII without a newline.
    case plain
    /// ASCII with a newline.
    case withNewline
    case beyondASCII

    init(_ path: ByteSlice) {
      self =
        !isASCII(path.start, count: path.count)
        ? .beyondASCII : path.firstOffset(of: 0x0A) == nil ? .plain : .withNewline
    }
  }

  /// Whether a regex matches a path, told as it is told of a candidate; where a limit is hit, it
  /// counts as a match.
  ///
  /// - Parameters:
  ///   - regex: The regex.
  ///   - path: The path.
  ///   - kind: Its kind.
  ///   - program: That of the regex, where it may take an engine.
  ///   - scratch: The worker's own.
  @inline(__always)
  func ask(
    _ regex: Int, _ path: ByteSlice, _ kind: PathKind, _ program: RegexProgram?,
    _ scratch: borrowing RegexScratch
  ) -> Bool {
    if kind == .plain {
      let outcome = programs.outcome(regex, path)
      if outcome.kind != .unknown { return outcome.isMatch }
    }
    let outcome = checks.outcome(regex, path, isASCII: kind != .beyondASCII)
    if outcome.kind != .unknown { return outcome.isMatch }
    guard let program else { return false }
    let subject = UnsafeBufferPointer(start: path.start, count: path.count)
    return (try? program.matches(subject, isASCII: kind != .beyondASCII, scratch: scratch)) ?? true
  }
}
