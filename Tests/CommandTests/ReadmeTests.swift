import Foundation
import Testing

/// The session of the README, typed again: what it shows is what the command says.
@Suite struct ReadmeTests {
  /// A command and the lines it is said to print, errors first.
  struct Step {
    var command: String
    var output: [String]
  }

  static func steps(_ readme: String) -> [Step] {
    var steps: [Step] = []
    var isSession = false
    for line in readme.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("## ") { isSession = line == "## A session" }
      guard isSession, line.hasPrefix("    ") else { continue }
      let text = line.dropFirst(4)
      if text.hasPrefix("$ ") {
        steps.append(Step(command: String(text.dropFirst(2)), output: []))
      } else if !steps.isEmpty {
        steps[steps.count - 1].output.append(String(text))
      }
    }
    return steps
  }

  @Test func theSessionIsReal() throws {
    let readme = try String(
      contentsOf: SampleTests.root.appending(path: "README.md"), encoding: .utf8)
    let steps = Self.steps(readme)
    #expect(steps.count > 8)
    let workspace = try Workspace()
    try FileManager.default.createSymbolicLink(
      at: workspace.url.appending(path: "Examples"),
      withDestinationURL: SampleTests.root.appending(path: "Examples"))
    for step in steps {
      // A file that is shown and isn't there is one that the reader is to write.
      if step.command.hasPrefix("cat "), !step.command.contains("|") {
        try workspace.write(
          step.output.joined(separator: "\n") + "\n", to: String(step.command.dropFirst(4)))
        continue
      }
      let process = Process()
      process.executableURL = URL(filePath: "/bin/bash")
      process.arguments = ["-c", "(\(step.command)) >output 2>errors"]
      process.currentDirectoryURL = workspace.url
      var environment = ProcessInfo.processInfo.environment
      environment["PATH"] =
        Command.url.deletingLastPathComponent().path() + ":" + (environment["PATH"] ?? "")
      environment["LC_ALL"] = "C"
      process.environment = environment
      try process.run()
      process.waitUntilExit()
      let printed = try workspace.text(of: "errors") + workspace.text(of: "output")
      let lines = printed.split(separator: "\n").map { Self.withoutTimes(String($0)) }
      #expect(lines == step.output.map(Self.withoutTimes), "\(step.command)")
    }
  }

  /// The line with what differs from run to run taken out.
  static func withoutTimes(_ line: String) -> String {
    line.replacing(/in [0-9.]+ s \([0-9,]+ rows\/s\)/, with: "in … s")
  }
}
