// How fast a rule set is, and why.
//
// Rows of an inventory are read into memory once, whole chunks at even distances. Then everything
// is done in rounds: each round compiles every rule set and resolves the rows with it, for each
// number of threads with the cache and without, cold and then warm (`BenchRunner` says what that
// is). Rule sets come in turn, A B C and in the next round C B A, so that a machine that slows
// down, or a neighbour that wakes up, falls on all. The first round doesn't count. What is said is
// the median and the quartiles; all times are kept, as to tell a difference from noise takes all of
// them (`RankTest`).
//
// In every round there is a piece of work too that has nothing to do with rules: the yardstick. Two
// benches that are compared may be days apart, and the machine another one by then; the yardstick
// says how much of a difference is the machine's.
//
// At last each rule set is taken apart: what its regexes cost (`CostMeter`).

/// What a bench is to do.
public struct BenchOptions: Sendable {
  /// How many rows to measure on, about; `nil` for all of the inventory.
  public var sampleRows: Int? = 250_000
  /// How many seconds to take, about. There are never fewer rounds than ``fewestRounds``.
  public var seconds = 20.0
  /// The numbers of threads to measure with; what the regexes cost is always measured with one.
  public var threads = BenchOptions.threadCounts(upTo: CompiledRules.defaultThreadCount)
  /// The format of the inventory; `nil` to tell it from its name or its first lines.
  public var inputFormat: InputFormat?
  /// The memory to remember rows and paths in, for all threads together, where there is a cache;
  /// `nil` for a MiB a thread.
  public var cacheBytes: Int?

  /// Options as good for most.
  public init() {}

  /// So many rounds there are at least: with fewer, two rule sets could hardly be told apart
  /// whatever their times are.
  public static let fewestRounds = 7
  /// More rounds tell nothing new.
  static let mostRounds = 40

  /// 1, 2, 4 and so on, and the number itself.
  public static func threadCounts(upTo most: Int) -> [Int] {
    var counts: [Int] = []
    var count = 1
    while count < most {
      counts.append(count)
      count *= 2
    }
    return counts + [max(most, 1)]
  }
}

/// What was measured of some rule sets.
public struct Bench: Equatable, Sendable {
  /// The times.
  public var record: BenchRecord
  /// Where the time of each rule set goes.
  public var costs: [RuleCosts]

  /// A rule set to measure.
  public struct Contestant {
    /// What it is called.
    public var name: String
    /// Reads and compiles it, anew each time.
    public var compile: () throws -> CompiledRules

    /// Makes a contestant.
    public init(_ name: String, compile: @escaping () throws -> CompiledRules) {
      self.name = name
      self.compile = compile
    }
  }

  /// Measures rule sets on an inventory.
  ///
  /// - Parameters:
  ///   - contestants: The rule sets; one at least.
  ///   - input: The inventory. It is read once.
  ///   - options: What to do.
  ///   - version: That of the library, for the record.
  ///   - progress: Told what is being done, a few times a second or less.
  /// - Throws: What `compile` throws; `InputError` for rows that can't be read, for regexes that
  ///   run into a limit, and where there are no rows; `FileError`.
  /// - Complexity: The time that the options say, or what ``BenchOptions/fewestRounds`` rounds
  ///   take. Memory: the rows twice.
  public init(
    _ contestants: [Contestant], on input: BatchInput, options: BenchOptions = BenchOptions(),
    version: String, progress: (String) -> Void = { _ in }
  ) throws {
    precondition(!contestants.isEmpty)
    progress("reading \(input.name)")
    // Whatever is wrong with the rules is said before anything takes its time.
    for contestant in contestants { _ = try contestant.compile() }
    let sample = try BenchSample(input, format: options.inputFormat, rows: options.sampleRows)
    var rows = try SampleRows(sample, format: options.inputFormat)
    guard rows.count > 0 else {
      throw InputError(source: input.name, line: nil, reason: "has no rows to measure with")
    }
    var timer = RoundTimer(contestants, sample, options)
    try timer.run(progress)
    let counted = rows.count
    record = BenchRecord(
      machine: BenchMachine(version: version),
      inventory: BenchInventory(sample, rows: rows.count, distinctPaths: rows.pathCount),
      roundCount: timer.roundCount, yardsticks: timer.yardsticks, ruleSets: timer.series)
    assert(timer.rowCount == counted)
    costs = []
    for contestant in contestants {
      progress("\(contestant.name): what the rules cost")
      let rules = try contestant.compile()
      var meter = try CostMeter(rules, rows, sample, format: options.inputFormat)
      try Self.time(&meter, seconds: options.seconds / 4 / Double(contestants.count))
      costs.append(meter.costs(shown: Self.shownRegexes))
      rows = meter.takeRows()
    }
  }

  /// Of how many regexes it is said how far they backtrack.
  static let shownRegexes = 10

  /// Lets a meter make rounds until the time is over.
  private static func time(_ meter: inout CostMeter, seconds: Double) throws {
    let clock = ContinuousClock()
    try meter.round()
    meter.forget()
    let start = clock.now
    for round in 1...BenchOptions.mostRounds {
      try meter.round()
      if round >= 3, (clock.now - start) / .seconds(1) > seconds { break }
    }
  }
}

extension BenchInventory {
  init(_ sample: BenchSample, rows: Int, distinctPaths: Int) {
    let digits = String(sample.fingerprint, radix: 16)
    self.init(
      name: sample.name, rows: rows, distinctPaths: distinctPaths, bytes: sample.bytes.count,
      totalBytes: sample.totalBytes, isWhole: sample.isWhole,
      fingerprint: String(repeating: "0", count: 16 - digits.count) + digits)
  }
}
