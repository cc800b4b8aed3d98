import Foundation
import Testing

/// Files that can't be read or written.
@Suite struct FileErrorsTests {
  struct Case: CustomTestStringConvertible {
    var arguments: String
    var errors: String
    var status: Int32

    var testDescription: String { arguments }

    init(_ arguments: String, _ errors: String, _ status: Int32) {
      self.arguments = arguments
      self.errors = errors
      self.status = status
    }
  }

  @Test(arguments: [
    Case("--output a.tsv missing.tsv", "missing.tsv: can't be read: No such file or directory", 66),
    // Seen before the first is answered.
    Case("in.tsv missing.tsv", "missing.tsv: can't be read: No such file or directory", 66),
    Case("folder", "folder: can't be read: Is a directory", 66),
    Case("in.tsv folder", "folder: can't be read: Is a directory", 66),
    Case("in.tsv/x", "in.tsv/x: can't be read: Not a directory", 66),
    Case(
      "--output missing/a.tsv in.tsv",
      "missing/a.tsv: can't be written: No such file or directory", 74),
    Case("--output folder in.tsv", "folder: can't be written: Is a directory", 74),
    Case("--output in.tsv/a in.tsv", "in.tsv/a: can't be written: Not a directory", 74),
    Case(
      "--rules missing.json in.tsv", "missing.json: can't be read: No such file or directory", 66),
    Case("--rules folder in.tsv", "folder: can't be read: Is a directory", 66),
  ])
  func nothingIsWritten(_ one: Case) throws {
    let workspace = try Workspace()
    try workspace.write("module_path\nhead\n", to: "in.tsv")
    try workspace.makeFolder("folder")
    let outcome = try workspace.run(one.arguments)
    #expect(outcome.errors == "error: \(one.errors)\n")
    #expect(outcome.output == "")
    #expect(outcome.status == one.status)
    #expect(try workspace.names == ["folder", "in.tsv"])
  }

  @Test(.enabled(if: geteuid() != 0, "the superuser may read and write everything"))
  func permissionsAreHeeded() throws {
    let workspace = try Workspace()
    try workspace.write("module_path\nhead\n", to: "in.tsv")
    try workspace.write("old", to: "locked.tsv")
    chmod(workspace.url.appending(path: "locked.tsv").path, 0)
    let reading = try workspace.run("locked.tsv")
    #expect(reading.errors == "error: locked.tsv: can't be read: Permission denied\n")
    #expect(reading.status == 66)
    let writing = try workspace.run("--output locked.tsv in.tsv")
    #expect(writing.errors == "error: locked.tsv: can't be written: Permission denied\n")
    #expect(writing.status == 74)
    #expect(try workspace.names == ["in.tsv", "locked.tsv"])
  }

  static let hasFullDevice = FileManager.default.fileExists(atPath: "/dev/full")

  @Test(.enabled(if: hasFullDevice)) func theOutputIsFull() throws {
    let outcome = try Workspace().run("--output /dev/full", input: "a\n")
    #expect(outcome.errors == "error: /dev/full: can't be written: No space left on device\n")
    #expect(outcome.status == 74)
  }

  @Test(.enabled(if: hasFullDevice)) func standardOutputIsFull() throws {
    let full = try #require(FileHandle(forWritingAtPath: "/dev/full"))
    let outcome = try Workspace().start("", output: full).finish(Data("a\n".utf8))
    #expect(outcome.errors == "error: standard output: can't be written: No space left on device\n")
    #expect(outcome.status == 74)
  }

  @Test(arguments: [
    (">&-", "error: standard output: can't be written: ", 74),
    ("<&-", "error: <stdin>: can't be read: ", 66),
  ])
  func aStandardStreamIsClosed(redirection: String, errors: String, status: Int32) throws {
    let workspace = try Workspace()
    let outcome = try workspace.start("", shell: "exec \"$0\" \"$@\" \(redirection)").finish()
    #expect(outcome.errors.hasPrefix(errors))
    #expect(outcome.errors.split(separator: "\n").count == 1)
    #expect(outcome.status == status)
  }
}
