// The single parts of the hot path, a row at a time: hash, table, splitting, following a path from
// the one before, the search for candidates, a regex call, a JSON row, and a whole resolution
// without the cache. Rows and rules are those of Examples/.

import Benchmark
@_spi(Benchmarks) import FastResolve
import Foundation

let benchmarks: @Sendable () -> Void = {
  Benchmark.defaultConfiguration = .init(
    metrics: [.wallClock, .instructions, .throughput],
    timeUnits: .nanoseconds, scalingFactor: .one, maxDuration: .seconds(2))

  let probes: Probes
  do {
    let examples = URL(filePath: #filePath).appending(path: "../../../../Examples").standardized
    probes = try Probes(
      table: Array(Data(contentsOf: examples.appending(path: "zoo.tsv"))),
      pattern: #".*self_attn\.(?:q|k|v)_proj$"#,
      mapping: try QConfigMapping(contentsOf: .init(examples.appending(path: "rules.json").path)))
  } catch {
    fatalError("Examples/: \(error)")
  }

  // A sample is all rows once; the names say how many, so that a row's time is a division away.
  nonisolated(unsafe) let parts: [(String, () throws -> Int)] = [
    ("hash", probes.hashPaths), ("table probe", probes.probeTable),
    ("TSV row", probes.splitRows), ("JSON row", probes.readJSONRows),
    ("path followed", probes.followPaths), ("candidate search", probes.searchCandidates),
    ("PCRE2 call", probes.callRegex), ("resolve, no cache", probes.resolvePaths),
  ]
  for (name, part) in parts {
    nonisolated(unsafe) let part = part
    Benchmark("\(name) x \(probes.count)") { benchmark in
      for _ in benchmark.scaledIterations { blackHole(try part()) }
    }
  }
}
