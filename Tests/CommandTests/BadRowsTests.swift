import Foundation
import Testing

/// `--on-bad-row`, and the lines that rows are said to stand in.
@Suite struct BadRowsTests {
  static func workspace() throws -> Workspace {
    let workspace = try Workspace()
    try workspace.write("module_path\tindex\nhead\t0\na\nb\t-1\nc\t1\n", to: "1.tsv")
    try workspace.write("index,module_path\n1,\"d\n\"\n2,\"e\"x\n,f\n", to: "2.csv")
    try workspace.write("\n{\"module_path\":\"g\"}\n{\"module_path\":5}\n", to: "3.jsonl")
    return workspace
  }

  @Test func theFirstEndsTheRun() throws {
    let outcome = try Self.workspace().run("1.tsv 2.csv 3.jsonl")
    #expect(outcome.output == "module_path\tindex\tqconfig\trule\nhead\t0\tnull\tmodule_name[0]\n")
    #expect(outcome.errors == "1.tsv:3: error: 1 column, the header has 2\n")
    #expect(outcome.status == 65)
  }

  @Test func allAreSaidAndLeftOut() throws {
    let outcome = try Self.workspace().run(
      "--quiet --on-bad-row skip --select module_path,rule --output-format jsonl 1.tsv 2.csv 3.jsonl"
    )
    #expect(
      outcome.output == """
        {"module_path":"head","rule":"module_name[0]"}
        {"module_path":"c","rule":"global"}
        {"module_path":"d\\n","rule":"global"}
        {"module_path":"f","rule":"global"}
        {"module_path":"g","rule":"global"}

        """)
    #expect(
      outcome.errors == """
        1.tsv:3: skipped: 1 column, the header has 2
        1.tsv:4: skipped: index has to be a whole number from 0 on, this is '-1'
        2.csv:4: skipped: text behind the closing quote of column 2
        3.jsonl:3: skipped: module_path has to be a string, this is a number

        """)
    #expect(outcome.status == 0)
  }

  @Test func theyAreCounted() throws {
    let workspace = try Workspace()
    let input = "module_path\tx\na\nhead\t\nb\n"
    let text = try workspace.run("--on-bad-row skip", input: input)
    #expect(text.errors.contains("\n1 row in ") == true)
    #expect(text.errors.contains("\n2 bad rows skipped\n"))
    let one = try workspace.run("--on-bad-row skip", input: "module_path\tx\na\n")
    #expect(one.errors.contains("\n1 bad row skipped\n"))
    let stats = try workspace.run("--on-bad-row skip --stats", input: input)
    #expect(stats.errors.contains("{\"rows\":1,\"bad_rows\":2,"))
  }

  @Test func aHeaderIsNoRow() throws {
    let workspace = try Workspace()
    try workspace.write("module_path\na\n", to: "1.tsv")
    try workspace.write("path\nb\n", to: "2.tsv")
    let outcome = try workspace.run("-q --on-bad-row skip 1.tsv 2.tsv")
    #expect(outcome.output == "module_path\tqconfig\trule\na\tint8\tglobal\n")
    #expect(outcome.errors.hasPrefix("2.tsv:1: error: no column 'module_path' in the header"))
    #expect(outcome.status == 65)
  }

  @Test func linesFarBehindAreCountedRight() throws {
    let rows = String(repeating: "model.layers.0.self_attn\t\n", count: 100_000)
    let outcome = try Workspace().run(
      "-q --threads 4 --on-bad-row skip --select rule",
      input: "module_path\tx\n" + rows + "bad\n" + rows + "bad\n")
    #expect(
      outcome.errors
        == "<stdin>:100002: skipped: 1 column, the header has 2\n"
        + "<stdin>:200003: skipped: 1 column, the header has 2\n")
    #expect(outcome.output.utf8.count { $0 == 0x0A } == 200_001)
  }
}
