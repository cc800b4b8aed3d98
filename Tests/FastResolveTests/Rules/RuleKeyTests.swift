import Testing

@testable import FastResolve

@Suite struct RuleKeyTests {
  @Test(
    arguments: [
      (Rule.none, "none", nil, 0),
      (.global, "global", .global, 0),
      (.objectType(2), "object_type[2]", .objectType, 2),
      (.moduleNameRegex(0), "module_name_regex[0]", .moduleNameRegex, 0),
      (.moduleName(7), "module_name[7]", .moduleName, 7),
      (
        .moduleNameObjectTypeOrder(1), "module_name_object_type_order[1]",
        .moduleNameObjectTypeOrder, 1
      ),
    ] as [(Rule, String, RuleTier?, Int)])
  func namesOfRules(rule: Rule, name: String, tier: RuleTier?, position: Int) {
    #expect(rule.description == name)
    #expect(rule.tier == tier)
    #expect(rule.position == position)
  }

  @Test func tiersStandInIncreasingPriority() {
    #expect(
      RuleTier.allCases.map(\.dictionaryKey) == [
        "", "object_type", "module_name_regex", "module_name", "module_name_object_type_order",
      ])
    #expect(RuleTier.allCases.map(\.rawValue).first == "global")
  }

  static let distinct: [RuleKey] = [
    .global, .objectType("a"), .moduleNameRegex("a"), .moduleName("a"),
    .moduleName("\u{E9}"), .moduleName("e\u{301}"),
    .moduleNameRegex("\u{E9}"), .moduleNameRegex("e\u{301}"),
    .objectType("\u{E9}"), .objectType("e\u{301}"),
    .moduleNameObjectTypeOrder(moduleName: "a", objectType: "b", index: 0),
    .moduleNameObjectTypeOrder(moduleName: "a", objectType: "b", index: 1),
    .moduleNameObjectTypeOrder(moduleName: "a", objectType: "c", index: 0),
    .moduleNameObjectTypeOrder(moduleName: "b", objectType: "b", index: 0),
    .moduleNameObjectTypeOrder(moduleName: "\u{E9}", objectType: "b", index: 0),
    .moduleNameObjectTypeOrder(moduleName: "e\u{301}", objectType: "b", index: 0),
  ]

  @Test func keysCompareAsTheMappingHoldsThem() {
    #expect(Set(Self.distinct).count == Self.distinct.count)
    for (position, key) in Self.distinct.enumerated() {
      #expect(Self.distinct.firstIndex(of: key) == position)
    }
    var mapping = QConfigMapping()
    for key in Self.distinct { mapping.set(key, to: "int8") }
    #expect(mapping.ruleCount == Self.distinct.count)
    #expect(
      Set(RuleTier.allCases.flatMap { mapping.rules(in: $0).map(\.key) }) == Set(Self.distinct))
  }

  @Test func spellingsOfATypeAreOneKey() {
    let keys: [[RuleKey]] = ["torch.nn.Linear", "torch.nn.modules.linear.Linear"].map {
      [
        .objectType($0),
        .moduleNameObjectTypeOrder(moduleName: "a", objectType: $0, index: 0),
      ]
    }
    #expect(keys[0] == keys[1])
    #expect(Set(keys.flatMap { $0 }).count == 2)
  }
}
