/// Module names that say what the nearest one above them says anyway.
///
/// That is sure whatever other rules there are: the tier above, on the order of object types, is
/// asked apart, and below this one nothing is asked.
enum RedundantNameLint: Lint {
  static let codes: Set<LintCode> = [.redundantName]

  static func findings(in rules: LintedRules) -> [Finding] {
    let names = rules.mapping.moduleNames
    let table = names.table()
    var findings: [Finding] = []
    for position in 0..<names.count {
      var path = names.key(at: position)
      while let dot = path.lastOffset(of: UInt8(ascii: ".")), dot > 0 {
        path = path.prefix(dot)
        let above = table.find(path, hash: PathHash.of(path))
        if above == ByteTable.none { continue }
        if names.qconfigs[Int(above)] == names.qconfigs[position] {
          let other = Rule.moduleName(Int(above))
          var finding = rules.finding(
            .redundantName, .moduleName(position), element: nil,
            "\(names.path(at: position)) gets \(names.qconfigs[position]) from \(other) already")
          finding.related = [rules.related(other)]
          findings.append(finding)
        }
        break
      }
    }
    return findings
  }
}
