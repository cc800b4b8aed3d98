// An explanation as text: the answer first, then the tiers from the highest down, since the first
// that has a rule decides.
//
//     model.layers.3.mlp.up_proj  call_module, type torch.nn.Linear
//       int4 by module_name_regex[3]: the first regex that matches; no higher tier has a rule for it
//
//       module_name_object_type_order  no rule
//         …

extension Explanation {
  /// The explanation for people, some ten to forty lines.
  public func text(style: TextStyle = .plain) -> String {
    var writer = ExplanationWriter(style: style)
    writer.write(self)
    return writer.lines.joined(separator: "\n") + "\n"
  }
}

/// Gathers the lines.
private struct ExplanationWriter {
  let style: TextStyle
  private(set) var lines: [String] = []

  /// How many regexes that match are shown. More than a few are all hidden by the same one.
  private static let shownMatches = 8

  init(style: TextStyle) { self.style = style }

  mutating func write(_ explanation: Explanation) {
    let query = explanation.query
    lines.append(
      style.text(Self.shown(path: query.modulePath), as: .heading) + "  " + Self.node(query))
    lines.append("  " + verdict(explanation))
    guard explanation.isAsked else { return }
    lines.append("")
    writeOrders(explanation)
    writeNames(explanation)
    writeRegexes(explanation)
    writeTypes(explanation)
    heading(
      .global, explanation, explanation.global,
      otherwise: "none set: \(QConfig.null.cellText) where no rule matches")
    if case .success(let answer) = explanation.answer, (answer.rule.tier ?? .global) == .global {
      lines += ["", "  " + Self.needed(explanation)]
    }
  }

  // MARK: The answer

  private static func node(_ query: Query) -> String {
    var text = query.operation.rawValue
    if !query.target.isEmpty { text += ", target \(printable(query.target))" }
    if !query.moduleType.isEmpty { text += ", type \(printable(query.moduleType))" }
    return text
  }

  private func verdict(_ explanation: Explanation) -> String {
    let answer: Answer
    switch explanation.answer {
    case .success(let known): answer = known
    case .failure(let error):
      return style.text("not known", as: .error)
        + ": \(error.rule) ran into a limit (\(error.reason))"
    }
    let reason =
      if !explanation.isAsked {
        "no rule is asked about \(explanation.query.operation.rawValue) nodes"
      } else {
        switch answer.rule {
        case .none: "no rule matches, and no global qconfig is set"
        case .global: "no other rule matches"
        case .objectType: "no higher tier has a rule for it"
        case .moduleNameRegex: "the first regex that matches; no higher tier has a rule for it"
        case .moduleName(let position):
          explanation.moduleNames.first?.entry?.rule == .moduleName(position)
            ? "its own path has a rule" : "the nearest ancestor that has a rule"
        case .moduleNameObjectTypeOrder: "the highest tier has a rule for it"
        }
      }
    return style.text(answer.qconfig.cellText, as: .good)
      + " by \(style.text(answer.rule.description, as: .name)): \(reason)"
  }

  /// What would decide where nothing but the global qconfig does.
  private static func needed(_ explanation: Explanation) -> String {
    var ways: [String] = []
    let types = explanation.objectTypes.map(\.type.name).filter { !$0.isEmpty }
    if !types.isEmpty {
      ways.append("object_type " + types.map(printable).joined(separator: " or "))
    }
    ways.append("a module_name_regex that matches from the start of the path")
    if explanation.moduleNames.count > 1 {
      ways.append("module_name with the path or an ancestor")
    } else if !explanation.moduleNames.isEmpty {
      ways.append("module_name with the path")
    }
    return "what would decide it: " + ways.joined(separator: "; ")
  }

  // MARK: The tiers

  /// The line of a tier: what it says, and whether that counts.
  private mutating func heading(
    _ tier: RuleTier, _ explanation: Explanation, _ entry: Explanation.Entry?,
    otherwise: String = "no rule"
  ) {
    var line = "  " + padded(tier.rawValue, 31)
    if let entry {
      line += style.text(Self.short(entry.qconfig), as: .good)
      switch explanation.answer {
      case .success(let answer) where answer.rule == entry.rule: line += ", decides"
      case .success(let answer): line += ", overruled by \(answer.rule)"
      case .failure: break
      }
    } else {
      line += style.text(otherwise, as: .faint)
    }
    lines.append(line)
  }

  private mutating func note(_ text: String) { lines.append("    " + text) }

  private mutating func writeOrders(_ explanation: Explanation) {
    guard let order = explanation.order else {
      return heading(
        .moduleNameObjectTypeOrder, explanation, nil,
        otherwise: "never asked about \(explanation.query.operation.rawValue)")
    }
    heading(.moduleNameObjectTypeOrder, explanation, order.entry)
    let place = order.modulePath.isEmpty ? "the root" : Self.printable(order.modulePath)
    guard !order.type.name.isEmpty else {
      return note("uses in \(place) were not looked up: no type or target is given")
    }
    let type = Self.printable(order.type.canonicalName)
    if let entry = order.entry {
      note("use \(order.index) of \(type) in \(place)  \(name(entry))")
    } else if order.otherUses.isEmpty {
      note("no use of \(type) in \(place) has a rule")
    } else {
      note("use \(order.index) of \(type) in \(place) has no rule")
    }
    // Where no use has a rule, it makes no difference which one it is.
    if !explanation.isIndexGiven, order.entry != nil || !order.otherUses.isEmpty {
      note("no index is given, so it is taken to be the first use")
    }
    for entry in order.otherUses.prefix(Self.shownMatches) {
      note("near: \(name(entry))  \(Self.short(entry.qconfig))  use \(entry.index)")
    }
    writeRest(order.otherUses.count, "rules for other uses")
    for entry in order.misplaced.prefix(3) {
      note(
        "near: \(name(entry))  \(Self.short(entry.qconfig))  a use in "
          + "\(Self.printable(explanation.query.modulePath)) itself: a module is used in its parent"
      )
    }
  }

  private mutating func writeNames(_ explanation: Explanation) {
    let lookups = explanation.moduleNames
    let first = lookups.first { $0.entry != nil }?.entry
    heading(.moduleName, explanation, first)
    // Up to the last that has a rule; above it there is nothing to tell.
    let shown = lookups[..<((lookups.lastIndex { $0.entry != nil } ?? -1) + 1)]
    let width = shown.map { Self.printable($0.modulePath).count }.max() ?? 0
    for lookup in shown {
      let path = padded(Self.printable(lookup.modulePath), width)
      guard let entry = lookup.entry else {
        note(path + "  " + style.text("no rule", as: .faint))
        continue
      }
      let remark = entry.rule == first?.rule ? "" : "  overruled: \(Self.place(first)) is nearer"
      note("\(path)  \(name(entry))  \(Self.short(entry.qconfig))\(remark)")
    }
    if lookups.isEmpty {
      note("the root has no name that a rule could give")
    } else if let top = lookups.last, shown.isEmpty {
      let path = Self.printable(explanation.query.modulePath)
      note(
        lookups.count == 1
          ? "none for \(path)"
          : "none for \(path), nor for an ancestor up to \(Self.printable(top.modulePath))")
    }
    for miss in explanation.nearNames {
      note(
        "near: \(name(miss.entry))  \(Self.short(miss.entry.qconfig))  "
          + "\(Self.printable(miss.entry.key.description))\(Self.text(miss.difference))")
    }
    if explanation.namesBelow > 0 {
      note("below the path: \(counted(explanation.namesBelow, "rule")), which the path doesn't get")
    }
  }

  private mutating func writeTypes(_ explanation: Explanation) {
    let first = explanation.objectTypes.first { $0.entry != nil }?.entry
    heading(.objectType, explanation, first)
    for lookup in explanation.objectTypes {
      let role = padded(lookup.role.rawValue, explanation.objectTypes.count > 1 ? 11 : 0)
      guard !lookup.type.name.isEmpty else {
        note("\(role)  " + style.text("not given", as: .faint))
        continue
      }
      var text = "\(role)  \(Self.printable(lookup.type.name))"
      if lookup.type.canonicalName != lookup.type.name {
        text += " = \(Self.printable(lookup.type.canonicalName))"
      }
      if let entry = lookup.entry {
        text += "  \(name(entry))  \(Self.short(entry.qconfig))"
        if entry.rule != first?.rule {
          text += "  overruled: the module's type stands above what is called in it"
        }
      } else {
        text += "  " + style.text("no rule", as: .faint)
      }
      note(text)
      if let nearest = lookup.nearest {
        note(
          "near: \(name(nearest))  \(Self.short(nearest.qconfig))  "
            + Self.printable(nearest.key.description))
      }
    }
  }

  private mutating func writeRest(_ count: Int, _ what: String) {
    if count > Self.shownMatches { note("and \(grouped(count - Self.shownMatches)) more \(what)") }
  }

  // MARK: Regexes

  private mutating func writeRegexes(_ explanation: Explanation) {
    let regexes = explanation.regexes
    heading(.moduleNameRegex, explanation, regexes.matches.first)
    let shown = regexes.matches.prefix(Self.shownMatches)
    let widths = (
      shown.map { Self.place($0).count }.max() ?? 0,
      shown.map { Self.short($0.qconfig).count }.max() ?? 0
    )
    for (index, entry) in shown.enumerated() {
      note(
        style.text(padded(Self.place(entry), widths.0), as: .name)
          + "  \(padded(Self.short(entry.qconfig), widths.1))"
          + "  \(Self.printable(entry.key.description))"
          + (index == 0 ? "" : "  hidden by \(Self.place(shown[0]))"))
    }
    writeRest(regexes.matches.count, "that match, hidden likewise")
    for failure in regexes.failures {
      note(
        "\(name(failure.entry)) ran into a limit (\(failure.reason))  "
          + Self.printable(failure.entry.key.description))
    }
    let failing = regexes.count - regexes.matches.count - regexes.failures.count
    guard !regexes.nearMisses.isEmpty else { return }
    note("closest of the \(grouped(failing)) that don't match:")
    for miss in regexes.nearMisses { write(miss, explanation.query.modulePath) }
  }

  private mutating func write(_ miss: RegexNearMiss, _ path: String) {
    guard case .moduleNameRegex(let pattern) = miss.entry.key else { return }
    let place = Self.place(miss.entry)
    let indent = String(repeating: " ", count: place.count + 2)
    let scalars = Array(pattern.unicodeScalars)
    let pathScalars = Array(path.unicodeScalars)
    note(
      "\(style.text(place, as: .name))  \(PythonRegexError.printable(scalars))"
        + "  \(style.text(Self.short(miss.entry.qconfig), as: .faint))")
    switch miss.reason {
    case .stopped(let stop):
      note(indent + carets(stop.elements.map(\.lowerBound), under: scalars))
      var wanted: [String] = []
      for element in stop.elements.map({ PythonRegexError.printable(scalars[$0]) })
      where !wanted.contains(element) {
        wanted.append(element)
      }
      let expected = alternatives(wanted) { _ in "others" }
      let found =
        stop.position < pathScalars.count
        ? String(pathScalars[stop.position]).pythonRepresentation : "the end"
      note(indent + PythonRegexError.printable(pathScalars))
      note(
        indent + carets([stop.position], under: pathScalars)
          + " position \(stop.position): \(found), where the pattern has \(expected)")
    case .ruledOut(let stop):
      let look = stop.elements.first.map { PythonRegexError.printable(scalars[$0]) } ?? ""
      note(
        indent + carets(stop.elements.map(\.lowerBound), under: scalars)
          + " all else matches, but at position \(stop.position) \(look) says no")
    case .beginsLater(let position):
      note(indent + PythonRegexError.printable(pathScalars))
      note(
        indent + carets([position], under: pathScalars)
          + " it matches from position \(position) on, but a match begins at the start")
    }
  }

  /// A line with a caret under each of the positions.
  private func carets(_ positions: [Int], under text: [Unicode.Scalar]) -> String {
    var line = ""
    for position in positions.sorted() {
      let column = PythonRegexError.printable(text[..<position]).unicodeScalars.count
      if column >= line.count {
        line += String(repeating: " ", count: column - line.count) + "^"
      }
    }
    return style.isColored ? line.replacing("^", with: style.text("^", as: .warning)) : line
  }

  // MARK: Parts

  private static func text(_ difference: NameNearMiss.Difference) -> String {
    switch difference {
    case .spelling(let rule, let path), .number(let rule, let path):
      ": \(printable(rule)), and the path has \(printable(path))"
    case .lacks(let prefix): ": the path has \(printable(prefix)) in front of it"
    case .hasBefore(let prefix): ": the path has no \(printable(prefix)) in front"
    }
  }

  private func name(_ entry: Explanation.Entry) -> String {
    style.text(Self.place(entry), as: .name)
  }

  /// The position of a rule in its tier.
  private static func place(_ entry: Explanation.Entry?) -> String {
    entry.map { "[\($0.rule.position)]" } ?? ""
  }

  private static func shown(path: String) -> String {
    path.isEmpty ? "(the root)" : printable(path)
  }

  private static func printable(_ text: String) -> String {
    PythonRegexError.printable(text.unicodeScalars)
  }

  /// A qconfig as far as there is room in a column.
  private static func short(_ qconfig: QConfig) -> String {
    let text = qconfig.cellText
    return text.count > 40 ? text.prefix(39) + "…" : text
  }
}
