/// The times of a bench: what is saved, and compared with those of another.
public struct BenchRecord: Equatable, Sendable {
  /// Where it ran.
  public var machine: BenchMachine
  /// On what.
  public var inventory: BenchInventory
  /// How many rounds counted.
  public var roundCount: Int
  /// The same work in every bench on these rows, whatever the rules and the version are: how fast
  /// the machine was.
  public var yardsticks: [BenchYardstick]
  /// The rule sets, in the order in which they were given.
  public var ruleSets: [BenchSeries]
}

/// What a bench ran on, and with which versions.
public struct BenchMachine: Equatable, Sendable {
  /// The version of FastResolve.
  public var version: String
  /// The version of PCRE2.
  public var pcre2: String
  /// The system and its release: `Linux 6.1.0`.
  public var system: String
  /// The processor's name for itself, or its architecture.
  public var processor: String
  /// How many cores are at work.
  public var cores: Int
  /// Whether the library was built without optimisation, so that its times say nothing.
  public var isDebugBuild: Bool
}

/// The rows of a bench.
public struct BenchInventory: Equatable, Sendable {
  /// The name of the inventory.
  public var name: String
  /// How many rows were resolved in each pass.
  public var rows: Int
  /// How many paths they have, each counted once.
  public var distinctPaths: Int
  /// How many bytes they have, with the header.
  public var bytes: Int
  /// How many bytes the inventory has.
  public var totalBytes: Int
  /// Whether the rows are all there are, and no sample.
  public var isWhole: Bool
  /// A hash of all bytes that were resolved: the rows of two benches are the same where it is.
  public var fingerprint: String
}

/// How long it takes so many threads to look at every byte of the rows, hash each line and copy it;
/// one thread by the processor's clock.
public struct BenchYardstick: Equatable, Sendable {
  /// How many threads.
  public var threads: Int
  /// Each round's time.
  public var seconds: [Double]
}

/// The times of one rule set.
public struct BenchSeries: Equatable, Sendable {
  /// What it is called: the file's name as it was given.
  public var name: String
  /// How many rules there are.
  public var ruleCount: Int
  /// How many of them are regexes.
  public var regexCount: Int
  /// The times from the file to the compiled rules.
  public var compileSeconds: [Double]
  /// The runs: without the cache and with it, for each number of threads.
  public var runs: [BenchRun]
}

/// The times of one rule set, with so many threads, with the cache or without.
public struct BenchRun: Equatable, Sendable {
  /// How many threads.
  public var threads: Int
  /// Whether rows and paths were remembered with their answers.
  public var isCached: Bool
  /// The first pass over the rows, of new workers with newly compiled rules; the workers are made
  /// within it.
  public var cold: BenchPass
  /// The second pass of the same workers.
  public var warm: BenchPass
}

/// The times of one pass over the rows.
public struct BenchPass: Equatable, Sendable {
  /// Each round's time, as it goes by.
  public var seconds: [Double]
  /// Each round's time on the processors, that of all threads together.
  public var processorSeconds: [Double]
  /// What the caches knew, in the last round. With several threads it varies a little.
  public var hits: Hits

  /// What the caches knew.
  public struct Hits: Equatable, Sendable {
    /// The rows that followed the row that they followed before: told by comparing bytes.
    public var following = 0
    /// The rows that were found by their hash.
    public var found = 0
    /// The rows that the cache of paths was there for: those that the regexes had to be asked
    /// about.
    public var askedPaths = 0
    /// Those of them for which it had the answer. It steps aside where it isn't worth asking.
    public var knownPaths = 0
  }
}

/// Something that is timed for a rule set.
public enum BenchMeasure: Hashable, Sendable {
  /// From the file to the compiled rules.
  case compile
  /// A pass over the rows.
  case pass(threads: Int, isCached: Bool, isWarm: Bool)
}

extension BenchSeries {
  /// Everything that was timed: what, and the seconds.
  ///
  /// For one thread that is the time on the processor: when it has to wait for others to leave it,
  /// that says nothing of the rules.
  ///
  /// - Parameter rows: How many rows a pass has; times are for so many rows.
  func measures(
    perRows rows: Int = 1
  ) -> [(measure: BenchMeasure, seconds: [Double])] {
    let share = 1 / Double(max(rows, 1))
    return [(.compile, compileSeconds)]
      + runs.flatMap { run in
        [(run.cold, false), (run.warm, true)].map { pass, isWarm in
          (
            .pass(threads: run.threads, isCached: run.isCached, isWarm: isWarm),
            (run.threads == 1 ? pass.processorSeconds : pass.seconds).map { $0 * share }
          )
        }
      }
  }
}
