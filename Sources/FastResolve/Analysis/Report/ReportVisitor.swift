/// Gathers what a report shows: counts by rule, by model, by module type and by folded path.
///
/// Memory: linear in the rules, and in the pairs of model, module type or folded path with what
/// decides in them.
struct ReportVisitor: RowVisitor, ~Copyable {
  private let rules: CompiledRules
  private let qconfigs: RuleQConfigs
  private var model: UInt32 = 0
  private var folded = ByteBuffer()

  /// What came of the rules.
  private(set) var uses: RuleUseVisitor
  private(set) var asks: CandidateShares
  /// Models and qconfigs.
  private(set) var models = NamedCounts()
  /// Module types and qconfigs.
  private(set) var moduleTypes = NamedCounts()
  /// Folded paths and rules.
  private(set) var paths = NamedCounts()
  /// For each pair of folded path and rule the first row.
  private(set) var examples: [Example] = []
  private var examplePaths = ByteBuffer()

  /// The first row of a pair.
  struct Example {
    var place: RowPlace
    var model: UInt32
    var pathStart: Int
    var pathCount: Int
  }

  init(_ rules: CompiledRules, _ qconfigs: RuleQConfigs, cacheBytes: Int) {
    self.rules = rules
    self.qconfigs = qconfigs
    uses = RuleUseVisitor(rules, cacheBytes: cacheBytes)
    asks = CandidateShares(rules)
  }

  mutating func visit(_ row: VisitedRow, _ output: inout RowOutput) throws(RowFailure) {
    let path = row.fields.modulePath
    let decision = try uses.note(row).decision
    let isAsked = row.fields.operation != .placeholder && row.fields.operation != .output
    if isAsked { asks.note(path, rules) }

    if row.isNewModel { model = UInt32(models.names.number(of: row.fields.model)) }
    let qconfig = qconfigs.number(of: decision)
    models.pairs.add(model, qconfig)
    moduleTypes.pairs.add(
      UInt32(moduleTypes.names.number(of: row.fields.moduleType)), qconfig)

    folded.truncate(to: 0)
    folded.append(folded: path)
    let pair = paths.pairs.add(UInt32(paths.names.number(of: folded.slice)), decision.number)
    if pair == examples.count {
      note(Example(place: row.place, model: model, pathStart: 0, pathCount: 0), path, at: pair)
    } else if row.place < examples[pair].place {
      note(Example(place: row.place, model: model, pathStart: 0, pathCount: 0), path, at: pair)
    }
  }

  @inline(never)
  private mutating func note(_ example: Example, _ path: ByteSlice, at pair: Int) {
    var example = example
    example.pathStart = examplePaths.count
    example.pathCount = path.count
    examplePaths.append(path)
    if pair == examples.count { examples.append(example) } else { examples[pair] = example }
  }

  /// The path of an example. Valid as long as nothing is visited or merged.
  func path(of example: Example) -> ByteSlice {
    ByteSlice(examplePaths.base + example.pathStart, count: example.pathCount)
  }

  mutating func merge(_ other: consuming ReportVisitor) {
    asks.merge(other.asks)
    let modelNumbers = models.merge(other.models)
    moduleTypes.merge(other.moduleTypes)
    let pathNumbers = paths.names.merge(other.paths.names)
    for number in 0..<other.paths.pairs.count {
      let entry = other.paths.pairs[number]
      let pair = paths.pairs.add(
        pathNumbers[Int(entry.first)], entry.second,
        count: entry.count)
      var example = other.examples[number]
      if pair < examples.count, examples[pair].place < example.place { continue }
      let path = other.path(of: example)
      example.model = modelNumbers[Int(example.model)]
      note(example, path, at: pair)
    }
    // It takes the other one apart.
    uses.merge(other.uses)
  }
}

/// Names, and how often each was seen with which number.
struct NamedCounts: ~Copyable {
  var names = DistinctTexts()
  /// The first of a pair is the number of a name.
  var pairs = PairCounts()

  /// Adds what another one has counted.
  ///
  /// - Returns: The numbers that its names have here.
  @discardableResult
  mutating func merge(_ other: borrowing NamedCounts) -> [UInt32] {
    let numbers = names.merge(other.names)
    for position in 0..<other.pairs.count {
      let entry = other.pairs[position]
      pairs.add(numbers[Int(entry.first)], entry.second, count: entry.count)
    }
    return numbers
  }
}

/// The qconfigs of a rule set, each once and numbered, and the number of each rule's.
final class RuleQConfigs: Sendable {
  /// The qconfigs by number. That of no rule, `null`, is number 0.
  let qconfigs: [QConfig]
  private let numbers: [UInt32]

  init(_ rules: CompiledRules) {
    (qconfigs, numbers) = Self.numbered(rules.mapping, rules.numbering)
  }

  // Not part of the initializer: optimizing that, the compiler of Swift 6.3.1 ends in an assertion.
  @inline(never)
  private static func numbered(
    _ mapping: QConfigMapping, _ numbering: RuleNumbering
  ) -> (qconfigs: [QConfig], numbers: [UInt32]) {
    var qconfigs: [QConfig] = [.null]
    var known: [QConfig: UInt32] = [.null: 0]
    // No rule is number 0, and its qconfig too.
    var numbers = [UInt32](repeating: 0, count: numbering.count)
    for tier in RuleTier.allCases {
      for (position, id) in numbering.ids(of: tier).enumerated() {
        let qconfig = mapping.qconfig(in: tier, at: position)
        let number = known[qconfig] ?? UInt32(qconfigs.count)
        if Int(number) == qconfigs.count {
          known[qconfig] = number
          qconfigs.append(qconfig)
        }
        numbers[id.index] = number
      }
    }
    return (qconfigs, numbers)
  }

  /// The number of the qconfig of a rule, or of none.
  @inline(__always)
  func number(of rule: RuleID) -> UInt32 { numbers[rule.index] }
}
