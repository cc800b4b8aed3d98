import Testing

@testable import FastResolve

@Suite struct QConfigMappingTests {
  static let everyTier = QConfigMapping()
    .setGlobal("int8")
    .setObjectType("torch.nn.Linear", "int4")
    .setModuleNameRegex("foo.*bar.*conv[0-9]+", "fp16")
    .setModuleName("head", nil)
    .setModuleNameObjectTypeOrder("foo.bar", "torch.nn.functional.linear", 0, "fp8")

  @Test func chaining() {
    #expect(
      Self.everyTier.toDict().compactText
        == #"{"":"int8","object_type":[["torch.nn.Linear","int4"]],"#
        + #""module_name_regex":[["foo.*bar.*conv[0-9]+","fp16"]],"module_name":[["head",null]],"#
        + #""module_name_object_type_order":[["foo.bar","torch.nn.functional.linear",0,"fp8"]]}"#)
    #expect(Self.everyTier.ruleCount == 5)
  }

  @Test func aMappingIsAValue() {
    let first = QConfigMapping().setModuleName("a", "int8")
    let second = first.setModuleName("a", "int4").setModuleName("b", nil)
    #expect(first.rules(in: .moduleName).map(\.qconfig) == ["int8"])
    #expect(second.rules(in: .moduleName).map(\.qconfig) == ["int4", nil])
  }

  /// A mapping, its copies and the rules compiled from it have module names in the same memory
  /// until one of them gets more.
  @Test func moduleNamesAreValuesToo() throws {
    var mapping = QConfigMapping().setModuleName("a", "int8").setModuleName("b", "int4")
    let before = mapping
    let compiled = try CompiledRules(mapping)
    mapping.set(.moduleName("a"), to: "fp16")
    mapping.set(.moduleName("c"), to: "fp8")
    var other = before
    other.set(.moduleName("d"), to: "int2")
    #expect(mapping.toDict()["module_name"] == #"[["a","fp16"],["b","int4"],["c","fp8"]]"#)
    #expect(before.toDict()["module_name"] == #"[["a","int8"],["b","int4"]]"#)
    #expect(other.toDict()["module_name"] == #"[["a","int8"],["b","int4"],["d","int2"]]"#)
    #expect(mapping != before)
    #expect(other != before)
    for (path, qconfig) in [("a.x", "int8"), ("b", "int4"), ("c", nil), ("d", nil)] {
      let answer = try compiled.resolve(Query(modulePath: path))
      #expect(answer.qconfig == qconfig.map { QConfig(stringLiteral: $0) } ?? nil)
    }
  }

  @Test func theEmptyMapping() {
    let empty = QConfigMapping()
    #expect(empty.globalQConfig.isNull)
    #expect(empty.ruleCount == 0)
    for tier in RuleTier.allCases { #expect(empty.rules(in: tier).isEmpty) }
    #expect(
      empty.toDict().compactText == #"{"":null,"object_type":[],"module_name_regex":[],"#
        + #""module_name":[],"module_name_object_type_order":[]}"#)
  }

  @Test func aGlobalNullIsNoGlobal() throws {
    let null = QConfigMapping().setGlobal(nil)
    #expect(null == QConfigMapping())
    #expect(null.rules(in: .global).isEmpty)
    #expect(null.ruleCount == 0)
    #expect(try QConfigMapping(json: #"{"":null}"#) == QConfigMapping(json: "{}"))
    #expect(QConfigMapping().setGlobal("int8").setGlobal(nil) == QConfigMapping())
    #expect(QConfigMapping().setGlobal("null") != QConfigMapping())
  }

  static let keys: [[RuleKey]] = [
    [.objectType("a"), .objectType("b"), .objectType("c")],
    [.moduleNameRegex("a"), .moduleNameRegex("b"), .moduleNameRegex("c")],
    [.moduleName("a"), .moduleName("b"), .moduleName("")],
    [
      .moduleNameObjectTypeOrder(moduleName: "a", objectType: "b", index: 0),
      .moduleNameObjectTypeOrder(moduleName: "a", objectType: "b", index: 1),
      .moduleNameObjectTypeOrder(moduleName: "", objectType: "b", index: 0),
    ],
  ]

  @Test(arguments: zip(RuleTier.allCases.dropFirst(), keys))
  func aKeySetAgainKeepsItsPlace(tier: RuleTier, keys: [RuleKey]) {
    var mapping = QConfigMapping()
    for key in keys { mapping.set(key, to: "int8") }
    mapping.set(keys[0], to: "fp16")
    mapping.set(keys[1], to: nil)
    let rules = mapping.rules(in: tier)
    #expect(rules.map(\.key) == keys)
    #expect(rules.map(\.qconfig) == ["fp16", nil, "int8"])
    #expect(mapping.ruleCount == 3)
  }

  @Test func orderCounts() {
    let one = QConfigMapping().setModuleNameRegex("a", "int8").setModuleNameRegex("b", "int4")
    let other = QConfigMapping().setModuleNameRegex("b", "int4").setModuleNameRegex("a", "int8")
    #expect(one != other)
    #expect(one == QConfigMapping().setModuleNameRegex("a", "int8").setModuleNameRegex("b", "int4"))
  }

  /// Each of torch's spellings replaces a rule set under any other one, in both tiers with types.
  @Test func spellingsAreOneKey() throws {
    for (spelling, canonical) in try ObjectTypeTests.torchSpellings() {
      let mapping = QConfigMapping()
        .setObjectType("first", "int8")
        .setObjectType(ObjectType(spelling), "int8")
        .setObjectType("last", "int8")
        .setObjectType(ObjectType(canonical), "int4")
        .setModuleNameObjectTypeOrder("a", ObjectType(canonical), 0, "int8")
        .setModuleNameObjectTypeOrder("a", ObjectType(spelling), 0, nil)
      #expect(mapping.rules(in: .objectType).map(\.key.description) == ["first", spelling, "last"])
      #expect(mapping.rules(in: .objectType).map(\.qconfig) == ["int8", "int4", "int8"])
      #expect(
        mapping.rules(in: .moduleNameObjectTypeOrder).map(\.key.description)
          == ["(a, \(canonical), 0)"])
      #expect(mapping.rules(in: .moduleNameObjectTypeOrder).map(\.qconfig) == [nil])
    }
    #expect(
      QConfigMapping().setObjectType("torch.nn.Linear", "int8")
        == QConfigMapping().setObjectType("torch.nn.modules.linear.Linear", "int8"))
  }

  @Test func composedAndDecomposedPathsAreTwoKeys() throws {
    let mapping = try QConfigMapping(
      json: """
        {"object_type": [["\u{E9}", 1], ["e\u{301}", 2]],
         "module_name_regex": [["\u{E9}", 1], ["e\u{301}", 2]],
         "module_name": [["\u{E9}", 1], ["e\u{301}", 2]],
         "module_name_object_type_order": [["\u{E9}", "t", 0, 1], ["e\u{301}", "t", 0, 2]]}
        """)
    for tier in RuleTier.allCases.dropFirst() {
      #expect(mapping.rules(in: tier).map(\.qconfig.json) == ["1", "2"], "\(tier)")
    }
    #expect(
      QConfigMapping().setModuleName("\u{E9}", "int8")
        != QConfigMapping().setModuleName("e\u{301}", "int8"))
  }

  @Test func descriptionListsTheTiersInOrder() {
    #expect(
      Self.everyTier.setModuleName("tail", "int8").description == """
        QConfigMapping (
         global
          "int8"
         object_type
          torch.nn.Linear: "int4"
         module_name_regex
          foo.*bar.*conv[0-9]+: "fp16"
         module_name
          head: null
          tail: "int8"
         module_name_object_type_order
          (foo.bar, torch.nn.functional.linear, 0): "fp8"
        )
        """)
    #expect(
      QConfigMapping().description == """
        QConfigMapping (
         global
          null
         object_type
          (none)
         module_name_regex
          (none)
         module_name
          (none)
         module_name_object_type_order
          (none)
        )
        """)
  }
}

extension JSONValue {
  /// The compact text of a member.
  fileprivate subscript(name: String) -> String? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name == name }?.value.compactText
  }
}
