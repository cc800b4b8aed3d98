import Foundation
import Testing

/// The completion scripts. `Scripts/check-install` loads them in their shells.
@Suite struct CompletionTests {
  /// The names in the list of subcommands of the help.
  private static func subcommands() throws -> [Substring] {
    try Command.run(["help"]).output.split(separator: "\n")
      .drop { $0 != "SUBCOMMANDS:" }.dropFirst()
      .prefix { $0.hasPrefix("  ") }
      .compactMap { $0.firstMatch(of: /^  ([a-z]+)/)?.1 }
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func everySubcommandIsThere(shell: String) throws {
    let subcommands = try Self.subcommands()
    #expect(subcommands.contains("resolve") && subcommands.contains("convert"))
    let script = try Command.run(["--generate-completion-script", shell])
    #expect(script.status == 0)
    #expect(script.errors == "")
    for subcommand in subcommands {
      #expect(script.output.contains(try Regex("\\b\(subcommand)\\b")), "\(subcommand)")
    }
    for fileExtension in ["json", "yaml", "yml", "tsv", "jsonl"] {
      #expect(script.output.contains(fileExtension))
    }
  }

  /// What bash would offer for the last of some words.
  private func completions(_ words: [String]) throws -> Set<Substring> {
    let workspace = try Workspace()
    for name in ["rules.yml", "rules.txt", "zoo.tsv"] { try workspace.write("", to: name) }
    let script = try Command.run(["--generate-completion-script", "bash"]).output
    try workspace.write(script, to: "completions")
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(filePath: "/bin/bash")
    process.currentDirectoryURL = workspace.url
    process.arguments =
      [
        "--norc", "-c",
        """
        . ./completions
        COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMP_LINE="$*"
        COMP_POINT=${#COMP_LINE}
        _qresolve-batch "$1" "${@: -1}" "${@: -2:1}"
        printf '%s\\n' "${COMPREPLY[@]}"
        """, "bash", "qresolve-batch",
      ] + words
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let output = String(decoding: readAll(pipe.fileHandleForReading.fileDescriptor), as: UTF8.self)
    process.waitUntilExit()
    return Set(output.split(separator: "\n"))
  }

  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/bin/bash")))
  func bashCompletes() throws {
    let subcommands = try Self.subcommands()
    #expect(try completions(["re"]) == Set(subcommands.filter { $0.hasPrefix("re") }))
    #expect(try completions(["conv"]) == ["convert"])
    #expect(try completions(["convert", "--fr"]) == ["--from"])
    #expect(try completions(["convert", "--from", ""]) == ["json", "yaml"])
    #expect(try completions(["convert", "rul"]) == ["rules.json", "rules.yml"])
    #expect(try completions(["resolve", "--rules", "rul"]) == ["rules.json", "rules.yml"])
    #expect(try completions(["resolve", "--rules", "rules.json", "z"]) == ["zoo.tsv"])
    #expect(try completions(["resolve", "--output-format", "j"]) == ["jsonl"])
    #expect(try completions(["resolve", "--on-bad-row", ""]) == ["fail", "skip"])
  }
}
