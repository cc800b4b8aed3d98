/// Entries whose key an entry before them has.
enum RepeatedKeyLint: Lint {
  static let codes: Set<LintCode> = [.repeatedKey]

  static func findings(in rules: LintedRules) -> [Finding] {
    rules.reading.repeats.map { again in
      let tier = again.key.tier
      let rule = Rule(tier, at: again.position)
      let first = rules.mapping.key(in: tier, at: again.position)
      let firstPlace = JSONPath.entry(tier, rules.reading.entry(of: rule))
      var message = "sets the key of \(firstPlace) again"
      if first.description != again.key.description {
        message += " (\(again.key) is \(first))"
      }
      message +=
        again.qconfig == again.replaced
        ? ", to the same qconfig" : ": \(again.qconfig) takes the place of \(again.replaced)"
      return Finding(
        code: .repeatedKey, rule: rule, key: again.key, qconfig: again.qconfig,
        place: JSONPath.entry(tier, again.entry), message: message,
        order: PlaceOrder(tier, entry: again.entry))
    }
  }
}
