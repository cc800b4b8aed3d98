import ArgumentParser
import FastResolve
import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Measure rule sets: how fast they are, what each regex costs and why.",
    usage: """
      qresolve-batch bench [<options>] <rules> ... <inventory>
      qresolve-batch bench --compare [--fail-on-slower] [--json] <old> <new>
      """,
    discussion: """
      Compiles each rule set and resolves rows of the inventory with it, round after round and the \
      rule sets in turn, with the cache and without, for 1, 2, 4 and so on threads; and says the \
      medians, the quartiles and which regexes take the time. Cold is the first pass over the rows \
      after compiling; warm is the second pass of the same workers, which finds what the first one \
      has left: regexes compiled, caches filled. Answers are made and thrown away. Several rule \
      sets are compared with the first.

      RULES are files, or torch's own as default:BACKEND, default:qat:BACKEND[:VERSION]. INVENTORY \
      is what resolve takes; - is standard input. It is read once, and unless --all is given a \
      sample of it is kept, whole chunks at even distances. A sample repeats itself less than \
      the whole does, so its caches find less.

      --compare takes two files that --save has written, and says for each thing that was timed \
      whether it differs by more than chance and by more than the machine has changed. To compare rule \
      sets, measuring them in one run is surer.

      Exit status: 0; 1 when something is slower beyond the noise and --fail-on-slower is given; \
      64 usage; 65 bad rules, rows or saved files, or a regex that ran into a limit; 66 an input \
      that can't be read; 74 an output that can't be written.

      Examples:
        qresolve-batch bench rules.json inventory.tsv
        qresolve-batch bench old.rules.json new.rules.json inventory.tsv --time 60
        qresolve-batch bench rules.json inventory.tsv --save today.json
        qresolve-batch bench --compare --fail-on-slower last.json today.json
      """)

  @Flag(help: "Compare two files that --save has written.")
  var compare = false

  @Flag(help: "With --compare, exit with 1 when something is slower beyond the noise.")
  var failOnSlower = false

  @Option(
    help: ArgumentHelp("About how many rows to measure on; 250000 by default.", valueName: "rows"))
  var sample: Int?

  @Flag(help: "Measure on all rows.")
  var all = false

  @Option(
    help: ArgumentHelp(
      "About how many seconds to take; there are \(BenchOptions.fewestRounds) rounds at least.",
      valueName: "seconds"))
  var time: Double = BenchOptions().seconds

  @Option(
    help: ArgumentHelp(
      "The numbers of threads to measure with; 1, 2, 4 and so on up to the cores by default.",
      valueName: "n,..."))
  var threads: String?

  @Option(help: "How the inventory is written; auto goes by the name or the first lines.")
  var inputFormat: FormatChoice<InputFormat> = .auto

  @Option(
    help: ArgumentHelp("Save the JSON to a file, to be compared later.", valueName: "file"),
    completion: .file(extensions: ["json"]))
  var save: String?

  @OptionGroup var limitOptions: LimitOptions

  @OptionGroup var report: ReportOptions

  @Argument(
    help: ArgumentHelp(
      "Rule sets and an inventory, or two saved files.", valueName: "rules inventory"),
    completion: .file(extensions: rulesExtensions + inventoryExtensions))
  var files: [String] = []

  func validate() throws {
    if files.contains("") { throw ValidationError("an argument has an empty file name") }
    if save?.isEmpty == true { throw ValidationError("--save has an empty file name") }
    if save == "-" { throw ValidationError("--save takes a file; --json is for standard output") }
    if compare {
      guard files.count == 2 else {
        throw ValidationError("--compare takes two files that --save has written")
      }
      let isMeasuring = save != nil || sample != nil || all || threads != nil
      if isMeasuring { throw ValidationError("--compare measures nothing") }
      return
    }
    if failOnSlower { throw ValidationError("--fail-on-slower goes with --compare") }
    guard files.count >= 2 else {
      throw ValidationError("bench takes a rule set and an inventory")
    }
    if let sample {
      if all { throw ValidationError("--sample and --all don't go together") }
      guard sample > 0 else {
        throw ValidationError("--sample takes a number from 1 on, not \(sample)")
      }
    }
    guard time >= 0, time <= 86400 else {
      throw ValidationError("--time takes a number from 0 to 86400")
    }
    _ = try threadCounts
  }

  private var threadCounts: [Int]? {
    get throws {
      guard let threads else { return nil }
      return try threads.split(separator: ",", omittingEmptySubsequences: false).map { text in
        guard let count = Int(text), (1...1024).contains(count) else {
          throw ValidationError("--threads takes numbers from 1 to 1024, not '\(text)'")
        }
        return count
      }
    }
  }

  func run() throws {
    try reportingErrors { try compare ? compareSaved() : measure() }
  }

  private func measure() throws {
    var options = BenchOptions()
    if all { options.sampleRows = nil }
    if let sample { options.sampleRows = sample }
    options.seconds = time
    options.inputFormat = inputFormat.format
    if let counts = try threadCounts { options.threads = counts }
    let limits = limitOptions.limits
    let contestants = files.dropLast().map { file in
      Bench.Contestant(file) { try compiledRules(file, limits: limits) }
    }
    let input = try batchInputs([files[files.count - 1]])[0]
    // Begun now: that it can't be written is not to be found out in a minute.
    let bench = try withOutputFile(save) { file in
      let isWatched = isatty(STDERR_FILENO) == 1
      func show(_ text: String) {
        if isWatched { writeToStandardError("\r\u{1B}[K" + text) }
      }
      defer { show("") }
      let bench = try Bench(
        contestants, on: input, options: options, version: fastResolveVersion, progress: show)
      try file?.write(bench.json.compactText + "\n")
      return bench
    }
    try write(report.json ? bench.json.compactText + "\n" : bench.text(style: report.style))
  }

  private func compareSaved() throws {
    let records = try files.map { file in
      try BenchRecord(contentsOf: FilePath(file))
    }
    let comparison = BenchComparison(records[0], records[1])
    try write(
      report.json ? comparison.json.compactText + "\n" : comparison.text(style: report.style))
    if failOnSlower, comparison.hasSlower { throw ExitCode.failure }
  }

  private func write(_ text: String) throws {
    try StandardOutput().write(text)
  }
}
