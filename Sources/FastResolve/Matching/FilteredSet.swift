// A set without a filter.
//
// Where there is no cache, the automaton of programs tells the first match of nearly all paths, and the filter
// is for what it doesn't tell of: paths beyond ASCII or with a newline, and rows so unlike that it stays
// aside. To classify ten thousand regexes and to make their filter takes 40 of the 78 milliseconds of a run for
// one row, and most inventories never need it. So a set can be made of programs alone
// (`OrderedRegexSet.init(programming:)`), and gets one with a filter at its side when a path asks for it.
//
// A set without a filter is as right as one with it. Its regexes are of the class of which nothing is known,
// but for those without a program, so each is a candidate on every path. What is asked of it besides the
// first match is answered by asking each regex.

/// The set with a filter that belongs to one without. Made when it is first asked, for all threads.
final class FilteredSet: Sendable {
  private let made = Locked<OrderedRegexSet?>(nil)

  /// Whether it was ever asked.
  var isMade: Bool { made.withLock { $0 != nil } }

  /// Does what `OrderedRegexSet.firstMatch` does for paths of which the programs don't tell.
  ///
  /// - Parameters:
  ///   - regexes: The set without a filter.
  ///   - scratch: The worker's own, of that set.
  @inline(never)
  func firstMatch(
    _ path: ByteSlice, of regexes: OrderedRegexSet, isAnswerWanted: Bool,
    _ scratch: inout RegexSetScratch
  ) throws(OrderedRegexSet.Failure) -> Int? {
    let own =
      scratch.filtered
      ?? FilteredScratch(value(regexes), notesMatches: !scratch.unmatched.isEmpty)
    scratch.filtered = own
    // Either knows of regexes that matched what the other wasn't asked about.
    own.regexes.unmatched.formIntersection(scratch.unmatched)
    defer { scratch.unmatched.formIntersection(own.regexes.unmatched) }
    return try own.firstMatch(path, isAnswerWanted: isAnswerWanted)
  }

  private func value(_ regexes: OrderedRegexSet) -> OrderedRegexSet {
    made.withLock { made in
      if let made { return made }
      let filtered = OrderedRegexSet(
        classified: concurrentArray(count: regexes.count) {
          ClassifiedRegex(regexes.classified[$0].regex)
        }, programs: regexes.programs, limits: regexes.limits)
      made = filtered
      return filtered
    }
  }
}

/// All that changes while one worker asks a set with a filter that belongs to one without.
final class FilteredScratch {
  private let set: OrderedRegexSet
  /// The paths that the set was asked about: a path is taken up where it parts from the last one of these.
  private var trail: PathTrail
  fileprivate var regexes: RegexSetScratch
  private let noNames = ByteTable([String](), hash: PathHash.of)

  /// - Parameters:
  ///   - set: The set with a filter.
  ///   - notesMatches: Whether it is asked which regexes match nothing.
  fileprivate init(_ set: OrderedRegexSet, notesMatches: Bool) {
    self.set = set
    trail = PathTrail(set.automaton)
    regexes = RegexSetScratch(set, notesMatches: notesMatches)
  }

  fileprivate func firstMatch(
    _ path: ByteSlice, isAnswerWanted: Bool
  ) throws(OrderedRegexSet.Failure) -> Int? {
    _ = trail.follow(path, noNames, set.automaton)
    return try set.firstMatch(path, &trail, isAnswerWanted: isAnswerWanted, &regexes)
  }
}

extension OrderedRegexSet {
  /// Prepares regexes for runs without a cache: without a filter, if enough of them have programs.
  ///
  /// - Parameters:
  ///   - regexes: The regexes.
  ///   - fewestPrograms: With fewer programs the set has a filter.
  ///   - limits: Those of a match.
  /// - Complexity: O(*n*) in the length of the patterns.
  convenience init(programming regexes: [PythonRegex], fewestPrograms: Int, limits: MatchLimits) {
    let programs = PathPrograms(regexes) { ClassifiedRegex(regexes[$0]).keys }
    let isFiltered = programs.programCount < fewestPrograms
    // What has no program is looked for by its literals where there are programs, too.
    let classified = concurrentArray(count: regexes.count) { position in
      isFiltered || !programs.isThere(position)
        ? ClassifiedRegex(regexes[position]) : ClassifiedRegex(opaque: regexes[position])
    }
    self.init(classified: classified, programs: programs, limits: limits, isFiltered: isFiltered)
  }
}
