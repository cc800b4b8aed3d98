import Foundation
import Testing

@testable import FastResolve

/// What an explanation says against what `resolve` answers, and against brute force.
@Suite struct ExplainAgreementTests {
  /// Explains queries that have an index, and records where it differs.
  ///
  /// - Returns: How many rules were found to match in all.
  private func compare(
    _ mapping: QConfigMapping, _ queries: [Query], _ answers: [Answer], nearMisses: Int
  ) throws -> Int {
    let rules = try CompiledRules(mapping)
    let plain = try PlainMatches(mapping)
    var count = 0
    for (query, answer) in zip(queries, answers) {
      let explanation = rules.explain(query, nearMisses: nearMisses)
      guard case .success(answer) = explanation.answer else {
        Issue.record("\(query): \(explanation.answer), not \(answer)")
        continue
      }
      let matching = try plain.rules(query)
      let named = explanation.matches
      if named.map(\.entry.rule) != matching {
        Issue.record("\(query): \(named.map(\.entry.rule)), not \(matching)")
      }
      count += matching.count
      // The one that decides is said to, and no other; what overrules another matches too.
      let decisive = named.filter { $0.standing == .decides }.map(\.entry)
      let expected = answer.rule == .none ? [] : [answer.rule]
      // Not `#expect` each time, which is as slow as what it checks.
      if decisive.map(\.rule) != expected
        || decisive.contains(where: { $0.qconfig != answer.qconfig })
        || explanation.moduleNames.map(\.modulePath) != chain(query)
      {
        Issue.record("\(query): \(decisive), not \(answer)")
      }
      for match in named {
        guard case .overruled(let rule) = match.standing else { continue }
        if !matching.contains(rule) || rule == match.entry.rule {
          Issue.record("\(query): \(match.entry.rule) is overruled by \(rule)")
        }
      }
    }
    return count
  }

  private func chain(_ query: Query) -> [String] {
    let isAsked = query.operation != .placeholder && query.operation != .output
    return isAsked ? PlainMatches.chain(query.modulePath) : []
  }

  @Test(arguments: TorchTests.cases)
  func torchCases(url: URL) throws {
    func text(_ suffix: String) throws -> String {
      String(decoding: try Data(contentsOf: URL(filePath: url.path() + suffix)), as: UTF8.self)
    }
    let mapping = try QConfigMapping(json: text(".rules.json"))
    let rows = try text(".queries.tsv").split(separator: "\n").dropFirst()
    let queries = try rows.map { row in
      let cells = row.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      return Query(
        operation: try #require(NodeOperation(rawValue: cells[0])), modulePath: cells[1],
        moduleType: cells[2], target: cells[3], index: Int(cells[4]))
    }
    var uncounted = queries
    for position in uncounted.indices { uncounted[position].index = nil }
    let rules = try CompiledRules(mapping)
    let expected = try text(".expected.jsonl").split(separator: "\n").map {
      try QConfig(json: String($0))
    }
    for queries in [queries, PlainMatches.counted(uncounted)] {
      let answers = try rules.resolve(queries)
      #expect(answers.map(\.qconfig) == expected)
      _ = try compare(mapping, queries, answers, nearMisses: 0)
    }
  }

  @Test(arguments: 0..<40)
  func randomRules(seed: Int) throws {
    var cases = RandomCases(seed: UInt64(seed))
    let mapping = cases.mapping()
    let queries = PlainMatches.counted(cases.queries(100))
    let answers = try CompiledRules(mapping).resolve(queries)
    #expect(answers == (try ReferenceResolver(mapping).resolve(queries)))
    let count = try compare(mapping, queries, answers, nearMisses: seed % 4)
    #expect(count > 0 || mapping.ruleCount == 0 || mapping.globalQConfig.isNull)
  }

  private func lines(_ fixture: String) throws -> [String] {
    try Fixtures.bytes(fixture).split(separator: UInt8(ascii: "\n"))
      .map { String(decoding: $0, as: UTF8.self) }
  }

  @Test func aThousandRegexes() throws {
    let patterns = try lines("regex-rules/patterns.txt")
    let paths = try lines("regex-rules/paths.txt")
    var mapping = QConfigMapping()
    for (position, pattern) in patterns.enumerated() {
      mapping.set(.moduleNameRegex(pattern), to: QConfig(.string("q\(position)")))
    }
    let queries = stride(from: 0, to: paths.count, by: 40).map {
      Query(modulePath: paths[$0], index: 0)
    }
    let answers = try CompiledRules(mapping).resolve(queries)
    let count = try compare(mapping, queries, answers, nearMisses: 0)
    #expect(count > 50)
    let rules = try CompiledRules(mapping)
    #expect(queries.contains { rules.explain($0, nearMisses: 0).regexes.matches.count > 1 })
  }

  /// Near misses are no matches, and no more than asked for.
  @Test func nearMissesDontMatch() throws {
    let patterns = try lines("regex-rules/patterns.txt").prefix(200)
    let paths = try lines("regex-rules/paths.txt")
    var mapping = QConfigMapping()
    for pattern in patterns { mapping.set(.moduleNameRegex(pattern), to: nil) }
    let rules = try CompiledRules(mapping)
    var count = 0
    for position in stride(from: 0, to: paths.count, by: 400) {
      let regexes = rules.explain(Query(modulePath: paths[position]), nearMisses: 5).regexes
      let misses = regexes.nearMisses
      #expect(Set(misses.map(\.entry)).isDisjoint(with: regexes.matches))
      #expect(misses.count <= 5)
      #expect(Set(misses.map(\.entry)).count == misses.count)
      count += misses.count
    }
    #expect(count > 30)
  }
}
