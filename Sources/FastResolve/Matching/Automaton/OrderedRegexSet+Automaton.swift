// How the first match is told by the path automaton.
//
// It is exact for the reasons that `PathPrograms` gives: on plain paths a regex matches exactly where there is a
// way through its program, and its conditions hold. The automaton goes all ways at once, so it comes to the end
// of a program on a path just if the regex matches the bytes up to there. What it can't tell is asked as
// `firstMatch` does, in order, and those are: regexes of which it came to where a reference stands or to the end
// of a program with conditions (the others of these don't match), and regexes without a program of which one
// literal of a clause was found (without that they don't match, for the reasons that `OrderedRegexSet` gives), or
// that are looked for by none.

extension OrderedRegexSet {
  /// Does what the other `firstMatch` does for a path along which the path automaton was followed.
  ///
  /// - Parameter state: The state that it came to, which isn't its `dead` one.
  @inline(__always)
  func firstMatch(
    _ path: ByteSlice, in state: UInt32, isAnswerWanted: Bool, _ scratch: inout RegexSetScratch
  ) throws(Failure) -> Int? {
    let verdict = scratch.paths.verdict(state, scratch.unmatched)
    if !verdict.hasCandidates, others.isEmpty {
      return isAnswerWanted && verdict.firstMatch >= 0 ? verdict.firstMatch : nil
    }
    return try firstMatch(path, verdict, isAnswerWanted: isAnswerWanted, &scratch)
  }

  /// The same where regexes have to be asked by themselves.
  @inline(never)
  private func firstMatch(
    _ path: ByteSlice, _ verdict: PathVerdict, isAnswerWanted: Bool,
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
        if try matchesPlain(candidate.regex, path, &scratch) {
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
        if unmatched.contains(candidate.regex), mayMatchPlain(candidate.regex, path, &scratch) {
          note(matched: candidate.regex, &scratch)
        }
      }
    }
    return first
  }

  /// Whether a regex matches at the start of a plain path.
  @inline(never)
  private func matchesPlain(
    _ regex: Int, _ path: ByteSlice, _ scratch: inout RegexSetScratch
  ) throws(Failure) -> Bool {
    if let verdict = plainVerdict(regex, path) { return verdict }
    return try engineMatches(regex, path, isASCII: true, &scratch)
  }

  /// The same of a regex on which the answer doesn't hang.
  @inline(never)
  private func mayMatchPlain(
    _ regex: Int, _ path: ByteSlice, _ scratch: inout RegexSetScratch
  ) -> Bool {
    plainVerdict(regex, path) ?? engineMayMatch(regex, path, isASCII: true, &scratch)
  }

  @inline(__always)
  private func plainVerdict(_ regex: Int, _ path: ByteSlice) -> Bool? {
    var outcome = programs.outcome(regex, path)
    if outcome.kind == .unknown { outcome = checks.outcome(regex, path, isASCII: true) }
    return outcome.kind == .unknown ? nil : outcome.isMatch
  }
}
