import Testing

@testable import FastResolve

/// What a report counts is what plain functions count, whatever the threads and chunks.
@Suite struct ReportCountingTests {
  /// A path folded by number, by strings.
  static func folded(_ path: String) -> [String] {
    path.isEmpty
      ? []
      : path.split(separator: ".", omittingEmptySubsequences: false).map { segment in
        let isNumber = !segment.isEmpty && segment.utf8.allSatisfy { (48...57).contains($0) }
        return isNumber ? "*" : String(segment)
      }
  }

  /// All that is counted, in dictionaries.
  struct Plain: Equatable {
    struct Cell: Equatable {
      var rows = 0
      var model = ""
      var path = ""
    }
    struct Place: Hashable {
      var path: [ExactText]
      var rule: Rule
    }

    var qconfigs: [QConfig: Int] = [:]
    var models: [String: [QConfig: Int]] = [:]
    var types: [String: [QConfig: Int]] = [:]
    var matched: [Rule: Int] = [:]
    var decided: [Rule: Int] = [:]
    var cells: [Place: Cell] = [:]

    /// By brute force.
    init(_ mapping: QConfigMapping, _ inputs: [[Query]]) throws {
      let reference = try ReferenceResolver(mapping)
      let matches = try PlainMatches(mapping)
      for queries in inputs {
        let answers = try reference.resolve(queries)
        for (query, answer) in zip(PlainMatches.counted(queries), answers) {
          qconfigs[answer.qconfig, default: 0] += 1
          models[query.model, default: [:]][answer.qconfig, default: 0] += 1
          types[query.moduleType, default: [:]][answer.qconfig, default: 0] += 1
          decided[answer.rule, default: 0] += 1
          // A module name matches where there is no nearer one.
          var hasName = false
          for rule in try matches.rules(query) where rule.tier != .moduleName || !hasName {
            matched[rule, default: 0] += 1
            if rule.tier == .moduleName { hasName = true }
          }
          let place = Place(
            path: ReportCountingTests.folded(query.modulePath).map(ExactText.init),
            rule: answer.rule)
          cells[place, default: Cell(model: query.model, path: query.modulePath)].rows += 1
        }
      }
    }

    /// Of a report.
    init(_ report: InventoryReport) {
      func qconfigs(_ group: InventoryReport.Group) -> [QConfig: Int] {
        Dictionary(
          uniqueKeysWithValues: group.qconfigs.map {
            (report.qconfigs[$0.qconfig].qconfig, $0.rows)
          })
      }
      self.qconfigs = Dictionary(
        uniqueKeysWithValues: report.qconfigs.filter { $0.rows > 0 }.map { ($0.qconfig, $0.rows) })
      for group in report.models { models[group.name] = qconfigs(group) }
      for group in report.moduleTypes { types[group.name] = qconfigs(group) }
      for use in report.rules {
        if use.matched > 0 { matched[use.rule] = use.matched }
        if use.decided > 0 { decided[use.rule] = use.decided }
      }
      if report.undecided > 0 { decided[Rule.none] = report.undecided }
      var open: [(end: Int, segment: String)] = []
      for (place, node) in report.tree.nodes.enumerated() {
        open.removeAll { $0.end <= place }
        if place > 0 { open.append((place + 1 + node.descendantCount, node.segment)) }
        for decision in node.decisions {
          let at = Place(path: open.map { ExactText($0.segment) }, rule: decision.rule)
          cells[at] = Cell(
            rows: decision.rows, model: decision.exampleModel, path: decision.examplePath)
        }
      }
    }
  }

  static func report(
    _ rules: CompiledRules, _ inputs: [String], threads: Int = 1, chunkBytes: Int = 1 << 20
  ) throws -> InventoryReport {
    var options = PassOptions()
    options.threads = threads
    options.chunkBytes = chunkBytes
    let inputs = inputs.enumerated().map {
      BatchInput.bytes(Array($1.utf8), name: "in\($0).tsv")
    }
    return try InventoryReport(of: rules, named: "rules", inputs, options: options)
  }

  @Test(arguments: 0..<40)
  func equalsBruteForce(seed: Int) throws {
    var cases = RandomCases(seed: UInt64(seed) + 9000)
    let mapping = cases.mapping()
    let rules = try CompiledRules(mapping)
    let queries = [cases.queries(250, indexed: 0.2), cases.queries(40, indexed: 0)]
    let inputs = queries.map(SameBytesTests.tsv)
    let plain = try Plain(mapping, queries)
    let page = ReportPage(try Self.report(rules, inputs)).html()
    let findings = try RuleSetCheck(mapping)
      .report(inventories: inputs.map { .bytes(Array($0.utf8), name: "in.tsv") }).findings
    for (threads, chunkBytes) in [(1, 1 << 20), (1, 1), (3, 70), (2, 500), (8, 2000)] {
      let report = try Self.report(rules, inputs, threads: threads, chunkBytes: chunkBytes)
      let context: Comment = "\(threads) threads, chunks of \(chunkBytes)"
      #expect(Plain(report) == plain, context)
      #expect(report.findings == findings, context)
      #expect(ReportPage(report).html() == page, context)
      #expect(report.summary.rows == 290)
      #expect(report.tree.nodes[0].rows == 290)
      #expect(report.tree.nodes[0].descendantCount == report.tree.nodes.count - 1)
      #expect(RuleTier.allCases.reduce(report.undecided) { $0 + report.rows(decidedBy: $1) } == 290)
      #expect(report.qconfigs.reduce(0) { $0 + $1.rows } == 290)
    }
  }

  /// Nodes know what lies below them, and those with more rows come first.
  @Test(arguments: 0..<10)
  func theTreeIsInOrder(seed: Int) throws {
    var cases = RandomCases(seed: UInt64(seed) + 9500)
    let rules = try CompiledRules(cases.mapping())
    let nodes = try Self.report(rules, [SameBytesTests.tsv(cases.queries(400, indexed: 0))])
      .tree.nodes
    for (place, node) in nodes.enumerated() {
      var children: [ModuleTree.Node] = []
      var child = place + 1
      while child <= place + node.descendantCount {
        children.append(nodes[child])
        child += 1 + nodes[child].descendantCount
      }
      #expect(child == place + 1 + node.descendantCount)
      let here = node.decisions.reduce(0) { $0 + $1.rows }
      #expect(node.rows == here + children.reduce(0) { $0 + $1.rows })
      #expect(Set(children.map { ExactText($0.segment) }).count == children.count)
      for (one, next) in zip(children, children.dropFirst()) {
        #expect(
          one.rows > next.rows || one.rows == next.rows && precedes(one.segment, next.segment))
      }
    }
  }

  /// A regex is asked where the filter leaves it, which doesn't hang on the paths before.
  @Test(arguments: 0..<10)
  func asksOfRegexes(seed: Int) throws {
    var cases = RandomCases(seed: UInt64(seed) + 9700)
    let mapping = cases.mapping()
    let rules = try CompiledRules(mapping)
    let queries = cases.queries(600, indexed: 0)
    let report = try Self.report(rules, [SameBytesTests.tsv(queries)], threads: 2, chunkBytes: 300)
    var asked = Array(repeating: 0, count: mapping.moduleNameRegexes.count)
    var rows = 0
    for query in queries where query.operation != .placeholder && query.operation != .output {
      query.modulePath.withByteSlice { path in
        guard CandidateShares.isSampled(path) else { return }
        rows += 1
        var scratch = ResolverScratch(rules, cacheBytes: 0)
        _ = rules.follow(path, &scratch)
        rules.regexes.scan(path, &scratch.trail, &scratch.regexes)
        for regex in rules.regexes.candidatePositions(scratch.regexes) {
          asked[regex] += 1
        }
      }
    }
    try #require(rows > 0)
    for use in report.rules {
      guard case .moduleNameRegex(let position) = use.rule else {
        #expect(use.askedShare == nil)
        continue
      }
      #expect(use.askedShare == Double(asked[position]) / Double(rows))
    }
  }

  @Test func pathsThatAreDeep() throws {
    let path = (0..<100).map { $0 % 2 == 0 ? "a" : "\($0)" }.joined(separator: ".")
    let report = try Self.report(CompiledRules(QConfigMapping()), ["module_path\n\(path)\n.\n"])
    let nodes = report.tree.nodes
    #expect(nodes.count == 1 + ModuleTree.maximumDepth + 2)
    // Of as many rows, the empty name comes first.
    #expect(nodes[1...2].map(\.segment) == ["", ""])
    let cut = nodes[nodes.count - 1]
    #expect(cut.segment == (0..<69).map { $0 % 2 == 0 ? "*" : "a" }.joined(separator: "."))
    #expect(cut.decisions.first?.examplePath == path)
  }

  @Test func aRegexThatIsGivenUpEndsIt() throws {
    let mapping = QConfigMapping().setModuleNameRegex("(a+)+[^b]$", "x")
    let rules = try CompiledRules(mapping, matchLimits: MatchLimits(matchLimit: 100))
    let text = "module_path\nc\n" + String(repeating: "a", count: 40) + "b\nd\n"
    let error = #expect(throws: InputError.self) { try Self.report(rules, [text]) }
    #expect(error?.line == 3)
  }
}
