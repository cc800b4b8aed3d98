// How time and memory grow with the size of the job: with rows, with rows that are all different
// paths, with regexes and with module names.
//
// The inputs are made by `inputs` in a folder in memory and removed after use. The answers go to
// /dev/null: two gigabytes of rows and as much of answers would measure the memory of the machine.
// Rule sets of growing size are run in turn, inventories one after the other, for the same reason.

import ArgumentParser
import Measuring

@main
struct Scale: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Times qresolve-batch on inputs and rule sets of growing size.")

  // What Benchmarks/scale tells.
  @Option(help: .hidden) var command: String
  @Option(help: .hidden) var inputs: String
  @Option(help: .hidden) var root: String
  @Option(help: .hidden) var about = ""

  @Option(help: "How many runs of each size.")
  var rounds = 3

  @Option(help: "A folder in memory, for up to 4 GB.")
  var folder = exists("/dev/shm") ? "/dev/shm" : "/tmp"

  @Option(help: "The rule set for growing inventories.")
  var rules: String

  @Option(help: "Larger sizes are left out once a run took so many seconds.")
  var limit = 60.0

  @Option(help: "The only parts to run, with commas: rows, different, regexes, paths, names.")
  var only = "rows,different,regexes,paths,names"

  @Flag(help: "Renew the figures and charts in Benchmarks/README.md.")
  var readme = false

  @Argument(help: "The inventory, unpacked.")
  var inventory: String

  func run() throws {
    try checkFolder(folder)
    let bench = try Bench(
      command: command, inputs: inputs, scratch: "\(folder)/fastresolve-scale", rounds: rounds,
      limit: limit)
    defer { bench.clean() }
    let asked = only.split(separator: ",")
    for part in Part.all where asked.contains(where: { $0 == part.name }) {
      let growth = try part.measure(bench, inventory, rules)
      print("\n\(part.title)\n\n\(growth.table)", terminator: "")
      guard readme else { continue }
      try save(
        chart: growth.chart(title: part.title), named: "scale-\(part.name)",
        folder: "\(root)/Benchmarks/charts")
      try renew(
        section: "scale-\(part.name)", of: "\(root)/Benchmarks/README.md",
        with: """
          \(machine()), \(about)

          ![Time and memory](charts/scale-\(part.name).svg)

          \(growth.table)
          """)
    }
  }
}
