// Times whole processes against one another on the same inventory and rules: `cp`, which is the
// limit, this project's command, and its peers with their real libraries.
//
// Machines are shared and their speed drifts, so the contestants run in turn, one round after the
// other, and what counts is the median over the rounds and the ratio within the run. All of them
// write a file to the same folder, best one in memory. A round before the first is not counted;
// in it the answers are compared byte for byte: a time without the right answers is worth nothing.

import ArgumentParser
import Measuring

@main
struct Compare: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Times cp, qresolve-batch and its peers on the same inventory and rules.")

  // What Benchmarks/compare tells.
  @Option(help: .hidden) var command: String
  @Option(help: .hidden) var built: String
  @Option(help: .hidden) var root: String
  @Option(help: .hidden) var about = ""

  @Option(help: "How many rounds.")
  var rounds = 5

  @Option(help: "Where the outputs go: a folder in memory, so that no disk is measured.")
  var folder = exists("/dev/shm") ? "/dev/shm" : "/tmp"

  @Option(help: "The only contestants to run, with commas.")
  var only: String?

  @Option(help: "Contestants to leave out, with commas.")
  var without: String?

  @Option(help: "A contestant that takes longer than so many seconds runs once.")
  var slow = 20.0

  @Flag(help: "Renew the figures and charts in Benchmarks/README.md.")
  var readme = false

  @Argument(help: "The inventory, unpacked.")
  var inventory: String

  @Argument(help: "Rule sets.")
  var rules: [String]

  private var scratch: String { "\(folder)/fastresolve-compare" }

  func run() throws {
    try checkFolder(folder)
    let contestants = try contestants()
    var sections: [String] = []
    for rules in rules {
      let name = String(lastComponent(rules).prefix { $0 != "." })
      let report = Report(rules: name, outcomes: try compare(contestants, with: rules))
      print("\n\(name)\n\n\(report.table)", terminator: "")
      sections.append(
        "### \(name)\n\n![Seconds of each contestant with \(name)](charts/compare-\(name).svg)\n\n"
          + report.table)
      if readme {
        try save(
          chart: report.chart, named: "compare-\(name)", folder: "\(root)/Benchmarks/charts")
      }
    }
    guard readme else { return }
    let command =
      "Benchmarks/compare \(lastComponent(inventory)) "
      + rules.map(lastComponent).joined(separator: " ")
      + " --rounds \(rounds) --slow \(slow) --readme"
    try renew(
      section: "compare", of: "\(root)/Benchmarks/README.md",
      with: """
        `\(command)`

        \(machine()); \(try input()), output to a folder \(isInMemory(folder) ? "in memory" : "on disk"). \
        \(about)

        \(sections.joined(separator: "\n"))
        """)
  }

  /// The inventory in numbers.
  private func input() throws -> String {
    let lines = try Lines(inventory)
    var count = -1
    while lines.nextBytes() != nil { count += 1 }
    return "\(decimal(Double(count))) rows, \(megabytes(try size(of: inventory))) MB"
  }

  /// The contestants that were asked for and are there.
  private func contestants() throws -> [Contestant] {
    let places = Places(inventory: inventory, command: command, built: built, root: root)
    let (help, errors) = ("\(scratch)-help", "\(scratch)-errors")
    defer { remove(help, errors) }
    _ = try Measuring.run([command, "resolve", "--help"], output: help, errors: errors)
    let all = places.contestants(
      hasCacheOption: try text(of: help).contains("--no-cache"))
    func names(_ list: String) -> [String] { list.split(separator: ",").map(String.init) }
    let asked = all.filter {
      (only == nil || $0.isPicked(by: names(only ?? ""))) && !$0.isPicked(by: names(without ?? ""))
    }
    return asked.filter { $0.arguments[0].hasPrefix("/") ? exists($0.arguments[0]) : true }
  }

  private func compare(_ contestants: [Contestant], with rules: String) throws -> [Outcome] {
    let reference = "\(scratch)-reference"
    defer { remove(reference, "\(scratch)-output", "\(scratch)-errors") }
    remove(reference)
    var outcomes = contestants.map { Outcome($0) }
    for round in 0...max(rounds, 1) {
      for number in outcomes.indices where !outcomes[number].isDone {
        do {
          try time(&outcomes[number], rules: rules)
        } catch let error as MeasuringError where !outcomes[number].isRequired {
          outcomes[number].failure = lastLine(of: error.description)
          continue
        }
        guard round == 0 else { continue }
        if outcomes[number].unsaid == nil { try check(outcomes[number], reference: reference) }
        // The round that is not counted tells who is slow; of those it is all there is.
        outcomes[number].isDone = outcomes[number].runs[0].seconds > slow
        if !outcomes[number].isDone { outcomes[number].runs = [] }
      }
    }
    return outcomes
  }

  /// Runs a contestant once and adds what it took.
  private func time(_ outcome: inout Outcome, rules: String) throws {
    let (output, errors) = ("\(scratch)-output", "\(scratch)-errors")
    remove(output)
    let arguments = outcome.contestant.arguments
    let usage = try Measuring.run(
      arguments.map { $0 == "{rules}" ? rules : $0 == "{output}" ? output : $0 },
      output: arguments.contains("{output}") ? "/dev/null" : output, errors: errors)
    outcome.runs.append(usage)
    outcome.read(try text(of: errors))
  }

  /// Holds the answers against those of the first contestant that wrote whole rows.
  private func check(_ outcome: Outcome, reference: String) throws {
    let output = "\(scratch)-output"
    if !exists(reference) {
      if outcome.contestant.output == .rows { try move(output, to: reference) }
    } else if let difference = try disagreement(
      of: output, kind: outcome.contestant.output, with: reference)
    {
      throw MeasuringError("\(outcome.contestant.name) disagrees with the first: \(difference)")
    }
  }

  private func lastLine(of text: String) -> String {
    text.split(separator: "\n").last.map(String.init) ?? ""
  }
}
