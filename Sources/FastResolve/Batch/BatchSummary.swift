/// What a run did.
public struct BatchSummary: Sendable {
  /// What became of one rule.
  public struct RuleUse: Sendable {
    /// The rule.
    public var rule: Rule
    /// Its key.
    public var key: RuleKey
    /// Its qconfig.
    public var qconfig: QConfig
    /// How many rows it decided.
    public var decided: Int
    /// Whether it matched any row, decided by it or not.
    public var hasMatched: Bool
  }

  /// How many rows were answered.
  public var rows = 0
  /// How many rows were skipped because they could not be read.
  public var badRows = 0
  /// How many bytes were read.
  public var bytesRead = 0
  /// How many rows no rule decided.
  public var undecided = 0
  /// Every rule, in the order of the tiers and of `toDict()`.
  public var rules: [RuleUse] = []

  /// How many rows the rules of a tier decided.
  public func rows(decidedBy tier: RuleTier) -> Int {
    rules.reduce(0) { $0 + ($1.rule.tier == tier ? $1.decided : 0) }
  }

  /// The rules that matched nothing at all.
  public var unmatchedRules: [RuleUse] { rules.filter { !$0.hasMatched } }

  /// The rules that matched rows, each of which another rule decided.
  public var overruledRules: [RuleUse] { rules.filter { $0.hasMatched && $0.decided == 0 } }
}

/// How far a run is.
public struct BatchProgress: Sendable {
  /// The rows answered so far.
  public var rows: Int
  /// The bytes of input that were answered so far.
  public var bytes: Int
  /// The bytes of all inputs, or `nil` where that isn't known.
  public var totalBytes: Int?
}
