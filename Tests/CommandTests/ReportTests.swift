import Foundation
import Testing

/// `report`: the page and what goes wrong. That the page works is for `Scripts/test-report`.
@Suite struct ReportTests {
  private let workspace: Workspace

  init() throws {
    workspace = try Workspace()
    try workspace.write(
      "model\tmodule_path\tmodule_type\nm\thead.0\ttorch.nn.Linear\nm\tdec.1\ttorch.nn.Linear\n",
      to: "in.tsv")
  }

  private func run(_ arguments: String, input: String = "") throws -> Command.Outcome {
    try Command.run(
      ["report"] + arguments.split(separator: " ").map(String.init), input: input,
      in: workspace.url)
  }

  @Test func aPage() throws {
    let outcome = try run("rules.json in.tsv -o page.html")
    #expect(outcome.status == 0)
    #expect(outcome.output == "" && outcome.errors == "")
    let page = try workspace.text(of: "page.html")
    #expect(page.hasPrefix("<!DOCTYPE html>\n<html lang=\"en\">\n"))
    #expect(page.hasSuffix("</script>\n</body>\n</html>\n"))
    #expect(page.contains("<title>rules.json · FastResolve report</title>"))
    #expect(page.contains("\"rowCount\":2,"))
    // FR101: rules that match nothing.
    #expect(page.contains("[\"FR101\","))
    #expect(try workspace.names == ["in.tsv", "page.html"])
  }

  @Test func theSameWhateverTheThreads() throws {
    let rows = (0..<3000).map { "m\($0 / 100)\tenc.\($0 % 7).norm\t\n" }.joined()
    let text = "model\tmodule_path\tmodule_type\n" + rows
    let one = try run("rules.json - -o - --threads 1", input: text)
    #expect(one.status == 0)
    #expect(try run("rules.json - -o - --threads 7", input: text).bytes == one.bytes)
  }

  @Test func severalInventoriesOfAnyColumns() throws {
    let outcome = try run("default:x86 in.tsv - -o - --input-format auto", input: "a.b\nc\n")
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("\"inventories\":[\"in.tsv\",\"\\u003cstdin\\u003e\"]"))
    #expect(outcome.output.contains("\"rowCount\":4,"))
  }

  @Test func badRowsEndItOrAreSkipped() throws {
    let rows = "op\tmodule_path\ncall_modul\ta\n\tb\n"
    let ended = try run("rules.json - -o page.html", input: rows)
    #expect(
      ended.errors == "<stdin>:2: error: unknown op 'call_modul'; did you mean 'call_module'?\n")
    #expect(ended.status == 65)
    #expect(try workspace.names == ["in.tsv"])
    let skipped = try run("rules.json - -o page.html --on-bad-row skip", input: rows)
    #expect(skipped.errors.hasPrefix("<stdin>:2: skipped: unknown op"))
    #expect(skipped.status == 0)
    #expect(try workspace.text(of: "page.html").contains("\"badRowCount\":1,"))
  }

  /// A page that is there stays until the new one is complete.
  @Test func aFailureLeavesThePageBefore() throws {
    try workspace.write("before", to: "page.html")
    try workspace.write("{\"module_name_regex\": [[\"a(\", 1]]}", to: "bad.json")
    let outcome = try run("bad.json in.tsv -o page.html")
    #expect(outcome.errors.hasPrefix("bad.json: error: module_name_regex[0][0]: missing )"))
    #expect(outcome.status == 65)
    #expect(try workspace.text(of: "page.html") == "before")
    #expect(try run("rules.json missing.tsv -o page.html").status == 66)
    #expect(try workspace.text(of: "page.html") == "before")
    #expect(try run("rules.json in.tsv -o missing/page.html").status == 74)
  }

  @Test(arguments: [
    ("rules.json in.tsv", "Missing expected argument '--output <file>'"),
    ("rules.json -o page.html", "Missing expected argument '<input> ...'"),
    ("rules.json - - -o page.html", "standard input can be read only once"),
    ("rules.json in.tsv -o page.html --threads 0", "--threads takes a number from 1 to 1024"),
  ])
  func theArgumentsWontDo(arguments: String, message: String) throws {
    let outcome = try run(arguments)
    #expect(outcome.errors.contains(message))
    #expect(outcome.status == 64)
  }
}
