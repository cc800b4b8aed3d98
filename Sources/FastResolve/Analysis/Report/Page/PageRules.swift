/// Which rules and qconfigs a page names, and which numbers they have there.
///
/// The first rules to be named are those that decide most; then those that never decide. All others
/// are, in the tree, "another rule" of their tier, with or without a qconfig other than `null`.
struct PageRules {
  /// The named rules by their places in the report, in its order.
  let named: [Int]
  /// The qconfigs by their places in the report. The number of a qconfig on the page is its place
  /// here.
  let qconfigs: [Int]
  /// The number of each qconfig of the report on the page; -1 where it isn't named there.
  let numbersOfQConfigs: [Int]
  private let numberOfQConfig: [QConfig: Int]
  private let numberOfRule: [Rule: Int]
  private let report: InventoryReport
  /// The place of the first rule of each tier in the report.
  private let tierStarts: [Int]

  // Behind the named rules stand no rule at all; another rule of each tier, with a qconfig and with
  // `null`; and several rules of any tier, likewise.
  private var firstOther: Int { named.count + 1 }
  private var firstSeveral: Int { firstOther + RuleTier.allCases.count * 2 }

  /// The number of no rule.
  var none: Int { named.count }

  init(_ report: InventoryReport, _ budget: PageBudget) {
    self.report = report
    tierStarts = RuleTier.allCases.map { tier in
      report.rules.firstIndex { $0.rule.tier == tier } ?? 0
    }
    var isNamed = Array(repeating: false, count: report.rules.count)
    // A qconfig comes with its rule or before; each is counted once for each rule, which is enough.
    func name(_ rules: [Int], bytes: Int) -> Int {
      var left = bytes
      for rule in rules {
        let use = report.rules[rule]
        // What isn't text takes some dozens of bytes.
        left -= 60 + Self.bytes(use.key.description) + Self.bytes(use.qconfig.cellText)
        if left < 0 { break }
        isNamed[rule] = true
      }
      return max(left, 0)
    }
    let deciding = report.rules.indices.filter { report.rules[$0].decided > 0 }
      .sorted { one, other in
        let (left, right) = (report.rules[one].decided, report.rules[other].decided)
        return left != right ? left > right : one < other
      }
    let silent = report.rules.indices.filter { report.rules[$0].decided == 0 }
    let left = name(deciding, bytes: budget.rules / 2)
    let rest = name(silent, bytes: budget.rules / 2 + left)
    if rest > 0 { _ = name(deciding, bytes: budget.rules / 2 + rest) }
    let named = isNamed.indices.filter { isNamed[$0] }
    self.named = named
    numberOfRule = Dictionary(
      uniqueKeysWithValues: named.enumerated().map { (report.rules[$1].rule, $0) })

    var wanted: Set<QConfig> = [.null]
    for rule in named { wanted.insert(report.rules[rule].qconfig) }
    let qconfigs = report.qconfigs.indices.filter { wanted.contains(report.qconfigs[$0].qconfig) }
    self.qconfigs = qconfigs
    let numberOfQConfig = Dictionary(
      uniqueKeysWithValues: qconfigs.enumerated().map { (report.qconfigs[$1].qconfig, $0) })
    self.numberOfQConfig = numberOfQConfig
    numbersOfQConfigs = report.qconfigs.map { numberOfQConfig[$0.qconfig] ?? -1 }
  }

  private static func bytes(_ text: String) -> Int {
    var json = ScriptJSON()
    json.text(text)
    return json.bytes.count
  }

  /// The number of a qconfig on the page; -1 where it isn't named there.
  func number(of qconfig: QConfig) -> Int { numberOfQConfig[qconfig] ?? -1 }

  /// The number of a rule on the page, where some stand for several.
  func number(of rule: Rule) -> Int {
    if let number = numberOfRule[rule] { return number }
    guard let tier = rule.tier, let place = RuleTier.allCases.firstIndex(of: tier) else {
      return none
    }
    let isNull = report.rules[tierStarts[place] + rule.position].qconfig.isNull
    return firstOther + place * 2 + (isNull ? 1 : 0)
  }

  /// The number that stands for a rule among several others.
  ///
  /// - Parameter rule: The number of a rule.
  func several(like rule: Int) -> Int {
    let isNull =
      rule < named.count
      ? report.rules[named[rule]].qconfig.isNull
      : rule == none || (rule >= firstOther && (rule - firstOther) % 2 == 1)
    return firstSeveral + (isNull ? 1 : 0)
  }

  /// The rules: tier (-1 for none, -2 for several), position (-1 for other rules of the tier), key,
  /// qconfig, rows matched, rows decided, rows asked in millionths or `null`.
  func writeRules(_ json: inout ScriptJSON) {
    for rule in named {
      let use = report.rules[rule]
      json.array { json in
        json.number(use.rule.tier.flatMap { RuleTier.allCases.firstIndex(of: $0) } ?? -1)
        json.number(use.rule.position)
        if use.rule.tier == .global { json.whole("") } else { json.text(use.key.description) }
        json.number(number(of: use.qconfig))
        json.number(use.matched)
        json.number(use.decided)
        if let share = use.askedShare {
          json.number(Int((share * 1_000_000).rounded()))
        } else {
          json.null()
        }
      }
    }
    func other(tier: Int, qconfig: Int) {
      json.array { json in
        json.number(tier)
        json.number(-1)
        json.null()
        json.number(qconfig)
        for _ in 0..<2 { json.number(0) }
        json.null()
      }
    }
    let null = number(of: .null)
    other(tier: -1, qconfig: null)
    for tier in Array(RuleTier.allCases.indices) + [-2] {
      other(tier: tier, qconfig: -1)
      other(tier: tier, qconfig: null)
    }
  }

  /// What is to be said of the rules that aren't named: how many, how many of them match nothing,
  /// how many match and never decide, and how many rows the others decide.
  var unnamed: (count: Int, unmatched: Int, overruled: Int, decided: Int) {
    var result = (count: 0, unmatched: 0, overruled: 0, decided: 0)
    for use in report.rules where numberOfRule[use.rule] == nil {
      result.count += 1
      if use.matched == 0 {
        result.unmatched += 1
      } else if use.decided == 0 {
        result.overruled += 1
      }
      result.decided += use.decided
    }
    return result
  }

  /// The qconfigs: text, rows.
  func writeQConfigs(_ json: inout ScriptJSON) {
    for qconfig in qconfigs {
      json.array { json in
        json.text(report.qconfigs[qconfig].qconfig.cellText)
        json.number(report.qconfigs[qconfig].rows)
      }
    }
  }
}
