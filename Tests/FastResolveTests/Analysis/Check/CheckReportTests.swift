import Testing

@testable import FastResolve

/// How findings are put together: order, text, JSON; and what no finding is wanted of.
@Suite struct CheckReportTests {
  static let rules = #"""
    {"object_type": [["nn.Linear", "int4"], ["torch.nn.ReLU", 1], ["torch.nn.modules.activation.ReLU", 2]],
     "module_name_regex": [["a(", 1], ["model\\.layers\\.", "int8"], ["model\\.layers\\.1", null], 5,
      ["x^", 1]],
     "module_name": [["", 1]]}
    """#

  private func report(ignoring ignored: Set<LintCode> = []) -> CheckReport {
    RuleSetCheck(utf8: Array(Self.rules.utf8), source: "rules.json").report(ignoring: ignored)
  }

  @Test func theWorstComesFirst() {
    let report = report()
    #expect(
      report.findings.map { "\($0.code) \($0.place)" } == [
        "FR001 module_name_regex[3]", "FR002 module_name_regex[0][0]",
        "FR004 module_name_regex[4][0]", "FR016 module_name[0][0]", "FR012 object_type[0][0]",
        "FR003 object_type[2]", "FR006 module_name_regex[2][0]", "FR009 module_name_regex[2][0]",
      ])
    #expect(Finding.Severity.allCases.map(report.count) == [0, 4, 4])
    #expect(report.has(.error))
    #expect(report.ruleCount == 7)
  }

  @Test func aRuleIsNamedAsInAnswersAndItsPlaceAsInTheFile() throws {
    // Two entries before it make no rule of their own: one that is none, one whose key was there.
    let check = RuleSetCheck(
      utf8: Array(
        #"{"module_name": [["a", 1], 7, ["a", 2], ["b.", 1], ["b.", 1], ["c.", 1]]}"#.utf8))
    let odd = check.report().findings.filter { $0.code == .oddPath }
    #expect(odd.map(\.place) == ["module_name[3][0]", "module_name[5][0]"])
    #expect(odd.map(\.rule) == [.moduleName(1), .moduleName(2)])
    #expect(check.mapping.count(of: .moduleName) == 3)
  }

  @Test func rulesInYAML() {
    func found(_ text: String) -> [String] {
      RuleSetCheck(utf8: Array(text.utf8), format: .yaml).report().findings
        .map { "\($0.code) \($0.place): \($0.message)" }
    }
    let rules = "'': int8\nmodule_name:\n  - [a, x]\n  - [a, y]\n  - [b., z]\n"
    #expect(
      found(rules) == [
        "FR003 module_name[1]: sets the key of module_name[0] again: y takes the place of x",
        #"FR015 module_name[2][0]: no module has the path "b.""#,
      ])
    #expect(found("'': [int8").map { $0.prefix(6) } == ["FR001 "])
  }

  @Test func whatIsIgnoredIsNotThere() {
    let report = report(ignoring: [.badPattern, .unreadableRules, .hiddenRegex])
    #expect(Set(report.findings.map(\.code)).isDisjoint(with: [.badPattern, .unreadableRules]))
    #expect(report.findings.count == 5)
    #expect(RuleSetCheck(.init()).report(ignoring: Set(LintCode.allCases)).findings.isEmpty)
  }

  @Test func text() {
    #expect(
      report(ignoring: [.misspelledType, .repeatedKey, .unreadableRules]).text() == #"""
        error FR002 module_name_regex[0][0]: missing ), unterminated subpattern at position 1
            a(
             ^

        error FR004 module_name_regex[4][0]: no path matches: behind x nothing is matched by ^
            x^

        error FR016 module_name[0][0]: the module name "" never applies

        warning FR006 module_name_regex[2][0]: never decides: module_name_regex[1] matches all that it matches
            model\.layers\.1
            see module_name_regex[1]  model\.layers\.
            e.g. model.layers.1

        warning FR009 module_name_regex[2][0]: takes model.layers.11 too: the index 1 may go on
            model\.layers\.1
            try model\.layers\.1(?:\.|$)
            e.g. model.layers.11

        rules.json: 3 errors, 2 warnings in 7 rules

        """#)
    #expect(RuleSetCheck(.default()).report().text() == "nothing found in 24 rules\n")
  }

  @Test func coloursChangeNoWord() {
    let colored = report().text(style: TextStyle(isColored: true))
    #expect(colored.contains("\u{1B}[1;31merror\u{1B}[0m"))
    #expect(colored.replacing(/\u{1B}\[[0-9;]*m/, with: "") == report().text())
  }

  @Test func ofManyFindingsTheFirstAreShown() {
    var mapping = QConfigMapping().setGlobal("q")
    for number in 0..<13 { mapping.set(.moduleName("a.\(number)."), to: QConfig(.integer(number))) }
    let report = RuleSetCheck(mapping).report()
    #expect(report.findings.count == 13)
    let text = report.text()
    #expect(text.contains("module_name[9][0]"))
    #expect(!text.contains("module_name[10][0]"))
    #expect(
      text.hasSuffix(
        "3 more findings of FR015, odd module path; --all shows them\n\n13 warnings in 14 rules\n"))
    let all = report.text(showsAll: true)
    #expect(all.contains("module_name[12][0]") && !all.contains("more finding"))
  }

  @Test func json() throws {
    let check = RuleSetCheck(
      utf8: Array(#"{"": 1, "module_name_regex": [["a\\.", 1], ["a\\.b$", null], ["c[", 2]]}"#.utf8)
    )
    #expect(
      check.report().json.compactText == """
        {"schema":"fastresolve.check/1","source":null,"rules":4,\
        "counts":{"error":1,"warning":1,"note":0},"findings":[\
        {"code":"FR002","severity":"error","title":"bad pattern","place":"module_name_regex[2][0]",\
        "rule":"module_name_regex[2]","key":["c["],"qconfig":2,\
        "message":"unterminated character set at position 1","position":1,"suggestion":null,\
        "rows":null,"unknown_rows":null,"related":[],"examples":[]},\
        {"code":"FR006","severity":"warning","title":"hidden regex","place":"module_name_regex[1][0]",\
        "rule":"module_name_regex[1]","key":["a\\\\.b$"],"qconfig":null,\
        "message":"never decides: module_name_regex[0] matches all that it matches",\
        "position":null,"suggestion":null,"rows":null,"unknown_rows":null,\
        "related":[{"rule":"module_name_regex[0]","key":["a\\\\."],"qconfig":1,"rows":null}],\
        "examples":["a.b"]}],"inventory":null,"inventory_skipped":false}
        """)
  }

  @Test func deepPatternsAreWalkedThrough() {
    let deep = String(repeating: "(?:a", count: 400) + String(repeating: ")", count: 400)
    let mapping = QConfigMapping().setGlobal("q").setModuleNameRegex("a", "x")
      .setModuleNameRegex(deep, "y").setModuleNameRegex(deep + "b", "y")
    let hidden = RuleSetCheck(mapping).report().findings.filter { $0.code == .hiddenRegex }
    #expect(hidden.map(\.rule) == [.moduleNameRegex(1), .moduleNameRegex(2)])
  }

  // MARK: What is as it should be

  @Test(arguments: QuantizationBackend.allCases)
  func nothingIsFoundInTorchsDefaults(backend: QuantizationBackend) {
    var mappings = [QConfigMapping.default(backend: backend)]
    for version in QConfigMapping.defaultQATVersions {
      mappings.append(.defaultQAT(backend: backend, version: version))
    }
    for mapping in mappings { #expect(RuleSetCheck(mapping).report().findings.isEmpty) }
  }

  @Test(arguments: ["rules/llm.rules.json", "../../Examples/rules.json"])
  func nothingIsFoundInSensibleRules(name: String) throws {
    let report = try RuleSetCheck(contentsOf: Fixtures.path(name)).report()
    #expect(report.ruleCount > 20)
    #expect(report.findings.map(\.message) == [])
  }

  /// A thousand regexes made of the names in a zoo of models, at random.
  @Test func littleIsFoundInRandomRules() throws {
    let patterns = String(decoding: try Fixtures.bytes("regex-rules/patterns.txt"), as: UTF8.self)
    var mapping = QConfigMapping().setGlobal("q")
    for pattern in patterns.split(separator: "\n") {
      mapping.set(.moduleNameRegex(String(pattern)), to: "x")
    }
    let report = RuleSetCheck(mapping).report()
    #expect(report.count(of: .error) == 0)
    #expect(report.findings.count < 60)
  }
}
