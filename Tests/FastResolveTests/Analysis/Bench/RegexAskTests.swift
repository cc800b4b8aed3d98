import Testing

@testable import FastResolve

/// What regexes are asked, against plain counts and against the resolver itself.
@Suite struct RegexAskTests {
  static func sample(_ queries: [Query]) throws -> BenchSample {
    try BenchSample(
      .bytes(Array(SameBytesTests.tsv(queries).utf8), name: "in.tsv"), format: nil, rows: nil)
  }

  static func asks(_ rules: CompiledRules, _ queries: [Query]) throws -> RegexAsks {
    let rows = try SampleRows(sample(queries), format: nil)
    return try CostMeter.asks(rules, rows)
  }

  /// What each regex is asked when there is no filter, in plain functions: every regex in order up
  /// to the first that matches; then, and where a module name decides, those that haven't matched
  /// anything yet; of the path of a module name itself only the first time. In the second pass over
  /// the queries.
  struct PlainCounts {
    var calls: [Int]
    var hits: [Int]
    var probes: [Int]
    var paths = 0

    init(_ mapping: QConfigMapping, _ queries: [Query]) throws {
      let patterns = mapping.rules(in: .moduleNameRegex).compactMap { rule -> String? in
        if case .moduleNameRegex(let pattern) = rule.key { return pattern }
        return nil
      }
      let matchers = try patterns.map { RegexMatcher(try PythonRegex($0)) }
      let names = mapping.rules(in: .moduleName).compactMap { rule -> String? in
        if case .moduleName(let path) = rule.key { return path }
        return nil
      }
      calls = patterns.map { _ in 0 }
      hits = calls
      probes = calls
      var unmatched = Set(patterns.indices)
      var namesAskedAbout: Set<[UInt8]> = []
      let none = calls
      for (number, query) in (queries + queries).enumerated() {
        if number == queries.count { (calls, hits, probes, paths) = (none, none, none, 0) }
        if [.placeholder, .output].contains(query.operation) { continue }
        let path = Array(query.modulePath.utf8)
        let isNamed = names.contains { name in
          let name = Array(name.utf8)
          return !name.isEmpty && path.starts(with: name)
            && (path.count == name.count || path[name.count] == UInt8(ascii: "."))
        }
        let isName = !path.isEmpty && names.contains { Array($0.utf8) == path }
        if isName, !namesAskedAbout.insert(path).inserted { continue }
        var isOpen = !isNamed
        if !isOpen, unmatched.isEmpty { continue }
        paths += 1
        for (position, matcher) in matchers.enumerated() {
          if !isOpen, !unmatched.contains(position) { continue }
          calls[position] += 1
          if !isOpen { probes[position] += 1 }
          guard try matcher.matches(query.modulePath) else { continue }
          hits[position] += 1
          unmatched.remove(position)
          isOpen = false
        }
      }
    }
  }

  @Test(arguments: 0..<60)
  func callsAndHits(seed: Int) throws {
    var cases = RandomCases(seed: UInt64(seed) + 9000)
    let mapping = cases.mapping()
    let queries = cases.queries(300)
    let rules = try CompiledRules(mapping)
    let asks = try Self.asks(rules, queries)
    let plain = try PlainCounts(mapping, queries)
    // The filter leaves calls out that would have matched nothing, and no others but those of which
    // the path before tells that they match.
    #expect(asks.regexes.map { $0.hits + $0.knownMatches } == plain.hits)
    if rules.regexes.count > 0 { #expect(asks.paths == plain.paths) }
    for (position, regex) in asks.regexes.enumerated() {
      #expect(regex.calls <= plain.calls[position])
      #expect(regex.probes <= plain.probes[position])
      if rules.regexes.classified[position].class == .opaque, queries.allSatisfy(\.isASCII) {
        #expect(regex.calls == plain.calls[position])
        #expect(regex.probes == plain.probes[position])
      }
    }
  }

  /// Regexes that nothing is known of are asked whatever the path is: their calls can be counted.
  @Test(arguments: 0..<30)
  func callsOfOpaqueRegexes(seed: Int) throws {
    var random = SplitMix64(seed: UInt64(seed) + 400)
    let patterns = [
      #"[a-z]+\W\w+$"#, #"\w+\W\d+"#, #"[^.]*$"#, #"(\w+)\W\1"#,
      #"[A-Za-z]+\W[^.]+\W[^.]+$"#, #"[^\d.]+$"#, #".{5,9}$"#,
    ].shuffled(using: &random)
    var mapping = QConfigMapping().setModuleName("a", "n")
    for pattern in patterns.prefix(1 + random.below(7)) {
      mapping.set(.moduleNameRegex(pattern), to: "q")
    }
    var cases = RandomCases(seed: UInt64(seed))
    let queries = cases.queries(400).filter { $0.isASCII }
    let rules = try CompiledRules(mapping)
    #expect(rules.regexes.classified.allSatisfy { $0.class == .opaque })
    let asks = try Self.asks(rules, queries)
    let plain = try PlainCounts(mapping, queries)
    #expect(asks.regexes.map(\.calls) == plain.calls)
    #expect(asks.regexes.map(\.hits) == plain.hits)
    #expect(asks.regexes.map(\.probes) == plain.probes)
  }

  /// Path by path, the noting search leaves the same behind as the one of the resolver: answers,
  /// candidates that are left, and regexes that have matched nothing.
  @Test(arguments: 0..<40)
  func asksWhatTheResolverAsks(seed: Int) throws {
    var cases = RandomCases(seed: UInt64(seed) + 9500)
    var mapping = cases.mapping()
    // More than 64, so that pairs of bytes are asked for, too.
    for _ in 0..<(seed % 2 == 0 ? 0 : 100) {
      mapping.set(.moduleNameRegex(cases.pattern()), to: "q")
    }
    let rules = try CompiledRules(mapping)
    let regexes = rules.regexes
    var plain = ResolverScratch(rules, cacheBytes: 0, automatonUse: .never)
    var noting = ResolverScratch(rules, cacheBytes: 0, automatonUse: .never)
    var asks = RegexAsks(count: regexes.count)
    guard regexes.count > 0 else { return }
    for query in cases.queries(300).sorted(by: { $0.modulePath < $1.modulePath }) {
      query.modulePath.withByteSlice { path in
        let name = rules.follow(path, &plain)
        #expect(rules.follow(path, &noting) == name)
        let expected = try? regexes.firstMatch(
          path, &plain.trail, isAnswerWanted: name == .none, &plain.regexes)
        let found = try? regexes.firstMatch(
          path, number: 0, &noting.trail, isAnswerWanted: name == .none, &noting.regexes,
          noting: &asks)
        #expect(found == expected)
        for regex in 0..<regexes.count {
          #expect(
            noting.regexes.unmatched.contains(regex) == plain.regexes.unmatched.contains(regex))
        }
        let candidates = regexes.candidatePositions(noting.regexes)
        #expect(candidates == regexes.candidatePositions(plain.regexes))
      }
    }
  }

  /// A regex that is asked by itself says what it says in the resolver.
  @Test(arguments: 0..<20)
  func askedAlone(seed: Int) throws {
    var cases = RandomCases(seed: UInt64(seed) + 9700)
    let patterns = (0..<30).map { _ in cases.pattern() }
    let set = OrderedRegexSet(try patterns.map { try PythonRegex($0) })
    var scratch = RegexSetScratch(set)
    let matching = RegexScratch()
    let paths = cases.queries(100).map(\.modulePath) + ["a\n", "head\n.1"]
    for (position, pattern) in patterns.enumerated() {
      let matcher = RegexMatcher(try PythonRegex(pattern))
      for path in paths {
        let isMatch = path.withByteSlice { slice in
          set.ask(
            position, slice, OrderedRegexSet.PathKind(slice), set.program(position, &scratch),
            matching)
        }
        #expect(try isMatch == matcher.matches(path), "\(pattern) on \(path)")
      }
    }
  }

  @Test func keptPathsAreSpread() {
    var asked = RegexAsks(count: 1).regexes[0]
    for path in 0..<100_000 { asked.add(path: path) }
    #expect(asked.calls == 100_000)
    #expect(
      (RegexAsks.OfRegex.mostPaths / 2..<RegexAsks.OfRegex.mostPaths).contains(asked.paths.count))
    let steps = zip(asked.paths, asked.paths.dropFirst()).map { $1 - $0 }
    #expect(Set(steps).count == 1 && asked.paths.first == 0)
  }
}

extension Query {
  fileprivate var isASCII: Bool { modulePath.utf8.allSatisfy { $0 < 0x80 } }
}
