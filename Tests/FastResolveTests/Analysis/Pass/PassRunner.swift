@testable import FastResolve

/// Runs a pass on text in memory.
struct PassRunner {
  var ruleSets: [CompiledRules]
  var options = PassOptions()
  var sampling = Sampling.all
  var format: OutputFormat?

  init(_ ruleSets: [CompiledRules]) { self.ruleSets = ruleSets }

  /// A row as a visitor saw it.
  struct Row: Equatable {
    var place: RowPlace
    var query: Query
    var text: String
    /// What each rule set decides.
    var rules: [Rule]
  }

  /// Keeps all it sees, and prints each row with what the rule sets decide.
  struct Keeper: RowVisitor, ~Copyable {
    let ruleSets: [CompiledRules]
    var scratch: [Scratch]
    var rows: [Row] = []
    var model = ""
    /// Which rows it takes for bad.
    let refuses: @Sendable (Query) -> Bool

    final class Scratch {
      var resolver: ResolverScratch
      init(_ rules: CompiledRules) { resolver = ResolverScratch(rules) }
    }

    init(_ ruleSets: [CompiledRules], refuses: @escaping @Sendable (Query) -> Bool) {
      self.ruleSets = ruleSets
      self.refuses = refuses
      scratch = ruleSets.map { Scratch($0) }
    }

    mutating func visit(_ row: VisitedRow, _ output: inout RowOutput) throws(RowFailure) {
      let fields = row.fields
      if row.isNewModel { model = fields.model.text }
      let query = Query(
        model: model, operation: fields.operation, modulePath: fields.modulePath.text,
        moduleType: fields.moduleType.text, target: fields.target.text,
        index: fields.index == RowFields.noIndex ? nil : fields.index)
      try output.append(row)
      if refuses(query) { throw .bad("refused") }
      var rules: [Rule] = []
      for (number, set) in ruleSets.enumerated() {
        let decision = try set.decide(fields, &scratch[number].resolver)
        rules.append(set.numbering.rule(decision.rule))
        output.append(decision.rule, inColumn: number * 2)
        output.append(decision.rule, inColumn: number * 2 + 1)
      }
      output.endRow()
      rows.append(Row(place: row.place, query: query, text: row.text, rules: rules))
    }

    mutating func merge(_ other: consuming Keeper) { rows += other.rows }
  }

  struct Outcome {
    var rows: [Row] = []
    var output = ""
    var error: String?
    var skipped: [String] = []
    var warnings: [String] = []
    var summary: PassSummary?
  }

  /// Runs on inputs with names, whose extensions tell their formats.
  func outcome(
    _ inputs: [BatchInput], refusing refuses: @escaping @Sendable (Query) -> Bool = { _ in false }
  ) -> Outcome {
    var outcome = Outcome()
    let sink = MemorySink()
    var observer = BatchResolver.Observer()
    let skipped = Locked<[String]>([])
    let warnings = Locked<[String]>([])
    observer.badRow = { error in skipped.withLock { $0.append(error.description) } }
    observer.warning = { error in warnings.withLock { $0.append(error.description) } }
    var pass = InventoryPass(ruleSets, options: options)
    pass.sampling = sampling
    pass.printing = InventoryPass.Printing(sink: sink, format: format)
    for (number, rules) in ruleSets.enumerated() {
      let suffix = number == 0 ? "" : "\(number)"
      pass.printing?.columns += [
        AddedColumn(name: "qconfig" + suffix, content: .qconfig(of: rules)),
        AddedColumn(name: "rule" + suffix, content: .rule(of: rules)),
      ]
    }
    do {
      let ruleSets = ruleSets
      let result = try pass.run(inputs, observer: observer) { Keeper(ruleSets, refuses: refuses) }
      outcome.summary = result.summary
      outcome.rows = result.visitor.rows.sorted { $0.place < $1.place }
    } catch {
      outcome.error = "\(error)"
    }
    outcome.output = String(decoding: sink.bytes, as: UTF8.self)
    outcome.skipped = skipped.withLock { $0 }
    outcome.warnings = warnings.withLock { $0 }
    return outcome
  }

  func outcome(_ text: String, name: String) -> Outcome {
    outcome([.bytes(Array(text.utf8), name: name)])
  }
}
