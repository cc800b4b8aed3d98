import CBytes

/// How the edges of a node are found, when a path comes to it.
extension ProgramGraph {
  /// Finds the edges of a node, unless they are there.
  @inline(__always)
  mutating func expandIfNeeded(_ number: Int) {
    if !nodes.start[number].isExpanded { expand(number) }
  }

  /// Finds the edges of a node and what it says of regexes.
  ///
  /// - Complexity: O(*n* log *n*) in its points and the branches of choices that they stand before.
  @inline(never)
  mutating func expand(_ number: Int) {
    let kernel = kernels[number]
    expansion.begin(points.start + Int(kernel.first), count: Int(kernel.count))
    prefetchInstructions(of: kernel)
    while let point = expansion.nextPoint() { follow(point) }
    noteVerdicts(number)
    var node = nodes[number]
    node.isExpanded = true
    node.bytes = expansion.bytes
    node.firstChild = UInt32(truncatingIfNeeded: children.count)
    node.firstHighChild = node.firstChild &+ UInt32(node.bytes.low.nonzeroBitCount)
    while let byte = expansion.nextByte() {
      expansion.takeGroup(byte)
      children.append(nodeOrTextEdge(behindDot: byte == Int(UInt8(ascii: "."))))
    }
    node.leading = expansion.bytes
    for group in 0..<expansion.setGroups.count {
      let set = programs.set(expansion.takeSetGroup(group))
      let child = nodeOrTextEdge(behindDot: set.contains(UInt8(ascii: ".")))
      let edge = SetEdge(set: set, child: child, next: node.firstSetEdge)
      node.firstSetEdge = UInt32(truncatingIfNeeded: setEdges.count)
      setEdges.append(edge)
      node.leading = node.leading.union(set)
    }
    if expansion.takeGroup(NodeExpansion.any) { node.anyChild = self.node() }
    let verdicts = verdicts(of: number)
    for place in verdicts.matches { node.firstMatch = min(node.firstMatch, said[place]) }
    node.isSilent = !node.isMatch && verdicts.isEmptyAtEnd
    node.isPlain =
      !node.isDone && node.anyChild != UInt32(number) && node.firstMatch == Self.none
    nodes[number] = node
    if node.anyChild == UInt32(number) { pairs[number] = leadingPairs(of: node) }
  }

  /// Asks for the instructions that the points of a node stand before, and then for their texts: they are
  /// anywhere in the programs, and to wait for one after the other was half the time of an expansion.
  private func prefetchInstructions(of kernel: Kernel) {
    if kernel.count == 1 { return }
    let start = points.start + Int(kernel.first)
    let count = min(Int(kernel.count), mostPrefetched)
    for index in 0..<count where start[index].instruction < ProgramPoint.match {
      CBytes.prefetch(parts.instruction(start[index].instruction))
    }
    for index in 0..<count where start[index].instruction < ProgramPoint.match {
      let instruction = parts.instruction(start[index].instruction)
      CBytes.prefetch(parts.text(from: instruction.pointee.first &+ start[index].doneCount))
    }
  }

  private var mostPrefetched: Int { 32 }

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
    if expansion.saysNothing { return }
    verdictNumbers[number] = UInt32(truncatingIfNeeded: verdicts.count)
    let new = Verdicts(
      start: UInt32(truncatingIfNeeded: said.count),
      matchesEnd: said.append(expansion.matches),
      endMatchesEnd: said.append(expansion.endMatches),
      conditionalsEnd: said.append(expansion.conditionals),
      candidatesEnd: said.append(expansion.candidates),
      end: said.append(expansion.found))
    verdicts.append(new)
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
