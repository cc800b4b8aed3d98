import Measuring

/// What growing sizes came to, a series for each way of running.
struct Growth {
  struct Point {
    var size: Int
    /// Rows resolved in a run.
    var rows: Int
    var runs: [ProcessUsage]
    /// Runs with one row, where it takes time to get ready for it.
    var oneRowRuns: [ProcessUsage] = []

    var seconds: Spread { Spread(runs.map(\.seconds)) }
    var oneRowSeconds: Spread? { oneRowRuns.isEmpty ? nil : Spread(oneRowRuns.map(\.seconds)) }
    var peakMemory: Int { runs.map(\.peakMemory).max() ?? 0 }
    var nanosecondsPerRow: Double { seconds.median / Double(rows) * 1e9 }
    /// What each row takes behind the first one.
    var nanosecondsPerFurtherRow: Double? {
      oneRowSeconds.map { (seconds.median - $0.median) / Double(rows - 1) * 1e9 }
    }
  }

  /// What the sizes count.
  var unit: String
  var series: [(name: String, points: [Point])] = []

  init(unit: String, names: [String]) {
    self.unit = unit
    series = names.map { ($0, []) }
  }

  var table: String {
    let hasOneRowRuns = series.contains { $0.points.contains { !$0.oneRowRuns.isEmpty } }
    return Measuring.table(
      [unit, "", "median", "spread", "runs", "a row"]
        + (hasOneRowRuns ? ["for one row", "a further row"] : []) + ["peak memory"],
      series.flatMap { name, points in
        points.map { point in
          [
            decimal(Double(point.size)), name, "\(seconds(point.seconds.median)) s",
            "\(seconds(point.seconds.least))-\(seconds(point.seconds.most)) s",
            "\(point.runs.count)", "\(decimal(point.nanosecondsPerRow)) ns",
          ] + (hasOneRowRuns ? oneRowCells(point) : []) + ["\(megabytes(point.peakMemory)) MB"]
        }
      })
  }

  private func oneRowCells(_ point: Point) -> [String] {
    guard let first = point.oneRowSeconds, let further = point.nanosecondsPerFurtherRow else {
      return ["", ""]
    }
    return ["\(seconds(first.median)) s", "\(decimal(further)) ns"]
  }

  func chart(title: String) -> String {
    func lines(_ value: (Point) -> Double) -> [LineChart.Series] {
      series.map { name, points in
        LineChart.Series(name: name, points: points.map { (Double($0.size), value($0)) })
      }
    }
    return LineChart(
      title: title, unit: unit,
      panels: [
        .init(title: "seconds", series: lines(\.seconds.median)),
        .init(title: "peak memory, MB", series: lines { Double($0.peakMemory) / 1e6 }),
      ]
    ).rendered()
  }
}
