import Foundation
import Testing

/// `qresolve-batch bench`: what is printed and saved. How long anything takes is not looked at.
@Suite struct BenchTests {
  private static let rules = #"""
    {"": "int8", "module_name_regex": [[".*\\.attn$", "a"], ["\\b(\\w+)\\W\\d+\\W\\1", "b"]],
     "module_name": [["head", null]]}

    """#

  private static let inventory =
    "model\tmodule_path\n"
    + (0..<200).map { "m\($0 / 50)\tlayers.\($0 % 50).\($0 % 2 == 0 ? "attn" : "mlp")\n" }.joined()

  private func makeWorkspace() throws -> Workspace {
    let workspace = try Workspace(rules: Self.rules)
    try workspace.write(Self.rules.replacing("attn", with: "mlp"), to: "other.json")
    try workspace.write(Self.inventory, to: "in.tsv")
    return workspace
  }

  private func run(
    _ arguments: String, input: String = "", in workspace: Workspace
  ) throws -> Command.Outcome {
    try Command.run(
      ["bench"] + arguments.split(separator: " ").map(String.init), input: input, in: workspace.url)
  }

  @Test func textOfOneRuleSet() throws {
    let outcome = try run("rules.json in.tsv --time 0 --threads 1", in: makeWorkspace())
    #expect(outcome.status == 0 && outcome.errors == "")
    let lines = outcome.output.split(separator: "\n").map(String.init)
    #expect(lines[0] == "in.tsv  200 rows, 50 paths, 0.0 MB")
    #expect(lines[1] == "7 rounds, rule sets in turn; medians, and the quartiles as spread")
    #expect(lines[2].hasPrefix("FastResolve "))
    #expect(lines.contains("rules.json  4 rules, 2 regexes"))
    #expect(lines.contains { $0.hasPrefix("  compile  ") })
    for state in ["no     cold", "no     warm", "yes    cold", "yes    warm"] {
      #expect(lines.contains { $0.hasPrefix("        1  \(state)   ") })
    }
    #expect(
      lines.contains { $0.hasPrefix("  200 paths for the regexes, each with 1.50 candidates ") })
    #expect(lines.contains { $0.hasPrefix("  asking the candidates") })
    #expect(lines.contains { $0.hasPrefix("  the regexes that are asked, together ") })
    #expect(lines.contains { $0.hasPrefix("  module_name_regex[1]") })
    #expect(lines.contains(#"      \b(\w+)\W\d+\W\1"#))
    #expect(
      lines.contains(
        "      no literal: nothing is known that every match holds, so every path is asked about"))
    #expect(!outcome.output.contains("compared with"))
    #expect(!outcome.output.contains("\u{1B}"))
  }

  @Test func severalRuleSetsAreCompared() throws {
    let outcome = try run(
      "rules.json other.json default:x86 in.tsv --time 0 --threads 1,2 --sample 100",
      in: makeWorkspace())
    #expect(outcome.status == 0 && outcome.errors == "")
    #expect(outcome.output.contains("\nother.json  4 rules, 2 regexes\n"))
    #expect(outcome.output.contains("\ndefault:x86  "))
    #expect(
      outcome.output.contains(
        "\ncompared with rules.json  p-values corrected for 18 comparisons\n  other.json\n"))
    #expect(outcome.output.contains("the noise (p "))
  }

  @Test func json() throws {
    let workspace = try makeWorkspace()
    let outcome = try run(
      "rules.json other.json - --json --time 0 --threads 2 --save out.json --input-format tsv",
      input: Self.inventory, in: workspace)
    #expect(outcome.status == 0 && outcome.errors == "")
    #expect(try workspace.text(of: "out.json") == outcome.output)
    let bench = try #require(
      try JSONSerialization.jsonObject(with: outcome.bytes) as? [String: Any])
    #expect(bench["schema"] as? String == "fastresolve.bench/1")
    #expect(bench["rounds"] as? Int == 7)
    let inventory = try #require(bench["inventory"] as? [String: Any])
    #expect(inventory["rows"] as? Int == 200 && inventory["distinct_paths"] as? Int == 50)
    #expect(inventory["name"] as? String == "<stdin>")
    let sets = try #require(bench["rule_sets"] as? [[String: Any]])
    #expect(sets.map { $0["name"] as? String } == ["rules.json", "other.json"])
    let runs = try #require(sets[0]["runs"] as? [[String: Any]])
    #expect(runs.map { $0["threads"] as? Int } == [1, 1, 2, 2])
    let cold = try #require(runs[0]["cold"] as? [String: Any])
    #expect((cold["seconds"] as? [Double])?.count == 7)
    let costs = try #require(sets[0]["regex_costs"] as? [[String: Any]])
    let cost = try #require(costs.first { $0["rule"] as? String == "module_name_regex[1]" })
    #expect(cost["calls"] as? Int == 200 && cost["hits"] as? Int == 0)
    #expect(cost["engine_calls"] as? Int == 200)
    let reasons = try #require(cost["reasons"] as? [[String: Any]])
    #expect(reasons[0]["reason"] as? String == "no_literal")
    let comparison = try #require(bench["comparison"] as? [String: Any])
    #expect((comparison["entries"] as? [Any])?.count == 9)
  }

  @Test func savedRunsAreCompared() throws {
    let workspace = try makeWorkspace()
    _ = try run("rules.json in.tsv --time 0 --threads 1 --save old.json", in: workspace)
    let same = try run("--compare --fail-on-slower old.json old.json", in: workspace)
    #expect(same.status == 0 && same.errors == "")
    #expect(
      same.output.hasPrefix("new compared with old  p-values corrected for 5 comparisons\n"))
    #expect(same.output.contains("the same"))
    #expect(!same.output.contains("beyond"))

    // The same times, ten times as long.
    let old = try workspace.text(of: "old.json")
    let compile = try Regex(#"("compile_seconds":\[)[^\]]*"#)
    let fast = (1...9).map { "0.\($0)" }.joined(separator: ",")
    let slow = (1...9).map { "\($0).5" }.joined(separator: ",")
    try workspace.write(old.replacing(compile) { "\($0[1].substring ?? "")\(fast)" }, to: "fast")
    try workspace.write(old.replacing(compile) { "\($0[1].substring ?? "")\(slow)" }, to: "slow")
    let slower = try run("--compare fast slow", in: workspace)
    #expect(slower.status == 0)
    #expect(slower.output.contains("beyond the noise (p = 0.000"))
    #expect(try run("--compare --fail-on-slower fast slow", in: workspace).status == 1)
    #expect(try run("--compare --fail-on-slower slow fast", in: workspace).status == 0)
    let json = try run("--compare --json fast slow", in: workspace)
    #expect(
      json.output.hasPrefix(
        #"{"schema":"fastresolve.bench-comparison/1","significance":0.05,"remarks":["#))
    #expect(json.output.contains(#""measure":"compile","old_seconds":0.5,"new_seconds":5.5,"#))
    #expect(json.output.contains(#""verdict":"slower""#))
  }

  @Test func errors() throws {
    let workspace = try makeWorkspace()
    try workspace.write("module_path\top\na\tcall\n", to: "bad.tsv")
    try workspace.write("{}", to: "empty.json")
    try workspace.write(#"{"module_name_regex": [["(", "a"]]}"#, to: "bad.json")
    func expect(_ arguments: String, _ status: Int32, _ errors: String) throws {
      let outcome = try run(arguments, in: workspace)
      #expect(outcome.status == status, "\(arguments)")
      #expect(outcome.output == "")
      #expect(outcome.errors.hasPrefix(errors), "\(arguments): \(outcome.errors)")
    }
    try expect("rules.json bad.tsv --save x.json", 65, "bad.tsv:2: error: ")
    try expect("bad.json in.tsv", 65, "bad.json: error: module_name_regex[0]")
    try expect("none.json in.tsv", 66, "error: none.json: can't be read")
    try expect("rules.json none.tsv", 66, "error: none.tsv: can't be read")
    try expect("rules.json in.tsv --save none/x.json", 74, "error: none/x.json: can't be written")
    try expect("--compare empty.json rules.json", 65, "empty.json: error: has no 'schema'")
    try expect("--compare none.json rules.json", 66, "error: none.json: can't be read")
    #expect(try !workspace.names.contains { $0.hasPrefix("x.json") })
    for arguments in [
      "rules.json", "", "rules.json in.tsv --sample 0", "rules.json in.tsv --sample 5 --all",
      "rules.json in.tsv --threads 0", "rules.json in.tsv --threads 1,", "--compare old.json",
      "rules.json in.tsv --save -", "--compare a b --save c", "rules.json in.tsv --fail-on-slower",
      "rules.json in.tsv --time -1",
    ] {
      #expect(try run(arguments, in: workspace).status == 64, "\(arguments)")
    }
  }
}
