extension CheckReport {
  /// So many findings of one code are shown in full; of more, the rest is counted.
  private static let mostOfOneCode = 10
  /// So many of the rules that one finding speaks of are shown.
  fileprivate static let mostRelated = 5

  /// The report for people: a finding a block, the worst first, and a line that counts them.
  ///
  /// - Parameters:
  ///   - style: How it is set off.
  ///   - showsAll: Whether of a code with many findings all are shown, and not only the first ten.
  public func text(style: TextStyle = .plain, showsAll: Bool = false) -> String {
    let mostOfOneCode = showsAll ? Int.max : Self.mostOfOneCode
    var text = ""
    var shown: [LintCode: Int] = [:]
    for finding in findings {
      shown[finding.code, default: 0] += 1
      if shown[finding.code, default: 0] <= mostOfOneCode {
        text += finding.text(style: style) + "\n"
      }
    }
    for (code, count) in shown.sorted(by: { $0.key < $1.key }) where count > mostOfOneCode {
      let more = "\(counted(count - mostOfOneCode, "more finding"))"
      text += style.text("\(more) of \(code), \(code.title); --all shows them", as: .faint) + "\n\n"
    }
    if let inventory { text += inventory.text(style: style) + "\n" }
    if isInventorySkipped {
      text += "the inventory was not looked at: these rules can't be used\n\n"
    }
    return text + summary(style: style) + "\n"
  }

  private func summary(style: TextStyle) -> String {
    let counts = Finding.Severity.allCases.reversed().compactMap { severity -> String? in
      let count = count(of: severity)
      guard count > 0 else { return nil }
      return style.text(counted(count, severity.rawValue), as: severity.role)
    }
    let found =
      counts.isEmpty ? style.text("nothing found", as: .good) : counts.joined(separator: ", ")
    return (source.map { "\($0): " } ?? "") + "\(found) in \(counted(ruleCount, "rule"))"
  }
}

extension Finding {
  /// The finding in some lines: severity, place and message, then what shows it, indented.
  func text(style: TextStyle) -> String {
    var lines = [
      style.text(severity.rawValue, as: severity.role) + " "
        + style.text(code.rawValue, as: .faint) + (place.isEmpty ? "" : " ")
        + style.text(place, as: .name) + ": " + message
    ]
    switch key {
    case .moduleNameRegex(let pattern):
      lines += Self.indented(PythonRegexError.excerpt(of: pattern, at: position))
    case .moduleNameObjectTypeOrder(let path, let type, let index):
      lines.append("    \(Self.printable("(\(path), \(type), \(index))"))")
    // Of the other keys the message has all there is.
    case .global, .objectType, .moduleName, nil: break
    }
    for (number, other) in related.prefix(CheckReport.mostRelated).enumerated() {
      lines.append(
        "    \(number == 0 ? "see " : "    ")\(other.rule)  \(Self.printable(other.key))"
          + (other.rows.map { "  (\(counted($0, "row")))" } ?? ""))
    }
    if related.count > CheckReport.mostRelated {
      lines.append(
        "        and \(counted(related.count - CheckReport.mostRelated, "other rule"))")
    }
    if let suggestion, !message.contains(suggestion) {
      lines.append("    try \(Self.printable(suggestion))")
    }
    for (number, example) in examples.enumerated() {
      lines.append("    \(number == 0 ? "e.g. " : "     ")\(Self.printable(example))")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func indented(_ text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { "  " + $0 }
  }

  /// A text in quotes, without control characters.
  static func quoted(_ text: String) -> String { "\"\(printable(text))\"" }

  fileprivate static func printable(_ text: some CustomStringConvertible) -> String {
    PythonRegexError.printable(text.description.unicodeScalars)
  }
}

extension InventoryCheck {
  /// The rows by tier, and what is left to the global rule or to none, in some lines.
  func text(style: TextStyle) -> String {
    var lines = [
      style.text("\(counted(summary.rows, "row"))", as: .heading)
        + " of \(counted(summary.models, "model")), decided by"
    ]
    lines += tierLines({ tiers[$0] ?? 0 }, undecided: none.rows, of: summary.rows)
    lines += global.lines("left to the global rule", style: style)
    lines += none.lines("left to no rule", style: style)
    if summary.badRows > 0 { lines.append("\(counted(summary.badRows, "bad row")) skipped") }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension InventoryCheck.Rest {
  /// The most frequent types, a line each; nothing where there is no row.
  fileprivate func lines(_ title: String, style: TextStyle) -> [String] {
    guard rows > 0 else { return [] }
    let names = types.map { $0.type.isEmpty ? "(no type)" : Finding.printable($0.type) }
    let nameWidth = names.map(\.count).max() ?? 0
    let width = types.map { grouped($0.rows).count }.max() ?? 0
    return ["\(title), most often"]
      + zip(names, types).map { name, use in
        let example = use.example.isEmpty ? "the root" : Finding.printable(use.example)
        return "  \(padded(grouped(use.rows), width, left: true))  \(padded(name, nameWidth))  "
          + style.text("e.g. \(example)", as: .faint)
      }
  }
}

extension Finding.Severity {
  /// How its name is set off.
  var role: TextStyle.Role {
    switch self {
    case .error: .error
    case .warning: .warning
    case .note: .heading
    }
  }
}

extension LintCode {
  /// What there is to say of the code, for people: code, title and severity, then the explanation.
  public func text(style: TextStyle = .plain) -> String {
    let heading =
      style.text("\(rawValue): \(title)", as: .heading) + " ("
      + style.text(severity.rawValue, as: severity.role) + ")"
    return heading + "\n\n" + wrapped(explanation, width: 80) + "\n"
  }
}
