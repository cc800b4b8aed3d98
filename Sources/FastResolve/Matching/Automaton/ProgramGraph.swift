// All programs of a rule set as one graph, so far as paths have gone through it.
//
// Thousands of rules begin alike (`layers\.\d+\.`), and what is alike in their programs is to be gone through
// once. So a node stands for all places in programs that the same bytes lead to: its *points*. Its edges are
// found by grouping the points by what may come next: a byte, a character of a set, or anything in a
// gap. What a group leads to is a node again, the same one for the same points.
//
// A graph of ten thousand programs would be large, and most of it in vain. It is made a node at a time
// instead, when a path comes to it: the inventory's 1.5 million paths need 75,000 nodes of them. So it
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

/// A place in a program.
struct ProgramPoint: BitwiseCopyable, Equatable {
  var regex: UInt32
  /// The instruction, or what is known of the regex whatever comes.
  var instruction: UInt32
  /// How many characters of the instruction are done.
  var doneCount: UInt32 = 0

  /// It is a candidate.
  static let candidate = UInt32.max
  /// It matches if its conditions are met.
  static let conditional = UInt32.max - 1
  /// The text of its condition `doneCount` was found.
  static let found = UInt32.max - 2
  /// It matches, and that is to be noted.
  static let match = UInt32.max - 3

  @inline(__always)
  static func < (left: Self, right: Self) -> Bool {
    if left.regex != right.regex { return left.regex < right.regex }
    if left.instruction != right.instruction { return left.instruction < right.instruction }
    return left.doneCount < right.doneCount
  }
}

/// The programs of a set of regexes, by what paths have to hold. Grows as it is gone through.
struct ProgramGraph: ~Copyable, @unchecked Sendable {
  /// What a walk needs of a node.
  struct Node: BitwiseCopyable {
    /// The bytes that lead on by other edges than that of any character.
    var leading = ASCIISet()
    /// Those of them that have an edge of their own; the children are in `children` from `firstChild`
    /// on, in the order of the bytes.
    var bytes = ASCIISet()
    var firstChild: UInt32 = 0
    /// The first child of a byte from 64 on.
    var firstHighChild: UInt32 = 0
    /// The first edge of a set, in `setEdges`, or `none`.
    var firstSetEdge = ProgramGraph.none
    /// Where any character leads to, or `none`.
    var anyChild = ProgramGraph.none
    /// The first regex of a point.
    var firstRegex: UInt32
    /// The first regex that matches each path which comes here, or `none`.
    var firstMatch = ProgramGraph.none
    /// For which step of a walk it was added.
    var lastStep: UInt32 = 0
    /// Whether its edges are there.
    var isExpanded = false
    /// Whether all that it says is that a regex matches: see `matchNode`.
    var isMatch = false
    /// Whether it leads nowhere and says nothing of a path that ends here.
    var isDone = false
    /// Whether it is expanded, leads on, and neither lasts nor says that a regex matches: as most are.
    var isPlain = false
  }

  /// An edge for each character of a set.
  struct SetEdge: BitwiseCopyable {
    var set: ASCIISet
    var child: UInt32
    /// The next one of the node, or `none`.
    var next: UInt32
  }

  /// Where what a node says is in `said`, one kind behind the other.
  struct Verdicts: BitwiseCopyable {
    var start: UInt32 = 0
    /// Up to here those that match what comes here,
    var matchesEnd: UInt32 = 0
    /// those that match a path which ends here,
    var endMatchesEnd: UInt32 = 0
    /// those that do so if their conditions are met,
    var conditionalsEnd: UInt32 = 0
    /// the candidates of a path which ends here,
    var candidatesEnd: UInt32 = 0
    /// and the conditions the texts of which were found.
    var end: UInt32 = 0

    var matches: Range<Int> { Int(start)..<Int(matchesEnd) }
    var endMatches: Range<Int> { Int(matchesEnd)..<Int(endMatchesEnd) }
    var conditionals: Range<Int> { Int(endMatchesEnd)..<Int(conditionalsEnd) }
    var candidates: Range<Int> { Int(conditionalsEnd)..<Int(candidatesEnd) }
    var found: Range<Int> { Int(candidatesEnd)..<Int(end) }
    /// Whether nothing is said of a path that ends here.
    var isEmptyAtEnd: Bool { matchesEnd == end }
  }

  /// The points of a node, in order, in `points`.
  struct Kernel: BitwiseCopyable {
    var first: UInt32
    var count: UInt32
    var hash: UInt32
  }

  static let none = UInt32.max

  private let programs: PathPrograms
  let parts: PathPrograms.Parts
  // Invariants: there is one of each for each node; all numbers in them are those of elements that are
  // there, those of a node that isn't expanded not looked at.
  private(set) var nodes = GrowingMemory<Node>()
  private(set) var verdicts = GrowingMemory<Verdicts>()
  private var kernels = GrowingMemory<Kernel>()

  private var children = GrowingMemory<UInt32>()
  private(set) var setEdges = GrowingMemory<SetEdge>()
  /// Regexes and conditions.
  private(set) var said = GrowingMemory<UInt32>()
  private var points = GrowingMemory<ProgramPoint>()
  private var table = NumberTable()
  private var expansion = NodeExpansion()

  init(_ programs: PathPrograms) {
    self.programs = programs
    parts = programs.parts
  }

  /// How many bytes are taken up.
  var byteCount: Int {
    nodes.byteCount + verdicts.byteCount + kernels.byteCount + children.byteCount
      + setEdges.byteCount + said.byteCount + points.byteCount + table.byteCount
  }

  /// Forgets all nodes.
  mutating func removeAll() {
    nodes.removeAll()
    verdicts.removeAll()
    kernels.removeAll()
    children.removeAll()
    setEdges.removeAll()
    said.removeAll()
    points.removeAll()
    table.removeAll()
  }

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
      for condition in parts.conditions(of: regex) {
        let search = parts.condition(condition).pointee.search
        expansion.kernel.append(ProgramPoint(regex: regex, instruction: search))
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
  private mutating func node() -> UInt32 {
    expansion.order()
    let (kernel, count) = (expansion.kernel.start, expansion.kernel.count)
    if isWithinText { return newNode(hash: 0) }
    let hash = Self.hash(kernel, count)
    let (kernels, points) = (kernels.start, points.start)
    let known = table.find(hash) { number in
      let other = kernels[number]
      return other.count == count
        && Self.areEqual(points + Int(other.first), kernel, count: count)
    }
    if let known { return UInt32(truncatingIfNeeded: known) }
    let number = newNode(hash: hash)
    let all = self.kernels.start
    table.insert(Int(number), hash) { all[$0].hash }
    return number
  }

  /// Whether the kernel is one point within a text. Mostly one way leads there: to look whether there is such
  /// a node already would take longer than to go on twice from two that say the same.
  private var isWithinText: Bool {
    guard expansion.kernel.count == 1 else { return false }
    let point = expansion.kernel[0]
    return point.doneCount > 0 && point.instruction < ProgramPoint.match
      && parts.instruction(point.instruction).pointee.operation == .text
  }

  private mutating func newNode(hash: UInt32) -> UInt32 {
    let (kernel, count) = (UnsafePointer(expansion.kernel.start), expansion.kernel.count)
    let number = UInt32(truncatingIfNeeded: nodes.count)
    nodes.append(Node(firstRegex: kernel[0].regex))
    verdicts.append(Verdicts())
    kernels.append(
      Kernel(
        first: UInt32(truncatingIfNeeded: points.count),
        count: UInt32(truncatingIfNeeded: count), hash: hash))
    points.append(kernel, count: count)
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

  // MARK: Edges

  /// Finds the edges of a node, unless they are there.
  @inline(__always)
  mutating func expandIfNeeded(_ number: Int) {
    if !nodes.start[number].isExpanded { expand(number) }
  }

  /// Finds the edges of a node and what it says of regexes.
  ///
  /// - Complexity: O(*n* log *n*) in its points and the branches of choices that they stand before.
  @inline(never)
  private mutating func expand(_ number: Int) {
    let kernel = kernels[number]
    expansion.begin(points.start + Int(kernel.first), count: Int(kernel.count))
    while let point = expansion.nextPoint() { follow(point) }
    noteVerdicts(number)
    var node = nodes[number]
    node.isExpanded = true
    node.bytes = expansion.bytes
    node.firstChild = UInt32(truncatingIfNeeded: children.count)
    node.firstHighChild = node.firstChild &+ UInt32(node.bytes.low.nonzeroBitCount)
    while let byte = expansion.nextByte() {
      expansion.takeGroup(byte)
      children.append(self.node())
    }
    node.leading = expansion.bytes
    for group in 0..<expansion.setGroups.count {
      let set = programs.set(expansion.takeSetGroup(group))
      let edge = SetEdge(set: set, child: self.node(), next: node.firstSetEdge)
      node.firstSetEdge = UInt32(truncatingIfNeeded: setEdges.count)
      setEdges.append(edge)
      node.leading = node.leading.union(set)
    }
    if expansion.takeGroup(NodeExpansion.any) { node.anyChild = self.node() }
    for place in verdicts[number].matches { node.firstMatch = min(node.firstMatch, said[place]) }
    node.isDone =
      node.leading == ASCIISet() && node.anyChild == Self.none && verdicts[number].isEmptyAtEnd
    node.isPlain =
      !node.isDone && node.anyChild != UInt32(number) && node.firstMatch == Self.none
    nodes[number] = node
  }

  /// Notes what may come behind a point.
  private mutating func follow(_ point: ProgramPoint) {
    if point.instruction >= ProgramPoint.match {
      switch point.instruction {
      case ProgramPoint.candidate: expansion.candidates.append(point.regex)
      case ProgramPoint.conditional: expansion.conditionals.append(point.regex)
      case ProgramPoint.found: expansion.found.append(point.doneCount)
      default: break
      }
      return expansion.add(point, behind: NodeExpansion.any)
    }
    let instruction = parts.instruction(point.instruction).pointee
    let next = ProgramPoint(regex: point.regex, instruction: instruction.next)
    var more = point
    more.doneCount &+= 1
    switch instruction.operation {
    case .accept: accept(point, instruction)
    case .end:
      switch knownBehindProgram(of: point.regex) {
      case ProgramPoint.candidate: expansion.candidates.append(point.regex)
      case ProgramPoint.conditional: expansion.conditionals.append(point.regex)
      default: expansion.endMatches.append(point.regex)
      }
    case .text, .caselessText:
      let byte = parts.byte(Int(instruction.first &+ point.doneCount))
      let child = more.doneCount == instruction.count ? next : more
      // No path that is ASCII has one of the others.
      guard byte < 0x80 else { return }
      expansion.add(child, behind: Int(byte))
      if instruction.operation == .caselessText, isASCIILetter(UInt32(byte)) {
        expansion.add(child, behind: Int(byte & 0x5F))
      }
    case .run:
      if point.doneCount >= instruction.minimum { expansion.queue.append(next) }
      guard point.doneCount < instruction.maximum else { return }
      if instruction.maximum == .max, point.doneCount >= instruction.minimum { more = point }
      let child = more.doneCount == instruction.maximum ? next : more
      expansion.add(child, behindSet: instruction.first)
    case .repeatedStart:
      expansion.queue.append(
        ProgramPoint(regex: point.regex, instruction: ProgramPoint.candidate))
    case .gap, .gapBeforeEnd:
      if point.doneCount >= instruction.minimum {
        expansion.queue.append(next)
        more = point
      }
      expansion.add(more, behind: NodeExpansion.any)
    case .choice:
      for number in 0..<Int(instruction.count) {
        let branch = parts.choice(Int(instruction.first) &+ number)
        expansion.queue.append(ProgramPoint(regex: point.regex, instruction: branch))
      }
    }
  }

  /// Notes what is known behind the end of a program that doesn't ask for the end of the path.
  private mutating func accept(
    _ point: ProgramPoint, _ instruction: PathPrograms.Instruction
  ) {
    var known = ProgramPoint(regex: point.regex, instruction: ProgramPoint.found)
    if instruction.count > 0 {
      known.doneCount = instruction.count &- 1
    } else {
      known.instruction = knownBehindProgram(of: point.regex)
      if known.instruction == ProgramPoint.match { return expansion.matches.append(point.regex) }
    }
    expansion.queue.append(known)
  }

  /// What is known of a regex where the program that finds it ends: that it is a candidate, if that isn't
  /// its own, that it matches if its conditions are met, or that it matches.
  private func knownBehindProgram(of regex: UInt32) -> UInt32 {
    if !parts.isThere(regex) { return ProgramPoint.candidate }
    return parts.conditions(of: regex).isEmpty ? ProgramPoint.match : ProgramPoint.conditional
  }

  /// Keeps what the points of a node say.
  private mutating func noteVerdicts(_ number: Int) {
    verdicts[number] = Verdicts(
      start: UInt32(truncatingIfNeeded: said.count),
      matchesEnd: said.append(expansion.matches),
      endMatchesEnd: said.append(expansion.endMatches),
      conditionalsEnd: said.append(expansion.conditionals),
      candidatesEnd: said.append(expansion.candidates),
      end: said.append(expansion.found))
  }
}

extension GrowingMemory<UInt32> {
  /// Appends what is elsewhere.
  ///
  /// - Returns: How many elements there are then.
  @inline(__always)
  fileprivate mutating func append(_ others: borrowing Self) -> UInt32 {
    if others.count > 0 { append(others.start, count: others.count) }
    return UInt32(truncatingIfNeeded: count)
  }
}
