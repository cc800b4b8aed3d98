import Testing

@testable import FastResolve

/// The resolver against the slow path, on random rule sets and queries.
@Suite struct ReferenceTests {
  @Test(arguments: 0..<200)
  func randomRulesAndQueries(seed: Int) throws {
    var cases = RandomCases(seed: UInt64(seed))
    let mapping = cases.mapping()
    let queries = cases.queries(1500)
    let rules = try CompiledRules(mapping, for: seed % 2 == 0 ? nil : .withoutFilter)
    let expected = try ReferenceResolver(mapping).resolve(queries)
    for threads in [1, 3] {
      let answers = try rules.resolve(queries, threads: threads)
      let wrong = answers.indices.first { answers[$0] != expected[$0] }
      if let wrong {
        Issue.record("\(queries[wrong]): \(answers[wrong]), not \(expected[wrong]); \(mapping)")
      }
      #expect(answers.count == queries.count)
    }
  }

  @Test func theCasesMeetAllTiers() throws {
    // The comparison above is worth something only if rules and queries meet.
    var counts: [RuleTier?: Int] = [:]
    for seed in 0..<50 {
      var cases = RandomCases(seed: UInt64(seed))
      let mapping = cases.mapping()
      for answer in try ReferenceResolver(mapping).resolve(cases.queries(500)) {
        counts[answer.rule.tier, default: 0] += 1
      }
    }
    for tier in RuleTier.allCases { #expect(counts[tier, default: 0] > 100, "\(tier)") }
    #expect(counts[nil, default: 0] > 100)
  }

  @Test func oneQueryIsTheFirstUse() throws {
    let mapping = QConfigMapping().setModuleNameObjectTypeOrder("", "T", 0, "o")
    let rules = try CompiledRules(mapping)
    for _ in 0..<3 {
      let answer = try rules.resolve(Query(modulePath: "a", moduleType: "T"))
      #expect(answer.rule == .moduleNameObjectTypeOrder(0))
    }
  }

  @Test func noQueriesHaveNoAnswers() throws {
    #expect(try CompiledRules(QConfigMapping()).resolve([]).isEmpty)
  }
}
