import Testing

@testable import FastResolve

extension BatchOptions {
  /// Those of a run whose rules have no filter, if any regex has a program.
  static var withoutFilter: BatchOptions {
    var options = BatchOptions()
    options.cacheBytes = 0
    options.automatonUse = .withoutCacheForAny
    return options
  }
}

/// Runs the pipeline on text in memory.
struct BatchRunner {
  var rules: CompiledRules
  var options: BatchOptions

  init(_ rules: CompiledRules, _ options: BatchOptions = BatchOptions()) {
    self.rules = rules
    self.options = options
  }

  init(_ mapping: QConfigMapping, _ options: BatchOptions = BatchOptions()) throws {
    self.init(try CompiledRules(mapping), options)
  }

  /// What a run gave.
  struct Outcome {
    var output = ""
    var error: String?
    var skipped: [String] = []
    var warnings: [String] = []
    var summary: BatchSummary?
  }

  /// Runs on inputs with names, whose extensions tell their formats.
  func outcome(_ inputs: [(name: String, bytes: [UInt8])]) -> Outcome {
    var outcome = Outcome()
    let sink = MemorySink()
    var observer = BatchResolver.Observer()
    let skipped = Locked<[String]>([])
    let warnings = Locked<[String]>([])
    observer.badRow = { error in skipped.withLock { $0.append(error.description) } }
    observer.warning = { error in warnings.withLock { $0.append(error.description) } }
    do {
      outcome.summary = try BatchResolver(rules, options: options).run(
        inputs.map { .bytes($0.bytes, name: $0.name) }, to: sink, observer: observer)
    } catch {
      outcome.error = "\(error)"
    }
    outcome.output = String(decoding: sink.bytes, as: UTF8.self)
    outcome.skipped = skipped.withLock { $0 }
    outcome.warnings = warnings.withLock { $0 }
    return outcome
  }

  /// Runs on one input; its name tells its format.
  func outcome(_ text: String, name: String) -> Outcome { outcome([(name, Array(text.utf8))]) }

  /// Expects of inputs in a format that neither what the cache remembers nor an automaton of the regexes, nor
  /// that these have no filter, changes anything of the outcome.
  func expectSameOutcomeWithoutMemory(
    of texts: [String], format: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    func outcome(
      cacheBytes: Int, _ automatonUse: AutomatonUse, isFiltered: Bool = true
    ) throws -> Outcome {
      var runner = self
      runner.options.cacheBytes = cacheBytes
      runner.options.automatonUse = automatonUse
      if !isFiltered {
        runner.rules = try CompiledRules(rules.mapping, for: runner.options)
      }
      return runner.outcome(
        texts.enumerated().map { ("\($0.offset).\(format)", Array($0.element.utf8)) })
    }
    let expected = try outcome(cacheBytes: 0, .never)
    let others: [(Int, AutomatonUse, Bool)] = [
      (30_000, .withoutCache, true), (1 << 22, .withoutCache, true),
      (0, .withoutCacheForAny, true), (0, .withoutCacheForAny, false),
    ]
    for (cacheBytes, automatonUse, isFiltered) in others {
      let found = try outcome(cacheBytes: cacheBytes, automatonUse, isFiltered: isFiltered)
      #expect(found.output == expected.output, sourceLocation: sourceLocation)
      #expect(found.error == expected.error, sourceLocation: sourceLocation)
      #expect(found.skipped == expected.skipped, sourceLocation: sourceLocation)
      #expect(found.summary?.rows == expected.summary?.rows, sourceLocation: sourceLocation)
      #expect(
        found.summary?.rules.map(\.decided) == expected.summary?.rules.map(\.decided),
        sourceLocation: sourceLocation)
      #expect(
        found.summary?.rules.map(\.hasMatched) == expected.summary?.rules.map(\.hasMatched),
        sourceLocation: sourceLocation)
    }
  }

  func run(tsv text: String) throws -> String {
    let outcome = outcome(text, name: "in.tsv")
    if let error = outcome.error { throw Failure(description: error) }
    return outcome.output
  }

  struct Failure: Error, CustomStringConvertible { var description: String }
}
