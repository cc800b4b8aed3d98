// Which rules match a row, all of them, and not only the one that decides.
//
// That is what tells a rule that is overruled from one that matches nothing, and what explains an
// answer. The tiers are those of `CompiledRules+Resolve.swift`, in the same order.

/// The rules that match a row. Valid until the worker asks for the next row's.
struct RowMatches: BitwiseCopyable {
  /// The global rule, or none.
  var global = RuleID.none
  /// The object type rule of the function or method that is called, or none.
  var target = RuleID.none
  /// The object type rule of the module's type, which overrules that of the target, or none.
  var moduleType = RuleID.none
  /// The regexes that match the path or may do so, by position; the first one overrules the others.
  var regexes = MatchingRegexes.none
  /// The module name rule nearest to the path, or none. What it overrules itself is told by
  /// `CompiledRules.forEachModuleName`.
  var moduleName = RuleID.none
  /// The pair of module path and object that the row is a use of, or -1 where no order rule names
  /// it or the row has no index.
  var orderedPair = -1
  /// The order rule for the row's index, or none.
  var order = RuleID.none
  /// The rule that decides, or none: the answer of `resolve`.
  var decision = RuleID.none
  fileprivate var firstRegex = RuleID.none

  /// The rule of a regex of the list.
  @inline(__always)
  func rule(_ match: MatchingRegex) -> RuleID {
    RuleID(firstRegex.number &+ UInt32(truncatingIfNeeded: match.position))
  }

  /// Calls `body` with each rule that matches, once, from the lowest tier up. Regexes of which it
  /// isn't known aren't among them.
  @inline(__always)
  func forEach(_ body: (RuleID) -> Void) {
    if global != .none { body(global) }
    if target != .none { body(target) }
    if moduleType != .none, moduleType != target { body(moduleType) }
    for index in 0..<regexes.count where regexes[index].isDetermined { body(rule(regexes[index])) }
    if moduleName != .none { body(moduleName) }
    if order != .none { body(order) }
  }
}

/// All that changes while one worker looks for the rules that match rows.
struct RowMatchesScratch: ~Copyable, @unchecked Sendable {
  var resolver: ResolverScratch
  fileprivate var lists: MatchingRegexLists

  /// - Parameters:
  ///   - rules: The rules.
  ///   - cacheBytes: The memory to remember paths in.
  init(_ rules: CompiledRules, cacheBytes: Int = ResolverScratch.defaultCacheBytes) {
    resolver = ResolverScratch(
      rules, cacheBytes: 0, notesMatches: false, automatonUse: .never)
    lists = MatchingRegexLists(regexCount: rules.regexes.count, byteLimit: cacheBytes)
  }
}

extension CompiledRules {
  /// Finds all rules that match a row.
  ///
  /// - Parameters:
  ///   - row: The row. Where an order rule names what it is a use of, it has to have its index:
  ///     uses aren't counted here, and a row without is matched by no order rule.
  ///   - scratch: The worker's own.
  /// - Throws: `RowFailure.match` where `resolve` throws: the answer hangs on a regex that ran into
  ///   a limit.
  /// - Complexity: O(1) on average in the number of object types, module names and order rules;
  ///   linear in the length of the path, and in the number of regexes whose literals it holds.
  @inline(never)
  func matches(
    _ row: RowFields, _ scratch: inout RowMatchesScratch
  ) throws(RowFailure) -> RowMatches {
    var matches = RowMatches()
    let operation = row.operation
    if operation == .placeholder || operation == .output { return matches }

    // 1. global
    matches.global = globalRule
    matches.decision = globalRule

    // 2. object_type
    var target = ByteTable.none
    if operation == .callFunction || operation == .callMethod {
      target = objectTypes.number(of: row.target)
      if target != ByteTable.none { matches.target = objectTypes[target].rule }
    }
    let type = objectTypes.number(of: row.moduleType)
    if type != ByteTable.none { matches.moduleType = objectTypes[type].rule }
    if matches.target != .none { matches.decision = matches.target }
    if matches.moduleType != .none { matches.decision = matches.moduleType }

    // 3. module_name_regex and 4. module_name
    let path = row.modulePath
    matches.moduleName = follow(path, &scratch.resolver)
    if regexes.count > 0 {
      matches.firstRegex = firstRegex
      matches.regexes = regexes.allMatches(
        path, &scratch.resolver.trail, isAnswerWanted: matches.moduleName == .none,
        &scratch.resolver.regexes, &scratch.lists)
    }
    if matches.moduleName != .none {
      matches.decision = matches.moduleName
    } else if matches.regexes.count > 0 {
      let first = matches.regexes[0]
      if !first.isDetermined {
        let failure = regexes.failure(of: first.position, on: path, &scratch.resolver.regexes)
        throw .match(matchError(failure, path.text))
      }
      matches.decision = matches.rule(first)
    }

    // 5. module_name_object_type_order
    guard row.index != RowFields.noIndex else { return matches }
    let pair = orderedPair(row, type: type, target: target, &scratch.resolver.trail)
    guard pair >= 0 else { return matches }
    matches.orderedPair = pair
    matches.order = orders.rule(pair: pair, index: row.index)
    if matches.order != .none { matches.decision = matches.order }
    return matches
  }

  /// Calls `body` with the module name rule of the path and those of its ancestors, the outermost
  /// first. The last one is the nearest and overrules the others.
  ///
  /// - Complexity: O(*n*) in the length of the path.
  func forEachModuleName(_ path: ByteSlice, _ body: (RuleID) -> Void) {
    var hash = PathHash.start
    func note(_ count: Int) {
      let found = moduleNames.find(path.prefix(count), hash: PathHash.finished(hash))
      if found != ByteTable.none { body(rule(ofModuleNameAt: found)) }
    }
    for offset in 0..<path.count {
      // The empty path has no rule, even where one is stored.
      if path[offset] == UInt8(ascii: "."), offset > 0 { note(offset) }
      hash = PathHash.continued(hash, path[offset])
    }
    if path.count > 0 { note(path.count) }
  }

  /// Resolves one row, for a visitor.
  ///
  /// - Throws: `RowFailure.match` when a regex ran into a limit before the answer was known.
  @inline(__always)
  func decide(_ row: RowFields, _ scratch: inout ResolverScratch) throws(RowFailure) -> Decision {
    do {
      return try resolve(row, &scratch)
    } catch {
      throw .match(matchError(error, row.modulePath.text))
    }
  }
}
