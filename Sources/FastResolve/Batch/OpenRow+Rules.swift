// When a row's answer is that of the same row with other numbers.
//
// - A use number matters to order rules alone. Rows that are uses which an order rule counts aren't
//   kept at all, and whether they are hangs on the path and the type.
// - The numbers of the path, by which a model's layers differ, matter to nothing but the path's
//   rules. If all of these hold for two paths that are the same but for their numbers, of the same
//   lengths, then their answers are the same:
//   - No module name and no path of an order rule that has the first number says something of one of
//     the paths (`NumberedPaths`). So both have the module name rule of what is above, and neither
//     is a counted use, unless by what is above.
//   - Each regex that the automaton finds in the first path, and each that has no literals, is
//     blind to numbers (`NumberBlindness.swift`); or it matches no path with other numbers in their
//     places (`OpenPath`); or it is a *guard* of the row: matched with the other path, it says what
//     it said of the first.
//   - Each regex that the automaton finds in the other path by a literal that has a byte of a number
//     in it is one of these, too. What is found by another literal is found in both paths. What is
//     found in neither matches neither.
//   - They are ASCII without a newline.
//
//   So each regex matches both paths or none: the first to match is the same one, and so are those
//   that are noted for the report of unmatched rules.
//
// The guards are listed, and the paths are looked at for other bytes than ASCII, when a row is kept;
// all else is asked of each path (`NumberChecks`).

extension OpenRow {
  /// Whether the answer of the row is that of the same row with other numbers, if `NumberChecks`
  /// allows these.
  ///
  /// - Parameters:
  ///   - path: The row's path.
  ///   - trail: The trail, followed to this path.
  ///   - checks: Those of the rules.
  @inline(__always)
  mutating func settle(
    _ path: ByteSlice, _ trail: borrowing PathTrail, _ checks: borrowing NumberChecks
  ) -> Bool {
    guard isComplete else { return false }
    return numberCount == 0 || settlePath(path, trail, checks)
  }

  @inline(never)
  private mutating func settlePath(
    _ path: ByteSlice, _ trail: borrowing PathTrail, _ checks: borrowing NumberChecks
  ) -> Bool {
    guard trail.isPlain, path.count == trail.keptCount else { return false }
    startHash = trail.unfinishedHash(of: numbers[0].start)
    var index = 0
    while index < numberCount {
      numbers[index].stateBefore = trail.states[numbers[index].start]
      index &+= 1
    }
    endsBehindFirst = trail.partEnds(behind: numbers[0].end)
    let name = checks.name(path, numbers[0], startHash: startHash)
    return !checks.isNamed(path, numbers[0].end, endsBehindFirst, name)
      && checks.regexes.list(guardsOf: path, openPath, trail, in: &guards)
  }
}

/// What is asked of the numbers of a path.
struct NumberChecks: ~Copyable, @unchecked Sendable {
  // Members of their own: on the way through members of `rules` the compiler would count a reference
  // at each use.
  private let rules: CompiledRules
  fileprivate let regexes: RegexNumbers
  /// Of the automaton of `rules`, if it looks for digits of numbers.
  private let steps: LiteralAutomaton.Steps?
  /// Whether they are made at all. If not, no row is to be left open.
  let areMade: Bool

  init(_ rules: CompiledRules) {
    self.rules = rules
    regexes = rules.regexes.numbers
    steps = regexes.areLookedFor ? rules.regexes.automaton.steps : nil
    areMade = rules.numberedPaths.isComplete
  }

  /// The number of the beginning of a path, up to its first number, as `NumberedPaths` has it.
  @inline(__always)
  func name(_ path: ByteSlice, _ first: OpenRow.Number, startHash: UInt64) -> UInt32 {
    let beginning = path.prefix(first.end)
    return rules.numberedPaths.number(
      of: beginning, hash: Self.hash(startHash, beginning.dropFirst(first.start)))
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
    name != ByteTable.none && rules.numberedPaths.isNamed(path.dropFirst(end), ends, behind: name)
  }

  /// What the automaton says of the numbers of a path.
  struct LiteralVerdict: BitwiseCopyable {
    /// Whether no regex that may match is found by a literal that has a byte of one of them.
    var isAllowed: Bool
    /// The state of the automaton behind the last number, if all that is known only there hangs on
    /// that and on what follows; else `noState`.
    var state = noState

    static let noState = UInt32.max
  }

  /// Whether no regex that may tell a path from one with other numbers is found by a literal that has
  /// a byte of a number in it, but for the guards.
  ///
  /// - Parameters:
  ///   - path: The path, ASCII without a newline.
  ///   - open: The path with its numbers open.
  ///   - numbers: Its numbers.
  ///   - count: How many they are, at least one.
  ///   - guards: The guards.
  /// - Complexity: O(*n*) in the length of the path, mostly of the numbers alone.
  @inline(__always)
  func areOfNoLiteral(
    _ path: ByteSlice, _ open: OpenPath, _ numbers: UnsafePointer<OpenRow.Number>, count: Int,
    but guards: RegexGuards
  ) -> LiteralVerdict {
    guard let steps else { return LiteralVerdict(isAllowed: true, state: 0) }
    return areOfNoLiteral(path, open, numbers, count: count, guards, steps)
  }

  @inline(never)
  private func areOfNoLiteral(
    _ path: ByteSlice, _ open: OpenPath, _ numbers: UnsafePointer<OpenRow.Number>, count: Int,
    _ guards: RegexGuards, _ steps: LiteralAutomaton.Steps
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
      if index == count {
        return LiteralVerdict(
          isAllowed: walk.isAllowed, state: isStateEnough ? state : LiteralVerdict.noState)
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
    _ path: ByteSlice, _ open: OpenPath, behind end: Int, _ state: UInt32, but guards: RegexGuards
  ) -> Bool {
    guard let steps else { return true }
    return walk(path, open, behind: end, state, guards, steps).isAllowed
  }

  /// Whether each guard of a row says of another path what it said of the row's.
  @inline(__always)
  func agree(_ guards: RegexGuards, on path: ByteSlice) -> Bool {
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
    _ path: ByteSlice, _ open: OpenPath, behind end: Int, _ state: UInt32, _ guards: RegexGuards,
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

  @inline(__always)
  private static func hash(_ startHash: UInt64, _ digits: ByteSlice) -> UInt64 {
    var hash = startHash
    var offset = 0
    while offset < digits.count {
      hash = PathHash.continued(hash, digits[offset])
      offset &+= 1
    }
    return PathHash.finished(hash)
  }
}
