/// What changes for the rows of inventories when one rule set takes the place of another.
///
/// A row changes where its qconfig does, as a JSON value. That another rule says the same is told
/// apart: rules are the same where their keys are, wherever they stand.
public struct InventoryDiff: Sendable {
  /// A rule of each set, and the rows that the one decides in the old set and the other in the new.
  public struct RulePair: Equatable, Sendable {
    /// The rule that decides in the old set.
    public var oldRule: Rule
    /// Its key; `nil` where no rule does.
    public var oldKey: RuleKey?
    /// The rule that decides in the new set.
    public var newRule: Rule
    /// Its key; `nil` where no rule does.
    public var newKey: RuleKey?
    /// How many rows they decide.
    public var rows: Int
  }

  /// A row.
  public struct Example: Equatable, Sendable {
    /// The model, or `""`.
    public var model: String
    /// What the row's node does.
    public var operation: NodeOperation
    /// The module path.
    public var modulePath: String
    /// The name of the input.
    public var source: String
    /// The line of the input, from 1.
    public var line: Int
  }

  /// The rows that get one qconfig in place of another.
  public struct Transition: Equatable, Sendable {
    /// The qconfig of the old set.
    public var oldQConfig: QConfig
    /// The qconfig of the new set.
    public var newQConfig: QConfig
    /// How many rows there are.
    public var rows: Int
    /// The rules responsible, those with the most rows first.
    public var rules: [RulePair]
    /// The first of the rows, three at the most.
    public var examples: [Example]
  }

  /// What the rule sets are called in texts.
  public var oldName = "old"
  /// What the rule sets are called in texts.
  public var newName = "new"
  /// The rules that differ, whatever they match.
  public var ruleSets: RuleSetDiff
  /// What was seen of the inventories.
  public var summary: PassSummary
  /// How many models there are, by their names.
  public var models: Int
  /// In how many models a row changes.
  public var changedModels: Int
  /// How many different module paths the rows have that change.
  public var changedPaths: Int
  /// What changes into what, the most rows first, and of as many, what comes first in the
  /// inventories.
  public var transitions: [Transition]
  /// Rows that keep their qconfig and get it from another rule, the most rows first.
  public var otherRules: [RulePair]

  /// How many rows change.
  public var changedRows: Int { transitions.reduce(0) { $0 + $1.rows } }
  /// How many rows keep their qconfig and get it from another rule.
  public var otherRuleRows: Int { otherRules.reduce(0) { $0 + $1.rows } }

  /// Where the rows that change are printed.
  public struct RowsOutput: Sendable {
    /// What takes them.
    public var sink: any ByteSink
    /// Their format; `nil` for that of the first input, tsv for txt.
    public var format: OutputFormat?

    /// Makes an output.
    public init(_ sink: any ByteSink, format: OutputFormat? = nil) {
      self.sink = sink
      self.format = format
    }
  }

  /// The columns that are printed behind those of a row that changes.
  public static let rowColumns = ["old_qconfig", "old_rule", "new_qconfig", "new_rule"]

  /// Resolves inventories with two rule sets, in one pass.
  ///
  /// The outcome is the same whatever the number of threads and the size of chunks and cache.
  /// Memory: some chunks for each thread, the cache, and for each thread what is told: some 100
  /// bytes for each pair of rules and for each module path that changes.
  ///
  /// - Parameters:
  ///   - old: The rules as they were.
  ///   - new: The rules as they are to be.
  ///   - inputs: The inventories.
  ///   - options: How they are read.
  ///   - rows: Where to print each row that changes, in order, with ``rowColumns`` behind its own;
  ///     `nil` to print none. Inputs then need to have the same columns.
  ///   - observer: What to tell meanwhile.
  /// - Throws: `InputError` for a row or a header that can't be read, and where a regex of either
  ///   set ran into a limit on a row; `FileError` for an input or output.
  /// - Complexity: O(*n*) in the bytes of the inputs; see ``CompiledRules`` for a row.
  public init(
    from old: CompiledRules, to new: CompiledRules, over inputs: [BatchInput],
    options: PassOptions = PassOptions(), rows: RowsOutput? = nil,
    observer: BatchResolver.Observer = BatchResolver.Observer()
  ) throws {
    var pass = InventoryPass([old, new], options: options)
    if let rows {
      let contents: [AddedColumn.Content] = [
        .qconfig(of: old), .rule(of: old), .qconfig(of: new), .rule(of: new),
      ]
      pass.printing = InventoryPass.Printing(
        sink: rows.sink, format: rows.format,
        columns: zip(Self.rowColumns, contents).map { AddedColumn(name: $0, content: $1) })
    }
    let cacheBytes = pass.cacheBytesForEach
    let outcome = try pass.run(inputs, observer: observer) {
      DiffVisitor(old, new, cacheBytes: cacheBytes, printsRows: rows != nil)
    }
    ruleSets = RuleSetDiff(from: old.mapping, to: new.mapping)
    summary = outcome.summary
    models = outcome.visitor.models.count
    changedModels = outcome.visitor.changedModels.count
    changedPaths = outcome.visitor.changedPaths.count
    (transitions, otherRules) = Self.results(outcome.visitor.pairs, old, new, inputs)
  }

  /// Puts pairs of rules together by what they change.
  private static func results(
    _ pairs: borrowing RulePairs, _ old: CompiledRules, _ new: CompiledRules,
    _ inputs: [BatchInput]
  ) -> ([Transition], [RulePair]) {
    struct Change: Hashable {
      var old: QConfig
      var new: QConfig
    }
    struct Part {
      var pair: RulePairs.Pair
      var examples: [RulePairs.Example]
    }
    var changes: [Change: [Part]] = [:]
    var others: [RulePairs.Pair] = []
    for number in 0..<pairs.count where pairs[number].rows > 0 {
      let pair = pairs[number]
      switch pair.difference {
      case .none: continue
      case .rule: others.append(pair)
      case .qconfig:
        let change = Change(old: old.qconfig(pair.old), new: new.qconfig(pair.new))
        changes[change, default: []].append(
          Part(pair: pair, examples: pairs.examples(of: number)))
      }
    }
    func rulePairs(_ pairs: [RulePairs.Pair]) -> [RulePair] {
      func ranks(_ pair: RulePairs.Pair) -> (Int, Int) {
        (old.numbering.rank(pair.old), new.numbering.rank(pair.new))
      }
      return pairs.sorted { one, other in
        one.rows == other.rows ? ranks(one) < ranks(other) : one.rows > other.rows
      }
      .map { pair in
        RulePair(
          oldRule: old.numbering.rule(pair.old), oldKey: old.key(pair.old),
          newRule: new.numbering.rule(pair.new), newKey: new.key(pair.new), rows: pair.rows)
      }
    }
    var transitions: [(transition: Transition, first: RowPlace)] = []
    for (change, parts) in changes {
      let examples = parts.flatMap(\.examples).sorted { $0.place < $1.place }
        .prefix(RulePairs.mostExamples)
      let transition = Transition(
        oldQConfig: change.old, newQConfig: change.new,
        rows: parts.reduce(0) { $0 + $1.pair.rows }, rules: rulePairs(parts.map(\.pair)),
        examples: examples.map { Example($0, inputs) })
      // A pair that has rows has an example.
      transitions.append((transition, examples[0].place))
    }
    transitions.sort { one, other in
      one.transition.rows == other.transition.rows
        ? one.first < other.first : one.transition.rows > other.transition.rows
    }
    return (transitions.map(\.transition), rulePairs(others))
  }
}

extension InventoryDiff.Example {
  fileprivate init(_ example: RulePairs.Example, _ inputs: [BatchInput]) {
    self.init(
      model: example.model.text, operation: example.operation,
      modulePath: example.modulePath.text, source: inputs[example.place.input].name,
      line: example.place.line)
  }
}
