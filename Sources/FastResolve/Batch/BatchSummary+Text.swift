extension BatchSummary {
  /// The summary for people: rows, time, rows by tier, and every rule that matched nothing.
  ///
  /// - Parameter seconds: How long it took.
  public func text(seconds: Double) -> String {
    var lines = [
      "\(counted(rows, "row")) in \(fixed(seconds, 2)) s (\(grouped(rate(seconds))) rows/s)"
    ]
    lines.append("decided by")
    lines += tierLines(rows(decidedBy:), undecided: undecided, of: rows)
    if badRows > 0 { lines.append("\(counted(badRows, "bad row")) skipped") }
    lines += list(unmatchedRules, "matched nothing")
    lines += list(overruledRules, "matched, but other rules decided every row")
    return lines.joined(separator: "\n") + "\n"
  }

  /// The summary for programs: one JSON object.
  ///
  /// `rows`, `bad_rows`, `bytes_read`, `seconds`, `rows_per_second`; `tiers` with the rows that
  /// each tier decided and those that `none` did; `rules` with `rule`, its key as the dictionary
  /// form spells it, `qconfig`, `decided` (rows) and `matched` (whether any row) for each rule;
  /// `unmatched`, the names of the rules that matched nothing.
  ///
  /// - Parameter seconds: How long it took.
  public func json(seconds: Double) -> JSONValue {
    let tiers = RuleTier.allCases.map {
      JSONValue.Member($0.rawValue, .integer(rows(decidedBy: $0)))
    }
    let rules = rules.map { use in
      JSONValue.object([
        .init("rule", .string(use.rule.description)), .init("key", .array(use.key.elements)),
        .init("qconfig", use.qconfig.value), .init("decided", .integer(use.decided)),
        .init("matched", .bool(use.hasMatched)),
      ])
    }
    return .object([
      .init("rows", .integer(rows)), .init("bad_rows", .integer(badRows)),
      .init("bytes_read", .integer(bytesRead)), .init("seconds", .number(fixed(seconds, 3))),
      .init("rows_per_second", .integer(rate(seconds))),
      .init("tiers", .object(tiers + [.init("none", .integer(undecided))])),
      .init("rules", .array(rules)),
      .init("unmatched", .array(unmatchedRules.map { .string($0.rule.description) })),
    ])
  }

  private func rate(_ seconds: Double) -> Int { seconds > 0 ? Int(Double(rows) / seconds) : 0 }

  /// Rules that share a fate. Up to fifty stand a line each, with their keys; of more, the rest is
  /// named by position alone, so that every one is said and the first are still on the screen.
  private func list(_ uses: [RuleUse], _ fate: String) -> [String] {
    guard !uses.isEmpty else { return [] }
    var lines = ["\(counted(uses.count, "rule")) \(fate):"]
    let shown = uses.prefix(50)
    let width = shown.map { $0.rule.description.count }.max() ?? 0
    for use in shown { lines.append("  \(padded(use.rule.description, width))  \(use.key)") }
    for tier in RuleTier.allCases {
      let positions = uses.dropFirst(50).filter { $0.rule.tier == tier }.map(\.rule.position)
      if !positions.isEmpty { lines.append("  \(tier.rawValue)[\(ranges(positions))]") }
    }
    return lines
  }
}

extension BatchProgress {
  /// How far the run is, in a line for people: rows, share of the input, rate.
  ///
  /// - Parameter seconds: How long it has gone on.
  public func text(seconds: Double) -> String {
    let share = totalBytes.map { $0 > 0 ? min(100, bytes * 100 / $0) : 100 }
    let rate = seconds > 0 ? Int(Double(rows) / seconds) : 0
    return "\(grouped(rows)) rows" + (share.map { "  \($0) %" } ?? "")
      + "  \(grouped(rate)) rows/s"
  }
}
