/// What the regexes of a set make of the numbers in a path: see `NumberBlindness.swift`. Immutable.
final class RegexNumbers: @unchecked Sendable {
  // Invariant: whether each regex is blind to numbers; of those that aren't, the pairs without a
  // digit that every path holds which it matches, if they are asked for; and for each finding state
  // of the automaton, from `firstFinding` on, whether all regexes are blind that are found in it.
  private let areBlind: UnsafeMutablePointer<Bool>
  private let pairs: UnsafeMutablePointer<LiteralSignature>
  /// Whether open paths are asked for their pairs: to note them for a few regexes would be more than
  /// it saves.
  let arePairsAsked: Bool
  private let areFoundBlind: UnsafeMutablePointer<Bool>
  /// For fewer regexes that aren't blind they are not.
  private static let fewestRegexes = 250
  /// The regexes that are not, and are tried on every plain path.
  private let unfiltered: [Int]
  private let automaton: LiteralAutomaton
  private let programs: PathPrograms
  /// Whether the automaton looks for digits that could be those of a number.
  let areLookedFor: Bool

  /// - Parameters:
  ///   - regexes: The regexes.
  ///   - programs: Their programs.
  ///   - filter: Their filter.
  init(_ regexes: [ClassifiedRegex], _ programs: PathPrograms, _ filter: CandidateFilter) {
    self.programs = programs
    automaton = filter.automaton
    areLookedFor = filter.looksForNumbers
    unfiltered = regexes.indices.filter {
      !regexes[$0].isBlindToNumbers && filter.always.contains($0)
    }
    areBlind = .copy(of: regexes.map { $0.isBlindToNumbers })
    let arePairsAsked = regexes.count { !$0.isBlindToNumbers } >= Self.fewestRegexes
    self.arePairsAsked = arePairsAsked
    pairs = .copy(
      of: regexes.map { regex in
        arePairsAsked ? regex.pairsWithoutDigits : LiteralSignature()
      })
    let count = automaton.stateCount - Int(automaton.firstFinding)
    areFoundBlind = .allocate(capacity: max(count, 1))
    for offset in 0..<count {
      let state = automaton.firstFinding + UInt32(offset)
      let areAllBlind = !automaton.hasRegex(of: state) { !areBlind[$0] }
      (areFoundBlind + offset).initialize(to: areAllBlind)
    }
  }

  deinit {
    areBlind.deallocate()
    pairs.deallocate()
    areFoundBlind.deallocate()
  }

  /// Lists the guards of a path: the regexes that may tell it from a path with other numbers, and
  /// are found in it.
  ///
  /// - Parameters:
  ///   - path: A plain path, all of which is kept by the trail.
  ///   - open: The same with its numbers open.
  ///   - trail: The trail, followed to this path.
  ///   - guards: Takes them.
  /// - Returns: Whether all are listed. They aren't where they are too many, or where one has no
  ///   program.
  func list(
    guardsOf path: ByteSlice, _ open: OpenPath, _ trail: borrowing PathTrail,
    in guards: inout BoundedList<RegexGuard>
  ) -> Bool {
    assert(trail.areStatesKnown)
    for regex in unfiltered {
      guard list(regex, path, open, in: &guards) else { return false }
    }
    var mark = 0
    while mark < trail.markCount {
      let state = trail.states[Int(trail.marks[mark])]
      guard list(foundIn: state, path, open, in: &guards) else { return false }
      mark &+= 1
    }
    let end = automaton.next(trail.states[path.count], LiteralKey.end)
    return end < automaton.firstFinding || list(foundIn: end, path, open, in: &guards)
  }

  @inline(__always)
  private func list(
    foundIn state: UInt32, _ path: ByteSlice, _ open: OpenPath,
    in guards: inout BoundedList<RegexGuard>
  ) -> Bool {
    areAllBlind(foundIn: state)
      || !automaton.hasRegex(of: state) { !areBlind[$0] && !list($0, path, open, in: &guards) }
  }

  @inline(__always)
  private func list(
    _ regex: Int, _ path: ByteSlice, _ open: OpenPath, in guards: inout BoundedList<RegexGuard>
  ) -> Bool {
    guard arePairsThere(regex, open), !guards.contains(regex), programs.mayMatch(regex, open) else {
      return true
    }
    let outcome = programs.outcome(regex, path)
    return outcome.kind != .unknown
      && guards.append(RegexGuard(regex, isMatched: outcome.isMatch), most: RegexGuard.most)
  }

  /// Whether all regexes that are found in a state are blind to numbers.
  ///
  /// - Parameter state: A finding state.
  @inline(__always)
  func areAllBlind(foundIn state: UInt32) -> Bool {
    areFoundBlind[Int(state &- automaton.firstFinding)]
  }

  /// Whether a regex that is found in a state may tell a path from one with other numbers.
  ///
  /// - Parameters:
  ///   - state: A finding state.
  ///   - open: The path with its numbers open.
  ///   - guards: Those that are asked anyway.
  @inline(never)
  func mayTell(foundIn state: UInt32, _ open: OpenPath, but guards: BoundedList<RegexGuard>) -> Bool
  {
    automaton.hasRegex(of: state) {
      !areBlind[$0] && arePairsThere($0, open) && !guards.contains($0)
        && programs.mayMatch($0, open)
    }
  }

  /// Whether a regex that isn't blind to numbers may match one of the paths, as far as their pairs of
  /// bytes tell. Mostly they tell that it can't; to walk over the path takes a hundred times as long.
  /// Under ten thousand regexes a run with the cache takes a tenth less time for that.
  @inline(__always)
  private func arePairsThere(_ regex: Int, _ open: OpenPath) -> Bool {
    pairs[regex].isSubset(of: open.pairs)
  }

  /// Whether each guard says of a path what it said of the one it was listed for.
  ///
  /// - Parameter path: A plain path that differs from that one in its numbers alone.
  /// - Complexity: That of a match for each guard.
  @inline(never)
  func agree(_ guards: BoundedList<RegexGuard>, on path: ByteSlice) -> Bool {
    var index = 0
    while index < guards.count {
      let isMatched = programs.outcome(guards[index].regex, path).isMatch
      if isMatched != guards[index].isMatched { return false }
      index &+= 1
    }
    return true
  }
}

/// A regex that tells some paths from others that differ in their numbers alone, and whether it matches
/// one of these paths.
struct RegexGuard: BitwiseCopyable {
  private var bits: UInt32

  fileprivate init(_ regex: Int, isMatched: Bool) {
    bits = UInt32(truncatingIfNeeded: regex) << 1 | (isMatched ? 1 : 0)
  }

  @inline(__always)
  var regex: Int { Int(bits >> 1) }

  @inline(__always)
  var isMatched: Bool { bits & 1 != 0 }

  /// Of a path that has more, no other numbers are known.
  static let most = 8
}

extension BoundedList<RegexGuard> {
  @inline(__always)
  fileprivate func contains(_ regex: Int) -> Bool {
    var index = 0
    while index < count {
      if self[index].regex == regex { return true }
      index &+= 1
    }
    return false
  }
}
