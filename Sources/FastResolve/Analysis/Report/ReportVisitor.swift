/// Gathers what a report shows: counts by rule, by model, by module type and by folded path.
///
/// Memory: linear in the rules, and in the pairs of model, module type or folded path with what decides in them.
struct ReportVisitor: RowVisitor, ~Copyable {
  private let rules: CompiledRules
  private let qconfigs: RuleQConfigs
  private var scratch: RowMatchesScratch
  private var model: UInt32 = 0
  private var folded = ByteBuffer()

  private(set) var uses: RuleCounts
  private(set) var asks: RegexAsks
  /// Models and qconfigs.
  private(set) var models = GroupCounts()
  /// Module types and qconfigs.
  private(set) var moduleTypes = GroupCounts()
  /// Folded paths and rules.
  private(set) var paths = GroupCounts()
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
    scratch = RowMatchesScratch(rules, cacheBytes: cacheBytes)
    uses = RuleCounts(count: rules.numbering.count)
    asks = RegexAsks(rules)
  }

  mutating func visit(_ row: VisitedRow, _ output: inout RowOutput) throws(RowFailure) {
    let path = row.fields.modulePath
    let matches = try rules.matches(row.fields, &scratch)
    uses.count(matches, path, rules)
    let isAsked = row.fields.operation != .placeholder && row.fields.operation != .output
    if isAsked { asks.note(path, hash: scratch.resolver.trail.hash, rules) }

    if row.isNewModel { model = models.names.number(of: row.fields.model) }
    let qconfig = qconfigs.number(of: matches.decision)
    models.pairs.add(model, qconfig)
    moduleTypes.pairs.add(moduleTypes.names.number(of: row.fields.moduleType), qconfig)

    folded.truncate(to: 0)
    folded.append(folded: path)
    let pair = paths.pairs.add(
      paths.names.number(of: folded.slice), matches.decision.number)
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
    uses.merge(other.uses)
    asks.merge(other.asks)
    let modelNumbers = models.merge(other.models)
    moduleTypes.merge(other.moduleTypes)
    for number in 0..<other.paths.pairs.count {
      let entry = other.paths.pairs[number]
      let pair = paths.pairs.add(
        paths.names.number(of: other.paths.names[Int(entry.first)]), entry.second,
        count: entry.count)
      var example = other.examples[number]
      if pair < examples.count, examples[pair].place < example.place { continue }
      let path = other.path(of: example)
      example.model = modelNumbers[Int(example.model)]
      note(example, path, at: pair)
    }
  }
}

/// Names, and how often each was seen with which number.
struct GroupCounts: ~Copyable {
  var names = NameTable()
  /// The first of a pair is the number of a name.
  var pairs = PairCounts()

  /// Adds what another one has counted.
  ///
  /// - Returns: The numbers that its names have here.
  @discardableResult
  mutating func merge(_ other: borrowing GroupCounts) -> [UInt32] {
    var numbers: [UInt32] = []
    numbers.reserveCapacity(other.names.count)
    for number in 0..<other.names.count { numbers.append(names.number(of: other.names[number])) }
    for position in 0..<other.pairs.count {
      let entry = other.pairs[position]
      pairs.add(numbers[Int(entry.first)], entry.second, count: entry.count)
    }
    return numbers
  }
}

/// How many rows each rule matches and decides.
struct RuleCounts: ~Copyable, @unchecked Sendable {
  // Invariant: a count for each rule number.
  private let matched: UnsafeMutablePointer<Int>
  private let decided: UnsafeMutablePointer<Int>
  private let count: Int

  init(count: Int) {
    self.count = count
    matched = .allocate(capacity: count)
    matched.initialize(repeating: 0, count: count)
    decided = .allocate(capacity: count)
    decided.initialize(repeating: 0, count: count)
  }

  deinit {
    matched.deallocate()
    decided.deallocate()
  }

  /// Counts the rules of a row.
  @inline(__always)
  func count(_ matches: RowMatches, _ path: ByteSlice, _ rules: CompiledRules) {
    decided[matches.decision.index] &+= 1
    matches.forEach { matched[$0.index] &+= 1 }
    // The nearest module name was among them; those of the ancestors match too, and are overruled by it.
    guard matches.moduleName != .none else { return }
    matched[matches.moduleName.index] &-= 1
    rules.forEachModuleName(path) { matched[$0.index] &+= 1 }
  }

  func merge(_ other: borrowing RuleCounts) {
    for rule in 0..<count {
      matched[rule] += other.matched[rule]
      decided[rule] += other.decided[rule]
    }
  }

  /// How many rows a rule matches, overruled or not.
  func matched(_ rule: RuleID) -> Int { matched[rule.index] }

  /// How many rows a rule decides.
  func decided(_ rule: RuleID) -> Int { decided[rule.index] }
}

/// The qconfigs of a rule set, each once and numbered, and the number of each rule's.
final class RuleQConfigs: Sendable {
  /// The qconfigs by number. That of no rule, `null`, is number 0.
  let qconfigs: [QConfig]
  private let numbers: [UInt32]

  init(_ rules: CompiledRules) {
    var qconfigs: [QConfig] = [.null]
    var known: [QConfig: UInt32] = [.null: 0]
    numbers = (0..<rules.numbering.count).map { rule in
      let qconfig = rules.qconfig(RuleID(UInt32(rule)))
      if let number = known[qconfig] { return number }
      let number = UInt32(qconfigs.count)
      known[qconfig] = number
      qconfigs.append(qconfig)
      return number
    }
    self.qconfigs = qconfigs
  }

  /// The number of the qconfig of a rule, or of none.
  @inline(__always)
  func number(of rule: RuleID) -> UInt32 { numbers[rule.index] }
}
