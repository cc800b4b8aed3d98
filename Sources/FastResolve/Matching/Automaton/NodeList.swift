/// Numbers of nodes, each once and in order: those of a state while it is made.
struct NodeList: ~Copyable, @unchecked Sendable {
  private var nodes = GrowingMemory<UInt32>()

  @inline(__always)
  var start: UnsafePointer<UInt32> { UnsafePointer(nodes.start) }

  @inline(__always)
  var count: Int { nodes.count }

  @inline(__always)
  subscript(index: Int) -> UInt32 { nodes[index] }

  @inline(__always)
  mutating func removeAll() { nodes.removeAll() }

  /// Inserts a node, unless it is there.
  ///
  /// - Complexity: O(*n*) in the nodes behind it: there are few.
  @inline(__always)
  mutating func insert(_ number: UInt32) {
    var place = nodes.count
    while place > 0, nodes[place &- 1] > number { place &-= 1 }
    if place > 0, nodes[place &- 1] == number { return }
    nodes.append(number)
    var index = nodes.count &- 1
    while index > place {
      nodes[index] = nodes[index &- 1]
      index &-= 1
    }
    nodes[place] = number
  }

  /// Removes the nodes that only regexes behind one have.
  mutating func removeAll(behind regex: UInt32, in graph: borrowing ProgramGraph) {
    var kept = 0
    for index in 0..<nodes.count where graph.nodes[Int(nodes[index])].firstRegex <= regex {
      nodes[kept] = nodes[index]
      kept &+= 1
    }
    nodes.removeAll(behind: kept)
  }

  /// The hash of the nodes and a number.
  @inline(__always)
  func hash(_ number: UInt32) -> UInt32 {
    var hash = UInt64(number)
    var index = 0
    while index < nodes.count {
      hash = (hash ^ UInt64(nodes[index])) &* 0x9E37_79B9_7F4A_7C15
      hash ^= hash &>> 29
      index &+= 1
    }
    return UInt32(truncatingIfNeeded: (hash &* 0x9E37_79B9_7F4A_7C15) &>> 32)
  }

  /// Whether the nodes are some others in order.
  @inline(__always)
  func isEqual(to others: UnsafePointer<UInt32>, count: UInt32) -> Bool {
    if nodes.count != Int(count) { return false }
    var index = 0
    while index < nodes.count {
      if nodes[index] != others[index] { return false }
      index &+= 1
    }
    return true
  }
}
