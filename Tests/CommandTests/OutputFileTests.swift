import Foundation
import Testing

/// `--output`: a file has its name when it is complete, and not before.
@Suite struct OutputFileTests {
  static let answers = "module_path\tqconfig\trule\nhead\tnull\tmodule_name[0]\n"

  @Test func nothingGoesToStandardOutput() throws {
    let workspace = try Workspace()
    let outcome = try workspace.run("-q --output answers.tsv", input: "head\n")
    #expect(outcome.output == "")
    #expect(outcome.errors == "")
    #expect(outcome.status == 0)
    #expect(try workspace.text(of: "answers.tsv") == Self.answers)
    #expect(try workspace.names == ["answers.tsv"])
  }

  @Test(arguments: [
    ("a.tsv", Self.answers), ("a.TAB", Self.answers), ("a.out", Self.answers),
    ("a", Self.answers), ("a.txt", Self.answers),
    ("a.csv", "module_path,qconfig,rule\nhead,null,module_name[0]\n"),
    ("a.jsonl", "{\"module_path\":\"head\",\"qconfig\":null,\"rule\":\"module_name[0]\"}\n"),
    ("a.ndjson", "{\"module_path\":\"head\",\"qconfig\":null,\"rule\":\"module_name[0]\"}\n"),
  ])
  func theExtensionDecidesTheFormat(name: String, answers: String) throws {
    let workspace = try Workspace()
    let outcome = try workspace.run("-q -o \(name)", input: "head\n")
    #expect(outcome.status == 0)
    #expect(try workspace.text(of: name) == answers)
  }

  @Test func theOptionBeatsTheExtension() throws {
    let workspace = try Workspace()
    _ = try workspace.run("-q -o a.csv --output-format tsv", input: "head\n")
    #expect(try workspace.text(of: "a.csv") == Self.answers)
  }

  @Test func whatWasThereIsReplacedOnlyAtTheEnd() throws {
    let workspace = try Workspace()
    try workspace.write("old\n", to: "a.tsv")
    let command = try workspace.start("-q -o a.tsv")
    try command.write("head\n")
    // What is written so far is there under another name.
    let isWritten = try waits {
      let partial = try workspace.names.first { $0.hasPrefix("a.tsv.partial-") }
      return try partial.map { try workspace.text(of: $0) } == Self.answers
    }
    #expect(isWritten)
    #expect(try workspace.text(of: "a.tsv") == "old\n")
    #expect(command.finish().status == 0)
    #expect(try workspace.text(of: "a.tsv") == Self.answers)
    #expect(try workspace.names == ["a.tsv"])
  }

  @Test(arguments: [nil, "old\n"])
  func aFailedRunLeavesWhatWasThere(before: String?) throws {
    let workspace = try Workspace()
    if let before { try workspace.write(before, to: "a.tsv") }
    let outcome = try workspace.run(
      "-o a.tsv", input: "module_path\tx\nhead\t1\nhead\n")
    #expect(outcome.errors == "<stdin>:3: error: 1 column, the header has 2\n")
    #expect(outcome.status == 65)
    #expect(try workspace.names == (before == nil ? [] : ["a.tsv"]))
    if let before { #expect(try workspace.text(of: "a.tsv") == before) }
  }

  @Test func theOutputMayBeTheInput() throws {
    let workspace = try Workspace()
    // Longer than what is read at a time.
    let rows = String(repeating: "head.\(String(repeating: "x", count: 90))\n", count: 30_000)
    try workspace.write("module_path\n" + rows, to: "a.tsv")
    for _ in 1...2 {
      let outcome = try workspace.run("-q -o a.tsv a.tsv")
      #expect(outcome.status == 0)
      let lines = try workspace.text(of: "a.tsv").split(separator: "\n")
      #expect(lines.count == 30_001)
      #expect(lines.first == "module_path\tqconfig\trule")
      #expect(lines.last?.hasSuffix("x\tnull\tmodule_name[0]") == true)
    }
    #expect(try workspace.names == ["a.tsv"])
  }

  @Test func aLinkIsFollowed() throws {
    let workspace = try Workspace()
    try workspace.makeFolder("folder")
    try FileManager.default.createSymbolicLink(
      atPath: workspace.url.appending(path: "link.tsv").path,
      withDestinationPath: "folder/a.tsv")
    #expect(try workspace.run("-q -o link.tsv", input: "head\n").status == 0)
    #expect(try workspace.text(of: "folder/a.tsv") == Self.answers)
    #expect(try workspace.names == ["folder", "link.tsv"])
  }

  @Test func aDashIsStandardOutput() throws {
    let workspace = try Workspace()
    let outcome = try workspace.run("-q -o -", input: "head\n")
    #expect(outcome.output == Self.answers)
    #expect(outcome.status == 0)
    #expect(try workspace.names == [])
  }

  @Test func aDeviceIsWrittenToDirectly() throws {
    let workspace = try Workspace()
    let outcome = try workspace.run("-q -o /dev/stdout", input: "head\n")
    #expect(outcome.output == Self.answers)
    #expect(outcome.errors == "")
  }
}
