extension OrderedRegexSet {
  /// Finds all regexes that match at the start of a path.
  ///
  /// The candidates are those of `firstMatch`, for the same reasons, and each of them is asked. A
  /// regex that runs into a limit is in the list as one that may match. Where the answer hangs on
  /// it, it has all that a match may cost, and elsewhere a hundredth of that, as in `firstMatch`.
  ///
  /// - Parameters:
  ///   - path: The path, in valid UTF-8.
  ///   - trail: The trail, followed to this path and to all before; it is told of a scan.
  ///   - isAnswerWanted: Whether the answer hangs on the first match. For one path it is always the
  ///     same.
  ///   - scratch: The worker's own.
  ///   - lists: The worker's own.
  /// - Returns: The regexes, in order. Valid until `lists` is used again.
  /// - Complexity: O(*n*) in the candidates of the path.
  @inline(never)
  func allMatches(
    _ path: ByteSlice, _ trail: inout PathTrail, isAnswerWanted: Bool,
    _ scratch: inout RegexSetScratch, _ lists: inout MatchingRegexLists
  ) -> MatchingRegexes {
    if let known = lists.find(path, hash: trail.hash) { return known }
    var isOpen = isAnswerWanted
    var cost = 0
    scan(path, &trail, &scratch)
    var candidates = candidates(scratch)
    while let candidate = candidates.next() {
      let regex = candidate.regex
      cost &+= 1
      var matches = verdict(candidate, path, isFirst: false, &scratch)
      var isDetermined = true
      if matches == nil {
        cost &+= 7
        matches = engineVerdict(regex, path, isOpen: isOpen, &scratch)
        isDetermined = matches != nil
      }
      guard matches ?? true else { continue }
      lists.append(MatchingRegex(regex, isDetermined: isDetermined))
      isOpen = false
    }
    return lists.end(path, hash: trail.hash, cost: cost)
  }

  /// Whether a regex matches the path that was scanned last, by the engine that runs it; `nil`
  /// where that ran into a limit.
  @inline(never)
  private func engineVerdict(
    _ regex: Int, _ path: ByteSlice, isOpen: Bool, _ scratch: inout RegexSetScratch
  ) -> Bool? {
    let program = program(regex, &scratch)
    return try? program.matches(
      UnsafeBufferPointer(start: path.start, count: path.count), isASCII: scratch.scan.isASCII,
      scratch: isOpen ? scratch.matching : scratch.probing)
  }

  /// Why it isn't known whether a regex matches a path: what `firstMatch` throws. It is tried
  /// again, as a list only says that it isn't known.
  func failure(of regex: Int, on path: ByteSlice, _ scratch: inout RegexSetScratch) -> Failure {
    let program = program(regex, &scratch)
    do throws(RegexMatchError) {
      let isASCII = (0..<path.count).allSatisfy { path[$0] < 0x80 }
      _ = try program.matches(
        UnsafeBufferPointer(start: path.start, count: path.count), isASCII: isASCII,
        scratch: scratch.matching)
      // It would be a matter of luck.
      return Failure(position: regex, error: .treeSteps)
    } catch {
      return Failure(position: regex, error: error)
    }
  }
}
