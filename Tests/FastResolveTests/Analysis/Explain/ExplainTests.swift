import Testing

@testable import FastResolve

/// What an explanation tells beyond the answer: who overrules whom, and what came close.
@Suite struct ExplainTests {
  private func explain(
    _ mapping: QConfigMapping, _ query: Query, limits: MatchLimits = MatchLimits()
  ) throws -> Explanation {
    try CompiledRules(mapping, matchLimits: limits).explain(query)
  }

  private func standings(_ explanation: Explanation) -> [String] {
    explanation.matches.map { match in
      switch match.standing {
      case .decides: "\(match.entry.rule) decides"
      case .overruled(let rule): "\(match.entry.rule) < \(rule)"
      case .open: "\(match.entry.rule) open"
      }
    }
  }

  @Test func everyRuleThatMatchesHasItsStanding() throws {
    let mapping = QConfigMapping().setGlobal("g").setObjectType("torch.nn.Linear", "t")
      .setObjectType("operator.add", "f").setModuleNameRegex("a", "r0")
      .setModuleNameRegex(".*b", "r1").setModuleName("a", "n0").setModuleName("a.b", "n1")
      .setModuleNameObjectTypeOrder("a.b.c", "operator.add", 1, "o")
    let query = Query(
      operation: .callFunction, modulePath: "a.b.c", moduleType: "torch.nn.Linear",
      target: "_operator.add", index: 1)
    let all = [
      "module_name[1] < module_name_object_type_order[0]", "module_name[0] < module_name[1]",
      "module_name_regex[0] < module_name_object_type_order[0]",
      "module_name_regex[1] < module_name_regex[0]",
      "object_type[0] < module_name_object_type_order[0]", "object_type[1] < object_type[0]",
      "global < module_name_object_type_order[0]",
    ]
    let explanation = try explain(mapping, query)
    #expect(standings(explanation) == ["module_name_object_type_order[0] decides"] + all)
    var first = query
    first.index = nil
    let other = try explain(mapping, first)
    #expect(other.query.index == 0 && !other.isIndexGiven)
    #expect(
      standings(other)
        == ["module_name[1] decides"]
        + all.dropFirst().map {
          $0.replacing("module_name_object_type_order[0]", with: "module_name[1]")
        })
    #expect(other.order?.otherUses.map(\.rule) == [.moduleNameObjectTypeOrder(0)])
  }

  @Test(arguments: [NodeOperation.placeholder, .output])
  func inputsAndOutputsAskNoTier(operation: NodeOperation) throws {
    let explanation = try explain(
      QConfigMapping().setGlobal("g").setModuleNameRegex("", "r"),
      Query(operation: operation, modulePath: "a"))
    #expect(explanation.answer == .success(Answer(qconfig: .null, rule: .none)))
    #expect(explanation.matches.isEmpty)
    #expect(!explanation.isAsked)
  }

  // MARK: Limits

  private static let slow = "(a+)+[^b]$"
  private static let path = String(repeating: "a", count: 40) + "b"

  private func outcome(_ mapping: QConfigMapping) throws -> (
    Explanation, Result<Answer, MatchError>
  ) {
    let limits = MatchLimits(matchLimit: 1000, stepLimit: 1000)
    let rules = try CompiledRules(mapping, matchLimits: limits)
    let query = Query(modulePath: Self.path, moduleType: "T")
    return (
      rules.explain(query), Result { () throws(MatchError) in try rules.resolve(query) }
    )
  }

  @Test func aLimitLeavesTheAnswerOpen() throws {
    let (explanation, resolved) = try outcome(
      QConfigMapping().setObjectType("T", "t").setModuleNameRegex(Self.slow, "r")
        .setModuleNameRegex("aa", "s"))
    #expect(explanation.answer == resolved)
    guard case .failure(let error) = explanation.answer else {
      Issue.record("\(explanation.answer)")
      return
    }
    #expect(error.rule == .moduleNameRegex(0))
    #expect(standings(explanation) == ["module_name_regex[1] open", "object_type[0] open"])
    #expect(explanation.regexes.failures.map(\.entry.rule) == [.moduleNameRegex(0)])
    #expect(explanation.text().contains("not known: module_name_regex[0] ran into a limit"))
  }

  @Test func aLimitBehindAMatchOrBelowANameDoesNot() throws {
    let behind = try outcome(
      QConfigMapping().setModuleNameRegex("aa", "s").setModuleNameRegex(Self.slow, "r"))
    #expect(behind.0.answer == .success(Answer(qconfig: "s", rule: .moduleNameRegex(0))))
    #expect(behind.0.answer == behind.1)
    #expect(behind.0.regexes.failures.count == 1)
    let below = try outcome(
      QConfigMapping().setModuleNameRegex(Self.slow, "r").setModuleName(Self.path, "n"))
    #expect(below.0.answer == .success(Answer(qconfig: "n", rule: .moduleName(0))))
    #expect(below.0.answer == below.1)
  }

  /// As `resolve` has it: the order rule decides, but the regexes are asked before.
  @Test func anOrderRuleDoesNotHelp() throws {
    let (explanation, resolved) = try outcome(
      QConfigMapping().setModuleNameRegex(Self.slow, "r")
        .setModuleNameObjectTypeOrder("", "T", 0, "o"))
    #expect(explanation.answer == resolved)
    #expect((try? resolved.get()) == nil)
  }

  // MARK: Near misses

  @Test(arguments: [
    ("torch.nn.Liner", "torch.nn.Linear"), ("Linear", "torch.nn.Linear"),
    ("torch.n.Linear", "torch.nn.Linear"), ("my.Linear", "torch.nn.Linear"),
    ("torch.nn.Identity", nil), ("", nil), ("torch.nn.Conv3d", "torch.nn.Conv2d"),
  ])
  func theNearestType(name: String, expected: String?) throws {
    let mapping = QConfigMapping().setObjectType("torch.nn.Linear", "l")
      .setObjectType("torch.nn.Conv2d", "c")
    let lookup = try explain(mapping, Query(modulePath: "a", moduleType: name)).objectTypes[0]
    #expect(lookup.entry == nil)
    #expect(lookup.nearest?.key.description == expected)
  }

  @Test(arguments: [
    (
      "model.layer.0", "model.layers.0.fc",
      NameNearMiss.Difference.spelling(rule: "layer", path: "layers")
    ),
    ("model.layers.1", "model.layers.11.fc", .number(rule: "1", path: "11")),
    ("block2.a", "block3.a.b", .number(rule: "block2", path: "block3")),
    ("layers.0", "model.layers.0.fc", .lacks(prefix: "model.")),
    ("fc", "model.fc", .lacks(prefix: "model.")),
    ("model.layers.0", "layers.0", .hasBefore(prefix: "model.")),
    ("fc", "model.fc.a", nil), ("a.b", "a.b.c", nil), ("x.y", "a.b", nil),
    ("a.b.c", "a.b", nil), ("", "a", nil), ("a.", "a.b", nil), ("a.bb.c", "a.b.d", nil),
    ("odel.layers", "model.layers", .spelling(rule: "odel", path: "model")),
    ("日本.é", "日本.e", nil), ("日本語語.a", "日本語.a", .spelling(rule: "日本語語", path: "日本語")),
  ])
  func nearNames(name: String, path: String, difference: NameNearMiss.Difference?) throws {
    let explanation = try explain(
      QConfigMapping().setModuleName(name, "n"), Query(modulePath: path))
    #expect(explanation.nearNames.map(\.difference) == [difference].compactMap { $0 })
  }

  @Test func onlyNamesThatWouldBeNearerAreNear() throws {
    let mapping = QConfigMapping().setModuleName("a.layers.1", "n").setModuleName("a.layer.1", "s")
      .setModuleName("a.layers.1.fd", "t").setModuleName("a.layers.1.fc.x", "u")
    let explanation = try explain(mapping, Query(modulePath: "a.layers.1.fccc"))
    #expect(explanation.nearNames.isEmpty)
    #expect(explanation.namesBelow == 0)
    let other = try explain(mapping, Query(modulePath: "a.layers.1.fc"))
    #expect(other.namesBelow == 1)
  }

  @Test func theNameWithMoreOfThePathComesFirst() throws {
    let mapping = QConfigMapping().setModuleName("fc", "a").setModuleName("model.layer.0", "b")
      .setModuleName("layers.0", "c").setModuleName("x.model.layers.0.fc", "d")
    let explanation = try explain(mapping, Query(modulePath: "model.layers.0.fc"))
    #expect(explanation.nearNames.map(\.entry.rule.position) == [3, 2, 0])
  }

  @Test func theNearestNumberOfAllLayers() throws {
    var mapping = QConfigMapping()
    for layer in [2, 30, 11, 9] { mapping.set(.moduleName("layers.\(layer)"), to: "n") }
    let explanation = try explain(mapping, Query(modulePath: "layers.12.fc"))
    #expect(explanation.nearNames.map(\.entry.key) == [.moduleName("layers.11")])
  }

  @Test func aModuleIsUsedInItsParent() throws {
    let mapping = QConfigMapping().setModuleNameObjectTypeOrder("a.b", "T", 2, "o")
    let module = try explain(mapping, Query(modulePath: "a.b", moduleType: "T"))
    #expect(module.order?.modulePath == "a")
    #expect(module.order?.misplaced.map(\.rule) == [.moduleNameObjectTypeOrder(0)])
    #expect(module.order?.otherUses.isEmpty == true)
    let call = try explain(
      mapping, Query(operation: .callFunction, modulePath: "a.b", target: "T"))
    #expect(call.order?.misplaced.isEmpty == true)
    #expect(call.order?.otherUses.map(\.rule) == [.moduleNameObjectTypeOrder(0)])
    for operation in [NodeOperation.callMethod, .getAttribute] {
      #expect(try explain(mapping, Query(operation: operation, modulePath: "a")).order == nil)
    }
  }

  @Test func theClosestRegexesComeFirst() throws {
    let mapping = QConfigMapping()
      .setModuleNameRegex(#"model\.layers\.1\.mlp"#, "stops at the dot")
      .setModuleNameRegex(#"model\.layers\.\d+\.mlp\.down"#, "stops late")
      .setModuleNameRegex(#"layers\.\d+\.mlp"#, "begins later")
      .setModuleNameRegex(#"(?!.*gate)model\.layers"#, "is ruled out")
      .setModuleNameRegex(#"mo$"#, "says too little")
      .setModuleNameRegex(#".*"#, "matches")
    let rules = try CompiledRules(mapping)
    let query = Query(modulePath: "model.layers.11.mlp.gate")
    let misses = rules.explain(query, nearMisses: 9).regexes.nearMisses
    #expect(misses.map(\.entry.rule.position) == [2, 3, 1, 0])
    #expect(misses[0].reason == .beginsLater(position: 6))
    guard case .ruledOut(let look) = misses[1].reason, case .stopped(let late) = misses[2].reason,
      case .stopped(let dot) = misses[3].reason
    else {
      Issue.record("\(misses)")
      return
    }
    #expect(look.position == 0 && look.elements == [0..<10])
    #expect(late.position == 20 && dot.position == 14)
    #expect(rules.explain(query, nearMisses: 2).regexes.nearMisses == Array(misses.prefix(2)))
    #expect(rules.explain(query, nearMisses: 0).regexes.nearMisses.isEmpty)
  }

  // MARK: Text

  @Test func oddTextIsEscapedAndCaretsStandUnderIt() throws {
    let mapping = QConfigMapping().setModuleNameRegex("a\tbc\\.\u{1B}d", "q")
    let text = try explain(mapping, Query(modulePath: "a\tbc.x")).text()
    #expect(
      text.contains(
        """
            [0]  a\\tbc\\.\\u{1B}d  q
                        ^
                 a\\tbc.x
                       ^ position 5: 'x', where the pattern has \\u{1B}

        """))
  }

  @Test func coloursChangeNoWord() throws {
    let mapping = QConfigMapping().setModuleNameRegex(#"layers\.1\.a"#, "q").setGlobal("g")
    let explanation = try explain(mapping, Query(modulePath: "layers.11"))
    let colored = explanation.text(style: TextStyle(isColored: true))
    #expect(colored.contains("\u{1B}["))
    #expect(colored.replacing(/\u{1B}\[[0-9;]*m/, with: "") == explanation.text())
  }
}
