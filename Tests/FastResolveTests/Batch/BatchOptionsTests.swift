import Testing

@testable import FastResolve

@Suite struct BatchOptionsTests {
  private func rules(_ pattern: (Int) -> String, count: Int) throws -> CompiledRules {
    var mapping = QConfigMapping()
    for number in 0..<count { mapping.set(.moduleNameRegex(pattern(number)), to: "q") }
    return try CompiledRules(mapping)
  }

  /// A MiB a thread, and none where there are thousands of regexes that the automaton tells of.
  @Test func defaultCache() throws {
    let most = BatchOptions.regexesWithoutCache
    var options = BatchOptions()
    options.threads = 4
    let few = try rules({ #"layers\.\#($0)\..*_proj$"# }, count: most - 1)
    #expect(options.cacheBytesForEach(few) == 1 << 20)
    let many = try rules({ #"layers\.\#($0)\..*_proj$"# }, count: most)
    #expect(options.cacheBytesForEach(many) == 0)
    // None of these has a program.
    let opaque = try rules({ #"(?>layers|blocks)\.\#($0)"# }, count: most)
    #expect(options.cacheBytesForEach(opaque) == 1 << 20)
  }

  /// What is asked for is done.
  @Test func givenCache() throws {
    var options = BatchOptions()
    options.threads = 4
    let many = try rules({ "a\($0)" }, count: BatchOptions.regexesWithoutCache)
    options.cacheBytes = 8 << 20
    #expect(options.cacheBytesForEach(many) == 2 << 20)
    options.cacheBytes = 0
    let few = try rules({ "a\($0)" }, count: 2)
    #expect(options.cacheBytesForEach(few) == 0)
  }
}
