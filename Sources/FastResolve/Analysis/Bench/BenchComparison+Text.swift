extension BenchComparison {
  /// The comparison for people: a line for each thing that was timed, and what is to be thought of
  /// it.
  ///
  /// Times of one thread are processor time. Percentages are of the time: 12 % slower takes 1.12
  /// times as long. In parentheses is the range of ratios that the times leave open, at 95 %.
  public func text(style: TextStyle = .plain) -> String {
    var lines = [
      style.text(title, as: .heading)
        + (entries.isEmpty
          ? "" : "  p-values corrected for \(counted(entries.count, "comparison"))")
    ]
    for remark in remarks { lines.append("  " + style.text(remark, as: .warning)) }
    for yardstick in yardsticks {
      lines.append(
        "  the machine, by its yardstick with \(counted(yardstick.threads, "thread")): "
          + "\(yardstick.test.difference) \(yardstick.test.range)")
    }
    if entries.isEmpty { lines.append("  nothing was timed in both") }
    for group in groups {
      lines.append("  " + style.text(group[0].new, as: .name))
      let rows = table(group).lines(style)
      lines.append("    " + rows[0])
      lines += zip(rows.dropFirst(), group).map { row, entry in
        "    " + row + "  " + verdict(entry, style)
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The entries of each pair of rule sets.
  private var groups: [[Entry]] {
    var groups: [[Entry]] = []
    for entry in entries {
      if let last = groups.last?.first, (last.old, last.new) == (entry.old, entry.new) {
        groups[groups.count - 1].append(entry)
      } else {
        groups.append([entry])
      }
    }
    return groups
  }

  private func table(_ entries: [Entry]) -> TextColumns {
    var table = TextColumns(
      ["", isWithinRun ? "first" : "old", isWithinRun ? "this" : "new", "difference"],
      isLeft: [0, 3])
    for entry in entries {
      table.add([
        entry.measure.text, entry.measure.text(entry.oldSeconds),
        entry.measure.text(entry.newSeconds), "\(entry.test.difference) \(entry.test.range)",
      ])
    }
    return table
  }

  /// Whether the rule sets are those of one bench.
  private var isWithinRun: Bool { yardsticks.isEmpty }

  private func verdict(_ entry: Entry, _ style: TextStyle) -> String {
    let p = entry.adjustedP
    let shown = p < 0.0001 ? "p < 0.0001" : "p = \(fixed(p, p < 0.01 ? 4 : p < 0.1 ? 3 : 2))"
    switch entry.verdict {
    case .slower: return style.text("beyond the noise", as: .bad) + " (\(shown))"
    case .faster: return style.text("beyond the noise", as: .good) + " (\(shown))"
    case .machine:
      return style.text("no more than the machine has changed", as: .faint) + " (\(shown))"
    case .withinNoise: return style.text("within the noise", as: .faint) + " (\(shown))"
    }
  }
}

extension BenchMeasure {
  fileprivate var text: String {
    switch self {
    case .compile: "compile"
    case .pass(let threads, let isCached, let isWarm):
      "\(counted(threads, "thread")), \(isCached ? "cache" : "no cache"), \(isWarm ? "warm" : "cold")"
    }
  }

  /// A time, or of a pass the rows in a second.
  fileprivate func text(_ seconds: Double) -> String {
    switch self {
    case .compile: duration(seconds)
    case .pass: fixed(1 / seconds / 1e6, 2) + " M rows/s"
    }
  }
}

extension RankTest {
  /// How much longer or less long it takes.
  fileprivate var difference: String {
    let percent = (ratio - 1) * 100
    if abs(percent) < 0.05 { return "the same" }
    if ratio >= 2 { return "\(fixed(ratio, ratio < 10 ? 1 : 0)) times as long" }
    return "\(fixed(abs(percent), abs(percent) < 10 ? 1 : 0)) % \(ratio > 1 ? "slower" : "faster")"
  }

  fileprivate var range: String {
    guard interval.upperBound < .greatestFiniteMagnitude else { return "(of too few rounds)" }
    return "(x\(fixed(interval.lowerBound, 2)) to x\(fixed(interval.upperBound, 2)))"
  }
}
