import Foundation
import Testing

/// The same input and rules give the same bytes, however many threads there are.
@Suite struct DeterminismTests {
  @Test func theSampleManyTimes() throws {
    let examples = SampleTests.root.appending(path: "Examples")
    let names = ["zoo.tsv", "graph.tsv"]
    let rows = try names.map { name in
      let text = try String(contentsOf: examples.appending(path: name), encoding: .utf8)
      let header = try #require(text.firstIndex(of: "\n"))
      return (String(text[...header]), String(text[text.index(after: header)...]))
    }
    #expect(rows[0].0 == rows[1].0)
    // Several chunks, and a chunk ends in the middle of a model.
    let input = rows[0].0 + String(repeating: rows[0].1 + rows[1].1, count: 12)
    #expect(input.utf8.count > 4 << 20)
    let outcomes = try [1, 2, 8].map { threads in
      try Command.run(
        ["--rules", "Examples/rules.json", "--quiet", "--threads", "\(threads)"], input: input,
        in: SampleTests.root)
    }
    for outcome in outcomes {
      #expect(outcome.status == 0)
      #expect(outcome.errors == "")
    }
    // Compared as truth values: nobody wants to see megabytes.
    let expected = try Data(contentsOf: examples.appending(path: "expected.tsv"))
    let isAsExpected = outcomes[0].bytes.starts(with: expected)
    let isSame = outcomes.allSatisfy { $0.bytes == outcomes[0].bytes }
    #expect(isAsExpected)
    #expect(isSame)
  }

  // Without an index the uses are counted, across all chunks.
  @Test func countingInManyChunks() throws {
    let rules = """
      {"module_name_object_type_order": [["m", "T", 0, "first"], ["m", "T", 99999, "last"]]}
      """
    let workspace = try Workspace(rules: rules)
    let input =
      "module_path\tmodule_type\n"
      + (0..<100_000).map { "m.layer_with_a_long_name_\($0)\tT\n" }.joined()
    for threads in [1, 8] {
      let outcome = try workspace.run(
        "-q --no-header --select qconfig --threads \(threads)", input: input)
      let lines = outcome.output.split(separator: "\n")
      #expect(lines.count == 100_000)
      #expect(lines.first == "first")
      #expect(lines.last == "last")
      #expect(lines.count { $0 == "null" } == 99_998)
    }
  }
}
