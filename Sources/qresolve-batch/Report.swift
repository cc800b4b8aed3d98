import ArgumentParser
import FastResolve
import SystemPackage

struct Report: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Show what a rule set does to an inventory, as a page for the browser.",
    discussion: """
      Resolves the inventories and writes one HTML file that needs no network: qconfigs by share, by \
      model and by module type; the module paths of all models as a tree, folded by number \
      (layers.*), each node with its qconfigs, the rules that decide there and an example; every \
      rule with the rows it matches and decides; what check finds. Whatever the inventory, the page stays below 5 MB: \
      what is rare is summed up, and the page says so.

      RULES is a file, or torch's own as default:BACKEND, default:qat:BACKEND[:VERSION]. INPUT is \
      what resolve takes; several make one report.

      Exit status: 0; 64 usage; 65 bad rules or rows; 66 an input that can't be read; 74 an output \
      that can't be written.

      Examples:
        qresolve-batch report rules.json inventory.tsv -o report.html
        zstd -dc zoo.tsv.zst | qresolve-batch report rules.json - -o zoo.html
      """)

  @Option(
    name: [.short, .long],
    help: ArgumentHelp(
      "The page; it gets its name when it is complete. - is standard output.", valueName: "file"),
    completion: .file(extensions: ["html"]))
  var output: String

  @OptionGroup var inventoryOptions: InventoryOptions

  @OptionGroup var limitOptions: LimitOptions

  @Flag(name: [.short, .long], help: "Write no progress.")
  var quiet = false

  @Argument(
    help: ArgumentHelp("The rule set.", valueName: "rules"),
    completion: .file(extensions: rulesExtensions))
  var rules: String

  @Argument(
    help: ArgumentHelp("Inventories; - is standard input.", valueName: "input"),
    completion: .file(extensions: inventoryExtensions))
  var inputs: [String]

  func validate() throws {
    try validateInputs(inputs, "an input")
    if rules.isEmpty { throw ValidationError("the rule set has an empty file name") }
    if output.isEmpty { throw ValidationError("--output has an empty file name") }
  }

  func run() throws {
    try reportingErrors {
      let compiled = try compiledRules(rules, limits: limitOptions.limits)
      // Kept to the end of the process, as in resolve.
      _ = Unmanaged.passRetained(compiled)
      let inputs = try batchInputs(inputs)
      try withOutputFile(output) { file in
        let progress = ProgressLine(isWanted: !quiet, writesFile: file != nil)
        defer { progress.clear() }
        let report = try InventoryReport(
          of: compiled, named: rules, inputs, options: inventoryOptions.passOptions,
          check: try ruleSetCheck(rules), observer: reportingObserver(progress))
        try ReportPage(report).write(to: file ?? StandardOutput())
      }
    }
  }
}
