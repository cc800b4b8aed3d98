// From the syntax tree to a PCRE2 pattern.
//
// The pattern is written anew from the tree, in the part of PCRE2's syntax that 10.42 and its
// successors read alike: every character that is not an ASCII letter, digit or `_` is spelled
// `\x{…}`, every count is `{n}`, `{n,}` or `{n,m}`, and no item is used whose meaning depends on
// options or on the version. So `\w` under UTF, which means more from 10.43 on, becomes
// `[\p{L}\p{N}_]`, and caseless characters become the sets of what they match.
//
// A pattern is translated twice. The ASCII form is for subjects that hold nothing but ASCII: every
// set is cut down to its ASCII members, which is exact for such subjects and needs neither UTF nor
// Unicode properties. The UTF-8 form is for all others.
//
// Captures that nothing refers to are written as plain groups where only whether the pattern
// matches is asked: a capture costs time in every pass through it.

/// The kind of subject that a translation is for.
enum SubjectKind {
  /// Code points below U+0080 only; PCRE2 without UTF.
  case ascii
  /// Any text; PCRE2 with UTF.
  case utf8
}

/// Writes the PCRE2 pattern of a Python pattern for one kind of subject.
struct PCRE2Translation {
  /// The greatest count in a PCRE2 quantifier.
  static let maximumCount: UInt32 = 65_535

  let regex: PythonRegex
  let kind: SubjectKind
  /// The numbers in PCRE2's pattern of those groups that are referred to.
  private let numbers: [Int: Int]
  private let hasAlternation: Bool
  private(set) var output: [UInt8] = []

  /// Translates.
  ///
  /// - Parameters:
  ///   - regex: The pattern.
  ///   - kind: The subjects it is for.
  ///   - references: What is known about the references in it.
  /// - Throws: `PCRE2Refusal` for what can't be said surely.
  init(
    _ regex: PythonRegex, for kind: SubjectKind, references: RegexReferences
  ) throws(PCRE2Refusal) {
    self.regex = regex
    self.kind = kind
    var numbers: [Int: Int] = [:]
    for group in references.groups.sorted() { numbers[group] = numbers.count + 1 }
    self.numbers = numbers
    hasAlternation = references.hasAlternation
    output.reserveCapacity(regex.pattern.utf8.count * 2)
    try write(regex.tree)
  }

  // MARK: Output

  mutating func write(_ text: StaticString) {
    text.withUTF8Buffer { output.append(contentsOf: $0) }
  }

  mutating func write(number: some BinaryInteger) { output.append(contentsOf: String(number).utf8) }

  /// Writes a code point so that it stands for itself everywhere.
  mutating func write(codePoint value: UInt32) {
    switch value {
    case 0x30...0x39, 0x41...0x5A, 0x5F, 0x61...0x7A: output.append(UInt8(value))
    default:
      write("\\x{")
      output.append(contentsOf: hex(value).utf8)
      write("}")
    }
  }

  // MARK: Nodes

  mutating func write(_ node: RegexNode) throws(PCRE2Refusal) {
    switch node {
    case .sequence(let nodes): try write(sequence: nodes)
    case .alternation(let branches):
      for (index, branch) in branches.enumerated() {
        if index > 0 { write("|") }
        try write(branch)
      }
    case .literal(let value, let rule): try write(literal: value, rule)
    case .any(let matchesNewline): matchesNewline ? write("(?s:.)") : write(".")
    case .set(let set): try write(set)
    case .anchor(let anchor): write(anchor)
    case .group(let group, let body):
      switch group {
      case .capturing(let number, _): numbers[number] != nil ? write("(") : write("(?:")
      case .plain, .flags: write("(?:")
      case .atomic: write("(?>")
      }
      try write(body)
      write(")")
    case .look(let look, let body):
      write(look.behind ? "(?<" : "(?")
      write(look.negated ? "!" : "=")
      try write(body)
      write(")")
    case .conditional(let group, let yes, let no, _):
      write("(?(")
      write(number: numbers[group] ?? 0)
      write(")")
      try write(yes)
      if let no {
        write("|")
        try write(no)
      }
      write(")")
    case .backreference(let group, let rule, _): write(backreferenceTo: group, rule)
    case .repetition(let counts, let body): try write(body, repeated: counts)
    }
  }

  /// Writes nodes one after the other. Caseless ASCII letters in a row share one `(?i:…)`, which
  /// PCRE2 compares several at a time; each in a set of its own takes about twice as long.
  private mutating func write(sequence nodes: [RegexNode]) throws(PCRE2Refusal) {
    guard kind == .ascii else {
      for node in nodes { try write(node) }
      return
    }
    var inCaseless = false
    for node in nodes {
      if case .literal(let value, let rule) = node, rule != .exact, value < 0x80 {
        if !inCaseless { write("(?i:") }
        inCaseless = true
        write(codePoint: value)
        continue
      }
      if inCaseless { write(")") }
      inCaseless = false
      try write(node)
    }
    if inCaseless { write(")") }
  }

  private mutating func write(
    literal value: UInt32, _ rule: CaseRule
  ) throws(PCRE2Refusal) {
    if rule == .exact, value < 0x80 || (kind == .utf8 && !(0xD800...0xDFFF).contains(value)) {
      write(codePoint: value)
      return
    }
    if rule == .unicodeFolding, hasAlternation, CaseFolding.isCapitalBeyondBMP(value) {
      // CPython turns `𐐀|a` into the set `[𐐀a]`, in which capitals beyond U+FFFF match nothing.
      throw PCRE2Refusal(
        "a capital letter beyond U+FFFF with the flag 'i' in a pattern with alternatives")
    }
    let matches = CaseFolding.matches(of: value, rule).map { $0...$0 }
    write(characters: CodePointSet(matches))
  }

  /// The two engines disagree about some characters in caseless back-references; `CaselessGuard`
  /// keeps subjects with those away.
  private mutating func write(backreferenceTo group: Int, _ rule: CaseRule) {
    write(rule == .exact ? "\\g{" : "(?i:\\g{")
    write(number: numbers[group] ?? 0)
    write(rule == .exact ? "}" : "})")
  }

  private mutating func write(_ anchor: RegexAnchor) {
    switch anchor {
    case .start: write("\\A")
    // With PCRE2_ALT_CIRCUMFLEX, which makes it match after a final newline too.
    case .lineStart: write("(?m:^)")
    case .endOrFinalNewline: write("$")
    case .lineEnd: write("(?m:$)")
    case .end: write("\\z")
    case .wordBoundary(let ascii):
      guard kind == .utf8 else { return write("\\b") }
      writeBoundary(ascii: ascii, between: true)
    case .notWordBoundary(let ascii):
      // Neither engine finds `\b` in the empty subject; CPython finds no `\B` there either.
      write("(?:(?!\\A\\z)")
      kind == .utf8 ? writeBoundary(ascii: ascii, between: false) : write("\\B")
      write(")")
    }
  }

  /// `\b` or `\B` in terms of what is a word character here.
  private mutating func writeBoundary(ascii: Bool, between: Bool) {
    let word: StaticString = ascii ? "[0-9A-Za-z_]" : "[\\p{L}\\p{N}_]"
    write("(?:(?<=")
    write(word)
    write(between ? ")(?!" : ")(?=")
    write(word)
    write(")|(?<!")
    write(word)
    write(between ? ")(?=" : ")(?!")
    write(word)
    write("))")
  }
}
