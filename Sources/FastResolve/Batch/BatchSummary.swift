/// What a run did.
public struct BatchSummary: Sendable {
  /// What became of one rule.
  public struct RuleUse: Sendable {
    /// The rule.
    public var rule: Rule
    /// Its key.
    public var key: RuleKey
    /// Its qconfig.
    public var qconfig: QConfig
    /// How many rows it decided.
    public var decided: Int
    /// Whether it matched any row, decided by it or not; whether it decided any, where
    /// `BatchOptions.notesMatches` was off.
    public var hasMatched: Bool
  }

  /// How many rows were answered.
  public var rows = 0
  /// How many rows were skipped because they could not be read.
  public var badRows = 0
  /// How many bytes were read.
  public var bytesRead = 0

  // What became of the rules, by rule number. A rule's key is only looked up when somebody asks for
  // it: a run that is to be quiet asks for none.
  private let compiled: CompiledRules
  // Empty until something is counted: the lists of 100,000 rules are a megabyte each time.
  // Invariant: who hands a summary out has added a worker to it.
  private var decided: [Int] = []
  private var overruled: [Bool] = []

  /// The summary of a run that did nothing yet.
  init(_ rules: CompiledRules) { compiled = rules }

  /// Counts a row that a rule, or none, decided.
  mutating func countRow(decidedBy rule: RuleID) {
    makeLists()
    decided[rule.index] += 1
  }

  /// Adds what a worker counted.
  mutating func add(_ worker: ChunkWorker) {
    let counts = worker.decided
    if decided.isEmpty {
      decided = counts
    } else {
      for number in decided.indices { decided[number] += counts[number] }
    }
    makeLists()
    for number in overruled.indices where worker.hasMatched(RuleID(UInt32(number))) {
      overruled[number] = true
    }
  }

  private mutating func makeLists() {
    let count = compiled.numbering.count
    if decided.isEmpty { decided = Array(repeating: 0, count: count) }
    if overruled.isEmpty { overruled = Array(repeating: false, count: count) }
  }

  /// Whether the rule with a number matched any row.
  private func hasMatched(_ number: Int) -> Bool { decided[number] > 0 || overruled[number] }

  /// How many rows no rule decided.
  public var undecided: Int { decided[RuleID.none.index] }

  /// Every rule, in the order of the tiers and of `toDict()`.
  ///
  /// - Complexity: O(*n*) in the number of rules, as of the other lists of rules here.
  public var rules: [RuleUse] { uses { _ in true } }

  /// How many rows the rules of a tier decided.
  public func rows(decidedBy tier: RuleTier) -> Int {
    decided[compiled.numbering.numbers(of: tier)].reduce(0, +)
  }

  /// The rules that matched nothing at all; those that decided nothing, where
  /// `BatchOptions.notesMatches` was off.
  public var unmatchedRules: [RuleUse] { uses { !hasMatched($0) } }

  /// The rules that matched rows, each of which another rule decided; none, where
  /// `BatchOptions.notesMatches` was off.
  public var overruledRules: [RuleUse] { uses { overruled[$0] && decided[$0] == 0 } }

  /// The rules for whose numbers a condition holds.
  private func uses(where isWanted: (Int) -> Bool) -> [RuleUse] {
    compiled.numbering.ruleNumbers(compiled.mapping).filter { isWanted($0.index) }.map { id in
      let rule = compiled.numbering.rule(id)
      return RuleUse(
        rule: rule, key: compiled.key(id) ?? .global, qconfig: compiled.qconfig(id),
        decided: decided[id.index], hasMatched: hasMatched(id.index))
    }
  }
}

/// How far a run is.
public struct BatchProgress: Sendable {
  /// The rows answered so far.
  public var rows: Int
  /// The bytes of input that were answered so far.
  public var bytes: Int
  /// The bytes of all inputs, or `nil` where that isn't known.
  public var totalBytes: Int?
}
