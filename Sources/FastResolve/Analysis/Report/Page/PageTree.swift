/// The tree of module paths as a page has it: arrays of numbers, one value a node or a decision, and tables of texts.
///
/// The nodes with the most rows are in it, as many as fit. What is left out below a node is one node more, which has a
/// number in place of a name: how many branches it stands for, negative.
struct PageTree {
  /// The texts that `names` are numbers of.
  private(set) var segments: [String] = []
  private(set) var names: [Int] = []
  private(set) var childCounts: [Int] = []
  private(set) var decisionCounts: [Int] = []
  private(set) var rules: [Int] = []
  private(set) var rows: [Int] = []
  /// The models of the examples; -1 where there is none or it isn't named.
  private(set) var models: [Int] = []
  /// What the paths of the examples have for the `*` of the folded ones, with commas between.
  private(set) var numbers: [UInt8] = []

  private var segmentNumbers: [ExactText: Int] = [:]

  /// Of the decisions that are left out below a node, so many are told.
  private static let toldDecisions = 4

  /// Makes the largest part of a tree that fits.
  static func fitting(
    _ tree: ModuleTree, _ rules: PageRules, modelNumbers: [ExactText: Int], bytes: Int
  ) -> ScriptJSON {
    let order = tree.nodes.indices.sorted { one, other in
      let (left, right) = (tree.nodes[one].rows, tree.nodes[other].rows)
      return left != right ? left > right : one < other
    }
    // A node has no more rows than the one it hangs on, which comes first among equals. So the first nodes of the
    // order are a tree, however many they are.
    var count = order.count
    while true {
      var isKept = Array(repeating: false, count: tree.nodes.count)
      for node in order.prefix(count) { isKept[node] = true }
      var page = PageTree()
      page.add(tree, isKept, rules, modelNumbers)
      let json = page.json
      if json.bytes.count <= bytes || count <= 1 { return json }
      count = max(min(count - 1, count * bytes / json.bytes.count * 19 / 20), 1)
    }
  }

  private mutating func add(
    _ tree: ModuleTree, _ isKept: [Bool], _ pageRules: PageRules, _ modelNumbers: [ExactText: Int]
  ) {
    // The nodes that the next one may lie below, the innermost last: where what lies below ends, and the number here.
    var open: [(end: Int, number: Int, leftOut: LeftOut)] = []
    func close(before place: Int, _ page: inout PageTree) {
      while let last = open.last, last.end <= place {
        page.add(last.leftOut, below: last.number, pageRules)
        open.removeLast()
      }
    }
    var place = 0
    while place < tree.nodes.count {
      close(before: place, &self)
      let node = tree.nodes[place]
      let end = place + 1 + node.descendantCount
      if isKept[place] {
        if let parent = open.last { childCounts[parent.number] += 1 }
        open.append((end, names.count, LeftOut()))
        names.append(number(of: node.segment))
        childCounts.append(0)
        decisionCounts.append(node.decisions.count)
        for decision in node.decisions {
          add(
            pageRules.number(of: decision.rule), decision.rows,
            model: modelNumbers[ExactText(decision.exampleModel)] ?? -1,
            numbers: FastResolve.numbers(inPath: decision.examplePath))
        }
        place += 1
      } else {
        open[open.count - 1].leftOut.add(tree.nodes[place..<end], pageRules)
        place = end
      }
    }
    close(before: place, &self)
  }

  /// What is left out below a node.
  private struct LeftOut {
    var branches = 0
    /// The rows by the number of the rule that decides them.
    var rows: [Int: Int] = [:]

    mutating func add(_ branch: ArraySlice<ModuleTree.Node>, _ rules: PageRules) {
      branches += 1
      for node in branch {
        for decision in node.decisions {
          rows[rules.number(of: decision.rule), default: 0] += decision.rows
        }
      }
    }
  }

  private mutating func add(_ leftOut: LeftOut, below parent: Int, _ pageRules: PageRules) {
    guard leftOut.branches > 0 else { return }
    var rows = leftOut.rows
    let told = rows.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    for (rule, count) in told.dropFirst(Self.toldDecisions) {
      rows[rule] = nil
      rows[pageRules.several(like: rule), default: 0] += count
    }
    childCounts[parent] += 1
    names.append(-leftOut.branches)
    childCounts.append(0)
    decisionCounts.append(rows.count)
    for (rule, count) in rows.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
      add(rule, count, model: -1, numbers: "")
    }
  }

  private mutating func add(_ rule: Int, _ count: Int, model: Int, numbers text: String) {
    if !rules.isEmpty { numbers.append(UInt8(ascii: ",")) }
    numbers += text.utf8
    rules.append(rule)
    rows.append(count)
    models.append(model)
  }

  private mutating func number(of segment: String) -> Int {
    let text = ExactText(segment)
    if let number = segmentNumbers[text] { return number }
    segmentNumbers[text] = segments.count
    segments.append(segment)
    return segments.count - 1
  }

  private var json: ScriptJSON {
    var json = ScriptJSON()
    json.object { json in
      json.member("segments") { json in
        json.array { json in for segment in segments { json.text(segment) } }
      }
      json.member("names") { $0.numbers(names) }
      json.member("childCounts") { $0.numbers(childCounts) }
      json.member("decisionCounts") { $0.numbers(decisionCounts) }
      json.member("rules") { $0.numbers(rules) }
      json.member("rows") { $0.numbers(rows) }
      json.member("models") { $0.numbers(models) }
      json.member("numbers") { $0.whole(String(decoding: numbers, as: UTF8.self)) }
    }
    return json
  }
}
