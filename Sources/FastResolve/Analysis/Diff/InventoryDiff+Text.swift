// A comparison as text: what differs in the rule sets, how many rows change, and then what changes
// into what, the most rows first.
//
//     rules.json -> new.json: 1 rule added, 1 with another qconfig
//       + module_name[5]  fp16  lm_head
//       ~ object_type[0]  int4 -> int8  torch.nn.Linear
//
//     397 of 3,584 rows change (11.1 %), in 2 of 5 models, at 388 module paths
//
//       rows   share  old     new
//        397  11.1 %  int4 -> int8
//             object_type[0] torch.nn.Linear
//             …

extension InventoryDiff {
  /// The comparison for people.
  ///
  /// - Parameters:
  ///   - style: How it is set off.
  ///   - limit: How many transitions are shown, and how many rules of each kind of difference.
  public func text(style: TextStyle = .plain, limit: Int = 20) -> String {
    var writer = DiffWriter(style: style, limit: limit)
    writer.write(self)
    return writer.lines.joined(separator: "\n") + "\n"
  }
}

/// Gathers the lines.
private struct DiffWriter {
  let style: TextStyle
  let limit: Int
  private(set) var lines: [String] = []

  /// How many pairs of rules are shown for a transition.
  private static let shownRules = 3
  /// How wide a qconfig and a key may be.
  private static let qconfigWidth = 32
  private static let keyWidth = 48

  init(style: TextStyle, limit: Int) {
    self.style = style
    self.limit = limit
  }

  mutating func write(_ diff: InventoryDiff) {
    write(diff.ruleSets, printable(diff.oldName), printable(diff.newName))
    lines.append("")
    writeTotals(diff)
    if !diff.transitions.isEmpty {
      lines.append("")
      writeTransitions(diff)
    }
    if !diff.otherRules.isEmpty {
      lines.append("")
      writeOtherRules(diff)
    }
  }

  // MARK: The rule sets

  private mutating func write(_ diff: RuleSetDiff, _ old: String, _ new: String) {
    var counts: [String] = []
    func count(_ number: Int, _ noun: String, _ what: String) {
      guard number > 0 else { return }
      counts.append((counts.isEmpty ? counted(number, noun) : grouped(number)) + " " + what)
    }
    count(diff.added.count, "rule", "added")
    count(diff.removed.count, "rule", "removed")
    count(diff.changed.count, "rule", "with another qconfig")
    if !diff.moved.isEmpty { counts.append(counted(diff.moved.count, "regex") + " moved") }
    lines.append(
      style.text("\(old) -> \(new)", as: .heading) + ": "
        + (counts.isEmpty ? "the same rules" : counts.joined(separator: ", ")))
    var rows: [(sign: Character, rule: String, qconfig: String, key: RuleKey)] = []
    for entry in diff.removed.prefix(limit) {
      rows.append(("-", entry.rule.description, Self.short(entry.qconfig), entry.key))
    }
    for entry in diff.added.prefix(limit) {
      rows.append(("+", entry.rule.description, Self.short(entry.qconfig), entry.key))
    }
    for pair in diff.changed.prefix(limit) {
      let qconfig = "\(Self.short(pair.old.qconfig)) -> \(Self.short(pair.new.qconfig))"
      rows.append(("~", Self.names(pair.old.rule, pair.new.rule), qconfig, pair.new.key))
    }
    for pair in diff.moved.prefix(limit) {
      rows.append(
        (
          ">", Self.names(pair.old.rule, pair.new.rule), Self.short(pair.new.qconfig),
          pair.new.key
        ))
    }
    let widths = (rows.map(\.rule.count).max() ?? 0, rows.map(\.qconfig.count).max() ?? 0)
    for row in rows {
      let role: TextStyle.Role =
        switch row.sign {
        case "-": .bad
        case "+": .good
        default: .warning
        }
      let key = row.key == .global ? "" : printable(row.key.description)
      lines.append(
        "  \(style.text(String(row.sign), as: role)) "
          + style.text(padded(row.rule, widths.0), as: .name)
          + trimmed("  \(padded(row.qconfig, widths.1))  \(key)"))
    }
    let rest =
      [diff.added.count, diff.removed.count, diff.changed.count, diff.moved.count]
      .reduce(0) { $0 + max(0, $1 - limit) }
    if rest > 0 { lines.append("  and \(grouped(rest)) more") }
  }

  /// The name of a rule in both sets; of the tier, which is the same, once.
  private static func names(_ old: Rule, _ new: Rule) -> String {
    old == new ? old.description : "\(old) -> [\(new.position)]"
  }

  // MARK: Rows

  private mutating func writeTotals(_ diff: InventoryDiff) {
    let rows = diff.summary.rows
    guard diff.changedRows > 0 else {
      let line = rows == 0 ? "no rows" : "no row of \(grouped(rows)) changes"
      lines.append(style.text(line, as: .heading))
      writeBadRows(diff)
      return
    }
    var line =
      "\(grouped(diff.changedRows)) of \(counted(rows, "row")) "
      + "\(diff.changedRows == 1 ? "changes" : "change") "
      + "(\(percent(diff.changedRows, of: rows)))"
    if diff.models > 1 {
      line += ", in \(grouped(diff.changedModels)) of \(counted(diff.models, "model"))"
    }
    line += ", at \(counted(diff.changedPaths, "module path"))"
    lines.append(style.text(line, as: .heading))
    writeBadRows(diff)
  }

  private mutating func writeBadRows(_ diff: InventoryDiff) {
    let count = diff.summary.badRows
    if count > 0 { lines.append("\(counted(count, "bad row")) skipped") }
  }

  private mutating func writeTransitions(_ diff: InventoryDiff) {
    let shown = diff.transitions.prefix(limit)
    let width = max(4, shown.map { grouped($0.rows).count }.max() ?? 0)
    let oldWidth = max(3, shown.map { Self.short($0.oldQConfig).count }.max() ?? 0)
    let indent = String(repeating: " ", count: width + 13)
    lines.append(
      style.text(
        "  \(padded("rows", width, left: true))    share  \(padded("old", oldWidth))    new",
        as: .faint))
    for transition in shown {
      lines.append(
        "  \(padded(grouped(transition.rows), width, left: true))  "
          + padded(percent(transition.rows, of: diff.summary.rows), 7, left: true) + "  "
          + style.text(padded(Self.short(transition.oldQConfig), oldWidth), as: .bad) + " -> "
          + style.text(Self.short(transition.newQConfig), as: .good))
      write(transition.rules, indent)
      for example in transition.examples {
        lines.append(indent + text(example))
      }
    }
    let rest = diff.transitions.dropFirst(limit)
    if !rest.isEmpty {
      let rows = rest.reduce(0) { $0 + $1.rows }
      lines.append(
        "  \(padded(grouped(rows), width, left: true))  "
          + padded(percent(rows, of: diff.summary.rows), 7, left: true)
          + "  by \(counted(rest.count, "other change"))")
    }
  }

  /// Pairs of rules, with how many rows each has where there is more than one.
  private mutating func write(_ pairs: [InventoryDiff.RulePair], _ indent: String) {
    let shown = pairs.prefix(Self.shownRules)
    let width = shown.map { grouped($0.rows).count }.max() ?? 0
    for pair in shown {
      let rows = pairs.count > 1 ? padded(grouped(pair.rows), width, left: true) + "  " : ""
      lines.append(indent + rows + text(pair))
    }
    let rest = pairs.dropFirst(Self.shownRules)
    if !rest.isEmpty {
      lines.append(
        indent
          + padded(grouped(rest.reduce(0) { $0 + $1.rows }), width, left: true)
          + "  by \(counted(rest.count, "other pair")) of rules")
    }
  }

  /// The rules of a pair with their keys, which stand there once where they are the same.
  private func text(_ pair: InventoryDiff.RulePair) -> String {
    let old = style.text(pair.oldRule.description, as: .name)
    let new = style.text(pair.newRule.description, as: .name)
    let (oldKey, newKey) = (Self.short(pair.oldKey), Self.short(pair.newKey))
    if pair.oldKey == pair.newKey {
      return (pair.oldRule == pair.newRule ? old : "\(old) -> \(new)") + newKey
    }
    return "\(old)\(oldKey) -> \(new)\(newKey)"
  }

  /// A key behind the name of its rule, which of the global rule and of none says it all.
  private static func short(_ key: RuleKey?) -> String {
    guard let key, key != .global else { return "" }
    return " " + shortened(printable(key.description), keyWidth)
  }

  private func text(_ example: InventoryDiff.Example) -> String {
    let path = example.modulePath.isEmpty ? "(the root)" : printable(example.modulePath)
    let model = example.model.isEmpty ? "" : printable(example.model) + "  "
    let place = style.text("\(printable(example.source)):\(example.line)", as: .faint)
    return "\(place)  \(model)\(path)"
  }

  private mutating func writeOtherRules(_ diff: InventoryDiff) {
    let one = diff.otherRuleRows == 1
    lines.append(
      style.text(
        "\(counted(diff.otherRuleRows, "row")) \(one ? "keeps its" : "keep their") "
          + "qconfig and \(one ? "gets" : "get") it from another rule", as: .heading))
    write(diff.otherRules, "  ")
  }

  // MARK: Parts

  private static func short(_ qconfig: QConfig) -> String {
    shortened(qconfig.cellText, qconfigWidth)
  }

  private func trimmed(_ text: String) -> String {
    var text = Substring(text)
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
