import Foundation
import Testing

/// The sample that ships with the project.
@Suite struct SampleTests {
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  @Test func theAnswersAreThoseOfPython() throws {
    let outcome = try Command.run(
      ["--rules", "Examples/rules.json", "Examples/zoo.tsv", "Examples/graph.tsv"], in: Self.root)
    #expect(outcome.status == 0)
    let expected = try String(
      contentsOf: Self.root.appending(path: "Examples/expected.tsv"), encoding: .utf8)
    #expect(outcome.output == expected)
    #expect(outcome.errors.contains("1 rule matched nothing:\n  module_name[3]  model.layer.0\n"))
  }
}
