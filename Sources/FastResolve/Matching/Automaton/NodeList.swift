/// Numbers of nodes, each once: those that a walk is in.
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

  @inline(__always)
  mutating func append(_ number: UInt32) { nodes.append(number) }

  /// Appends nodes that are not its own.
  @inline(__always)
  mutating func append(_ numbers: UnsafePointer<UInt32>, count: Int) {
    nodes.append(numbers, count: count)
  }

  /// Appends those of some nodes that say something of a path that ends there.
  ///
  /// - Parameter all: The nodes of the graph.
  mutating func append(
    speaking numbers: UnsafePointer<UInt32>, count: Int, in all: UnsafePointer<ProgramGraph.Node>
  ) {
    var index = 0
    while index < count {
      if !all[Int(numbers[index])].isSilent { append(numbers[index]) }
      index &+= 1
    }
  }

  /// - Complexity: O(*n*) in the nodes: there are few.
  func contains(_ number: UInt32) -> Bool {
    var index = 0
    while index < nodes.count {
      if nodes[index] == number { return true }
      index &+= 1
    }
    return false
  }

  /// Puts the nodes in order.
  ///
  /// - Complexity: O(*n*²) in the nodes where there are few, else O(*n* log *n*).
  mutating func sort() {
    if nodes.count > 32 {
      var all = UnsafeMutableBufferPointer(start: nodes.start, count: nodes.count)
      return all.sort()
    }
    var end = 1
    while end < nodes.count {
      let number = nodes[end]
      var place = end
      while place > 0, nodes[place &- 1] > number {
        nodes[place] = nodes[place &- 1]
        place &-= 1
      }
      nodes[place] = number
      end &+= 1
    }
  }

  /// Removes the nodes that only regexes behind one have.
  ///
  /// - Parameter all: The nodes of the graph.
  mutating func removeAll(behind regex: UInt32, in all: UnsafePointer<ProgramGraph.Node>) {
    var kept = 0
    for index in 0..<nodes.count where all[Int(nodes[index])].firstRegex <= regex {
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
