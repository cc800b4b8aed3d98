/// What an automaton says of a path.
struct PathVerdict: BitwiseCopyable {
  /// The first regex of which it tells that it matches, or -1.
  let firstMatch: Int
  /// The list of the candidates and one, 0 if there are none.
  fileprivate let list: Int

  /// Whether there are regexes that have to be asked: those that may match before that one, and those that
  /// may match and aren't known to match anything.
  @inline(__always)
  var hasCandidates: Bool { list != 0 }
}

/// What an automaton says of the paths that were there, each verdict as a number of its own.
///
/// A verdict without candidates is its number: of most paths nothing else has to be read.
struct PathVerdicts: ~Copyable, @unchecked Sendable {
  /// A verdict with candidates.
  struct List: BitwiseCopyable {
    /// The first match and one.
    var answer: UInt32
    var first: UInt32
    var count: UInt32
  }

  // Invariant: the elements of each list are in `candidates`, of which the first `listed` are in one.
  private var lists = GrowingMemory<List>()
  private var candidates = GrowingMemory<Candidate>()
  private var listed = 0

  /// How many bytes are taken up.
  var byteCount: Int { lists.byteCount + candidates.byteCount }

  mutating func removeAll() {
    lists.removeAll()
    candidates.removeAll()
    listed = 0
  }

  /// Adds a candidate to the verdict that is kept next.
  mutating func add(candidate regex: Int) { candidates.append(Candidate(regex)) }

  /// The verdict of a number.
  @inline(__always)
  subscript(number: UInt32) -> PathVerdict {
    let half = Int(number &>> 1)
    return number & 1 == 0
      ? PathVerdict(firstMatch: half &- 1, list: 0)
      : PathVerdict(firstMatch: Int(lists[half].answer) &- 1, list: half &+ 1)
  }

  /// The candidates of a verdict that has some. Valid until a verdict is added.
  ///
  /// - Parameter others: As for `Candidates`.
  @inline(__always)
  func candidates(
    of verdict: PathVerdict, others: UnsafeMutablePointer<RegexBits.Iterator>?
  ) -> Candidates {
    if verdict.list == 0 { return Candidates(candidates.start, count: 0, others: others) }
    let list = lists[verdict.list &- 1]
    return Candidates(
      candidates.start + Int(list.first), count: Int(list.count), others: others)
  }

  /// Keeps a verdict, with the candidates that were added since the last one.
  ///
  /// - Parameter firstMatch: The first regex of which it is told that it matches, or `ProgramGraph.none`.
  /// - Returns: Its number.
  mutating func keep(firstMatch: UInt32) -> UInt32 {
    let answer = firstMatch == ProgramGraph.none ? 0 : firstMatch &+ 1
    let count = candidates.count &- listed
    if count == 0 { return answer &<< 1 }
    lists.append(
      List(
        answer: answer, first: UInt32(truncatingIfNeeded: listed),
        count: UInt32(truncatingIfNeeded: count)))
    listed = candidates.count
    return UInt32(truncatingIfNeeded: lists.count &- 1) &<< 1 | 1
  }
}
