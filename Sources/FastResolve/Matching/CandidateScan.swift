// Finds the candidates of one path after another.
//
// An inventory lists the modules of a model in the order of its tree, so a path begins as the one
// before does: of 31 bytes 25 in the mean, and in four rows out of five all but a name. What the automaton
// went through in the bytes that are the same, it would go through again. So the scan keeps the
// state after each byte of the last path, and at which byte each candidate was found; for the next
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

  /// So many bytes of a path are kept. What lies beyond is scanned each time.
  static let keptBytes = 4096

  /// The candidates of the last path.
  let candidates: RegexBits

  // Invariants: `states[i]` is the state after the first `i` bytes of the last path, for `i` up to
  // `keptCount`, at most `keptBytes`. `found[..<foundCount]` are the members of `candidates`, each once, with growing
  // `byteCount`; there is room for every regex.
  private let states: UnsafeMutablePointer<UInt32>
  private let found: UnsafeMutablePointer<Found>
  private var keptCount = 0
  private var foundCount = 0

  /// Whether the last path has no candidate but those that every path has.
  @inline(__always)
  var foundNothing: Bool { foundCount == 0 }

  /// Whether each byte of the last path is below 0x80.
  private(set) var isASCII = true
  /// Whether the last path has a newline anywhere.
  private(set) var hasNewline = false

  init(_ automaton: borrowing LiteralAutomaton, regexCount: Int) {
    candidates = RegexBits(count: regexCount)
    states = .allocate(capacity: Self.keptBytes + 1)
    states.initialize(repeating: automaton.start, count: Self.keptBytes + 1)
    found = .allocate(capacity: max(regexCount, 1))
  }

  deinit {
    states.deallocate()
    found.deallocate()
  }

  /// Finds the candidates of a path.
  ///
  /// - Parameters:
  ///   - path: The path.
  ///   - shared: How many bytes at its start are surely those of the path scanned before.
  ///   - automaton: The one the scan was made for.
  /// - Complexity: O(*n*) in the bytes that come behind those it shares with the last path.
  @inline(__always)
  mutating func scan(
    _ path: ByteSlice, shared: Int, _ automaton: borrowing LiteralAutomaton
  ) {
    let shared = shared < keptCount ? shared : keptCount
    while foundCount > 0, Int(found[foundCount &- 1].byteCount) > shared {
      foundCount &-= 1
      candidates.remove(Int(found[foundCount].regex))
    }
    if !isASCII || hasNewline { lookAgain(path.prefix(shared)) }
    let kept = path.count < Self.keptBytes ? path.count : Self.keptBytes
    if let table = automaton.narrow {
      run(path, from: shared, to: kept, table, automaton)
    } else {
      run(path, from: shared, to: kept, automaton.wide.unsafelyUnwrapped, automaton)
    }
    keptCount = kept
    var last = states[kept]
    if path.count > kept { last = scanRest(path, from: kept, automaton) }
    find(automaton.next(last, LiteralKey.end), byteCount: path.count &+ 1, automaton)
    if hasNewline { findBeforeFinalNewline(path, automaton) }
  }

  /// Follows the automaton over the bytes that are kept.
  @inline(__always)
  private mutating func run<State: FixedWidthInteger & UnsignedInteger>(
    _ path: ByteSlice, from first: Int, to end: Int, _ table: UnsafeMutablePointer<State>,
    _ automaton: borrowing LiteralAutomaton
  ) {
    let walk = Walk(
      table: table, classes: automaton.classes, shift: UInt8(truncatingIfNeeded: automaton.shift),
      firstFinding: automaton.firstFinding, states: states)
    var index = first
    while index < end {
      index = walk.follow(path.start, from: index, to: end)
      find(states[index], byteCount: index, automaton)
    }
    look(at: path.dropFirst(first).prefix(end &- first))
  }

  /// The loop over bytes, with all that it needs in registers: it is left only where literals end.
  private struct Walk<State: FixedWidthInteger & UnsignedInteger> {
    let table: UnsafeMutablePointer<State>
    let classes: UnsafeMutablePointer<UInt8>
    let shift: UInt8
    let firstFinding: UInt32
    let states: UnsafeMutablePointer<UInt32>

    /// - Returns: How many bytes it took to come to a state in which literals end, or `end`.
    @inline(__always)
    func follow(_ path: UnsafePointer<UInt8>, from first: Int, to end: Int) -> Int {
      var state = states[first]
      var index = first
      repeat {
        let byte = path[index]
        state = UInt32(
          truncatingIfNeeded:
            table[Int(state) &<< Int(shift) &+ Int(classes[Int(byte)])])
        index &+= 1
        states[index] = state
      } while index < end && state < firstFinding
      return index
    }
  }

  /// Notes what is unusual about some bytes.
  @inline(__always)
  private mutating func look(at bytes: ByteSlice) {
    var all: UInt8 = 0
    for offset in 0..<bytes.count {
      all |= bytes[offset]
      if bytes[offset] == 0x0A { hasNewline = true }
    }
    if all >= 0x80 { isASCII = false }
  }

  /// Follows the automaton from the last kept byte on.
  ///
  /// - Returns: The state at the end.
  @inline(never)
  private mutating func scanRest(
    _ path: ByteSlice, from first: Int, _ automaton: borrowing LiteralAutomaton
  ) -> UInt32 {
    var state = states[first]
    for index in first..<path.count {
      state = automaton.next(state, path[index])
      find(state, byteCount: index &+ 1, automaton)
      if path[index] >= 0x80 { isASCII = false }
      if path[index] == 0x0A { hasNewline = true }
    }
    return state
  }

  /// `$` holds before a newline that ends the path, too.
  @inline(never)
  private mutating func findBeforeFinalNewline(
    _ path: ByteSlice, _ automaton: borrowing LiteralAutomaton
  ) {
    guard path[path.count - 1] == 0x0A else { return }
    let before = path.count - 1
    var state = states[min(before, Self.keptBytes)]
    for index in min(before, Self.keptBytes)..<before {
      state = automaton.next(state, path[index])
    }
    find(automaton.next(state, LiteralKey.end), byteCount: path.count &+ 1, automaton)
  }

  /// Whether the bytes shared with an unusual path are unusual.
  @inline(never)
  private mutating func lookAgain(_ path: ByteSlice) {
    isASCII = FastResolve.isASCII(path.start, count: path.count)
    hasNewline = path.firstOffset(of: 0x0A) != nil
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
