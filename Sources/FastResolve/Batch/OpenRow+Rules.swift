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
//   - Each regex that the automaton finds in one of the paths by a literal that has a byte of a
//     number in it matches no path with other numbers in their places (`OpenPath`). All others it
//     finds in both paths or in none.
//   - All that it finds in both, and all regexes without literals, are blind to numbers
//     (`NumberBlindness.swift`), or match no path with other numbers: each matches both paths or
//     none. So the first to match is the same one, and so are those that are noted for the report
//     of unmatched rules.
//   - They are ASCII without a newline.
//
// The first two are asked of each path (`NumberChecks`), the others of the first alone.

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
    return checks.allow(
      path, openPath, UnsafePointer(numbers), count: numberCount, startHash: startHash,
      endsBehindFirst)
      && checks.regexes.areIndifferent(to: path, openPath, trail)
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

  /// Whether the numbers of a path matter neither to a name nor to a literal.
  ///
  /// - Parameters:
  ///   - path: The path, ASCII without a newline.
  ///   - open: The path with its numbers open.
  ///   - numbers: Its numbers.
  ///   - count: How many they are, at least one.
  ///   - startHash: The unfinished hash of what stands before the first.
  ///   - ends: Where the parts of the path behind the first number end.
  /// - Complexity: O(*n*) in the length of the path, mostly of the numbers alone.
  func allow(
    _ path: ByteSlice, _ open: OpenPath, _ numbers: UnsafePointer<OpenRow.Number>, count: Int,
    startHash: UInt64, _ ends: PartEnds
  ) -> Bool {
    let name = name(path, numbers.pointee, startHash: startHash)
    return !isNamed(path, numbers.pointee.end, ends, name)
      && areOfNoLiteral(path, open, numbers, count: count).isAllowed
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

  /// Whether no regex that may match is found by a literal that has a byte of a number in it.
  ///
  /// - Parameters:
  ///   - path: The path, ASCII without a newline.
  ///   - open: The path with its numbers open.
  ///   - numbers: Its numbers.
  ///   - count: How many they are, at least one.
  /// - Complexity: O(*n*) in the length of the path, mostly of the numbers alone.
  @inline(__always)
  func areOfNoLiteral(
    _ path: ByteSlice, _ open: OpenPath, _ numbers: UnsafePointer<OpenRow.Number>, count: Int
  ) -> LiteralVerdict {
    guard let steps else { return LiteralVerdict(isAllowed: true, state: 0) }
    return areOfNoLiteral(path, open, numbers, count: count, steps)
  }

  @inline(never)
  private func areOfNoLiteral(
    _ path: ByteSlice, _ open: OpenPath, _ numbers: UnsafePointer<OpenRow.Number>, count: Int,
    _ steps: LiteralAutomaton.Steps
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
        if state >= steps.firstFinding {
          guard !regexes.mayMatch(foundIn: state, open) else {
            return LiteralVerdict(isAllowed: false)
          }
          isStateEnough = false
        }
      }
      let walk = walk(path, open, behind: number.end, state, steps)
      if index == count {
        return LiteralVerdict(
          isAllowed: walk.isAllowed, state: isStateEnough ? state : LiteralVerdict.noState)
      }
      if !walk.isAllowed { return LiteralVerdict(isAllowed: false) }
      if walk.hasFound || walk.end > numbers[index].start { isStateEnough = false }
    }
  }

  /// Whether no regex that may match is found by a literal that has a byte of the last number.
  ///
  /// - Parameters:
  ///   - path: The path.
  ///   - open: The path with its numbers open.
  ///   - end: Where the last number ends.
  ///   - state: The state there.
  @inline(never)
  func isOfNoLiteral(
    _ path: ByteSlice, _ open: OpenPath, behind end: Int, _ state: UInt32
  ) -> Bool {
    guard let steps else { return true }
    return walk(path, open, behind: end, state, steps).isAllowed
  }

  /// Follows the automaton from a number on until no literal can have a byte of it: until the state,
  /// which is a text of so many bytes that the path has just there, has none.
  ///
  /// With other numbers before this one, the state in front of it may have been that of a longer text
  /// than the one it is followed from. That text begins before the end of a number before, and what
  /// goes on from there is found from that number on. Or it may have been that of a shorter text, an
  /// end of the other, and then more is found and not less.
  ///
  /// - Returns: Whether no regex that may match was found before; where that is; and whether any
  ///   was found.
  @inline(__always)
  private func walk(
    _ path: ByteSlice, _ open: OpenPath, behind end: Int, _ state: UInt32,
    _ steps: LiteralAutomaton.Steps
  ) -> (isAllowed: Bool, end: Int, hasFound: Bool) {
    var state = state
    var offset = end
    var hasFound = false
    while offset <= path.count {
      state = steps.next(state, offset < path.count ? path[offset] : LiteralKey.end)
      offset &+= 1
      if steps.depth(state) <= offset &- end { break }
      if state >= steps.firstFinding {
        hasFound = true
        if regexes.mayMatch(foundIn: state, open) { return (false, offset, true) }
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
