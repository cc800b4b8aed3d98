/// Object types that torch doesn't have, and nearly has.
enum ObjectTypeLint: Lint {
  static let codes: Set<LintCode> = [.misspelledType, .bareClassName]

  static func findings(in rules: LintedRules) -> [Finding] {
    var findings: [Finding] = []
    for (position, type) in rules.mapping.objectTypes.keys.enumerated() {
      if let finding = finding(type, of: .objectType(position), element: 0, rules) {
        findings.append(finding)
      }
    }
    for (position, key) in rules.mapping.objectTypeOrders.keys.enumerated() {
      let rule = Rule.moduleNameObjectTypeOrder(position)
      if let finding = finding(key.objectType, of: rule, element: 1, rules) {
        findings.append(finding)
      }
    }
    return findings
  }

  private static func finding(
    _ type: ObjectType, of rule: Rule, element: Int, _ rules: LintedRules
  ) -> Finding? {
    guard type.name.contains(".") else {
      // No method and no builtin function has a name in upper case.
      guard let first = type.name.unicodeScalars.first, (0x41...0x5A).contains(first.value) else {
        return nil
      }
      var finding = rules.finding(
        .bareClassName, rule, element: element, "\(type) is a class without its module")
      finding.suggestion = TorchNames.class(named: type.name)
      return finding
    }
    guard let meant = TorchNames.meant(by: type.name) else { return nil }
    var finding = rules.finding(
      .misspelledType, rule, element: element, "torch has no \(type); did you mean \(meant)?")
    finding.suggestion = meant
    return finding
  }
}
