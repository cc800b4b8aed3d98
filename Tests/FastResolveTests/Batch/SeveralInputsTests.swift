import Testing

@testable import FastResolve

/// Several inputs are answered as one stream.
@Suite struct SeveralInputsTests {
  func outcome(
    _ mapping: QConfigMapping, _ inputs: [(String, String)],
    _ adjust: (inout BatchOptions) -> Void = { _ in }
  ) throws -> BatchRunner.Outcome {
    var options = BatchOptions()
    options.chunkBytes = 8
    adjust(&options)
    return try BatchRunner(mapping, options).outcome(
      inputs.map { (name: $0.0, bytes: Array($0.1.utf8)) })
  }

  static let mapping = QConfigMapping().setGlobal("g").setModuleName("head", "h")

  @Test func theOrderOfTheFirstHolds() throws {
    let outcome = try outcome(
      Self.mapping,
      [
        ("1.tsv", "module_path\tx\nhead\t1\n"), ("2.tsv", "x\tmodule_path\n2\ta\n"),
        ("3.csv", "x,module_path\n3,head"),
      ])
    #expect(outcome.error == nil)
    #expect(
      outcome.output
        == "module_path\tx\tqconfig\trule\nhead\t1\th\tmodule_name[0]\na\t2\tg\tglobal\n"
        + "head\t3\th\tmodule_name[0]\n")
  }

  @Test func columnsMustBeTheSame() throws {
    let more = try outcome(
      Self.mapping, [("1.tsv", "module_path\na\n"), ("2.tsv", "module_path\tx\nb\t1\n")])
    #expect(more.error == "2.tsv:1: the column 'x' is not in the first input")
    #expect(more.output == "module_path\tqconfig\trule\na\tg\tglobal\n")
    let less = try outcome(
      Self.mapping, [("1.tsv", "module_path\tx\na\t\n"), ("2.tsv", "module_path\nb\n")])
    #expect(less.error == "2.tsv:1: no column 'x', which the first input has")
  }

  @Test func aListOfPathsIsATableOfOneColumn() throws {
    let same = try outcome(Self.mapping, [("1.txt", "a\n"), ("2.tsv", "module_path\nhead\n")])
    #expect(same.output == "module_path\tqconfig\trule\na\tg\tglobal\nhead\th\tmodule_name[0]\n")
    let more = try outcome(Self.mapping, [("1.txt", "a\n"), ("2.tsv", "module_path\tx\nb\t1\n")])
    #expect(more.error == "2.tsv:1: the column 'x' is not in the first input")
    let less = try outcome(Self.mapping, [("1.tsv", "x\tmodule_path\n\ta\n"), ("2.txt", "b\n")])
    #expect(less.error == "2.txt:1: no column 'x', which the first input has")
  }

  @Test func linesAreCountedInEach() throws {
    let outcome = try outcome(
      Self.mapping,
      [("1.jsonl", "{\"module_path\":\"a\"}\n"), ("2.jsonl", "\n{\"module_path\":\"b\"}\n{}\n")])
    #expect(outcome.error == "2.jsonl:3: no module_path")
    #expect(outcome.summary == nil)
  }

  @Test func countingStartsAgainInEach() throws {
    let mapping = QConfigMapping().setModuleNameObjectTypeOrder("", "T", 1, "second")
    let rows = "module_path\tmodule_type\na\tT\nb\tT\nc\tT\n"
    let outcome = try outcome(mapping, [("1.tsv", rows), ("2.tsv", rows)]) {
      $0.selection = ["qconfig"]
      $0.writesHeader = false
    }
    #expect(outcome.output == "null\nsecond\nnull\nnull\nsecond\nnull\n")
  }

  @Test func aRowDoesNotGoOnInTheNextInput() throws {
    let outcome = try outcome(Self.mapping, [("1.txt", "he"), ("2.txt", "ad")])
    #expect(outcome.output == "module_path\tqconfig\trule\nhe\tg\tglobal\nad\tg\tglobal\n")
  }
}
