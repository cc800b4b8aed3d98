import Foundation
import Testing

@testable import FastResolve

/// What torch itself answers on traced models: `_generate_node_name_to_qconfig` with random rules.
@Suite struct TorchTests {
  /// The cases of this project, and those of the folder `FASTRESOLVE_EXTRA_FIXTURES`.
  static let cases: [URL] = {
    var folders = [Fixtures.url("torch-fx")]
    if let extra = Fixtures.extra { folders.append(extra.appending(path: "torch-fx")) }
    return folders.flatMap { folder in
      let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
      return (files?.compactMap { $0 as? URL } ?? [])
        .filter { $0.lastPathComponent.hasSuffix(".rules.json") }
        .map { URL(filePath: $0.path().replacing(".rules.json", with: "")) }
    }.sorted { $0.path() < $1.path() }
  }()

  @Test func thereAreAllCases() { #expect(Self.cases.count >= 72) }

  private func text(_ url: URL, _ suffix: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(filePath: url.path() + suffix)), as: UTF8.self)
  }

  private func lines(_ text: String) -> [Substring] {
    text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
  }

  /// The input with its last column, the index, removed.
  private func withoutIndex(_ queries: String) -> String {
    lines(queries).map { $0[..<($0.lastIndex(of: "\t") ?? $0.endIndex)] + "\n" }.joined()
  }

  @Test(arguments: cases)
  func indexesGivenAndCounted(url: URL) throws {
    let rules = try CompiledRules(QConfigMapping(json: text(url, ".rules.json")))
    let queries = try text(url, ".queries.tsv")
    let expected = try lines(text(url, ".expected.jsonl")).map {
      try QConfig(json: String($0)).cellText
    }
    #expect(withoutIndex(queries).hasPrefix("op\tmodule_path\tmodule_type\ttarget\n"))
    for input in [queries, withoutIndex(queries)] {
      for (threads, chunkBytes) in [(1, 1 << 20), (3, 700)] {
        var options = BatchOptions()
        options.threads = threads
        options.chunkBytes = chunkBytes
        options.selection = ["qconfig"]
        options.writesHeader = false
        let output = try BatchRunner(rules, options).run(tsv: input)
        #expect(lines(output).map(String.init) == expected)
      }
    }
  }

  @Test(arguments: cases)
  func theReferenceSaysTheSame(url: URL) throws {
    let mapping = try QConfigMapping(json: text(url, ".rules.json"))
    let queries = try lines(text(url, ".queries.tsv")).dropFirst().map { line in
      let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      return Query(
        operation: try #require(NodeOperation(rawValue: cells[0])), modulePath: cells[1],
        moduleType: cells[2], target: cells[3])
    }
    let expected = try lines(text(url, ".expected.jsonl")).map { try QConfig(json: String($0)) }
    #expect(try ReferenceResolver(mapping).resolve(queries).map(\.qconfig) == expected)
    #expect(try CompiledRules(mapping).resolve(queries).map(\.qconfig) == expected)
  }
}
