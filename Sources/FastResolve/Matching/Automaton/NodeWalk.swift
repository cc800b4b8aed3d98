/// A walk of all programs at once over the bytes of a path: which nodes of their graph it is in, and what was
/// met on the way.
///
/// Most nodes of a walk stand for gaps, and last. They are a set of their own, and only where a byte leads on
/// from one of them are they gone through.
struct NodeWalk: ~Copyable, @unchecked Sendable {
  private static let none = ProgramGraph.none

  private var graph: ProgramGraph
  private var lastingSets = LastingSets()

  // Where the walk is. Invariant: all numbers are those of nodes and sets that are there, all nodes expanded.
  /// The nodes that the next byte leads out of, each once, in no order.
  private(set) var passing = NodeList()
  private var nextPassing = NodeList()
  private var leaders = NodeList()
  /// The set of the lasting nodes that it began with,
  private var lastingSet = 0
  /// and those that came to it since.
  private var newLasting = NodeList()
  private var newLeading = ASCIISet()
  private var gapNodes = GrowingMemory<UInt32>()
  /// Of a path that ends the conditions the texts of which were found.
  private var found = NodeList()
  /// The first regex that matches whatever comes, or `none`.
  private var match = NodeWalk.none
  /// Whether it is in the gap that programs begin with.
  private var isInFirstGap = false
  /// Whether that is gone out of, too.
  private var walksFirstGap = true

  /// The byte behind the one that is taken, or `noByte`: what doesn't lead on by it isn't added.
  private var following = NodeWalk.noByte
  private static let noByte: UInt8 = 0x80
  /// How many nodes and bytes were gone through since somebody asked.
  private var visitCount = 0
  /// Counts the bytes of all walks: a node notes for which one it was added, and isn't added twice.
  private var step: UInt32 = 0
  /// Then it begins to count anew, as it does once in some ten minutes of walks: room is left for a part.
  private let mostSteps: UInt32
  /// The node of the gaps that programs begin with, or `none`. A walk is in it from the first byte on, and
  /// it is in no list: it is the one that nearly every byte leads on from.
  private var firstGap = NodeWalk.none
  /// Whether a walk is in it before the first byte, too: all programs begin with a gap then.
  private var startsInGap = false

  /// Those of the worker that aren't known to match anything.
  private let unmatched: RegexBits.Words
  /// Whether it is asked which those are, and not only for the first match.
  private let notesMatches: Bool

  init(
    _ programs: PathPrograms, unmatched: borrowing RegexBits, notesMatches: Bool,
    mostSteps: UInt32
  ) {
    self.mostSteps = mostSteps
    graph = ProgramGraph(programs)
    self.unmatched = RegexBits.Words(unmatched)
    self.notesMatches = notesMatches
  }

  /// How many bytes are taken up.
  var byteCount: Int { graph.byteCount + lastingSets.byteCount + gapNodes.byteCount }

  /// How many nodes and bytes were gone through since that was asked last.
  mutating func takeVisitCount() -> Int {
    defer { visitCount = 0 }
    return visitCount
  }

  /// Forgets all nodes and sets.
  mutating func removeAll() {
    graph.removeAll()
    lastingSets.removeAll()
    gapNodes.removeAll()
  }

  // MARK: Where it begins

  /// Begins before the first byte of a path, with no node made yet.
  mutating func beginPath() {
    begin(in: LastingSets.empty, isInFirstGap: false)
    firstGap = Self.none
    startsInGap = false
    guard let root = graph.root() else { return }
    let gap = graph.nodes[Int(root)].anyChild
    if gap != Self.none {
      graph.expandIfNeeded(Int(gap))
      // Not where one of them has to have some characters first.
      if graph.nodes[Int(gap)].anyChild == gap { firstGap = gap }
      startsInGap = gap == root
    }
    isInFirstGap = startsInGap
    following = Self.noByte
    add(root)
    swap(&passing, &nextPassing)
  }

  /// Begins where one was before.
  ///
  /// - Parameters:
  ///   - nodes: The nodes that a byte leads out of.
  ///   - set: The set of the lasting ones.
  ///   - isInFirstGap: Whether it is in the first gap.
  mutating func begin(
    _ nodes: UnsafePointer<UInt32>, count: Int, in set: Int, isInFirstGap: Bool
  ) {
    begin(in: set, isInFirstGap: isInFirstGap)
    passing.append(nodes, count: count)
  }

  /// Whether walks are in the first gap behind the first byte of a path, and where one begins that is
  /// `atStart`.
  @inline(__always)
  func isInFirstGap(atStart: Bool) -> Bool { firstGap != Self.none && (!atStart || startsInGap) }

  private mutating func begin(in set: Int, isInFirstGap: Bool) {
    passing.removeAll()
    nextPassing.removeAll()
    newLasting.removeAll()
    newLeading = ASCIISet()
    lastingSet = set
    match = lastingSets[set].firstMatch
    self.isInFirstGap = isInFirstGap
    if step >= mostSteps { forgetSteps() }
    step &+= 1
  }

  // MARK: Steps

  /// Goes on over some bytes, all of them ASCII and no newline.
  ///
  /// - Complexity: O(*n* *m*), *n* the bytes, *m* the nodes that it is in.
  mutating func take(_ bytes: ByteSlice) {
    var offset = 0
    while offset < bytes.count {
      let byte = bytes[offset]
      offset &+= 1
      following = offset < bytes.count ? bytes[offset] : Self.noByte
      take(byte)
    }
  }

  @inline(__always)
  private mutating func take(_ byte: UInt8) {
    step &+= 1
    nextPassing.removeAll()
    leaders.removeAll()
    findLeaders(by: byte)
    visitCount &+= 1 &+ passing.count &+ leaders.count
    var index = 0
    while index < leaders.count {
      let node = graph.nodes.start + Int(leaders[index])
      var edge = node.pointee.firstSetEdge
      let child = graph.child(of: node, byte)
      if child != Self.none { add(child) }
      while edge != Self.none {
        let setEdge = graph.setEdges[Int(edge)]
        if setEdge.set.contains(byte) { add(setEdge.child) }
        edge = setEdge.next
      }
      index &+= 1
    }
    if firstGap != Self.none { isInFirstGap = true }
    swap(&passing, &nextPassing)
  }

  /// Finds the nodes that a byte leads on from by edges that aren't for all characters, and takes the
  /// others.
  @inline(__always)
  private mutating func findLeaders(by byte: UInt8) {
    if isInFirstGap, walksFirstGap, graph.nodes[Int(firstGap)].leading.contains(byte) {
      leaders.append(firstGap)
    }
    if newLeading.contains(byte) {
      var index = 0
      while index < newLasting.count {
        let number = newLasting[index]
        if graph.nodes.start[Int(number)].leading.contains(byte) { leaders.append(number) }
        index &+= 1
      }
    }
    let set = lastingSets.all.start + lastingSet
    if set.pointee.leading.contains(byte) {
      var index = Int(set.pointee.first)
      let end = index &+ Int(set.pointee.count)
      while index < end {
        let number = lastingSets.nodes[index]
        if graph.nodes.start[Int(number)].leading.contains(byte) { leaders.append(number) }
        index &+= 1
      }
    }
    // Last, as it may add lasting nodes, which only the next byte leads on from.
    var index = 0
    while index < passing.count {
      let number = passing[index]
      let node = graph.nodes.start + Int(number)
      let child = node.pointee.anyChild
      if node.pointee.leading.contains(byte) { leaders.append(number) }
      if child != Self.none { add(child) }
      index &+= 1
    }
  }

  /// Adds a node.
  @inline(__always)
  private mutating func add(_ number: UInt32) {
    let node = graph.nodes.start + Int(number)
    if node.pointee.firstRegex > match, !notesMatches { return }
    if node.pointee.lastStep == step { return }
    node.pointee.lastStep = step
    if !node.pointee.isPlain { return addOther(number) }
    if node.pointee.anyChild == Self.none, following != Self.noByte,
      !node.pointee.leading.contains(following)
    {
      return
    }
    nextPassing.append(number)
  }

  /// Adds a node that isn't there yet, and may be one that lasts, says something or isn't expanded.
  @inline(never)
  private mutating func addOther(_ number: UInt32) {
    graph.expandIfNeeded(Int(number))
    let node = graph.nodes[Int(number)]
    if node.firstMatch < match { match = node.firstMatch }
    if node.anyChild != number {
      if !node.isDone { nextPassing.append(number) }
    } else if number != firstGap {
      addLasting(number, node.leading)
    }
    if notesMatches, node.firstMatch != Self.none { addMatches(of: number) }
  }

  private mutating func addLasting(_ number: UInt32, _ leading: ASCIISet) {
    if lastingSets.contains(number, in: lastingSet) || newLasting.contains(number) { return }
    newLasting.append(number)
    newLeading = newLeading.union(leading)
  }

  /// Adds that regexes match which aren't known to match anything. That is noted when a path is asked
  /// about that goes this way, which this one may not be.
  @inline(never)
  private mutating func addMatches(of number: UInt32) {
    for place in graph.verdicts[Int(number)].matches {
      let regex = graph.said[place]
      if unmatched.contains(Int(regex)) { addLasting(graph.matchNode(regex), ASCIISet()) }
    }
  }

  // MARK: The first gap
  //
  // What the gap that programs begin with leads to over a part is the same from any state. It is more than
  // half of all that a walk goes through, and an inventory has far fewer parts than there are parts from
  // states: so it is walked once for each part.

  /// What the first gap alone leads to over a part.
  struct GapOutcome: BitwiseCopyable {
    fileprivate var match: UInt32
    /// The nodes, in `gapNodes`: first those that are passing, then the lasting ones.
    fileprivate var first: UInt32
    fileprivate var passingCount: UInt32
    fileprivate var lastingCount: UInt32
  }

  /// Walks over a part from the first gap alone.
  mutating func outcomeOfGap(_ part: ByteSlice) -> GapOutcome {
    begin(in: LastingSets.empty, isInFirstGap: true)
    take(part)
    let outcome = GapOutcome(
      match: match, first: UInt32(truncatingIfNeeded: gapNodes.count),
      passingCount: UInt32(truncatingIfNeeded: passing.count),
      lastingCount: UInt32(truncatingIfNeeded: newLasting.count))
    gapNodes.append(passing.start, count: passing.count)
    gapNodes.append(newLasting.start, count: newLasting.count)
    return outcome
  }

  /// Goes on over a part, where the walk is in the first gap before it.
  ///
  /// - Parameters:
  ///   - part: The part.
  ///   - outcome: What the first gap leads to over it.
  mutating func take(_ part: ByteSlice, _ outcome: GapOutcome) {
    walksFirstGap = false
    take(part)
    walksFirstGap = true
    if outcome.match < match { match = outcome.match }
    let passingEnd = Int(outcome.first &+ outcome.passingCount)
    for index in Int(outcome.first)..<passingEnd {
      let number = gapNodes[index]
      let node = graph.nodes.start + Int(number)
      if node.pointee.lastStep == step || (node.pointee.firstRegex > match && !notesMatches) {
        continue
      }
      passing.append(number)
    }
    for index in passingEnd..<(passingEnd &+ Int(outcome.lastingCount)) {
      let number = gapNodes[index]
      let node = graph.nodes[Int(number)]
      // What was to be noted then may be noted by now.
      if node.isMatch && !unmatched.contains(Int(node.firstRegex)) { continue }
      if node.firstRegex > match && !notesMatches { continue }
      addLasting(number, node.leading)
    }
  }

  // MARK: Where it ends

  /// Ends the walk within a path: what is left in `passing`, in order, and a lasting set are all that is
  /// needed to go on.
  ///
  /// - Returns: The number of the lasting set.
  mutating func end() -> Int {
    let nodes = UnsafePointer(graph.nodes.start)
    if !notesMatches, match != Self.none { passing.removeAll(behind: match, in: nodes) }
    passing.sort()
    let before = lastingSets[lastingSet]
    if newLasting.count == 0, match == before.firstMatch, !before.hasMatch { return lastingSet }
    for index in Int(before.first)..<Int(before.first &+ before.count) {
      let number = lastingSets.nodes[index]
      let node = nodes + Int(number)
      let isNoted =
        node.pointee.isMatch && !unmatched.contains(Int(node.pointee.firstRegex))
      if !isNoted { newLasting.append(number) }
    }
    if !notesMatches { newLasting.removeAll(behind: match, in: nodes) }
    newLasting.sort()
    return lastingSets.number(of: newLasting, match, nodes)
  }

  /// Ends the walk at the end of a path.
  ///
  /// - Parameters:
  ///   - unmatched: Those of the worker that aren't known to match anything: of which it is told that
  ///     they match are taken out.
  ///   - verdicts: Gets the candidates: the regexes that may match before the first one of which it is told
  ///     that it does, and those that may match and aren't known to match anything.
  /// - Returns: The first regex that matches, or `none`.
  mutating func endPath(
    _ unmatched: borrowing RegexBits, verdicts: inout PathVerdicts
  ) -> UInt32 {
    let set = lastingSets[lastingSet]
    passing.append(newLasting.start, count: newLasting.count)
    passing.append(lastingSets.nodes.start + Int(set.first), count: Int(set.count))
    if isInFirstGap { passing.append(firstGap) }
    found.removeAll()
    var match = match
    for index in 0..<passing.count {
      let node = Int(passing[index])
      if graph.nodes[node].isMatch { unmatched.remove(Int(graph.nodes[node].firstRegex)) }
      for place in graph.verdicts[node].endMatches {
        match = min(match, graph.said[place])
        unmatched.remove(Int(graph.said[place]))
      }
      for place in graph.verdicts[node].found { found.append(graph.said[place]) }
    }
    for index in 0..<passing.count {
      for place in graph.verdicts[Int(passing[index])].conditionals {
        let regex = graph.said[place]
        if regex > match, !unmatched.contains(Int(regex)) { continue }
        if areConditionsMet(of: regex) {
          match = min(match, regex)
          unmatched.remove(Int(regex))
        }
      }
    }
    for index in 0..<passing.count {
      for place in graph.verdicts[Int(passing[index])].candidates {
        let regex = graph.said[place]
        if regex < match || unmatched.contains(Int(regex)) { verdicts.add(candidate: Int(regex)) }
      }
    }
    return match
  }

  /// Whether a regex matches whose program does.
  private func areConditionsMet(of regex: UInt32) -> Bool {
    graph.parts.conditions(of: regex).allSatisfy { condition in
      found.contains(condition) == graph.parts.condition(condition).pointee.isWanted
    }
  }

  private mutating func forgetSteps() {
    graph.forgetSteps()
    step = 0
  }
}
