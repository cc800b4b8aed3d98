/// What is left of a walk within a path, and what it says of a path at its end.
extension NodeWalk {
  /// Ends the walk within a path: what is left in `passing`, in order, and a lasting set are all that is
  /// needed to go on.
  ///
  /// - Returns: The number of the lasting set.
  mutating func end() -> Int {
    settle()
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
    return lastingSets.number(of: newLasting, match, nodes, graph.pairs.start)
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
    settle()
    findSpeakers()
    if speakers.count == 0 { return match }
    var match = match
    var hasConditionals = false
    for index in 0..<speakers.count {
      let node = Int(speakers[index])
      if graph.nodes[node].isMatch { unmatched.remove(Int(graph.nodes[node].firstRegex)) }
      let verdicts = graph.verdicts(of: node)
      for place in verdicts.endMatches {
        match = min(match, graph.said[place])
        unmatched.remove(Int(graph.said[place]))
      }
      hasConditionals = hasConditionals || !verdicts.conditionals.isEmpty
    }
    if hasConditionals { match = askConditionals(unmatched, match) }
    for index in 0..<speakers.count {
      for place in graph.verdicts(of: Int(speakers[index])).candidates {
        let regex = graph.said[place]
        if regex < match || unmatched.contains(Int(regex)) { verdicts.add(candidate: Int(regex)) }
      }
    }
    return match
  }

  /// Finds the nodes that say something of a path that ends here.
  private mutating func findSpeakers() {
    speakers.removeAll()
    let nodes = UnsafePointer(graph.nodes.start)
    speakers.append(speaking: passing.start, count: passing.count, in: nodes)
    speakers.append(speaking: newLasting.start, count: newLasting.count, in: nodes)
    let set = lastingSets.all.start + lastingSet
    speakers.append(
      lastingSets.speakers.start + Int(set.pointee.firstSpeaker),
      count: Int(set.pointee.speakerCount))
    if isInFirstGap, !nodes[Int(firstGap)].isSilent { speakers.append(firstGap) }
  }

  /// Finds out which regexes match that do so if their conditions are met.
  ///
  /// - Returns: The first regex that matches, of those and `match`.
  private mutating func askConditionals(_ unmatched: borrowing RegexBits, _ match: UInt32) -> UInt32
  {
    found.removeAll()
    for index in 0..<speakers.count {
      for place in graph.verdicts(of: Int(speakers[index])).found {
        found.append(graph.said[place])
      }
    }
    var match = match
    for index in 0..<speakers.count {
      for place in graph.verdicts(of: Int(speakers[index])).conditionals {
        let regex = graph.said[place]
        if regex > match, !unmatched.contains(Int(regex)) { continue }
        if areConditionsMet(of: regex) {
          match = min(match, regex)
          unmatched.remove(Int(regex))
        }
      }
    }
    return match
  }

  /// Whether a regex matches whose program does.
  private func areConditionsMet(of regex: UInt32) -> Bool {
    graph.parts.conditions(of: regex).allSatisfy { number in
      let condition = graph.parts.condition(number)
      return found.contains(condition.pointee.firstOfText) == condition.pointee.isWanted
    }
  }
}
