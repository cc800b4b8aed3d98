import Measuring

/// One thing that grows while all else stays.
struct Part: Sendable {
  var name: String
  var title: String
  /// Runs it: the bench, the inventory, the rule set for parts in which the rows grow.
  var measure: @Sendable (Bench, String, String) throws -> Growth

  static let all = [
    Part(name: "rows", title: "1, 10 and 40 times the inventory", measure: rows),
    Part(name: "different", title: "Rows that are all different paths", measure: different),
    Part(name: "regexes", title: "1 to 10,000 regexes", measure: regexes),
    Part(name: "paths", title: "A path under 1,000 to 10,000 regexes", measure: paths),
    Part(name: "names", title: "1 to 1,000,000 module names", measure: names),
  ]

  private static func ways(_ bench: Bench) -> [(name: String, options: [String])] {
    [("default", [])] + (bench.hasCacheOption ? [("no cache", ["--no-cache"])] : [])
  }

  private static func rowCount(_ inventory: String) throws -> Int {
    let lines = try Lines(inventory)
    var count = -1
    while lines.nextBytes() != nil { count += 1 }
    return count
  }

  /// Forty times are four inputs of ten: one file of 7 GB would fill the memory of small machines.
  private static func rows(_ bench: Bench, _ inventory: String, _ rules: String) throws -> Growth {
    let once = try rowCount(inventory)
    var growth = Growth(unit: "rows", names: ["qresolve-batch"])
    func add(_ times: Int, _ files: [String]) throws {
      growth.series[0].points.append(
        .init(
          size: times * once, rows: times * once,
          runs: try bench.time(.init(rules: rules, inputs: files))))
    }
    try add(1, [inventory])
    let ten = try bench.make(["repeated", "--times", "10"], from: inventory)
    try add(10, [ten])
    try add(40, [ten, ten, ten, ten])
    bench.clean()
    return growth
  }

  private static func different(
    _ bench: Bench, _ inventory: String, _ rules: String
  ) throws -> Growth {
    let once = try rowCount(inventory)
    let ways = ways(bench)
    var growth = Growth(unit: "rows, all different paths", names: ways.map(\.name))
    for times in [1, 10] {
      let file = try bench.make(["different", "--times", "\(times)"], from: inventory)
      for (number, way) in ways.enumerated() {
        growth.series[number].points.append(
          .init(
            size: times * once, rows: times * once,
            runs: try bench.time(.init(rules: rules, inputs: [file], options: way.options))))
      }
    }
    bench.clean()
    return growth
  }

  private static func regexes(
    _ bench: Bench, _ inventory: String, _: String
  ) throws -> Growth {
    try rules(
      bench, inventory, kind: "regexes", unit: "regexes", sizes: [1, 10, 100, 1000, 3000, 10_000])
  }

  /// Without a cache, as one of paths would hide what a path costs. One inventory at a time, all sizes of it in
  /// turn: two of ten times would take up 4 GB.
  private static func paths(_ bench: Bench, _ inventory: String, _: String) throws -> Growth {
    let once = try rowCount(inventory)
    let sizes = [1000, 3000, 10_000]
    let options = bench.hasCacheOption ? ["--no-cache"] : []
    let inventories: [(name: String, times: Int, arguments: [String]?)] = [
      ("once", 1, nil),
      ("ten times", 10, ["repeated", "--times", "10"]),
      ("once, all different paths", 1, ["different", "--times", "1"]),
      ("ten times, all different paths", 10, ["different", "--times", "10"]),
    ]
    var growth = Growth(unit: "regexes", names: inventories.map(\.name))
    defer { bench.removeRules(counts: sizes) }
    let rules = try sizes.map { try bench.makeRules("regexes", count: $0, from: inventory) }
    for (number, (_, times, arguments)) in inventories.enumerated() {
      let input = try arguments.map { try bench.make($0, from: inventory) } ?? inventory
      let runs = try bench.timeInTurn(
        [rules.map { .init(rules: $0, inputs: [input], options: options) }])
      for (size, runs) in zip(sizes, runs[0]) where !runs.isEmpty {
        growth.series[number].points.append(.init(size: size, rows: times * once, runs: runs))
      }
    }
    bench.clean()
    return growth
  }

  private static func names(_ bench: Bench, _ inventory: String, _: String) throws -> Growth {
    try rules(
      bench, inventory, kind: "module-names", unit: "module names",
      sizes: [1, 100, 10_000, 100_000, 1_000_000])
  }

  private static func rules(
    _ bench: Bench, _ inventory: String, kind: String, unit: String, sizes: [Int]
  ) throws -> Growth {
    let count = try rowCount(inventory)
    let ways = ways(bench)
    var growth = Growth(unit: unit, names: ways.map(\.name))
    defer { bench.removeRules(counts: sizes) }
    let files = try sizes.map { try bench.makeRules(kind, count: $0, from: inventory) }
    // With one row, too: what is left of the time is what the rows take.
    let oneRow = try bench.makeOneRow(from: inventory)
    let runs = try bench.timeInTurn(
      [inventory, oneRow].flatMap { input in
        ways.map { way in
          files.map { .init(rules: $0, inputs: [input], options: way.options) }
        }
      })
    for way in ways.indices {
      for (number, size) in sizes.enumerated() where !runs[way][number].isEmpty {
        growth.series[way].points.append(
          .init(
            size: size, rows: count, runs: runs[way][number],
            oneRowRuns: runs[ways.count + way][number]))
      }
    }
    bench.clean()
    return growth
  }
}
