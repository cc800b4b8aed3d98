import Foundation
import Testing

@testable import FastResolve

/// The rules that match nothing and those that decide nothing, against brute force, whatever the
/// threads and chunks.
@Suite struct InventoryCheckTests {
  private static func found(_ report: CheckReport) -> [PlainRuleUses.Expected] {
    report.findings.filter { inventoryLints.flatMap { $0.codes }.contains($0.code) }.map {
      finding in
      var found = PlainRuleUses.Expected(
        code: finding.code, rule: finding.rule ?? .none, rows: finding.rows ?? -1,
        related: finding.related.map { "\($0.rule) \($0.rows ?? -1)" },
        examples: finding.examples.map { Array($0.utf8) })
      found.highest = finding.message.firstMatch(of: /the highest is (\d+)$/).flatMap { Int($0.1) }
      return found
    }
  }

  private static func inputs(_ inputs: [[Query]]) -> [BatchInput] {
    inputs.enumerated().map { number, queries in
      .bytes(Array(SameBytesTests.tsv(queries).utf8), name: "\(number).tsv")
    }
  }

  @Test func randomRulesAndInventories() throws {
    var seen = (unmatched: 0, overruled: 0, severalHiders: 0, nearer: 0, wrongIndex: 0)
    for seed in 0..<60 {
      var cases = RandomCases(seed: UInt64(seed) + 11_000)
      var mapping = cases.mapping()
      let inputs = [cases.queries(seed % 10 == 0 ? 900 : 40), cases.queries(20, indexed: 0)]
      // Rules that hide each other: regexes in two spellings, and names with others below them.
      for key in mapping.moduleNameRegexes.keys {
        if cases.random.chance(0.7) { mapping.set(.moduleNameRegex("\(key.string)(?:)"), to: "x") }
      }
      for _ in 0..<seed % 7 {
        let path = cases.random.pick(inputs[0]).modulePath
        mapping.set(.moduleName(path), to: "x")
        for above in PlainMatches.chain(path).dropFirst() where cases.random.chance(0.7) {
          mapping.set(.moduleName(above), to: "y")
        }
      }
      let plain = try PlainRuleUses(mapping, inputs)
      for (threads, chunkBytes) in [(1, 1 << 20), (1, 1), (3, 50), (4, 700)] {
        var options = PassOptions()
        options.threads = threads
        options.chunkBytes = chunkBytes
        let report = try RuleSetCheck(mapping).report(
          inventories: Self.inputs(inputs), options: options)
        #expect(Self.found(report) == plain.findings, "\(seed), \(threads), \(chunkBytes)")
        let inventory = try #require(report.inventory)
        #expect(inventory.summary.rows == inputs.joined().count)
        for tier in RuleTier.allCases {
          let rows = plain.decided.filter { $0.key.tier == tier }.map(\.value).reduce(0, +)
          #expect(inventory.tiers[tier] == rows)
        }
        #expect(inventory.none.rows == plain.decided[.none] ?? 0)
        #expect(inventory.global.rows == plain.decided[.global] ?? 0)
      }
      seen.unmatched += plain.findings.count { $0.code == .unmatchedRule }
      seen.overruled += plain.findings.count { $0.code == .overruledRule }
      seen.severalHiders += plain.findings.count { $0.rows > 0 && $0.related.count > 2 }
      seen.nearer += plain.findings.count { $0.rows == 0 && !$0.related.isEmpty }
      seen.wrongIndex += plain.findings.count { $0.highest != nil }
    }
    #expect(seen.unmatched > 100 && seen.overruled > 50)
    #expect(seen.severalHiders > 10 && seen.nearer > 3 && seen.wrongIndex > 10, "\(seen)")
  }

  /// A thousand regexes hide each other on real paths.
  @Test func aThousandRegexes() throws {
    let (patterns, paths) = try RegexRules.load()
    var mapping = QConfigMapping().setGlobal("q")
    for pattern in patterns { mapping.set(.moduleNameRegex(pattern), to: "x") }
    for pattern in patterns { mapping.set(.moduleNameRegex("\(pattern)(?:)"), to: "x") }
    let queries = stride(from: 0, to: paths.count, by: 20).map { Query(modulePath: paths[$0]) }
    let plain = try PlainRuleUses(mapping, [queries])
    #expect(plain.findings.count { $0.code == .overruledRule } > 20)
    for (threads, chunkBytes) in [(1, 1 << 20), (3, 900)] {
      var options = PassOptions()
      options.threads = threads
      options.chunkBytes = chunkBytes
      let report = try RuleSetCheck(mapping).report(
        inventories: Self.inputs([queries]), options: options)
      #expect(Self.found(report) == plain.findings)
    }
  }

  @Test func theSample() throws {
    let inventory = Fixtures.path("../../Examples/zoo.tsv")
    let report = try RuleSetCheck(contentsOf: Fixtures.path("../../Examples/rules.json"))
      .report(inventories: [.file(inventory)])
    #expect(
      report.findings.map { "\($0.code) \($0.rule?.description ?? "")" } == [
        "FR101 object_type[5]", "FR101 object_type[6]", "FR101 object_type[7]",
        "FR101 module_name_regex[6]", "FR101 module_name[1]", "FR101 module_name[3]",
        "FR101 module_name[4]", "FR101 module_name_object_type_order[1]",
      ])
    #expect(
      report.findings[5].message
        == #"matches nothing: no path is "model.layer.0" or lies below it: "#
        + #"none holds "model.layer", did you mean "model.layers"?"#)
    #expect(report.inventory?.summary.rows == 3102)
    #expect(
      report.inventory?.global.types.first
        == .init(type: "torch.nn.modules.activation.ReLU", rows: 422, example: "relu"))
  }

  // MARK: Messages

  private func report(
    _ mapping: QConfigMapping, _ rows: String, limits: MatchLimits = MatchLimits(),
    ignoring ignored: Set<LintCode> = []
  ) throws -> CheckReport {
    let all = Set(LintCode.allCases.filter { $0.rawValue < "FR100" })
    return try RuleSetCheck(mapping, source: "rules.json").report(
      ignoring: ignored.union(all),
      inventories: [.bytes(Array(rows.utf8), name: "in.tsv")], matchLimits: limits)
  }

  @Test func text() throws {
    let mapping = QConfigMapping().setGlobal("q").setObjectType("torch.nn.ReLU", "r")
      .setModuleNameRegex("a", "0").setModuleNameRegex(#"a\.b"#, "1").setModuleName("a", "n")
      .setModuleName("a.b", "m").setModuleName("a.c", "m").setModuleName("z", "z")
      .setModuleNameObjectTypeOrder("a", "torch.nn.Linear", 5, "o")
      .setModuleNameObjectTypeOrder("", "torch.nn.GELU", 0, "o")
    let rows = """
      model\tmodule_path\tmodule_type
      1\ta.b\ttorch.nn.Linear
      1\ta.b.d\ttorch.nn.ReLU
      1\ta.c\ttorch.nn.modules.linear.Linear
      1\tx\ttorch.nn.Linear
      2\ty\ttorch.nn.modules.linear.Linear
      2\tab\ttorch.nn.GELUs

      """
    let report = try report(mapping, rows)
    #expect(
      report.text() == #"""
        warning FR102 object_type[0][0]: torch.nn.ReLU doesn't decide the one row that it matches: module_name[1] does
            see module_name[1]  a.b  (1 row)
            e.g. a.b.d

        warning FR102 module_name_regex[1][0]: decides none of the 2 rows that it matches: module_name[1] does
            a\.b
            see module_name[1]  a.b  (2 rows)
            e.g. a.b
                 a.b.d

        warning FR101 module_name[0][0]: matches nothing: every path at or below "a" has a nearer rule, such as module_name[1]
            see module_name[1]  a.b  (2 rows)
                module_name[2]  a.c  (1 row)

        warning FR101 module_name[3][0]: matches nothing: no path is "z" or lies below it

        warning FR101 module_name_object_type_order[0]: matches nothing: no use of torch.nn.Linear in "a" has the index 5; the highest is 1
            (a, torch.nn.Linear, 5)

        warning FR101 module_name_object_type_order[1]: matches nothing: torch.nn.GELU is never used in the root module
            (, torch.nn.GELU, 0)

        6 rows of 2 models, decided by
          module_name_object_type_order   0    0.0 %
          module_name                     3   50.0 %
          module_name_regex               1   16.7 %
          object_type                     0    0.0 %
          global                          2   33.3 %
          none                            0    0.0 %
        left to the global rule, most often
          2  torch.nn.Linear  e.g. x

        rules.json: 6 warnings in 10 rules

        """#)
  }

  @Test func json() throws {
    let mapping = QConfigMapping().setModuleNameRegex("a", "0").setModuleNameRegex("ab", nil)
    let report = try report(mapping, "module_path\tmodule_type\nab\t\nc\tx.Y\n")
    #expect(
      report.json.compactText == """
        {"schema":"fastresolve.check/1","source":"rules.json","rules":2,\
        "counts":{"error":0,"warning":1,"note":0},"findings":[\
        {"code":"FR102","severity":"warning","title":"rule that decides nothing",\
        "place":"module_name_regex[1][0]","rule":"module_name_regex[1]","key":["ab"],"qconfig":null,\
        "message":"doesn't decide the one row that it matches: module_name_regex[0] does",\
        "position":null,"suggestion":null,"rows":1,"unknown_rows":0,\
        "related":[{"rule":"module_name_regex[0]","key":["a"],"qconfig":"0","rows":1}],\
        "examples":["ab"]}],\
        "inventory":{"rows":2,"bad_rows":0,"models":1,"tiers":{"global":0,"object_type":0,\
        "module_name_regex":1,"module_name":0,"module_name_object_type_order":0,"none":1},\
        "global":{"rows":0,"types":[]},\
        "none":{"rows":1,"types":[{"type":"x.Y","rows":1,"example":"c"}]}},\
        "inventory_skipped":false}
        """)
  }

  @Test func manyHidersAreCounted() throws {
    var mapping = QConfigMapping().setGlobal("q")
    for number in 0..<12 { mapping.set(.moduleName("m\(number)"), to: "x") }
    let report = try report(
      mapping, "module_path\n" + (0..<12).map { "m\($0)\n" }.joined() + "m11\n")
    let hidden = try #require(report.findings.first)
    #expect(
      hidden.message
        == "decides none of the 13 rows that it matches: module_name[11] and 11 other rules do")
    #expect(hidden.related.map(\.rows) == [2] + Array(repeating: 1, count: 11))
    #expect(hidden.examples == ["m0", "m1", "m2"])
    #expect(report.text().contains("\n        and 7 other rules\n"))
  }

  @Test func nothingIsFoundWhereEveryRuleDecides() throws {
    let mapping = QConfigMapping().setGlobal("q").setModuleNameRegex("a", "0")
      .setModuleName("b", "n")
    #expect(try report(mapping, "module_path\nab\nb\nc\n").findings.isEmpty)
  }

  @Test func whatIsIgnoredIsNotThere() throws {
    let mapping = QConfigMapping().setModuleNameRegex("a", "0").setModuleNameRegex("ab", "1")
      .setModuleName("z", "n")
    func codes(_ ignored: Set<LintCode>) throws -> [LintCode] {
      try report(mapping, "module_path\nab\n", ignoring: ignored).findings.map(\.code)
    }
    #expect(try codes([]) == [.overruledRule, .unmatchedRule])
    #expect(try codes([.unmatchedRule]) == [.overruledRule])
    #expect(try codes([.overruledRule]) == [.unmatchedRule])
  }

  // MARK: What can't be known

  @Test func aRegexThatIsGivenUp() throws {
    let heavy = "(a+)+[^b]$"
    let tail = String(repeating: "a", count: 30) + "b"
    let limits = MatchLimits(matchLimit: 100_000)
    let named = QConfigMapping().setModuleNameRegex(heavy, "0").setModuleName(tail, "n")
      .setModuleName("aac", "n")
    let report = try report(named, "module_path\n\(tail)\naac\n", limits: limits)
    let finding = try #require(report.findings.first)
    #expect(finding.code == .overruledRule)
    #expect(finding.rows == 1 && finding.unknownRows == 1)
    #expect(
      finding.message
        == "doesn't decide the one row that it matches: module_name[1] does; on 1 more row it ran into "
        + "the match limit, so that nobody knows whether it matches, and others decide them")
    // Where the answer hangs on it, nothing can be said of the inventory.
    let error = #expect(throws: InputError.self) {
      try self.report(
        QConfigMapping().setModuleNameRegex(heavy, "0"), "module_path\nc\n\(tail)\n",
        limits: limits)
    }
    #expect(error?.line == 3)
  }

  @Test(arguments: [
    #"{"module_name_regex": [["a(", 1]], "module_name": [["b", 1]]}"#,
    #"{"module_names": [["b", 1]]}"#, "{",
  ])
  func rulesThatCantBeUsed(rules: String) throws {
    let report = try RuleSetCheck(utf8: Array(rules.utf8)).report(
      inventories: [.bytes(Array("module_path\nc\n".utf8), name: "in.tsv")])
    #expect(report.has(.error))
    #expect(report.inventory == nil && report.isInventorySkipped)
    #expect(report.findings.allSatisfy { $0.code < .unmatchedRule })
    #expect(
      report.text().contains("\nthe inventory was not looked at: these rules can't be used\n"))
    #expect(report.json.compactText.hasSuffix(#""inventory":null,"inventory_skipped":true}"#))
  }

  // MARK: Parts

  /// Rules begin to decide at random; what is counted for those that don't is never lost.
  @Test(arguments: 0..<20)
  func overruledRows(seed: Int) {
    var random = SplitMix64(seed: UInt64(seed))
    var table = OverruledRows()
    var waiting = Array(repeating: true, count: 200)
    var expected: [[UInt32]: Int] = [:]
    for _ in 0..<20_000 {
      let rule = random.below(199) + 1
      if random.chance(0.01) { waiting[rule] = false }
      guard waiting[rule] else { continue }
      let deciding = random.below(seed < 10 ? 5 : 200)
      table.add(RuleID(UInt32(rule)), deciding: RuleID(UInt32(deciding)), rows: 2) {
        waiting[$0.index]
      }
      expected[[UInt32(rule), UInt32(deciding)], default: 0] += 2
    }
    var found: [[UInt32]: Int] = [:]
    table.forEach { rule, deciding, rows in
      if waiting[rule.index] { found[[rule.number, deciding.number]] = rows }
    }
    #expect(found == expected.filter { waiting[Int($0.key[0])] })
    #expect(!found.isEmpty)
  }

  /// However places are dealt out, the first three paths come out.
  @Test(arguments: 0..<50)
  func firstPaths(seed: Int) {
    var random = SplitMix64(seed: UInt64(seed))
    let paths = (0..<30).map { line in (line, "p\(random.below(6))") }
    var expected: [String] = []
    for (_, path) in paths where expected.count < 3 && !expected.contains(path) {
      expected.append(path)
    }
    var parts = Array(repeating: FirstPaths(), count: 3)
    for (line, path) in paths.shuffled() {
      let part = random.below(3)
      path.withByteSlice { parts[part].note($0, at: RowPlace(input: 0, line: line)) }
    }
    parts[0].merge(parts[1])
    parts[0].merge(parts[2])
    #expect(parts[0].paths == expected)
  }
}
