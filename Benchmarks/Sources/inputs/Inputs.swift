// Makes inputs of any size out of a real inventory: rows again and again, rows that are all
// different paths, regexes, module names. The same inventory, size and seed make the same bytes.

import ArgumentParser

@main
struct Inputs: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Makes inventories and rule sets of any size, on standard output.",
    subcommands: [Repeated.self, Different.self, Regexes.self, ModuleNames.self])
}

struct Repeated: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "The rows of the inventory again and again.")

  @Option(help: "How many times.") var times: Int
  @Argument(help: "The inventory.") var inventory: String

  func run() throws {
    let output = Output()
    for time in 0..<times {
      let rows = try Inventory(inventory)
      if time == 0 { output.line(rows.header) }
      while let row = rows.next() { output.line(row.line) }
    }
    output.flush()
  }
}

struct Different: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "The rows of the inventory again and again, no path twice.",
    discussion: """
      Each path gets a segment of its own in front, a number of six digits of base 32: as in real \
      inventories paths share their ends and no two are the same.
      """)

  @Option(help: "How many times.") var times: Int
  @Argument(help: "The inventory.") var inventory: String

  func run() throws {
    let output = Output()
    var number = 0
    for time in 0..<times {
      let rows = try Inventory(inventory)
      if time == 0 { output.line(rows.header) }
      while let row = rows.next() {
        // What comes before the path, the new segment, the path and what comes behind.
        let start = row.path.startIndex
        output.text(row.line[..<start])
        output.segment(number)
        output.line(row.line[start...])
        number += 1
      }
    }
    output.flush()
  }
}

struct Regexes: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "A rule set of so many regexes, drawn from the inventory's paths.")

  @Option(help: "How many.") var count: Int
  @Option(help: "The seed.") var seed: UInt64 = 1
  @Argument(help: "The inventory.") var inventory: String

  func run() throws {
    var maker = PatternMaker(paths: try distinctPaths(of: inventory), seed: seed)
    printRules("module_name_regex", maker.patterns(count))
  }
}

struct ModuleNames: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "A rule set of so many module names: real paths, and made-up siblings of them.")

  @Option(help: "How many.") var count: Int
  @Option(help: "The seed.") var seed: UInt64 = 1
  @Argument(help: "The inventory.") var inventory: String

  func run() throws {
    var paths = try distinctPaths(of: inventory)
    var random = SeededRandom(seed: seed)
    paths.shuffle(using: &random)
    printRules(
      "module_name",
      (0..<count).lazy.map { number in
        let (path, round) = (paths[number % paths.count], number / paths.count)
        return round == 0 ? path : "\(path)_\(round)"
      })
  }
}

/// Prints a rule set whose rules all have a label of their own.
private func printRules(_ tier: String, _ keys: some Sequence<String>) {
  let output = Output()
  output.text("{\"\": \"q\", \"\(tier)\": [\n".utf8)
  for (number, key) in keys.enumerated() {
    let escaped = key.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    output.text("\(number > 0 ? ",\n" : "")[\"\(escaped)\", \"q\(number)\"]".utf8)
  }
  output.text("\n]}\n".utf8)
  output.flush()
}
