import Foundation
import Testing

/// What is said of a rule set that is none: where, what was expected, and the nearest known name.
@Suite struct RulesErrorsTests {
  struct Case: CustomTestStringConvertible {
    var rules: String
    var errors: String

    var testDescription: String { rules }

    init(_ rules: String, _ errors: String...) {
      self.rules = rules
      self.errors = errors.map { $0 + "\n" }.joined()
    }
  }

  static let keys =
    "the keys are \"\", object_type, module_name_regex, module_name, module_name_object_type_order"

  static let cases: [Case] = [
    Case("", "rules.json:1:1: error: expected a value, found the end"),
    Case("{\n  \"\": \"é\", x\n}", "rules.json:2:12: error: expected a name in quotes, found 'x'"),
    Case(
      "{\"\": \"a\",\n \"object_type\": [}\n", "rules.json:2:18: error: expected a value, found '}'"
    ),
    Case("{\"\": NaN}", "rules.json:1:6: error: expected a value, found 'N'"),
    Case("{} {}", "rules.json:1:4: error: expected the end, found '{'"),
    Case("{\"\": \"\\q\"}", "rules.json:1:7: error: no such escape in a JSON string"),
    Case("[]", "rules.json: error: a rule set is an object, this is an array"),
    Case(
      "{\"module_nam\": []}",
      "rules.json: error: module_nam: unknown key; did you mean 'module_name'?"),
    Case(
      "{\"object_types\": []}",
      "rules.json: error: object_types: unknown key; did you mean 'object_type'?"),
    Case(
      "{\"global\": \"a\"}",
      "rules.json: error: global: unknown key; the global qconfig has the key \"\""),
    Case("{\"a b\": []}", "rules.json: error: \"a b\": unknown key; \(keys)"),
    Case(
      "{\"\": 1, \"\": 2}", "rules.json: error: \"\": the key stands twice in the rule set"),
    Case(
      "{\"module_name\": {\"a\": 1}}",
      "rules.json: error: module_name: expected a list of [module path, qconfig], found an object"),
    // All faults at once, so that one run shows all there is to mend.
    Case(
      """
      {"objekt_type": [], "module_name": [["a", 1], ["a"], 7, [null, 1]],
       "module_name_regex": [["a", 1, 2]],
       "module_name_object_type_order": [["a", "T", 1.5, "q"], ["a", "T", "0", "q"], ["a", 1, 2]]}
      """,
      "rules.json: error: objekt_type: unknown key; did you mean 'object_type'?",
      "rules.json: error: module_name[1]: expected [module path, qconfig], found 1 element",
      "rules.json: error: module_name[2]: expected [module path, qconfig], found a number",
      "rules.json: error: module_name[3][0]: expected a string, found null",
      "rules.json: error: module_name_regex[0]: expected [pattern, qconfig], found 3 elements",
      "rules.json: error: module_name_object_type_order[0][2]: "
        + "expected an integer of 64 bits, found 1.5",
      "rules.json: error: module_name_object_type_order[1][2]: "
        + "expected an integer, found a string",
      "rules.json: error: module_name_object_type_order[2]: "
        + "expected [module path, object type, index, qconfig], found 3 elements"),
  ]

  @Test(arguments: cases)
  func theFaults(_ one: Case) throws {
    let outcome = try Workspace(rules: one.rules).run("--output answers.tsv", input: "a\n")
    #expect(outcome.errors == one.errors)
    #expect(outcome.output == "")
    #expect(outcome.status == 65)
  }

  @Test func bytesThatAreNoText() throws {
    let workspace = try Workspace()
    try workspace.write(Data("{\n\"\": \"".utf8) + [0xFF] + Data("\"}".utf8), to: "rules.json")
    let outcome = try workspace.run("", input: "a\n")
    #expect(outcome.errors == "rules.json:2:6: error: not UTF-8\n")
    #expect(outcome.status == 65)
  }

  @Test func aBadRegexIsNamedByItsPlace() throws {
    let workspace = try Workspace(
      rules: "{\"module_name_regex\": [[\"a\", 1], [\"b(\", 2], [\"c\", 3], [\"[d\", 4]]}")
    let outcome = try workspace.run("--output answers.tsv", input: "a\n")
    #expect(outcome.errors.hasPrefix("rules.json: error: module_name_regex[1][0]: "))
    #expect(outcome.errors.contains("rules.json: error: module_name_regex[3][0]: "))
    #expect(!outcome.errors.contains("module_name_regex[0]"))
    #expect(!outcome.errors.contains("module_name_regex[2]"))
    #expect(outcome.status == 65)
    #expect(try workspace.names == [])
  }

  @Test func rulesMayComeThroughAPipe() throws {
    let workspace = try Workspace()
    try workspace.write("head\n", to: "in.txt")
    let outcome = try Command.run(
      ["--rules", "/dev/stdin", "-q", "--select", "rule", "in.txt"], input: Workspace.rules,
      in: workspace.url)
    #expect(outcome.output == "rule\nmodule_name[0]\n")
    #expect(outcome.errors == "")
  }
}
