// One automaton for all regexes of a rule set, made while paths go through it, a part at a time.
//
// To find the literals of ten thousand regexes and to ask each regex found takes three times as long as with
// a thousand: 21 are found in a path instead of 3. An automaton whose states say how far *all* regexes
// have come takes one step, however many there are, and the state at the end of a path says which is the
// first that matches. There would be far too many states to make them all. But the paths of an inventory
// are alike, and so states and transitions are made when the first path needs them, as RE2 does.
//
// A step is a *part* of a path: what stands between two dots, with the dot behind it. The inventory's 1.5
// million paths consist of 4,700 different ones. A path has one and a quarter that the path before hasn't,
// so that is how many look-ups it needs, where it would take six steps of a byte. And between dots nothing
// has to be kept: under ten thousand regexes there are 13,000 states behind dots; behind bytes there were
// 308,000, reached by 341,000 transitions, and to make one took half a microsecond, mostly to wait for
// memory that no cache has. Now 115,000 parts of paths are walked through, of seven bytes each.
//
// - A state is a set of nodes of the `ProgramGraph`, which stands for all programs, and the first regex
//   that matches each path which comes there. If nobody asks for more than the first match, nodes are left
//   out that only regexes behind it have.
// - A part that is new from a state is walked through byte by byte (`NodeWalk`). Where it leads to is kept
//   (`PartTransitions`); of the last part of a path, what is to be said of the path (`PathVerdicts`).
// - Some regexes remain candidates, to be asked by themselves: those with a reference, and those without a
//   program, once one of their literals is found.
//
// It tells of plain paths only, ASCII without a newline, as the programs do. A transition for which there
// is no room leads to `dead`: then the regexes are asked as they are without it (`CandidateScan`).
//
// It remembers where parts lead to, not which path has which answer. A path that is there for the first
// time goes through it as fast as any other one, as long as its parts were there before. Where they
// weren't, as where each path has a number of its own, it notices that. From then on a part that isn't known
// from a state is gone through a byte at a time (`ByteTransitions`), as bytes lead to few states then, and only
// what comes again is walked through and kept (`RecentParts`). And where bytes are new all the time, too, it
// would cost more than it saves, and stays aside for a while.

/// A worker's automaton of the programs of a set. Used no longer than the set lives.
struct PathAutomaton: ~Copyable, @unchecked Sendable {
  /// When it begins anew and when it stays aside.
  struct Limits {
    /// After so many paths it thinks about itself.
    var trial = 4096
    /// When its walks go through more nodes than so many a path for some trials, it goes through unknown parts
    /// a byte at a time, and when they still do, it stays aside. Under ten thousand regexes the inventory has
    /// five, and 33 in the trial that is most unlike what came before; where each path has a number of its own
    /// there are 22 under eight regexes, and 70 under ten thousand.
    var mostVisitsPerPath = 16
    /// How many trials with twice as many it bears, or fewer that are worse.
    var patience = 4
    /// It stays aside for so many trials.
    var pause = 16
    /// It begins anew when it has so many states: more than the inventory needs under ten thousand regexes;
    var states = 1 << 19
    /// or when it takes up so many bytes.
    var bytes = 48 << 20
    /// After so many bytes that it walked over it counts anew which nodes it was in.
    var steps = UInt32.max - (1 << 20)
  }

  struct State: BitwiseCopyable {
    var lastingSet: UInt32
    /// The numbers of its other nodes, in order, in `passing`.
    var first: UInt32
    var count: UInt32
    var hash: UInt32
  }

  /// Where nothing is known. It is no state.
  static let dead: UInt32 = 0

  // Invariants: there are transitions for each state; all states that they and `table` name are there, and
  // `dead`, 0, is none of them.
  private var walk: NodeWalk
  private var states = GrowingMemory<State>()
  private var passing = GrowingMemory<UInt32>()
  private var table = NumberTable()
  /// Where parts lead to: states, and the verdicts of paths that end with them.
  private(set) var transitions = PartTransitions()
  private var verdicts = PathVerdicts()
  /// Where bytes lead to, if it goes through unknown parts a byte at a time,
  private var byteTransitions = ByteTransitions()
  private(set) var isByByte = false
  /// and the parts that it did so of late.
  private var recentParts = RecentParts()
  /// So many parts from each state are kept when they come for the first time all the same. There are many
  /// states from which few parts lead, and to make a state for each byte of them costs seven times as much.
  private static let partsKeptAtOnce = 16
  /// When so many are unknown for each that is kept, what is kept from a state is given up. Behind a thousand
  /// states with numbers behind them what is kept of these in vain costs up to a third of the time: it is all
  /// looked at, and too much for a cache.
  private static let mostMissesPerPart = 32
  /// What the first gap leads to over parts. Which part has which is a transition from `dead`.
  private var gapOutcomes = GrowingMemory<NodeWalk.GapOutcome>()

  /// The state before the first part of a path.
  private(set) var start = PathAutomaton.dead

  private let limits: Limits
  /// Whether somebody wants it at present,
  private var isWanted = false
  /// and whether it is to be asked, as it doesn't stay aside.
  private(set) var isAsked = false
  /// How many nodes more its walks went through than they may, of late.
  private var surplus = 0
  /// For how many trials it stays aside.
  private var pause = 0
  /// Paths since it last thought about itself.
  private var pathCount = 0
  private var isFull = false
  /// How many walks there were since it last thought about itself. After so many it looks how many bytes it
  /// takes up.
  private var walkCount = 0
  private static let walksBetweenLooks = 64
  /// To begin and to end a walk and to keep where it leads to costs as much as so many nodes.
  private static let visitsPerWalk = 12

  /// - Parameters:
  ///   - programs: The programs of a set.
  ///   - unmatched: Those of the worker that aren't known to match anything.
  ///   - notesMatches: Whether it is asked which those are.
  ///   - isWanted: Whether it is wanted from the beginning.
  ///   - limits: When it begins anew and when it stays aside.
  init(
    _ programs: PathPrograms, unmatched: borrowing RegexBits, notesMatches: Bool, isWanted: Bool,
    limits: Limits = Limits()
  ) {
    walk = NodeWalk(
      programs, unmatched: unmatched, notesMatches: notesMatches, mostSteps: limits.steps)
    self.limits = limits
    want(isWanted)
  }

  /// Begins with no state but the first one.
  private mutating func begin() {
    walk.removeAll(byParts: !isByByte)
    states.removeAll()
    passing.removeAll()
    table.removeAll()
    transitions.removeAll()
    verdicts.removeAll()
    byteTransitions.removeAll()
    gapOutcomes.removeAll()
    isFull = false
    addState(State(lastingSet: 0, first: 0, count: 0, hash: 0))
    walk.beginPath()
    start = stateOfWalk()
  }

  // MARK: Whether it is worth its while

  /// Says whether it is wanted for the next paths. What it has found out it keeps meanwhile.
  mutating func want(_ isWanted: Bool) {
    if isWanted == self.isWanted { return }
    self.isWanted = isWanted
    isAsked = isWanted && pause == 0
    // It begins with the first path, on the thread that asks: under ten thousand regexes that takes 3 ms.
    if isWanted, states.count == 0 { isFull = true }
  }

  /// To be called once for each path that it is asked about, before that.
  ///
  /// - Returns: Whether all states are others than before.
  @inline(__always)
  mutating func beginPath() -> Bool {
    pathCount &+= 1
    return pathCount >= limits.trial || isFull ? reconsider() : false
  }

  @inline(never)
  private mutating func reconsider() -> Bool {
    var beginsAnew = isFull
    if isAsked {
      let cost = walk.takeVisitCount() &+ Self.visitsPerWalk &* walkCount
      // A byte at a time it bears more: these are alike sooner or later.
      let allowed = limits.mostVisitsPerPath &* pathCount &* (isByByte ? 4 : 1)
      surplus = max(surplus &+ cost &- allowed, 0)
      if surplus > limits.patience &* allowed {
        surplus = 0
        if isByByte {
          isAsked = false
          pause = limits.pause
        } else {
          isByByte = true
          beginsAnew = true
        }
      }
    } else if isWanted, pause > 0 {
      pause -= 1
      if pause == 0 {
        (isAsked, isByByte) = (true, false)
        beginsAnew = true
      }
    }
    (pathCount, walkCount) = (0, 0)
    if beginsAnew { begin() }
    return beginsAnew
  }

  /// How many bytes are taken up.
  private var byteCount: Int {
    walk.byteCount + states.byteCount + passing.byteCount + table.byteCount
      + transitions.byteCount + byteTransitions.byteCount + verdicts.byteCount
      + gapOutcomes.byteCount
  }

  /// How many states there are.
  var stateCount: Int { states.count }

  // MARK: Parts

  /// The state behind a part that isn't the last one, or `dead`.
  ///
  /// - Parameters:
  ///   - state: The state before it.
  ///   - part: The part with the dot behind it, plain and with `PartKey.padding`.
  /// - Complexity: O(1) where a path went before.
  @inline(__always)
  mutating func next(_ state: UInt32, _ part: ByteSlice) -> UInt32 {
    let key = PartKey(part, isLast: false)
    return transitions.target(state, part, key) ?? makeNext(state, part, key)
  }

  /// What is said of the paths that end with a part, or `nil` where that isn't known.
  ///
  /// - Parameters:
  ///   - state: The state before it.
  ///   - part: The last part, plain and with `PartKey.padding`.
  ///   - unmatched: Those of the worker that aren't known to match anything: of which it is told that
  ///     they match are taken out.
  /// - Complexity: O(1) where a path went before.
  @inline(__always)
  mutating func verdict(
    _ state: UInt32, _ part: ByteSlice, _ unmatched: borrowing RegexBits
  ) -> PathVerdict? {
    let key = PartKey(part, isLast: true)
    if let verdict = transitions.target(state, part, key) { return verdicts[verdict] }
    return makeVerdict(state, part, key, unmatched)
  }

  /// The candidates of a verdict. Valid until the next one is asked for.
  ///
  /// - Parameter others: As for `Candidates`.
  @inline(__always)
  func candidates(
    of verdict: PathVerdict, others: UnsafeMutablePointer<RegexBits.Iterator>?
  ) -> Candidates {
    verdicts.candidates(of: verdict, others: others)
  }

  @inline(never)
  private mutating func makeNext(
    _ state: UInt32, _ part: ByteSlice, _ key: PartKey
  ) -> UInt32 {
    if !noteUnknown(key, from: state) { return nextByBytes(state, part) }
    guard takePart(part, key, from: state) else { return Self.dead }
    let next = stateOfWalk()
    transitions.add(state, part, key, to: next)
    return next
  }

  @inline(never)
  private mutating func makeVerdict(
    _ state: UInt32, _ part: ByteSlice, _ key: PartKey, _ unmatched: borrowing RegexBits
  ) -> PathVerdict? {
    if part.count > 0, !noteUnknown(key, from: state) {
      let end = nextByBytes(state, part)
      return end == Self.dead ? nil : verdict(end, part.dropFirst(part.count), unmatched)
    }
    guard takePart(part, key, from: state) else { return nil }
    let verdict = verdicts.keep(firstMatch: walk.endPath(unmatched, verdicts: &verdicts))
    transitions.add(state, part, key, to: verdict)
    return verdicts[verdict]
  }

  /// Notes that it isn't known where a part leads to from a state.
  ///
  /// - Returns: Whether that is to be found out and kept; else the part is gone through by bytes.
  private mutating func noteUnknown(_ key: PartKey, from state: UInt32) -> Bool {
    if !isByByte { return true }
    guard let misses = transitions.noteMiss(from: state) else { return false }
    if misses <= Self.partsKeptAtOnce || recentParts.note(key, from: state) { return true }
    if misses > Self.mostMissesPerPart &* transitions.count(from: state) {
      transitions.giveUp(state)
    }
    return false
  }

  /// The state behind some bytes, or `dead`, by transitions of a byte.
  @inline(never)
  private mutating func nextByBytes(_ state: UInt32, _ bytes: ByteSlice) -> UInt32 {
    var state = state
    for offset in 0..<bytes.count {
      let byte = bytes[offset]
      var next = byteTransitions.next(state, byte)
      if next == ByteTransitions.unknown {
        let byteAlone = bytes.dropFirst(offset).prefix(1)
        guard byte > 0, takePart(byteAlone, nil, from: state) else { return Self.dead }
        next = stateOfWalk()
        byteTransitions.add(state, byte, to: next)
      }
      state = next
    }
    return state
  }

  /// Walks over a part or a byte.
  ///
  /// - Parameters:
  ///   - part: The part.
  ///   - key: Its key, by which what the first gap leads to is found; `nil` for a byte, over which that is
  ///     one step.
  ///   - number: The state before it.
  /// - Returns: Whether there is room for where that leads to.
  private mutating func takePart(
    _ part: ByteSlice, _ key: PartKey?, from number: UInt32
  ) -> Bool {
    walkCount &+= 1
    if states.count >= limits.states
      || (walkCount % Self.walksBetweenLooks == 0 && byteCount > limits.bytes)
    {
      isFull = true
    }
    if isFull || number == Self.dead { return false }
    let isInGap = walk.isInFirstGap(atStart: number == start)
    var outcome: NodeWalk.GapOutcome?
    if isInGap, let key { outcome = outcomeOfGap(part, key) }
    let state = states[Int(number)]
    walk.begin(
      passing.start + Int(state.first), count: Int(state.count), in: Int(state.lastingSet),
      isInFirstGap: isInGap)
    if let outcome { walk.take(part, outcome) } else { walk.take(part) }
    return true
  }

  /// What the gap that programs begin with leads to over a part.
  private mutating func outcomeOfGap(
    _ part: ByteSlice, _ key: PartKey
  ) -> NodeWalk.GapOutcome {
    if let known = transitions.target(Self.dead, part, key) { return gapOutcomes[Int(known)] }
    transitions.add(
      Self.dead, part, key, to: UInt32(truncatingIfNeeded: gapOutcomes.count))
    gapOutcomes.append(walk.outcomeOfGap(part))
    return gapOutcomes[gapOutcomes.count &- 1]
  }

  /// The state that the walk has come to.
  private mutating func stateOfWalk() -> UInt32 {
    let set = UInt32(truncatingIfNeeded: walk.end())
    let nodes = walk.passing.start
    let count = walk.passing.count
    let hash = walk.passing.hash(set)
    let known = table.find(hash) { number in
      let state = states.start + number
      return state.pointee.lastingSet == set
        && walk.passing.isEqual(
          to: passing.start + Int(state.pointee.first), count: state.pointee.count)
    }
    if let known { return UInt32(truncatingIfNeeded: known) }
    let number = states.count
    addState(
      State(
        lastingSet: set, first: UInt32(truncatingIfNeeded: passing.count),
        count: UInt32(truncatingIfNeeded: count), hash: hash))
    passing.append(nodes, count: count)
    let all = states.start
    table.insert(number, hash) { all[$0].hash }
    return UInt32(truncatingIfNeeded: number)
  }

  private mutating func addState(_ state: State) {
    states.append(state)
    transitions.addState()
    byteTransitions.addState()
  }
}
