import Testing

@testable import FastResolve

/// Statistics are those of plain dictionaries, whatever the threads, chunks and formats.
@Suite struct InventoryStatsTests {
  private static func top(_ names: [String], _ limit: Int) -> [InventoryStats.Frequency] {
    var counts: [[UInt8]: Int] = [:]
    for name in names { counts[Array(name.utf8), default: 0] += 1 }
    return counts.sorted { one, other in
      one.value == other.value
        ? one.key.lexicographicallyPrecedes(other.key) : one.value > other.value
    }
    .prefix(limit)
    .map { .init(name: String(decoding: $0.key, as: UTF8.self), rows: $0.value) }
  }

  private static func distribution(_ values: [Int]) -> InventoryStats.Distribution {
    let sorted = values.sorted()
    func rank(_ percent: Int) -> Int { sorted[(sorted.count * percent + 99) / 100 - 1] }
    let counts = Set(values).sorted().map { value in
      InventoryStats.Distribution.Count(value: value, rows: values.count { $0 == value })
    }
    return InventoryStats.Distribution(
      minimum: sorted[0], median: rank(50), percentile90: rank(90),
      maximum: sorted[sorted.count - 1], counts: counts)
  }

  private static func distinct(_ texts: [String]) -> Int { Set(texts.map { Array($0.utf8) }).count }

  @Test(arguments: 0..<40)
  func bruteForce(seed: Int) throws {
    var cases = RandomCases(seed: UInt64(seed) + 16_000)
    var queries = cases.queries(120, indexed: 0.5)
    queries += queries + cases.queries(100, indexed: 0.1)
    let limit = [10, 3, 0][seed % 3]
    let inputs = [
      ("in.tsv", SameBytesTests.tsv(queries)), ("in.csv", InventoryPassTests.csv(queries)),
      ("in.jsonl", InventoryPassTests.jsonl(queries)),
    ]
    for (name, text) in inputs {
      for (threads, chunkBytes) in [(1, 1 << 20), (1, 1), (3, 50), (2, 333), (8, 2000)] {
        var options = PassOptions()
        options.threads = threads
        options.chunkBytes = chunkBytes
        let stats = try InventoryStats(
          over: [.bytes(Array(text.utf8), name: name)], options: options, top: limit)
        let context: Comment = "\(name), \(threads) threads, chunks of \(chunkBytes)"
        expect(stats, of: queries, limit, context)
        expectOddities(stats, queries, name: name, context)
      }
    }
  }

  private func expect(
    _ stats: InventoryStats, of queries: [Query], _ limit: Int, _ context: Comment
  ) {
    let paths = queries.map(\.modulePath)
    let types = queries.map(\.moduleType).filter { !$0.isEmpty }
    let targets = queries.filter { [.callFunction, .callMethod].contains($0.operation) }
      .map(\.target).filter { !$0.isEmpty }
    let segments = paths.map { path in
      path.isEmpty
        ? [] : Array(path.utf8).split(separator: 0x2E, omittingEmptySubsequences: false)
    }
    let names = segments.compactMap(\.last).map { String(decoding: $0, as: UTF8.self) }
    #expect(stats.summary.rows == queries.count, context)
    #expect(stats.models == Set(queries.map(\.model)).count, context)
    let runs = queries.indices.count { $0 == 0 || queries[$0].model != queries[$0 - 1].model }
    #expect(stats.scatteredModelRuns == runs - stats.models, context)
    #expect(stats.largestModels == Self.top(queries.map(\.model), limit), context)
    #expect(stats.operations == Self.top(queries.map(\.operation.rawValue), .max), context)
    #expect(stats.indexedRows == queries.count { $0.index != nil }, context)
    #expect(stats.typedRows == types.count, context)
    #expect(stats.modulePaths == Self.distinct(paths), context)
    #expect(stats.repeatedPathRows == queries.count - Self.distinct(paths), context)
    #expect(stats.distinctRows == Set(queries.map(RowGroupsTests.Key.init)).count, context)
    #expect(stats.moduleTypes == Self.distinct(types), context)
    #expect(stats.targets == Self.distinct(targets), context)
    #expect(stats.moduleNames == Self.distinct(names), context)
    #expect(stats.frequentPaths == Self.top(paths, limit), context)
    #expect(stats.frequentTypes == Self.top(types, limit), context)
    #expect(stats.frequentTargets == Self.top(targets, limit), context)
    #expect(stats.frequentNames == Self.top(names, limit), context)
    #expect(stats.depth == Self.distribution(segments.map(\.count)), context)
    #expect(stats.pathBytes == Self.distribution(paths.map(\.utf8.count)), context)
  }

  private func expectOddities(
    _ stats: InventoryStats, _ queries: [Query], name: String, _ context: Comment
  ) {
    for oddity in InventoryStats.Oddity.allCases {
      let odd = queries.indices.filter { Self.isOdd(queries[$0], oddity) }
      let found = stats.oddities.first { $0.oddity == oddity }
      #expect(found?.rows ?? 0 == odd.count, context)
      #expect(
        found?.modulePaths ?? 0 == Self.distinct(odd.map { queries[$0].modulePath }), context)
      guard let found, let first = odd.first else { continue }
      #expect(
        Array(found.example.modulePath.utf8) == Array(queries[first].modulePath.utf8), context)
      #expect(found.example.source == name)
      if name != "in.csv" {
        #expect(found.example.line == first + (name == "in.tsv" ? 2 : 1), context)
      }
    }
  }

  private static func isOdd(_ query: Query, _ oddity: InventoryStats.Oddity) -> Bool {
    let scalars = query.modulePath.unicodeScalars
    switch oddity {
    case .emptySegment:
      return !query.modulePath.isEmpty
        && scalars.split(separator: ".", omittingEmptySubsequences: false).contains(
          where: \.isEmpty)
    case .whitespace: return scalars.contains(where: \.properties.isWhitespace)
    case .controlCharacter:
      return scalars.contains {
        $0.isASCII && $0.properties.generalCategory == .control && !$0.properties.isWhitespace
      }
    case .nonASCII: return scalars.contains { !$0.isASCII }
    case .missingTarget:
      return [.callFunction, .callMethod].contains(query.operation) && query.target.isEmpty
    }
  }

  @Test func everyOddity() throws {
    let paths = [
      "a.b", "", "a. b", "a\u{3000}", ".a", "a.", "a..b", ".", "é", "a\u{1}", "a\u{7F}", "a\u{85}",
      "a\u{B}", "-+!\"/0", "~",
    ]
    let queries = paths.map { Query(operation: .callMethod, modulePath: $0) }
    let text = InventoryPassTests.jsonl(queries)
    let stats = try InventoryStats(over: [.bytes(Array(text.utf8), name: "in.jsonl")])
    expectOddities(stats, queries, name: "in.jsonl", "")
    #expect(stats.oddities.map(\.oddity) == InventoryStats.Oddity.allCases)
    #expect(stats.oddities.map(\.rows) == [4, 4, 2, 3, 15])
  }

  @Test func noRows() throws {
    let stats = try InventoryStats(over: [.bytes(Array("module_path\n".utf8), name: "in.tsv")])
    #expect(stats.depth == nil && stats.pathBytes == nil && stats.models == 0)
    #expect(stats.text() == "0 rows, 12 B\n")
    #expect(stats.json.compactText.contains(#""depth":null"#))
  }

  /// Of many names the most frequent are found without all of them being sorted.
  @Test func manyNames() throws {
    var random = SplitMix64(seed: 17_000)
    let paths = (0..<30_000).map { _ in
      "m\(Int(Double(random.below(200) * random.below(200)).squareRoot() * 40))"
    }
    let text = paths.map { $0 + "\n" }.joined()
    for limit in [1, 10, 1500, 100_000] {
      let stats = try InventoryStats(over: [.bytes(Array(text.utf8), name: "in.txt")], top: limit)
      #expect(stats.frequentPaths == Self.top(paths, limit))
    }
  }

  @Test func figures() {
    #expect(percent(0, of: 0) == "0.0 %" && percent(0, of: 9) == "0.0 %")
    #expect(percent(1, of: 10_000) == "<0.1 %" && percent(9_999, of: 10_000) == ">99.9 %")
    #expect(percent(5, of: 10_000) == "0.1 %" && percent(9_994, of: 10_000) == "99.9 %")
    #expect(percent(9, of: 9) == "100.0 %")
    #expect(sized(0) == "0 B" && sized(999) == "999 B" && sized(1000) == "1.0 kB")
    #expect(sized(999_949) == "999.9 kB" && sized(999_951) == "1.0 MB")
    #expect(bar(0, of: 9, width: 4) == "" && bar(9, of: 9, width: 2) == "██")
    #expect(bar(1, of: 1000, width: 2) == "▏" && bar(9, of: 16, width: 2) == "█▏")
  }
}
