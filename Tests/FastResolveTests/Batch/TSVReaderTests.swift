import CBytes
import Testing

@testable import FastResolve

/// Rows of TSV are found by vectors, and their first cells by those of the row before; here against
/// loops over bytes.
@Suite struct TSVReaderTests {
  @Test(arguments: 0..<60)
  func cellEndsAreThoseOfALoop(seed: UInt64) {
    var random = SplitMix64(seed: seed &+ 9000)
    let isASCII = seed % 2 == 0
    let newlineShare = random.pick([0.002, 0.01, 0.1])
    let tabShare = random.pick([0.01, 0.05, 0.5])
    var bytes = (0..<(1 + random.below(500))).map { _ -> UInt8 in
      if random.chance(newlineShare) { return 0x0A }
      if random.chance(tabShare) { return 0x09 }
      return !isASCII && random.chance(0.02) ? 0xC3 : random.pick([0x0D, 0x00, 0x61, 0x7F])
    }
    let count = bytes.count
    // What stands behind the end must not be taken for part of the row.
    bytes += (0..<128).map { $0 % 3 == 0 ? 0x0A : 0x09 }
    for _ in 0..<60 {
      let to = random.below(count + 1)
      let from = random.below(to + 1)
      let most = random.below(9)
      var ends = [UInt32](repeating: 7, count: most + 4)
      let found = find_cell_ends(bytes, from, to, 0x09, most, &ends)
      let row = bytes[from..<to]
      let newline = row.firstIndex(of: 0x0A)
      let expected = newline.map { row[...$0].indices.filter { row[$0] == 0x09 } + [$0] } ?? []
      if expected.isEmpty || expected.count > most {
        #expect(found.count == 0)
      } else {
        #expect(Int(found.count) == expected.count)
        #expect(ends.prefix(expected.count).map(Int.init) == expected)
        if row[...newline!].contains(where: { $0 >= 0x80 }) { #expect(found.is_ascii == 0) }
        if isASCII { #expect(found.is_ascii != 0) }
      }
    }
  }

  /// A table between tabs and the same one between commas, which is read another way: the answers
  /// and the rows that are none are the same.
  @Test(arguments: 0..<80)
  func sameAsBetweenCommas(seed: Int) throws {
    var cases = RandomCases(seed: UInt64(seed) + 4400)
    let rules = try CompiledRules(cases.mapping())
    let queries = cases.queries(cases.random.pick([5, 40]), indexed: cases.random.pick([0, 0.5]))
      .filter { query in
        // What would be quoted between commas, or can't stand between tabs.
        ![query.modulePath, query.moduleType, query.target]
          .contains { $0.utf8.contains { ",\"\t\r\n".utf8.contains($0) } }
      }
    #expect(!queries.isEmpty)
    var random = cases.random
    let columns =
      random.pick([
        ["model", "op", "module_path", "module_type", "target", "index"],
        ["op", "note", "model", "module_path", "module_type", "index"],
        ["op", "module_path", "module_type", "model", "target"],
        ["module_path", "model", "index"],
        ["model", "module_path", "op", "module_type", "index"],
      ])
    var rows = [columns]
    var model = "m"
    for _ in 0..<150 {
      let query = random.pick(queries)
      // The longest are longer than what is looked at in one step.
      if random.chance(0.2) {
        model = random.pick(["m", "m2", "", "é", String(repeating: "long/", count: 40)])
      }
      var row = columns.map { column in
        switch column {
        case "model": model
        case "op": random.chance(0.02) ? "call" : query.operation.rawValue
        case "module_path": query.modulePath
        case "module_type": query.moduleType
        case "target": query.target
        case "index": random.chance(0.03) ? "x" : query.index.map(String.init) ?? ""
        default: random.pick(["", "n", "note"])
        }
      }
      if random.chance(0.03) { row.append("") }
      if random.chance(0.03) { row.removeLast() }
      rows.append(row)
    }
    let endings = rows.map { _ in random.chance(0.1) ? "\r\n" : "\n" }
    let isWithoutLast = random.chance(0.5)
    // Bytes that are no UTF-8: in any cell, or in the first one of several rows.
    var broken: [Int?] = []
    for number in rows.indices {
      let before = number > 0 ? broken[number - 1] : nil
      let again = before == 0 && random.chance(0.7) ? 0 : nil
      broken.append(again ?? (random.chance(0.03) ? random.pick([0, number * 7]) : nil))
    }
    func text(_ separator: String) -> [UInt8] {
      var bytes: [UInt8] = []
      for (number, row) in rows.enumerated() {
        var line = Array((row.joined(separator: separator) + endings[number]).utf8)
        if number > 0, let offset = broken[number] {
          line.insert(0xFF, at: offset % max(line.count - 2, 1))
        }
        bytes += line
      }
      if isWithoutLast { bytes.removeLast() }
      return bytes
    }
    for (threads, chunkBytes) in [(1, 1 << 20), (1, 1), (2, 900)] {
      var options = BatchOptions()
      options.badRows = .skip
      options.threads = threads
      options.chunkBytes = chunkBytes
      options.cacheBytes = seed % 2 == 0 ? 0 : 1 << 20
      options.outputFormat = .csv
      let runner = BatchRunner(rules, options)
      let tabs = runner.outcome([("in.tsv", text("\t"))])
      let commas = runner.outcome([("in.csv", text(","))])
      #expect(tabs.output == commas.output)
      #expect(tabs.error == commas.error)
      #expect(tabs.skipped.map { $0.replacing("in.tsv", with: "in.csv") } == commas.skipped)
      #expect(tabs.summary?.rules.map(\.decided) == commas.summary?.rules.map(\.decided))
    }
  }
}
