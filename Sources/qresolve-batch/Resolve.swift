import ArgumentParser
import FastResolve
import SystemPackage

struct Resolve: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resolve",  // Making it of the type's name costs a tenth of the start.
    abstract: "Answer each row of an inventory: its qconfig and the rule that decides it.",
    discussion: """
      INPUT is .tsv or .csv with a header (module_path; optional model, op, module_type, target, \
      index; other columns are carried through), .jsonl with the same names as members, or .txt \
      with a module path a line. Several inputs are answered as one stream.

      Exit status: 0; 64 usage; 65 bad rules or rows; 66 an input that can't be read; 74 an \
      output that can't be written.

      Examples:
        qresolve-batch --rules rules.json inventory.tsv > answers.tsv
        qresolve-batch --rules default:x86 --select module_path,qconfig paths.txt
        zstd -dc zoo.tsv.zst | qresolve-batch --rules rules.json -o labels.tsv -
      """)

  @Option(
    help: ArgumentHelp(
      "The rule set: a JSON or YAML file in the shape of QConfigMapping.to_dict(), or torch's own as "
        + "default:BACKEND, default:qat:BACKEND[:VERSION].", valueName: "file"),
    completion: .file(extensions: rulesExtensions))
  var rules: String

  @Option(
    name: [.short, .long],
    help: ArgumentHelp(
      "Write to a file; it gets its name when it is complete. - is standard output.",
      valueName: "file"), completion: .file())
  var output: String?

  // Not `InventoryOptions`: another group of options is a twenty-fifth of the start.

  @Option(help: "How the inputs are written; auto goes by the name or the first lines.")
  var inputFormat: FormatChoice<InputFormat> = .auto

  @Option(
    help: "How to write the output; auto goes by the output's name, or does as the first input.")
  var outputFormat: FormatChoice<OutputFormat> = .auto

  @Option(
    help: ArgumentHelp(
      "The columns of the output: any of the input, qconfig and rule.", valueName: "column,..."))
  var select: String?

  @Flag(help: "Write no header line.")
  var noHeader = false

  @Option(help: ArgumentHelp("How many threads resolve; one a core by default.", valueName: "n"))
  var threads: Int = CompiledRules.defaultThreadCount

  @Option(
    help: ArgumentHelp(
      "How many megabytes, for all threads together, to remember rows and paths with their answers;"
        + " one a thread by default, and none where rules have \(BatchOptions.regexesWithoutCache) regexes"
        + " or more.",
      valueName: "n"))
  var cacheMb: Int?

  @Flag(help: "Resolve every row anew; the same as --cache-mb 0.")
  var noCache = false

  @OptionGroup var limitOptions: LimitOptions

  @Option(help: "What to do with a row that can't be read.")
  var onBadRow: BatchOptions.BadRowPolicy = .fail

  @Flag(help: "Write the summary as JSON, with each rule's count.")
  var stats = false

  @Flag(
    name: [.short, .long],
    help: "Write no summary and no progress, and find out nothing for them.")
  var quiet = false

  @Argument(
    help: ArgumentHelp("Inventories; - is standard input.", valueName: "input"),
    completion: .file(extensions: inventoryExtensions))
  var inputs: [String] = []

  func validate() throws {
    try validateThreads(threads)
    if let cacheMb, !(0...1 << 20).contains(cacheMb) {
      throw ValidationError("--cache-mb takes a number from 0 to \(1 << 20), not \(cacheMb)")
    }
    try validateInputs(inputs, "an input")
    // As an output, an empty name would fail only at the end, when the file gets its name.
    if rules.isEmpty { throw ValidationError("--rules has an empty file name") }
    if output?.isEmpty == true { throw ValidationError("--output has an empty file name") }
    let columns = selection ?? []
    if columns.contains("") { throw ValidationError("--select has an empty column name") }
    if let twice = columns.first(where: { column in columns.count { $0 == column } > 1 }) {
      throw ValidationError("--select names the column '\(twice)' twice")
    }
  }

  private var selection: [String]? {
    select.map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
  }

  func run() throws {
    try reportingErrors {
      let clock = ContinuousClock()
      let start = clock.now
      let rules = try compiledRules(rules, limits: limitOptions.limits, for: options)
      // They are kept to the end of the process and left to the system: to free 100,000 rules one
      // by one takes longer than many an inventory.
      _ = Unmanaged.passRetained(rules)
      let inputs = try batchInputs(inputs)
      let summary = try withOutputFile(output) { file in
        let progress = ProgressLine(isWanted: !quiet && !stats, writesFile: file != nil)
        defer { progress.clear() }
        return try BatchResolver(rules, options: options)
          .run(inputs, to: file ?? StandardOutput(), observer: reportingObserver(progress))
      }
      let seconds = (clock.now - start) / .seconds(1)
      if stats {
        writeToStandardError(summary.json(seconds: seconds).compactText + "\n")
      } else if !quiet {
        writeToStandardError(summary.text(seconds: seconds))
      }
    }
  }

  private var options: BatchOptions {
    var options = BatchOptions()
    options.inputFormat = inputFormat.format
    options.outputFormat =
      outputFormat.format ?? output.flatMap { OutputFormat(fileExtension: FilePath($0).extension) }
    options.selection = selection
    options.writesHeader = !noHeader
    options.threads = threads
    options.cacheBytes = noCache ? 0 : cacheMb.map { $0 << 20 }
    options.badRows = onBadRow
    options.notesMatches = stats || !quiet
    return options
  }
}
