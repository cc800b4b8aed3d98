import Measuring

/// The figures of one rule set as a table and as a chart.
struct Report {
  var rules: String
  var outcomes: [Outcome]

  /// What the figures stand in relation to: the median of `cp` in the same run.
  private var limit: Double? {
    outcomes.first { $0.contestant.id == "cp" && !$0.runs.isEmpty }?.seconds.median
  }

  private func ratio(_ outcome: Outcome) -> String {
    limit.map { limit in
      let ratio = outcome.seconds.median / limit
      return decimal(ratio, ratio < 100 ? 1 : 0)
    } ?? ""
  }

  var table: String {
    Measuring.table(
      ["contestant", "median", "spread", "runs", "x cp", "processor", "peak memory", ""],
      outcomes.map { outcome in
        guard outcome.failure == nil else {
          return [outcome.contestant.name, "", "", "", "", "", "", outcome.note]
        }
        let times = outcome.seconds
        return [
          outcome.contestant.name, "\(seconds(times.median)) s",
          "\(seconds(times.least))-\(seconds(times.most)) s", "\(outcome.runs.count)",
          ratio(outcome), "\(seconds(outcome.processorSeconds)) s",
          "\(megabytes(outcome.peakMemory)) MB", outcome.note,
        ]
      })
  }

  var chart: String {
    let ran = outcomes.filter { $0.failure == nil }
    return DotChart(
      title: "Seconds with \(rules): median, least and most", unit: "seconds, logarithmic",
      rows: ran.map { outcome in
        let id = outcome.contestant.id
        let isPart = outcome.unsaid != nil || outcome.sample != nil
        let times = "\(seconds(outcome.seconds.median)) s, \(ratio(outcome)) x cp"
        return DotChart.Row(
          label: outcome.contestant.name, value: outcome.seconds,
          note: times + (outcome.unsaid != nil ? " (in part)" : isPart ? " (reckoned)" : ""),
          kind: id == "cp"
            ? .limit : outcome.contestant.isPicked(by: ["ours"]) ? .ours : isPart ? .part : .other)
      }
    ).rendered()
  }
}
