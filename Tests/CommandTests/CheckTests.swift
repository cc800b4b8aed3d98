import Foundation
import Testing

/// `check`: what it prints, and its exit status.
@Suite struct CheckTests {
  static let warned = #"{"": "int8", "module_name": [["layers.", "int4"]]}"#
  static let noted = #"{"module_name": [["layers", "int4"]]}"#
  static let wrong = #"{"": "int8", "module_name_regex": [["layers(", "int4"]]}"#

  private func check(_ rules: String, _ arguments: String...) throws -> Command.Outcome {
    let workspace = try Workspace(rules: rules)
    return try Command.run(["check"] + arguments + ["rules.json"], in: workspace.url)
  }

  @Test func findingsGoToStandardOutput() throws {
    let outcome = try check(Self.wrong)
    #expect(
      outcome.output == """
        error FR002 module_name_regex[0][0]: missing ), unterminated subpattern at position 6
            layers(
                  ^

        rules.json: 1 error in 2 rules

        """)
    #expect(outcome.errors == "")
    #expect(outcome.status == 1)
  }

  @Test func json() throws {
    let outcome = try check(Self.warned, "--json")
    let report = try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    #expect(report["schema"] as? String == "fastresolve.check/1")
    #expect(report["source"] as? String == "rules.json")
    let findings = try #require(report["findings"] as? [[String: Any]])
    #expect(findings.map { $0["code"] as? String } == ["FR015"])
    #expect(outcome.output.hasSuffix("}\n"))
    #expect(outcome.status == 0)
  }

  @Test(arguments: [
    (wrong, "error", 1), (wrong, "warning", 1), (wrong, "never", 0), (warned, "error", 0),
    (warned, "warning", 1), (warned, "never", 0), (noted, "warning", 0), ("{", "error", 1),
  ])
  func failOn(rules: String, severity: String, status: Int32) throws {
    #expect(try check(rules, "--fail-on", severity).status == status)
  }

  @Test func whatIsIgnoredDoesNotFail() throws {
    let outcome = try check(Self.wrong, "--ignore", "fr002,FR010")
    #expect(outcome.output == "rules.json: nothing found in 2 rules\n")
    #expect(outcome.status == 0)
  }

  @Test func torchsDefaults() throws {
    let outcome = try Command.run(["check", "default:qat:fbgemm"])
    #expect(outcome.output == "default:qat:fbgemm: nothing found in 24 rules\n")
    #expect(outcome.status == 0)
    #expect(try Command.run(["check", "default:x87"]).status == 65)
  }

  @Test func explain() throws {
    let outcome = try Command.run(["check", "--explain", "fr016"])
    #expect(
      outcome.output == #"""
        FR016: module name of the root (error)

        The module name `""` can be set and never applies, in torch neither. What is
        meant for everything is the global qconfig, the top-level key `""`; what is
        meant for the root alone is the regex `$`.

        """#)
    #expect(outcome.status == 0)
  }

  @Test(arguments: [
    (["--ignore", "FR00", "rules.json"], "there is no code 'FR00'; did you mean 'FR001'?"),
    (
      ["--ignore", "FR001,", "rules.json"], "there is no code ''; Documentation/lints.md lists them"
    ),
    (["--explain", "hidden"], "there is no code 'hidden'; Documentation/lints.md lists them"),
    (["--explain", "FR001", "rules.json"], "--explain takes no rules"),
    ([], "Missing expected argument '<rules>'"),
    ([""], "the rules have an empty file name"),
    (
      ["--fail-on", "note", "rules.json"],
      "The value 'note' is invalid for '--fail-on <fail-on>'. "
        + "Please provide one of 'warning', 'error' or 'never'."
    ),
  ])
  func usage(arguments: [String], message: String) throws {
    let workspace = try Workspace()
    let outcome = try Command.run(["check"] + arguments, in: workspace.url)
    #expect(outcome.errors.contains(message), "\(outcome.errors)")
    #expect(outcome.output == "")
    #expect(outcome.status == 64)
  }

  @Test func rulesThatCantBeRead() throws {
    let outcome = try Command.run(["check", "/nowhere/rules.json"])
    #expect(
      outcome.errors == "error: /nowhere/rules.json: can't be read: No such file or directory\n")
    #expect(outcome.status == 66)
  }

  @Test func helpNamesEveryOption() throws {
    let outcome = try Command.run(["help", "check"])
    for option in ["--json", "--fail-on", "--ignore <code,...>", "--explain <code>", "<rules>"] {
      #expect(outcome.output.contains(option))
    }
  }
}
