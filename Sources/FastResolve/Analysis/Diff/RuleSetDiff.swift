/// In what two rule sets differ as they are written, whatever rows they meet.
///
/// Rules are the same where their keys are. Of the regexes, which are tried in turn, the order
/// counts too.
public struct RuleSetDiff: Equatable, Sendable {
  /// A rule of one of the sets.
  public struct Entry: Equatable, Sendable {
    /// Its name in its set.
    public var rule: Rule
    /// Its key.
    public var key: RuleKey
    /// Its qconfig.
    public var qconfig: QConfig
  }

  /// A rule that both sets have.
  public struct Pair: Equatable, Sendable {
    /// The rule as it was.
    public var old: Entry
    /// The rule as it is to be.
    public var new: Entry
  }

  /// The rules that only the new set has, from the lowest tier up.
  public var added: [Entry] = []
  /// The rules that only the old set has, from the lowest tier up.
  public var removed: [Entry] = []
  /// The rules that both sets have, with another qconfig.
  public var changed: [Pair] = []
  /// The regexes that stand before or behind others that they stood behind or before: as few as
  /// have to be moved to make the one order of the other.
  public var moved: [Pair] = []

  /// Whether nothing differs. The order of rules other than regexes means nothing.
  public var isEmpty: Bool {
    added.isEmpty && removed.isEmpty && changed.isEmpty && moved.isEmpty
  }

  /// Compares two rule sets.
  ///
  /// - Complexity: O(*n*) in the size of the sets, O(*n* log *n*) in the number of their regexes.
  public init(from old: QConfigMapping, to new: QConfigMapping) {
    for tier in RuleTier.allCases { compare(tier, old, new) }
  }

  private mutating func compare(
    _ tier: RuleTier, _ old: QConfigMapping, _ new: QConfigMapping
  ) {
    func entry(_ mapping: QConfigMapping, _ position: Int) -> Entry {
      Entry(
        rule: Rule(tier, at: position), key: mapping.key(in: tier, at: position),
        qconfig: mapping.qconfig(in: tier, at: position))
    }
    let positions = Self.positions(tier, old, new)
    var isKept = [Bool](repeating: false, count: new.count(of: tier))
    var kept: [(old: Int, new: Int)] = []
    for (oldPosition, newPosition) in positions.enumerated() {
      guard let newPosition else {
        removed.append(entry(old, oldPosition))
        continue
      }
      isKept[newPosition] = true
      kept.append((oldPosition, newPosition))
      if old.qconfig(in: tier, at: oldPosition) != new.qconfig(in: tier, at: newPosition) {
        changed.append(Pair(old: entry(old, oldPosition), new: entry(new, newPosition)))
      }
    }
    for position in isKept.indices where !isKept[position] { added.append(entry(new, position)) }
    guard tier == .moduleNameRegex else { return }
    let stays = Self.longestRising(kept.map(\.new))
    for (pair, stays) in zip(kept, stays) where !stays {
      moved.append(Pair(old: entry(old, pair.old), new: entry(new, pair.new)))
    }
  }

  /// For each rule of the old set's tier, where the new one has its key.
  private static func positions(
    _ tier: RuleTier, _ old: QConfigMapping, _ new: QConfigMapping
  ) -> [Int?] {
    switch tier {
    case .global:
      return (0..<old.count(of: tier)).map { _ in new.count(of: tier) > 0 ? 0 : nil }
    case .objectType: return old.objectTypes.keys.map { new.objectTypes.index(forKey: $0) }
    case .moduleNameRegex:
      return old.moduleNameRegexes.keys.map { new.moduleNameRegexes.index(forKey: $0) }
    case .moduleName:
      let table = new.moduleNames.table()
      return (0..<old.moduleNames.count).map { position in
        let key = old.moduleNames.key(at: position)
        let found = table.find(key, hash: PathHash.of(key))
        return found == ByteTable.none ? nil : Int(found)
      }
    case .moduleNameObjectTypeOrder:
      return old.objectTypeOrders.keys.map { new.objectTypeOrders.index(forKey: $0) }
    }
  }

  /// Which of some numbers, all different, are part of a longest rising subsequence.
  private static func longestRising(_ numbers: [Int]) -> [Bool] {
    // For each length, the position of the least number that such a subsequence can end with.
    var ends: [Int] = []
    var before = [Int](repeating: -1, count: numbers.count)
    for (position, number) in numbers.enumerated() {
      var (low, high) = (0, ends.count)
      while low < high {
        let middle = (low + high) / 2
        if numbers[ends[middle]] < number { low = middle + 1 } else { high = middle }
      }
      if low > 0 { before[position] = ends[low - 1] }
      if low == ends.count { ends.append(position) } else { ends[low] = position }
    }
    var isPart = [Bool](repeating: false, count: numbers.count)
    var position = ends.last ?? -1
    while position >= 0 {
      isPart[position] = true
      position = before[position]
    }
    return isPart
  }
}
