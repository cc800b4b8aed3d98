// Whether two benches differ by more than chance.
//
// For each thing that was timed in both there is a rank test of all times (`RankTest`), of times
// for a row, so that benches on samples of other sizes can be compared too. Three conditions make a
// difference one that is beyond the noise:
//
// - The test says so, at 5 %, after correction for how many things are compared: with twenty tests
//   at 5 % one would say so by chance.
// - The machine is not to blame: the whole interval of ratios lies beyond what the yardstick has
//   changed by, in the same direction. A machine that is a tenth slower than last week makes
//   everything a tenth slower, and that is no news of the rules. Rule sets of one bench were timed
//   in turn, on the same machine, so there this doesn't apply.
// - It is not so small that it may come from anything, how the program happens to lie in memory for
//   one: 1 % for rule sets of one bench, 2 % between two runs of the program.

/// A comparison of two benches, or of the rule sets of one.
public struct BenchComparison: Equatable, Sendable {
  /// What is compared with what.
  public var title: String
  /// What was timed in both.
  public var entries: [Entry]
  /// How the machine has changed, by its yardsticks; none within one bench.
  public var yardsticks: [Yardstick] = []
  /// What makes the benches hard to compare, a sentence each.
  public var remarks: [String] = []

  /// One thing that was timed in both.
  public struct Entry: Equatable, Sendable {
    /// The rule set that is compared with.
    public var old: String
    /// The rule set that is compared.
    public var new: String
    /// What was timed.
    public var measure: BenchMeasure
    /// The median seconds of the first; of passes, for a row.
    public var oldSeconds: Double
    /// Those of the second.
    public var newSeconds: Double
    /// The test of the times.
    public var test: RankTest
    /// The p-value, corrected for the number of entries.
    public var adjustedP: Double
    /// What is to be thought of it.
    public var verdict: Verdict
  }

  /// What a difference is.
  public enum Verdict: String, Sendable {
    /// Slower, beyond the noise.
    case slower
    /// Faster, beyond the noise.
    case faster
    /// No more than chance may have brought about.
    case withinNoise = "within_noise"
    /// No chance, but no more than the machine has changed.
    case machine
  }

  /// How a machine has changed.
  public struct Yardstick: Equatable, Sendable {
    /// How many threads did the work.
    public var threads: Int
    /// The test of the times.
    public var test: RankTest
  }

  /// Whether anything is slower beyond the noise.
  public var hasSlower: Bool { entries.contains { $0.verdict == .slower } }

  /// The p-value from which on chance is good enough an explanation.
  public static let significance = 0.05
  private static let leastBetweenRuns = 0.02
  private static let leastWithinRun = 0.01

  /// Compares two benches: the rule sets of the same name, or where each has but one, those.
  public init(_ old: BenchRecord, _ new: BenchRecord) {
    title = "new compared with old"
    var entries: [Entry] = []
    var pairs: [(BenchSeries, BenchSeries)] = []
    if old.ruleSets.count == 1, new.ruleSets.count == 1 {
      pairs = [(old.ruleSets[0], new.ruleSets[0])]
    } else {
      pairs = old.ruleSets.compactMap { old in
        new.ruleSets.first { $0.name == old.name }.map { (old, $0) }
      }
    }
    for (oldSet, newSet) in pairs {
      entries += Self.entries(oldSet, old.inventory.rows, newSet, new.inventory.rows)
    }
    let yardsticks: [Yardstick] = old.yardsticks.compactMap { old in
      guard let new = new.yardsticks.first(where: { $0.threads == old.threads }),
        !old.seconds.isEmpty, !new.seconds.isEmpty
      else { return nil }
      return Yardstick(threads: old.threads, test: RankTest(old.seconds, new.seconds))
    }
    self.yardsticks = yardsticks
    self.entries = Self.judged(entries, least: Self.leastBetweenRuns) { measure in
      switch measure {
      case .pass(let threads, _, _):
        return yardsticks.first { $0.threads == threads }?.test.interval
      case .compile:
        // Regexes are prepared on all cores, and what comes before on one.
        let intervals = yardsticks.map(\.test.interval)
        guard let least = intervals.map(\.lowerBound).min(),
          let most = intervals.map(\.upperBound).max()
        else { return nil }
        return least...most
      }
    }
    remarks = Self.remarks(old, new)
  }

  /// Compares the rule sets of one bench with the first.
  ///
  /// - Returns: `nil` where there is but one.
  public init?(_ record: BenchRecord) {
    guard let first = record.ruleSets.first, record.ruleSets.count > 1 else { return nil }
    title = "compared with \(first.name)"
    let rows = record.inventory.rows
    let entries = record.ruleSets.dropFirst().flatMap { Self.entries(first, rows, $0, rows) }
    self.entries = Self.judged(entries, least: Self.leastWithinRun) { _ in nil }
  }

  private static func entries(
    _ old: BenchSeries, _ oldRows: Int, _ new: BenchSeries, _ newRows: Int
  ) -> [Entry] {
    let newMeasures = new.measures(perRows: newRows)
    return old.measures(perRows: oldRows).compactMap { measure, oldSeconds in
      guard let match = newMeasures.first(where: { $0.measure == measure }),
        !oldSeconds.isEmpty, !match.seconds.isEmpty
      else { return nil }
      let test = RankTest(oldSeconds, match.seconds)
      return Entry(
        old: old.name, new: new.name, measure: measure,
        oldSeconds: Measurements(oldSeconds).median,
        newSeconds: Measurements(match.seconds).median, test: test, adjustedP: test.p,
        verdict: .withinNoise)
    }
  }

  /// The entries with corrected p-values and verdicts.
  ///
  /// - Parameters:
  ///   - least: Smaller differences are none.
  ///   - machine: The ratios by which the machine may have changed.
  private static func judged(
    _ entries: [Entry], least: Double, machine: (BenchMeasure) -> ClosedRange<Double>?
  ) -> [Entry] {
    let adjusted = RankTest.adjusted(entries.map(\.test.p))
    return zip(entries, adjusted).map { entry, adjusted in
      var entry = entry
      entry.adjustedP = adjusted
      let machine = machine(entry.measure) ?? 1...1
      let slow = max(1 + least, machine.upperBound)
      let fast = min(1 / (1 + least), machine.lowerBound)
      let interval = entry.test.interval
      if adjusted < significance {
        if interval.lowerBound > slow {
          entry.verdict = .slower
        } else if interval.upperBound < fast {
          entry.verdict = .faster
        } else if interval.lowerBound > 1 + least || interval.upperBound < 1 / (1 + least) {
          entry.verdict = .machine
        }
      }
      return entry
    }
  }

  private static func remarks(_ old: BenchRecord, _ new: BenchRecord) -> [String] {
    var remarks: [String] = []
    func note(_ what: String, _ old: String, _ new: String) {
      if old != new { remarks.append("\(what): \(old) then, \(new) now") }
    }
    note("FastResolve", old.machine.version, new.machine.version)
    note("PCRE2", old.machine.pcre2, new.machine.pcre2)
    note("system", old.machine.system, new.machine.system)
    note("processor", old.machine.processor, new.machine.processor)
    note("cores", "\(old.machine.cores)", "\(new.machine.cores)")
    if old.machine.isDebugBuild || new.machine.isDebugBuild {
      remarks.append("a build without optimisation: its times say nothing")
    }
    if old.inventory.fingerprint != new.inventory.fingerprint {
      remarks.append("the rows are not the same: times for a row are compared")
    }
    func remarkLost(_ sets: [BenchSeries], _ others: [BenchSeries], _ where: String) {
      if sets.count == 1, others.count == 1 { return }
      for set in sets where !others.contains(where: { $0.name == set.name }) {
        remarks.append("\(set.name) is only in the \(`where`) one")
      }
    }
    remarkLost(old.ruleSets, new.ruleSets, "old")
    remarkLost(new.ruleSets, old.ruleSets, "new")
    for (what, record) in [("old", old), ("new", new)]
    where record.roundCount < BenchOptions.fewestRounds {
      remarks.append("the \(what) one has but \(counted(record.roundCount, "round"))")
    }
    return remarks
  }
}
