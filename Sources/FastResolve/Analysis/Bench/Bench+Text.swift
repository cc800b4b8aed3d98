// A bench as text: what was measured and how, then each rule set: its times as a table, what its
// regexes are asked, where the time goes, and the regexes that cost most, with the reasons. At last
// the rule sets are compared with the first.

extension Bench {
  /// The bench for people.
  public func text(style: TextStyle = .plain) -> String {
    var writer = BenchWriter(record: record, style: style)
    writer.writeHead()
    for (series, costs) in zip(record.ruleSets, costs) { writer.write(series, costs) }
    var text = writer.lines.joined(separator: "\n") + "\n"
    if let comparison = BenchComparison(record) { text += "\n" + comparison.text(style: style) }
    return text
  }
}

private struct BenchWriter {
  let record: BenchRecord
  let style: TextStyle
  private(set) var lines: [String] = []

  init(record: BenchRecord, style: TextStyle) {
    self.record = record
    self.style = style
  }

  private var rows: Double { Double(record.inventory.rows) }

  mutating func writeHead() {
    let inventory = record.inventory
    let machine = record.machine
    lines.append(
      style.text(inventory.name, as: .heading)
        + "  \(counted(inventory.rows, "row")), \(counted(inventory.distinctPaths, "path")), "
        + "\(megabytes(inventory.bytes))"
        + (inventory.isWhole ? "" : "; a sample of \(megabytes(inventory.totalBytes))"))
    lines.append(
      "\(counted(record.roundCount, "round")), rule sets in turn; medians, and the quartiles as spread"
    )
    lines.append(
      "FastResolve \(machine.version), PCRE2 \(machine.pcre2), \(machine.system), "
        + "\(counted(machine.cores, "core")), \(machine.processor)")
    if machine.isDebugBuild {
      lines.append(
        style.text("a build without optimisation: its times say nothing", as: .warning))
    }
  }

  mutating func write(_ series: BenchSeries, _ costs: RuleCosts) {
    lines.append("")
    lines.append(
      style.text(series.name, as: .heading)
        + "  \(counted(series.ruleCount, "rule")), "
        + counted(series.regexCount, "regex", plural: "regexes"))
    let compile = Measurements(series.compileSeconds)
    lines.append(
      "  compile  \(duration(compile.median))  "
        + style.text(
          "(\(duration(compile.quartiles.lower)) to \(duration(compile.quartiles.upper)))",
          as: .faint))
    writeRuns(series)
    writeWork(series, costs.work)
    writeParts(series, costs)
    writeRegexes(costs)
  }

  // MARK: Throughput

  private mutating func writeRuns(_ series: BenchSeries) {
    var table = TextColumns(
      [
        "threads", "cache", "state", "rows/s", "spread", "MB/s", "scaling", "cpu ns/row",
        "rows known",
        "paths known",
      ],
      isLeft: [1, 2])
    for run in series.runs {
      for (pass, isWarm) in [(run.cold, false), (run.warm, true)] {
        let times = Measurements(pass.seconds)
        let single = series.runs.first { $0.threads == 1 && $0.isCached == run.isCached }
          .map { Measurements((isWarm ? $0.warm : $0.cold).seconds).median }
        let known = pass.hits.following + pass.hits.found
        let asked = pass.hits.askedPaths
        table.add([
          "\(run.threads)", run.isCached ? "yes" : "no", isWarm ? "warm" : "cold",
          millions(rows / times.median),
          "\(fixed(rows / times.quartiles.upper / 1e6, 2))-"
            + millions(rows / times.quartiles.lower),
          fixed(Double(record.inventory.bytes) / times.median / 1e6, 0),
          single.map { fixed($0 / times.median, 2) } ?? "",
          fixed(Measurements(pass.processorSeconds).median * 1e9 / rows, 0),
          run.isCached ? percent(known, of: record.inventory.rows) : "",
          run.isCached && series.regexCount > 0 && asked > 0
            ? percent(pass.hits.knownPaths, of: asked) : "",
        ])
      }
    }
    lines += table.lines(style).map { "  " + $0 }
  }

  // MARK: What the rules cost

  private mutating func writeWork(_ series: BenchSeries, _ work: RegexWork) {
    guard series.regexCount > 0 else { return }
    guard work.paths > 0 else {
      lines.append("  the regexes are asked about no path")
      return
    }
    let paths = Double(work.paths)
    lines.append(
      "  \(counted(work.paths, "path")) for the regexes, each with "
        + "\(fixed(work.meanCandidates, 2)) candidates (nine in ten up to "
        + "\(work.ninthDecileCandidates), none over \(work.mostCandidates)), "
        + "\(fixed(Double(work.calls) / paths, 2)) asked, "
        + "\(fixed(Double(work.engineCalls) / paths, 2)) by an engine")
  }

  private mutating func writeParts(_ series: BenchSeries, _ costs: RuleCosts) {
    let parts = costs.parts
    guard parts.total > 0 else { return }
    lines.append("  where the time goes, with one thread and no cache:")
    var table = TextColumns(["", "ns/row", "share"], isLeft: [0])
    var rows: [(String, Double)] = [
      ("reading rows, writing answers", parts.readingAndWriting),
      ("paths and module names", parts.moduleNames),
    ]
    if series.regexCount > 0 {
      rows += [
        ("finding candidates among the regexes", parts.candidates),
        ("asking the candidates", parts.regexes),
      ]
    }
    rows.append(("object types and their order", parts.objectTypesAndOrders))
    for (name, seconds) in rows {
      table.add([
        name, fixed(seconds * 1e9 / self.rows, 1), percent(seconds / parts.total),
      ])
    }
    lines += table.lines(style).dropFirst().map { "  " + $0 }
  }

  private mutating func writeRegexes(_ costs: RuleCosts) {
    guard !costs.regexes.isEmpty else { return }
    let shown = costs.regexes.prefix(Bench.shownRegexes)
    let all = costs.regexes.reduce(0) { $0 + $1.share }
    lines.append(
      "  "
        + (shown.count < costs.regexes.count
          ? "the \(shown.count) most expensive of \(costs.regexes.count) regexes that are asked, "
            + "together \(percent(all)) of the time:"
          : "the regexes that are asked, together \(percent(all)) of the time:"))
    let isCounted = costs.uncountedReason == nil
    var table = TextColumns(
      ["rule", "share", "calls", "hits", "ns/call", "spread"]
        + (isCounted ? ["instr/call"] : []), isLeft: [0])
    for regex in shown {
      table.add(
        [
          regex.rule.description, percent(regex.share), grouped(regex.calls), grouped(regex.hits),
          nanoseconds(regex.nanoseconds),
          "\(nanoseconds(regex.nanosecondsSpread.lowerBound))-"
            + nanoseconds(regex.nanosecondsSpread.upperBound),
        ]
          + (isCounted ? [regex.instructions.map { grouped(Int($0.rounded())) } ?? ""] : []))
    }
    let rows = table.lines(style)
    lines.append("  " + rows[0])
    for (row, regex) in zip(rows.dropFirst(), shown) {
      lines.append("  " + row)
      lines.append("      " + style.text(printable(regex.pattern), as: .name))
      for reason in regex.reasons { lines.append("      " + reason.text) }
    }
    if let reason = costs.uncountedReason {
      lines.append("  " + style.text("no instructions are counted: \(reason)", as: .faint))
    }
  }

  private func printable(_ pattern: String) -> String {
    PythonRegexError.printable(pattern.unicodeScalars)
  }

  private func nanoseconds(_ value: Double) -> String {
    value < 1000 ? fixed(value, 1) : grouped(Int(value.rounded()))
  }

  private func millions(_ value: Double) -> String { fixed(value / 1e6, 2) + " M" }

  private func megabytes(_ bytes: Int) -> String { fixed(Double(bytes) / 1e6, 1) + " MB" }

  private func percent(_ share: Double) -> String { fixed(share * 100, 1) + " %" }

  private func percent(_ count: Int, of all: Int) -> String {
    percent(all == 0 ? 0 : Double(count) / Double(all))
  }
}

extension RegexCost.Reason {
  /// The reason for people, a line.
  fileprivate var text: String {
    func percent(_ share: Double) -> String { fixed(share * 100, share < 0.1 ? 1 : 0) + " %" }
    switch self {
    case .noLiteral:
      return "no literal: nothing is known that every match holds, so every path is asked about"
    case .literal(let literals, let share):
      let shown = literals.prefix(4).map(\.shown)
      let more = literals.count > 4 ? " and \(literals.count - 4) more" : ""
      return (share < 0.05 ? "literal" : "common literal")
        + ": looked for by \(shown.joined(separator: ", "))\(more), "
        + "and asked about \(percent(share)) of the paths"
    case .engine(let engine, let share):
      let name =
        switch engine {
        case .machineCode: "PCRE2"
        case .interpreter: "PCRE2 without machine code"
        case .tree: "the slow engine, which goes CPython's ways"
        }
      return "engine: \(percent(share)) of the calls go to \(name)"
    case .backtracking(let steps, let bytes):
      return "backtracking: up to \(grouped(steps)) steps on a path of \(counted(bytes, "byte"))"
    case .probes(let share):
      return
        "not yet matched: \(percent(share)) of the calls are only to know whether it ever matches"
    case .matches(let share): return "matches: \(percent(share)) of the calls"
    }
  }
}

extension RegexCost.Literal {
  fileprivate var shown: String {
    "'\(text)'" + (isAtStart ? " at the start" : "") + (isAtEnd ? " at the end" : "")
  }
}
