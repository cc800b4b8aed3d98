/// What a check found.
public struct CheckReport: Sendable {
  /// The file or the name of the rule set, where it has one.
  public var source: String?
  /// How many rules there are; a global `null` does not count.
  public var ruleCount: Int
  /// The findings, the worst first, those of one severity in the order of the rule set.
  public var findings: [Finding]
  /// What the rules come to in the inventories; `nil` where there were none, or none was looked at.
  public var inventory: InventoryCheck?
  /// Whether there are inventories that were not looked at, as the rules can't be compiled.
  public var isInventorySkipped = false

  /// How many findings of a severity there are.
  public func count(of severity: Finding.Severity) -> Int {
    findings.count { $0.severity == severity }
  }

  /// Whether there is a finding of this severity or a worse one.
  public func has(_ severity: Finding.Severity) -> Bool {
    findings.contains { $0.severity >= severity }
  }

  /// Findings in the order of a report.
  static func sorted(_ findings: [Finding]) -> [Finding] {
    // Swift's sort keeps the order of what compares equal in practice but doesn't promise to.
    findings.enumerated().sorted { left, right in
      let (one, other) = (left.element, right.element)
      if one.severity != other.severity { return one.severity > other.severity }
      if one.order != other.order { return one.order < other.order }
      if one.code != other.code { return one.code < other.code }
      return left.offset < right.offset
    }.map(\.element)
  }
}
