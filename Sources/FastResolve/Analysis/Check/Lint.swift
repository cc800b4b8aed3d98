// What a lint is: a look at the rules from one side, in a file of its own in `Lints/`.
//
// All lints see the same `LintedRules`, where the patterns are parsed and what several of them ask
// for is worked out once. None depends on another having run.

/// A look at a rule set that finds things of certain codes.
protocol Lint: SendableMetatype {
  /// The codes of what it finds.
  static var codes: Set<LintCode> { get }

  /// Looks at the rules.
  ///
  /// - Complexity: Near O(*n*) in the size of the rules: there may be 100,000 of them.
  static func findings(in rules: LintedRules) -> [Finding]
}

/// All lints that need no inventory.
let ruleLints: [any Lint.Type] = [
  UnreadableRulesLint.self, BadPatternLint.self, RepeatedKeyLint.self, NeverMatchesLint.self,
  MatchesEverythingLint.self, HiddenRegexLint.self, LeadingDotLint.self, UnescapedDotLint.self,
  OpenEndLint.self, CatastrophicRepeatLint.self, ObjectTypeLint.self, ModulePathLint.self,
  OrderRuleLint.self, RedundantNameLint.self, NoGlobalLint.self, OddQConfigLint.self,
]

/// A rule set as lints see it.
struct LintedRules {
  /// The rules and what was found while they were read.
  let reading: RulesReading
  /// The regexes, by position in their tier.
  let regexes: [LintedRegex]

  var mapping: QConfigMapping { reading.mapping }

  init(_ reading: RulesReading) {
    self.reading = reading
    regexes = reading.mapping.moduleNameRegexes.keys.enumerated().map {
      LintedRegex($0, pattern: $1.string)
    }
  }

  /// Makes a finding about a rule.
  ///
  /// - Parameter element: Which element of the rule's entry it is about; `nil` for all of it.
  func finding(_ code: LintCode, _ rule: Rule, element: Int?, _ message: String) -> Finding {
    reading.finding(code, rule, element: element, message)
  }

  /// Makes a finding about the pattern of a regex.
  func finding(_ code: LintCode, _ regex: LintedRegex, _ message: String) -> Finding {
    finding(code, .moduleNameRegex(regex.position), element: 0, message)
  }

  /// A rule that a finding speaks of.
  func related(_ rule: Rule) -> Finding.RelatedRule { reading.related(rule) }
}

extension RulesReading {
  /// Makes a finding about a rule.
  ///
  /// - Parameter element: Which element of the rule's entry it is about; `nil` for all of it.
  func finding(_ code: LintCode, _ rule: Rule, element: Int?, _ message: String) -> Finding {
    let tier = rule.tier ?? .global
    let entry = entry(of: rule)
    var place = tier == .global ? "\"\"" : JSONPath.entry(tier, entry)
    if let element, tier != .global { place += "[\(element)]" }
    return Finding(
      code: code, rule: rule, key: mapping.key(in: tier, at: rule.position),
      qconfig: mapping.qconfig(in: tier, at: rule.position), place: place, message: message,
      order: PlaceOrder(tier, entry: entry))
  }

  /// A rule that a finding speaks of.
  func related(_ rule: Rule, rows: Int? = nil) -> Finding.RelatedRule {
    let tier = rule.tier ?? .global
    return .init(
      rule: rule, key: mapping.key(in: tier, at: rule.position),
      qconfig: mapping.qconfig(in: tier, at: rule.position), rows: rows)
  }
}
