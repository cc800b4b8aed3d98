@testable import FastResolve

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
    // The observer is called by the thread that runs.
    nonisolated(unsafe) var skipped: [String] = []
    nonisolated(unsafe) var warnings: [String] = []
    observer.badRow = { skipped.append($0.description) }
    observer.warning = { warnings.append($0.description) }
    do {
      outcome.summary = try BatchResolver(rules, options: options).run(
        inputs.map { .bytes($0.bytes, name: $0.name) }, to: sink, observer: observer)
    } catch {
      outcome.error = "\(error)"
    }
    outcome.output = String(decoding: sink.bytes, as: UTF8.self)
    outcome.skipped = skipped
    outcome.warnings = warnings
    return outcome
  }

  /// Runs on one input; its name tells its format.
  func outcome(_ text: String, name: String) -> Outcome { outcome([(name, Array(text.utf8))]) }

  func run(tsv text: String) throws -> String {
    let outcome = outcome(text, name: "in.tsv")
    if let error = outcome.error { throw Failure(description: error) }
    return outcome.output
  }

  struct Failure: Error, CustomStringConvertible { var description: String }
}
