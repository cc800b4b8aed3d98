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

  // MARK: With an inventory

  static let hidden = #"{"module_name_regex": [["layers\\.1", null], ["layers\\.11\\.", "int4"]]}"#

  private func check(inventory: String, _ arguments: String...) throws -> Command.Outcome {
    let workspace = try Workspace(rules: Self.hidden)
    try workspace.write(inventory, to: "zoo.txt")
    return try Command.run(
      ["check", "rules.json", "zoo.txt", "--ignore", "FR006,FR009,FR020"] + arguments,
      in: workspace.url)
  }

  @Test func inventory() throws {
    let outcome = try check(inventory: "layers.1.a\nlayers.11.a\nlayers.11.b\n")
    #expect(
      outcome.output == #"""
        warning FR102 module_name_regex[1][0]: decides none of the 2 rows that it matches: \#
        module_name_regex[0] does
            layers\.11\.
            see module_name_regex[0]  layers\.1  (2 rows)
            e.g. layers.11.a
                 layers.11.b

        3 rows of 1 model, decided by
          module_name_object_type_order   0    0.0 %
          module_name                     0    0.0 %
          module_name_regex               3  100.0 %
          object_type                     0    0.0 %
          global                          0    0.0 %
          none                            0    0.0 %

        rules.json: 1 warning in 2 rules

        """#)
    #expect(outcome.errors == "")
    #expect(outcome.status == 0)
  }

  @Test func findingsInAnInventoryFailAndAreIgnoredAsOthers() throws {
    let paths = "layers.11.a\n"
    #expect(try check(inventory: paths, "--fail-on", "warning").status == 1)
    #expect(try check(inventory: paths, "--fail-on", "warning", "--ignore", "FR102").status == 1)
    let workspace = try Workspace(rules: Self.hidden)
    try workspace.write(paths, to: "zoo.txt")
    let ignored = try Command.run(
      ["check", "rules.json", "zoo.txt", "--ignore", "FR006,FR009,FR102", "--fail-on", "warning"],
      in: workspace.url)
    #expect(ignored.status == 0)
  }

  @Test func inventoryOnStandardInputInAFormat() throws {
    let workspace = try Workspace(rules: Self.warned)
    let arguments = ["check", "rules.json", "-", "--json", "--threads", "2"]
    let csv = Data("module_path,op\nlayers.1,\nx,nonsense\n".utf8)
    let outcome = try Command.run(
      arguments + ["--input-format", "csv", "--on-bad-row", "skip"], bytes: csv,
      in: workspace.url)
    #expect(outcome.status == 0)
    #expect(outcome.errors.hasPrefix("<stdin>:3: skipped: "))
    #expect(outcome.output.contains(#""inventory":{"rows":1,"bad_rows":1,"models":1,"#))
    let failed = try Command.run(
      arguments + ["--input-format", "csv"], bytes: csv, in: workspace.url)
    #expect(failed.status == 65)
    #expect(failed.output == "")
  }

  @Test func inventoriesThatCantBeUsed() throws {
    let workspace = try Workspace(rules: Self.wrong)
    func run(_ inventory: String) throws -> Command.Outcome {
      try Command.run(["check", "rules.json", inventory], in: workspace.url)
    }
    #expect(try run("gone.tsv").status == 66)
    try workspace.write("module_path\na\n", to: "in.tsv")
    let outcome = try run("in.tsv")
    #expect(
      outcome.output.contains("\nthe inventory was not looked at: these rules can't be used\n"))
    #expect(outcome.status == 1)
  }

  @Test func theMatchLimitHolds() throws {
    let workspace = try Workspace(rules: #"{"module_name_regex": [["(a+)+[^b]$", 1]]}"#)
    try workspace.write(String(repeating: "a", count: 40) + "b\n", to: "in.txt")
    let outcome = try Command.run(
      ["check", "rules.json", "in.txt", "--match-limit", "100"], in: workspace.url)
    #expect(outcome.errors.hasPrefix("in.txt:1: error: module_name_regex[0]: "))
    #expect(outcome.status == 65)
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
    (["rules.json", ""], "an inventory has an empty file name"),
    (["rules.json", "-", "-"], "standard input can be read only once"),
    (["rules.json", "-", "--threads", "0"], "--threads takes a number from 1 to 1024, not 0"),
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
    for option in [
      "--json", "--fail-on", "--ignore <code,...>", "--explain <code>", "<rules>",
      "[<inventory> ...]",
      "--input-format", "--threads", "--match-limit", "--on-bad-row",
    ] {
      #expect(outcome.output.contains(option))
    }
  }
}
