import Testing

@testable import FastResolve

extension RegexNode {
  /// The tree with every position 0.
  var withoutPositions: RegexNode {
    switch self {
    case .literal, .any, .anchor: self
    case .set(let set):
      .set(
        RegexSet(
          items: set.items, negated: set.negated, caseRule: set.caseRule,
          asciiCategories: set.asciiCategories, position: 0))
    case .sequence(let nodes): .sequence(nodes.map(\.withoutPositions))
    case .alternation(let nodes): .alternation(nodes.map(\.withoutPositions))
    case .group(let kind, let body): .group(kind, body.withoutPositions)
    case .look(let look, let body):
      .look(
        RegexLook(behind: look.behind, negated: look.negated, position: 0), body.withoutPositions)
    case .conditional(let group, let yes, let no, _):
      .conditional(
        group: group, yes: yes.withoutPositions, no: no?.withoutPositions, position: 0)
    case .backreference(let group, let rule, _): .backreference(group: group, rule, position: 0)
    case .repetition(let counts, let body):
      .repetition(
        RegexRepeat(
          minimum: counts.minimum, maximum: counts.maximum, kind: counts.kind, position: 0),
        body.withoutPositions)
    }
  }
}

@Suite struct RegexPrinterTests {
  @Test(arguments: [
    ("", ""), ("a|b", "a|b"), ("layers\\.(?:0|1)\\.", "layers\\.(?:0|1)\\."),
    ("a{1,1}b{0,}c{1,}d{,3}e{,}f{2,3}?g*+", "a{1}b*c+d{0,3}e*f{2,3}?g*+"),
    ("(?x) a b # c\n [ ]", "ab[ ]"), ("(?x: a\\ b\\#)c d", "(?x:a\\ b\\#)c d"),
    ("(?i)a(?-i:b)", "(?i)a(?-i:b)"), ("(?i-s:a)", "(?i-s:a)"), ("(?i)(?-i:b)", "(?-i:b)"),
    ("(?a)\\w(?u:\\w)", "(?a)\\w(?u:\\w)"), ("(?ms)^.$\\A", "(?ms)^.$\\A"), ("\\A", "^"),
    ("(?P<n>a)(?P=n)0", "(?P<n>a)\\1\\x30"), ("(a)?(?(1)b|)", "(a)?(?(1)b|)"),
    ("[\\]a^\\-\\[]", "[\\]a\\^\\-\\[]"), ("[^\\w.]", "[^\\w.]"), ("[\\d]", "\\d"),
    ("\\x00\\ud800\u{301}é", "\\x00\\ud800\u{301}é"),
    ("(?<!a)(?<=b)(?!c)(?=d)(?>e)", "(?<!a)(?<=b)(?!c)(?=d)(?>e)"),
    ("a{x\\{2}", "a\\{x\\{2\\}"), ("\\t\\n\\\\", "\\t\\n\\\\"),
  ])
  func prints(pattern: String, text: String) throws {
    #expect(try PythonRegex(pattern).printed == text)
  }

  @Test func manyGroupsAreReferredToByName() throws {
    let pattern = String(repeating: "()", count: 100) + "(?P<last>a)(?P=last)"
    #expect(try PythonRegex(pattern).printed == pattern)
  }

  @Test func rebuiltTreesKeepTheirMeaning() throws {
    let a = RegexNode.literal(0x61, .exact)
    let b = RegexNode.literal(0x62, .unicodeFolding)
    let star = RegexRepeat(minimum: 0, maximum: nil, kind: .greedy, position: 0)
    for (tree, text) in [
      (.sequence([a, b, a]), "a(?i:b)a"),
      (.sequence([b, a, .literal(0x63, .asciiFolding)]), "(?i)b(?-i:a)(?a:c)"),
      (.sequence([a, .alternation([a, b])]), "a(?:a|(?i:b))"),
      (.repetition(star, .repetition(star, a)), "(?:a*)*"),
      (.repetition(star, .sequence([a, a])), "(?:aa)*"),
    ] as [(RegexNode, String)] {
      #expect(RegexPrinter.text(of: tree, groupNames: [:]) == text)
    }
  }

  @Test func everyVectorPrintsToTheSameTree() throws {
    var wrong: [String] = []
    var count = 0
    for pattern in Set(try RegexVectors.all().map(\.pattern)) {
      guard let regex = try? PythonRegex(pattern) else { continue }
      count += 1
      let printed = regex.printed
      let again = try? PythonRegex(printed)
      if again?.tree.withoutPositions != regex.tree.withoutPositions
        || again?.groupNames != regex.groupNames
      {
        wrong.append("\(pattern.debugDescription) printed \(printed.debugDescription)")
      }
    }
    #expect(wrong.isEmpty, "\(wrong.prefix(20).joined(separator: "\n"))")
    #expect(count > 3000)
  }
}
