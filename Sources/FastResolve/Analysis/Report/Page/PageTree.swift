/// The tree of module paths as a page has it: arrays of numbers, one value a node or a decision,
/// and tables of texts.
///
/// The nodes with the most rows are in it, as many as fit. What is left out below a node is one
/// node more, which has a number in place of a name: how many branches it stands for, negative.
struct PageTree {
  private let source: PageTreeSource
  private let pageRules: PageRules
  /// The texts that `names` are numbers of, by their numbers in the source.
  private var segments: [Int] = []
  private var segmentNumbers: [Int]
  private var names: [Int] = []
  private var childCounts: [Int] = []
  private var decisionCounts: [Int] = []
  private var rules: [Int] = []
  private var rows: [Int] = []
  /// The models of the examples; -1 where there is none or it isn't named.
  private var models: [Int] = []
  /// What the paths of the examples have for the `*` of the folded ones, with commas between.
  private var numbers: [UInt8] = []

  /// Of the decisions that are left out below a node, so many are told.
  private static let toldDecisions = 4

  /// Makes the largest part of a tree that fits.
  static func fitting(
    _ tree: ModuleTree, _ rules: PageRules, modelNumbers: [ExactText: Int], bytes: Int
  ) -> ScriptJSON {
    let source = PageTreeSource(tree, rules, modelNumbers)
    // A node has no more rows than the one it hangs on, which comes first among equals. So the
    // first nodes of this order are a tree, however many they are.
    let order = tree.nodes.indices.sorted { one, other in
      let (left, right) = (tree.nodes[one].rows, tree.nodes[other].rows)
      return left != right ? left > right : one < other
    }
    var count = source.count(of: order, fitting: bytes)
    while true {
      var isKept = Array(repeating: false, count: tree.nodes.count)
      for node in order.prefix(count) { isKept[node] = true }
      var page = PageTree(source, rules)
      page.add(isKept)
      let json = page.json
      if json.bytes.count <= bytes || count <= 1 { return json }
      count = max(min(count - 1, count * bytes / json.bytes.count * 19 / 20), 1)
    }
  }

  private init(_ source: PageTreeSource, _ pageRules: PageRules) {
    self.source = source
    self.pageRules = pageRules
    segmentNumbers = Array(repeating: -1, count: source.segments.count)
  }

  private mutating func add(_ isKept: [Bool]) {
    // The nodes that the next one may lie below, the innermost last: where what lies below ends,
    // and the number here.
    var open: [(end: Int, number: Int, leftOut: LeftOut)] = []
    func close(before node: Int, _ page: inout PageTree) {
      while let last = open.last, last.end <= node {
        page.add(last.leftOut, below: last.number)
        open.removeLast()
      }
    }
    var node = 0
    while node < isKept.count {
      close(before: node, &self)
      let end = source.ends[node]
      if isKept[node] {
        if let parent = open.last { childCounts[parent.number] += 1 }
        open.append((end, names.count, LeftOut()))
        names.append(number(ofSegment: source.names[node]))
        childCounts.append(0)
        let decisions = source.decisions(at: node..<node + 1)
        decisionCounts.append(decisions.count)
        rules += source.rules[decisions]
        rows += source.rows[decisions]
        models += source.models[decisions]
        for decision in decisions {
          numbers += source.numbers(of: decision)
          numbers.append(UInt8(ascii: ","))
        }
        node += 1
      } else {
        open[open.count - 1].leftOut.branches += 1
        for decision in source.decisions(at: node..<end) {
          open[open.count - 1].leftOut.rows[source.rules[decision], default: 0] +=
            source.rows[decision]
        }
        node = end
      }
    }
    close(before: node, &self)
  }

  /// What is left out below a node.
  private struct LeftOut {
    var branches = 0
    /// The rows by the number of the rule that decides them.
    var rows: [Int: Int] = [:]
  }

  private mutating func add(_ leftOut: LeftOut, below parent: Int) {
    guard leftOut.branches > 0 else { return }
    var left = leftOut.rows
    let told = left.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    for (rule, count) in told.dropFirst(Self.toldDecisions) {
      left[rule] = nil
      left[pageRules.several(like: rule), default: 0] += count
    }
    childCounts[parent] += 1
    names.append(-leftOut.branches)
    childCounts.append(0)
    decisionCounts.append(left.count)
    for (rule, count) in left.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
      rules.append(rule)
      rows.append(count)
      models.append(-1)
      numbers.append(UInt8(ascii: ","))
    }
  }

  private mutating func number(ofSegment segment: Int) -> Int {
    if segmentNumbers[segment] < 0 {
      segmentNumbers[segment] = segments.count
      segments.append(segment)
    }
    return segmentNumbers[segment]
  }

  private var json: ScriptJSON {
    var json = ScriptJSON()
    json.object { json in
      json.member("segments") { json in
        json.array { json in for segment in segments { json.text(source.segments[segment]) } }
      }
      json.member("names") { $0.numbers(names) }
      json.member("childCounts") { $0.numbers(childCounts) }
      json.member("decisionCounts") { $0.numbers(decisionCounts) }
      json.member("rules") { $0.numbers(rules) }
      json.member("rows") { $0.numbers(rows) }
      json.member("models") { $0.numbers(models) }
      // The last comma stands behind the last decision.
      json.member("numbers") { $0.whole(String(decoding: numbers.dropLast(), as: UTF8.self)) }
    }
    return json
  }
}

/// All of a tree in the numbers of a page, of which `PageTree` takes a part.
private final class PageTreeSource {
  private(set) var segments: [String] = []
  /// For each node the number of its segment.
  private(set) var names: [Int] = []
  /// For each node where what lies below it ends.
  private(set) var ends: [Int] = []
  /// For each node where its decisions begin, and where the last one's end.
  private var firstDecisions = [0]

  // For each decision:
  private(set) var rules: [Int] = []
  private(set) var rows: [Int] = []
  private(set) var models: [Int] = []
  private var allNumbers: [UInt8] = []
  private var numberEnds = [0]

  init(_ tree: ModuleTree, _ pageRules: PageRules, _ modelNumbers: [ExactText: Int]) {
    var segmentNumbers: [ExactText: Int] = [:]
    for (place, node) in tree.nodes.enumerated() {
      let segment = ExactText(node.segment)
      let number = segmentNumbers[segment] ?? segments.count
      if number == segments.count {
        segmentNumbers[segment] = number
        segments.append(node.segment)
      }
      names.append(number)
      ends.append(place + 1 + node.descendantCount)
      for decision in node.decisions {
        rules.append(pageRules.number(of: decision.rule))
        rows.append(decision.rows)
        models.append(modelNumbers[ExactText(decision.exampleModel)] ?? -1)
        allNumbers.append(numbersInPath: decision.examplePath)
        numberEnds.append(allNumbers.count)
      }
      firstDecisions.append(rules.count)
    }
  }

  /// The decisions at some nodes.
  func decisions(at nodes: Range<Int>) -> Range<Int> {
    firstDecisions[nodes.lowerBound]..<firstDecisions[nodes.upperBound]
  }

  func numbers(of decision: Int) -> ArraySlice<UInt8> {
    allNumbers[numberEnds[decision]..<numberEnds[decision + 1]]
  }

  /// About how many of the first nodes of an order fit into so many bytes, and rather too many.
  func count(of order: [Int], fitting bytes: Int) -> Int {
    var isNamed = Array(repeating: false, count: segments.count)
    var left = bytes
    for (count, node) in order.enumerated() {
      left -= digits(names[node]) + 4
      if !isNamed[names[node]] { left -= segments[names[node]].utf8.count + 3 }
      isNamed[names[node]] = true
      for decision in decisions(at: node..<node + 1) {
        left -= digits(rules[decision]) + digits(rows[decision]) + digits(models[decision])
        left -= numbers(of: decision).count + 4
      }
      if left < 0 { return max(count, 1) }
    }
    return order.count
  }

  private func digits(_ number: Int) -> Int {
    var (digits, rest) = (1, number)
    while rest > 9 {
      digits += 1
      rest /= 10
    }
    return digits
  }
}
