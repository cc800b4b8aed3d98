import Testing

@testable import FastResolve

/// A bench of small rule sets on a few rows: what is counted, not how long it takes.
@Suite struct BenchTests {
  private static let mapping = QConfigMapping().setGlobal("g")
    .setModuleNameRegex(#".*\.attn$"#, "a").setModuleNameRegex(#"[a-z]+\.\d+\.mlp"#, "b")
    .setModuleNameRegex(#"\b(\w+)\W\d+\W\1"#, "c").setModuleNameRegex(#"nothing\.of.*this"#, "d")
    .setModuleName("head", "h")

  private static let text =
    "model\tmodule_path\tmodule_type\n"
    + (0..<3).flatMap { model in
      ["head", "head.fc"].map { "m\(model)\t\($0)\tL\n" }
        + (0..<40).flatMap { layer in
          ["attn", "mlp", "norm"].map { "m\(model)\tlayers.\(layer).\($0)\tT\n" }
        }
    }.joined()

  static func bench(
    _ names: [String] = ["one"], threads: [Int] = [1], mapping: QConfigMapping = mapping
  ) throws -> Bench {
    var options = BenchOptions()
    options.seconds = 0
    options.threads = threads
    return try Bench(
      names.map { name in Bench.Contestant(name) { try CompiledRules(mapping) } },
      on: .bytes(Array(text.utf8), name: "in.tsv"), options: options, version: "1.2.3")
  }

  @Test func shape() throws {
    let bench = try Self.bench(["one", "two"], threads: [2])
    let record = bench.record
    #expect(record.roundCount == BenchOptions.fewestRounds)
    #expect(record.machine.version == "1.2.3" && record.machine.cores > 0)
    #expect(record.machine.pcre2.first?.isNumber == true && !record.machine.system.isEmpty)
    #expect(record.inventory.rows == 366 && record.inventory.distinctPaths == 122)
    #expect(record.inventory.bytes == Self.text.utf8.count && record.inventory.isWhole)
    #expect(record.yardsticks.map(\.threads) == [1, 2])
    #expect(record.ruleSets.map(\.name) == ["one", "two"])
    for series in record.ruleSets {
      #expect(series.ruleCount == 6 && series.regexCount == 4)
      // One thread is always there: scaling is told by it.
      #expect(series.runs.map(\.threads) == [1, 1, 2, 2])
      #expect(series.runs.map(\.isCached) == [false, true, false, true])
      for seconds in series.measures().map(\.seconds) { #expect(seconds.allSatisfy { $0 > 0 }) }
      #expect(series.compileSeconds.count == record.roundCount * 4)
      #expect(series.runs.allSatisfy { $0.cold.seconds.count == record.roundCount })
      #expect(series.runs.allSatisfy { $0.warm.seconds.count == record.roundCount })
    }
    #expect(record.yardsticks.allSatisfy { $0.seconds.count == record.roundCount })
    #expect(bench.costs.count == 2)
  }

  /// Of three models that are the same, a cold pass knows two, and a warm one all.
  @Test func whatCachesKnow() throws {
    let runs = try Self.bench().record.ruleSets[0].runs
    #expect(runs[0].cold.hits.following + runs[0].cold.hits.found == 0)
    #expect(runs[0].warm.hits.following + runs[0].warm.hits.found == 0)
    // About `head` the regexes are asked once, and it is there three times.
    #expect(runs[0].cold.hits.askedPaths == 364 && runs[0].cold.hits.knownPaths == 0)
    #expect(runs[0].warm.hits.askedPaths == 363)
    // The first row of each is found, as it follows one of another model; the others follow.
    #expect(runs[1].cold.hits.found == 2 && runs[1].cold.hits.following == 242)
    #expect(runs[1].cold.hits.askedPaths == 122)
    #expect(runs[1].warm.hits.found == 3 && runs[1].warm.hits.following == 363)
    #expect(runs[1].warm.hits.askedPaths == 0)
  }

  /// Under thousands of regexes a run has no cache unless it is asked for one; a bench says what that is worth.
  @Test func cachesOfThousands() throws {
    var mapping = Self.mapping
    for number in 0..<BatchOptions.regexesWithoutCache {
      mapping.set(.moduleNameRegex(#"blocks\.\#(number)\..*"#), to: "q")
    }
    let runs = try Self.bench(mapping: mapping).record.ruleSets[0].runs
    #expect(runs[0].warm.hits.following + runs[0].warm.hits.found == 0)
    #expect(runs[1].warm.hits.following + runs[1].warm.hits.found == 366)
  }

  @Test func whatRulesCost() throws {
    let costs = try Self.bench().costs[0]
    // In a second pass about all rows but those of `head`, which were asked about in the first.
    #expect(costs.work.paths == 363)
    let byRule = Dictionary(uniqueKeysWithValues: costs.regexes.map { ($0.rule.position, $0) })
    // The last one's literal is nowhere, so it is never asked.
    #expect(byRule.keys.sorted() == [0, 1, 2])
    #expect(byRule[0]?.hits == 120)
    #expect(byRule[1]?.hits == 120)
    #expect(byRule[2]?.hits == 0 && byRule[2]?.engineCalls == byRule[2]?.calls)
    // It is asked about the rows that no other regex decides, and, as it has matched nothing yet,
    // about all others.
    #expect(byRule[2]?.calls == 363 && byRule[2]?.probes == 243)
    #expect(byRule[2]?.reasons.prefix(2) == [.noLiteral, .engine(.machineCode, share: 1)])
    #expect(byRule[2]?.reasons.contains(.probes(share: 243.0 / 363)) == true)
    #expect(byRule[0]?.reasons.contains(.matches(share: 1)) == true)
    #expect(costs.work.calls == costs.regexes.reduce(0) { $0 + $1.calls })
    #expect(costs.work.engineCalls == 363)
    #expect(costs.work.mostCandidates >= costs.work.ninthDecileCandidates)
    for regex in costs.regexes {
      #expect(regex.nanoseconds > 0 && regex.share > 0)
      #expect(regex.nanosecondsSpread.contains(regex.nanoseconds))
      #expect((regex.instructions == nil) == (costs.uncountedReason != nil))
    }
    let seconds = costs.regexes.map(\.seconds)
    #expect(seconds == seconds.sorted(by: >))
  }

  @Test func commonLiterals() throws {
    let mapping = QConfigMapping().setModuleNameRegex(#".*norm\w+x"#, "a")
    var options = BenchOptions()
    options.seconds = 0
    options.threads = [1]
    let bench = try Bench(
      [.init("one") { try CompiledRules(mapping) }],
      on: .bytes(Array(Self.text.utf8), name: "in.tsv"), options: options, version: "")
    let reasons = bench.costs[0].regexes.first?.reasons ?? []
    #expect(
      reasons.contains {
        guard case .literal(let literals, let share) = $0 else { return false }
        return literals == [.init(text: "norm", isAtStart: false, isAtEnd: false)]
          && abs(share - 120.0 / 366) < 1e-9
      })
  }

  @Test func backtracking() throws {
    let mapping = QConfigMapping().setModuleNameRegex(#"(?:\w+\.?)+[^\w.]"#, "a")
    let text = "module_path\n" + "layers.attention.output\nlayers.0\n"
    var options = BenchOptions()
    options.seconds = 0
    options.threads = [1]
    let bench = try Bench(
      [.init("one") { try CompiledRules(mapping) }],
      on: .bytes(Array(text.utf8), name: "in.tsv"), options: options, version: "")
    let steps = bench.costs[0].regexes.first?.reasons.compactMap { reason -> Int? in
      if case .backtracking(let steps, bytes: 23) = reason { return steps }
      return nil
    }
    #expect(steps?.first.map { $0 > 10_000 } == true)
  }

  @Test func ninthDecile() {
    func decile(_ counts: [Int]) -> Int {
      var asks = RegexAsks(count: 0)
      for (candidates, count) in counts.enumerated() {
        for _ in 0..<count { asks.notePath(candidates: candidates) }
      }
      return RegexWork(asks).ninthDecileCandidates
    }
    #expect(decile([10]) == 0)
    #expect(decile([9, 0, 1]) == 0)
    #expect(decile([8, 1, 0, 1]) == 1)
    #expect(decile([0, 0, 5, 4, 0, 0, 1]) == 3)
    #expect(decile([0, 1]) == 1)
  }

  @Test func instructionsAreCountedOrNot() {
    do {
      let counter = try InstructionCounter.open()
      let before = counter.count ?? 0
      #expect(before > 0)
      #expect((counter.count ?? 0) > before)
    } catch {
      #expect(!error.description.isEmpty)
    }
  }

  // MARK: What can't be measured

  private func error(_ text: String, _ mapping: QConfigMapping = Self.mapping) -> String? {
    var options = BenchOptions()
    options.seconds = 0
    do {
      _ = try Bench(
        [.init("one") { try CompiledRules(mapping, matchLimits: MatchLimits(matchLimit: 1000)) }],
        on: .bytes(Array(text.utf8), name: "in.tsv"), options: options, version: "")
      return nil
    } catch {
      return "\(error)"
    }
  }

  @Test func errors() {
    #expect(error("") == "in.tsv: is empty; a .tsv input begins with a header")
    #expect(error("module_path\n") == "in.tsv: has no rows to measure with")
    #expect(error("module_path\top\na\t\nb\tcall\n")?.hasPrefix("in.tsv:3: ") == true)
    let slow = QConfigMapping().setModuleNameRegex("(a+)+[^b]$", "x")
    let rows = "module_path\nc\n" + String(repeating: "a", count: 40) + "b\n"
    #expect(error(rows, slow)?.hasPrefix("in.tsv:3: module_name_regex[0]: ") == true)
  }
}
