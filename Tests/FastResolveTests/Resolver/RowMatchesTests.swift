import Testing

@testable import FastResolve

/// All rules that match a row, against each rule by itself.
@Suite struct RowMatchesTests {
  /// The rules that match a query, lowest tier first; undetermined regexes are left out.
  private struct BruteForce {
    let mapping: QConfigMapping
    let regexes: [CompiledRegex]
    let scratch = RegexScratch(limits: MatchLimits())

    init(_ mapping: QConfigMapping) throws {
      self.mapping = mapping
      regexes = try mapping.rules(in: .moduleNameRegex).map { rule in
        guard case .moduleNameRegex(let pattern) = rule.key else { fatalError() }
        return CompiledRegex(try PythonRegex(pattern))
      }
    }

    func regexes(matching path: String) throws -> [Rule] {
      var path = path
      return try path.withUTF8 { bytes in
        let isASCII = bytes.allSatisfy { $0 < 0x80 }
        return try regexes.indices.filter {
          try regexes[$0].matches(bytes, isASCII: isASCII, scratch: scratch)
        }.map { .moduleNameRegex($0) }
      }
    }

    /// The module name rules of a path and its ancestors, the outermost first.
    func names(_ path: String) -> [Rule] {
      let path = Array(path.utf8)
      var ends = path.indices.filter { path[$0] == UInt8(ascii: ".") && $0 > 0 }
      if !path.isEmpty { ends.append(path.count) }
      return ends.flatMap { end in
        mapping.rules(in: .moduleName).enumerated().filter {
          $0.element.key == .moduleName(String(decoding: path[..<end], as: UTF8.self))
        }.map { .moduleName($0.offset) }
      }
    }

    func matches(_ query: Query) throws -> [Rule] {
      if query.operation == .placeholder || query.operation == .output { return [] }
      var rules: [Rule] = mapping.globalQConfig.isNull ? [] : [.global]
      func type(_ name: String) {
        let keys = mapping.rules(in: .objectType).map(\.key)
        if let position = keys.firstIndex(of: .objectType(ObjectType(name))),
          !rules.contains(.objectType(position))
        {
          rules.append(.objectType(position))
        }
      }
      if [.callFunction, .callMethod].contains(query.operation) { type(query.target) }
      type(query.moduleType)
      rules += try regexes(matching: query.modulePath)
      rules += names(query.modulePath).suffix(1)
      return rules
    }
  }

  @Test(arguments: 0..<60)
  func randomRules(seed: Int) throws {
    var cases = RandomCases(seed: UInt64(seed) + 9000)
    let mapping = cases.mapping()
    let queries = cases.queries(seed % 10 == 0 ? 6000 : 400)
    let rules = try CompiledRules(mapping, for: seed % 3 == 0 ? .withoutFilter : nil)
    let brute = try BruteForce(mapping)
    let counted = InventoryPassTests.counted(queries, [mapping])
    let answers = try ReferenceResolver(mapping).resolve(queries)
    for cacheBytes in [0, 3000, 1 << 20] {
      var scratch = RowMatchesScratch(rules, cacheBytes: cacheBytes)
      for (query, answer) in zip(counted, answers) {
        var found: [Rule] = []
        var names: [Rule] = []
        var decision = Rule.none
        try withRow(query) { row throws(RowFailure) in
          let matches = try rules.matches(row, &scratch)
          matches.forEach { found.append(rules.numbering.rule($0)) }
          rules.forEachModuleName(row.modulePath) { names.append(rules.numbering.rule($0)) }
          decision = rules.numbering.rule(matches.decision)
        }
        var expected = try brute.matches(query)
        if answer.rule.tier == .moduleNameObjectTypeOrder { expected.append(answer.rule) }
        #expect(decision == answer.rule)
        #expect(found == expected, "\(query)")
        #expect(names == brute.names(query.modulePath))
      }
    }
  }

  @Test func aThousandRegexes() throws {
    let (patterns, paths) = try RegexRules.load()
    var mapping = QConfigMapping()
    for pattern in patterns { mapping.set(.moduleNameRegex(pattern), to: "x") }
    let rules = try CompiledRules(mapping)
    let brute = try BruteForce(mapping)
    // Again and again, so that the cache is asked; and in a small one, so that all is forgotten.
    let some = Array(paths.prefix(1200))
    let expected = try some.map { try brute.regexes(matching: $0) }
    #expect(expected.contains { $0.count > 1 })
    for cacheBytes in [0, 20_000, 1 << 20] {
      var scratch = RowMatchesScratch(rules, cacheBytes: cacheBytes)
      for _ in 0..<5 {
        for (path, expected) in zip(some, expected) {
          var found: [Rule] = []
          try withRow(Query(modulePath: path)) { row throws(RowFailure) in
            try rules.matches(row, &scratch).forEach { found.append(rules.numbering.rule($0)) }
          }
          #expect(found == expected, "\(path)")
        }
      }
    }
  }

  @Test func aRegexThatIsGivenUp() throws {
    let heavy = "(a+)+[^b]$"
    let mapping = QConfigMapping().setModuleNameRegex(heavy, "0").setModuleNameRegex("a", "1")
      .setModuleNameRegex(heavy + "c?", "2").setModuleName("a.b", "n")
    let rules = try CompiledRules(mapping, matchLimits: MatchLimits(matchLimit: 100_000))
    let tail = String(repeating: "a", count: 30) + "b"
    var scratch = RowMatchesScratch(rules)
    // The answer hangs on the first.
    #expect(throws: RowFailure.self) {
      try withRow(Query(modulePath: tail)) { row throws(RowFailure) in
        _ = try rules.matches(row, &scratch)
      }
    }
    // Here it doesn't.
    var listed: [String] = []
    try withRow(Query(modulePath: "a.b")) { row throws(RowFailure) in
      let matches = try rules.matches(row, &scratch)
      listed = matches.regexes.buffer.map { "\($0.position) \($0.isDetermined)" }
      #expect(rules.numbering.rule(matches.decision) == .moduleName(0))
    }
    #expect(listed == ["1 true"])
    let named = try CompiledRules(
      QConfigMapping().setModuleNameRegex(heavy, "0").setModuleNameRegex("a", "1")
        .setModuleName(tail, "n"), matchLimits: MatchLimits(matchLimit: 100_000))
    var other = RowMatchesScratch(named)
    try withRow(Query(modulePath: tail)) { row throws(RowFailure) in
      let matches = try named.matches(row, &other)
      listed = matches.regexes.buffer.map { "\($0.position) \($0.isDetermined)" }
      var all: [Rule] = []
      matches.forEach { all.append(named.numbering.rule($0)) }
      #expect(all == [.moduleNameRegex(1), .moduleName(0)])
    }
    #expect(listed == ["0 false", "1 true"])
  }
}

private func withRow(
  _ query: Query, _ body: (RowFields) throws(RowFailure) -> Void
) throws(RowFailure) {
  let failure: RowFailure? = query.modulePath.withByteSlice { path in
    query.moduleType.withByteSlice { type in
      query.target.withByteSlice { target in
        do throws(RowFailure) {
          try body(
            RowFields(
              operation: query.operation, modulePath: path, moduleType: type, target: target,
              index: query.index ?? RowFields.noIndex))
          return nil
        } catch {
          return error
        }
      }
    }
  }
  if let failure { throw failure }
}
