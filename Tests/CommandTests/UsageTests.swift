import Foundation
import Testing

/// What is said of arguments that won't do, before anything is read.
@Suite struct UsageTests {
  @Test(arguments: [
    ("--threads 0", "--threads takes a number from 1 to 1024, not 0"),
    ("--threads 1025", "--threads takes a number from 1 to 1024, not 1025"),
    ("--threads=-1", "--threads takes a number from 1 to 1024, not -1"),
    ("--threads many", "The value 'many' is invalid for '--threads <n>'"),
    ("- in.tsv -", "standard input can be read only once"),
    ("--select rule,,qconfig", "--select has an empty column name"),
    ("--select rule,", "--select has an empty column name"),
    ("--select rule,qconfig,rule", "--select names the column 'rule' twice"),
    ("--selct rule", "Unknown option '--selct'. Did you mean '--select'?"),
    ("--quite", "Unknown option '--quite'. Did you mean '--quiet'?"),
    ("--output", "Missing value for '--output <file>'"),
    (
      "--on-bad-row ignore",
      "The value 'ignore' is invalid for '--on-bad-row <on-bad-row>'. "
        + "Please provide one of 'fail' and 'skip'."
    ),
    (
      "--input-format xml",
      "The value 'xml' is invalid for '--input-format <input-format>'. "
        + "Please provide one of 'auto', 'tsv', 'csv', 'jsonl' or 'txt'."
    ),
    (
      "--output-format txt",
      "The value 'txt' is invalid for '--output-format <output-format>'. "
        + "Please provide one of 'auto', 'tsv', 'csv' or 'jsonl'."
    ),
  ])
  func theArgumentsWontDo(arguments: String, message: String) throws {
    let workspace = try Workspace()
    try workspace.write("module_path\na\n", to: "in.tsv")
    let outcome = try workspace.run(arguments, input: "a\n")
    let lines = outcome.errors.split(separator: "\n")
    #expect(lines.first ?? "" == "Error: \(message)")
    #expect(
      lines.dropFirst().contains {
        $0.hasPrefix("Usage: qresolve-batch resolve [<options>] --rules")
      })
    #expect(outcome.output == "")
    #expect(outcome.status == 64)
    #expect(try workspace.names == ["in.tsv"])
  }

  @Test(arguments: [[], ["resolve"], ["in.tsv"]])
  func thereAreNoRules(arguments: [String]) throws {
    let outcome = try Command.run(arguments, input: "a\n")
    #expect(outcome.errors.hasPrefix("Error: Missing expected argument '--rules <file>'\n"))
    #expect(outcome.output == "")
    #expect(outcome.status == 64)
  }

  // What comes of shell variables that aren't set.
  @Test(arguments: [
    (["--rules", ""], "--rules has an empty file name"),
    (["--rules", "rules.json", "--output", ""], "--output has an empty file name"),
    (["--rules", "rules.json", "--select", ""], "--select has an empty column name"),
    (["--rules", "rules.json", ""], "an input has an empty file name"),
  ])
  func anEmptyArgument(arguments: [String], message: String) throws {
    let workspace = try Workspace()
    let outcome = try Command.run(arguments, input: "a\n", in: workspace.url)
    #expect(outcome.errors.hasPrefix("Error: \(message)\nUsage: "))
    #expect(outcome.output == "")
    #expect(outcome.status == 64)
    #expect(try workspace.names == [])
  }

  @Test func resolveIsWhatItDoesUnlessToldOtherwise() throws {
    let workspace = try Workspace()
    let with = try Command.run(
      ["resolve", "--rules", "rules.json", "-q"], input: "head\n", in: workspace.url)
    let without = try workspace.run("-q", input: "head\n")
    #expect(with.output == "module_path\tqconfig\trule\nhead\tnull\tmodule_name[0]\n")
    #expect(with.output == without.output)
  }

  @Test(arguments: ["--help", "-h", "help"])
  func help(argument: String) throws {
    let outcome = try Command.run([argument])
    #expect(outcome.status == 0)
    #expect(outcome.errors == "")
    #expect(outcome.output.hasPrefix("OVERVIEW: Which quantization config does each module get"))
    #expect(outcome.output.contains("resolve (default)"))
  }

  @Test func helpOfResolveNamesEveryOption() throws {
    let outcome = try Command.run(["help", "resolve"])
    #expect(outcome.status == 0)
    for option in [
      "--rules <file>", "-o, --output <file>", "--input-format", "--output-format", "--select",
      "--no-header", "--threads", "--on-bad-row", "--stats", "-q, --quiet", "<input>", "default:",
      "Exit status: 0; 64 usage; 65 bad rules or rows; 66", "Examples:",
    ] {
      #expect(outcome.output.contains(option))
    }
  }

  @Test func version() throws {
    let outcome = try Command.run(["--version"])
    #expect(outcome.output.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil)
    #expect(outcome.errors == "")
    #expect(outcome.status == 0)
  }
}
