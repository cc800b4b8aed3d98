extension InventoryReport {
  /// Resolves all rows of some inventories and gathers what a report shows.
  ///
  /// - Parameters:
  ///   - rules: The rules.
  ///   - name: The name of the rule set.
  ///   - inputs: The inventories. They may have different columns.
  ///   - options: How they are read.
  ///   - check: The rules as they were read, where keys that were set twice are known; by default
  ///     those that were compiled.
  ///   - observer: What to tell meanwhile.
  /// - Throws: As `BatchResolver.run`: `InputError` for a row or a header that can't be read, and
  ///   for a row whose answer isn't known, as a regex ran into a limit; `FileError` for an input.
  /// - Complexity: O(*n*) in the rows. Memory: linear in the rules, and in the pairs of model,
  ///   module type or folded path with what decides in them.
  public init(
    of rules: CompiledRules, named name: String, _ inputs: [BatchInput],
    options: PassOptions = PassOptions(), check: RuleSetCheck? = nil,
    observer: BatchResolver.Observer = BatchResolver.Observer()
  ) throws {
    let check = check ?? RuleSetCheck(rules.mapping, source: name)
    precondition(check.mapping.ruleCount == rules.mapping.ruleCount, "another rule set is checked")
    let qconfigs = RuleQConfigs(rules)
    let pass = InventoryPass([rules], options: options)
    let outcome = try pass.run(inputs, observer: observer) {
      ReportVisitor(rules, qconfigs, cacheBytes: pass.cacheBytesForEach)
    }
    var checked = check.report()
    checked.add(outcome.visitor.uses, outcome.summary, in: check.reading)
    let ranked = RankedQConfigs(qconfigs, outcome.visitor.models.pairs)
    self.init(
      rulesName: name, inventories: inputs.map(\.name), summary: outcome.summary,
      qconfigs: ranked.uses, rules: Self.rules(rules, outcome.visitor),
      undecided: outcome.visitor.uses.rows(decidedBy: .none),
      models: Self.groups(outcome.visitor.models, ranked),
      moduleTypes: Self.groups(outcome.visitor.moduleTypes, ranked),
      tree: ModuleTree(of: rules, outcome.visitor), findings: checked.findings)
  }

  private static func rules(
    _ rules: CompiledRules, _ visitor: borrowing ReportVisitor
  ) -> [RuleUse] {
    let asked = visitor.asks.shares
    var uses: [RuleUse] = []
    uses.reserveCapacity(rules.numbering.count)
    for tier in RuleTier.allCases {
      for position in 0..<rules.mapping.count(of: tier) {
        let id = rules.numbering.id(tier, position)
        uses.append(
          RuleUse(
            rule: rules.numbering.rule(id), key: rules.mapping.key(in: tier, at: position),
            qconfig: rules.mapping.qconfig(in: tier, at: position),
            matched: visitor.uses.rows(matching: id), decided: visitor.uses.rows(decidedBy: id),
            askedShare: tier == .moduleNameRegex ? asked?[position] : nil))
      }
    }
    return uses
  }

  private static func groups(
    _ counts: borrowing NamedCounts, _ ranked: RankedQConfigs
  ) -> [Group] {
    var shares: [[Share]] = Array(repeating: [], count: counts.names.count)
    for position in 0..<counts.pairs.count {
      let entry = counts.pairs[position]
      shares[Int(entry.first)].append(
        Share(qconfig: ranked.ranks[Int(entry.second)], rows: entry.count))
    }
    var groups: [Group] = []
    // A name may have been seen in rows only that a regex gave up on.
    for (number, shares) in shares.enumerated() where !shares.isEmpty {
      groups.append(
        Group(
          name: counts.names[number].text, rows: shares.reduce(0) { $0 + $1.rows },
          qconfigs: shares.sorted { ($1.rows, $0.qconfig) < ($0.rows, $1.qconfig) }))
    }
    return groups.sorted { $0.rows != $1.rows ? $0.rows > $1.rows : precedes($0.name, $1.name) }
  }
}

/// The qconfigs in the order of a report.
private struct RankedQConfigs {
  let uses: [InventoryReport.QConfigUse]
  /// The place of each qconfig of `RuleQConfigs` in `uses`.
  let ranks: [Int]

  /// - Parameter pairs: Counts whose second number is that of a qconfig.
  init(_ qconfigs: RuleQConfigs, _ pairs: borrowing PairCounts) {
    var rows = Array(repeating: 0, count: qconfigs.qconfigs.count)
    for position in 0..<pairs.count { rows[Int(pairs[position].second)] += pairs[position].count }
    // Of those with as many rows the one that a rule has first: that is the order of their numbers.
    let order = rows.indices.sorted { (rows[$1], $0) < (rows[$0], $1) }
    var ranks = rows
    for (rank, number) in order.enumerated() { ranks[number] = rank }
    self.ranks = ranks
    uses = order.map { InventoryReport.QConfigUse(qconfig: qconfigs.qconfigs[$0], rows: rows[$0]) }
  }
}

/// Whether a text comes before another one by its bytes. `String` has another order, which hangs on
/// the version of Unicode.
func precedes(_ one: String, _ other: String) -> Bool {
  one.utf8.lexicographicallyPrecedes(other.utf8)
}
