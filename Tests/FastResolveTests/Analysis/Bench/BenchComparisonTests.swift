import Testing

@testable import FastResolve

/// What is said of two benches, and that they survive being saved.
@Suite struct BenchComparisonTests {
  /// Times around a median, a little apart.
  static func times(_ median: Double, count: Int = 9, seed: UInt64 = 1) -> [Double] {
    var random = SplitMix64(seed: seed)
    return (0..<count).map { _ in median * Double.random(in: 0.97..<1.03, using: &random) }
  }

  static func series(_ name: String, compile: Double, pass: Double, seed: UInt64) -> BenchSeries {
    let pass = BenchPass(
      seconds: times(pass, seed: seed), processorSeconds: times(pass, seed: seed + 5),
      hits: .init(following: 1, found: 2, askedPaths: 3, knownPaths: 0))
    return BenchSeries(
      name: name, ruleCount: 10, regexCount: 3,
      compileSeconds: times(compile, count: 18, seed: seed + 1),
      runs: [
        BenchRun(threads: 1, isCached: false, cold: pass, warm: pass),
        BenchRun(threads: 2, isCached: true, cold: pass, warm: pass),
      ])
  }

  static func record(
    _ sets: [BenchSeries], yardstick: Double = 0.01, rows: Int = 1000, seed: UInt64 = 50
  ) -> BenchRecord {
    BenchRecord(
      machine: BenchMachine(
        version: "1.0", pcre2: "10.42", system: "Linux 6", processor: "p \"q\"", cores: 2,
        isDebugBuild: false),
      inventory: BenchInventory(
        name: "in.tsv", rows: rows, distinctPaths: 100, bytes: 12345, totalBytes: 99999,
        isWhole: false, fingerprint: "00000000000000ff"),
      roundCount: 9,
      yardsticks: [1, 2].map {
        BenchYardstick(threads: $0, seconds: times(yardstick, seed: seed + UInt64($0)))
      },
      ruleSets: sets)
  }

  @Test func saysWhatDiffers() {
    let old = Self.record([Self.series("a", compile: 1e-3, pass: 0.05, seed: 2)])
    let new = Self.record([Self.series("b", compile: 1e-3, pass: 0.06, seed: 12)], seed: 60)
    let comparison = BenchComparison(old, new)
    #expect(comparison.entries.count == 5)
    #expect(comparison.entries[0].measure == .compile)
    #expect(comparison.entries[0].verdict == .withinNoise)
    for entry in comparison.entries.dropFirst() {
      #expect(entry.verdict == .slower && abs(entry.test.ratio - 1.2) < 0.03)
      #expect(entry.adjustedP < 0.001 && entry.adjustedP >= entry.test.p)
      #expect(abs(entry.oldSeconds - 5e-5) < 2e-6)
    }
    #expect(comparison.hasSlower)
    let back = BenchComparison(new, old)
    #expect(!back.hasSlower && back.entries.dropFirst().allSatisfy { $0.verdict == .faster })
    let same = BenchComparison(old, old)
    #expect(same.entries.allSatisfy { $0.verdict == .withinNoise && $0.adjustedP == 1 })
  }

  /// A machine that is a fifth slower explains what is a fifth slower, and not what is twice as
  /// slow.
  @Test func theMachineIsNoNews() {
    let old = Self.record([Self.series("a", compile: 1e-3, pass: 0.05, seed: 2)])
    let slowed = Self.record(
      [Self.series("a", compile: 2e-3, pass: 0.06, seed: 12)], yardstick: 0.012, seed: 60)
    let comparison = BenchComparison(old, slowed)
    #expect(
      comparison.entries.map(\.verdict) == [.slower] + Array(repeating: .machine, count: 4))
    #expect(comparison.entries.allSatisfy { $0.adjustedP < 0.01 })
    // One that has become faster doesn't excuse anything.
    let hastened = Self.record(
      [Self.series("a", compile: 1e-3, pass: 0.06, seed: 12)], yardstick: 0.008, seed: 60)
    #expect(BenchComparison(old, hastened).hasSlower)
  }

  @Test func smallDifferencesAreNone() {
    func exact(_ seconds: Double) -> BenchRecord {
      var record = Self.record([Self.series("a", compile: seconds, pass: seconds, seed: 2)])
      record.ruleSets[0].compileSeconds = (0..<9).map { seconds * (1 + 1e-6 * Double($0)) }
      record.ruleSets[0].runs = []
      return record
    }
    #expect(BenchComparison(exact(1), exact(1.005)).entries[0].verdict == .withinNoise)
    #expect(BenchComparison(exact(1), exact(1.005)).entries[0].adjustedP < 0.01)
    #expect(BenchComparison(exact(1), exact(1.5)).entries[0].verdict == .slower)
  }

  @Test func ruleSetsOfOneBench() throws {
    #expect(BenchComparison(Self.record([Self.series("a", compile: 1, pass: 1, seed: 2)])) == nil)
    let record = Self.record([
      Self.series("a", compile: 1e-3, pass: 0.05, seed: 2),
      Self.series("b", compile: 5e-3, pass: 0.05, seed: 22),
      Self.series("c", compile: 1e-3, pass: 0.02, seed: 32),
    ])
    let comparison = try #require(BenchComparison(record))
    #expect(
      comparison.entries.map(\.new) == Array(repeating: "b", count: 5)
        + Array(repeating: "c", count: 5))
    #expect(comparison.entries.allSatisfy { $0.old == "a" })
    #expect(
      comparison.entries[0].verdict == .slower && comparison.entries[1].verdict == .withinNoise)
    #expect(
      comparison.entries[5].verdict == .withinNoise && comparison.entries[6].verdict == .faster)
    #expect(comparison.yardsticks.isEmpty && comparison.remarks.isEmpty)
  }

  @Test func pairsAndRemarks() {
    let sets = ["a", "b"].map { Self.series($0, compile: 1e-3, pass: 0.05, seed: 2) }
    let others = ["b", "c"].map { Self.series($0, compile: 1e-3, pass: 0.05, seed: 2) }
    let old = Self.record(sets)
    var new = Self.record(others, rows: 2000)
    new.machine.cores = 4
    new.machine.version = "1.1"
    new.inventory.fingerprint = "1"
    new.roundCount = 3
    let comparison = BenchComparison(old, new)
    #expect(Set(comparison.entries.map(\.new)) == ["b"])
    // Times are for a row, and the rows are twice as many.
    #expect(abs(comparison.entries[1].test.ratio - 0.5) < 1e-9)
    #expect(
      comparison.remarks == [
        "FastResolve: 1.0 then, 1.1 now", "cores: 2 then, 4 now",
        "the rows are not the same: times for a row are compared", "a is only in the old one",
        "c is only in the new one", "the new one has but 3 rounds",
      ])
  }

  @Test func text() {
    let old = Self.record([Self.series("a", compile: 1e-3, pass: 0.05, seed: 2)])
    let new = Self.record([Self.series("a", compile: 3.5e-3, pass: 0.05, seed: 12)], seed: 60)
    let text = BenchComparison(old, new).text()
    let lines = text.split(separator: "\n").map(String.init)
    #expect(lines[0] == "new compared with old  p-values corrected for 5 comparisons")
    #expect(lines[1].hasPrefix("  the machine, by its yardstick with 1 thread: "))
    #expect(lines[3] == "  a")
    #expect(lines[4].hasSuffix("  old            new  difference"))
    #expect(lines[5].hasPrefix("    compile "))
    #expect(lines[5].contains("3.5 times as long"))
    #expect(lines[5].hasSuffix("beyond the noise (p < 0.0001)"))
    #expect(lines[6].hasPrefix("    1 thread, no cache, cold  0.02 M rows/s  0.02 M rows/s  "))
    #expect(
      lines.count == 10 && lines.dropFirst(6).allSatisfy { $0.contains("within the noise (p = ") })
  }

  // MARK: Saving

  @Test func savedAndReadAgain() throws {
    let record = Self.record([
      Self.series("a \u{e9}\n", compile: 1.5e-7, pass: 0.05, seed: 2),
      Self.series("b", compile: 123.456, pass: 1e-9, seed: 4),
    ])
    let read = try BenchRecord(utf8: Array(record.json.compactText.utf8), source: "x")
    #expect(read == record)
    let bench = try BenchTests.bench(["one", "two"], threads: [1])
    let saved = try BenchRecord(utf8: Array(bench.json.compactText.utf8), source: "x")
    #expect(saved == bench.record)
    #expect(BenchComparison(saved, bench.record).entries.allSatisfy { $0.adjustedP == 1 })
  }

  @Test func filesThatAreNoBench() throws {
    let record = Self.record([Self.series("a", compile: 1, pass: 1, seed: 2)])
    let text = record.json.compactText
    func error(_ text: String) -> String? {
      do throws(InputError) {
        _ = try BenchRecord(utf8: Array(text.utf8), source: "x.json")
        return nil
      } catch {
        return error.description
      }
    }
    #expect(error(text) == nil)
    #expect(error("{\n]") == "x.json:2: " + (error("{\n]")?.split(separator: ": ").last ?? ""))
    #expect(error("[]") == "x.json: expected an object, found an array")
    #expect(error("{}") == "x.json: has no 'schema', as a saved bench does")
    #expect(
      error(text.replacing("bench/1", with: "bench/2"))
        == "x.json: has the schema 'fastresolve.bench/2'; a saved bench has 'fastresolve.bench/1'")
    #expect(
      error(text.replacing("\"cores\":2", with: "\"cores\":-2"))
        == "x.json: machine.cores: expected a whole number, found a number")
    #expect(
      error(text.replacing("\"compile_seconds\":[", with: "\"compile_seconds\":[0,"))
        == "x.json: rule_sets[0].compile_seconds[0]: expected a time in seconds, above 0, found a number"
    )
    #expect(
      error(text.replacing("\"warm\"", with: "\"worm\""))
        == "x.json: rule_sets[0].runs[0]: has no 'warm', as a saved bench does")
  }
}
