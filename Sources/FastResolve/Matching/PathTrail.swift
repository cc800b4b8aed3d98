// What is known of the beginning of a path from the one before.
//
// Inventories list modules in the order of their tree: a path of 30 bytes shares 23 with the one
// before it, in the mean of 1.5 million. Whatever can be said of a beginning alone is therefore
// kept byte by byte and dot by dot, and for the next path the work goes on where the two part: its
// hashes, which ancestors have a rule, and the states of the automaton that finds the literals of
// the regexes. In any other order all still holds, for the price of one comparison a path.
//
// One loop over the bytes that are new does all of it. Apart, the hashes and the states took 410
// instructions a row, two passes with a start and an end each over seven bytes.
//
// The hash takes a byte a step, so that one pass gives the hash of the whole path and of every
// ancestor, and can be taken up at any byte. For the seven bytes that are new it costs as much as a
// hash that takes eight bytes a step costs for thirty.

/// The path asked for last, with what is known of all its beginnings.
struct PathTrail: ~Copyable, @unchecked Sendable {
  /// An ancestor of the path: what ends before one of its dots.
  private struct Ancestor: BitwiseCopyable {
    var end: Int
    /// The value of the nearest module name at or above it, or `ByteTable.none`.
    var nearest: UInt32
  }

  /// So many bytes of a path are kept. What lies beyond is looked at anew each time.
  static let keptBytes = 4096

  // Invariants: `bytes[..<keptCount]` is the path, or its first `keptBytes` bytes; for all `i` up
  // to `keptCount`, `hashes[i]` is the unfinished hash of its first `i` bytes, and for all up to
  // `stateCount`, which is no more, `states[i]` the state of the automaton behind them.
  // `ancestors[..<ancestorCount]` are the ends of all ancestors within these bytes, in order, and
  // `marks[..<markCount]` all `i` above 0 and up to `stateCount` for which `states[i]` is one in
  // which literals end. There is room for `keptBytes` of each.
  private let bytes: UnsafeMutablePointer<UInt8>
  private let hashes: UnsafeMutablePointer<UInt64>
  private let ancestors: UnsafeMutablePointer<Ancestor>
  let states: UnsafeMutablePointer<UInt32>
  let marks: UnsafeMutablePointer<UInt32>
  // Invariant: `partStates[..<partStateCount]` are the states of the path automaton before the first parts of
  // the path, of which there is one more than ancestors.
  private let partStates: UnsafeMutablePointer<UInt32>
  private var partStateCount = 0
  // The regex that so many first bytes of the path rule out; 0 of them where none is known.
  private var failedRegex = 0
  private var failedCount = 0
  private(set) var keptCount = 0
  private var stateCount = 0
  private var ancestorCount = 0
  private(set) var markCount = 0
  /// How many bytes the path has in common with the one before at their start; of those that are
  /// kept.
  private(set) var shared = 0
  /// How many bytes at its start it surely has in common with the path that was scanned last: not
  /// each path is.
  private(set) var sharedWithScanned = 0
  // What was noted of so many first bytes of the path, which were a parent's; -1 where they are
  // others.
  private var parentNote: UInt32 = 0
  private var parentNoteCount = -1
  /// Whether the path itself is a module name, and not only one above it.
  private(set) var isNamed = false
  /// Whether there is a byte beyond ASCII or a newline.
  private var isUnusual = false
  // Where the first byte of its kind stands, or `Int.max`.
  private var firstBeyondASCII = Int.max
  private var firstNewline = Int.max

  /// What is known of a path that is longer than what is kept of it.
  private var rest: Rest?

  private struct Rest: BitwiseCopyable {
    var hash: UInt64
    var parentCount: Int
    var parentHash: UInt64
  }

  /// - Parameter automaton: The one that it will be followed by.
  init(_ automaton: borrowing LiteralAutomaton) {
    bytes = .allocate(capacity: Self.keptBytes + PartKey.padding)
    bytes.initialize(repeating: 0, count: Self.keptBytes + PartKey.padding)
    hashes = .allocate(capacity: Self.keptBytes + 1)
    ancestors = .allocate(capacity: Self.keptBytes)
    states = .allocate(capacity: Self.keptBytes + 1)
    marks = .allocate(capacity: Self.keptBytes)
    partStates = .allocate(capacity: Self.keptBytes + 1)
    hashes[0] = PathHash.start
    states[0] = automaton.start
  }

  deinit {
    bytes.deallocate()
    hashes.deallocate()
    ancestors.deallocate()
    states.deallocate()
    marks.deallocate()
    partStates.deallocate()
  }

  /// Whether all states of the bytes that are kept are there.
  @inline(__always)
  var areStatesKnown: Bool { stateCount == keptCount }

  /// The hash of the path.
  @inline(__always)
  var hash: UInt64 { PathHash.finished(rest?.hash ?? hashes[keptCount]) }

  /// The unfinished hash of so many bytes of the path, of those that are kept.
  @inline(__always)
  func unfinishedHash(of count: Int) -> UInt64 { hashes[count] }

  /// Where the parts of the path that stand behind some end, counted from there. Of a path all of
  /// which is kept.
  ///
  /// - Parameter start: The end of one of its parts.
  func partEnds(behind start: Int) -> PartEnds {
    var ends = PartEnds.none
    ends.insert(keptCount &- start)
    var index = ancestorCount &- 1
    while index >= 0, ancestors[index].end >= start {
      ends.insert(ancestors[index].end &- start)
      index &-= 1
    }
    return ends
  }

  /// The length of the parent's path.
  @inline(__always)
  var parentCount: Int { rest?.parentCount ?? keptParentCount }

  /// The hash of the parent's path.
  @inline(__always)
  var parentHash: UInt64 { PathHash.finished(rest?.parentHash ?? hashes[keptParentCount]) }

  /// What is noted of the parent's path. The paths of a module's children have it in common.
  ///
  /// - Parameter value: Says what to note where it isn't noted yet: of one path always the same.
  @inline(__always)
  mutating func noteOnParent(_ value: () -> UInt32) -> UInt32 {
    if parentNoteCount != parentCount {
      parentNote = value()
      parentNoteCount = parentCount
    }
    return parentNote
  }

  @inline(__always)
  private var keptParentCount: Int {
    ancestorCount == 0 ? 0 : ancestors[ancestorCount &- 1].end
  }

  /// Whether each byte of the path is below 0x80.
  @inline(__always)
  var isASCII: Bool { firstBeyondASCII == .max }

  /// Whether the path has a newline anywhere.
  @inline(__always)
  var hasNewline: Bool { firstNewline != .max }

  /// Whether the path is ASCII without a newline, as nearly all are.
  @inline(__always)
  var isPlain: Bool { !isUnusual }

  /// How many bytes at its start are ASCII and no newline; at least all of them where all are.
  @inline(__always)
  var plainCount: Int { isUnusual ? min(firstBeyondASCII, firstNewline) : .max }

  /// Takes up the next path.
  ///
  /// - Parameters:
  ///   - path: The path.
  ///   - moduleNames: The names to look for; those of all paths before.
  ///   - automaton: The one of all paths before.
  ///   - needsAllStates: Whether the states are needed even where there is a module name above the
  ///     path.
  /// - Returns: The value of the nearest module name at or above the path, or `ByteTable.none`: the
  ///   path is cut at its last `.` until a name is found or nothing is left (torch's
  ///   `_get_module_name_qconfig`). The empty path has no name, even where one is stored.
  /// - Complexity: O(*n*) in the bytes that differ from the path before, and a word of 8 bytes a
  ///   step in those that don't.
  @inline(__always)
  mutating func follow(
    _ path: ByteSlice, _ moduleNames: borrowing ByteTable,
    _ automaton: borrowing LiteralAutomaton, needsAllStates: Bool = true
  ) -> UInt32 {
    let shared = share(path)
    let kept = keptCount(of: path)
    var nearest = nearestShared
    if !needsAllStates, nearest != ByteTable.none {
      var follower = NoStates()
      walk(path, from: shared, to: kept, moduleNames, &nearest, &follower)
    } else if let table = automaton.narrow {
      walkWithStates(path, from: shared, to: kept, moduleNames, &nearest, table, automaton)
    } else {
      walkWithStates(
        path, from: shared, to: kept, moduleNames, &nearest, automaton.wide.unsafelyUnwrapped,
        automaton)
    }
    return finish(path, kept, nearest, moduleNames)
  }

  /// Takes up the next path without the states of the automaton.
  ///
  /// - Parameters:
  ///   - path: The path.
  ///   - moduleNames: The names to look for; those of all paths before.
  /// - Returns: As the other `follow`.
  @inline(__always)
  mutating func follow(_ path: ByteSlice, _ moduleNames: borrowing ByteTable) -> UInt32 {
    let shared = share(path)
    let kept = keptCount(of: path)
    var nearest = nearestShared
    var follower = NoStates()
    walk(path, from: shared, to: kept, moduleNames, &nearest, &follower)
    return finish(path, kept, nearest, moduleNames)
  }

  /// How many bytes of a path are kept.
  @inline(__always)
  private func keptCount(of path: ByteSlice) -> Int { min(path.count, Self.keptBytes) }

  // MARK: The path automaton

  /// Tells the path automaton of the next path, before that is taken up.
  ///
  /// - Returns: Whether it is to be asked.
  @inline(__always)
  mutating func beginPath(of automaton: inout PathAutomaton) -> Bool {
    if automaton.beginPath() { partStateCount = 0 }
    return automaton.isAsked
  }

  /// What the path automaton says of the path, or `nil` where it doesn't tell.
  ///
  /// - Parameters:
  ///   - path: The path that was taken up.
  ///   - automaton: The path automaton.
  ///   - unmatched: As for `PathAutomaton.verdict`.
  @inline(__always)
  mutating func verdict(
    _ path: ByteSlice, of automaton: inout PathAutomaton, _ unmatched: borrowing RegexBits
  ) -> PathVerdict? {
    guard isPlain, path.count == keptCount else { return nil }
    if partStateCount == 0 {
      partStates[0] = automaton.start
      partStateCount = 1
    }
    while partStateCount <= ancestorCount {
      let start = partStart(partStateCount &- 1)
      let part = ByteSlice(bytes + start, count: ancestors[partStateCount &- 1].end &+ 1 &- start)
      let state = automaton.next(partStates[partStateCount &- 1], part)
      if state == PathAutomaton.dead { return nil }
      partStates[partStateCount] = state
      partStateCount &+= 1
    }
    let start = partStart(ancestorCount)
    return automaton.verdict(
      partStates[ancestorCount], ByteSlice(bytes + start, count: path.count &- start), unmatched)
  }

  /// Whether it was noted that a regex doesn't match the path.
  @inline(__always)
  func isKnownToFail(_ regex: Int) -> Bool { failedCount > 0 && failedRegex == regex }

  /// Notes that a regex matches no path that begins with so many bytes of this one. That is remembered of one
  /// regex: what the path automaton leaves to be asked are mostly references behind a text that the
  /// paths of a module have in common.
  @inline(__always)
  mutating func noteFailure(of regex: Int, behind byteCount: Int) {
    failedRegex = regex
    failedCount = byteCount
  }

  /// Where a part of the path begins.
  @inline(__always)
  private func partStart(_ part: Int) -> Int { part == 0 ? 0 : ancestors[part &- 1].end &+ 1 }

  /// Finds the states of the bytes that are kept, where they were left out.
  @inline(never)
  mutating func completeStates(_ automaton: borrowing LiteralAutomaton) {
    if let table = automaton.narrow {
      completeStates(to: keptCount, table, automaton)
    } else {
      completeStates(to: keptCount, automaton.wide.unsafelyUnwrapped, automaton)
    }
  }

  /// Forgets what the next path doesn't share.
  ///
  /// - Returns: How many bytes it shares, of those that are kept.
  @inline(__always)
  private mutating func share(_ path: ByteSlice) -> Int {
    let shared = commonPrefixCount(bytes, path.start, count: min(keptCount, path.count))
    self.shared = shared
    if shared < sharedWithScanned { sharedWithScanned = shared }
    if shared < parentNoteCount { parentNoteCount = -1 }
    // The dot that ends an ancestor has to be shared too.
    while ancestorCount > 0, ancestors[ancestorCount &- 1].end >= shared { ancestorCount &-= 1 }
    while markCount > 0, Int(marks[markCount &- 1]) > shared { markCount &-= 1 }
    if stateCount > shared { stateCount = shared }
    if partStateCount > ancestorCount &+ 1 { partStateCount = ancestorCount &+ 1 }
    if failedCount > shared { failedCount = 0 }
    if isUnusual { forgetUnusual(from: shared) }
    return shared
  }

  /// The value of the nearest module name above what is shared.
  @inline(__always)
  private var nearestShared: UInt32 {
    ancestorCount == 0 ? ByteTable.none : ancestors[ancestorCount &- 1].nearest
  }

  @inline(__always)
  private mutating func finish(
    _ path: ByteSlice, _ kept: Int, _ nearestAbove: UInt32, _ moduleNames: borrowing ByteTable
  ) -> UInt32 {
    var nearest = nearestAbove
    keptCount = kept
    rest = nil
    if path.count > kept { nearest = followRest(path, from: kept, nearest, moduleNames) }
    let found = path.isEmpty ? ByteTable.none : moduleNames.find(path, hash: hash)
    isNamed = found != ByteTable.none
    return isNamed ? found : nearest
  }

  /// Notes that the path was scanned for candidates.
  @inline(__always)
  mutating func noteScan() { sharedWithScanned = .max }

  /// Goes on over the bytes that are kept and new.
  ///
  /// - Parameters:
  ///   - nearest: The value of the nearest module name above what is shared, then of the one above the
  ///     path.
  ///   - follower: Is given each byte.
  @inline(__always)
  private mutating func walk(
    _ path: ByteSlice, from first: Int, to end: Int, _ moduleNames: borrowing ByteTable,
    _ nearest: inout UInt32, _ follower: inout some StateFollower
  ) {
    // All that each byte needs, in registers.
    let (bytes, hashes) = (bytes, hashes)
    var hash = hashes[first]
    var offset = first
    while offset < end {
      let byte = path[offset]
      bytes[offset] = byte
      // A dot, or what is in few paths: a byte below it or one beyond ASCII.
      if byte &- 0x2F >= 0x80 &- 0x2F {
        note(byte, path, offset, hash, moduleNames, &nearest)
      }
      hash = PathHash.continued(hash, byte)
      offset &+= 1
      hashes[offset] = hash
      follower.take(byte, endingAt: offset)
    }
  }

  /// The same with the states; those of the bytes before, where they were left out.
  @inline(__always)
  private mutating func walkWithStates<Row: FixedWidthInteger & UnsignedInteger>(
    _ path: ByteSlice, from first: Int, to end: Int, _ moduleNames: borrowing ByteTable,
    _ nearest: inout UInt32, _ rows: UnsafeMutablePointer<Row>,
    _ automaton: borrowing LiteralAutomaton
  ) {
    if stateCount < first { completeStates(to: first, rows, automaton) }
    var follower = follower(rows, automaton)
    walk(path, from: first, to: end, moduleNames, &nearest, &follower)
    markCount = follower.markCount
    stateCount = end
  }

  /// Finds the states up to so many bytes.
  @inline(__always)
  private mutating func completeStates<Row: FixedWidthInteger & UnsignedInteger>(
    to end: Int, _ rows: UnsafeMutablePointer<Row>, _ automaton: borrowing LiteralAutomaton
  ) {
    var follower = follower(rows, automaton)
    while stateCount < end {
      follower.take(bytes[stateCount], endingAt: stateCount &+ 1)
      stateCount &+= 1
    }
    markCount = follower.markCount
  }

  @inline(__always)
  private func follower<Row: FixedWidthInteger & UnsignedInteger>(
    _ rows: UnsafeMutablePointer<Row>, _ automaton: borrowing LiteralAutomaton
  ) -> States<Row> {
    States(
      states: states, marks: marks, markCount: markCount, state: states[stateCount],
      classes: automaton.classes, ways: automaton.ways, rows: rows, shift: automaton.shift,
      rowStateCount: automaton.rowStateCount, firstFinding: automaton.firstFinding)
  }

  /// Notes a byte that is more than a byte.
  @inline(never)
  private mutating func note(
    _ byte: UInt8, _ path: ByteSlice, _ offset: Int, _ hash: UInt64,
    _ moduleNames: borrowing ByteTable, _ nearest: inout UInt32
  ) {
    if byte == UInt8(ascii: ".") {
      guard offset > 0 else { return }
      let found = moduleNames.find(path.prefix(offset), hash: PathHash.finished(hash))
      if found != ByteTable.none { nearest = found }
      if offset < Self.keptBytes {
        ancestors[ancestorCount] = Ancestor(end: offset, nearest: nearest)
        ancestorCount &+= 1
      }
    } else if byte >= 0x80 {
      isUnusual = true
      if offset < firstBeyondASCII { firstBeyondASCII = offset }
    } else if byte == 0x0A {
      isUnusual = true
      if offset < firstNewline { firstNewline = offset }
    }
  }

  @inline(never)
  private mutating func forgetUnusual(from shared: Int) {
    if firstBeyondASCII >= shared { firstBeyondASCII = .max }
    if firstNewline >= shared { firstNewline = .max }
    isUnusual = firstBeyondASCII != .max || firstNewline != .max
  }

  /// Follows the bytes beyond those that are kept.
  @inline(never)
  private mutating func followRest(
    _ path: ByteSlice, from first: Int, _ nearest: UInt32, _ moduleNames: borrowing ByteTable
  ) -> UInt32 {
    var nearest = nearest
    var rest = Rest(
      hash: hashes[first], parentCount: keptParentCount, parentHash: hashes[keptParentCount])
    for offset in first..<path.count {
      let byte = path[offset]
      note(byte, path, offset, rest.hash, moduleNames, &nearest)
      if byte == UInt8(ascii: ".") {
        rest.parentCount = offset
        rest.parentHash = rest.hash
      }
      rest.hash = PathHash.continued(rest.hash, byte)
    }
    self.rest = rest
    return nearest
  }
}

/// What is done besides with each byte of a path.
private protocol StateFollower {
  mutating func take(_ byte: UInt8, endingAt offset: Int)
}

/// Of 100,000 names one is above most paths, and where that decides, no regex is asked. With `large` a
/// tenth of the time goes into states.
private struct NoStates: StateFollower {
  /// The thread sanitizer looks at the place of what a function may change, and what has no size may be
  /// anywhere.
  private let place: UInt8 = 0

  @inline(__always)
  func take(_ byte: UInt8, endingAt offset: Int) {}
}

/// Notes the states of the automaton, and those in which literals end.
private struct States<Row: FixedWidthInteger & UnsignedInteger>: StateFollower {
  // Invariant: those of the trail.
  let states: UnsafeMutablePointer<UInt32>
  let marks: UnsafeMutablePointer<UInt32>
  var markCount: Int
  /// The state behind the last byte.
  var state: UInt32
  let classes: UnsafeMutablePointer<UInt8>
  let ways: UnsafeMutablePointer<LiteralWay>
  let rows: UnsafeMutablePointer<Row>
  let shift: Int
  let rowStateCount: UInt32
  let firstFinding: UInt32

  @inline(__always)
  mutating func take(_ byte: UInt8, endingAt offset: Int) {
    state = LiteralAutomaton.next(
      state, classes[Int(byte)], rows, shift: shift, rowStateCount: rowStateCount, ways)
    states[offset] = state
    if state >= firstFinding {
      marks[markCount] = UInt32(truncatingIfNeeded: offset)
      markCount &+= 1
    }
  }
}
