import Testing

@testable import FastResolve

/// What changes between rule sets is what the slow path finds, whatever the threads, chunks and
/// formats.
@Suite struct InventoryDiffTests {
  @Test(arguments: 0..<24)
  func bruteForce(seed: Int) throws {
    var cases = RandomCases(seed: UInt64(seed) + 11_000)
    let old = cases.mapping()
    let new = seed % 4 == 0 ? cases.mapping() : cases.edited(old)
    let (oldRules, newRules) = (try CompiledRules(old), try CompiledRules(new))
    // Models that come again, so that rows do.
    var queries = cases.queries(150, indexed: seed % 2 == 0 ? 0 : 0.3)
    queries += queries.map { query in
      var query = query
      query.model += "'"
      return query
    }
    let plain = try PlainDiff(old, new, queries)
    let inputs = [
      ("in.tsv", SameBytesTests.tsv(queries)), ("in.csv", InventoryPassTests.csv(queries)),
      ("in.jsonl", InventoryPassTests.jsonl(queries)),
    ]
    for (name, text) in inputs {
      for (threads, chunkBytes, cacheBytes) in [
        (1, 1 << 20, 1 << 22), (1, 1, 1 << 22), (3, 50, 0), (2, 333, 20_000), (8, 2000, 1 << 22),
      ] {
        var options = PassOptions()
        options.threads = threads
        options.chunkBytes = chunkBytes
        options.cacheBytes = cacheBytes
        let sink = MemorySink()
        let diff = try InventoryDiff(
          from: oldRules, to: newRules, over: [.bytes(Array(text.utf8), name: name)],
          options: options, rows: .init(sink, format: .jsonl))
        let context: Comment = "\(name), \(threads) threads, chunks of \(chunkBytes)"
        expect(diff, isAs: plain, queries, name: name, context)
        try expect(rows: sink, areThoseOf: plain, context)
      }
    }
  }

  private func expect(
    _ diff: InventoryDiff, isAs plain: PlainDiff, _ queries: [Query], name: String,
    _ context: Comment
  ) {
    #expect(diff.summary.rows == queries.count, context)
    #expect(diff.changedRows == plain.changed.count, context)
    #expect(diff.models == Set(queries.map(\.model)).count, context)
    #expect(diff.changedModels == plain.changedModels.count, context)
    #expect(diff.changedPaths == plain.changedPaths.count, context)
    #expect(diff.transitions.count == plain.changes.count, context)
    for transition in diff.transitions {
      let change = PlainDiff.Change(old: transition.oldQConfig, new: transition.newQConfig)
      let pairs = plain.changes[change] ?? [:]
      #expect(transition.rows == pairs.values.reduce(0, +), context)
      #expect(Self.pairs(transition.rules) == pairs, context)
      let examples = (plain.examples[change] ?? []).map { queries[$0] }
      #expect(transition.examples.map(\.model) == examples.map(\.model), context)
      #expect(transition.examples.map(\.modulePath) == examples.map(\.modulePath), context)
      #expect(transition.examples.map(\.operation) == examples.map(\.operation), context)
      #expect(transition.examples.allSatisfy { $0.source == name }, context)
      if name != "in.csv" {
        let header = name == "in.tsv" ? 2 : 1
        #expect(
          transition.examples.map(\.line) == plain.examples[change]?.map { $0 + header }, context)
      }
    }
    // The most rows first; of as many, what comes first.
    let order = diff.transitions.map { transition in
      let change = PlainDiff.Change(old: transition.oldQConfig, new: transition.newQConfig)
      return (-transition.rows, plain.examples[change]?.first ?? .max)
    }
    #expect(zip(order, order.dropFirst()).allSatisfy { $0 < $1 }, context)
    for rules in diff.transitions.map(\.rules) + [diff.otherRules] {
      #expect(rules.map(\.rows) == rules.map(\.rows).sorted(by: >), context)
    }
    #expect(Self.pairs(diff.otherRules) == plain.others, context)
    #expect(diff.otherRuleRows == plain.others.values.reduce(0, +), context)
  }

  private static func pairs(_ rules: [InventoryDiff.RulePair]) -> [PlainDiff.Pair: Int] {
    Dictionary(
      uniqueKeysWithValues: rules.map {
        (PlainDiff.Pair(old: $0.oldRule, new: $0.newRule), $0.rows)
      })
  }

  private func expect(
    rows sink: MemorySink, areThoseOf plain: PlainDiff, _ context: Comment
  ) throws {
    let lines = String(decoding: sink.bytes, as: UTF8.self).split(separator: "\n")
    let answers = try lines.map { line in
      guard case .object(let members) = try JSONValue(parsing: String(line)) else { return "" }
      return JSONValue.object(members.suffix(4)).compactText
    }
    let expected = plain.changed.map { row in
      let values = [
        row.old.qconfig.value, .string("\(row.old.rule)"), row.new.qconfig.value,
        .string("\(row.new.rule)"),
      ]
      return JSONValue.object(zip(InventoryDiff.rowColumns, values).map { .init($0, $1) })
        .compactText
    }
    #expect(answers == expected, context)
  }

  @Test func keysTellWhetherARuleIsAnother() throws {
    // The regex that decides moves from 0 to 1, and a rule that says the same takes over from
    // another.
    let old = QConfigMapping().setModuleNameRegex("a", "x").setModuleNameRegex("c", "y")
      .setGlobal("y")
    let new = QConfigMapping().setModuleNameRegex("zzz", "z").setModuleNameRegex("a", "x")
      .setGlobal("y")
    let diff = try InventoryDiff(
      from: CompiledRules(old), to: CompiledRules(new),
      over: [.bytes(Array("a\na.b\nc\nd\n".utf8), name: "in.txt")])
    #expect(diff.transitions == [])
    #expect(
      diff.otherRules == [
        InventoryDiff.RulePair(
          oldRule: .moduleNameRegex(1), oldKey: .moduleNameRegex("c"), newRule: .global,
          newKey: .global, rows: 1)
      ])
    #expect(diff.ruleSets.moved == [])
    #expect(diff.ruleSets.added.map(\.key) == [.moduleNameRegex("zzz")])
    #expect(diff.ruleSets.removed.map(\.key) == [.moduleNameRegex("c")])
  }

  /// A qconfig that is spelled otherwise is another value; a null global is no rule.
  @Test func qconfigsCompareAsJSON() throws {
    let old = try QConfigMapping(json: #"{"": {"bits": 4}}"#)
    let diff = try InventoryDiff(
      from: CompiledRules(old), to: CompiledRules(QConfigMapping(json: #"{"": {"bits": 4.0}}"#)),
      over: [.bytes(Array("a\n".utf8), name: "in.txt")])
    #expect(diff.changedRows == 1)
    let gone = try InventoryDiff(
      from: CompiledRules(old), to: CompiledRules(QConfigMapping(json: #"{"": null}"#)),
      over: [.bytes(Array("a\n".utf8), name: "in.txt")])
    #expect(gone.transitions[0].rules[0].newRule == Rule.none)
    #expect(gone.transitions[0].rules[0].newKey == nil)
    #expect(gone.ruleSets.removed.map(\.rule) == [.global])
  }

  @Test func inputsCount() throws {
    let old = try CompiledRules(QConfigMapping().setModuleName("b", "x"))
    let new = try CompiledRules(QConfigMapping().setModuleName("b", "y"))
    let inputs: [BatchInput] = [
      .bytes(Array("a\nb.c\n".utf8), name: "one.txt"),
      .bytes(Array("model,module_path\nm,b\nn,b\n".utf8), name: "two.csv"),
    ]
    let diff = try InventoryDiff(from: old, to: new, over: inputs)
    #expect(
      diff.transitions[0].examples.map { "\($0.source):\($0.line) \($0.model) \($0.modulePath)" }
        == ["one.txt:2  b.c", "two.csv:2 m b", "two.csv:3 n b"])
    #expect(diff.models == 3)
    #expect(diff.changedPaths == 2)
  }

  /// Where rows don't repeat the groups step aside, and where memory is short they are forgotten.
  @Test(arguments: [0, 4000, 1 << 16, 1 << 22])
  func manyRows(cacheBytes: Int) throws {
    let old = QConfigMapping().setModuleNameRegex(".*[02468]$", "even").setGlobal("odd")
    let new = QConfigMapping().setModuleNameRegex(".*[05]$", "even").setGlobal("odd")
    let numbers = (0..<60_000).map { $0 < 30_000 ? $0 : $0 % 500 }
    let text = numbers.map { "layers.\($0)\n" }.joined()
    let changed = numbers.filter { ($0 % 2 == 0) != ($0 % 5 == 0) }
    var options = PassOptions()
    options.threads = 1
    options.cacheBytes = cacheBytes
    let diff = try InventoryDiff(
      from: CompiledRules(old), to: CompiledRules(new),
      over: [.bytes(Array(text.utf8), name: "in.txt")], options: options)
    #expect(diff.changedRows == changed.count)
    #expect(diff.changedPaths == Set(changed).count)
  }

  /// A row that can't be printed is a bad row and changes nothing.
  @Test func rowsThatTSVCannotHold() throws {
    let old = try CompiledRules(QConfigMapping().setGlobal("x"))
    let new = try CompiledRules(QConfigMapping().setGlobal("y"))
    var options = PassOptions()
    options.badRows = .skip
    let sink = MemorySink()
    let diff = try InventoryDiff(
      from: old, to: new,
      over: [.bytes(Array("note,module_path\n\"1\t2\",a\n3,b\n".utf8), name: "in.csv")],
      options: options, rows: .init(sink, format: .tsv))
    #expect(diff.changedRows == 1 && diff.changedPaths == 1 && diff.summary.rows == 1)
    #expect(diff.summary.badRows == 1)
    #expect(
      String(decoding: sink.bytes, as: UTF8.self)
        == "note\tmodule_path\told_qconfig\told_rule\tnew_qconfig\tnew_rule\n3\tb\tx\tglobal\ty\tglobal\n"
    )
  }

  @Test func aLimitIsAnError() throws {
    let old = try CompiledRules(QConfigMapping())
    let new = try CompiledRules(
      QConfigMapping().setModuleNameRegex("(a+)+[^b]$", "x"),
      matchLimits: MatchLimits(matchLimit: 100))
    let text = "c\n" + String(repeating: "a", count: 40) + "b\n"
    #expect(throws: InputError.self) {
      try InventoryDiff(from: old, to: new, over: [.bytes(Array(text.utf8), name: "in.txt")])
    }
  }
}
