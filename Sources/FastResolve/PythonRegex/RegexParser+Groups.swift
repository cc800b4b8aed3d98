// Groups: everything that starts with a parenthesis.

/// What a parenthesis turned out to be.
enum ParsedGroup {
  case node(RegexNode)
  /// `(?i)`: no node, but the global flags have changed.
  case globalFlags
  /// A comment.
  case nothing
}

extension RegexParser {
  /// Parses a group, after its `(`.
  mutating func parseGroup(
    at position: Int,
    flags: RegexFlags,
    depth: Int
  ) throws(PythonRegexError) -> ParsedGroup {
    if depth >= Self.maximumDepth {
      throw tokens.refusal("groups are nested more than \(Self.maximumDepth) deep", at: position)
    }
    guard try tokens.take("?") else {
      return .node(try parseCapture(named: nil, at: position, flags: flags, depth: depth))
    }
    let kind = try tokens.take()
    if kind.isEnd { throw tokens.error("unexpected end of pattern") }
    if kind.is("P") { return try parsePythonGroup(at: position, flags: flags, depth: depth) }
    if kind.is(":") {
      return .node(.group(.plain, try parseBody(at: position, flags: flags, depth: depth)))
    }
    if kind.is(">") {
      return .node(.group(.atomic, try parseBody(at: position, flags: flags, depth: depth)))
    }
    if kind.is("#") {
      try skipComment(at: position)
      return .nothing
    }
    if kind.is("=") || kind.is("!") {
      let look = RegexLook(behind: false, negated: kind.is("!"), position: position)
      return .node(.look(look, try parseBody(at: position, flags: flags, depth: depth)))
    }
    if kind.is("<") { return try parseLookBehind(at: position, flags: flags, depth: depth) }
    if kind.is("(") { return try parseConditional(at: position, flags: flags, depth: depth) }
    if kind.is("-") || (!kind.isEscape && Self.isFlagLetter(kind.value)) {
      guard let change = try parseFlags(kind) else { return .globalFlags }
      let inner = flags.adding(change.added, removing: change.removed)
      let body = try parseBody(at: position, flags: inner, depth: depth)
      return .node(.group(.flags(added: change.added, removed: change.removed), body))
    }
    throw tokens.error("unknown extension ?\(kind.text)", back: kind.length + 1)
  }

  /// The alternatives inside a group and its closing parenthesis.
  private mutating func parseBody(
    at position: Int,
    flags: RegexFlags,
    depth: Int
  ) throws(PythonRegexError) -> RegexNode {
    let body = try parseAlternation(flags: flags, depth: depth + 1)
    try takeClosingParenthesis(at: position)
    return body
  }

  private mutating func takeClosingParenthesis(at position: Int) throws(PythonRegexError) {
    guard try tokens.take(")") else {
      throw error("missing ), unterminated subpattern", at: position)
    }
  }

  private mutating func parseCapture(
    named name: String?,
    at position: Int,
    flags: RegexFlags,
    depth: Int
  ) throws(PythonRegexError) -> RegexNode {
    let number = closedGroups.count
    closedGroups.append(false)
    if let name {
      if let other = groupNames[name] {
        throw tokens.error(
          "redefinition of group name \(name.pythonRepresentation) as group \(number); "
            + "was group \(other)",
          back: name.unicodeScalars.count + 1
        )
      }
      groupNames[name] = number
    }
    let body = try parseBody(at: position, flags: flags, depth: depth)
    closedGroups[number] = true
    return .group(.capturing(number: number, name: name), body)
  }

  /// `(?P<name>…)` and `(?P=name)`.
  private mutating func parsePythonGroup(
    at position: Int,
    flags: RegexFlags,
    depth: Int
  ) throws(PythonRegexError) -> ParsedGroup {
    if try tokens.take("<") {
      let name = try tokens.take(until: ">", name: "group name")
      try checkGroupName(name)
      return .node(try parseCapture(named: name, at: position, flags: flags, depth: depth))
    }
    if try tokens.take("=") {
      let name = try tokens.take(until: ")", name: "group name")
      try checkGroupName(name)
      let back = name.unicodeScalars.count + 1
      guard let number = groupNames[name] else {
        throw tokens.error("unknown group name \(name.pythonRepresentation)", back: back)
      }
      if !closedGroups[number] { throw tokens.error("cannot refer to an open group", back: back) }
      try checkLookBehind(number)
      return .node(.backreference(group: number, CaseRule(flags), position: position))
    }
    let other = try tokens.take()
    if other.isEnd { throw tokens.error("unexpected end of pattern") }
    throw tokens.error("unknown extension ?P\(other.text)", back: other.length + 2)
  }

  private mutating func skipComment(at position: Int) throws(PythonRegexError) {
    while true {
      if tokens.next.isEnd { throw error("missing ), unterminated comment", at: position) }
      if try tokens.take().is(")") { return }
    }
  }

  private mutating func parseLookBehind(
    at position: Int,
    flags: RegexFlags,
    depth: Int
  ) throws(PythonRegexError) -> ParsedGroup {
    let sense = try tokens.take()
    if sense.isEnd { throw tokens.error("unexpected end of pattern") }
    guard sense.is("=") || sense.is("!") else {
      throw tokens.error("unknown extension ?<\(sense.text)", back: sense.length + 2)
    }
    let isOutermost = groupsBeforeLookBehind == nil
    if isOutermost { groupsBeforeLookBehind = closedGroups.count }
    let body = try parseAlternation(flags: flags, depth: depth + 1)
    if isOutermost { groupsBeforeLookBehind = nil }
    try takeClosingParenthesis(at: position)
    return .node(.look(RegexLook(behind: true, negated: sense.is("!"), position: position), body))
  }

  /// `(?(1)yes|no)` and `(?(name)yes|no)`.
  private mutating func parseConditional(
    at position: Int,
    flags: RegexFlags,
    depth: Int
  ) throws(PythonRegexError) -> ParsedGroup {
    let group = try parseConditionGroup()
    try checkLookBehind(group)
    let yes = try parseSequence(flags: flags, depth: depth + 1)
    var no: RegexNode?
    if try tokens.take("|") {
      no = try parseSequence(flags: flags, depth: depth + 1)
      if tokens.next.is("|") {
        throw tokens.error("conditional backref with more than two branches")
      }
    }
    try takeClosingParenthesis(at: position)
    return .node(.conditional(group: group, yes: yes, no: no, position: position))
  }
}
