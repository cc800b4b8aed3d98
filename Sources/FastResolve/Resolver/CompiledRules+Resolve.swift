// How a row gets its qconfig: the five tiers from the lowest up, each one that has a rule for the
// row replacing the answer so far. It is what torch's `_generate_node_name_to_qconfig` does node
// by node.
//
// Tiers 3 and 4 look at nothing but the path and paths repeat, so their joint answer is cached.
// All that is returned are numbers; texts are made once, when the writer is set up.

/// What was found for a row.
struct Decision: BitwiseCopyable {
  /// The rule that decides, given the use number that was brought or counted.
  var rule: RuleID
  /// The rule that decides if no order rule does.
  var ruleBelowOrder: RuleID
  /// The pair whose uses were counted for the row, or -1 where there was nothing to count.
  var countedPair = -1
  /// The use number that was counted.
  var occurrence = 0

  @inline(__always)
  init(_ rule: RuleID) {
    self.rule = rule
    ruleBelowOrder = rule
  }
}

extension CompiledRules {
  /// Resolves one row.
  ///
  /// - Throws: `OrderedRegexSet.Failure` when a regex ran into a limit before the answer was known.
  @inline(__always)
  func resolve(
    _ row: RowFields, _ scratch: inout ResolverScratch
  ) throws(OrderedRegexSet.Failure) -> Decision {
    let operation = row.operation
    if operation == .placeholder || operation == .output { return Decision(.none) }

    // 1. global
    var rule = globalRule
    scratch.coverage.note(globalRule)

    // 2. object_type: the type of the module holds above the function or method called in it.
    var target = ByteTable.none
    if operation == .callFunction || operation == .callMethod {
      target = objectTypes.number(of: row.target)
      rule = objectTypeRule(target, &scratch) ?? rule
    }
    let type = objectTypes.number(of: row.moduleType)
    rule = objectTypeRule(type, &scratch) ?? rule

    // 3. module_name_regex and 4. module_name
    let pathRule = try pathRule(row.modulePath, &scratch)
    if pathRule != .none { rule = pathRule }

    // 5. module_name_object_type_order
    var decision = Decision(rule)
    let pair = orderedPair(row, type: type, target: target)
    guard pair >= 0 else { return decision }
    // A use that brings its number is a use all the same: those after it are counted past it.
    let occurrence = scratch.occurrences.next(pair)
    var index = row.index
    if index == RowFields.noIndex {
      decision.countedPair = pair
      decision.occurrence = occurrence
      index = occurrence
    }
    let orderRule = orders.rule(pair: pair, index: index)
    if orderRule != .none { decision.rule = orderRule }
    return decision
  }

  /// The pair of module path and object that the row is a use of, or -1 where no order rule names
  /// it. A module is used in its parent, a function in the module whose code calls it.
  ///
  /// - Parameters:
  ///   - row: The row.
  ///   - type: The number of its module type.
  ///   - target: The number of its target.
  @inline(__always)
  func orderedPair(_ row: RowFields, type: UInt32, target: UInt32) -> Int {
    guard !orders.isEmpty else { return -1 }
    switch row.operation {
    case .callModule:
      guard type != ByteTable.none, objectTypes[type].isOrdered else { return -1 }
      return orders.pair(row.modulePath.parentPath, type)
    case .callFunction:
      guard target != ByteTable.none, objectTypes[target].isOrdered else { return -1 }
      return orders.pair(row.modulePath, target)
    case .callMethod, .getAttribute, .placeholder, .output:
      return -1
    }
  }

  @inline(__always)
  private func objectTypeRule(_ number: UInt32, _ scratch: inout ResolverScratch) -> RuleID? {
    guard number != ByteTable.none else { return nil }
    let rule = objectTypes[number].rule
    guard rule != .none else { return nil }
    scratch.coverage.note(rule)
    return rule
  }

  /// The answer of tiers 3 and 4, or none.
  @inline(__always)
  private func pathRule(
    _ path: ByteSlice, _ scratch: inout ResolverScratch
  ) throws(OrderedRegexSet.Failure) -> RuleID {
    let hash = hashBytes(path)
    if let known = scratch.cache.find(path, hash: hash) { return known }
    let rule = try findPathRule(path, &scratch)
    scratch.cache.insert(path, hash: hash, rule)
    return rule
  }

  private func findPathRule(
    _ path: ByteSlice, _ scratch: inout ResolverScratch
  ) throws(OrderedRegexSet.Failure) -> RuleID {
    let moduleName = nearestModuleName(path)
    guard regexes.count > 0 else {
      scratch.coverage.note(moduleName)
      return moduleName
    }
    let isPathASCII = isASCII(path.start, count: path.count)
    var rule = moduleName
    var untried = 0
    if moduleName == .none {
      // Where a module name decides, what the regexes would have said doesn't matter.
      let first = try regexes.firstMatch(path, isASCII: isPathASCII, scratch.matching)
      untried = first.map { $0 + 1 } ?? regexes.count
      if let first { rule = RuleID(firstRegex.number + UInt32(first)) }
    }
    scratch.coverage.note(rule)
    let probing = scratch.probing
    scratch.coverage.settleRegexes(from: untried, firstRegex: firstRegex) { regex in
      try? regexes.matches(regex, path, isASCII: isPathASCII, probing)
    }
    return rule
  }

  /// Tier 4: the path is cut at its last `.` until a rule is found or nothing is left
  /// (torch's `_get_module_name_qconfig`). The empty path has no rule, even where one is stored.
  private func nearestModuleName(_ path: ByteSlice) -> RuleID {
    guard moduleNames.count > 0 else { return .none }
    var ancestor = path
    while !ancestor.isEmpty {
      let position = moduleNames.find(ancestor)
      if position != ByteTable.none { return RuleID(firstModuleName.number + position) }
      ancestor = ancestor.parentPath
    }
    return .none
  }
}
