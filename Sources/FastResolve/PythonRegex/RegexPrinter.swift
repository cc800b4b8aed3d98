// From the syntax tree back to Python's syntax.
//
// Parsing what is printed gives the same tree, but for positions. Two things take care:
//
// - Flags. They stand on the nodes that they change, not where they were written. So the printer
//   goes along with the flags in force: those of `(?i-s:…)` groups in the tree, and in front of all
//   a `(?i)` for what the first node concerned shows to be in force where no group says so. A tree
//   that was rebuilt may hold nodes that differ from what is in force; such a node is put into a
//   flags group of its own.
// - Neighbours. A digit behind `\1` would become part of the number, and in a rebuilt tree
//   alternatives may stand inside a sequence, or a repeat inside a repeat. They are escaped and
//   grouped.
//
// What is no printable character is written as an escape, so the text is fit for a terminal.

extension PythonRegex {
  /// The pattern written anew from the tree.
  ///
  /// - Complexity: O(*n*) in the size of the tree.
  var printed: String {
    var names: [Int: String] = [:]
    for (name, group) in groupNames { names[group] = name }
    return DeepStack.run(for: pattern) { RegexPrinter.text(of: tree, groupNames: names) }
  }
}

/// Writes a tree in Python's syntax.
struct RegexPrinter {
  private let groupNames: [Int: String]
  private var output = ""
  private var flags: RegexFlags
  /// Whether the last thing written was a back-reference by number.
  private var endsInNumber = false

  /// The text of a tree.
  ///
  /// - Parameters:
  ///   - tree: The tree.
  ///   - groupNames: The names of groups, by which those over 99 are referred to.
  static func text(of tree: RegexNode, groupNames: [Int: String]) -> String {
    var shown = ShownFlags()
    shown.visit(tree, decided: [])
    var printer = RegexPrinter(groupNames: groupNames, flags: shown.flags)
    if !shown.flags.isEmpty { printer.output = "(?\(shown.flags.letters))" }
    printer.write(tree)
    return printer.output
  }

  private init(groupNames: [Int: String], flags: RegexFlags) {
    self.groupNames = groupNames
    self.flags = flags
  }

  private mutating func write(_ text: String) {
    output += text
    endsInNumber = false
  }

  private mutating func write(_ node: RegexNode) {
    let wanted = NodeFlags(node).applied(to: flags)
    if wanted != flags { return write(node, under: wanted) }
    switch node {
    case .sequence(let nodes):
      for node in nodes { writeItem(node) }
    case .alternation(let branches):
      for (index, branch) in branches.enumerated() {
        if index > 0 { write("|") }
        write(branch)
      }
    case .literal(let value, _): write(literal: value)
    case .any: write(".")
    case .set(let set): write(set)
    case .anchor(.start): write(flags.contains(.multiline) ? "\\A" : "^")
    case .anchor(let anchor): write(Self.text(anchor))
    case .group(let group, let body): write(group, body)
    case .look(let look, let body):
      write("(?\(look.behind ? "<" : "")\(look.negated ? "!" : "=")")
      write(body)
      write(")")
    case .conditional(let group, let yes, let no, _):
      write("(?(\(group))")
      writeItem(yes)
      if let no {
        write("|")
        writeItem(no)
      }
      write(")")
    case .backreference(let group, _, _):
      if group > 99, let name = groupNames[group] {
        write("(?P=\(name))")
      } else {
        write("\\\(group)")
        endsInNumber = true
      }
    case .repetition(let counts, let body):
      writeRepeated(body)
      write(Self.text(counts))
    }
  }

  /// Writes a node that stands next to others.
  private mutating func writeItem(_ node: RegexNode) {
    node.isAlternation ? write(.group(.plain, node)) : write(node)
  }

  /// Writes the body of a repeat.
  private mutating func writeRepeated(_ body: RegexNode) {
    switch body {
    case .literal, .any, .set, .group, .look, .conditional, .backreference: write(body)
    case .sequence, .alternation, .anchor, .repetition: write(.group(.plain, body))
    }
  }

  private mutating func write(_ group: RegexGroup, _ body: RegexNode) {
    let outer = flags
    switch group {
    case .capturing(_, let name): write(name.map { "(?P<\($0)>" } ?? "(")
    case .plain: write("(?:")
    case .atomic: write("(?>")
    case .flags(let added, let removed):
      let minus = removed.isEmpty ? "" : "-" + removed.letters
      write("(?\(added.letters)\(minus):")
      flags = flags.adding(added, removing: removed)
    }
    write(body)
    flags = outer
    write(")")
  }

  /// Writes a node that has other flags than those in force.
  private mutating func write(_ node: RegexNode, under wanted: RegexFlags) {
    var added = wanted.subtracting(flags)
    let removed = flags.subtracting(wanted).subtracting(.types)
    // `a` is taken back by `u`, which need not be written elsewhere.
    if flags.contains(.ascii), !wanted.contains(.ascii) { added.insert(.unicode) }
    write(.flags(added: added, removed: removed), node)
  }

  // MARK: Characters

  private mutating func write(literal value: UInt32) {
    // A backslash before a character that is special, or that verbose mode would skip.
    let special: Set<UInt32> = Set("\\.^$*+?{}[]|()".unicodeScalars.map(\.value))
    let isSkipped = flags.contains(.verbose) && (value == 0x20 || value == 0x23)
    if endsInNumber, (0x30...0x39).contains(value) {
      write("\\x" + hex(value, digits: 2))
    } else if special.contains(value) || isSkipped {
      write("\\" + Self.text(value))
    } else {
      write(Self.text(value))
    }
  }

  /// A character as itself if it can be printed, else as an escape.
  private static func text(_ value: UInt32) -> String {
    if value == 0x5C { return "\\" }
    if let scalar = Unicode.Scalar(value) { return scalar.pythonRepresentation }
    return "\\u" + hex(value, digits: 4)
  }

  private mutating func write(_ set: RegexSet) {
    if !set.negated, set.items.count == 1, case .category = set.items[0] {
      return write(Self.text(set.items[0]))
    }
    // No set that can be written is empty; a rebuilt one matches nothing, or its opposite anything.
    if set.items.isEmpty { return write(set.negated ? "[\\s\\S]" : "[^\\s\\S]") }
    write("[" + (set.negated ? "^" : "") + set.items.map(Self.text).joined() + "]")
  }

  private static func text(_ item: RegexSet.Item) -> String {
    switch item {
    case .codePoint(let value): inSet(value)
    case .range(let low, let high): "\(inSet(low))-\(inSet(high))"
    case .category(.digit, let negated): negated ? "\\D" : "\\d"
    case .category(.space, let negated): negated ? "\\S" : "\\s"
    case .category(.word, let negated): negated ? "\\W" : "\\w"
    }
  }

  /// A character inside of brackets. Some of the escaped ones only draw a warning from Python, of
  /// set operations to come.
  private static func inSet(_ value: UInt32) -> String {
    let special: Set<UInt32> = Set("\\]^-[&~|".unicodeScalars.map(\.value))
    return (special.contains(value) ? "\\" : "") + text(value)
  }

  // MARK: The rest

  private static func text(_ anchor: RegexAnchor) -> String {
    switch anchor {
    case .start, .lineStart: "^"
    case .endOrFinalNewline, .lineEnd: "$"
    case .end: "\\Z"
    case .wordBoundary: "\\b"
    case .notWordBoundary: "\\B"
    }
  }

  private static func text(_ counts: RegexRepeat) -> String {
    let suffix =
      switch counts.kind {
      case .greedy: ""
      case .lazy: "?"
      case .possessive: "+"
      }
    switch (counts.minimum, counts.maximum) {
    case (0, nil): return "*" + suffix
    case (1, nil): return "+" + suffix
    case (0, 1): return "?" + suffix
    case (let minimum, nil): return "{\(minimum),}" + suffix
    case (let minimum, let maximum?) where minimum == maximum: return "{\(minimum)}" + suffix
    case (let minimum, let maximum?): return "{\(minimum),\(maximum)}" + suffix
    }
  }
}

/// The flags that a node shows to be in force where it stands.
private struct NodeFlags {
  var known: RegexFlags = []
  var values: RegexFlags = []

  init(_ node: RegexNode) {
    switch node {
    case .literal(_, let rule), .backreference(_, let rule, _): note(rule)
    case .any(let matchesNewline): note(.dotAll, matchesNewline)
    case .set(let set):
      note(set.caseRule)
      note(.ascii, set.asciiCategories)
    case .anchor(.endOrFinalNewline): note(.multiline, false)
    case .anchor(.lineStart), .anchor(.lineEnd): note(.multiline, true)
    case .anchor(.wordBoundary(let ascii)), .anchor(.notWordBoundary(let ascii)):
      note(.ascii, ascii)
    // `\A` is the same under all flags.
    case .anchor(.start), .anchor(.end), .sequence, .alternation, .group, .look, .conditional,
      .repetition:
      break
    }
  }

  private mutating func note(_ flag: RegexFlags, _ value: Bool) {
    known.insert(flag)
    if value { values.insert(flag) }
  }

  private mutating func note(_ rule: CaseRule) {
    note(.ignoreCase, rule != .exact)
    if rule != .exact { note(.ascii, rule == .asciiFolding) }
  }

  /// The flags that the node is to be written under.
  func applied(to flags: RegexFlags) -> RegexFlags {
    var flags = flags.subtracting(known).union(values)
    if flags.contains(.ascii) { flags.remove(.unicode) }
    return flags
  }
}

/// Finds the flags that hold in front of the pattern.
private struct ShownFlags {
  private(set) var flags: RegexFlags = []
  private var known: RegexFlags = []

  /// Visits a node.
  ///
  /// - Parameters:
  ///   - node: The node.
  ///   - decided: The flags that a group around the node settles.
  mutating func visit(_ node: RegexNode, decided: RegexFlags) {
    switch node {
    case .literal, .any, .set, .anchor, .backreference:
      let shown = NodeFlags(node)
      let new = shown.known.subtracting(decided).subtracting(known)
      known.formUnion(new)
      flags.formUnion(shown.values.intersection(new))
    case .sequence(let nodes), .alternation(let nodes):
      for node in nodes { visit(node, decided: decided) }
    case .group(.flags(let added, let removed), let body):
      var decided = decided.union(added).union(removed)
      if !added.isDisjoint(with: .types) { decided.insert(.ascii) }
      visit(body, decided: decided)
    case .group(_, let body), .look(_, let body), .repetition(_, let body):
      visit(body, decided: decided)
    case .conditional(_, let yes, let no, _):
      visit(yes, decided: decided)
      if let no { visit(no, decided: decided) }
    }
  }
}

extension RegexNode {
  var isAlternation: Bool {
    if case .alternation = self { true } else { false }
  }
}
