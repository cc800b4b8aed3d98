import ArgumentParser
import FastResolve

/// How inventories are read: what every subcommand has that tells of all their rows.
struct InventoryOptions: ParsableArguments {
  @Option(help: "How the inventories are written; auto goes by the name or the first lines.")
  var inputFormat: FormatChoice<InputFormat> = .auto

  @Option(help: ArgumentHelp("How many threads work; one a core by default.", valueName: "n"))
  var threads: Int = CompiledRules.defaultThreadCount

  @Option(help: "What to do with a row that can't be read.")
  var onBadRow: BatchOptions.BadRowPolicy = .fail

  func validate() throws { try validateThreads(threads) }

  /// The options of a pass that answers nothing.
  var passOptions: PassOptions {
    var options = PassOptions()
    options.inputFormat = inputFormat.format
    options.threads = threads
    options.badRows = onBadRow
    return options
  }
}

extension BatchOptions.BadRowPolicy: ExpressibleByArgument {}

/// Checks a number of threads.
///
/// - Throws: `ValidationError`.
func validateThreads(_ threads: Int) throws {
  guard (1...1024).contains(threads) else {
    throw ValidationError("--threads takes a number from 1 to 1024, not \(threads)")
  }
}

/// Checks names of inputs, of which `-` is standard input.
///
/// - Parameters:
///   - inputs: The names.
///   - noun: What one of them is, with its article.
/// - Throws: `ValidationError`. An empty name is a shell variable that isn't set.
func validateInputs(_ inputs: [String], _ noun: String) throws {
  guard inputs.count(where: { $0 == "-" }) <= 1 else {
    throw ValidationError("standard input can be read only once")
  }
  if inputs.contains("") { throw ValidationError("\(noun) has an empty file name") }
}
