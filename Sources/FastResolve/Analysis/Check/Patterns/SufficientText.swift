// What is enough for a pattern to match.
//
// The literal analyses of `PythonRegex/` say what every match must have. To tell that a regex takes
// all that another one does, the opposite is wanted of it: texts such that whatever has them
// matches. They have one shape, of which parts may be missing:
//
//     head gap inner end      model\.  .*  \.q_proj  $
//
// A subject without a newline that begins with the head and, where there is a gap, has the inner
// text somewhere behind the head (and ends with it, where there is an end), matches. That is so
// because Python's matcher goes back: if one way through the pattern fits the subject, some way is
// found. So the walk picks ways, and only what it picks has to be right; a way that it doesn't
// follow makes the list shorter and not wrong. It picks each alternative, the least number of
// rounds of a repeat and one round where none would do, and each character of small sets. It gives
// up a way at whatever might keep the matcher from going back (atomic groups, possessive repeats)
// and at conditions on the place.

/// A text that is enough for a pattern to match.
struct SufficientText: Hashable {
  /// What the subject begins with.
  var head: [UInt32] = []
  /// Whether anything may stand between the head and the inner text.
  var hasGap = false
  /// What stands behind the gap.
  var inner: [UInt32] = []
  /// Whether nothing may follow.
  var isEnded = false

  /// As many ways are followed side by side.
  private static let mostTexts = 48
  /// A set of more characters is not spelled out.
  private static let mostCharacters = 10
  private static let mostRounds = 4

  /// Texts that are enough for one branch of a pattern's form.
  ///
  /// - Complexity: O(*n*) in the length of the branch.
  static func texts(of branch: ArraySlice<RegexNode>) -> [SufficientText] {
    var texts = texts([SufficientText()], followedByAll: branch)
    for index in texts.indices where texts[index].inner.isEmpty && texts[index].hasGap {
      // Nothing behind the gap: it takes all there is, an end or not.
      texts[index].hasGap = false
      texts[index].isEnded = false
    }
    return texts
  }

  private static func texts(
    _ texts: [SufficientText], followedByAll nodes: ArraySlice<RegexNode>
  ) -> [SufficientText] {
    var texts = texts
    for node in nodes {
      if texts.isEmpty { break }
      texts = Self.texts(texts, followedBy: node)
    }
    return texts
  }

  private static func texts(
    _ texts: [SufficientText], followedBy node: RegexNode
  ) -> [SufficientText] {
    switch node {
    case .literal, .set:
      guard let characters = characters(of: node) else { return [] }
      return limited(texts.flatMap { text in characters.compactMap { text.appending($0) } })
    case .any: return []
    case .sequence(let nodes): return Self.texts(texts, followedByAll: nodes[...])
    case .alternation(let branches):
      return limited(branches.flatMap { Self.texts(texts, followedBy: $0) })
    case .anchor(.start): return texts.filter { $0.head.isEmpty && !$0.hasGap && !$0.isEnded }
    case .anchor where node.isEndAnchor:
      return texts.map {
        var text = $0
        text.isEnded = true
        return text
      }
    case .group(.atomic, _), .anchor, .look, .conditional, .backreference: return []
    case .group(_, let body): return Self.texts(texts, followedBy: body)
    case .repetition(let counts, let body): return Self.texts(texts, body, repeated: counts)
    }
  }

  private static func texts(
    _ texts: [SufficientText], _ body: RegexNode, repeated counts: RegexRepeat
  ) -> [SufficientText] {
    if counts.kind == .possessive || counts.minimum > mostRounds { return [] }
    if counts.maximum == nil, counts.minimum == 0, body.isAnyCharacter {
      return texts.compactMap(\.openingGap)
    }
    var result = texts
    for _ in 0..<counts.minimum { result = Self.texts(result, followedBy: body) }
    if counts.minimum == 0, counts.maximum != 0 {
      result = limited(result + Self.texts(texts, followedBy: body))
    }
    return result
  }

  /// The characters that the node surely matches, if there are few.
  private static func characters(of node: RegexNode) -> [UInt32]? {
    if let character = node.plainCharacter { return [character] }
    // A word without case has too many forms to follow them all.
    guard node.caselessLetter == nil, let surely = CharacterBounds(node)?.surely,
      surely.ranges.reduce(0, { $0 + $1.count }) <= mostCharacters
    else { return nil }
    return surely.ranges.flatMap { Array($0) }.filter { $0 != 0x0A }
  }

  /// The texts, or none where there are too many: some of a hundred layers hide nothing.
  private static func limited(_ texts: [SufficientText]) -> [SufficientText] {
    texts.count <= mostTexts ? texts : []
  }

  private func appending(_ character: UInt32) -> SufficientText? {
    if isEnded { return nil }
    var text = self
    if hasGap { text.inner.append(character) } else { text.head.append(character) }
    return text
  }

  /// The text with a gap at its end. There is room for one; behind an end it takes nothing.
  private var openingGap: SufficientText? {
    if isEnded { return self }
    if hasGap, !inner.isEmpty { return nil }
    var text = self
    text.hasGap = true
    return text
  }
}
