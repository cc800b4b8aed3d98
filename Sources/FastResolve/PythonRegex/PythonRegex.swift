/// A regular expression in the syntax of Python 3.11's `re`, parsed.
///
/// The pattern is one that `re.compile(pattern)` accepts: a `str`, without a flags argument. What
/// CPython rejects is rejected with CPython's message at CPython's position.
public struct PythonRegex: Sendable {
  /// The pattern as it was given.
  public let pattern: String
  /// What the pattern says.
  let tree: RegexNode
  /// What kinds of nodes are in the tree.
  let traits: RegexTraits
  /// How many capturing groups there are.
  let groupCount: Int
  /// The names of the capturing groups that have one.
  let groupNames: [String: Int]

  /// Parses `pattern` as CPython's `re._parser.parse` does, and makes the checks that
  /// `re._compiler.compile` adds.
  ///
  /// - Parameter pattern: The pattern, in Python's syntax.
  /// - Throws: `PythonRegexError` when CPython would not compile the pattern, or when it nests
  ///   deeper than this library follows.
  /// - Complexity: O(*n*) in the length of the pattern.
  public init(_ pattern: String) throws(PythonRegexError) {
    let result = DeepStack.run(for: pattern) {
      Result { () throws(PythonRegexError) in
        var parser = RegexParser(pattern)
        let tree = try parser.parse()
        let traits = RegexTraits(of: tree)
        if CompileChecks.areNeeded(traits, parser.globalFlags) {
          try CompileChecks(pattern: pattern, flags: parser.globalFlags).check(tree)
        }
        return (tree, traits, parser.groupCount, parser.groupNames)
      }
    }
    (tree, traits, groupCount, groupNames) = try result.get()
    self.pattern = pattern
  }

  /// Another tree for the same pattern, with the same traits.
  init(_ regex: PythonRegex, tree: RegexNode) {
    pattern = regex.pattern
    self.tree = tree
    traits = regex.traits
    groupCount = regex.groupCount
    groupNames = regex.groupNames
  }
}

extension PythonRegex: Hashable {
  /// Two regexes are equal when their patterns are.
  public static func == (one: PythonRegex, other: PythonRegex) -> Bool {
    one.pattern.utf8.elementsEqual(other.pattern.utf8)
  }

  /// Hashes the pattern, byte for byte.
  public func hash(into hasher: inout Hasher) {
    for byte in pattern.utf8 { hasher.combine(byte) }
  }
}
