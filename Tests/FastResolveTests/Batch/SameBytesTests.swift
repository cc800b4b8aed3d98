import Testing

@testable import FastResolve

/// The same input and rules give the same bytes, whatever the threads, chunks and caches, and
/// they are those of the slow path.
@Suite struct SameBytesTests {
  /// Queries as TSV; an index that isn't given is an empty cell.
  static func tsv(_ queries: [Query]) -> String {
    "index\tmodel\tmodule_path\top\tmodule_type\ttarget\n"
      + queries.map { query in
        [
          query.index.map(String.init) ?? "", query.model, query.modulePath,
          query.operation.rawValue, query.moduleType, query.target,
        ].joined(separator: "\t") + "\n"
      }.joined()
  }

  static func jsonl(_ queries: [Query]) -> String {
    queries.map { query in
      var members: [JSONValue.Member] = [
        .init("target", .string(query.target)), .init("module_path", .string(query.modulePath)),
        .init("op", .string(query.operation.rawValue)), .init("model", .string(query.model)),
        .init("module_type", .string(query.moduleType)),
      ]
      if let index = query.index { members.append(.init("index", .number("\(index)"))) }
      return JSONValue.object(members).compactText + "\n"
    }.joined()
  }

  @Test(arguments: 0..<40)
  func threadsChunksAndCaches(seed: Int) throws {
    var cases = RandomCases(seed: UInt64(seed) + 1000)
    let mapping = cases.mapping()
    let queries = cases.queries(400, indexed: seed % 2 == 0 ? 0 : 0.3)
    let expected = try ReferenceResolver(mapping).resolve(queries)
      .map { "\($0.qconfig.cellText)\t\($0.rule)\n" }.joined()
    let rules = try CompiledRules(mapping)
    let unfiltered = try CompiledRules(mapping, for: .withoutFilter)
    for threads in [1, 2, 8] {
      for chunkBytes in [1, 50, 333, 1 << 20] {
        for cacheBytes in [0, 1 << 20] {
          var options = BatchOptions()
          options.threads = threads
          options.chunkBytes = chunkBytes
          options.cacheBytes = cacheBytes
          options.selection = ["qconfig", "rule"]
          options.writesHeader = false
          let runner = BatchRunner(rules, options)
          let tsv = try runner.run(tsv: Self.tsv(queries))
          #expect(tsv == expected, "\(threads) threads, chunks of \(chunkBytes)")
          options.outputFormat = .tsv
          let jsonl = BatchRunner(rules, options).outcome(Self.jsonl(queries), name: "in.jsonl")
          #expect(jsonl.output == expected, "\(threads) threads, chunks of \(chunkBytes), jsonl")
          // With a cache, too: such rules are good for anything.
          options.automatonUse = .withoutCacheForAny
          let alone = try BatchRunner(unfiltered, options).run(tsv: Self.tsv(queries))
          #expect(alone == expected, "\(threads) threads, chunks of \(chunkBytes), no filter")
        }
      }
    }
  }

  @Test(arguments: 0..<40)
  func whatIsCountedIsTrue(seed: Int) throws {
    var cases = RandomCases(seed: UInt64(seed) + 2000)
    let mapping = cases.mapping()
    try expectTrueCounts(mapping, cases.queries(seed % 4 == 0 ? 30 : 300))
  }

  /// Regexes that match nothing but what module names decide are known to match all the same,
  /// whether it is the path of the name itself, the first time or later, or one below it.
  @Test(arguments: 0..<40)
  func regexesOfNamedPathsAreKnownToMatch(seed: Int) throws {
    var cases = RandomCases(seed: UInt64(seed) + 2200)
    var random = SplitMix64(seed: UInt64(seed) + 2300)
    let queries = cases.queries(150)
    let paths = Array(Set(queries.map(\.modulePath))).sorted()
    var mapping = QConfigMapping()
    for path in paths {
      if random.chance(0.5) { mapping.set(.moduleName(path), to: "n") }
      if random.chance(0.5) { mapping.set(.moduleNameRegex(escapedPattern(path) + "$"), to: "r") }
    }
    try expectTrueCounts(mapping, queries)
  }

  private func expectTrueCounts(_ mapping: QConfigMapping, _ queries: [Query]) throws {
    let reference = try ReferenceResolver(mapping)
    let answers = try reference.resolve(queries)
    let matching = try reference.matchingRules(queries)
    for (threads, chunkBytes, cacheBytes) in [(1, 1 << 20, 1 << 20), (4, 200, 0), (3, 90, 9000)] {
      var options = BatchOptions()
      options.threads = threads
      options.chunkBytes = chunkBytes
      options.cacheBytes = cacheBytes
      // Without a filter, where it isn't needed.
      if cacheBytes == 0 { options.automatonUse = .withoutCacheForAny }
      let rules = try CompiledRules(mapping, for: options)
      let outcome = BatchRunner(rules, options).outcome(Self.tsv(queries), name: "in.tsv")
      let summary = try #require(outcome.summary)
      #expect(summary.rows == queries.count)
      #expect(summary.rules.count == mapping.ruleCount)
      #expect(summary.undecided == answers.count { $0.rule == .none })
      for use in summary.rules {
        #expect(use.decided == answers.count { $0.rule == use.rule }, "\(use.rule)")
        #expect(use.hasMatched == matching.contains(use.rule), "\(use.rule) \(use.key)")
      }
      #expect(
        Set(summary.unmatchedRules.map(\.rule))
          == Set(summary.rules.map(\.rule)).subtracting(matching))
      // The answers hang on nothing that is only noted.
      options.notesMatches = false
      let unnoted = BatchRunner(rules, options).outcome(Self.tsv(queries), name: "in.tsv")
      #expect(unnoted.output == outcome.output)
      let counts = try #require(unnoted.summary)
      #expect(counts.rules.map(\.decided) == summary.rules.map(\.decided))
      #expect(counts.rules.allSatisfy { $0.hasMatched == ($0.decided > 0) })
      #expect(counts.unmatchedRules.allSatisfy { $0.decided == 0 })
      #expect(counts.overruledRules.isEmpty)
    }
  }

  @Test(arguments: 0..<300)
  func randomCSVReadsTheSameInAnyChunks(seed: Int) throws {
    // Well-formed and malformed rows; what is to be the same is the outcome, errors included.
    var random = SplitMix64(seed: UInt64(seed))
    let pieces = ["a", ",", "\"", "\"\"", "\n", "\r\n", "\",\"", "b.c", "\"x\"", "é", ""]
    var text = "module_path,x\n"
    for _ in 0..<random.below(60) { text += random.pick(pieces) }
    var options = BatchOptions()
    options.badRows = .skip
    options.threads = 2
    let rules = try CompiledRules(QConfigMapping().setModuleName("a", "A"))
    let whole = BatchRunner(rules, options).outcome(text, name: "in.csv")
    for chunkBytes in [1, 2, 5, 16] {
      options.chunkBytes = chunkBytes
      let cut = BatchRunner(rules, options).outcome(text, name: "in.csv")
      #expect(cut.output == whole.output)
      #expect(cut.skipped == whole.skipped)
      #expect(cut.error == whole.error)
    }
  }
}
