/// What the regexes of a set make of the numbers in a path: see `NumberBlindness.swift`. Immutable.
final class RegexNumbers: @unchecked Sendable {
  // Invariant: whether each regex is blind to numbers; and for each finding state of the automaton,
  // from `firstFinding` on, whether all regexes are that are found in it.
  private let areBlind: UnsafeMutablePointer<Bool>
  private let areFoundBlind: UnsafeMutablePointer<Bool>
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
    areBlind = .copy(of: regexes.map(\.isBlindToNumbers))
    let count = automaton.stateCount - Int(automaton.firstFinding)
    areFoundBlind = .allocate(capacity: max(count, 1))
    for offset in 0..<count {
      let finding = automaton.findings[offset]
      var areAllBlind = true
      for index in Int(finding.first)..<Int(finding.first + finding.count) {
        areAllBlind = areAllBlind && areBlind[Int(automaton.regexes[index])]
      }
      // The state of a shorter literal stands before: it is less deep.
      if finding.shorter != 0 {
        areAllBlind = areAllBlind && areFoundBlind[Int(finding.shorter - automaton.firstFinding)]
      }
      (areFoundBlind + offset).initialize(to: areAllBlind)
    }
  }

  deinit {
    areBlind.deallocate()
    areFoundBlind.deallocate()
  }

  /// Whether all regexes match a path or don't whatever its numbers, but for those that are found by
  /// a literal that has a byte of a number in it.
  ///
  /// - Parameters:
  ///   - path: A plain path, all of which is kept by the trail.
  ///   - open: The same with its numbers open.
  ///   - trail: The trail, followed to this path.
  func areIndifferent(
    to path: ByteSlice, _ open: OpenPath, _ trail: borrowing PathTrail
  ) -> Bool {
    for regex in unfiltered where programs.mayMatch(regex, open) { return false }
    var mark = 0
    while mark < trail.markCount {
      let state = trail.states[Int(trail.marks[mark])]
      guard areFoundIndifferent(state, to: open) else { return false }
      mark &+= 1
    }
    let end = automaton.next(trail.states[path.count], LiteralKey.end)
    return end < automaton.firstFinding || areFoundIndifferent(end, to: open)
  }

  private func areFoundIndifferent(_ state: UInt32, to open: OpenPath) -> Bool {
    if areFoundBlind[Int(state &- automaton.firstFinding)] { return true }
    return !automaton.hasRegex(of: state) { !areBlind[$0] && programs.mayMatch($0, open) }
  }

  /// Whether a regex that is found in a state may match a path.
  ///
  /// - Parameter state: A finding state.
  @inline(never)
  func mayMatch(foundIn state: UInt32, _ open: OpenPath) -> Bool {
    automaton.hasRegex(of: state) { programs.mayMatch($0, open) }
  }
}
