/// What an automaton says of a path.
struct PathVerdict: BitwiseCopyable {
  /// The first regex of which it tells that it matches, or -1.
  let firstMatch: Int
  /// The list of the candidates, 0 if there are none.
  fileprivate let list: Int

  /// Whether there are regexes that have to be asked: those that may match before that one, and those that
  /// may match and aren't known to match anything.
  @inline(__always)
  var hasCandidates: Bool { list != 0 }
}

/// What is said of the paths that end in each state of an automaton. That is found when the first one does.
struct StateVerdicts: ~Copyable, @unchecked Sendable {
  struct Verdict: BitwiseCopyable {
    /// 0 where nobody asked yet, 1 where no match is told, else the first regex of which one is, and two.
    var answer: UInt32 = 0
    /// Its list of candidates, in `lists`; the first one is empty.
    var list: UInt32 = 0
  }

  struct List: BitwiseCopyable {
    var first: UInt32
    var count: UInt32
  }

  // Invariants: there is a verdict for each state, the list of which is in `lists`, and the elements of
  // those in `candidates`.
  private var verdicts = GrowingMemory<Verdict>()
  private var lists = GrowingMemory<List>()
  private var candidates = GrowingMemory<Candidate>()

  init() { lists.append(List(first: 0, count: 0)) }

  /// How many bytes are taken up.
  var byteCount: Int { verdicts.byteCount + lists.byteCount + candidates.byteCount }

  /// Adds a state of which nothing is known.
  @inline(__always)
  mutating func addState() { verdicts.append(Verdict()) }

  /// Removes all states.
  mutating func removeAll() {
    verdicts.removeAll()
    lists.removeAll(behind: 1)
    candidates.removeAll()
  }

  /// What is said of the paths that end in a state, if that was found.
  @inline(__always)
  subscript(state: UInt32) -> PathVerdict? {
    let verdict = verdicts[Int(state)]
    if verdict.answer == 0 { return nil }
    return PathVerdict(firstMatch: Int(verdict.answer) &- 2, list: Int(verdict.list))
  }

  /// The candidates of a verdict. Valid until something is added.
  ///
  /// - Parameter others: As for `Candidates`.
  @inline(__always)
  func candidates(
    of verdict: PathVerdict, others: UnsafeMutablePointer<RegexBits.Iterator>?
  ) -> Candidates {
    let list = lists[verdict.list]
    return Candidates(
      candidates.start + Int(list.first), count: Int(list.count), others: others)
  }

  /// Adds a candidate to the list that the next verdict gets.
  mutating func add(candidate regex: Int) { candidates.append(Candidate(regex)) }

  /// Keeps what is said of the paths that end in a state, with the candidates that were added.
  ///
  /// - Parameter firstMatch: The first regex of which it is told that it matches, or `ProgramGraph.none`.
  mutating func keep(_ state: UInt32, firstMatch: UInt32) -> PathVerdict {
    let last = lists[lists.count &- 1]
    let first = last.first &+ last.count
    let count = UInt32(truncatingIfNeeded: candidates.count) &- first
    var verdict = Verdict(answer: firstMatch == ProgramGraph.none ? 1 : firstMatch &+ 2)
    if count > 0 {
      verdict.list = UInt32(truncatingIfNeeded: lists.count)
      lists.append(List(first: first, count: count))
    }
    verdicts[Int(state)] = verdict
    return PathVerdict(firstMatch: Int(verdict.answer) &- 2, list: Int(verdict.list))
  }
}
