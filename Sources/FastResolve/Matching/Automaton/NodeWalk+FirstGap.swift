/// What the gap that programs begin with leads to over a part is the same from any state. It is more than
/// half of all that a walk goes through, and an inventory has far fewer parts than there are parts from
/// states: so it is walked once for each part.
extension NodeWalk {
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
    settle()
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
      nodes.append(number)
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
}
