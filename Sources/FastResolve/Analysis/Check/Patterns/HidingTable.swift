// Which regexes match all that another one does: the table of those seen so far.
//
// Regexes come in their order; each is first asked about and then put in. Never are two of them
// compared: what is enough for a regex to match goes into tries, and what a later one must have is
// looked up there, so that the work is about the length of all patterns, not the square of their
// number. The branch of a later regex is hidden when one of these holds of every subject without a
// newline that it matches:
//
// 1. It begins with a text that is enough for an earlier one. The branch has a few texts with one
//    of which every match begins (`LiteralInfo`), and for each of them some earlier regex has such
//    a head.
// 2. It begins with a head and holds an inner text that is enough behind the head, somewhere or at
//    the end. That it holds the text follows from a clause of required literals each of which
//    contains one; that it ends with it, from the literal suffix. The text must lie behind the
//    head: a place further in front is ruled out character by character, since the beginning of the
//    subject is known.
// 3. It is the one text that an earlier one matches: `lm_head$` behind `lm_head\Z`.
// 4. Its nodes begin with all nodes of an earlier one: `layers\.\d+\.mlp\.fc1` behind
//    `layers\.\d+\.mlp`. The matcher goes the same ways through the same nodes over the same
//    subject, so where the longer list matches, the shorter one has matched, whatever the nodes
//    are.
//
// A regex is hidden when all of its branches are, each by whichever regexes. The tests hold all of
// this against the matcher on random patterns.

/// Regexes with what is enough for them to match.
struct HidingTable {
  /// What earlier regexes ask for behind one head.
  private struct Behind {
    /// The regex for which the head is enough.
    var always: Int?
    /// Regexes for which an inner text is enough, by that text.
    var inner: TextTrie<Int>?
    /// Regexes for which it is enough that the subject ends with a text, by that text from its end.
    var endings: TextTrie<Int>?
  }

  private var heads = TextTrie<Behind>()
  /// Regexes for which one text is enough, by that text.
  private var wholes = TextTrie<Int>()
  /// Regexes by the nodes of their branches, each node by its number.
  private var shapes = TextTrie<Int>()
  private var nodeNumbers: [RegexNode: UInt32] = [:]

  /// Puts in a regex.
  mutating func insert(_ regex: LintedRegex) {
    for branch in regex.form.branches {
      let nodes = PatternForm.withoutOpenEnd(branch)
      shapes.update(nodes.map { number(of: $0) }) { $0 = $0 ?? regex.position }
      for text in SufficientText.texts(of: nodes) { insert(text, regex.position) }
    }
  }

  private mutating func insert(_ text: SufficientText, _ position: Int) {
    if text.isEnded, !text.hasGap {
      return wholes.update(text.head) { $0 = $0 ?? position }
    }
    heads.update(text.head) { value in
      var behind = value ?? Behind()
      if !text.hasGap {
        behind.always = behind.always ?? position
      } else if text.isEnded {
        var trie = behind.endings ?? TextTrie()
        behind.endings = nil
        trie.update(text.inner.reversed()) { $0 = $0 ?? position }
        behind.endings = trie
      } else {
        var trie = behind.inner ?? TextTrie()
        behind.inner = nil
        trie.update(text.inner) { $0 = $0 ?? position }
        behind.inner = trie
      }
      value = behind
    }
  }

  /// The number of a node, the same for equal nodes. Characters that match themselves are their
  /// own.
  private mutating func number(of node: RegexNode) -> UInt32 {
    if let character = node.plainCharacter { return character }
    if let number = nodeNumbers[node] { return number }
    let number = 0x11_0000 + UInt32(nodeNumbers.count)
    nodeNumbers[node] = number
    return number
  }

  /// The regexes put in before that together match every subject without a newline that a regex
  /// matches, in their order, or `nil` where it isn't sure that they do.
  ///
  /// - Complexity: About O(*n*) in the length of the pattern, times that of the literals in it.
  func regexesHiding(_ regex: LintedRegex) -> [Int]? {
    guard let parsed = regex.regex, !regex.form.branches.isEmpty else { return nil }
    var result: Set<Int> = []
    for branch in regex.form.branches {
      guard let hiding = regexesHiding(branch, of: parsed) else { return nil }
      result.formUnion(hiding)
    }
    return result.sorted()
  }

  private func regexesHiding(_ branch: [RegexNode], of regex: PythonRegex) -> [Int]? {
    if let position = shape(of: branch) { return [position] }
    // An early look: most patterns share neither a head nor anything else with another.
    let alone = PythonRegex(regex, tree: .sequence(branch))
    if let whole = alone.exactLiteral,
      let found = wholes.value(of: whole.text.unicodeScalars.map(\.value))
    {
      return [found]
    }
    let info = LiteralInfo(.sequence(branch))
    lazy var clauses = info.finalClauses
    lazy var suffix = alone.literalSuffix
    var result: [Int] = []
    for start in info.starts {
      if start.isCaseless { return nil }
      guard
        let found = regexHiding(start.text, clauses: { clauses }, suffix: { suffix?.literals })
      else { return nil }
      result += found
    }
    return result.isEmpty ? nil : result
  }

  /// The regex whose nodes a branch begins with.
  private func shape(of branch: [RegexNode]) -> Int? {
    var node = TextTrie<Int>.root
    for item in branch {
      guard let number = item.plainCharacter ?? nodeNumbers[item],
        let next = shapes.next(node, number)
      else { return nil }
      node = next
      if let position = shapes.values[node] { return position }
    }
    return nil
  }

  /// The regexes for which it is enough that a subject begins with a text, and holds and ends with
  /// what is given.
  private func regexHiding(
    _ start: [UInt32], clauses: () -> [[LiteralPiece]], suffix: () -> [RequiredLiteral]?
  ) -> [Int]? {
    let known = heads.prefixes(of: start)
    for (behind, _) in known {
      if let position = behind.always { return [position] }
    }
    for (behind, length) in known {
      if let endings = behind.endings, let literals = suffix() {
        let found = literals.map { literal -> Int? in
          if literal.isCaseless { return nil }
          let text = Array(literal.text.unicodeScalars.map(\.value).reversed())
          return endings.prefixes(of: text).first { _, count in
            Self.liesBehind(text.prefix(count).reversed(), head: length, of: start)
          }?.value
        }
        if !found.isEmpty, !found.contains(nil) { return found.compactMap { $0 } }
      }
      guard let inner = behind.inner else { continue }
      for clause in clauses() where !clause.isEmpty {
        let found = clause.map { literal in
          Self.regex(in: inner, heldBy: literal, head: length, of: start)
        }
        if !found.contains(nil) { return found.compactMap { $0 } }
      }
    }
    return nil
  }

  private static func regex(
    in inner: TextTrie<Int>, heldBy literal: LiteralPiece, head: Int, of start: [UInt32]
  ) -> Int? {
    if literal.isCaseless { return nil }
    for offset in literal.text.indices {
      for (position, count) in inner.prefixes(of: literal.text[offset...])
      where liesBehind(literal.text[offset..<offset + count], head: head, of: start) {
        return position
      }
    }
    return nil
  }

  /// Whether a text, wherever it lies in a subject with a known start, lies behind the head that
  /// the start begins with: it can't begin within the head, as other characters stand there.
  private static func liesBehind(
    _ text: some Collection<UInt32>, head: Int, of start: [UInt32]
  ) -> Bool {
    (0..<head).allSatisfy { offset in zip(start[offset...], text).contains { $0 != $1 } }
  }
}

extension TextTrie {
  /// The value of a text itself.
  fileprivate func value(of text: [UInt32]) -> Value? {
    prefixes(of: text).last { $0.length == text.count }?.value
  }
}
