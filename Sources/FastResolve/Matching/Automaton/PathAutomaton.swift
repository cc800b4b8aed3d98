// One automaton for all regexes of a rule set, made while paths go through it.
//
// To find the literals of ten thousand regexes and to ask each regex found takes three times as long as with
// a thousand: 21 are found in a path instead of 3. An automaton whose states say how far *all* regexes
// have come takes one step a byte, however many there are, and the state at the end of a path says which is
// the first that matches. There would be far too many states to make them all. But the paths of an
// inventory are alike: of the 9.7 million bytes by which its 1.5 million paths differ from the one before, 341,000
// are taken from a state where no path before took them under ten thousand regexes, and 113,000 under a
// thousand. So states and transitions are made when the first path needs them, as RE2 does.
//
// - A state is a set of nodes of the `ProgramGraph`, which stands for all programs, and the first regex
//   that matches each path which comes there. If nobody asks for more than the first match, nodes are left
//   out that only regexes behind it have.
// - Most nodes of a state stand for gaps, and last. They are a set of their own (`LastingSets`), and only
//   where a byte leads on from one of them are they gone through.
// - Some regexes remain candidates, to be asked by themselves: those with a reference, those that ask for a
//   text anywhere, and those without a program, once one of their literals is found. What is said of them
//   and of the others where a path ends is found when the first path ends there (`StateVerdicts`).
// - A new state takes half a microsecond, most of it to wait for memory that no cache has. One wait, of a
//   quarter of that, was for a look into the table of all states; so the first few states of a lasting set are by
//   its side (`nearStates`).
//
// It tells of plain paths only, ASCII without a newline, as the programs do. A byte of another kind leads to
// `dead`, and so does a transition for which there is no room: then the regexes are asked as they are
// without it (`CandidateScan`).
//
// It remembers where bytes lead to, not which path has which answer. A path that is there for the first time
// goes through it as fast as any other one, as long as its parts were there before. Where paths are so
// different that most steps are new it would cost more than it saves: it notices that, and stays aside for a
// while.

/// A worker's automaton of the programs of a set. Used no longer than the set lives.
struct PathAutomaton: ~Copyable, @unchecked Sendable {
  /// When it begins anew and when it stays aside.
  struct Limits {
    /// After so many paths it thinks about itself.
    var trial = 4096
    /// It stays aside when it had more new transitions than so many a path,
    var mostMadePerPath = 3
    /// for so many trials.
    var pause = 16
    /// It begins anew when it has so many states: more than the inventory needs under ten thousand regexes;
    var states = 1 << 19
    /// or when it takes up so many bytes.
    var bytes = 48 << 20
  }

  struct State: BitwiseCopyable {
    var lastingSet: UInt32
    /// The numbers of its other nodes, in order, in `passing`.
    var first: UInt32
    var count: UInt32
    var hash: UInt32
  }

  /// A state in which nothing is known. No other one follows.
  static let dead = StateTransitions.unknown
  private static let none = ProgramGraph.none

  private var graph: ProgramGraph
  // Invariant: there is one of each for each state, of which 0 is `dead`.
  private var transitions = StateTransitions()
  private var verdicts = StateVerdicts()
  private var states = GrowingMemory<State>()
  private var passing = GrowingMemory<UInt32>()
  private var lastingSets = LastingSets()
  /// For each lasting set the first `nearCount` of its states, as slots of a `NumberTable`.
  private var nearStates = GrowingMemory<UInt32>()
  private static let nearCount = 16
  /// The other states.
  private var table = NumberTable()

  // The nodes of the state that is being made, the lasting ones without those that were there before.
  private var nextPassing = NodeList()
  private var nextLasting = NodeList()
  /// The node of the gaps that programs begin with, or `none`. It is in every state behind a byte, and in no
  /// list: it is the one that nearly every byte leads on from.
  private var firstGap = PathAutomaton.none
  /// Whether it is in the state before the first byte, too: all programs begin with a gap then.
  private var startsInGap = false

  /// Those of the worker that aren't known to match anything.
  private let unmatched: RegexBits.Words
  /// Whether it is asked which those are, and not only for the first match.
  private let notesMatches: Bool

  /// The state before the first byte of a path.
  private(set) var start = PathAutomaton.dead

  private let limits: Limits
  /// Whether it is to be used at present.
  private(set) var isAsked: Bool
  /// For how many trials it stays aside.
  private var pause = 0
  /// Paths and new transitions since it last thought about itself.
  private var pathCount = 0
  private var madeCount = 0
  private var isFull = false

  /// - Parameters:
  ///   - programs: The programs of a set.
  ///   - unmatched: Those of the worker that aren't known to match anything.
  ///   - notesMatches: Whether it is asked which those are.
  ///   - isUsed: Whether it is ever asked.
  ///   - limits: When it begins anew and when it stays aside.
  init(
    _ programs: PathPrograms, unmatched: borrowing RegexBits, notesMatches: Bool, isUsed: Bool,
    limits: Limits = Limits()
  ) {
    graph = ProgramGraph(programs)
    self.unmatched = RegexBits.Words(unmatched)
    self.notesMatches = notesMatches
    self.limits = limits
    isAsked = isUsed
    if isUsed { begin() }
  }

  /// Begins with no state but `dead` and the first one.
  private mutating func begin() {
    graph.removeAll()
    transitions.removeAll()
    verdicts.removeAll()
    states.removeAll()
    passing.removeAll()
    lastingSets.removeAll()
    nearStates.removeAll()
    table.removeAll()
    nextPassing.removeAll()
    nextLasting.removeAll()
    isFull = false
    _ = newState(State(lastingSet: 0, first: 0, count: 0, hash: 0))
    firstGap = Self.none
    startsInGap = false
    var match = Self.none
    if let root = graph.root() {
      let gap = graph.nodes[Int(root)].anyChild
      if gap != Self.none {
        graph.expandIfNeeded(Int(gap))
        // Not where one of them has to have some characters first.
        if graph.nodes[Int(gap)].anyChild == gap { firstGap = gap }
        startsInGap = gap == root
      }
      add(root, to: nil, &match)
    }
    start = state(lastingSet(match, with: nil))
  }

  // MARK: Whether it is worth its while

  /// To be called once for each path, before it is followed.
  ///
  /// - Returns: Whether all states are others than before.
  @inline(__always)
  mutating func beginPath() -> Bool {
    pathCount &+= 1
    return pathCount >= limits.trial || isFull ? reconsider() : false
  }

  @inline(never)
  private mutating func reconsider() -> Bool {
    if isAsked {
      if madeCount > limits.mostMadePerPath &* pathCount {
        isAsked = false
        pause = limits.pause
      }
    } else if pause > 0 {
      pause -= 1
      isAsked = pause == 0
    }
    (pathCount, madeCount) = (0, 0)
    guard isFull || byteCount > limits.bytes else { return false }
    begin()
    return true
  }

  /// How many bytes are taken up.
  private var byteCount: Int {
    graph.byteCount + transitions.byteCount + verdicts.byteCount + states.byteCount
      + passing.byteCount + lastingSets.byteCount + nearStates.byteCount + table.byteCount
  }

  /// How many states there are.
  var stateCount: Int { states.count }

  // MARK: Transitions

  /// The state behind a byte.
  ///
  /// - Complexity: O(1) where a path went before.
  @inline(__always)
  mutating func next(_ state: UInt32, _ byte: UInt8) -> UInt32 {
    let next = transitions.next(state, byte)
    return next == StateTransitions.unknown ? makeNext(state, byte) : next
  }

  /// Finds out where a byte leads to.
  ///
  /// - Complexity: O(*n*) in the nodes of the state.
  @inline(never)
  private mutating func makeNext(_ number: UInt32, _ byte: UInt8) -> UInt32 {
    if number == Self.dead || byte == 0 || byte >= 0x80 || byte == 0x0A { return Self.dead }
    // Lists of nodes may be long: a few steps can take what is left.
    let listBytes = passing.byteCount &+ lastingSets.nodes.byteCount &+ graph.points.byteCount
    if states.count >= limits.states || listBytes > limits.bytes { isFull = true }
    if isFull { return Self.dead }
    madeCount &+= 1
    let state = states[Int(number)]
    let set = Int(state.lastingSet)
    let before = lastingSets[set].firstMatch
    var match = before
    nextPassing.removeAll()
    nextLasting.removeAll()
    for index in Int(state.first)..<Int(state.first &+ state.count) {
      let node = passing[index]
      let child = graph.nodes.start[Int(node)].anyChild
      if child != Self.none { add(child, to: set, &match) }
      addLeading(from: node, byte, to: set, &match)
    }
    if isInFirstGap(number) {
      addLeading(from: firstGap, byte, to: set, &match)
    }
    if lastingSets[set].leading.contains(byte) {
      let (first, count) = (lastingSets[set].first, lastingSets[set].count)
      for index in Int(first)..<Int(first &+ count) {
        addLeading(from: lastingSets.nodes[index], byte, to: set, &match)
      }
    }
    if match != before, !notesMatches { nextPassing.removeAll(behind: match, in: graph) }
    let isSame = nextLasting.count == 0 && match == before && !lastingSets[set].hasMatch
    let next = self.state(isSame ? set : lastingSet(match, with: set))
    transitions.add(number, byte, to: next)
    return next
  }

  /// Whether the node of the first gaps is in a state.
  @inline(__always)
  private func isInFirstGap(_ state: UInt32) -> Bool {
    firstGap != Self.none && (state != start || startsInGap)
  }

  /// Adds what a byte leads to by the edges that aren't for all characters.
  @inline(__always)
  private mutating func addLeading(
    from number: UInt32, _ byte: UInt8, to set: Int, _ match: inout UInt32
  ) {
    let node = UnsafePointer(graph.nodes.start) + Int(number)
    var edge = Int(node.pointee.firstSetEdge)
    let end = edge &+ Int(node.pointee.setEdgeCount)
    let child = graph.child(of: node, byte)
    if child != Self.none { add(child, to: set, &match) }
    while edge < end {
      if graph.setEdges.start[edge].set.contains(byte) {
        add(graph.setEdges.start[edge].child, to: set, &match)
      }
      edge &+= 1
    }
  }

  /// Adds a node to the state that is being made.
  ///
  /// - Parameter set: The lasting set of the state before, if there is one.
  @inline(never)
  private mutating func add(_ number: UInt32, to set: Int?, _ match: inout UInt32) {
    if graph.nodes.start[Int(number)].firstRegex > match, !notesMatches { return }
    graph.expandIfNeeded(Int(number))
    let node = graph.nodes.start + Int(number)
    let firstMatch = node.pointee.firstMatch
    if firstMatch < match { match = firstMatch }
    if node.pointee.anyChild != number {
      if !node.pointee.isDone { nextPassing.insert(number) }
    } else if number != firstGap {
      addLasting(number, to: set)
    }
    if notesMatches, firstMatch != Self.none { addMatches(of: number, to: set) }
  }

  @inline(__always)
  private mutating func addLasting(_ number: UInt32, to set: Int?) {
    if let set, lastingSets.contains(number, in: set) { return }
    nextLasting.insert(number)
  }

  /// Adds that regexes match which aren't known to match anything. That is noted when a path is asked
  /// about that goes this way, which this one may not be.
  @inline(never)
  private mutating func addMatches(of number: UInt32, to set: Int?) {
    let verdicts = graph.verdicts[Int(number)]
    for index in 0..<Int(verdicts.matchCount) {
      let regex = graph.regexes[Int(verdicts.first) &+ index]
      if unmatched.contains(Int(regex)) { addLasting(graph.matchNode(regex), to: set) }
    }
  }

  /// The number of the set of the nodes in `nextLasting` and of those of another set, without what is
  /// no longer needed of these.
  private mutating func lastingSet(_ match: UInt32, with number: Int?) -> Int {
    if let number {
      let set = lastingSets[number]
      for index in Int(set.first)..<Int(set.first &+ set.count) {
        let node = lastingSets.nodes[index]
        let isNoted =
          graph.nodes[Int(node)].isMatch
          && !unmatched.contains(Int(graph.nodes[Int(node)].firstRegex))
        if !isNoted { nextLasting.insert(node) }
      }
    }
    if !notesMatches { nextLasting.removeAll(behind: match, in: graph) }
    let new = lastingSets.number(of: nextLasting, match, graph)
    while nearStates.count < lastingSets.all.count &* Self.nearCount { nearStates.append(0) }
    return new
  }

  /// The state of a lasting set and the nodes in `nextPassing`.
  private mutating func state(_ set: Int) -> UInt32 {
    let hash = nextPassing.hash(UInt32(truncatingIfNeeded: set))
    let near = nearStates.start + set &* Self.nearCount
    var place = 0
    while place < Self.nearCount, near[place] != 0 {
      let known = NumberTable.number(in: near[place], hash)
      if let known, isState(known, of: set) { return UInt32(truncatingIfNeeded: known) }
      place &+= 1
    }
    let isNear = place < Self.nearCount
    if !isNear, let known = table.find(hash, where: { isState($0, of: set) }) {
      return UInt32(truncatingIfNeeded: known)
    }
    let number = newState(
      State(
        lastingSet: UInt32(truncatingIfNeeded: set),
        first: UInt32(truncatingIfNeeded: passing.count),
        count: UInt32(truncatingIfNeeded: nextPassing.count), hash: hash))
    passing.append(nextPassing.start, count: nextPassing.count)
    if isNear {
      near[place] = NumberTable.slot(number, hash)
    } else {
      let states = states.start
      table.insert(number, hash) { states[$0].hash }
    }
    return UInt32(truncatingIfNeeded: number)
  }

  /// Whether a state is the one that is being made.
  @inline(__always)
  private func isState(_ number: Int, of set: Int) -> Bool {
    let state = states.start + number
    return Int(state.pointee.lastingSet) == set
      && nextPassing.isEqual(
        to: passing.start + Int(state.pointee.first), count: state.pointee.count)
  }

  private mutating func newState(_ state: State) -> Int {
    states.append(state)
    transitions.addState()
    verdicts.addState()
    return states.count &- 1
  }

  // MARK: What is said of a path

  /// What is said of the paths that end in a state.
  ///
  /// - Parameters:
  ///   - state: A state that isn't `dead`.
  ///   - unmatched: Those of the worker that aren't known to match anything: of which it is told that
  ///     they match are taken out.
  @inline(__always)
  mutating func verdict(_ state: UInt32, _ unmatched: borrowing RegexBits) -> PathVerdict {
    verdicts[state] ?? findVerdict(state, unmatched)
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
  private mutating func findVerdict(
    _ state: UInt32, _ unmatched: borrowing RegexBits
  ) -> PathVerdict {
    let number = Int(state)
    let set = lastingSets[Int(states[number].lastingSet)]
    nextPassing.removeAll()
    for index in Int(set.first)..<Int(set.first &+ set.count) {
      nextPassing.insert(lastingSets.nodes[index])
    }
    for index in 0..<Int(states[number].count) {
      nextPassing.insert(passing[Int(states[number].first) &+ index])
    }
    if isInFirstGap(state) { nextPassing.insert(firstGap) }

    var match = set.firstMatch
    for index in 0..<nextPassing.count {
      let node = Int(nextPassing[index])
      if graph.nodes[node].isMatch { unmatched.remove(Int(graph.nodes[node].firstRegex)) }
      let said = graph.verdicts[node]
      let regexes = graph.regexes.start + Int(said.first &+ said.matchCount)
      for index in 0..<Int(said.endMatchCount) {
        match = min(match, regexes[index])
        unmatched.remove(Int(regexes[index]))
      }
    }
    for index in 0..<nextPassing.count {
      let said = graph.verdicts[Int(nextPassing[index])]
      let regexes =
        graph.regexes.start + Int(said.first &+ said.matchCount &+ said.endMatchCount)
      for index in 0..<Int(said.candidateCount) {
        let regex = Int(regexes[index])
        if regex < Int(match) || unmatched.contains(regex) { verdicts.add(candidate: regex) }
      }
    }
    return verdicts.keep(state, firstMatch: match)
  }
}
