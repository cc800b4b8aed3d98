import ArgumentParser
import FastResolve
import SystemPackage

struct Convert: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert",
    abstract: "Write a rule set in its normal form, as JSON or as YAML.",
    discussion: """
      The normal form is that of QConfigMapping.to_dict(): all five keys in their order, the rules of \
      each in the order in which they were first set, a rule a line. A key that was set again has the \
      qconfig it was set to last; how many there were is said on standard error. What is written reads \
      back as the equal rule set. Regexes are not looked at.

      RULES is JSON, or YAML where its name ends in .yaml or .yml; - is standard input; default:BACKEND \
      and default:qat:BACKEND[:VERSION] are torch's own rule sets. The output is written as its name \
      says, and as JSON to standard output. It may be the file that is read.

      Exit status: 0; 64 usage; 65 a bad rule set; 66 an input that can't be read; 74 an output that \
      can't be written.

      Examples:
        qresolve-batch convert default:x86 > rules.json
        qresolve-batch convert rules.yaml -o rules.json
        qresolve-batch convert --to yaml rules.json | less
      """)

  @Option(
    name: [.short, .long],
    help: ArgumentHelp(
      "Write to a file; it gets its name when it is complete. - is standard output.",
      valueName: "file"), completion: .file(extensions: rulesExtensions))
  var output: String?

  @Option(help: "How the rule set is written; by its name where this isn't given.")
  var from: RulesFormat?

  @Option(help: "How to write the output; by its name where this isn't given.")
  var to: RulesFormat?

  @Flag(help: "Write JSON in one line, without white space.")
  var compact = false

  @Argument(
    help: ArgumentHelp("The rule set.", valueName: "rules"),
    completion: .file(extensions: rulesExtensions))
  var rules: String

  func validate() throws {
    if rules.isEmpty { throw ValidationError("the rule set has an empty file name") }
    if output?.isEmpty == true { throw ValidationError("--output has an empty file name") }
    if from != nil, isDefaultRules(rules) {
      throw ValidationError("--from says how a file is written, and \(rules) is none")
    }
    if compact, outputFormat == .yaml {
      throw ValidationError("--compact is a way to write JSON, and the output is YAML")
    }
  }

  private var outputFormat: RulesFormat {
    to ?? output.flatMap { RulesFormat(fileExtension: FilePath($0).extension) } ?? .json
  }

  func run() throws {
    try reportingErrors {
      let (mapping, duplicateCount) = try read()
      let written = compact ? mapping.toDict().compactText + "\n" : try text(of: mapping)
      // The file gets its name only when all of it is there, so it may be the one that was read.
      try withOutputFile(output) { file in
        let sink: any ByteSink = file ?? StandardOutput()
        try sink.write(written)
      }
      if duplicateCount > 0 {
        writeToStandardError(
          "\(rules): \(duplicateCount) \(duplicateCount == 1 ? "rule" : "rules") folded into "
            + "an earlier one of the same key; the last qconfig counts\n")
      }
    }
  }

  private func read() throws -> (QConfigMapping, duplicateCount: Int) {
    if let mapping = try defaultMapping(rules) { return (mapping, 0) }
    let text =
      rules == "-"
      ? try RulesDocument(contentsOf: "/dev/stdin", format: from ?? .json, name: "<stdin>")
      : try RulesDocument(contentsOf: FilePath(rules), format: from)
    return (text.mapping, text.duplicateCount)
  }

  private func text(of mapping: QConfigMapping) throws -> String {
    do {
      return try mapping.text(outputFormat)
    } catch {
      throw RulesError(source: rules, faults: error.faults)
    }
  }
}

extension RulesFormat: ExpressibleByArgument {}
