// The statistics as text:
//
//     3,102 rows of 4 models, 300.1 kB
//
//       module paths  2,104  32.2 % of the rows have one that was there before
//       …
//
//       module types
//         1,234  39.8 %  torch.nn.modules.linear.Linear
//         …

extension InventoryStats {
  /// The statistics for people.
  public func text(style: TextStyle = .plain) -> String {
    var writer = StatsWriter(style: style)
    writer.write(self)
    return writer.lines.joined(separator: "\n") + "\n"
  }
}

/// Gathers the lines.
private struct StatsWriter {
  let style: TextStyle
  private(set) var lines: [String] = []

  /// How many bars a histogram has at the most, and how long they are.
  private static let barCount = 12
  private static let barWidth = 40

  init(style: TextStyle) { self.style = style }

  mutating func write(_ stats: InventoryStats) {
    let rows = stats.summary.rows
    let hasModels = stats.models > 1 || stats.largestModels.contains { !$0.name.isEmpty }
    lines.append(
      style.text(
        counted(rows, "row") + (hasModels ? " of \(counted(stats.models, "model"))" : "")
          + ", \(sized(stats.summary.bytesRead))", as: .heading))
    if stats.summary.badRows > 0 {
      lines.append("\(counted(stats.summary.badRows, "bad row")) skipped")
    }
    guard rows > 0 else { return }
    writeCounts(stats)
    table("ops", stats.operations, rows, of: stats.operations.count)
    if hasModels {
      table("models", stats.largestModels, rows, of: stats.models, withoutName: "(no name)")
    }
    table("module types", stats.frequentTypes, rows, of: stats.moduleTypes)
    table("targets", stats.frequentTargets, rows, of: stats.targets)
    table(
      "names, the last segments of module paths", stats.frequentNames, rows, of: stats.moduleNames)
    table(
      "module paths", stats.frequentPaths, rows, of: stats.modulePaths, withoutName: "(the root)")
    if let depth = stats.depth { histogram("segments of module paths", depth) }
    if let length = stats.pathBytes { histogram("bytes of module paths", length) }
    writeOddities(stats)
  }

  private mutating func writeCounts(_ stats: InventoryStats) {
    let rows = stats.summary.rows
    let before = "of the rows"
    var counts: [(String, Int, String)] = [
      (
        "module paths", stats.modulePaths,
        "\(percent(stats.repeatedPathRows, of: rows)) \(before) have one that was there before"
      ),
      (
        "different rows", stats.distinctRows,
        "\(percent(stats.repeatedRows, of: rows)) \(before) were there before, but for the model"
      ),
      (
        "module types", stats.moduleTypes,
        "\(percent(stats.typedRows, of: rows)) \(before) have one"
      ),
      ("names", stats.moduleNames, ""),
    ]
    if stats.targets > 0 { counts.append(("targets", stats.targets, "")) }
    let width = counts.map { grouped($0.1).count }.max() ?? 0
    lines.append("")
    for (name, count, remark) in counts {
      lines.append(
        "  \(padded(name, 14))  \(padded(grouped(count), width, left: true))"
          + (remark.isEmpty ? "" : "  " + remark))
    }
    let indexed =
      switch stats.indexedRows {
      case 0: "no row has an index: uses are counted"
      case rows: "every row has an index"
      default:
        "\(grouped(stats.indexedRows)) rows have an index; the uses of the other "
          + "\(grouped(rows - stats.indexedRows)) are counted"
      }
    lines.append("  \(indexed)")
  }

  private mutating func table(
    _ heading: String, _ frequencies: [InventoryStats.Frequency], _ rows: Int, of count: Int,
    withoutName: String = "(empty)"
  ) {
    guard !frequencies.isEmpty else { return }
    let more =
      count > frequencies.count ? ": \(grouped(frequencies.count)) of \(grouped(count))" : ""
    lines += ["", "  " + style.text(heading, as: .heading) + more]
    let width = frequencies.map { grouped($0.rows).count }.max() ?? 0
    for frequency in frequencies {
      let name = frequency.name.isEmpty ? withoutName : printable(frequency.name)
      lines.append(
        "    \(padded(grouped(frequency.rows), width, left: true))  "
          + "\(padded(percent(frequency.rows, of: rows), 7, left: true))  "
          + style.text(name, as: .name))
    }
  }

  private mutating func histogram(
    _ heading: String, _ distribution: InventoryStats.Distribution
  ) {
    lines += [
      "",
      "  " + style.text(heading, as: .heading)
        + ": least \(grouped(distribution.minimum)), median \(grouped(distribution.median))"
        + ", 90 % up to \(grouped(distribution.percentile90))"
        + ", most \(grouped(distribution.maximum))",
    ]
    let bars = Self.bars(distribution)
    let names = bars.map(\.name.count).max() ?? 0
    let largest = bars.map(\.rows).max() ?? 0
    let width = grouped(largest).count
    for one in bars {
      let line =
        "    \(padded(one.name, names, left: true))  "
        + padded(grouped(one.rows), width, left: true)
      let length = bar(one.rows, of: largest, width: Self.barWidth)
      lines.append(length.isEmpty ? line : "\(line)  \(style.text(length, as: .name))")
    }
  }

  /// Ranges of values with their rows. The last one has what only one row in a hundred exceeds.
  private static func bars(
    _ distribution: InventoryStats.Distribution
  ) -> [(name: String, rows: Int)] {
    let most = max(distribution.percentile(99), distribution.minimum)
    var width = 1
    var step = 0
    func first(_ width: Int) -> Int { distribution.minimum / width * width }
    while (most - first(width)) / width >= barCount {
      // 1, 2, 5, 10, 20, 50 …
      width = step % 3 == 1 ? width / 2 * 5 : width * 2
      step += 1
    }
    let start = first(width)
    let count = (most - start) / width + 1
    var rows = [Int](repeating: 0, count: count)
    for one in distribution.counts { rows[min((one.value - start) / width, count - 1)] += one.rows }
    let end = start + count * width
    return rows.enumerated().map { position, rows in
      let low = start + position * width
      let isOpen = position == count - 1 && distribution.maximum >= end
      let name = isOpen ? "\(low)+" : width == 1 ? "\(low)" : "\(low)-\(low + width - 1)"
      return (name, rows)
    }
  }

  // MARK: Oddities

  private mutating func writeOddities(_ stats: InventoryStats) {
    var found: [String] = []
    for odd in stats.oddities {
      let path = odd.example.modulePath
      found.append(
        "\(counted(odd.rows, "row"))\(Self.text(odd)), at "
          + "\(counted(odd.modulePaths, "module path")): "
          + "\(printable(odd.example.source)):\(odd.example.line) "
          + style.text("'\(printable(path))'", as: .name))
    }
    if stats.scatteredModelRuns > 0 {
      found.append(
        "models that were there before come again \(counted(stats.scatteredModelRuns, "time")): "
          + "uses are counted anew in each place")
    }
    guard !found.isEmpty else { return }
    lines += ["", "  " + style.text("looks wrong", as: .warning)]
    lines += found.map { "    " + $0 }
  }

  private static func text(_ odd: InventoryStats.OddRows) -> String {
    switch odd.oddity {
    case .emptySegment: " with an empty segment in the module path"
    case .whitespace: " with white space in the module path"
    case .controlCharacter: " with a control character in the module path"
    case .nonASCII: " with other characters than ASCII in the module path"
    case .missingTarget: " that \(odd.rows == 1 ? "calls" : "call") something without a target"
    }
  }
}
