/// A pattern's tree, and where the elements of it stand in the pattern.
///
/// An element is what a match can fail at: a character or set of them, a place such as `$`, a
/// back-reference, a look-around, a conditional. Most nodes keep no positions, as only messages
/// want them; who does parses once more and has them noted.
struct PatternElements {
  /// The tree, the same as that of the `PythonRegex`.
  let tree: RegexNode
  /// The spans in code points, in the order in which a walk from left to right leaves the elements:
  /// a look-around or a conditional comes behind what is inside.
  let spans: [Range<Int>]
  /// How many capturing groups there are.
  let groupCount: Int

  /// Parses a pattern.
  ///
  /// - Parameter regex: A pattern that was accepted before.
  /// - Complexity: O(*n*) in the length of the pattern.
  init(_ regex: PythonRegex) {
    self = DeepStack.run(for: regex.pattern) {
      var parser = RegexParser(regex.pattern)
      parser.elementSpans = []
      // It has been parsed before; if not here, the old tree has no elements that are known.
      let tree = try? parser.parse()
      return PatternElements(
        tree: tree ?? regex.tree, spans: parser.elementSpans ?? [], groupCount: parser.groupCount)
    }
  }

  private init(tree: RegexNode, spans: [Range<Int>], groupCount: Int) {
    self.tree = tree
    self.spans = spans
    self.groupCount = groupCount
  }
}

extension RegexNode {
  /// Whether a match can fail at the node itself.
  var isElement: Bool {
    switch self {
    case .literal, .any, .set, .anchor, .backreference, .look, .conditional: true
    case .sequence, .alternation, .group, .repetition: false
    }
  }
}
