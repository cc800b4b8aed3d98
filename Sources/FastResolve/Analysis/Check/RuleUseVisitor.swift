/// Counts which rules match rows, which decide them, and in whose place.
struct RuleUseVisitor: RowVisitor, ~Copyable, @unchecked Sendable {
  // Not behind `rules`: under the thread sanitizer the compiler takes what stands first for the
  // address that is written to when one of the lists below is, and the rules are those of all
  // threads.
  private var scratch: RowMatchesScratch
  let rules: CompiledRules

  // Invariant of the four: an element for each rule number.
  private let matched: UnsafeMutablePointer<Int>
  private let decided: UnsafeMutablePointer<Int>
  private let unknown: UnsafeMutablePointer<Int>
  /// Where in `examples` a rule has its paths, or -1.
  private let exampleNumbers: UnsafeMutablePointer<Int32>
  private var examples: [FirstPaths] = []
  private var overruled = OverruledRows()
  /// The highest index of each pair that order rules name, or -1. Invariant: an element for each
  /// pair.
  private let highestIndexes: UnsafeMutablePointer<Int>

  /// The rows of the global rule.
  private(set) var leftToGlobal = TypeCounts()
  /// The rows that no rule decides.
  private(set) var leftToNone = TypeCounts()
  /// The names in the paths of rows that rules are asked for.
  private(set) var names = PathNames()

  init(_ rules: CompiledRules, cacheBytes: Int) {
    self.rules = rules
    scratch = RowMatchesScratch(rules, cacheBytes: cacheBytes)
    func list<T>(_ value: T, _ count: Int) -> UnsafeMutablePointer<T> {
      let list = UnsafeMutablePointer<T>.allocate(capacity: max(count, 1))
      list.initialize(repeating: value, count: count)
      return list
    }
    let count = rules.numbering.count
    matched = list(0, count)
    decided = list(0, count)
    unknown = list(0, count)
    exampleNumbers = list(-1, count)
    highestIndexes = list(-1, rules.orders.pairCount)
  }

  deinit {
    matched.deallocate()
    decided.deallocate()
    unknown.deallocate()
    exampleNumbers.deallocate()
    highestIndexes.deallocate()
  }

  mutating func visit(_ row: VisitedRow, _ output: inout RowOutput) throws(RowFailure) {
    _ = try note(row)
  }

  /// Looks at a row.
  ///
  /// - Returns: The rules that match it, until the next row.
  mutating func note(_ row: VisitedRow) throws(RowFailure) -> RowMatches {
    let fields = row.fields
    let matches = try rules.matches(fields, &scratch)
    let operation = fields.operation
    if operation != .placeholder, operation != .output {
      names.note(fields.modulePath, shared: scratch.resolver.trail.shared)
    }
    let decision = matches.decision
    decided[decision.index] &+= 1
    matches.forEach { rule in
      matched[rule.index] &+= 1
      if decided[rule.index] == 0 { noteOverruled(rule, decision, row) }
    }
    for index in 0..<matches.regexes.count where !matches.regexes[index].isDetermined {
      unknown[matches.rule(matches.regexes[index]).index] &+= 1
    }
    if matches.orderedPair >= 0, highestIndexes[matches.orderedPair] < fields.index {
      highestIndexes[matches.orderedPair] = fields.index
    }
    if decision.number <= RuleID.global.number {
      if decision == .none {
        leftToNone.note(fields, at: row.place)
      } else {
        leftToGlobal.note(fields, at: row.place)
      }
    }
    return matches
  }

  /// Notes that a rule that has decided nothing so far matches a row that another one decides.
  @inline(never)
  private mutating func noteOverruled(_ rule: RuleID, _ decision: RuleID, _ row: VisitedRow) {
    let decided = decided
    overruled.add(rule, deciding: decision) { decided[$0.index] == 0 }
    examples[exampleNumber(of: rule)].note(row.fields.modulePath, at: row.place)
  }

  private mutating func exampleNumber(of rule: RuleID) -> Int {
    if exampleNumbers[rule.index] < 0 {
      exampleNumbers[rule.index] = Int32(examples.count)
      examples.append(FirstPaths())
    }
    return Int(exampleNumbers[rule.index])
  }

  mutating func merge(_ other: consuming RuleUseVisitor) {
    for number in 0..<rules.numbering.count {
      matched[number] += other.matched[number]
      decided[number] += other.decided[number]
      unknown[number] += other.unknown[number]
    }
    for number in 0..<rules.numbering.count
    where decided[number] == 0 && other.exampleNumbers[number] >= 0 {
      let paths = other.examples[Int(other.exampleNumbers[number])]
      examples[exampleNumber(of: RuleID(UInt32(number)))].merge(paths)
    }
    let decided = decided
    other.overruled.forEach { rule, decision, rows in
      guard decided[rule.index] == 0 else { return }
      overruled.add(rule, deciding: decision, rows: rows) { decided[$0.index] == 0 }
    }
    for pair in 0..<rules.orders.pairCount {
      highestIndexes[pair] = max(highestIndexes[pair], other.highestIndexes[pair])
    }
    leftToGlobal.merge(other.leftToGlobal)
    leftToNone.merge(other.leftToNone)
    names.merge(other.names)
  }
}

// MARK: What was gathered

extension RuleUseVisitor {
  /// How many rows a rule, or none, decided.
  func rows(decidedBy rule: RuleID) -> Int { decided[rule.index] }

  /// How many rows a rule is known to match.
  func rows(matching rule: RuleID) -> Int { matched[rule.index] }

  /// On how many rows a regex ran into a limit.
  func unknownRows(_ rule: RuleID) -> Int { unknown[rule.index] }

  /// The first paths that a rule matches. Only of a rule that decides nothing they are known.
  func examples(_ rule: RuleID) -> [String] {
    let number = exampleNumbers[rule.index]
    return number < 0 ? [] : examples[Int(number)].paths
  }

  /// For each rule that matches rows and decides none, by number: the rules that decide, and how
  /// many rows each.
  var hiders: [Int: [(rule: RuleID, rows: Int)]] {
    var hiders: [Int: [(rule: RuleID, rows: Int)]] = [:]
    overruled.forEach { rule, decision, rows in
      if decided[rule.index] == 0 { hiders[rule.index, default: []].append((decision, rows)) }
    }
    let numbering = rules.numbering
    return hiders.mapValues {
      $0.sorted { one, other in
        (other.rows, numbering.rank(one.rule)) < (one.rows, numbering.rank(other.rule))
      }
    }
  }

  /// The highest index with which an object is used in a module, or `nil` where it isn't; of what
  /// an order rule names.
  func highestIndex(_ path: String, _ type: ObjectType) -> Int? {
    let object = type.name.withByteSlice { rules.objectTypes.number(of: $0) }
    guard object != ByteTable.none else { return nil }
    let number = path.withByteSlice { rules.orders.path($0, hash: PathHash.of($0)) }
    let pair = rules.orders.pair(ofPath: number, object)
    return pair >= 0 && highestIndexes[pair] >= 0 ? highestIndexes[pair] : nil
  }
}
