/// What a rule set does to an inventory, for a page to be looked at: ``ReportPage``.
///
/// Nothing is sampled but ``RuleUse/askedShare``, and nothing hangs on the number of threads: the
/// same rules and rows give the same report.
public struct InventoryReport: Sendable {
  /// A qconfig and how many rows it is given.
  public struct QConfigUse: Hashable, Sendable {
    /// The qconfig.
    public var qconfig: QConfig
    /// How many rows it is given.
    public var rows: Int
  }

  /// What becomes of a rule.
  public struct RuleUse: Hashable, Sendable {
    /// The rule.
    public var rule: Rule
    /// Its key.
    public var key: RuleKey
    /// Its qconfig.
    public var qconfig: QConfig
    /// How many rows it matches, overruled or not. A module name matches what lies below it and has
    /// no nearer rule.
    public var matched: Int
    /// How many rows it decides.
    public var decided: Int
    /// Of a regex, about which share of the rows it has to be run on: those whose path the literals
    /// that it asks for can't rule out. From a sample; `nil` for other rules.
    public var askedShare: Double?
  }

  /// The rows of a model or of a module type.
  public struct Group: Hashable, Sendable {
    /// The name; empty where the rows have none.
    public var name: String
    /// How many rows there are.
    public var rows: Int
    /// What they are given: the numbers of qconfigs in ``InventoryReport/qconfigs`` with their
    /// rows, the most first.
    public var qconfigs: [Share]
  }

  /// A part of some rows.
  public struct Share: Hashable, Sendable {
    /// The number of the qconfig.
    public var qconfig: Int
    /// How many of the rows.
    public var rows: Int
  }

  /// The name of the rule set.
  public var rulesName: String
  /// The names of the inventories.
  public var inventories: [String]
  /// What was read.
  public var summary: PassSummary
  /// Every qconfig of the rules, and `null` where rows are decided by none: the most rows first.
  /// Those given to no row come last.
  public var qconfigs: [QConfigUse]
  /// Every rule, in the order of the tiers and of `toDict()`.
  public var rules: [RuleUse]
  /// How many rows no rule decides.
  public var undecided: Int
  /// The models, the largest first.
  public var models: [Group]
  /// The module types, the most frequent first.
  public var moduleTypes: [Group]
  /// The module paths of all models, folded by number.
  public var tree: ModuleTree
  /// What a ``RuleSetCheck`` finds in the rules and in what becomes of them in these rows.
  public var findings: [Finding]

  /// How many rows are given a qconfig that isn't `null`.
  public var quantizedRows: Int {
    qconfigs.reduce(0) { $0 + ($1.qconfig.isNull ? 0 : $1.rows) }
  }

  /// How many rows the rules of a tier decide.
  public func rows(decidedBy tier: RuleTier) -> Int {
    rules.reduce(0) { $0 + ($1.rule.tier == tier ? $1.decided : 0) }
  }
}
