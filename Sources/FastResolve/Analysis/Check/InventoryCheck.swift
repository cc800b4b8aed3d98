/// What an inventory and a rule set look like together.
public struct InventoryCheck: Sendable {
  /// Rows of one object type.
  public struct TypeUse: Hashable, Sendable {
    /// The type, as the rows spell it; for a call what is called. Empty where the rows have none.
    public var type: String
    /// How many rows there are.
    public var rows: Int
    /// The module path of the first of them.
    public var example: String
  }

  /// Rows that no rule but the global one decides, or none at all.
  public struct Rest: Hashable, Sendable {
    /// How many rows there are.
    public var rows: Int
    /// Their three most frequent types.
    public var types: [TypeUse]

    init(_ counts: borrowing TypeCounts) {
      rows = counts.rows
      types = counts.mostFrequent(3)
    }
  }

  /// What was read.
  public var summary: PassSummary
  /// How many rows the rules of each tier decide.
  public var tiers: [RuleTier: Int]
  /// The rows that are left to the global rule.
  public var global: Rest
  /// The rows that no rule decides: all that the others don't, where there is no global rule, and
  /// else placeholders and outputs.
  public var none: Rest

  init(_ uses: borrowing RuleUseVisitor, _ summary: PassSummary) {
    self.summary = summary
    tiers = [:]
    for tier in RuleTier.allCases {
      var rows = 0
      for number in uses.rules.numbering.numbers(of: tier) {
        rows += uses.rows(decidedBy: RuleID(UInt32(number)))
      }
      tiers[tier] = rows
    }
    global = Rest(uses.leftToGlobal)
    none = Rest(uses.leftToNone)
  }
}

/// A look at what came of the rules in an inventory, that finds things of certain codes.
protocol InventoryLint: SendableMetatype {
  /// The codes of what it finds.
  static var codes: Set<LintCode> { get }

  /// Looks at what came of the rules.
  ///
  /// - Parameters:
  ///   - rules: The rules.
  ///   - uses: What came of them.
  static func findings(in rules: RulesReading, _ uses: borrowing RuleUseVisitor) -> [Finding]
}

/// All lints that need an inventory.
let inventoryLints: [any InventoryLint.Type] = [UnmatchedRuleLint.self, OverruledRuleLint.self]

extension CheckReport {
  /// Adds what came of the rules in an inventory.
  ///
  /// - Parameters:
  ///   - uses: What came of the rules.
  ///   - summary: What was read.
  ///   - rules: The rules.
  ///   - ignored: What not to look for.
  mutating func add(
    _ uses: borrowing RuleUseVisitor, _ summary: PassSummary, in rules: RulesReading,
    ignoring ignored: Set<LintCode> = []
  ) {
    for lint in inventoryLints where !lint.codes.isSubset(of: ignored) {
      findings += lint.findings(in: rules, uses)
    }
    findings = Self.sorted(findings)
    inventory = InventoryCheck(uses, summary)
  }
}
