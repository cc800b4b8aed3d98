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
    for name in ["help", "errors", "input.tsv", "input.rules.json"] { remove("\(scratch)-\(name)") }
  }

  /// The file of an input that `inputs` makes with these arguments; the one before is gone.
  func make(_ arguments: [String], from inventory: String, isRules: Bool = false) throws -> String {
    let file = "\(scratch)-input.\(isRules ? "rules.json" : "tsv")"
    remove(file)
    _ = try run([inputs] + arguments + [inventory], output: file, errors: "\(scratch)-errors")
    return file
  }

  /// Resolves some inputs as one job, several times over, and throws the answers away.
  func time(rules: String, inputs: [String], options: [String] = []) throws -> [ProcessUsage] {
    var runs: [ProcessUsage] = []
    for _ in 0..<rounds {
      runs.append(
        try run(
          [command, "--quiet", "--rules", rules] + options + inputs, errors: "\(scratch)-errors"))
      // More of what is slow would say no more.
      if runs[runs.count - 1].seconds > limit { break }
    }
    return runs
  }
}
