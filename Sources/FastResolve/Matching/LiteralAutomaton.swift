// Aho and Corasick's automaton: it finds all literals of all regexes in one pass over a path,
// whatever their number.
//
// It is a table of states by bytes. For the thousand regexes of `regex1k` it has some ten thousand
// states, and what a path costs is the misses of the cache that they cause. So:
//
// - Bytes that no literal tells apart share a class, and the table has a column a class: 55 instead
//   of 256. The columns of common bytes stand next to one another. Capital letters are in the class
//   of their small ones, which is what makes one automaton do for the regexes with case and those
//   without.
// - Five of six states have no row of their own (`LiteralWay`): 288 KB for `regex1k`, not 1.25 MB.
// - The states of a literal stand behind one another, as a path goes through them, but for the first
//   few bytes, which nearly all paths go through (`LiteralTrie.statesByLocality`).
// - Most states with a row have the number of that row, and need no way: from these it takes one load to
//   the next state, not two of which the second waits for the first. A third of all steps are taken there;
//   under a thousand regexes that saved 4 % of the time of a row.
// - States are 16 bits wide while they fit. A row begins at a multiple of a power of two, so
//   that its number is turned into its place by a shift.
// - States in which a literal ends have the highest numbers. Whether one does is a comparison of
//   what is in a register already.
//
// Two bytes that are not in any UTF-8 stand for the start and the end of the path. A literal that
// has to begin or end the path is one that has such a byte in it, and needs nothing else.

/// Finds literals, each of which stands for some regexes. Immutable.
final class LiteralAutomaton: @unchecked Sendable {
  // Invariant: `classes` has a class for each byte, each below `1 << shift`. `ways` has one for each
  // state, whose row is one of those in `narrow` or in `wide`, of which one is there; a row has
  // `1 << shift` entries, all of them below `stateCount`, as is where a way goes by itself.
  let narrow: UnsafeMutablePointer<UInt16>?
  let wide: UnsafeMutablePointer<UInt32>?
  let ways: UnsafeMutablePointer<LiteralWay>
  let classes: UnsafeMutablePointer<UInt8>
  /// How long the text is that each state stands for; 255 where it is longer than that.
  private let depths: UnsafeMutablePointer<UInt8>
  let shift: Int
  let stateCount: Int
  /// The states below this one have the rows of their numbers.
  let rowStateCount: UInt32

  /// The state before the first byte of a path.
  let start: UInt32
  /// The first state in which literals end.
  let firstFinding: UInt32

  /// What ends in a finding state.
  struct Finding {
    /// The regexes of the longest literal that ends there, in `regexes`.
    var first: UInt32
    var count: UInt32
    /// The state of the next shorter one, or 0: state 0 finds nothing.
    var shorter: UInt32
  }

  /// Of each finding state, from `firstFinding` on.
  let findings: UnsafeMutablePointer<Finding>
  let regexes: UnsafeMutablePointer<UInt32>
  /// How many there are in `regexes`: those of several literals more than once.
  let regexCount: Int

  deinit {
    narrow?.deallocate()
    wide?.deallocate()
    ways.deallocate()
    classes.deallocate()
    depths.deallocate()
    findings.deallocate()
    regexes.deallocate()
  }

  /// The largest table, in bytes. The literals that don't fit are left out.
  static let largestTable = 64 << 20

  /// Builds the automaton of some regexes.
  ///
  /// - Parameters:
  ///   - regexes: The keys of each; `nil` where a regex is not to be looked for.
  ///   - omitted: Is called with each regex whose keys have no room. Their states may be there all
  ///     the same.
  /// - Complexity: O(*n* · *c*) for keys of *n* bytes in *c* classes.
  init(_ regexes: [[LiteralKey]?], largestTable: Int = largestTable, omitted: (Int) -> Void) {
    var frequencies = [Int](repeating: 0, count: 256)
    for case let keys? in regexes {
      for key in keys { for byte in key.bytes { frequencies[Int(byte)] += 1 } }
    }
    frequencies[Int(LiteralKey.start)] += 1
    frequencies[Int(LiteralKey.end)] += 1
    classes = .allocate(capacity: 256)
    classes.initialize(repeating: 0, count: 256)
    var classCount = 1
    // The common bytes of a path come first, so that mostly one line of the cache is all that
    // is used of a row.
    let used = (0..<256).filter { frequencies[$0] > 0 }
    for byte in used.sorted(by: { (frequencies[$1], $0) < (frequencies[$0], $1) }) {
      classes[byte] = UInt8(truncatingIfNeeded: classCount)
      classCount += 1
    }
    for byte in UInt8(ascii: "A")...UInt8(ascii: "Z") {
      classes[Int(byte)] = classes[Int(asciiLowerCase(byte))]
    }
    // All 256 bytes can't be in use: a few are in no UTF-8, and capitals are in no key.
    var shift = 0
    while 1 << shift < classCount { shift += 1 }
    self.shift = shift

    var trie = LiteralTrie(
      classCount: classCount, mostStates: (largestTable / MemoryLayout<UInt32>.stride) >> shift)
    for (regex, keys) in regexes.enumerated() {
      guard let keys else { continue }
      for key in keys {
        if !trie.insert(key.bytes, classes, regex: UInt32(regex)) {
          omitted(regex)
          break
        }
      }
    }
    trie.link()

    // The states that find nothing first, and of those the ones with rows.
    stateCount = trie.count
    let byLocality = trie.statesByLocality
    var order = byLocality.filter { !trie.finds($0) && trie.hasRow($0) }
    rowStateCount = UInt32(order.count)
    order += byLocality.filter { !trie.finds($0) && !trie.hasRow($0) }
    firstFinding = UInt32(order.count)
    order += byLocality.filter { trie.finds($0) }
    var numbers = [UInt32](repeating: 0, count: stateCount)
    for (number, state) in order.enumerated() { numbers[Int(state)] = UInt32(number) }

    ways = .allocate(capacity: stateCount)
    if stateCount <= 1 << 16 {
      narrow = trie.rows(numbers, firstCount: Int(rowStateCount), shift: shift, ways)
      wide = nil
    } else {
      narrow = nil
      wide = trie.rows(numbers, firstCount: Int(rowStateCount), shift: shift, ways)
    }

    depths = .copy(of: order.map { trie.depth(of: $0) })
    let finding = order[Int(firstFinding)...]
    let (list, starts) = trie.regexes(of: finding)
    self.regexes = .copy(of: list)
    regexCount = list.count
    let firstFinding = Int(firstFinding)
    findings = .copy(
      of: finding.map { state in
        // Where no literal is as long as the state, what is found are the shorter ones: in a third of
        // the states that a path comes to and that find something.
        let ending = trie.hasRegexes(state) ? state : trie.shorterFinding(of: state)
        let place = Int(numbers[Int(ending)]) - firstFinding
        return Finding(
          first: UInt32(starts[place]), count: UInt32(starts[place + 1] - starts[place]),
          shorter: numbers[Int(trie.shorterFinding(of: ending))])
      })
    start = numbers[Int(trie.child(ofRoot: classes[Int(LiteralKey.start)]))]
  }

  /// Calls `body` with the numbers in `regexes` of the regexes of all literals that end in a state;
  /// a regex of several literals may be there more than once.
  @inline(__always)
  func eachNumber(of state: UInt32, _ body: (Int) -> Void) {
    _ = hasNumber(of: state) { number in
      body(number)
      return false
    }
  }

  /// Whether one of the regexes of all literals that end in a state fulfils a condition.
  @inline(__always)
  func hasRegex(of state: UInt32, where condition: (Int) -> Bool) -> Bool {
    hasNumber(of: state) { condition(Int(regexes[$0])) }
  }

  @inline(__always)
  private func hasNumber(of state: UInt32, where condition: (Int) -> Bool) -> Bool {
    var state = state
    while state >= firstFinding {
      let finding = findings + Int(state &- firstFinding)
      var number = Int(finding.pointee.first)
      let end = number &+ Int(finding.pointee.count)
      while number < end {
        if condition(number) { return true }
        number &+= 1
      }
      state = finding.pointee.shorter
    }
    return false
  }

  /// The state behind a byte of some class.
  ///
  /// The parameters but the first two are an automaton's; loops have them in registers.
  @inline(__always)
  static func next<State: FixedWidthInteger & UnsignedInteger>(
    _ state: UInt32, _ symbol: UInt8, _ rows: UnsafeMutablePointer<State>, shift: Int,
    rowStateCount: UInt32, _ ways: UnsafeMutablePointer<LiteralWay>
  ) -> UInt32 {
    if state < rowStateCount {
      return UInt32(truncatingIfNeeded: rows[Int(state) &<< shift &+ Int(symbol)])
    }
    return ways[Int(state)].next(symbol, rows, shift)
  }

  /// What it takes to go from state to state, for who has the automaton kept alive otherwise.
  struct Steps: BitwiseCopyable {
    fileprivate let narrow: UnsafeMutablePointer<UInt16>?
    fileprivate let wide: UnsafeMutablePointer<UInt32>?
    fileprivate let ways: UnsafeMutablePointer<LiteralWay>
    fileprivate let classes: UnsafeMutablePointer<UInt8>
    fileprivate let depths: UnsafeMutablePointer<UInt8>
    fileprivate let shift: Int
    fileprivate let rowStateCount: UInt32
    let firstFinding: UInt32

    /// The state behind a byte.
    @inline(__always)
    func next(_ state: UInt32, _ byte: UInt8) -> UInt32 {
      let symbol = classes[Int(byte)]
      if let narrow {
        return LiteralAutomaton.next(
          state, symbol, narrow, shift: shift, rowStateCount: rowStateCount, ways)
      }
      return LiteralAutomaton.next(
        state, symbol, wide.unsafelyUnwrapped, shift: shift, rowStateCount: rowStateCount, ways)
    }

    /// How many bytes of the path, the last ones, a state is about, the place before the first one
    /// counted too: the state is the same behind every path that ends with them.
    @inline(__always)
    func depth(_ state: UInt32) -> Int { Int(depths[Int(state)]) }
  }

  @inline(__always)
  var steps: Steps {
    Steps(
      narrow: narrow, wide: wide, ways: ways, classes: classes, depths: depths, shift: shift,
      rowStateCount: rowStateCount, firstFinding: firstFinding)
  }

  /// The state behind a byte, for those few steps that are not worth a loop over one kind of table.
  @inline(__always)
  func next(_ state: UInt32, _ byte: UInt8) -> UInt32 { steps.next(state, byte) }
}
