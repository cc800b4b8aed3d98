import ArgumentParser
import FastResolve

struct Stats: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stats",
    abstract: "Say what is in an inventory: rows, models, paths, types, and how often they repeat.",
    discussion: """
      How many rows, models, module paths and module types there are and which are the most frequent; how \
      many rows were there before, which is what a cache can hope for; how deep and how long module \
      paths are; and what looks wrong: empty segments, white space and characters other than ASCII \
      in module paths, calls without a target, models whose rows don't stand together. All of it is \
      exact. Inventories are those of resolve; no rules are needed.

      Memory grows with the different rows, the model aside: some 150 bytes for each and for each thread.

      Exit status: 0; 64 usage; 65 bad rows; 66 an input that can't be read; 74 an output that can't be \
      written.

      Examples:
        qresolve-batch stats zoo.tsv
        qresolve-batch stats --top 50 --json zoo.tsv graphs.jsonl
      """)

  @Option(
    help: ArgumentHelp("How many of the most frequent names to tell of each kind.", valueName: "n"))
  var top = InventoryStats.defaultTop

  @OptionGroup var inventoryOptions: InventoryOptions

  @OptionGroup var report: ReportOptions

  @Argument(
    help: ArgumentHelp("Inventories; - is standard input.", valueName: "inventory"),
    completion: .file(extensions: inventoryExtensions))
  var inputs: [String] = []

  func validate() throws {
    guard top >= 0 else { throw ValidationError("--top takes a number from 0, not \(top)") }
    try validateInputs(inputs, "an inventory")
  }

  func run() throws {
    try reportingErrors {
      let inputs = try batchInputs(inputs)
      // The statistics are written when all is read, so the line may stand on the same terminal.
      let progress = ProgressLine(isWanted: true, writesFile: true)
      let stats: InventoryStats
      do {
        defer { progress.clear() }
        stats = try InventoryStats(
          over: inputs, options: inventoryOptions.passOptions, top: top,
          observer: reportingObserver(progress))
      }
      let text = report.json ? stats.json.compactText + "\n" : stats.text(style: report.style)
      try StandardOutput().write(text)
    }
  }
}
