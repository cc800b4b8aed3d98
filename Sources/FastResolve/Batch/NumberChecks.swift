/// What is asked of the numbers of a path before its row is known by one with others, and what tells
/// when a row is kept that it needn't be asked: see `OpenRow+Rules.swift` for why that is enough.
struct NumberChecks: ~Copyable, @unchecked Sendable {
  // Members of their own: on the way through members of `rules` the compiler would count a reference
  // at each use.
  private let rules: CompiledRules
  let regexes: RegexNumbers
  /// Of the automaton of `rules`, if it looks for digits of numbers.
  private let steps: LiteralAutomaton.Steps?
  /// The same, for all numbers at once.
  private var digits: OpenDigits?
  /// Whether they are made at all. If not, no row is to be left open.
  let areMade: Bool

  init(_ rules: CompiledRules) {
    self.rules = rules
    regexes = rules.regexes.numbers
    steps = regexes.areLookedFor ? rules.regexes.automaton.steps : nil
    digits = steps.map { OpenDigits($0, rules.regexes.numbers) }
    areMade = rules.numberedPaths.isComplete
  }

  /// The number of the beginning of a path, up to its first number, as `NumberedPaths` has it.
  @inline(__always)
  func name(_ path: ByteSlice, _ first: OpenRow.Number, startHash: UInt64) -> UInt32 {
    let beginning = path.prefix(first.end)
    return rules.numberedPaths.number(
      of: beginning,
      hash: PathHash.finished(PathHash.continued(startHash, beginning.dropFirst(first.start))))
  }

  /// Whether a rule that names something at or below the beginning of a path says something of it.
  ///
  /// - Parameters:
  ///   - path: The path.
  ///   - end: Where its beginning ends.
  ///   - ends: Where the parts of the path behind that end.
  ///   - name: What `name` said of it.
  @inline(__always)
  func isNamed(_ path: ByteSlice, _ end: Int, _ ends: PartEnds, _ name: UInt32) -> Bool {
    name != ByteTable.none && rules.numberedPaths.isNamed(path, end, ends, behind: name)
  }

  /// Whether a rule says something of the path with some numbers.
  ///
  /// - Parameters:
  ///   - path: The path with its numbers open.
  ///   - first: Its first number.
  ///   - startHash: The unfinished hash of what stands before that.
  func mayName(_ path: OpenPath, _ first: OpenRow.Number, startHash: UInt64) -> Bool {
    rules.numberedPaths.mayName(path, number: first.start..<first.end, startHash: startHash)
  }

  /// Whether some numbers may lead to a literal of a regex that may tell them apart, but for the
  /// guards; also where that isn't known.
  ///
  /// - Parameters:
  ///   - path: The path with its numbers open.
  ///   - numbers: Its numbers.
  ///   - guards: The guards.
  mutating func mayHaveLiteral(
    _ path: OpenPath, _ numbers: BoundedList<OpenRow.Number>, but guards: BoundedList<RegexGuard>
  ) -> Bool {
    for index in 0..<numbers.count {
      let number = numbers[index]
      let end = index + 1 < numbers.count ? numbers[index + 1].start : path.bytes.count
      let mayHave = digits?.mayHaveLiteral(
        path, number: number.start..<number.end, from: number.stateBefore, to: end, but: guards)
      if mayHave == true { return true }
    }
    return false
  }

  /// What the automaton says of the numbers of a path.
  struct LiteralVerdict: BitwiseCopyable {
    /// Whether no regex that may tell them apart is found by a literal that has a byte of one.
    var isAllowed: Bool
    /// The state of the automaton behind the last number, if all that is known only there hangs on
    /// that and on what follows; else `noState`. 0 if it doesn't hang on what follows, unless that is
    /// nothing.
    var state = noState

    static let noState = UInt32.max
  }

  /// Whether no regex that may tell a path from one with other numbers is found by a literal that has
  /// a byte of a number in it, but for the guards.
  ///
  /// - Parameters:
  ///   - path: The path, ASCII without a newline.
  ///   - open: The path with its numbers open.
  ///   - numbers: Its numbers, at least one.
  ///   - guards: The guards.
  /// - Complexity: O(*n*) in the length of the path, mostly of the numbers alone.
  @inline(__always)
  func areOfNoLiteral(
    _ path: ByteSlice, _ open: OpenPath, _ numbers: BoundedList<OpenRow.Number>,
    but guards: BoundedList<RegexGuard>
  ) -> LiteralVerdict {
    guard let steps else { return LiteralVerdict(isAllowed: true, state: 0) }
    return areOfNoLiteral(path, open, numbers, guards, steps)
  }

  @inline(never)
  private func areOfNoLiteral(
    _ path: ByteSlice, _ open: OpenPath, _ numbers: BoundedList<OpenRow.Number>,
    _ guards: BoundedList<RegexGuard>, _ steps: LiteralAutomaton.Steps
  ) -> LiteralVerdict {
    var index = 0
    var isStateEnough = true
    while true {
      let number = numbers[index]
      index &+= 1
      var state = number.stateBefore
      var offset = number.start
      while offset < number.end {
        state = steps.next(state, path[offset])
        offset &+= 1
        if state >= steps.firstFinding, !regexes.areAllBlind(foundIn: state) {
          guard !regexes.mayTell(foundIn: state, open, but: guards) else {
            return LiteralVerdict(isAllowed: false)
          }
          isStateEnough = false
        }
      }
      let walk = walk(path, open, behind: number.end, state, guards, steps)
      if index == numbers.count {
        if !isStateEnough { return LiteralVerdict(isAllowed: walk.isAllowed) }
        // If no literal has the dot behind the number and a byte of that, none has what follows.
        let isDotEnough = steps.depth(steps.next(state, UInt8(ascii: "."))) <= 1
        return LiteralVerdict(isAllowed: walk.isAllowed, state: isDotEnough ? 0 : state)
      }
      if !walk.isAllowed { return LiteralVerdict(isAllowed: false) }
      if walk.hasFound || walk.end > numbers[index].start { isStateEnough = false }
    }
  }

  /// Whether no regex that may tell a path from one with other numbers is found by a literal that has
  /// a byte of the last number, but for the guards.
  ///
  /// - Parameters:
  ///   - path: The path.
  ///   - open: The path with its numbers open.
  ///   - end: Where the last number ends.
  ///   - state: The state there.
  ///   - guards: The guards.
  @inline(never)
  func isOfNoLiteral(
    _ path: ByteSlice, _ open: OpenPath, behind end: Int, _ state: UInt32,
    but guards: BoundedList<RegexGuard>
  ) -> Bool {
    guard let steps else { return true }
    return walk(path, open, behind: end, state, guards, steps).isAllowed
  }

  /// Whether each guard of a row says of another path what it said of the row's.
  @inline(__always)
  func agree(_ guards: BoundedList<RegexGuard>, on path: ByteSlice) -> Bool {
    guards.count == 0 || regexes.agree(guards, on: path)
  }

  /// Follows the automaton from a number on until no literal can have a byte of it: until the state,
  /// which is a text of so many bytes that the path has just there, has none.
  ///
  /// With other numbers before this one, the state in front of it may have been that of a longer text
  /// than the one it is followed from. That text begins before the end of a number before, and what
  /// goes on from there is found from that number on. Or it may have been that of a shorter text, an
  /// end of the other, and then more is found and not less.
  ///
  /// - Returns: Whether no regex was found before that may tell the paths apart; where that is; and
  ///   whether any was found that isn't blind to numbers.
  @inline(__always)
  private func walk(
    _ path: ByteSlice, _ open: OpenPath, behind end: Int, _ state: UInt32,
    _ guards: BoundedList<RegexGuard>,
    _ steps: LiteralAutomaton.Steps
  ) -> (isAllowed: Bool, end: Int, hasFound: Bool) {
    var state = state
    var offset = end
    var hasFound = false
    while offset <= path.count {
      state = steps.next(state, offset < path.count ? path[offset] : LiteralKey.end)
      offset &+= 1
      if steps.depth(state) <= offset &- end { break }
      if state >= steps.firstFinding, !regexes.areAllBlind(foundIn: state) {
        hasFound = true
        if regexes.mayTell(foundIn: state, open, but: guards) { return (false, offset, true) }
      }
    }
    return (true, offset, hasFound)
  }
}
