// What a subject ends with, when a pattern asks for its end: `.*\.fc$`, `.*(?:q|k)_proj\Z`.
//
// Such a pattern is tried on every path by a matcher that starts at the front, and told at once by
// a look at the end. The end has to be asked for on every way through the pattern: by `\Z` or `$`
// (not under `(?m)`) in the sequence itself, in each branch of alternatives, or in a positive
// look-ahead. What stands before it then is what the subject ends with; a look-behind there counts
// too.

/// The texts with one of which every matching subject ends.
struct LiteralSuffix: Hashable, Sendable {
  /// The texts; none is empty.
  let literals: [RequiredLiteral]
  /// Whether a newline may stand behind the text.
  let allowsFinalNewline: Bool
}

extension PythonRegex {
  /// The texts with one of which every matching subject ends, or `nil` where none are known.
  ///
  /// - Complexity: O(*n*) in the length of the pattern and O(*n*²) in the depth of its groups.
  var literalSuffix: LiteralSuffix? {
    guard traits.contains(.asksForEnd) else { return nil }
    return DeepStack.run(for: pattern) { literalSuffix(LiteralInfo(tree)) }
  }

  /// - Parameter info: What is known of the tree.
  func literalSuffix(_ info: @autoclosure () -> LiteralInfo) -> LiteralSuffix? {
    guard traits.contains(.asksForEnd),
      let ending = LiteralEnding(of: tree, info), !ending.texts.isEmpty,
      !ending.texts.contains(where: { $0.text.isEmpty })
    else { return nil }
    return LiteralSuffix(
      literals: ending.texts.map { $0.literal }, allowsFinalNewline: ending.allowsFinalNewline)
  }
}

extension RegexNode {
  /// Whether an anchor at the end is anywhere in the node.
  fileprivate var asksForEnd: Bool {
    !isCharacter && RegexTraits(of: self).contains(.asksForEnd)
  }
}

/// What the subject ends with if a node matches.
private struct LiteralEnding {
  var texts: [LiteralPiece]
  var allowsFinalNewline: Bool

  /// More texts than this are not worth a look.
  private static let mostTexts = 64

  /// The ending that a tree asks for, or `nil` when it asks for none.
  ///
  /// - Parameters:
  ///   - tree: The tree.
  ///   - info: What is known of it.
  init?(of tree: RegexNode, _ info: () -> LiteralInfo) {
    // Mostly the anchor is the last of its nodes and the only one. It adds nothing to what stands
    // before it, so that is known already.
    if case .sequence(let nodes) = tree, let last = nodes.last, case .anchor = last,
      last.asksForEnd, !nodes.indices.dropLast().contains(where: { nodes[$0].asksForEnd })
    {
      self.init(texts: info().ends, allowsFinalNewline: last == .anchor(.endOrFinalNewline))
    } else {
      self.init(of: tree, after: .empty)
    }
  }

  /// The ending that a node asks for, or `nil` when it asks for none.
  ///
  /// - Parameters:
  ///   - node: The node.
  ///   - before: What stands before it.
  init?(of node: RegexNode, after before: LiteralInfo) {
    switch node {
    case .anchor(.end): self.init(texts: before.ends, allowsFinalNewline: false)
    case .anchor(.endOrFinalNewline): self.init(texts: before.ends, allowsFinalNewline: true)
    case .sequence(let nodes):
      // Only the first node that asks for the end matters; it is mostly the last of all.
      for index in nodes.indices where nodes[index].asksForEnd {
        let before = before.followed(byAll: nodes[..<index])
        if let ending = LiteralEnding(of: nodes[index], after: before) {
          self = ending
          return
        }
      }
      return nil
    case .alternation(let branches):
      self.init(texts: [], allowsFinalNewline: false)
      for branch in branches {
        guard let ending = LiteralEnding(of: branch, after: before) else { return nil }
        texts += ending.texts.filter { !texts.contains($0) }
        if ending.allowsFinalNewline { allowsFinalNewline = true }
      }
      if texts.count > Self.mostTexts { return nil }
    case .group(_, let body): self.init(of: body, after: before)
    case .look(let look, let body):
      if look.negated || look.behind { return nil }
      self.init(of: body, after: before)
    case .repetition(let counts, let body):
      // The first time through is enough to ask for the end.
      if counts.minimum == 0 { return nil }
      self.init(of: body, after: before)
    case .literal, .any, .set, .anchor, .conditional, .backreference: return nil
    }
  }

  private init(texts: [LiteralPiece], allowsFinalNewline: Bool) {
    self.texts = texts
    self.allowsFinalNewline = allowsFinalNewline
  }
}
