// Patterns that end in a number or a name, and take longer ones too.
//
// What a pattern ends in is read from its end up to the last separator: the index or name of a
// module. A pattern that ends in anything else (`$`, `\b`, `.*`, `\d+`, `\.`, a look-ahead) says
// where it ends, or says that it doesn't care.
//
// For an index the longer one is there as soon as there are more layers than ten, so that is a
// warning; but nothing is longer than `0`, and three digits are a rare length. For a name it takes
// a longer name in the same place, so there is a finding only where one is known: a path that
// another rule speaks of and that the pattern takes, or a module that stands beside it in many
// models. Behind `.*` neither is an index or a name: `.*norm` is meant for whatever holds the word.

/// Patterns whose end is open where that is most likely not meant.
enum OpenEndLint: Lint {
  static let codes: Set<LintCode> = [.openIndex, .openName]

  static func findings(in rules: LintedRules) -> [Finding] {
    var names: KnownNames?
    return rules.regexes.compactMap { regex in
      guard regex.reach == .some, let end = OpenEnd(regex) else { return nil }
      if let index = end.endings.first(where: \.isIndex) {
        return finding(.openIndex, regex, end, index, [end.parent + index.text + "1"], rules)
      }
      for name in end.endings where name.isName {
        if names == nil { names = KnownNames(rules) }
        let longer = names?.paths(longerThan: name.text, in: end.parent) ?? []
        if let finding = finding(.openName, regex, end, name, longer, rules) { return finding }
      }
      return nil
    }
  }

  /// - Parameter longer: Paths in longer names. What is claimed is tried.
  private static func finding(
    _ code: LintCode, _ regex: LintedRegex, _ end: OpenEnd, _ ending: OpenEnding,
    _ longer: [String], _ rules: LintedRules
  ) -> Finding? {
    let meant = end.parent + ending.text
    guard end.trial.matches(meant), let taken = longer.first(where: end.trial.matches) else {
      return nil
    }
    let kind = code == .openIndex ? "index" : "name"
    var finding = rules.finding(
      code, regex, "takes \(taken) too: the \(kind) \(ending.text) may go on")
    finding.examples = [taken]
    let wrapped = regex.form.branches.count > 1 ? "(?:\(regex.pattern))" : regex.pattern
    let closed = wrapped + #"(?:\.|$)"#
    if let mended = PatternTrial(pattern: closed), mended.matches(meant), !mended.matches(taken) {
      finding.suggestion = closed
    }
    return finding
  }
}

/// A pattern that ends in plain characters.
private struct OpenEnd {
  let endings: [OpenEnding]
  /// A path that the pattern matches, up to the last separator.
  let parent: String
  let trial: PatternTrial

  init?(_ regex: LintedRegex) {
    endings = regex.form.branches.flatMap { OpenEnding.endings(of: $0) }
      .filter { $0.isIndex || $0.isName }
    guard !endings.isEmpty, let parsed = regex.regex else { return nil }
    let example = PatternExample().path(of: parsed.tree)
    parent = example.lastIndex(of: ".").map { String(example[...$0]) } ?? ""
    trial = PatternTrial(parsed)
  }
}

/// What a pattern ends in, behind the last separator.
struct OpenEnding {
  /// The characters, for a set one of them.
  private var characters: [UInt32] = []
  /// Whether they begin at a separator or at the start.
  private var isWhole = false

  var text: String { String(codePoints: characters) }

  /// Whether it is a number to which more digits may be added.
  var isIndex: Bool {
    isWhole && (1...2).contains(characters.count) && characters != [0x30]
      && characters.allSatisfy(CodePointSet.asciiDigit.contains)
  }

  /// Whether it is a name.
  var isName: Bool {
    isWhole && characters.allSatisfy(CodePointSet.asciiWord.contains)
      && !characters.allSatisfy(CodePointSet.asciiDigit.contains)
  }

  private static let mostEndings = 16

  /// What a branch of a pattern's form may end in; none where it doesn't end in plain characters.
  static func endings(of branch: [RegexNode]) -> [OpenEnding] {
    endings(of: branch[...], before: [OpenEnding()]).map { ending in
      var ending = ending
      // What reaches the start is whole.
      ending.isWhole = true
      return ending
    }.filter { !$0.characters.isEmpty }
  }

  private static func endings(
    of nodes: ArraySlice<RegexNode>, before endings: [OpenEnding]
  ) -> [OpenEnding] {
    var endings = endings
    for node in nodes.reversed() {
      if endings.allSatisfy(\.isWhole) { break }
      endings = endings.flatMap { $0.isWhole ? [$0] : $0.preceded(by: node) }
      if endings.count > mostEndings { return [] }
    }
    return endings
  }

  private func preceded(by node: RegexNode) -> [OpenEnding] {
    switch node {
    case .literal, .set:
      guard let value = node.plainCharacter ?? node.caselessLetter ?? Self.digit(of: node) else {
        return []
      }
      var ending = self
      if value == 0x2E {
        ending.isWhole = true
      } else {
        ending.characters.insert(value, at: 0)
      }
      return characters.isEmpty && ending.isWhole ? [] : [ending]
    case .any:
      if characters.isEmpty { return [] }
      var ending = self
      ending.isWhole = true
      return [ending]
    case .group(.plain, let body), .group(.capturing, let body):
      return preceded(by: body)
    case .sequence(let nodes): return Self.endings(of: nodes[...], before: [self])
    case .alternation(let branches):
      return branches.flatMap { Self.endings(of: $0.nodes[...], before: [self]) }
    default: return []
    }
  }

  /// A digit of a set of digits.
  private static func digit(of node: RegexNode) -> UInt32? {
    guard case .set = node, let surely = CharacterBounds(node)?.surely, !surely.isEmpty,
      surely.union(.asciiDigit) == .asciiDigit
    else { return nil }
    return surely.contains(0x31) ? 0x31 : surely.ranges[0].lowerBound
  }
}
