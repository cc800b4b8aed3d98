/// The regexes of a set, each compiled when it is first tried.
///
/// Of a thousand regexes many are never tried: what the tree tells of them decides, or none of the
/// paths holds what they ask for. Compiling them all, for ASCII and for other paths, takes longer
/// than copying the inventory does a third of the time.
///
/// Shared by all workers. Each keeps what it was given, so that the lock is taken once for a regex
/// and worker.
final class LazyRegexes: Sendable {
  private let regexes: [ClassifiedRegex]
  private let limits: MatchLimits
  private let compiled: Locked<[CompiledRegex?]>

  init(_ regexes: [ClassifiedRegex], limits: MatchLimits) {
    self.regexes = regexes
    self.limits = limits
    compiled = Locked(Array(repeating: nil, count: regexes.count))
  }

  /// The program of a regex, valid as long as this object lives.
  func program(_ position: Int) -> RegexProgram {
    if let known = compiled.withLock({ $0[position]?.program }) { return known }
    // Two workers may both compile it; the one that comes second takes what is there.
    let regex = CompiledRegex(regexes[position].regex, limits: limits)
    return compiled.withLock { compiled in
      if let known = compiled[position] { return known.program }
      compiled[position] = regex
      return regex.program
    }
  }
}
