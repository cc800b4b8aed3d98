import Measuring

/// Makes inputs and times the command on them.
struct Bench {
  private let command: String
  private let inputs: String
  private let scratch: String
  private let rounds: Int
  /// The seconds of a run after which larger sizes are left out.
  let limit: Double
  /// Whether the command can do without its cache.
  let hasCacheOption: Bool

  init(command: String, inputs: String, scratch: String, rounds: Int, limit: Double) throws {
    self.command = command
    self.inputs = inputs
    self.scratch = scratch
    self.rounds = max(rounds, 1)
    self.limit = limit
    let (help, errors) = ("\(scratch)-help", "\(scratch)-errors")
    _ = try run([command, "resolve", "--help"], output: help, errors: errors)
    hasCacheOption = try text(of: help).contains("--no-cache")
  }

  func clean() {
    for name in ["help", "errors", "input.tsv", "one-row.tsv"] { remove("\(scratch)-\(name)") }
  }

  /// The inventory that `inputs` makes with these arguments; the one before is gone.
  func make(_ arguments: [String], from inventory: String) throws -> String {
    try make(arguments, from: inventory, file: "\(scratch)-input.tsv")
  }

  /// The header and the first row of an inventory.
  func makeOneRow(from inventory: String) throws -> String {
    let lines = try Lines(inventory)
    let file = "\(scratch)-one-row.tsv"
    try write([lines.next(), lines.next()].map { ($0 ?? "") + "\n" }.joined(), to: file)
    return file
  }

  /// The rule set of so many rules that `inputs` makes. `removeRules` removes it.
  func makeRules(_ kind: String, count: Int, from inventory: String) throws -> String {
    try make([kind, "--count", "\(count)"], from: inventory, file: rulesFile(count))
  }

  /// Removes rule sets of so many rules, if they are there.
  func removeRules(counts: [Int]) {
    for count in counts { remove(rulesFile(count)) }
  }

  private func rulesFile(_ count: Int) -> String { "\(scratch)-\(count).rules.json" }

  private func make(
    _ arguments: [String], from inventory: String, file: String
  ) throws -> String {
    remove(file)
    _ = try run([inputs] + arguments + [inventory], output: file, errors: "\(scratch)-errors")
    return file
  }

  /// Inputs to resolve by some rules, whose answers are thrown away.
  struct Job {
    var rules: String
    var inputs: [String]
    var options: [String] = []
  }

  /// Runs a job several times over.
  func time(_ job: Job) throws -> [ProcessUsage] { try timeInTurn([[job]])[0][0] }

  /// Runs jobs in turn, one round after the other: the speed of a shared machine drifts, and what is
  /// held against each other has to be run in the same minutes.
  ///
  /// - Parameter series: Jobs of growing size, for each way of running.
  /// - Returns: The runs of each job. One that takes longer than the limit has one, and larger ones of
  ///   its series have none.
  func timeInTurn(_ series: [[Job]]) throws -> [[[ProcessUsage]]] {
    var runs = series.map { $0.map { _ in [ProcessUsage]() } }
    for _ in 0..<rounds {
      for size in 0..<(series.map(\.count).max() ?? 0) {
        for way in series.indices where size < series[way].count {
          // More of what is slow would say no more.
          let isSlow = runs[way][...size].joined().contains { $0.seconds > limit }
          if !isSlow { runs[way][size].append(try resolve(series[way][size])) }
        }
      }
    }
    return runs
  }

  private func resolve(_ job: Job) throws -> ProcessUsage {
    try run(
      [command, "--quiet", "--rules", job.rules] + job.options + job.inputs,
      errors: "\(scratch)-errors")
  }
}
