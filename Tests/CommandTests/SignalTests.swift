import Foundation
import Testing

/// An interrupted run leaves nothing behind and ends as the signal would have ended it.
@Suite struct SignalTests {
  @Test(arguments: [SIGINT, SIGTERM, SIGHUP], [false, true])
  func thePartialFileGoes(signal: Int32, isReplacing: Bool) throws {
    let workspace = try Workspace()
    if isReplacing { try workspace.write("old\n", to: "a.tsv") }
    let command = try workspace.start("-o a.tsv")
    try command.write("head\n")
    #expect(try waitsForPartial(in: workspace))
    command.send(signal)
    let outcome = try ended(command)
    #expect(outcome.isSignal)
    #expect(outcome.status == signal)
    #expect(outcome.errors == "")
    #expect(try workspace.names == (isReplacing ? ["a.tsv"] : []))
    if isReplacing { #expect(try workspace.text(of: "a.tsv") == "old\n") }
  }

  @Test func withoutAFile() throws {
    let command = try Workspace().start("")
    try command.write("head\n")
    #expect(command.readLine() == "module_path\tqconfig\trule\n")
    #expect(command.readLine() == "head\tnull\tmodule_name[0]\n")
    command.send(SIGINT)
    let outcome = try ended(command)
    #expect(outcome.isSignal)
    #expect(outcome.status == SIGINT)
    #expect(outcome.errors == "")
  }

  // As `nohup` starts it.
  @Test func aSignalThatIsIgnoredStaysSo() throws {
    let workspace = try Workspace()
    let command = try workspace.start("-q -o a.tsv", shell: "trap '' HUP; exec \"$0\" \"$@\"")
    try command.write("head\n")
    #expect(try waitsForPartial(in: workspace))
    command.send(SIGHUP)
    let outcome = command.finish(Data("a\n".utf8))
    #expect(!outcome.isSignal)
    #expect(outcome.status == 0)
    #expect(
      try workspace.text(of: "a.tsv")
        == "module_path\tqconfig\trule\nhead\tnull\tmodule_name[0]\na\tint8\tglobal\n")
  }

  /// Waits until something was written, so that the run is past its preparations.
  private func waitsForPartial(in workspace: Workspace) throws -> Bool {
    try waits {
      let partial = try workspace.names.first { $0.hasPrefix("a.tsv.partial-") }
      return try partial.map { try workspace.text(of: $0) != "" } ?? false
    }
  }

  /// The outcome of a run that ends without the end of its input.
  private func ended(_ command: RunningCommand) throws -> Command.Outcome {
    #expect(waits { !command.isRunning })
    return command.finish()
  }
}
