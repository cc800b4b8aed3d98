// All programs of a rule set as one graph, so far as paths have gone through it.
//
// Thousands of rules begin alike (`layers\.\d+\.`), and what is alike in their programs is to be gone through
// once. So a node stands for all places in programs that the same bytes lead to: its *points*. Its edges are
// found by grouping the points by what may come next: a byte, a character of a set, or anything in a
// gap. What a group leads to is a node again, the same one for the same points. Where all of a group go on by
// the same text, it leads over that text at once (`TextEdge`), and no node stands within it.
//
// A graph of ten thousand programs would be large, and most of it in vain. It is made a node at a time
// instead, when a path comes to it: the inventory's 1.5 million paths need 25,000 nodes of them. So it
// takes no time to begin with.
//
// A walk over a path takes all edges that its next byte allows. It is in several nodes at a time, as the next
// byte may belong to a gap or end it, and takes each number of characters for a run that is allowed.
// The programs are made for walks that take the one right number (`PathPrograms`): where there is a
// match in any number there is one in the right one, and the other way round.
//
// The conditions of a regex, texts that a path has to hold or must not, are looked for by programs of their
// own: a gap and the text. Where it is found a node says so, whatever comes behind. What the way comes to and a
// program alone can tell, the text of a reference, makes a regex a *candidate*, and one without a program is
// one when a literal is found that it needs. It stays one whatever comes behind.

/// The programs of a set of regexes, by what paths have to hold. Grows as it is gone through.
struct ProgramGraph: ~Copyable, @unchecked Sendable {
  static let none = UInt32.max

  let programs: PathPrograms
  let parts: PathPrograms.Parts
  // Invariants: there is a kernel, a number of verdicts and a set of pairs for each node; all numbers in
  // them are those of elements that are there, those of a node that isn't expanded not looked at.
  var nodes = GrowingMemory<Node>()
  var kernels = GrowingMemory<Kernel>()
  /// Of nodes that last, the pairs of bytes of which parts have to hold one for them to lead on.
  var pairs = GrowingMemory<BytePairs>()
  /// Which of the verdicts is that of a node. The first one is that of all that say nothing.
  var verdictNumbers = GrowingMemory<UInt32>()
  var verdicts = GrowingMemory<Verdicts>()

  /// Nodes, and from `TextEdge.mark` on edges over texts.
  var children = GrowingMemory<UInt32>()
  var setEdges = GrowingMemory<SetEdge>()
  var textEdges = GrowingMemory<TextEdge>()
  /// Regexes and conditions.
  var said = GrowingMemory<UInt32>()
  var points = GrowingMemory<ProgramPoint>()
  private var table = NumberTable()
  var expansion = NodeExpansion()
  /// Whether there are edges over texts: if whole parts are walked over.
  private(set) var hasTextEdges = true

  init(_ programs: PathPrograms) {
    self.programs = programs
    parts = programs.parts
    verdicts.append(Verdicts())
  }

  /// How many bytes are taken up.
  var byteCount: Int {
    nodes.byteCount + kernels.byteCount + pairs.byteCount + verdictNumbers.byteCount
      + verdicts.byteCount + children.byteCount + setEdges.byteCount + textEdges.byteCount
      + said.byteCount + points.byteCount + table.byteCount
  }

  /// Forgets all nodes.
  ///
  /// - Parameter hasTextEdges: Whether whole parts are walked over from now on.
  mutating func removeAll(hasTextEdges: Bool) {
    self.hasTextEdges = hasTextEdges
    nodes.removeAll()
    kernels.removeAll()
    pairs.removeAll()
    verdictNumbers.removeAll()
    verdicts.removeAll()
    verdicts.append(Verdicts())
    children.removeAll()
    setEdges.removeAll()
    textEdges.removeAll()
    said.removeAll()
    points.removeAll()
    table.removeAll()
  }

  /// What an expanded node says.
  @inline(__always)
  func verdicts(of number: Int) -> Verdicts { verdicts[Int(verdictNumbers[number])] }

  /// What a byte leads to from a node by an edge of its own; `none` if there is none.
  @inline(__always)
  func child(of node: UnsafePointer<Node>, _ byte: UInt8) -> UInt32 {
    let isLow = byte & 0x40 == 0
    let bytes = isLow ? node.pointee.bytes.low : node.pointee.bytes.high
    let bit: UInt64 = 1 &<< UInt64(byte & 0x3F)
    if bytes & bit == 0 { return Self.none }
    var place = Int(isLow ? node.pointee.firstChild : node.pointee.firstHighChild)
    // Mostly there is one.
    let before = bytes & (bit &- 1)
    if before != 0 { place &+= before.nonzeroBitCount }
    return children[place]
  }

  /// Forgets for which steps nodes were added.
  mutating func forgetSteps() {
    for node in 0..<nodes.count { nodes.start[node].lastStep = 0 }
  }

  // MARK: Nodes

  /// The node before the first byte of a path, or `nil` where there are no programs.
  ///
  /// - Complexity: O(*n*) in the number of programs.
  mutating func root() -> UInt32? {
    expansion.kernel.removeAll()
    for regex in 0..<programs.count {
      guard let start = programs.search(regex) else { continue }
      let regex = UInt32(regex)
      expansion.kernel.append(ProgramPoint(regex: regex, instruction: start))
      for number in parts.conditions(of: regex) {
        let condition = parts.condition(number).pointee
        if condition.firstOfText != number { continue }
        expansion.kernel.append(ProgramPoint(regex: regex, instruction: condition.search))
      }
    }
    if expansion.kernel.count == 0 { return nil }
    let root = node()
    expand(Int(root))
    return root
  }

  /// The node that says of a regex that it matches, whatever comes.
  mutating func matchNode(_ regex: UInt32) -> UInt32 {
    expansion.kernel.removeAll()
    expansion.kernel.append(ProgramPoint(regex: regex, instruction: ProgramPoint.match))
    let number = node()
    nodes.start[Int(number)].isMatch = true
    expandIfNeeded(Int(number))
    return number
  }

  /// The node of the points in the kernel.
  mutating func node() -> UInt32 {
    expansion.order()
    return orderedNode()
  }

  /// The node of the points in the kernel, which are in order.
  ///
  /// - Parameter firstPoint: Where they are in `points`, if they are there.
  mutating func orderedNode(firstPoint: UInt32? = nil) -> UInt32 {
    let (kernel, count) = (expansion.kernel.start, expansion.kernel.count)
    let hash = Self.hash(kernel, count)
    let (kernels, points) = (kernels.start, points.start)
    let known = table.find(hash) { number in
      let other = kernels[number]
      return other.count == count
        && Self.areEqual(points + Int(other.first), kernel, count: count)
    }
    if let known { return UInt32(truncatingIfNeeded: known) }
    let number = newNode(hash: hash, firstPoint)
    let all = self.kernels.start
    table.insert(Int(number), hash) { all[$0].hash }
    return number
  }

  private mutating func newNode(hash: UInt32, _ firstPoint: UInt32?) -> UInt32 {
    let (kernel, count) = (UnsafePointer(expansion.kernel.start), expansion.kernel.count)
    let number = UInt32(truncatingIfNeeded: nodes.count)
    nodes.append(Node(firstRegex: kernel[0].regex))
    kernels.append(
      Kernel(
        first: firstPoint ?? UInt32(truncatingIfNeeded: points.count),
        count: UInt32(truncatingIfNeeded: count), hash: hash))
    pairs.append(BytePairs())
    verdictNumbers.append(0)
    if firstPoint == nil { points.append(kernel, count: count) }
    return number
  }

  private static func hash(_ points: UnsafeMutablePointer<ProgramPoint>, _ count: Int) -> UInt32 {
    var hash = UInt64(truncatingIfNeeded: count)
    for index in 0..<count {
      let point = points[index]
      hash ^= UInt64(point.regex) << 32 | UInt64(point.instruction)
      hash = (hash &* 0x9E37_79B9_7F4A_7C15) ^ UInt64(point.doneCount)
      hash ^= hash >> 29
    }
    return UInt32(truncatingIfNeeded: (hash &* 0x9E37_79B9_7F4A_7C15) >> 32)
  }

  private static func areEqual(
    _ left: UnsafeMutablePointer<ProgramPoint>, _ right: UnsafeMutablePointer<ProgramPoint>,
    count: Int
  ) -> Bool {
    for index in 0..<count where left[index] != right[index] { return false }
    return true
  }
}
