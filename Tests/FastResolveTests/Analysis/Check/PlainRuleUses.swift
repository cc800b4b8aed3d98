@testable import FastResolve

/// What becomes of rules in inventories, by plain functions: every rule is asked for every row.
struct PlainRuleUses {
  /// A finding of FR101 or FR102 as plain data.
  struct Expected: Equatable, CustomStringConvertible {
    var code: LintCode
    var rule: Rule
    var rows = 0
    /// Rules and rows, most rows first.
    var related: [String] = []
    var examples: [[UInt8]] = []
    /// For an order rule that matches nothing: the highest index of its pair.
    var highest: Int?

    var description: String {
      "\(code) \(rule) \(rows) \(related) \(examples.map { String(decoding: $0, as: UTF8.self) }) "
        + "\(highest as Int?)"
    }
  }

  private(set) var findings: [Expected] = []
  private(set) var decided: [Rule: Int] = [:]

  /// - Parameter inputs: The queries of each inventory.
  init(_ mapping: QConfigMapping, _ inputs: [[Query]]) throws {
    let plain = try PlainMatches(mapping)
    let reference = try ReferenceResolver(mapping)
    var rows: [(query: Query, rules: [Rule], decision: Rule)] = []
    for queries in inputs {
      let answers = try reference.resolve(queries)
      for (query, answer) in zip(PlainMatches.counted(queries), answers) {
        rows.append((query, try plain.rules(query), answer.rule))
      }
    }
    for row in rows { decided[row.decision, default: 0] += 1 }
    for tier in RuleTier.allCases {
      for position in 0..<mapping.count(of: tier) {
        let rule = Rule(tier, at: position)
        // Of the names that cover a path the nearest matches.
        let matching = rows.filter { row in
          row.rules.contains(rule)
            && (tier != .moduleName || row.rules.first { $0.tier == .moduleName } == rule)
        }
        if matching.contains(where: { $0.decision == rule }) { continue }
        var expected = Expected(
          code: matching.isEmpty ? .unmatchedRule : .overruledRule, rule: rule,
          rows: matching.count)
        let covered = rows.filter { $0.rules.contains(rule) }
        expected.related = Self.counts(
          tier == .moduleName && matching.isEmpty
            ? covered.compactMap { row in row.rules.first { $0.tier == .moduleName } }
            : matching.map(\.decision))
        for row in matching where expected.examples.count < 3 {
          let path = Array(row.query.modulePath.utf8)
          if !expected.examples.contains(path) { expected.examples.append(path) }
        }
        if case .moduleNameObjectTypeOrder(let path, let type, _) = mapping.key(
          in: tier, at: position)
        {
          expected.highest =
            rows.filter { row in
              guard let use = PlainMatches.use(row.query) else { return false }
              return Array(use.path.utf8) == Array(path.utf8) && ObjectType(use.type) == type
            }.compactMap(\.query.index).max()
        }
        findings.append(expected)
      }
    }
  }

  /// Rules with how often each is there, most first, then in the order of the rule set.
  private static func counts(_ rules: [Rule]) -> [String] {
    var counts: [Rule: Int] = [:]
    for rule in rules { counts[rule, default: 0] += 1 }
    let tiers = RuleTier.allCases
    func order(_ rule: Rule) -> (Int, Int) {
      (rule.tier.flatMap { tiers.firstIndex(of: $0) } ?? 0, rule.position)
    }
    return counts.sorted {
      $0.value != $1.value ? $0.value > $1.value : order($0.key) < order($1.key)
    }.map { "\($0.key) \($0.value)" }
  }
}
