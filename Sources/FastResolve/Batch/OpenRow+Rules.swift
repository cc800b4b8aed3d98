// When a row's answer is that of the same row with other numbers.
//
// - A use number matters to order rules alone. Rows that are uses which an order rule counts aren't
//   left open, and whether they are hangs on the path and the object.
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
//   Where a module name is above the path and nothing is noted, only the first and the last condition
//   are needed: that name decides both rows, whatever the regexes say.
//
// The guards are listed, and the paths are looked at for other bytes than ASCII, when a row is kept.
// All else is asked of each path, unless it was asked before (`NumberVerdicts`); but of most rows it
// is known when they are kept that no names (`NumberedPaths.mayName`) and no literals (`OpenDigits`)
// say something of any numbers.

extension OpenRow {
  /// Whether the row can be known with other numbers, as far as `NumberChecks` allows these.
  ///
  /// - Parameters:
  ///   - path: The row's path.
  ///   - trail: The trail, followed to this path.
  ///   - checks: Those of the rules.
  @inline(__always)
  mutating func settle(
    _ path: ByteSlice, _ trail: borrowing PathTrail, _ checks: inout NumberChecks
  ) -> Bool {
    guard isComplete else { return false }
    return numbers.count == 0 || settlePath(path, trail, &checks)
  }

  @inline(never)
  private mutating func settlePath(
    _ path: ByteSlice, _ trail: borrowing PathTrail, _ checks: inout NumberChecks
  ) -> Bool {
    guard trail.isPlain, path.count == trail.keptCount else { return false }
    startHash = trail.unfinishedHash(of: numbers[0].start)
    pairs = .everything
    mayBeNamed = checks.mayName(openPath, numbers[0], startHash: startHash)
    if mayBeNamed {
      endsBehindFirst = trail.partEnds(behind: numbers[0].end)
      let name = checks.name(path, numbers[0], startHash: startHash)
      if checks.isNamed(path, numbers[0].end, endsBehindFirst, name) { return false }
    }
    // Where they aren't known, a module name decides, and nobody asks for more.
    guard trail.areStatesKnown else { return true }
    var index = 0
    while index < numbers.count {
      numbers.start[index].stateBefore = trail.states[numbers[index].start]
      index &+= 1
    }
    if checks.regexes.arePairsAsked { pairs = LiteralSignature(path: openPath.bytes) }
    guard checks.regexes.list(guardsOf: path, openPath, trail, in: &guards) else { return false }
    mayHaveLiteral = checks.mayHaveLiteral(openPath, numbers, but: guards)
    return true
  }
}
