// How long the patterns of a rule set take to be parsed, and the whole set to be compiled.
//
// Many short runs, and the median of them: a run that another process disturbed is an outlier and
// counts for nothing.

import ArgumentParser
import FastResolve

@main
struct Patterns: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Times parsing the patterns of a rule set, and compiling the set.")

  @Option(help: "How many runs of each.")
  var runs = 51

  @Argument(help: "Rule sets.")
  var rules: [String]

  func run() throws {
    print("| rules | patterns | parsing a pattern | spread | compiling the set | spread |")
    print("|---|---|---|---|---|---|")
    for file in rules {
      let mapping = try QConfigMapping(contentsOf: .init(file))
      let patterns = mapping.rules(in: .moduleNameRegex).map(\.key.description)
      let parsing = try times { for pattern in patterns { _ = try PythonRegex(pattern) } }
      let compiling = try times { _ = try CompiledRules(mapping) }
      let count = Double(max(patterns.count, 1))
      print(
        "| \(file.split(separator: "/").last ?? "") | \(patterns.count) "
          + "| \(text(parsing.median * 1e6 / count)) µs "
          + "| \(text(parsing.least * 1e6 / count))-\(text(parsing.most * 1e6 / count)) µs "
          + "| \(text(compiling.median * 1e3)) ms "
          + "| \(text(compiling.least * 1e3))-\(text(compiling.most * 1e3)) ms |")
    }
  }

  private func times(
    _ body: () throws -> Void
  ) rethrows -> (median: Double, least: Double, most: Double) {
    var times: [Double] = []
    for _ in 0..<max(runs, 1) {
      let start = ContinuousClock.now
      try body()
      times.append((ContinuousClock.now - start) / .seconds(1))
    }
    times.sort()
    return (times[times.count / 2], times[0], times[times.count - 1])
  }

  private func text(_ number: Double) -> String { "\((number * 100).rounded() / 100)" }
}
