/// One thing that is wrong with a rule set, or worth a look.
public struct Finding: Hashable, Sendable {
  /// How bad a finding is.
  public enum Severity: String, CaseIterable, Sendable, Comparable {
    /// Worth a look, and often as it should be.
    case note
    /// Most likely not what was meant.
    case warning
    /// It can't be read, or it can't apply to any model whatever.
    case error

    /// The worse one is the greater.
    public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

    private var rank: Int {
      switch self {
      case .note: 0
      case .warning: 1
      case .error: 2
      }
    }
  }

  /// Another rule that the finding speaks of.
  public struct RelatedRule: Hashable, Sendable {
    /// The rule.
    public var rule: Rule
    /// Its key.
    public var key: RuleKey
    /// Its qconfig.
    public var qconfig: QConfig
    /// How many of the rows in question it decides; `nil` where there is no inventory.
    public var rows: Int?
  }

  /// What kind of thing it is.
  public var code: LintCode
  /// The rule that it is about, named as in answers; `nil` where it is about none, or about an
  /// entry that is none.
  public var rule: Rule?
  /// The key of the rule, for an entry that repeats one as it spells it.
  public var key: RuleKey?
  /// The qconfig of the rule, for an entry that repeats a key its own.
  public var qconfig: QConfig?
  /// Where it stands in the rule set: a JSON path such as `module_name_regex[3][0]`, or
  /// `line:column` where the text is no JSON or YAML. Empty for the rule set as a whole. The number
  /// is that of the entry in its list, which is not the rule's where entries before it repeat a
  /// key.
  public var place: String
  /// What is wrong, in one line.
  public var message: String
  /// Where in the pattern it is, as an offset in code points.
  public var position: Int?
  /// What to write instead: a key, as it would be without the escapes of JSON.
  public var suggestion: String?
  /// How many rows of the inventory the rule matches; `nil` where there is no inventory.
  public var rows: Int?
  /// On how many rows the rule, a regex, ran into a limit, so that nobody knows whether it matches.
  public var unknownRows: Int?
  /// Other rules that have to do with it.
  public var related: [RelatedRule] = []
  /// Module paths that show it.
  public var examples: [String] = []

  /// How bad it is: its code says so.
  public var severity: Severity { code.severity }

  /// What findings of one severity are sorted by: the place in the rule set.
  var order: PlaceOrder
}

/// Where something stands in a rule set, to be compared: tier for tier, entry for entry.
struct PlaceOrder: Hashable, Comparable, Sendable {
  /// 0 for the rule set as a whole.
  var tier: Int
  var entry: Int

  static let whole = PlaceOrder(tier: 0, entry: 0)

  init(tier: Int, entry: Int) {
    self.tier = tier
    self.entry = entry
  }

  init(_ tier: RuleTier, entry: Int) {
    self.init(tier: 1 + (RuleTier.allCases.firstIndex(of: tier) ?? 0), entry: entry)
  }

  static func < (left: PlaceOrder, right: PlaceOrder) -> Bool {
    left.tier == right.tier ? left.entry < right.entry : left.tier < right.tier
  }
}
