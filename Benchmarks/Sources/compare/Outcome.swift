import Measuring

/// What the runs of one contestant with one rule set came to.
struct Outcome {
  var contestant: Contestant
  var runs: [ProcessUsage] = []
  /// What it can't say, in its own words, where the answers are not all there.
  var unsaid: String?
  /// How many rows of how many it asked for, where it asked for a sample.
  var sample: (asked: Int, of: Int)?

  /// Why it could not run.
  var failure: String?
  /// Whether it has run as often as it is to.
  var isDone = false

  init(_ contestant: Contestant) { self.contestant = contestant }

  var seconds: Spread { Spread(runs.map(\.seconds)) }
  var processorSeconds: Double { Spread(runs.map(\.processorSeconds)).median }
  var peakMemory: Int { runs.map(\.peakMemory).max() ?? 0 }

  /// Whether there is no comparison without it: `cp` and this project's own command.
  var isRequired: Bool { contestant.id == "cp" || contestant.isPicked(by: ["ours"]) }

  /// What the table says behind the figures.
  var note: String {
    if let failure {
      return "can't run: \(failure)"
    }
    if let sample { return "reckoned from \(decimal(Double(sample.asked))) rows" }
    return unsaid.map { "not comparable: \($0)" } ?? ""
  }

  /// Takes in what a contestant said on standard error: what it can't say, or which part of the
  /// rows it asked for. The times of a sample become those of all rows.
  mutating func read(_ said: String) {
    for line in said.split(separator: "\n") {
      let words = line.split(separator: " ")
      if line.hasPrefix("cannot say ") {
        unsaid = String(line)
      } else if line.hasPrefix("asked "), words.count == 8, let asked = Int(words[1]),
        let all = Int(words[3]), let time = Double(words[6])
      {
        let whole = time * Double(all) / Double(asked)
        sample = (asked, all)
        runs[runs.count - 1].seconds = whole
        runs[runs.count - 1].processorSeconds = whole
      }
    }
  }
}
