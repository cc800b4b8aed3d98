// Times whole processes against one another on the same inventory and rules: `cp`, which is the
// limit, this project's command, and plain Python with a cache.
//
// Machines are shared and their speed drifts, so the contestants run in turn, one round after the
// other, and what counts is the median over the rounds and the ratio within the run. All of them
// write a file to the same folder, best one in memory. Answers are compared byte for byte: a time
// without the right answers is worth nothing.

import ArgumentParser
import Foundation

@main
struct Compare: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Times cp, qresolve-batch and plain Python with a cache on the same input.")

  @Option(help: "The qresolve-batch to time.")
  var command: String

  @Option(help: "The plain Python resolver.")
  var reference: String

  @Option(help: "The inventory, unpacked.")
  var inventory: String

  @Option(help: "Where the outputs go: a folder in memory, so that no disk is measured.")
  var folder =
    FileManager.default.fileExists(atPath: "/dev/shm") ? "/dev/shm" : NSTemporaryDirectory()

  @Option(help: "How many rounds.")
  var rounds = 5

  @Flag(help: "Leave Python out.")
  var withoutPython = false

  @Argument(help: "Rule sets.")
  var rules: [String]

  func run() throws {
    print("| rules | contestant | median | spread | x cp |")
    print("|---|---|---|---|---|")
    for rules in rules { try compare(rules) }
  }

  private struct Contestant {
    var name: String
    var arguments: [String]
    var output: String
    var writesToStandardOutput = false
  }

  private func compare(_ rules: String) throws {
    let id = ProcessInfo.processInfo.processIdentifier
    func path(_ name: String) -> String { "\(folder)/fastresolve-compare-\(id)-\(name)" }
    var contestants = [
      Contestant(name: "cp", arguments: ["cp", inventory, path("cp")], output: path("cp")),
      Contestant(
        name: "qresolve-batch",
        arguments: [command, "--quiet", "--rules", rules, inventory], output: path("ours"),
        writesToStandardOutput: true),
      Contestant(
        name: "qresolve-batch, labels alone",
        arguments: [
          command, "--quiet", "--select", "qconfig", "--rules", rules, inventory,
        ], output: path("ours-labels"), writesToStandardOutput: true),
    ]
    if !withoutPython {
      contestants.append(
        Contestant(
          name: "Python with a cache", arguments: ["python3", reference, rules, inventory],
          output: path("python"), writesToStandardOutput: true))
      contestants.append(
        Contestant(
          name: "Python with a cache, labels alone",
          arguments: ["python3", reference, "--select", "qconfig", rules, inventory],
          output: path("python-labels"), writesToStandardOutput: true))
    }
    defer {
      for contestant in contestants {
        try? FileManager.default.removeItem(atPath: contestant.output)
      }
    }

    var times = contestants.map { _ in [Double]() }
    for _ in 0..<rounds {
      for (number, contestant) in contestants.enumerated() {
        times[number].append(try time(contestant))
      }
    }
    if !withoutPython {
      for (ours, python) in [("ours", "python"), ("ours-labels", "python-labels")]
      where !FileManager.default.contentsEqual(atPath: path(ours), andPath: path(python)) {
        throw ValidationError("\(rules): the answers of qresolve-batch and of Python differ")
      }
    }
    let limit = median(times[0])
    let name = URL(filePath: rules).lastPathComponent
    for (contestant, times) in zip(contestants, times) {
      let spread = "\(seconds(times.min() ?? 0))-\(seconds(times.max() ?? 0)) s"
      print(
        "| \(name) | \(contestant.name) | \(seconds(median(times))) s | \(spread) "
          + "| \(String(format: "%.1f", median(times) / limit)) |")
    }
  }

  /// Runs a contestant once and returns its wall time in seconds, from start to end.
  private func time(_ contestant: Contestant) throws -> Double {
    try? FileManager.default.removeItem(atPath: contestant.output)
    let start = ContinuousClock.now
    let status = try spawn(
      contestant.arguments, output: contestant.writesToStandardOutput ? contestant.output : nil)
    let elapsed = (ContinuousClock.now - start) / .seconds(1)
    guard status == 0 else {
      throw ValidationError("\(contestant.name) failed with status \(status)")
    }
    return elapsed
  }

  private func median(_ times: [Double]) -> Double {
    let sorted = times.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }

  private func seconds(_ time: Double) -> String { String(format: "%.3f", time) }
}
