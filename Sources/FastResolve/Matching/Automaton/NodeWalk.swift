/// A walk of all programs at once over the bytes of a path: which nodes of their graph it is in, and what was
/// met on the way.
///
/// Most nodes of a walk stand for gaps, and last. They are a set of their own, and of them only those are gone
/// through that may lead on within the part, as its pairs of bytes tell (`BytePairs`).
struct NodeWalk: ~Copyable, @unchecked Sendable {
  static let none = ProgramGraph.none

  var graph: ProgramGraph
  var lastingSets = LastingSets()

  // Where the walk is. Invariant: all numbers are those of nodes and sets that are there, all nodes expanded.
  /// The nodes that it has passed, and from `passingFirst` on those that the next byte leads out of, each
  /// once, in no order.
  var nodes = GrowingMemory<UInt32>()
  var passingFirst = 0
  /// Those last ones, where it has ended.
  var passing = NodeList()
  /// The set of the lasting nodes that it began with,
  var lastingSet = 0
  /// and those that came to it since.
  var newLasting = NodeList()
  /// The lasting nodes that may lead on within the part, with the bytes by which they do.
  private var responding = GrowingMemory<Responding>()
  private var respondingLeading = ASCIISet()
  var gapNodes = GrowingMemory<UInt32>()
  /// Of a path that ends the conditions the texts of which were found.
  var found = NodeList()
  /// Of a path that ends the nodes that say something of it.
  var speakers = NodeList()
  /// The first regex that matches whatever comes, or `none`.
  var match = NodeWalk.none
  /// Whether it is in the gap that programs begin with.
  var isInFirstGap = false
  /// Whether that is gone out of, too.
  var walksFirstGap = true

  /// The byte behind the one that is taken, or `noByte`: what doesn't lead on by it isn't added.
  private var following = NodeWalk.noByte
  private static let noByte: UInt8 = 0x80
  /// What is left of the part behind the byte that is taken.
  private var rest = ByteSlice.empty
  /// The nodes that texts lead to.
  private var arrivals = GrowingMemory<Arrival>()
  /// How many bytes are left where it comes to the next one of them, or -1.
  private var nextArrival = -1

  /// A lasting node that may lead on.
  struct Responding: BitwiseCopyable {
    var leading: ASCIISet
    var node: UInt32
  }

  /// A node that is come to when only so many bytes are left.
  struct Arrival: BitwiseCopyable {
    var node: UInt32
    var bytesLeft: UInt32
  }

  /// How many nodes and bytes were gone through since somebody asked.
  private var visitCount = 0
  /// Counts the bytes of all walks: a node notes for which one it was added, and isn't added twice.
  var step: UInt32 = 0
  /// Then it begins to count anew, as it does once in some ten minutes of walks: room is left for a part.
  private let mostSteps: UInt32
  /// The node of the gaps that programs begin with, or `none`. A walk is in it from the first byte on, and
  /// it is in no list: it is the one that nearly every byte leads on from.
  var firstGap = NodeWalk.none
  /// Whether a walk is in it before the first byte, too: all programs begin with a gap then.
  private var startsInGap = false

  /// Those of the worker that aren't known to match anything.
  let unmatched: RegexBits.Words
  /// Whether it is asked which those are, and not only for the first match.
  let notesMatches: Bool

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
  ///
  /// - Parameter byParts: Whether it walks over whole parts.
  mutating func removeAll(byParts: Bool) {
    graph.removeAll(hasTextEdges: byParts)
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
    settle()
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
    self.nodes.append(nodes, count: count)
  }

  /// Whether walks are in the first gap behind the first byte of a path, and where one begins that is
  /// `atStart`.
  @inline(__always)
  func isInFirstGap(atStart: Bool) -> Bool { firstGap != Self.none && (!atStart || startsInGap) }

  mutating func begin(in set: Int, isInFirstGap: Bool) {
    nodes.removeAll()
    passingFirst = 0
    newLasting.removeAll()
    responding.removeAll()
    respondingLeading = ASCIISet()
    lastingSet = set
    match = lastingSets[set].firstMatch
    self.isInFirstGap = isInFirstGap
    if step >= mostSteps { forgetSteps() }
    step &+= 1
  }

  // MARK: Steps

  /// Goes on over some bytes, all of them ASCII and no newline.
  ///
  /// - Parameter bytes: A part, with `PartKey.padding` behind it; or one byte, if it goes on by bytes.
  /// - Complexity: O(*n* *m*), *n* the bytes, *m* the nodes that it is in.
  mutating func take(_ bytes: ByteSlice) {
    findResponding(to: bytes)
    var offset = 0
    while offset < bytes.count {
      let byte = bytes[offset]
      offset &+= 1
      step &+= 1
      if passingFirst < nodes.count || bytes.count &- offset == nextArrival
        || respondingLeading.contains(byte)
      {
        following = offset < bytes.count ? bytes[offset] : Self.noByte
        rest = bytes.dropFirst(offset)
        take(byte)
      }
      if !isInFirstGap, firstGap != Self.none { enterFirstGap() }
    }
    visitCount &+= bytes.count
  }

  /// Finds the lasting nodes that some of the bytes may lead on from.
  private mutating func findResponding(to bytes: ByteSlice) {
    if isInFirstGap, walksFirstGap { respond(firstGap, graph.nodes[Int(firstGap)].leading) }
    let set = lastingSets.all.start + lastingSet
    let pairs = BytePairs(of: bytes)
    if pairs.isDisjoint(with: set.pointee.pairs) { return }
    var index = Int(set.pointee.first)
    let end = index &+ Int(set.pointee.count)
    while index < end {
      if !pairs.isDisjoint(with: lastingSets.pairs[index]) {
        let number = lastingSets.nodes[index]
        respond(number, graph.nodes.start[Int(number)].leading)
      }
      index &+= 1
    }
  }

  @inline(__always)
  private mutating func respond(_ number: UInt32, _ leading: ASCIISet) {
    responding.append(Responding(leading: leading, node: number))
    respondingLeading = respondingLeading.union(leading)
  }

  private mutating func enterFirstGap() {
    isInFirstGap = true
    respond(firstGap, graph.nodes[Int(firstGap)].leading)
  }

  @inline(__always)
  private mutating func take(_ byte: UInt8) {
    let first = passingFirst
    passingFirst = nodes.count
    visitCount &+= passingFirst &- first
    if respondingLeading.contains(byte) {
      // Those that come in by this byte only the next one leads on from.
      let count = responding.count
      var index = 0
      while index < count {
        if responding.start[index].leading.contains(byte) {
          lead(from: responding.start[index].node, by: byte)
        }
        index &+= 1
      }
    }
    var index = first
    while index < passingFirst {
      let number = nodes[index]
      let node = graph.nodes.start + Int(number)
      let child = node.pointee.anyChild
      if node.pointee.leading.contains(byte) { lead(from: number, by: byte) }
      if child != Self.none { add(child) }
      index &+= 1
    }
    if rest.count == nextArrival { arrive() }
  }

  /// Takes the edges of a node that a byte leads on by, but that of any character.
  @inline(__always)
  private mutating func lead(from number: UInt32, by byte: UInt8) {
    visitCount &+= 1
    let node = graph.nodes.start + Int(number)
    var edge = node.pointee.firstSetEdge
    let child = graph.child(of: node, byte)
    if child != Self.none { follow(child) }
    while edge != Self.none {
      let setEdge = graph.setEdges[Int(edge)]
      if setEdge.set.contains(byte) { follow(setEdge.child) }
      edge = setEdge.next
    }
  }

  /// Adds a node, or goes on over a text.
  @inline(__always)
  private mutating func follow(_ child: UInt32) {
    if child < TextEdge.mark { add(child) } else { takeText(Int(child &- TextEdge.mark)) }
  }

  @inline(__always)
  private mutating func takeText(_ number: Int) {
    let edge = graph.textEdges.start + number
    if edge.pointee.firstRegex > match, !notesMatches { return }
    if edge.pointee.count > rest.count || !edge.pointee.mayBegin(rest.start) { return }
    takeWholeText(number)
  }

  @inline(never)
  private mutating func takeWholeText(_ number: Int) {
    let edge = graph.textEdges[number]
    guard edge.matches(rest.start, graph.parts.text(from: edge.first)) else { return }
    let target = graph.target(ofText: number)
    arrivals.append(
      Arrival(
        node: target, bytesLeft: UInt32(truncatingIfNeeded: rest.count &- edge.count)))
    nextArrival = max(nextArrival, rest.count &- edge.count)
  }

  /// Adds the nodes behind the texts that end here.
  @inline(never)
  private mutating func arrive() {
    nextArrival = -1
    var (index, kept) = (0, 0)
    while index < arrivals.count {
      let arrival = arrivals[index]
      if Int(arrival.bytesLeft) == rest.count {
        add(arrival.node)
      } else {
        arrivals[kept] = arrival
        kept &+= 1
        nextArrival = max(nextArrival, Int(arrival.bytesLeft))
      }
      index &+= 1
    }
    arrivals.removeAll(behind: kept)
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
    nodes.append(number)
  }

  /// Adds a node that isn't there yet, and may be one that lasts, says something or isn't expanded.
  @inline(never)
  private mutating func addOther(_ number: UInt32) {
    graph.expandIfNeeded(Int(number))
    let node = graph.nodes[Int(number)]
    if node.firstMatch < match { match = node.firstMatch }
    if node.anyChild != number {
      if !node.isDone { nodes.append(number) }
    } else if number != firstGap {
      addLasting(number, node.leading)
    }
    if notesMatches, node.firstMatch != Self.none { addMatches(of: number) }
  }

  /// Adds a node that lasts.
  mutating func addLasting(_ number: UInt32, _ leading: ASCIISet) {
    if lastingSets.contains(number, in: lastingSet) || newLasting.contains(number) { return }
    newLasting.append(number)
    respond(number, leading)
  }

  /// Adds that regexes match which aren't known to match anything. That is noted when a path is asked
  /// about that goes this way, which this one may not be.
  @inline(never)
  private mutating func addMatches(of number: UInt32) {
    for place in graph.verdicts(of: Int(number)).matches {
      let regex = graph.said[place]
      if unmatched.contains(Int(regex)) { addLasting(graph.matchNode(regex), ASCIISet()) }
    }
  }

  /// Puts the nodes that the next byte leads out of in `passing`.
  mutating func settle() {
    passing.removeAll()
    passing.append(nodes.start + passingFirst, count: nodes.count &- passingFirst)
  }

  private mutating func forgetSteps() {
    graph.forgetSteps()
    step = 0
  }
}
