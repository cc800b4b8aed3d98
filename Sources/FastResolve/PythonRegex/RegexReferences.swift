// Which groups a pattern refers to, and the patterns whose captures the two engines would not
// agree on.
//
// Captures only matter through back-references and conditionals. Where none stand, CPython and
// PCRE2 agree on whether a pattern matches. Where some do, four classes are known in which the
// engines can hold different text in a group, and these go to the second
// engine:
//
// - A group set inside a repeat that can match nothing. After an iteration that matched nothing,
//   the engines differ on whether another one is tried. `(?:(a?)|b)+\1`. They agree on `*`, where
//   both stop; and where every iteration sets the group anew, a further one changes nothing.
// - A group set inside of a negative look-around in a repeat, and referred to from outside of it.
//   `(?:(?!(a)b)a)*\1`. Without the repeat the group is unset in both.
// - A conditional inside the group that it asks about. CPython takes the group for set when it was
//   closed and gone back into: `((|(?(1)ab|.))())\2ab`.
// - A group set inside a possessive repeat, but not by every iteration, or referred to inside of
//   it. CPython 3.11 mixes up the captures of iterations that fail: `(?:(a)|(b))*+\1` matches "ab",
//   and other patterns end in a SystemError.

/// What is known about the references in a pattern.
struct RegexReferences {
  /// The groups that a back-reference or a conditional names.
  private(set) var groups: Set<Int> = []
  private(set) var hasAlternation = false
  /// Whether there are back-references under `(?i)`.
  private(set) var hasCaseless = false

  init(in tree: RegexNode) { collect(tree) }

  private mutating func collect(_ node: RegexNode) {
    switch node {
    case .literal, .any, .set, .anchor: break
    case .sequence(let nodes):
      for node in nodes { collect(node) }
    case .alternation(let branches):
      hasAlternation = true
      for branch in branches { collect(branch) }
    case .group(_, let body), .look(_, let body), .repetition(_, let body): collect(body)
    case .conditional(let group, let yes, let no, _):
      groups.insert(group)
      collect(yes)
      if let no { collect(no) }
    case .backreference(let group, let rule, _):
      groups.insert(group)
      if rule != .exact { hasCaseless = true }
    }
  }
}

/// Finds the patterns that PCRE2 is not given because of their captures.
struct CaptureChecks {
  private let referenced: Set<Int>
  private var widths = RegexWidths()
  /// The negative look-arounds around the node in hand.
  private var negativeLooks: [Int] = []
  /// The negative look-arounds around each group.
  private var looksAroundGroup: [Int: [Int]] = [:]
  private var openGroups: Set<Int> = []
  /// How many repeats there are around the node in hand.
  private var repeatDepth = 0
  /// How many groups and look-arounds there are around it that keep only the first way to match.
  private var atomicDepth = 0

  /// Checks a pattern.
  ///
  /// - Throws: `PCRE2Refusal`.
  static func check(
    _ regex: PythonRegex, _ references: RegexReferences
  ) throws(PCRE2Refusal) {
    if references.groups.isEmpty { return }
    var checks = CaptureChecks(referenced: references.groups)
    _ = checks.widths.width(of: regex.tree)
    try checks.visit(regex.tree)
  }

  private init(referenced: Set<Int>) { self.referenced = referenced }

  private mutating func visit(_ node: RegexNode) throws(PCRE2Refusal) {
    switch node {
    case .literal, .any, .set, .anchor: break
    case .sequence(let nodes), .alternation(let nodes):
      for node in nodes { try visit(node) }
    case .group(.capturing(let number, _), let body):
      looksAroundGroup[number] = negativeLooks
      openGroups.insert(number)
      try visit(body)
      openGroups.remove(number)
    case .group(let kind, let body):
      if kind == .atomic { atomicDepth += 1 }
      try visit(body)
      if kind == .atomic { atomicDepth -= 1 }
    case .look(let look, let body):
      let isUndone = look.negated && repeatDepth > 0
      if isUndone { negativeLooks.append(look.position) }
      atomicDepth += 1
      try visit(body)
      atomicDepth -= 1
      if isUndone { negativeLooks.removeLast() }
    case .backreference(let group, _, _): try check(group)
    case .conditional(let group, let yes, let no, _):
      if openGroups.contains(group) {
        throw PCRE2Refusal("a conditional inside the group it asks about")
      }
      try check(group)
      try visit(yes)
      if let no { try visit(no) }
    case .repetition(let counts, let body): try visit(body, repeated: counts)
    }
  }

  private mutating func visit(
    _ body: RegexNode, repeated counts: RegexRepeat
  ) throws(PCRE2Refusal) {
    if counts.kind == .possessive, let group = referencedGroup(in: body),
      !(setsEveryGroup(body) && RegexReferences(in: body).groups.isEmpty)
    {
      throw PCRE2Refusal("group \(group) is referred to, and set inside a possessive repeat")
    }
    if counts.maximum != 1, counts.maximum != counts.minimum,
      widths.width(of: body).least == 0, let group = referencedGroup(in: body),
      !isHarmless(counts, body)
    {
      throw PCRE2Refusal(
        "group \(group) is referred to, and set inside a repeat that can match nothing")
    }
    repeatDepth += 1
    defer { repeatDepth -= 1 }
    try visit(body)
  }

  /// Whether a repeat whose body can match nothing treats captures alike in both engines.
  private func isHarmless(_ counts: RegexRepeat, _ body: RegexNode) -> Bool {
    if counts.minimum == 0, counts.maximum == nil { return true }
    // Else one engine may go through one more iteration. That adds no new state when the body does
    // not look at captures and sets them all; and the order of states is of no account when there
    // is nothing around that keeps only the first.
    let inside = RegexReferences(in: body)
    return atomicDepth == 0 && inside.groups.isEmpty && !inside.hasAlternation
      && setsEveryGroup(body)
  }

  /// Whether every way through a node sets all groups in it that are referred to.
  private func setsEveryGroup(_ node: RegexNode) -> Bool {
    switch node {
    case .literal, .any, .set, .anchor, .backreference: true
    case .sequence(let nodes): nodes.allSatisfy { setsEveryGroup($0) }
    case .group(_, let body): setsEveryGroup(body)
    case .look, .repetition, .alternation, .conditional: referencedGroup(in: node) == nil
    }
  }

  private func check(_ group: Int) throws(PCRE2Refusal) {
    if let looks = looksAroundGroup[group], !negativeLooks.starts(with: looks) {
      throw PCRE2Refusal(
        "a reference to group \(group), which is set inside a negative look-around")
    }
  }

  /// A group inside `node` that something refers to.
  private func referencedGroup(in node: RegexNode) -> Int? {
    switch node {
    case .literal, .any, .set, .anchor, .backreference: nil
    case .sequence(let nodes), .alternation(let nodes):
      nodes.lazy.compactMap { referencedGroup(in: $0) }.first
    case .group(.capturing(let number, _), let body):
      referenced.contains(number) ? number : referencedGroup(in: body)
    case .group(_, let body), .look(_, let body), .repetition(_, let body):
      referencedGroup(in: body)
    case .conditional(_, let yes, let no, _):
      referencedGroup(in: yes) ?? no.flatMap { referencedGroup(in: $0) }
    }
  }
}
