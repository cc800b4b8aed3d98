import ArgumentParser
import FastResolve

struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Look for what is wrong with a rule set, or most likely not meant.",
    usage: """
      qresolve-batch check [<options>] <rules> [<inventory> ...]
      qresolve-batch check --explain <code>
      """,
    discussion: """
      Finds bad patterns, keys that are set twice, regexes that match nothing, everything or only \
      what one before them matches, dots that aren't escaped, misspelled object types and more. Each \
      finding has a code such as FR006; Documentation/lints.md has all of them with examples.

      With inventories, which are those of resolve, it also finds exactly the rules that match no row \
      and those that match rows and decide none, with the rules that decide instead, and tells how \
      many rows each tier decides and what is left to the global rule.

      Exit status: 0; 1 when there is a finding that --fail-on asks for; 64 usage; 65 bad rows; 66 rules \
      or an inventory that can't be read; 74 an output that can't be written.

      Examples:
        qresolve-batch check rules.json
        qresolve-batch check rules.json zoo.tsv
        qresolve-batch check --fail-on warning --ignore FR010,FR020 rules.json
        qresolve-batch check --explain FR006
      """)

  @OptionGroup var report: ReportOptions

  @Flag(help: "Show all findings, also of a code that has more than ten.")
  var all = false

  @Option(help: "From which severity on findings make the exit status 1.")
  var failOn: FailOn = .error

  @Option(
    help: ArgumentHelp("Codes of what not to look for.", valueName: "code,..."),
    transform: LintCodes.init)
  var ignore = LintCodes()

  @Option(
    help: ArgumentHelp("Tell what a code means, and look at nothing.", valueName: "code"),
    transform: LintCodes.code)
  var explain: LintCode?

  @OptionGroup var inventoryOptions: InventoryOptions

  @OptionGroup var limitOptions: LimitOptions

  @Argument(
    help: ArgumentHelp(
      "The rule set: a JSON or YAML file in the shape of QConfigMapping.to_dict(), or torch's own as "
        + "default:BACKEND, default:qat:BACKEND[:VERSION].", valueName: "rules"),
    completion: .file(extensions: rulesExtensions))
  var rules: String?

  @Argument(
    help: ArgumentHelp("Inventories; - is standard input.", valueName: "inventory"),
    completion: .file(extensions: inventoryExtensions))
  var inventories: [String] = []

  func validate() throws {
    if explain == nil, rules == nil { throw ValidationError("Missing expected argument '<rules>'") }
    if explain != nil, rules != nil { throw ValidationError("--explain takes no rules") }
    if rules?.isEmpty == true { throw ValidationError("the rules have an empty file name") }
    try validateInputs(inventories, "an inventory")
  }

  func run() throws {
    try reportingErrors {
      if let explain { return try write(explain.text(style: report.style)) }
      let found = try found(ruleSetCheck(rules ?? ""))
      try write(
        report.json ? found.json.compactText + "\n" : found.text(style: report.style, showsAll: all)
      )
      if let severity = failOn.severity, found.has(severity) { throw ExitCode.failure }
    }
  }

  private func found(_ check: RuleSetCheck) throws -> CheckReport {
    if inventories.isEmpty { return check.report(ignoring: ignore.codes) }
    // The report is written when all is read, so the line may stand on the same terminal.
    let progress = ProgressLine(isWanted: true, writesFile: true)
    defer { progress.clear() }
    return try check.report(
      ignoring: ignore.codes, inventories: try batchInputs(inventories),
      options: inventoryOptions.passOptions,
      matchLimits: limitOptions.limits, observer: reportingObserver(progress))
  }

  private func write(_ text: String) throws {
    try StandardOutput().write(text)
  }
}

/// From which severity on a check has failed.
enum FailOn: String, CaseIterable, ExpressibleByArgument {
  case warning
  case error
  case never

  var severity: Finding.Severity? {
    switch self {
    case .warning: .warning
    case .error: .error
    case .never: nil
    }
  }
}

/// Codes as an argument lists them.
struct LintCodes {
  var codes: Set<LintCode> = []

  init() {}

  /// Reads codes with commas between them.
  init(_ list: String) throws {
    for name in list.split(separator: ",", omittingEmptySubsequences: false) {
      codes.insert(try Self.code(String(name)))
    }
  }

  /// Reads a code in upper or lower case.
  static func code(_ name: String) throws -> LintCode {
    if let code = LintCode(name: name) { return code }
    let nearest = nearestName(to: name, among: LintCode.allCases.map(\.rawValue))
    throw ValidationError(
      "there is no code '\(name)'"
        + (nearest.map { "; did you mean '\($0)'?" } ?? "; Documentation/lints.md lists them"))
  }
}
