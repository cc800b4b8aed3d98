import Testing

@testable import FastResolve

/// Regexes are asked through the automaton while no cache is asked, and by themselves while one is.
@Suite struct AutomatonUseTests {
  /// To go from one to the other changes no answer and nothing of what is known to match.
  @Test(arguments: 0..<40, [true, false])
  func fromOneToTheOther(seed: Int, notesMatches: Bool) throws {
    var cases = RandomCases(seed: UInt64(seed) + 21_000)
    let rules = try CompiledRules(cases.mapping())
    var plain = ResolverScratch(
      rules, cacheBytes: 0, notesMatches: notesMatches, automatonUse: .never)
    var scratch = ResolverScratch(
      rules, cacheBytes: 1 << 16, notesMatches: notesMatches, automatonUse: .withoutCacheForAny,
      automatonLimits: .init(trial: 16, mostVisitsPerPath: 4, pause: 2, states: 200))
    for query in cases.queries(600, indexed: 1) {
      if cases.random.below(8) == 0 { scratch.noteCache(isAsked: cases.random.below(2) == 0) }
      query.modulePath.withByteSlice { path in
        var row = RowFields()
        row.modulePath = path
        row.operation = query.operation
        let expected = try? rules.resolve(row, &plain).rule
        let found = try? rules.resolve(row, &scratch).rule
        #expect(found == expected, "\(query.modulePath)")
      }
    }
    for number in 0..<rules.numbering.count {
      let rule = RuleID(UInt32(number))
      let (found, expected) = (scratch.hasMatched(rule), plain.hasMatched(rule))
      #expect(found == expected, "\(number)")
    }
  }

  /// It is wanted while no cache is asked, if there are regexes enough, and not otherwise.
  @Test func whenItIsWanted() throws {
    func rules(_ count: Int) throws -> CompiledRules {
      var mapping = QConfigMapping()
      for number in 0..<count { mapping.set(.moduleNameRegex("layers\\.\(number)"), to: "q") }
      return try CompiledRules(mapping)
    }
    func isAsked(_ scratch: borrowing ResolverScratch) -> Bool { scratch.regexes.paths.isAsked }
    let (few, many) = (try rules(7), try rules(8))
    var scratch = ResolverScratch(many, cacheBytes: 1 << 16)
    var states = [isAsked(scratch)]
    for isCacheAsked in [false, false, true, true, false] {
      scratch.noteCache(isAsked: isCacheAsked)
      states.append(isAsked(scratch))
    }
    #expect(states == [false, true, true, false, false, true])
    var fewScratch = ResolverScratch(few, cacheBytes: 1 << 16)
    fewScratch.noteCache(isAsked: false)
    var neverScratch = ResolverScratch(many, cacheBytes: 1 << 16, automatonUse: .never)
    neverScratch.noteCache(isAsked: false)
    let others = [
      isAsked(fewScratch), isAsked(neverScratch), isAsked(ResolverScratch(many, cacheBytes: 0)),
    ]
    #expect(others == [false, false, true])
  }

  /// What stays aside doesn't come back because it is wanted again, nor while nobody wants it.
  @Test func whatStaysAsideIsWanted() throws {
    var mapping = QConfigMapping()
    for number in 0..<200 { mapping.set(.moduleNameRegex("a{\(number * 7)}b"), to: "q") }
    let rules = try CompiledRules(mapping)
    var scratch = ResolverScratch(
      rules, cacheBytes: 0,
      automatonLimits: .init(trial: 8, mostVisitsPerPath: 2, patience: 0, pause: 3))
    func resolve(_ count: Int) {
      String(repeating: "a", count: count).withByteSlice { path in
        var row = RowFields()
        row.modulePath = path
        _ = try? rules.resolve(row, &scratch)
      }
    }
    var count = 1
    while scratch.regexes.paths.isAsked {
      resolve(count)
      count += 9
    }
    scratch.noteCache(isAsked: true)
    for count in 0..<100 { resolve(count % 3) }
    scratch.noteCache(isAsked: false)
    let isAsked = scratch.regexes.paths.isAsked
    #expect(!isAsked)
    for count in 0..<24 { resolve(count % 3) }
    let isAskedAgain = scratch.regexes.paths.isAsked
    #expect(isAskedAgain)
  }

  /// A run with a cache, over rows that are all new and longer than the cache bears that.
  @Test func rowsThatAreAllNew() throws {
    var mapping = QConfigMapping()
    for number in 0..<12 {
      mapping.set(.moduleNameRegex(#".*x\d*\#(number)\.mlp"#), to: QConfig(.string("q\(number)")))
    }
    mapping.set(.moduleNameRegex("never"), to: "q")
    mapping.set(.moduleNameRegex(#"x21\d7\.norm$"#), to: "late")
    let rows = (0..<22_000).map { "x\($0 * 7 % 22_000).\($0 % 3 == 0 ? "norm" : "mlp")\n" }
    var options = BatchOptions()
    options.chunkBytes = 5000
    options.threads = 1
    try BatchRunner(mapping, options).expectSameOutcomeWithoutMemory(
      of: ["module_path\n" + rows.joined()], format: "tsv")
  }
}
