import FastResolve
import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The extensions of rules files, which the shell completes names by.
let rulesExtensions = ["json", "yaml", "yml"]

/// The extensions of inventories, which the shell completes names by.
let inventoryExtensions = InputFormat.allCases.map(\.rawValue)

private let defaultRulesPrefix = "default:"

/// Whether an argument names a rule set of torch's own.
func isDefaultRules(_ argument: String) -> Bool { argument.hasPrefix(defaultRulesPrefix) }

/// The rule set of torch's that an argument names, or `nil` where it names a file.
func defaultMapping(_ argument: String) throws -> QConfigMapping? {
  guard isDefaultRules(argument) else { return nil }
  return try QConfigMapping.default(named: String(argument.dropFirst(defaultRulesPrefix.count)))
}

/// The compiled rules that an argument names: a file, or `default:` and a mapping of torch's.
///
/// - Parameter options: Those of the run that they are for, where that is known.
func compiledRules(
  _ argument: String, limits: MatchLimits = MatchLimits(), for options: BatchOptions? = nil
) throws -> CompiledRules {
  guard let mapping = try defaultMapping(argument) else {
    return try CompiledRules(contentsOf: FilePath(argument), matchLimits: limits, for: options)
  }
  do {
    return try CompiledRules(mapping, matchLimits: limits, for: options)
  } catch {
    throw RulesError(source: argument, faults: error.faults)
  }
}

/// The rules that an argument names, to be checked.
func ruleSetCheck(_ argument: String) throws -> RuleSetCheck {
  try defaultMapping(argument).map { RuleSetCheck($0, source: argument) }
    ?? RuleSetCheck(contentsOf: FilePath(argument))
}

/// The inputs that the arguments name.
///
/// - Parameters:
///   - arguments: File names, or `-`; none is standard input.
///   - content: What the terminal is asked for, where that is standard input.
/// - Throws: `FileError` for the first that can't be read, before anything is written.
func batchInputs(
  _ arguments: [String], of content: String = "module paths"
) throws -> [BatchInput] {
  let inputs = arguments.isEmpty ? ["-"] : arguments
  return try inputs.map { argument in
    guard argument != "-" else {
      if arguments.isEmpty, isatty(STDIN_FILENO) == 1 {
        writeToStandardError("reading \(content) from the terminal; end with Ctrl-D\n")
      }
      return .standardInput
    }
    guard access(argument, R_OK) == 0 else {
      throw FileError(.read, argument, Errno(rawValue: errno))
    }
    // A directory can be opened and fails only when it is read, after the inputs before it.
    var status = stat()
    if stat(argument, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
      throw FileError(.read, argument, .isDirectory)
    }
    return .file(FilePath(argument))
  }
}
