@testable import FastResolve

/// A comparison of two rule sets on queries, in plain dictionaries over the reference resolver.
struct PlainDiff {
  /// A pair of rules.
  struct Pair: Hashable {
    var old: Rule
    var new: Rule
  }

  /// A pair of qconfigs.
  struct Change: Hashable {
    var old: QConfig
    var new: QConfig
  }

  var changes: [Change: [Pair: Int]] = [:]
  /// The positions of the first three queries of each change.
  var examples: [Change: [Int]] = [:]
  var others: [Pair: Int] = [:]
  var changedPaths: Set<[UInt8]> = []
  var changedModels: Set<String> = []
  /// The positions of the queries that change, with the answers of either side.
  var changed: [(position: Int, old: Answer, new: Answer)] = []

  init(_ old: QConfigMapping, _ new: QConfigMapping, _ queries: [Query]) throws {
    let before = try ReferenceResolver(old).resolve(queries)
    let after = try ReferenceResolver(new).resolve(queries)
    func key(_ rule: Rule, _ mapping: QConfigMapping) -> RuleKey? {
      rule.tier.map { mapping.rules(in: $0)[rule.position].key }
    }
    for position in queries.indices {
      let pair = Pair(old: before[position].rule, new: after[position].rule)
      let change = Change(old: before[position].qconfig, new: after[position].qconfig)
      guard change.old != change.new else {
        if key(pair.old, old) != key(pair.new, new) { others[pair, default: 0] += 1 }
        continue
      }
      changes[change, default: [:]][pair, default: 0] += 1
      if examples[change, default: []].count < 3 { examples[change, default: []].append(position) }
      changedPaths.insert(Array(queries[position].modulePath.utf8))
      changedModels.insert(queries[position].model)
      changed.append((position, before[position], after[position]))
    }
  }
}

extension RandomCases {
  /// A mapping with a few edits.
  mutating func edited(_ mapping: QConfigMapping) -> QConfigMapping {
    var edited = QConfigMapping()
    var rules = RuleTier.allCases.flatMap { mapping.rules(in: $0) }
    if random.chance(0.3) { rules.shuffle(using: &random) }
    for rule in rules where !random.chance(0.1) {
      edited.set(rule.key, to: random.chance(0.2) ? qconfig() : rule.qconfig)
    }
    for _ in 0..<random.below(3) {
      let extra = self.mapping()
      guard
        let tier = RuleTier.allCases.filter({ extra.count(of: $0) > 0 }).randomElement(
          using: &random)
      else { continue }
      let rule = random.pick(extra.rules(in: tier))
      edited.set(rule.key, to: rule.qconfig)
    }
    return edited
  }
}
