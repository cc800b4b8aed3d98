import Foundation
import Testing

@testable import FastResolve

/// A pass shows every row once, with the index it has, whatever the threads and chunks.
@Suite struct InventoryPassTests {
  /// The queries with the indexes that order rules of any of the mappings may ask for.
  static func counted(_ queries: [Query], _ mappings: [QConfigMapping]) -> [Query] {
    struct Pair: Hashable {
      var path: [UInt8]
      var type: String
    }
    var named: Set<Pair> = []
    for rule in mappings.flatMap({ $0.rules(in: .moduleNameObjectTypeOrder) }) {
      guard case .moduleNameObjectTypeOrder(let path, let type, _) = rule.key else { continue }
      named.insert(Pair(path: Array(path.utf8), type: type.canonicalName))
    }
    var counts: [Pair: Int] = [:]
    var model: String?
    return queries.map { query in
      if query.model != model { counts = [:] }
      model = query.model
      let path = Array(query.modulePath.utf8)
      let pair: Pair
      switch query.operation {
      case .callModule:
        let parent = path[..<(path.lastIndex(of: UInt8(ascii: ".")) ?? 0)]
        pair = Pair(path: Array(parent), type: ObjectType(query.moduleType).canonicalName)
      case .callFunction: pair = Pair(path: path, type: ObjectType(query.target).canonicalName)
      default: return query
      }
      guard named.contains(pair) else { return query }
      defer { counts[pair, default: 0] += 1 }
      var query = query
      query.index = query.index ?? counts[pair, default: 0]
      return query
    }
  }

  static func csv(_ queries: [Query]) -> String {
    var random = SplitMix64(seed: 1)
    return "note,index,model,module_path,op,module_type,target\r\n"
      + queries.map { query in
        let cells = [
          query.index.map(String.init) ?? "", query.model, query.modulePath,
          query.operation.rawValue, query.moduleType, query.target,
        ]
        // Rows of several lines, and models within quotes.
        let note = random.pick(["", "x", "\"a\nb\"", "\"\"\"\n\r\n\""])
        return note + ","
          + cells.map { random.chance(0.2) ? "\"\($0)\"" : $0 }.joined(separator: ",")
          + "\n"
      }.joined()
  }

  /// JSON with names of models that have to be unescaped.
  static func jsonl(_ queries: [Query]) -> String {
    SameBytesTests.jsonl(queries).replacing("\"model\":\"m", with: "\"model\":\"\\u006d")
  }

  @Test(arguments: 0..<30)
  func everyRowWithItsIndex(seed: Int) throws {
    var cases = RandomCases(seed: UInt64(seed) + 5000)
    let mappings = (0..<seed % 3).map { _ in cases.mapping() }
    let queries = cases.queries(300, indexed: seed % 2 == 0 ? 0 : 0.3)
    let counted = Self.counted(queries, mappings)
    let answers = try mappings.map { try ReferenceResolver($0).resolve(queries).map(\.rule) }
    let models = queries.indices.count { $0 == 0 || queries[$0].model != queries[$0 - 1].model }
    let inputs = [
      ("in.tsv", SameBytesTests.tsv(queries)), ("in.csv", Self.csv(queries)),
      ("in.jsonl", Self.jsonl(queries)),
    ]
    for (name, text) in inputs {
      for (threads, chunkBytes) in [(1, 1 << 20), (1, 1), (3, 50), (2, 333), (8, 2000)] {
        var runner = PassRunner(try mappings.map { try CompiledRules($0) })
        runner.options.threads = threads
        runner.options.chunkBytes = chunkBytes
        let outcome = runner.outcome(text, name: name)
        #expect(outcome.error == nil)
        let context: Comment = "\(name), \(threads) threads, chunks of \(chunkBytes)"
        #expect(outcome.summary?.rows == queries.count, context)
        #expect(outcome.summary?.models == models, context)
        #expect(outcome.summary?.bytesRead == text.utf8.count, context)
        guard outcome.rows.count == queries.count else {
          Issue.record(context)
          continue
        }
        for (position, row) in outcome.rows.enumerated() {
          var expected = counted[position]
          if name != "in.jsonl", expected.operation == .callModule { expected.target = "" }
          #expect(row.query == expected, context)
          #expect(row.rules == answers.map { $0[position] }, context)
        }
      }
    }
  }

  @Test(arguments: 0..<20)
  func printsWhatTheResolverPrints(seed: Int) throws {
    var cases = RandomCases(seed: UInt64(seed) + 6000)
    let rules = try CompiledRules(cases.mapping())
    let queries = cases.queries(200, indexed: 0.2)
    let paths = queries.map { $0.modulePath + "\n" }.joined()
    let inputs = [
      ("in.tsv", SameBytesTests.tsv(queries)), ("in.csv", Self.csv(queries)),
      ("in.jsonl", Self.jsonl(queries)), ("in.txt", paths),
      // Columns of the names that are added.
      ("in.tsv", "rule\tmodule_path\n" + queries.map { "r\t\($0.modulePath)\n" }.joined()),
      ("in.jsonl", queries.map { "{\"rule\":1, \"module_path\":\"\($0.modulePath)\"}\n" }.joined()),
    ]
    for (name, text) in inputs {
      for format: OutputFormat? in [nil, .jsonl, .csv, .tsv] {
        var options = BatchOptions()
        options.badRows = .skip
        options.outputFormat = format
        let expected = BatchRunner(rules, options).outcome(text, name: name)
        for (threads, chunkBytes) in [(1, 1 << 20), (3, 70)] {
          var runner = PassRunner([rules])
          runner.options.threads = threads
          runner.options.chunkBytes = chunkBytes
          runner.options.badRows = .skip
          runner.format = format
          let outcome = runner.outcome(text, name: name)
          #expect(outcome.output == expected.output, "\(name) \(String(describing: format))")
          #expect(outcome.skipped == expected.skipped)
          #expect(outcome.error == expected.error)
          #expect(outcome.warnings == expected.warnings)
        }
      }
    }
  }

  @Test(arguments: TorchTests.cases)
  func torchCases(url: URL) throws {
    func text(_ suffix: String) throws -> String {
      try String(contentsOf: URL(filePath: url.path() + suffix), encoding: .utf8)
    }
    let rules = try CompiledRules(QConfigMapping(json: text(".rules.json")))
    let queries = try text(".queries.tsv")
    let expected = try text(".expected.jsonl").split(separator: "\n").map {
      try QConfig(json: String($0))
    }
    let withoutIndex = queries.split(separator: "\n").map { (line: Substring) -> String in
      let end = line.lastIndex(of: "\t") ?? line.endIndex
      return line[..<end] + "\n"
    }.joined()
    for input in [queries, withoutIndex] {
      for (threads, chunkBytes) in [(1, 1 << 20), (3, 700)] {
        var runner = PassRunner([rules])
        runner.options.threads = threads
        runner.options.chunkBytes = chunkBytes
        let outcome = runner.outcome(input, name: "in.tsv")
        #expect(outcome.rows.map { $0.place.line } == Array(2..<expected.count + 2))
        let qconfigs = outcome.rows.map { row in
          row.rules[0].tier.map { rules.mapping.qconfig(in: $0, at: row.rules[0].position) }
            ?? .null
        }
        #expect(qconfigs == expected)
      }
    }
  }

  @Test func placesAndTexts() throws {
    var pass = InventoryPass([])
    pass.options.chunkBytes = 4
    let inputs: [BatchInput] = [
      .bytes(Array("a\n\nb".utf8), name: "one.txt"),
      .bytes(Array("x,module_path\n\"1\n2\",a\n3,b\r\n".utf8), name: "two.csv"),
      .bytes(
        Array("\n{\"module_path\": \"a\\u0062\"} \n\n{\"module_path\":\"c\"}".utf8), name: "3.jsonl"
      ),
    ]
    struct Places: RowVisitor {
      var seen: [(RowPlace, String)] = []
      mutating func visit(_ row: VisitedRow, _ output: inout RowOutput) throws(RowFailure) {
        seen.append((row.place, row.text + "|" + row.fields.modulePath.text))
      }
      mutating func merge(_ other: consuming Places) { seen += other.seen }
    }
    // Without output, inputs may have different columns.
    let result = try pass.run(inputs) { Places() }
    let seen = result.visitor.seen.sorted { $0.0 < $1.0 }
      .map { "\($0.0.text(inputs)) \($0.1)" }
    let models = result.summary.models
    #expect(
      seen == [
        "one.txt:1 a|a", "one.txt:2 |", "one.txt:3 b|b", "two.csv:2 \"1\n2\",a|a",
        "two.csv:4 3,b|b", "3.jsonl:2 {\"module_path\": \"a\\u0062\"}|ab",
        "3.jsonl:4 {\"module_path\":\"c\"}|c",
      ])
    #expect(models == 3)
  }

  // MARK: Bad rows

  @Test(arguments: 0..<100)
  func badRowsAsTheResolverReportsThem(seed: Int) throws {
    var random = SplitMix64(seed: UInt64(seed) + 7000)
    let pieces = ["a", ",", "\"", "\"\"", "\n", "\r\n", "\",\"", "b.c", "\"x\"", "é", "", "\n"]
    var csv = "module_path,x\n"
    for _ in 0..<random.below(60) { csv += random.pick(pieces) }
    let tsv =
      "module_path\top\tindex\n"
      + (0..<30).map { _ in
        random.pick(["a\t\t\n", "a.b\tcall_modul\t1\n", "c\t\n", "d\t\t-1\n", "e\tget_attr\t2\n"])
      }.joined()
    let mapping = QConfigMapping().setModuleName("a", "A").setGlobal("g")
    for (name, text) in [("in.csv", csv), ("in.tsv", tsv)] {
      for policy in BatchOptions.BadRowPolicy.allCases {
        var options = BatchOptions()
        options.badRows = policy
        let expected = try BatchRunner(mapping, options).outcome(text, name: name)
        for chunkBytes in [1, 7, 1 << 20] {
          var runner = PassRunner([try CompiledRules(mapping)])
          runner.options.badRows = policy
          runner.options.chunkBytes = chunkBytes
          runner.options.threads = 2
          let outcome = runner.outcome(text, name: name)
          #expect(outcome.output == expected.output)
          #expect(outcome.skipped == expected.skipped)
          #expect(outcome.error == expected.error)
          #expect(outcome.summary?.badRows == expected.summary?.badRows)
          #expect(outcome.summary?.rows == expected.summary?.rows)
        }
      }
    }
  }

  /// Rows that a visitor refuses, late ones too, are reported in their place.
  @Test(arguments: 0..<20)
  func refusedRows(seed: Int) throws {
    var cases = RandomCases(seed: UInt64(seed) + 8000)
    let rules = try CompiledRules(cases.mapping())
    let text = SameBytesTests.tsv(cases.queries(200, indexed: 0))
      .replacing("\tget_attr\t", with: "\tgetattr\t")
    for policy in BatchOptions.BadRowPolicy.allCases {
      func outcome(_ threads: Int, _ chunkBytes: Int) -> PassRunner.Outcome {
        var runner = PassRunner([rules])
        runner.options.badRows = policy
        runner.options.threads = threads
        runner.options.chunkBytes = chunkBytes
        return runner.outcome([.bytes(Array(text.utf8), name: "in.tsv")]) { query in
          query.index ?? 0 > 1
        }
      }
      let whole = outcome(1, 1 << 20)
      for (threads, chunkBytes) in [(1, 1), (3, 60), (2, 400)] {
        let cut = outcome(threads, chunkBytes)
        #expect(cut.output == whole.output)
        #expect(cut.skipped == whole.skipped)
        #expect(cut.error == whole.error)
        #expect(cut.summary?.rows == whole.summary?.rows)
        #expect(cut.rows == whole.rows)
      }
    }
  }

  @Test func aRegexThatIsGivenUpEndsThePass() throws {
    let mapping = QConfigMapping().setModuleNameRegex("(a+)+[^b]$", "x")
    let rules = try CompiledRules(mapping, matchLimits: MatchLimits(matchLimit: 100))
    let text = "module_path\nc\n" + String(repeating: "a", count: 40) + "b\nd\n"
    let expected = BatchRunner(rules).outcome(text, name: "in.tsv")
    let outcome = PassRunner([rules]).outcome(text, name: "in.tsv")
    #expect(expected.error?.hasPrefix("in.tsv:3: module_name_regex[0]: ") == true)
    #expect(outcome.error == expected.error)
    #expect(outcome.output == expected.output)
  }

  // MARK: Samples

  @Test func samples() throws {
    let folder = try TemporaryFolder()
    let lines = (0..<2000).map { "m\($0 / 100)\ta.b\($0)\n" }
    let text = "model\tmodule_path\n" + lines.joined()
    let path = try folder.write(text, to: "in.tsv")
    let csv = try folder.write(text.replacing("\t", with: ","), to: "in.csv")
    for input in [BatchInput.file(path), .file(csv), .bytes(Array(text.utf8), name: "in.tsv")] {
      var outcomes: [PassRunner.Outcome] = []
      for threads in [1, 3] {
        var runner = PassRunner([])
        runner.options.threads = threads
        runner.options.chunkBytes = 500
        runner.sampling = .oneChunk(in: 7)
        outcomes.append(runner.outcome([input]))
      }
      let paths = Set(outcomes[0].rows.map(\.query.modulePath))
      #expect(outcomes[0].error == nil)
      #expect(paths.count == outcomes[0].rows.count && paths.contains("a.b0"))
      #expect((200..<400).contains(paths.count), "\(paths.count)")
      #expect(paths.isSubset(of: (0..<2000).map { "a.b\($0)" }))
      #expect(paths == Set(outcomes[1].rows.map(\.query.modulePath)))
      #expect(outcomes[0].output == outcomes[1].output)
      #expect(outcomes[0].summary?.rows == paths.count)
    }
  }
}
