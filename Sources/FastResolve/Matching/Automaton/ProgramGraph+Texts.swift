// Edges over texts. What programs ask for are mostly texts, and most nodes of a graph in which an edge is a byte
// stand within one: 86,000 there were under ten thousand regexes, where with these edges there are 25,000. To wait
// for their memory was half of what a walk took.

extension ProgramGraph {
  /// The node of the points in the kernel, or the edge over the text that they go on by.
  ///
  /// - Parameter behindDot: Whether they may stand behind a dot: what follows is in the next part then.
  mutating func nodeOrTextEdge(behindDot: Bool) -> UInt32 {
    expansion.order()
    let count = hasTextEdges && !behindDot ? commonTextCount() : 0
    return count > 0 ? newTextEdge(count) : orderedNode()
  }

  /// How many bytes all points of the kernel go on by alike, up to a dot.
  private func commonTextCount() -> UInt32 {
    let kernel = expansion.kernel.start
    guard let text = text(behind: kernel[0]) else { return 0 }
    let operation = parts.instruction(kernel[0].instruction).pointee.operation
    var count = 0
    while count < text.count {
      count &+= 1
      if text[count &- 1] == UInt8(ascii: ".") { break }
    }
    var index = 1
    while index < expansion.kernel.count, count > 0 {
      guard let other = self.text(behind: kernel[index]),
        parts.instruction(kernel[index].instruction).pointee.operation == operation
      else { return 0 }
      count = commonPrefixCount(text.start, other.start, count: min(count, other.count))
      index &+= 1
    }
    return UInt32(truncatingIfNeeded: count)
  }

  /// What is left of the text that a point stands in or before, or `nil` if that is no text.
  @inline(__always)
  private func text(behind point: ProgramPoint) -> ByteSlice? {
    if point.instruction >= ProgramPoint.match { return nil }
    let instruction = parts.instruction(point.instruction)
    guard
      instruction.pointee.operation == .text || instruction.pointee.operation == .caselessText
    else { return nil }
    return ByteSlice(
      parts.text(from: instruction.pointee.first &+ point.doneCount),
      count: Int(instruction.pointee.count &- point.doneCount))
  }

  /// Makes the edge over a text that the points of the kernel go on by.
  private mutating func newTextEdge(_ count: UInt32) -> UInt32 {
    let number = UInt32(truncatingIfNeeded: textEdges.count)
    let kernel = expansion.kernel.start
    let instruction = parts.instruction(kernel[0].instruction).pointee
    let first = instruction.first &+ kernel[0].doneCount
    let firstPoint = UInt32(truncatingIfNeeded: points.count)
    textEdges.append(
      TextEdge(
        parts.text(from: first), first: first, count: count,
        isCaseless: instruction.operation == .caselessText, firstRegex: kernel[0].regex,
        points: firstPoint..<firstPoint &+ UInt32(truncatingIfNeeded: expansion.kernel.count)))
    for index in 0..<expansion.kernel.count {
      var point = kernel[index]
      let instruction = parts.instruction(point.instruction)
      point.doneCount &+= count
      if point.doneCount == instruction.pointee.count {
        point.instruction = instruction.pointee.next
        point.doneCount = 0
      }
      points.append(point)
    }
    return TextEdge.mark | number
  }

  /// The node behind the text of an edge.
  mutating func target(ofText number: Int) -> UInt32 {
    let edge = textEdges[number]
    if edge.target != Self.none { return edge.target }
    expansion.kernel.removeAll()
    expansion.kernel.append(points.start + Int(edge.firstPoint), count: Int(edge.pointCount))
    let target = orderedNode(firstPoint: expansion.order() ? edge.firstPoint : nil)
    textEdges.start[number].target = target
    return target
  }

  // MARK: Pairs of bytes

  /// The pairs of bytes that lead on from a node.
  func leadingPairs(of node: Node) -> BytePairs {
    var pairs = BytePairs()
    if !hasTextEdges {
      // What is walked over is one byte, and no pair.
      pairs.insert(node.leading)
      return pairs
    }
    var (bytes, place) = (node.bytes, Int(node.firstChild))
    while let byte = bytes.removeFirst() {
      let child = children[place]
      place &+= 1
      if byte == UInt8(ascii: ".") {
        pairs.insert(byte, 0)
      } else if child >= TextEdge.mark {
        pairs.insert(byte, textEdges[Int(child &- TextEdge.mark)].firstByte)
      } else {
        insertPairs(of: byte, behind: kernels[Int(child)], &pairs)
      }
    }
    var edge = node.firstSetEdge
    while edge != Self.none {
      pairs.insert(setEdges[Int(edge)].set)
      edge = setEdges[Int(edge)].next
    }
    return pairs
  }

  /// Inserts the pairs of a byte with what its child leads on by, which needn't be expanded for that.
  private func insertPairs(of byte: UInt8, behind kernel: Kernel, _ pairs: inout BytePairs) {
    for index in 0..<Int(kernel.count) {
      let point = points[Int(kernel.first) &+ index]
      guard let text = text(behind: point) else { return pairs.insert(byte) }
      pairs.insert(byte, text[0])
    }
  }
}
