/// The data of a page, as JSON in a `script` element: `ReportScript` reads it.
struct PageData {
  private let report: InventoryReport
  private let bytes: Int
  private let budget: PageBudget

  /// A model or module type has the rows of so many qconfigs told, and those of `null`.
  private static let toldQConfigs = 8

  /// A finding has so many examples told, and so many related rules.
  private static let toldExamples = 4

  /// - Parameters:
  ///   - report: The report.
  ///   - bytes: How many bytes there is room for.
  init(_ report: InventoryReport, bytes: Int) {
    self.report = report
    self.bytes = bytes
    budget = PageBudget(bytes: bytes)
  }

  var json: ScriptJSON {
    let rules = PageRules(report, budget)
    let models = groups(report.models, rules)
    // Examples name models by their places among those that are told.
    let modelNumbers = Dictionary(
      uniqueKeysWithValues: report.models.prefix(models.count).enumerated()
        .map { (ExactText($1.name), $0) })
    let types = groups(report.moduleTypes, rules)
    var json = ScriptJSON()
    json.object { json in
      json.member("rulesName") { $0.text(report.rulesName) }
      json.member("inventories") { json in
        json.array { json in for name in report.inventories.prefix(20) { json.text(name) } }
      }
      json.member("inventoryCount") { $0.number(report.inventories.count) }
      json.member("rowCount") { $0.number(report.summary.rows) }
      json.member("badRowCount") { $0.number(report.summary.badRows) }
      json.member("modelCount") { $0.number(report.models.count) }
      json.member("typeCount") { $0.number(report.moduleTypes.count) }
      json.member("tiers") { json in
        json.array { json in
          json.number(report.undecided)
          for tier in RuleTier.allCases { json.number(report.rows(decidedBy: tier)) }
        }
      }
      json.member("qconfigs") { json in json.array { rules.writeQConfigs(&$0) } }
      json.member("qconfigCount") { json in
        json.number(report.qconfigs.count { $0.rows > 0 })
      }
      json.member("nullQConfig") { $0.number(rules.number(of: .null)) }
      json.member("rules") { json in json.array { rules.writeRules(&$0) } }
      let (unmatched, overruled) = silentRules
      json.member("ruleCount") { $0.number(report.rules.count) }
      json.member("unmatchedCount") { $0.number(unmatched) }
      json.member("overruledCount") { $0.number(overruled) }
      json.member("unnamedRules") { json in
        let unnamed = rules.unnamed
        json.numbers([unnamed.count, unnamed.unmatched, unnamed.overruled, unnamed.decided])
      }
      let findings = findings
      json.member("findings") { json in json.array { $0.append(findings.json) } }
      json.member("findingCounts") { json in
        json.numbers(
          Finding.Severity.allCases.reversed().map { severity in
            report.findings.count { $0.severity == severity }
          })
      }
      json.member("models") { json in json.array { $0.append(models.json) } }
      json.member("types") { json in json.array { $0.append(types.json) } }
      let left = bytes - json.bytes.count - 20
      json.member("tree") { json in
        json.append(
          PageTree.fitting(report.tree, rules, modelNumbers: modelNumbers, bytes: left))
      }
    }
    return json
  }

  /// How many rules match nothing, and how many match and never decide.
  private var silentRules: (unmatched: Int, overruled: Int) {
    (
      report.rules.count { $0.matched == 0 },
      report.rules.count { $0.matched > 0 && $0.decided == 0 }
    )
  }

  /// What the check found, the worst first: code, severity, title, rule or place, key, message,
  /// suggestion, examples, and names and keys of related rules.
  private var findings: FittingList {
    var list = FittingList(bytes: budget.list)
    for finding in report.findings {
      let isAdded = list.add { json in
        json.array { json in
          json.whole(finding.code.rawValue)
          json.whole(finding.severity.rawValue)
          json.whole(finding.code.title)
          json.text(finding.rule?.description ?? finding.place)
          if let key = finding.key, key != .global {
            json.text(key.description)
          } else {
            json.null()
          }
          json.text(finding.message)
          if let suggestion = finding.suggestion { json.text(suggestion) } else { json.null() }
          json.array { json in
            for example in finding.examples.prefix(Self.toldExamples) { json.text(example) }
          }
          json.array { json in
            for related in finding.related.prefix(Self.toldExamples) {
              let rows = related.rows.map { ": \(counted($0, "row"))" } ?? ""
              json.text("\(related.rule.description)  \(related.key.description)\(rows)")
            }
          }
        }
      }
      if !isAdded { break }
    }
    return list
  }

  /// The models or module types: name, rows, then number and rows of the qconfigs.
  private func groups(
    _ groups: [InventoryReport.Group], _ rules: PageRules
  ) -> (json: ScriptJSON, count: Int) {
    var list = FittingList(bytes: budget.list)
    var count = 0
    for group in groups {
      let isAdded = list.add { json in
        json.array { json in
          json.text(group.name)
          json.number(group.rows)
          for (place, share) in group.qconfigs.enumerated() {
            let number = rules.numbersOfQConfigs[share.qconfig]
            guard number >= 0 else { continue }
            let isNull = report.qconfigs[share.qconfig].qconfig.isNull
            if place < Self.toldQConfigs || isNull {
              json.number(number)
              json.number(share.rows)
            }
          }
        }
      }
      if !isAdded { break }
      count += 1
    }
    return (list.json, count)
  }
}
