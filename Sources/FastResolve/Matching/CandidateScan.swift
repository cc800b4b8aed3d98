// Finds the candidates of one path after another.
//
// An inventory lists the modules of a model in the order of its tree, so a path begins as the one
// before does: of 31 bytes 25 in the mean, and in four rows out of five all but a name. What the automaton
// went through in the bytes that are the same, it would go through again. So the trail of the path keeps the
// state after each byte (`PathTrail`), and the scan at which byte each candidate was found; for the next
// path it forgets what was found beyond the bytes they share, and goes on from there. Measured on
// the inventory with `regex1k`: 7 steps a path instead of 32.
//
// It is exact because the state after some bytes depends on those bytes alone, and so does what was
// found within them. Only what is found at the end of a path is forgotten with the path.

/// A worker's scan: the candidates of the last path, and what is needed to go on from it.
struct CandidateScan: ~Copyable, @unchecked Sendable {
  /// A candidate, and behind how many bytes it was found; one more than there are for those that
  /// were found by the end of the path.
  private struct Found {
    var regex: UInt32
    var byteCount: UInt32
  }

  /// The candidates of the last path.
  let candidates: RegexBits

  // Invariant: `found[..<foundCount]` are the members of `candidates`, each once, with growing
  // `byteCount`; there is room for every regex.
  private let found: UnsafeMutablePointer<Found>
  private var foundCount = 0

  /// Whether the last path has no candidate but those that every path has.
  @inline(__always)
  var foundNothing: Bool { foundCount == 0 }

  /// Whether each byte of the last path is below 0x80.
  private(set) var isASCII = true
  /// Whether the last path has a newline anywhere.
  private(set) var hasNewline = false

  init(regexCount: Int) {
    candidates = RegexBits(count: regexCount)
    found = .allocate(capacity: max(regexCount, 1))
  }

  deinit { found.deallocate() }

  /// Finds the candidates of a path.
  ///
  /// - Parameters:
  ///   - path: The path.
  ///   - trail: The trail that was followed to the path. Not changed; borrowed it would be copied.
  ///   - shared: How many bytes at its start are surely those of the path scanned before.
  ///   - automaton: The one of the trail.
  /// - Complexity: O(*n*) in the literals found behind what it shares with the last path.
  @inline(__always)
  mutating func scan(
    _ path: ByteSlice, _ trail: inout PathTrail, shared: Int,
    _ automaton: borrowing LiteralAutomaton
  ) {
    while foundCount > 0, Int(found[foundCount &- 1].byteCount) > shared {
      foundCount &-= 1
      candidates.remove(Int(found[foundCount].regex))
    }
    isASCII = trail.isASCII
    hasNewline = trail.hasNewline
    var mark = trail.markCount
    while mark > 0, Int(trail.marks[mark &- 1]) > shared { mark &-= 1 }
    while mark < trail.markCount {
      let byteCount = Int(trail.marks[mark])
      take(trail.states[byteCount], byteCount: byteCount, automaton)
      mark &+= 1
    }
    var last = trail.states[trail.keptCount]
    if path.count > trail.keptCount {
      last = scanRest(path, from: trail.keptCount, last, automaton)
    }
    find(automaton.next(last, LiteralKey.end), byteCount: path.count &+ 1, automaton)
    if hasNewline { findBeforeFinalNewline(path, &trail, automaton) }
  }

  /// Follows the automaton from the last kept byte on.
  ///
  /// - Returns: The state at the end.
  @inline(never)
  private mutating func scanRest(
    _ path: ByteSlice, from first: Int, _ state: UInt32, _ automaton: borrowing LiteralAutomaton
  ) -> UInt32 {
    var state = state
    for index in first..<path.count {
      state = automaton.next(state, path[index])
      find(state, byteCount: index &+ 1, automaton)
    }
    return state
  }

  /// `$` holds before a newline that ends the path, too.
  @inline(never)
  private mutating func findBeforeFinalNewline(
    _ path: ByteSlice, _ trail: inout PathTrail, _ automaton: borrowing LiteralAutomaton
  ) {
    guard path[path.count - 1] == 0x0A else { return }
    let before = path.count - 1
    let kept = min(before, trail.keptCount)
    var state = trail.states[kept]
    for index in kept..<before {
      state = automaton.next(state, path[index])
    }
    find(automaton.next(state, LiteralKey.end), byteCount: path.count &+ 1, automaton)
  }

  /// Takes the regexes of all literals that end in a state for candidates.
  @inline(__always)
  private mutating func find(
    _ state: UInt32, byteCount: Int, _ automaton: borrowing LiteralAutomaton
  ) {
    if state >= automaton.firstFinding { take(state, byteCount: byteCount, automaton) }
  }

  @inline(never)
  private mutating func take(
    _ state: UInt32, byteCount: Int, _ automaton: borrowing LiteralAutomaton
  ) {
    var state = state
    while state >= automaton.firstFinding {
      let finding = automaton.findings[Int(state &- automaton.firstFinding)]
      for index in Int(finding.first)..<Int(finding.first &+ finding.count) {
        let regex = automaton.regexes[index]
        if candidates.contains(Int(regex)) { continue }
        candidates.insert(Int(regex))
        found[foundCount] = Found(regex: regex, byteCount: UInt32(truncatingIfNeeded: byteCount))
        foundCount &+= 1
      }
      state = finding.shorter
    }
  }
}
