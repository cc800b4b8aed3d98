// How the first match is told by the path automaton.
//
// It is exact for the reasons that `PathPrograms` gives: on plain paths a regex matches exactly where there
// is a way through its program, and its conditions hold. The automaton goes all ways at once, so it comes
// to the end of a program on a path just if the regex matches the bytes up to there. What it can't tell is
// asked as `firstMatch` does, in order, and those are: regexes of which it came to where a reference stands
// (the others of these don't match), and regexes without a program of which one literal of a clause was
// found (without that they don't match, for the reasons that `OrderedRegexSet` gives), or that are looked
// for by none. A walk of one of these that failed has looked at no byte behind those that it says, so it
// fails on all paths that begin with them.

extension OrderedRegexSet {
  /// Does what the other `firstMatch` does for a path of which the path automaton tells.
  ///
  /// - Parameters:
  ///   - path: The path.
  ///   - verdict: What it says.
  ///   - trail: The trail, followed to this path; it is told of a failure.
  ///   - isAnswerWanted: As for that.
  ///   - scratch: The worker's own.
  @inline(__always)
  func firstMatch(
    _ path: ByteSlice, _ verdict: PathVerdict, _ trail: inout PathTrail, isAnswerWanted: Bool,
    _ scratch: inout RegexSetScratch
  ) throws(Failure) -> Int? {
    if !verdict.hasCandidates, others.isEmpty {
      return isAnswerWanted && verdict.firstMatch >= 0 ? verdict.firstMatch : nil
    }
    return try ask(path, verdict, &trail, isAnswerWanted: isAnswerWanted, &scratch)
  }

  /// The same where regexes have to be asked by themselves.
  @inline(never)
  private func ask(
    _ path: ByteSlice, _ verdict: PathVerdict, _ trail: inout PathTrail, isAnswerWanted: Bool,
    _ scratch: inout RegexSetScratch
  ) throws(Failure) -> Int? {
    var candidates = scratch.candidates(verdict, others)
    var first = isAnswerWanted && verdict.firstMatch >= 0 ? verdict.firstMatch : nil
    var left: Candidate?
    if isAnswerWanted {
      let last = first ?? Int.max
      while let candidate = candidates.next() {
        left = candidate
        if candidate.regex > last { break }
        left = nil
        if try matchesPlain(candidate.regex, path, &trail, &scratch) {
          first = candidate.regex
          break
        }
      }
    }
    if !scratch.unmatched.isEmpty {
      if let first { note(matched: first, &scratch) }
      let unmatched = RegexBits.Words(scratch.unmatched)
      while let candidate = left ?? candidates.next(in: unmatched) {
        left = nil
        if unmatched.contains(candidate.regex),
          mayMatchPlain(candidate.regex, path, &trail, &scratch)
        {
          note(matched: candidate.regex, &scratch)
        }
      }
    }
    return first
  }

  /// Whether a candidate matches at the start of a plain path.
  @inline(never)
  private func matchesPlain(
    _ regex: Int, _ path: ByteSlice, _ trail: inout PathTrail, _ scratch: inout RegexSetScratch
  ) throws(Failure) -> Bool {
    if let verdict = plainVerdict(regex, path, &trail) { return verdict }
    return try engineMatches(regex, path, isASCII: true, &scratch)
  }

  /// The same of one on which the answer doesn't hang.
  @inline(never)
  private func mayMatchPlain(
    _ regex: Int, _ path: ByteSlice, _ trail: inout PathTrail, _ scratch: inout RegexSetScratch
  ) -> Bool {
    plainVerdict(regex, path, &trail)
      ?? engineMayMatch(regex, path, isASCII: true, &scratch)
  }

  @inline(__always)
  private func plainVerdict(
    _ regex: Int, _ path: ByteSlice, _ trail: inout PathTrail
  ) -> Bool? {
    if trail.isKnownToFail(regex) { return false }
    var outcome = programs.outcome(regex, path)
    if outcome.kind == .failed { trail.noteFailure(of: regex, behind: outcome.byteCount) }
    if outcome.kind == .unknown { outcome = checks.outcome(regex, path, isASCII: true) }
    return outcome.kind == .unknown ? nil : outcome.isMatch
  }
}
