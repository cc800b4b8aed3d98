/// A rule of a compiled rule set as one number: what the hot path carries instead of `Rule`.
///
/// 0 is no rule, 1 the global one, then the tiers follow in their order. Within a tier the rules have
/// that of their positions, but for module names, which are numbered in the order of their tree
/// (`TreeOrder`).
struct RuleID: Hashable, BitwiseCopyable, Sendable {
  var number: UInt32

  @inline(__always)
  init(_ number: UInt32) { self.number = number }

  static let none = RuleID(0)
  static let global = RuleID(1)

  @inline(__always)
  var index: Int { Int(number) }
}

/// Which numbers each tier has.
struct TierNumbers: Sendable {
  /// The first number of each tier, in the order of the tiers, and the number behind the last.
  fileprivate let starts: [Int]

  init(_ mapping: QConfigMapping) {
    var starts = [1, 2]
    for tier in RuleTier.allCases.dropFirst() {
      starts.append(starts[starts.count - 1] + mapping.count(of: tier))
    }
    precondition(starts[starts.count - 1] < Int(UInt32.max) / 2, "more rules than can be numbered")
    self.starts = starts
  }

  /// The numbers of a tier's rules.
  subscript(tier: RuleTier) -> Range<Int> {
    let position = RuleTier.allCases.firstIndex(of: tier) ?? 0
    return starts[position]..<starts[position + 1]
  }

  /// The number at a place of a tier.
  func id(_ tier: RuleTier, at place: Int) -> RuleID {
    RuleID(UInt32(self[tier].lowerBound + place))
  }
}

/// Which number each rule has.
struct RuleNumbering: Sendable {
  private let tiers: TierNumbers
  private let names: TreeOrder

  /// - Parameters:
  ///   - tiers: The numbers of the tiers.
  ///   - names: The order of the module names.
  init(_ tiers: TierNumbers, _ names: TreeOrder) {
    self.tiers = tiers
    self.names = names
  }

  /// How many numbers there are, 0 for no rule among them.
  var count: Int { tiers.starts[tiers.starts.count - 1] }

  /// The numbers of a tier's rules.
  func numbers(of tier: RuleTier) -> Range<Int> { tiers[tier] }

  /// The number of the rule at a position of a tier.
  func id(_ tier: RuleTier, _ position: Int) -> RuleID {
    tiers.id(tier, at: tier == .moduleName ? names.place(of: position) : position)
  }

  /// The numbers of the rules of a tier, by position.
  func ids(of tier: RuleTier) -> [RuleID] { (0..<tiers[tier].count).map { id(tier, $0) } }

  /// The numbers of all rules that are there, in the order of tiers and positions: that of the global
  /// one only where it has a qconfig.
  func ruleNumbers(_ mapping: QConfigMapping) -> [RuleID] {
    RuleTier.allCases.flatMap { ids(of: $0).prefix(mapping.count(of: $0)) }
  }

  /// What lists of rules are sorted by: it rises with the tier and the position.
  func rank(_ id: RuleID) -> Int {
    let names = tiers[.moduleName]
    guard names.contains(id.index) else { return id.index }
    return names.lowerBound + self.names.position(at: id.index - names.lowerBound)
  }

  /// The rule that has a number.
  func rule(_ id: RuleID) -> Rule {
    let number = id.index
    let starts = tiers.starts
    if number < starts[1] { return number < starts[0] ? .none : .global }
    if number < starts[2] { return .objectType(number - starts[1]) }
    if number < starts[3] { return .moduleNameRegex(number - starts[2]) }
    if number < starts[4] { return .moduleName(names.position(at: number - starts[3])) }
    return .moduleNameObjectTypeOrder(number - starts[4])
  }
}

extension QConfigMapping {
  /// How many rules a tier has; the global tier has none when its qconfig is `null`.
  func count(of tier: RuleTier) -> Int {
    switch tier {
    case .global: globalQConfig.isNull ? 0 : 1
    case .objectType: objectTypes.count
    case .moduleNameRegex: moduleNameRegexes.count
    case .moduleName: moduleNames.count
    case .moduleNameObjectTypeOrder: objectTypeOrders.count
    }
  }
}
