import Foundation
import Testing

@testable import FastResolve

/// `Documentation/lints.md` against the table of codes; its examples are run.
@Suite struct LintPageTests {
  struct Section {
    var code: String
    var title: String
    var severity: String
    var explanation: String
    /// The module paths of the examples' inventory, where they need one.
    var inventory: String?
    var examples: [String]
  }

  static func page() throws -> String {
    let url = Fixtures.root.deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Documentation/lints.md")
    return try String(contentsOf: url, encoding: .utf8)
  }

  static func sections() throws -> [Section] {
    try page().components(separatedBy: "\n## ").dropFirst().map { text in
      let heading = try #require(text.firstMatch(of: /^(FR\d{3}): (.*)\n\n/))
      let rest = text[heading.range.upperBound...]
      let paragraph = try #require(rest.firstMatch(of: /^\*(\w+)\* · ((?:.+\n)+)\n/))
      let examples = rest.matches(of: /```json\n((?:.*\n)*?)```/)
      let inventory = rest.firstMatch(of: /```txt\n((?:.*\n)*?)```/)
      return Section(
        code: String(heading.1), title: String(heading.2), severity: String(paragraph.1),
        explanation: paragraph.2.split(separator: "\n").joined(separator: " "),
        inventory: inventory.map { String($0.1) },
        examples: examples.map { String($0.1) })
    }
  }

  @Test func everyCodeHasItsSectionInOrder() throws {
    let sections = try Self.sections()
    #expect(sections.map(\.code) == LintCode.allCases.map(\.rawValue))
    #expect(sections.map(\.code) == sections.map(\.code).sorted())
    for (section, code) in zip(sections, LintCode.allCases) {
      #expect(section.title == code.title)
      #expect(section.severity == code.severity.rawValue)
      #expect(section.explanation == code.explanation)
      let row = try Self.page().contains(
        "\n| [\(code)](#\(code.rawValue.lowercased())-"
          + code.title.filter { $0 != "'" }.replacingOccurrences(of: " ", with: "-")
          + ") | \(code.severity.rawValue) | \(code.title) |\n")
      #expect(row, "\(code)")
    }
  }

  @Test func everyExampleShowsWhatItIsFor() throws {
    for section in try Self.sections() {
      let code = try #require(LintCode(name: section.code))
      try #require(section.examples.count == 2, "\(code)")
      func codes(_ example: String) throws -> [LintCode] {
        let check = RuleSetCheck(utf8: Array(example.utf8))
        guard let inventory = section.inventory else { return check.report().findings.map(\.code) }
        let input = BatchInput.bytes(Array(inventory.utf8), name: "paths.txt")
        return try check.report(inventories: [input]).findings.map(\.code)
      }
      #expect((section.inventory != nil) == (code.rawValue > "FR100"), "\(code)")
      #expect(try codes(section.examples[0]).contains(code), "\(code)")
      #expect(try codes(section.examples[1]) == [], "\(code)")
    }
  }

  @Test func everyCodeIsFoundByOneLint() {
    func codes(_ lists: [Set<LintCode>]) -> [LintCode] { lists.flatMap(Array.init).sorted() }
    let all = LintCode.allCases
    #expect(codes(ruleLints.map { $0.codes }) == all.filter { $0.rawValue < "FR100" })
    #expect(codes(inventoryLints.map { $0.codes }) == all.filter { $0.rawValue > "FR100" })
  }
}
