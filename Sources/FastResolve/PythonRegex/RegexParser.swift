// The parser: Python's `re` syntax, read from left to right into a tree.
//
// It is a recursive descent over the tokens, in the order in which CPython's `re._parser` looks at
// them, because the order decides which of several mistakes is reported, and where. Each idea of
// the syntax has its own file: escapes, sets, groups, flags, repeats. This one has alternatives and
// sequences, and what the parser has to remember.
//
// The recursion is bounded as CPython's is, which gives up with a RecursionError at about 495
// groups inside one another, fewer where it is itself called deep inside of something. `DeepStack`
// has the room for it.

/// Parses one pattern.
struct RegexParser {
  /// How many groups may stand inside one another.
  static let maximumDepth = 495

  // Few patterns are longer, and few sequences within one.
  private static let usualCount = 128
  private static let usualWord = 8

  var tokens: PatternTokens
  /// The flags set by `(?i)` and its like.
  var globalFlags: RegexFlags = []
  /// For each group, whether it has been closed. Group 0 never is.
  var closedGroups: [Bool] = [false]
  var groupNames: [String: Int] = [:]
  /// While inside a look-behind: how many groups there were before it.
  var groupsBeforeLookBehind: Int?
  /// Group numbers that conditionals name, in order of appearance, and where. They may come before
  /// the group, so they can only be checked at the end.
  var conditionalGroups: [(group: Int, position: Int)] = []
  /// Where the elements stand in the pattern, if someone wants to know; see `PatternElements`.
  var elementSpans: [Range<Int>]?

  init(_ pattern: String) {
    tokens = PatternTokens(pattern)
  }

  /// How many capturing groups were opened so far.
  var groupCount: Int { closedGroups.count - 1 }

  /// Parses the whole pattern. CPython: `re._parser.parse`.
  mutating func parse() throws(PythonRegexError) -> RegexNode {
    try tokens.start()
    let tree = try parseAlternation(flags: [], depth: 0)
    if globalFlags.isSuperset(of: .types) {
      throw error("ASCII and UNICODE flags are incompatible", kind: .value)
    }
    if !tokens.next.isEnd { throw tokens.error("unbalanced parenthesis") }
    for (group, position) in conditionalGroups where group > groupCount {
      throw PythonRegexError(
        pattern: tokens.pattern,
        message: "invalid group reference \(group)",
        position: position,
        kind: .syntax
      )
    }
    return tree
  }

  /// Parses `a|b|c` up to the end of the group. CPython: `_parse_sub`.
  ///
  /// At depth 0 the flags are not the given ones but the global ones, which may still be set while
  /// the first branch begins.
  mutating func parseAlternation(
    flags: RegexFlags,
    depth: Int
  ) throws(PythonRegexError) -> RegexNode {
    let first = try parseSequence(flags: flags, depth: depth, mayHoldGlobalFlags: depth == 0)
    guard tokens.next.is("|") else { return first }
    var branches = [first]
    while try tokens.take("|") {
      let flags = depth == 0 ? globalFlags : flags
      branches.append(try parseSequence(flags: flags, depth: depth))
    }
    return .alternation(branches)
  }

  /// Parses items up to `|`, `)` or the end. CPython: `_parse`.
  mutating func parseSequence(
    flags initialFlags: RegexFlags,
    depth: Int,
    mayHoldGlobalFlags: Bool = false
  ) throws(PythonRegexError) -> RegexNode {
    var flags = initialFlags
    var items: [RegexNode] = []
    // Of most patterns the first is all there is, and mostly characters; others are a word.
    let most = mayHoldGlobalFlags ? Self.usualCount : Self.usualWord
    items.reserveCapacity(min(tokens.restCount, most))
    while true {
      let next = tokens.next
      if next.isEnd || next.is("|") || next.is(")") { break }
      let position = tokens.position
      let token = try tokens.take()
      if flags.contains(.verbose), try skipVerbose(token) { continue }
      if token.isEscape {
        items.append(try parseEscape(token, at: position, flags: flags))
        noteElement(items, from: position)
        continue
      }
      let count = items.count
      switch token.value {
      case "[": items.append(try parseSet(at: position, flags: flags))
      case "*", "+", "?": try parseRepeat(token, at: position, of: &items)
      case "{": try parseCountedRepeat(at: position, of: &items, flags: flags)
      case ".": items.append(.any(matchesNewline: flags.contains(.dotAll)))
      case "^": items.append(.anchor(flags.contains(.multiline) ? .lineStart : .start))
      case "$": items.append(.anchor(flags.contains(.multiline) ? .lineEnd : .endOrFinalNewline))
      case "(":
        let group = try parseGroup(at: position, flags: flags, depth: depth)
        switch group {
        case .nothing: break
        case .node(let node): items.append(node)
        case .globalFlags:
          if !mayHoldGlobalFlags || !items.isEmpty {
            throw error("global flags not at the start of the expression", at: position)
          }
          flags = globalFlags
        }
      default: items.append(.literal(token.value, CaseRule(flags)))
      }
      // A repeat takes the place of what it repeats.
      if items.count > count { noteElement(items, from: position) }
    }
    return items.count == 1 ? items[0] : .sequence(items)
  }

  /// Skips white space and comments of verbose mode. Only ASCII white space counts, and a comment
  /// ends at a newline that is not the second half of an escape.
  private mutating func skipVerbose(_ token: PatternToken) throws(PythonRegexError) -> Bool {
    guard token.length == 1 else { return false }
    switch token.value {
    case " ", "\t", "\n", "\r", "\u{B}", "\u{C}": return true
    case "#":
      while true {
        let token = try tokens.take()
        if token.isEnd || token.is("\n") { return true }
      }
    default: return false
    }
  }

  /// Notes where the last item stands, if it is an element.
  private mutating func noteElement(_ items: [RegexNode], from position: Int) {
    guard elementSpans != nil, items.last?.isElement ?? false else { return }
    elementSpans?.append(position..<tokens.position)
  }

  /// An error of CPython's at a position that was noted before.
  func error(
    _ message: String,
    at position: Int? = nil,
    kind: PythonRegexError.Kind = .syntax
  ) -> PythonRegexError {
    PythonRegexError(pattern: tokens.pattern, message: message, position: position, kind: kind)
  }
}
