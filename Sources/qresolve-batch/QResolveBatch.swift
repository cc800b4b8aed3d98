import ArgumentParser
import CBytes

@main
struct QResolveBatch: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "qresolve-batch",
    abstract: "Which quantization config does each module get, and which rule says so?",
    discussion: """
      Resolves inventories of module paths against the rules of a QConfigMapping, exactly as \
      PyTorch does, at nearly the speed of copying the file.
      """,
    version: fastResolveVersion,
    subcommands: [
      Resolve.self, Check.self, Explain.self, Diff.self, BenchCommand.self, Report.self, Stats.self,
      Regex.self, Convert.self,
    ],
    defaultSubcommand: Resolve.self)

  static func main() {
    grow_heaps_at_once()
    main(nil)
  }
}

/// The version of the command and the library; CHANGELOG.md says what is in it.
let fastResolveVersion = "0.1.0"
