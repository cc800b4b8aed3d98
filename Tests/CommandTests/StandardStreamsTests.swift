import Foundation
import Testing

/// Standard input and output: pipes that are read, watched and closed.
@Suite struct StandardStreamsTests {
  static let header = "module_path\tqconfig\trule\n"

  @Test(arguments: ["", "-"])
  func standardInputIsRead(argument: String) throws {
    let outcome = try Workspace().run("-q \(argument)", input: "head\n")
    #expect(outcome.output == Self.header + "head\tnull\tmodule_name[0]\n")
    #expect(outcome.errors == "")
    #expect(outcome.status == 0)
  }

  @Test func itMayBeAFile() throws {
    let workspace = try Workspace()
    try workspace.write("module_path,x\nhead,1\n", to: "in")
    let outcome = try workspace.start("-q", shell: "exec \"$0\" \"$@\" < in").finish()
    #expect(outcome.output == "module_path,x,qconfig,rule\nhead,1,null,module_name[0]\n")
    #expect(outcome.errors == "")
  }

  @Test func itIsOneOfTheInputs() throws {
    let workspace = try Workspace()
    try workspace.write("x\tmodule_path\n1\thead\n", to: "1.tsv")
    try workspace.write("x,module_path\n3,c\n", to: "3.csv")
    let outcome = try workspace.run("-q 1.tsv - 3.csv", input: "module_path\tx\nb\t2\n")
    #expect(
      outcome.output
        == "x\tmodule_path\tqconfig\trule\n1\thead\tnull\tmodule_name[0]\n2\tb\tint8\tglobal\n"
        + "3\tc\tint8\tglobal\n")
    #expect(outcome.errors == "")
  }

  @Test(arguments: [
    (
      "module_path\na\n", "<stdin>:1: error: no column 'x', which the first input has\n"
    ),
    (
      "module_path\tx\ty\na\t1\t2\n",
      "<stdin>:1: error: the column 'y' is not in the first input\n"
    ),
  ])
  func inputsMustHaveTheSameColumns(input: String, errors: String) throws {
    let workspace = try Workspace()
    try workspace.write("x\tmodule_path\n1\thead\n", to: "1.tsv")
    let outcome = try workspace.run("1.tsv -", input: input)
    #expect(outcome.errors == errors)
    #expect(outcome.status == 65)
  }

  @Test func countingStartsAgainInEachInput() throws {
    let workspace = try Workspace()
    let rows =
      "module_path\tmodule_type\ndec.a\ttorch.nn.Linear\ndec.b\ttorch.nn.Linear\n"
      + "dec.c\ttorch.nn.Linear\n"
    try workspace.write(rows, to: "1.tsv")
    let outcome = try workspace.run("-q --select qconfig --no-header 1.tsv -", input: rows)
    #expect(outcome.output == String(repeating: "{\"bits\":4}\nint2\n{\"bits\":4}\n", count: 2))
  }

  @Test(arguments: ["-q", "--threads 1", "--threads 8 --stats"])
  func aRowIsAnsweredWhenItIsThere(arguments: String) throws {
    let command = try Workspace().start(arguments)
    try command.write("module_path\tx\nhead\t")
    try command.write("1\n")
    #expect(command.readLine() == "module_path\tx\tqconfig\trule\n")
    #expect(command.readLine() == "head\t1\tnull\tmodule_name[0]\n")
    // Rows by twos and halves.
    try command.write("a\t2\nb\t3\nenc.no")
    #expect(command.readLine() == "a\t2\tint8\tglobal\n")
    #expect(command.readLine() == "b\t3\tint8\tglobal\n")
    let outcome = command.finish(Data("rm\t4".utf8))
    #expect(outcome.output == "enc.norm\t4\tfp16\tmodule_name_regex[0]\n")
    #expect(outcome.status == 0)
  }

  @Test func aBadRowIsSaidAfterTheRowsBefore() throws {
    let command = try Workspace().start("--select rule --no-header")
    try command.write("module_path\tx\na\t1\n")
    #expect(command.readLine() == "global\n")
    try command.write("head\t1\nb\n")
    // It ends by itself, though more could come.
    #expect(command.readLine() == "module_name[0]\n")
    #expect(command.readLine() == "")
    let outcome = command.finish()
    #expect(outcome.errors == "<stdin>:4: error: 1 column, the header has 2\n")
    #expect(outcome.status == 65)
  }

  // `head` goes away after a few lines, and that is no error.
  @Test(arguments: ["", "--stats", "--threads 1", "-o /dev/stdout"])
  func theReaderGoesAway(arguments: String) throws {
    let command = try Workspace().start(arguments)
    try command.write("head\n")
    #expect(command.readLine() == Self.header)
    command.closeOutput()
    let outcome = command.finish(
      Data(String(repeating: "model.layers.0\n", count: 200_000).utf8), readsOutput: false)
    #expect(outcome.errors == "")
    #expect(outcome.status == 0)
    #expect(!outcome.isSignal)
  }
}
