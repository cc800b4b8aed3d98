import CBytes

// How a row gets its qconfig: the five tiers from the lowest up, each one that has a rule for the
// row replacing the answer so far. It is what torch's `_generate_node_name_to_qconfig` does node
// by node.
//
// Tiers 3 and 4 look at nothing but the path, and take it up where it parts from the one before.
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
  /// The pair that the row is a use of, where it brings the use number itself: the use is counted, but
  /// what is decided doesn't hang on the count. Else -1.
  var numberedPair = -1
  /// Whether nothing but the row decided, and of its fields not the model, and nothing was counted.
  var isOfRowAlone = true

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
  func resolve(
    _ row: RowFields, _ scratch: inout ResolverScratch
  ) throws(OrderedRegexSet.Failure) -> Decision {
    let name = approach(row.modulePath, &scratch)
    return try withUnsafePointer(to: row) { row throws(OrderedRegexSet.Failure) in
      try resolve(row, name, &scratch)
    }
  }

  /// Takes up the next path.
  ///
  /// - Returns: The module name rule of the path, or none.
  @inline(never)
  func follow(_ path: ByteSlice, _ scratch: inout ResolverScratch) -> RuleID {
    rule(ofModuleNameAt: scratch.trail.follow(path, moduleNames, regexes.automaton))
  }

  /// Takes up the path of the next row to be resolved. Where a module name decides and nothing else is
  /// asked, the regexes can't be asked behind that.
  ///
  /// - Returns: The module name rule of the path, or none.
  @inline(never)
  func approach(_ path: ByteSlice, _ scratch: inout ResolverScratch) -> RuleID {
    if scratch.trail.beginPath(of: &scratch.regexes.paths) {
      return rule(ofModuleNameAt: scratch.trail.follow(path, moduleNames))
    }
    return rule(
      ofModuleNameAt: scratch.trail.follow(
        path, moduleNames, regexes.automaton, needsAllStates: scratch.notesMatches))
  }

  /// The module name rule at a place, or none for `ByteTable.none`.
  @inline(__always)
  func rule(ofModuleNameAt place: UInt32) -> RuleID {
    place == ByteTable.none ? .none : RuleID(firstModuleName.number &+ place)
  }

  /// Resolves one row whose path was taken up.
  ///
  /// A function of its own, and not part of the loop over rows: past some size of the function they
  /// would go into, the compiler no longer inlines even a load.
  ///
  /// - Parameters:
  ///   - row: The row. By its address, as it would be copied for the call.
  ///   - moduleName: What `follow` said of its path.
  ///   - scratch: The worker's own.
  /// - Throws: `OrderedRegexSet.Failure` when a regex ran into a limit before the answer was known.
  @inline(never)
  func resolve(
    _ row: UnsafePointer<RowFields>, _ moduleName: RuleID, _ scratch: inout ResolverScratch
  ) throws(OrderedRegexSet.Failure) -> Decision {
    let row = row.pointee
    let operation = row.operation
    if operation == .placeholder || operation == .output { return Decision(.none) }

    // 1. global
    var rule = globalRule
    scratch.coverage.insert(globalRule)

    // 2. object_type: the type of the module holds above the function or method called in it.
    var target = ByteTable.none
    if operation == .callFunction || operation == .callMethod {
      target = objectTypes.number(of: row.target)
      rule = objectTypeRule(target, &scratch) ?? rule
    }
    let type = objectTypes.number(of: row.moduleType)
    rule = objectTypeRule(type, &scratch) ?? rule

    // 3. module_name_regex and 4. module_name
    let pathRule = try pathRule(row.modulePath, moduleName, &scratch)
    if pathRule != .none { rule = pathRule }

    // 5. module_name_object_type_order
    var decision = Decision(rule)
    let pair = orderedPair(row, type: type, target: target, &scratch.trail)
    guard pair >= 0 else { return decision }
    scratch.coverage.insert(rule)
    // A use that brings its number is a use all the same: those after it are counted past it.
    let occurrence = scratch.occurrences.next(pair)
    decision.isOfRowAlone = false
    var index = row.index
    if index == RowFields.noIndex {
      decision.countedPair = pair
      decision.occurrence = occurrence
      index = occurrence
    } else {
      decision.numberedPair = pair
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
  ///   - trail: The trail, followed to the row's path.
  @inline(__always)
  func orderedPair(
    _ row: RowFields, type: UInt32, target: UInt32, _ trail: inout PathTrail
  ) -> Int {
    guard !orders.isEmpty else { return -1 }
    switch row.operation {
    case .callModule:
      guard type != ByteTable.none, objectTypes[type].isOrdered else { return -1 }
      // Those that stand side by side in a module have the same parent.
      let hash = trail.parentHash
      let parent = row.modulePath.prefix(trail.parentCount)
      return orders.pair(ofPath: trail.noteOnParent { orders.path(parent, hash: hash) }, type)
    case .callFunction:
      guard target != ByteTable.none, objectTypes[target].isOrdered else { return -1 }
      return orders.pair(ofPath: orders.path(row.modulePath, hash: trail.hash), target)
    case .callMethod, .getAttribute, .placeholder, .output:
      return -1
    }
  }

  @inline(__always)
  private func objectTypeRule(_ number: UInt32, _ scratch: inout ResolverScratch) -> RuleID? {
    guard number != ByteTable.none else { return nil }
    let rule = objectTypes[number].rule
    guard rule != .none else { return nil }
    scratch.coverage.insert(rule)
    return rule
  }

  /// Whether the regexes are to be asked about the path that was taken up; notes that they are.
  ///
  /// - Parameters:
  ///   - moduleName: The module name rule of the path, or none.
  ///   - scratch: The worker's own.
  @inline(__always)
  func areRegexesAsked(_ moduleName: RuleID, _ scratch: inout ResolverScratch) -> Bool {
    if moduleName != .none, !scratch.notesMatches { return false }
    if scratch.wereRegexesAsked(moduleName) { return false }
    if scratch.trail.isNamed { scratch.namesAskedAbout.insert(moduleName) }
    return true
  }

  /// The answer of tiers 3 and 4, or none.
  @inline(__always)
  private func pathRule(
    _ path: ByteSlice, _ moduleName: RuleID, _ scratch: inout ResolverScratch
  ) throws(OrderedRegexSet.Failure) -> RuleID {
    guard regexes.count > 0, areRegexesAsked(moduleName, &scratch) else { return moduleName }
    if scratch.trail.areStatesKnown, regexes.hasNoCandidate(path, scratch.trail) {
      return moduleName
    }
    // Where a module name decides, what the regexes say doesn't matter, but that they match may.
    let first = try regexes.firstMatch(
      path, &scratch.trail, isAnswerWanted: moduleName == .none, &scratch.regexes)
    guard let first else { return moduleName }
    return RuleID(firstRegex.number + UInt32(first))
  }
}
