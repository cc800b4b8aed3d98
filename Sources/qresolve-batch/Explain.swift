import ArgumentParser
import FastResolve

struct Explain: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract:
      "Say why a module gets its qconfig: every tier, every rule that matches, what came close.",
    discussion: """
      For each PATH, which may be '' for the root: the answer and the rule that decides it, then the \
      tiers from the highest down, with what each was asked, every rule that matches and which one \
      overrules it. Where a tier has no rule, the nearest misses are shown: ancestors without a rule, \
      names and types that are nearly right, and the regexes that fail last, with the position in \
      the path and the element of the pattern at which they stop.

      --op, --type, --target and --index are the columns op, module_type, target and index of an \
      inventory, and hold for every PATH.

      Exit status: 0; 64 usage; 65 bad rules, or a regex that ran into a limit so that the answer \
      isn't known; 66 rules that can't be read; 74 an output that can't be written.

      Examples:
        qresolve-batch explain rules.json layers.17.mlp --type torch.nn.Linear
        qresolve-batch explain rules.json a.b --op call_function --target operator.add
        qresolve-batch explain default:x86 conv1 --type torch.nn.Conv2d --json
      """)

  @Option(
    help: ArgumentHelp("What the node does: \(NodeOperation.names).", valueName: "op"),
    transform: NodeOperation.init(argument:))
  var op: NodeOperation = .callModule

  @Option(
    name: [.customLong("type")],
    help: ArgumentHelp("The type of the module at the path, in any spelling.", valueName: "type"))
  var moduleType: String = ""

  @Option(
    help: ArgumentHelp("The function or method called, with those ops.", valueName: "target"))
  var target: String = ""

  @Option(
    help: ArgumentHelp(
      "Which use of the type or target in its module it is, from 0; by default the first.",
      valueName: "n"))
  var index: Int?

  @OptionGroup var limitOptions: LimitOptions

  @OptionGroup var report: ReportOptions

  @Argument(
    help: ArgumentHelp(
      "The rule set: a JSON or YAML file in the shape of QConfigMapping.to_dict(), or torch's own as "
        + "default:BACKEND, default:qat:BACKEND[:VERSION].", valueName: "rules"),
    completion: .file(extensions: rulesExtensions))
  var rules: String

  @Argument(help: ArgumentHelp("Module paths.", valueName: "path"))
  var paths: [String]

  func validate() throws {
    if rules.isEmpty { throw ValidationError("the rules have an empty file name") }
    if let index, index < 0 { throw ValidationError("--index counts from 0, not \(index)") }
    let isCall = op == .callFunction || op == .callMethod
    if !target.isEmpty, !isCall {
      throw ValidationError("--target goes with --op call_function or call_method")
    }
  }

  func run() throws {
    try reportingErrors {
      let rules = try compiledRules(rules, limits: limitOptions.limits)
      // Kept to the end of the process, as in resolve.
      _ = Unmanaged.passRetained(rules)
      let explanations = paths.map { path in
        rules.explain(
          Query(
            operation: op, modulePath: path, moduleType: moduleType, target: target, index: index))
      }
      let text =
        report.json
        ? Explanation.json(explanations).compactText + "\n"
        : explanations.map { $0.text(style: report.style) }.joined(separator: "\n")
      try StandardOutput().write(text)
      let isKnown = explanations.allSatisfy { (try? $0.answer.get()) != nil }
      if !isKnown { throw badData }
    }
  }
}

extension NodeOperation {
  fileprivate static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }

  fileprivate init(argument: String) throws {
    guard let operation = NodeOperation(rawValue: argument) else {
      let nearest = nearestName(to: argument, among: Self.allCases.map(\.rawValue))
      throw ValidationError(
        "unknown op '\(argument)'; "
          + (nearest.map { "did you mean '\($0)'?" } ?? "there are \(Self.names)"))
    }
    self = operation
  }
}
