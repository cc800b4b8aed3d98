import ArgumentParser
import FastResolve
import SystemPackage

struct Diff: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Say what changes for an inventory when one rule set takes the place of another.",
    discussion: """
      Resolves each row with both rule sets and tells how many rows get another qconfig: which \
      qconfig takes the place of which, by which rules, and the first rows of each change. Before that it \
      lists the rules that differ (- removed, + added, ~ another qconfig, > a regex that was moved), and \
      after it the rows that keep their qconfig and get it from another rule.

      OLD and NEW are files, or torch's own rule sets as default:BACKEND, default:qat:BACKEND[:VERSION]. \
      Inventories are those of resolve.

      --rows writes every row that changes, as it came and in order, with the columns old_qconfig, \
      old_rule, new_qconfig and new_rule. With --rows - they go to standard output, and the report to \
      standard error.

      Exit status: 0 where no row gets another qconfig; 1 where one does; 64 usage; 65 bad rules or rows; \
      66 an input that can't be read; 74 an output that can't be written.

      Examples:
        qresolve-batch diff rules.json new.json zoo.tsv
        qresolve-batch diff --quiet --rows changed.tsv rules.json new.json zoo.tsv
        git show main:rules.json > main.json; qresolve-batch diff main.json rules.json zoo.tsv
      """)

  @Option(
    help: ArgumentHelp(
      "Write every row that changes to a file; it gets its name when it is complete.",
      valueName: "file"), completion: .file())
  var rows: String?

  @OptionGroup var inventoryOptions: InventoryOptions

  @Option(
    help: "How to write the rows; auto goes by the name of their file, or does as the inventory.")
  var outputFormat: FormatChoice<OutputFormat> = .auto

  @Option(
    help: ArgumentHelp(
      "How many changes to show, and how many rules of each kind of difference. JSON has all.",
      valueName: "n"))
  var limit = 20

  @OptionGroup var limitOptions: LimitOptions

  @Flag(
    name: [.short, .long], help: "Write no report and no progress; the exit status says it.")
  var quiet = false

  @OptionGroup var report: ReportOptions

  @Argument(
    help: "The rule set as it was.", completion: .file(extensions: rulesExtensions))
  var old: String

  @Argument(
    help: "The rule set as it is to be.", completion: .file(extensions: rulesExtensions))
  var new: String

  @Argument(
    help: ArgumentHelp("Inventories; - is standard input.", valueName: "inventory"),
    completion: .file(extensions: inventoryExtensions))
  var inputs: [String] = []

  func validate() throws {
    guard limit >= 0 else { throw ValidationError("--limit takes a number from 0, not \(limit)") }
    try validateInputs(inputs, "an inventory")
    if old.isEmpty || new.isEmpty { throw ValidationError("a rule set has an empty file name") }
    if rows?.isEmpty == true { throw ValidationError("--rows has an empty file name") }
  }

  func run() throws {
    try reportingErrors {
      let limits = limitOptions.limits
      let oldRules = try compiledRules(old, limits: limits)
      let newRules = try compiledRules(new, limits: limits)
      // Kept to the end of the process, as in resolve.
      _ = Unmanaged.passRetained(oldRules)
      _ = Unmanaged.passRetained(newRules)
      let inputs = try batchInputs(inputs)
      var diff = try withOutputFile(rows) { file in
        let progress = ProgressLine(isWanted: !quiet, writesFile: rows != "-")
        defer { progress.clear() }
        return try InventoryDiff(
          from: oldRules, to: newRules, over: inputs, options: inventoryOptions.passOptions,
          rows: rows.map { _ in .init(file ?? StandardOutput(), format: rowsFormat) },
          observer: reportingObserver(progress))
      }
      diff.oldName = old
      diff.newName = new
      if !quiet { try write(diff) }
      if diff.changedRows > 0 { throw ExitCode(1) }
    }
  }

  private func write(_ diff: InventoryDiff) throws {
    let style = rows == "-" ? .plain : report.style
    let text = report.json ? diff.json.compactText + "\n" : diff.text(style: style, limit: limit)
    if rows == "-" { return writeToStandardError(text) }
    try StandardOutput().write(text)
  }

  private var rowsFormat: OutputFormat? {
    outputFormat.format ?? rows.flatMap { OutputFormat(fileExtension: FilePath($0).extension) }
  }
}
