/// A set of nodes that no byte leads out of, those that stand for a gap, with the first regex that matches.
struct LastingSet: BitwiseCopyable {
  /// The numbers of the nodes, in order, in `LastingSets.nodes`.
  var first: UInt32
  var count: UInt32
  /// The first regex that matches each path which comes here, or `ProgramGraph.none`.
  var firstMatch: UInt32
  var hash: UInt32
  /// The pairs of bytes of which parts have to hold one for a node to lead on.
  var pairs = BytePairs()
  /// Whether one of the nodes says that a regex matches (`ProgramGraph.matchNode`).
  var hasMatch = false
  /// Those that say something of a path that ends here, in `LastingSets.speakers`.
  var firstSpeaker: UInt32
  var speakerCount: UInt32 = 0
}

/// The sets of lasting nodes that paths have come to. A set has a number for as long as the automaton isn't
/// begun anew.
///
/// The states of a `PathAutomaton` have them in common.
struct LastingSets: ~Copyable, @unchecked Sendable {
  // Invariant: the nodes of each set are in `nodes`, and the pairs that lead on from each in `pairs`.
  private(set) var all = GrowingMemory<LastingSet>()
  private(set) var nodes = GrowingMemory<UInt32>()
  private(set) var pairs = GrowingMemory<BytePairs>()
  /// Of each set those nodes that say something of a path that ends there.
  private(set) var speakers = GrowingMemory<UInt32>()
  private var table = NumberTable()

  /// How many bytes are taken up.
  var byteCount: Int {
    all.byteCount + nodes.byteCount + pairs.byteCount + speakers.byteCount + table.byteCount
  }

  /// The set without nodes, and without a match. It is always there.
  static let empty = 0

  init() { addEmpty() }

  private mutating func addEmpty() {
    all.append(
      LastingSet(first: 0, count: 0, firstMatch: ProgramGraph.none, hash: 0, firstSpeaker: 0))
  }

  mutating func removeAll() {
    all.removeAll()
    nodes.removeAll()
    pairs.removeAll()
    speakers.removeAll()
    table.removeAll()
    addEmpty()
  }

  @inline(__always)
  subscript(number: Int) -> LastingSet { all[number] }

  /// Whether a set has a node.
  ///
  /// - Complexity: O(*n*) in its nodes.
  @inline(__always)
  func contains(_ node: UInt32, in number: Int) -> Bool {
    var index = Int(all.start[number].first)
    let end = index &+ Int(all.start[number].count)
    while index < end {
      if nodes[index] == node { return true }
      index &+= 1
    }
    return false
  }

  /// The number of a set.
  ///
  /// - Parameters:
  ///   - list: Its nodes.
  ///   - match: The first regex that matches, or `ProgramGraph.none`.
  ///   - graphNodes: The nodes of the graph,
  ///   - graphPairs: and the pairs of bytes that lead on from those that last.
  mutating func number(
    of list: borrowing NodeList, _ match: UInt32, _ graphNodes: UnsafePointer<ProgramGraph.Node>,
    _ graphPairs: UnsafePointer<BytePairs>
  ) -> Int {
    if list.count == 0, match == ProgramGraph.none { return Self.empty }
    let hash = list.hash(match)
    let (sets, nodes) = (all.start, nodes.start)
    let known = table.find(hash) { number in
      sets[number].firstMatch == match
        && list.isEqual(to: nodes + Int(sets[number].first), count: sets[number].count)
    }
    if let known { return known }
    var new = LastingSet(
      first: UInt32(truncatingIfNeeded: self.nodes.count),
      count: UInt32(truncatingIfNeeded: list.count), firstMatch: match, hash: hash,
      firstSpeaker: UInt32(truncatingIfNeeded: speakers.count))
    for index in 0..<list.count {
      let node = graphNodes[Int(list[index])]
      let pairs = graphPairs[Int(list[index])]
      self.pairs.append(pairs)
      new.pairs = new.pairs.union(pairs)
      new.hasMatch = new.hasMatch || node.isMatch
      if !node.isSilent { speakers.append(list[index]) }
    }
    new.speakerCount = UInt32(truncatingIfNeeded: speakers.count) &- new.firstSpeaker
    let number = all.count
    all.append(new)
    self.nodes.append(list.start, count: list.count)
    let grown = all.start
    table.insert(number, hash) { grown[$0].hash }
    return number
  }
}
