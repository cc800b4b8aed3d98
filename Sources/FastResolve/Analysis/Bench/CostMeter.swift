// What the rules cost.
//
// A regex is asked in some tens of nanoseconds, and to read the clock takes as long. So no call is
// timed where it is made. First a run over the rows notes which regexes are asked about which
// paths: `firstMatch(noting:)` asks what a run asks about rows that its cache doesn't know, in its second
// pass over the rows, when all regexes that match anything are known to. Then each regex is asked by itself about
// the paths that it was asked about, or some at even distances, in batches that are long enough for
// the clock. What a call took, times the number of calls, is what the regex costs. All regexes are
// timed in turn, a batch each, round after round, so that a machine that slows down does so for
// all; what lasts is the median. The clock is that of the thread, which stands still while others
// have the processor.
//
// Without a cache a run asks the regexes all at once (`PathAutomaton`), and then none of them has a cost
// of its own. What is told here is what they cost where a run has a cache and a row isn't in it: each
// regex is asked by itself then.
//
// In a batch a regex and its paths are at hand in the processor's caches, and branches are foreseen
// that a run with other regexes in between would not foresee. So calls take longer in a run, by a
// fifth or by half; the order of the regexes is the same.
//
// The parts of resolving are told apart by leaving parts out: the rows, read beforehand, go through
// loops of which each does something more than the one before, and at last through a whole warm run
// of one thread without cache or automaton. All are timed in turn, and a part takes the median of the
// differences in each round. What is below a twentieth of the whole may as well be nothing. And where
// no regex is asked, none is known to match the paths to come: to find candidates takes a little less
// in a run, and to ask them as much more, than the two parts say.

import SystemPackage

/// Times the parts of resolving and the regexes of a rule set, on the thread that asks.
struct CostMeter: ~Copyable {
  private let rules: CompiledRules
  private let rows: SampleRows
  private var runner: BenchRunner
  private let asks: RegexAsks
  private var batches: [AskBatch] = []
  private let counter: InstructionCounter?
  private let uncountedReason: String?

  /// Finds out what is asked, and prepares the batches.
  ///
  /// - Throws: `InputError` for a regex that runs into a limit.
  init(
    _ rules: CompiledRules, _ rows: consuming SampleRows, _ sample: BenchSample,
    format: InputFormat?
  ) throws {
    var options = BatchOptions()
    options.inputFormat = format
    options.threads = 1
    options.cacheBytes = 0
    options.automatonUse = .never
    runner = BenchRunner(rules, options, sample)
    self.rules = rules
    scratch = Scratch(rules)
    do {
      asks = try Self.asks(rules, rows)
      self.rows = rows
    } catch {
      throw InputError(source: sample.name, line: nil, reason: error.description)
    }
    do throws(Errno) {
      counter = try InstructionCounter.open()
      uncountedReason = nil
    } catch {
      counter = nil
      uncountedReason = error.description
    }
    let asked = asks.regexes.indices.filter { asks.regexes[$0].calls > 0 }
    let target = min(max(0.15 / Double(max(asked.count, 1)), 20e-6), 1e-3)
    for regex in asked {
      batches.append(AskBatch(regex, asks.regexes[regex], rules, self.rows, seconds: target))
    }
  }

  /// Gives the rows back.
  consuming func takeRows() -> SampleRows { rows }

  /// What the regexes are asked in a second pass over the rows, by the worker that has made the
  /// first.
  static func asks(
    _ rules: CompiledRules, _ rows: borrowing SampleRows
  ) throws(MatchError) -> RegexAsks {
    var scratch = ResolverScratch(rules, cacheBytes: 0, automatonUse: .never)
    var asks = RegexAsks(count: rules.regexes.count)
    guard rules.regexes.count > 0 else { return asks }
    for _ in 0..<2 {
      asks = RegexAsks(count: rules.regexes.count)
      try rows.forEach { (row, path, _) throws(MatchError) in
        let name = rules.follow(row.modulePath, &scratch)
        guard row.isAsked, rules.areRegexesAsked(name, &scratch) else { return }
        do throws(OrderedRegexSet.Failure) {
          _ = try rules.regexes.firstMatch(
            row.modulePath, number: path, &scratch.trail, isAnswerWanted: name == .none,
            &scratch.regexes, noting: &asks)
        } catch {
          throw rules.matchError(error, row.modulePath.text)
        }
      }
    }
    return asks
  }

  // MARK: Rounds

  /// The times of the loops, a list each.
  private var loopSeconds: [Loop: [Double]] = [:]

  /// Loops over the rows, each doing something more than the one before.
  private enum Loop: CaseIterable {
    case paths
    case candidates
    case regexes
    case tiers
    case whole
  }

  /// Times everything once.
  ///
  /// - Throws: `InputError`.
  mutating func round() throws {
    for loop in Loop.allCases { loopSeconds[loop, default: []].append(try seconds(of: loop)) }
    for index in batches.indices { batches[index].run(counter) }
  }

  /// Forgets what was timed so far.
  mutating func forget() {
    loopSeconds = [:]
    for index in batches.indices { batches[index].forget() }
  }

  /// What the loops leave to one another: which regexes have matched something.
  private final class Scratch {
    var resolver: ResolverScratch

    init(_ rules: CompiledRules) {
      resolver = ResolverScratch(rules, cacheBytes: 0, automatonUse: .never)
    }
  }

  private let scratch: Scratch

  private mutating func seconds(of loop: Loop) throws -> Double {
    let start = ProcessorClock.threadSeconds
    switch loop {
    case .paths: followPaths(&scratch.resolver)
    case .candidates: findCandidates(&scratch.resolver)
    case .regexes: askRegexes(&scratch.resolver)
    case .tiers: resolveRows(&scratch.resolver)
    case .whole: _ = try runner.pass()
    }
    return ProcessorClock.threadSeconds - start
  }

  // A regex that runs into a limit would have ended the run before; in these loops it doesn't
  // matter.

  @inline(never)
  private func followPaths(_ scratch: inout ResolverScratch) {
    rows.forEach { row, _, _ in _ = rules.follow(row.modulePath, &scratch) }
  }

  @inline(never)
  private func findCandidates(_ scratch: inout ResolverScratch) {
    let regexes = rules.regexes
    let hasRegexes = regexes.count > 0
    // When all regexes have matched something, rows that a module name decides are passed over.
    let isOnlyOpen = asks.areAllMatched
    rows.forEach { row, _, _ in
      let name = rules.follow(row.modulePath, &scratch)
      guard hasRegexes, row.isAsked, name == .none || !isOnlyOpen,
        !scratch.wereRegexesAsked(name)
      else { return }
      let extent: CandidateScan.Extent = name == .none ? .first : .unmatched
      regexes.scan(row.modulePath, &scratch.trail, for: extent, &scratch.regexes)
      _ = regexes.candidates(scratch.regexes)
    }
  }

  @inline(never)
  private func askRegexes(_ scratch: inout ResolverScratch) {
    let regexes = rules.regexes
    let hasRegexes = regexes.count > 0
    rows.forEach { row, _, _ in
      let name = rules.follow(row.modulePath, &scratch)
      guard hasRegexes, row.isAsked, rules.areRegexesAsked(name, &scratch) else { return }
      _ = try? regexes.firstMatch(
        row.modulePath, &scratch.trail, isAnswerWanted: name == .none, &scratch.regexes)
    }
  }

  @inline(never)
  private func resolveRows(_ scratch: inout ResolverScratch) {
    rows.forEach { row, _, isNewModel in
      if isNewModel { scratch.occurrences.restart() }
      _ = try? rules.resolve(row, &scratch)
    }
  }

  // MARK: What came of it

  /// What was found out.
  ///
  /// - Parameter shown: Of how many regexes to find out how far they backtrack.
  func costs(shown: Int) -> RuleCosts {
    /// What a loop takes more than another.
    func excess(_ loop: Loop, over other: Loop) -> Double {
      let differences = zip(loopSeconds[loop] ?? [], loopSeconds[other] ?? []).map { $0 - $1 }
      return differences.isEmpty ? 0 : max(0, Measurements(differences).median)
    }
    let hasRegexes = rules.regexes.count > 0
    let parts = RuleCosts.Parts(
      readingAndWriting: excess(.whole, over: .tiers),
      moduleNames: Measurements(loopSeconds[.paths] ?? [0]).median,
      candidates: hasRegexes ? excess(.candidates, over: .paths) : 0,
      regexes: hasRegexes ? excess(.regexes, over: .candidates) : 0,
      objectTypesAndOrders: excess(.tiers, over: hasRegexes ? .regexes : .paths))
    let total = Measurements(loopSeconds[.whole] ?? [0]).median
    let choices = literalChoices
    var costs = batches.map { batch in
      cost(batch, choices[batch.regex], total: total)
    }
    let order = costs.indices.sorted {
      (costs[$1].seconds, costs[$0].rule.position) < (costs[$0].seconds, costs[$1].rule.position)
    }
    for index in order.prefix(shown) {
      if let steps = batches[index].mostSteps(rules) {
        costs[index].reasons.append(.backtracking(steps: steps.steps, bytes: steps.bytes))
      }
    }
    return RuleCosts(
      parts: parts, work: RegexWork(asks), regexes: order.map { costs[$0] },
      uncountedReason: uncountedReason)
  }

  /// The literals by which each regex is looked for.
  private var literalChoices: [[RegexCost.Literal]?] {
    let classified = rules.mapping.moduleNameRegexes.keys.compactMap {
      (try? PythonRegex($0.string)).map { ClassifiedRegex($0) }
    }
    return CandidateFilter.choices(classified).map { $0?.keys.map { RegexCost.Literal($0) } }
  }

  private func cost(
    _ batch: AskBatch, _ literals: [RegexCost.Literal]?, total: Double
  ) -> RegexCost {
    let asked = asks.regexes[batch.regex]
    let times = Measurements(batch.nanoseconds)
    return RegexCost(
      rule: .moduleNameRegex(batch.regex),
      pattern: rules.mapping.moduleNameRegexes.keys[batch.regex].string, calls: asked.calls,
      hits: asked.hits, engineCalls: asked.engineCalls, probes: asked.probes,
      nanoseconds: times.median, nanosecondsSpread: times.least...times.most,
      instructions: batch.instructions.isEmpty ? nil : Measurements(batch.instructions).median,
      share: total > 0 ? Double(asked.calls) * times.median / 1e9 / total : 0,
      reasons: reasons(batch, asked, literals))
  }

  private func reasons(
    _ batch: AskBatch, _ asked: RegexAsks.OfRegex, _ literals: [RegexCost.Literal]?
  ) -> [RegexCost.Reason] {
    var reasons: [RegexCost.Reason] = []
    let calls = Double(asked.calls)
    func share(_ count: Int) -> Double { Double(count) / calls }
    let matches = share(asked.hits)
    if let literals {
      reasons.append(.literal(literals, share: calls / Double(max(asks.paths, 1))))
    } else if rules.regexes.classified[batch.regex].class != .always {
      reasons.append(.noLiteral)
    }
    if let engine = batch.engine {
      reasons.append(.engine(engine, share: share(asked.engineCalls)))
    }
    if asked.probes * 2 > asked.calls { reasons.append(.probes(share: share(asked.probes))) }
    if matches >= 0.5 { reasons.append(.matches(share: matches)) }
    return reasons
  }
}

extension RowFields {
  /// Whether any rule is asked about it.
  @inline(__always)
  fileprivate var isAsked: Bool { operation != .placeholder && operation != .output }
}

extension RegexWork {
  init(_ asks: RegexAsks) {
    paths = asks.paths
    for regex in asks.regexes {
      calls += regex.calls
      engineCalls += regex.engineCalls
    }
    var sum = 0
    var seen = 0
    for (candidates, count) in asks.candidateCounts.enumerated() where count > 0 {
      // Of so many paths the ninth decile is the first number that nine tenths don't exceed.
      if seen * 10 < paths * 9 { ninthDecileCandidates = candidates }
      seen += count
      sum += candidates * count
      mostCandidates = candidates
    }
    meanCandidates = paths == 0 ? 0 : Double(sum) / Double(paths)
  }
}

extension RegexCost.Literal {
  fileprivate init(_ key: LiteralKey) {
    isAtStart = key.bytes.first == LiteralKey.start
    isAtEnd = key.bytes.last == LiteralKey.end
    let bytes = key.bytes.dropFirst(isAtStart ? 1 : 0).dropLast(isAtEnd ? 1 : 0)
    text = String(decoding: bytes, as: UTF8.self)
  }
}
