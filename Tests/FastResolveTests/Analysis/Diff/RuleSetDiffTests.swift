import Testing

@testable import FastResolve

/// In what rule sets differ.
@Suite struct RuleSetDiffTests {
  /// The regexes have to be moved that aren't in a longest part whose order is kept.
  @Test(arguments: 0..<200)
  func regexesThatMoved(seed: Int) {
    var random = SplitMix64(seed: UInt64(seed) + 12_000)
    let patterns = (0..<random.below(9)).map { "r\($0)" }
    var others = patterns.filter { _ in !random.chance(0.1) }
    others.shuffle(using: &random)
    others.insert(contentsOf: ["new"], at: random.below(others.count + 1))
    func mapping(_ patterns: [String]) -> QConfigMapping {
      patterns.reduce(QConfigMapping()) { $0.setModuleNameRegex($1, "q") }
    }
    let diff = RuleSetDiff(from: mapping(patterns), to: mapping(others))
    #expect(diff.added.map(\.key) == [.moduleNameRegex("new")])
    #expect(
      diff.removed.map(\.key)
        == patterns.filter { !others.contains($0) }.map { .moduleNameRegex($0) })
    #expect(diff.changed == [])
    // Without those that moved, the order is the same.
    let moved = Set(diff.moved.map(\.old.key))
    func rest(_ patterns: [String], _ both: [String]) -> [String] {
      patterns.filter { both.contains($0) && !moved.contains(.moduleNameRegex($0)) }
    }
    #expect(rest(patterns, others) == rest(others, patterns))
    // And with fewer it would not be.
    #expect(
      moved.count == Self.fewest(patterns.filter(others.contains), others.filter(patterns.contains))
    )
    for pair in diff.moved {
      #expect(patterns[pair.old.rule.position] == others[pair.new.rule.position])
    }
  }

  /// How few elements have to be left out for two lists of the same elements to have one order.
  private static func fewest(_ one: [String], _ other: [String]) -> Int {
    (0..<1 << one.count).filter { left in
      let kept = one.indices.filter { left >> $0 & 1 == 0 }.map { one[$0] }
      return kept == other.filter(kept.contains)
    }.map(\.nonzeroBitCount).min() ?? 0
  }

  @Test(arguments: 0..<50)
  func bruteForce(seed: Int) {
    var cases = RandomCases(seed: UInt64(seed) + 13_000)
    let old = cases.mapping()
    let new = cases.edited(old)
    let diff = RuleSetDiff(from: old, to: new)
    func all(_ mapping: QConfigMapping) -> [RuleSetDiff.Entry] {
      RuleTier.allCases.flatMap { tier in
        mapping.rules(in: tier).enumerated().map {
          RuleSetDiff.Entry(rule: Rule(tier, at: $0), key: $1.key, qconfig: $1.qconfig)
        }
      }
    }
    let (before, after) = (all(old), all(new))
    #expect(diff.removed == before.filter { rule in !after.contains { $0.key == rule.key } })
    #expect(diff.added == after.filter { rule in !before.contains { $0.key == rule.key } })
    let changed = before.compactMap { rule -> RuleSetDiff.Pair? in
      guard let other = after.first(where: { $0.key == rule.key }), other.qconfig != rule.qconfig
      else { return nil }
      return RuleSetDiff.Pair(old: rule, new: other)
    }
    #expect(diff.changed == changed)
    #expect(RuleSetDiff(from: old, to: old).isEmpty)
    // Spellings of a type and the order of other rules mean nothing.
    if old == new { #expect(diff.isEmpty) }
  }

  @Test func spellingsAreOneKey() {
    let diff = RuleSetDiff(
      from: QConfigMapping().setObjectType("torch.nn.Linear", "x").setModuleName("a", "y"),
      to: QConfigMapping().setModuleName("a", "y").setObjectType(
        "torch.nn.modules.linear.Linear", "x"))
    #expect(diff.isEmpty)
  }
}
