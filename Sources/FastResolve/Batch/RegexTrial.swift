// A pattern tried out: which paths it matches and what its groups hold, and what the library makes
// of it, as text to read.
//
// Each path makes a block. Its first line begins with the answer, the lines of the groups are
// indented, so that `grep '^match'` and `grep -A9` do what one hopes:
//
//     match     layers.17.mlp
//       0: 'layers.17' at 0:9
//       1 index: '17' at 7:9
//     no match  lm_head

/// Tries a pattern on module paths, and tells what comes of it.
public struct RegexTrial {
  /// How many paths came out which way.
  public struct Counts: Hashable, Sendable {
    /// The paths that the pattern matched.
    public var matched = 0
    /// The paths that it did not match.
    public var unmatched = 0
    /// The paths of which it isn't known.
    public var failed = 0
  }

  /// How the paths tried so far came out.
  public private(set) var counts = Counts()

  private let matcher: RegexMatcher
  private var output: BufferedOutput

  /// Compiles a pattern.
  ///
  /// - Parameters:
  ///   - pattern: The pattern, in Python's syntax.
  ///   - output: Where the text goes.
  ///   - limits: How much work one match may be.
  /// - Throws: `PythonRegexError` for what Python rejects and for what can't surely be matched as
  ///   Python does.
  public init(
    _ pattern: String, to output: any ByteSink, limits: MatchLimits = MatchLimits()
  ) throws(PythonRegexError) {
    matcher = RegexMatcher(try PythonRegex(pattern), limits: limits)
    self.output = BufferedOutput(output)
  }

  /// Tries one path and writes its block.
  ///
  /// - Throws: `FileError`.
  public mutating func tryPath(_ path: String) throws(FileError) {
    append(path)
    try output.flush()
  }

  /// Tries the paths of an input, one a line; an empty line is the root.
  ///
  /// - Throws: `FileError`; `InputError` for a line that isn't UTF-8.
  public mutating func tryPaths(of input: BatchInput) throws {
    var reader = try LineReader(input)
    do {
      while let line = try reader.next(beforeWaiting: { try output.flush() }) {
        append(String(decoding: line, as: UTF8.self))
        if output.isFull { try output.flush() }
      }
    } catch let error as InputError {
      try output.flush()
      throw error
    }
    try output.flush()
  }

  /// Writes what the library makes of the pattern: its translation to PCRE2, for subjects that are
  /// all ASCII and for others, and what is known of what it matches.
  ///
  /// - Throws: `FileError`.
  public mutating func show() throws(FileError) {
    for (name, value) in facts {
      let padding = String(repeating: " ", count: max(0, 10 - name.utf8.count))
      output.bytes += "\(name)\(padding)\(value)\n".utf8
    }
    try output.flush()
  }

  private mutating func append(_ path: String) {
    let shown = PythonRegexError.printable(path.unicodeScalars)
    do throws(RegexMatchError) {
      guard let match = try matcher.match(path) else {
        counts.unmatched += 1
        output.bytes += "no match  \(shown)\n".utf8
        return
      }
      counts.matched += 1
      output.bytes += "match     \(shown)\n".utf8
      for group in match.groups ?? [] { output.bytes += "  \(Self.text(group))\n".utf8 }
      if match.groups == nil {
        output.bytes += "  groups not shown: that takes too many steps\n".utf8
      }
    } catch {
      counts.failed += 1
      output.bytes += "error     \(shown)\n  \(error)\n".utf8
    }
  }

  private static func text(_ group: RegexMatch.Group) -> String {
    let name = group.name.map { " " + $0 } ?? ""
    guard let text = group.text, let span = group.span else {
      return "\(group.number)\(name): None"
    }
    return "\(group.number)\(name): \(text.pythonRepresentation) "
      + "at \(span.lowerBound):\(span.upperBound)"
  }

  // MARK: What is known of the pattern

  private var facts: [(name: String, value: String)] {
    let regex = matcher.regex
    var facts = [("pattern", regex.printed)]
    let references = RegexReferences(in: regex.tree)
    for (name, kind) in [("ASCII", SubjectKind.ascii), ("UTF-8", .utf8)] {
      if let translation = try? PCRE2Translation(regex, for: kind, references: references) {
        facts.append((name, String(decoding: translation.output, as: UTF8.self)))
      }
    }
    guard let prefix = regex.literalPrefix else { return facts + [("matches", "nothing")] }
    let text = prefix.text.pythonRepresentation
    switch prefix.rest {
    case .anything where prefix.text.isEmpty: return facts + [("matches", "everything")]
    case .anything: return facts + [("matches", "what begins with \(text)")]
    case .nothing: return facts + [("matches", "\(text) alone")]
    case .finalNewline: return facts + [("matches", "\(text), and that with a newline")]
    case .unknown: if !prefix.text.isEmpty { facts.append(("begins", "with \(text)")) }
    }
    if let suffix = regex.literalSuffix {
      let newline = suffix.allowsFinalNewline ? ", before a newline or not" : ""
      facts.append(("ends", "with \(Self.text(suffix.literals))\(newline)"))
    }
    for clause in regex.requiredLiterals.clauses {
      facts.append(("holds", Self.text(clause)))
    }
    return facts
  }

  private static func text(_ literals: [RequiredLiteral]) -> String {
    literals.map { $0.text.pythonRepresentation + ($0.isCaseless ? " in any case" : "") }
      .joined(separator: " or ")
  }
}
