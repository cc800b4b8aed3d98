import Foundation
import Testing

/// A terminal that nobody sits at.
final class Terminal {
  let master: Int32
  let slave: FileHandle

  init() throws {
    var ends: (master: Int32, slave: Int32) = (-1, -1)
    guard openpty(&ends.master, &ends.slave, nil, nil, nil) == 0 else { throw POSIXError(.ENXIO) }
    master = ends.master
    slave = FileHandle(fileDescriptor: ends.slave, closeOnDealloc: true)
  }

  deinit { close(master) }

  /// Whether something was printed that wasn't read yet.
  var hasOutput: Bool {
    var request = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
    return poll(&request, 1, 0) > 0
  }
}

/// The line that says how far a run is, on a terminal; where there are no pseudo-terminals to be
/// had, as in some containers, there is nothing to test.
@Suite(.enabled(if: (try? Terminal()) != nil)) struct ProgressLineTests {
  /// Runs with standard error on a terminal while rows come in slowly enough to be shown: two and one
  /// more, or more until something is printed, as a busy machine may take its time to start the
  /// command.
  private func screen(
    _ arguments: String, isOutputTerminal: Bool = false, untilPrinted: Bool = false
  ) throws -> (text: String, rowCount: Int) {
    let terminal = try Terminal()
    let workspace = try Workspace()
    let command = try workspace.start(
      arguments, output: isOutputTerminal ? terminal.slave : nil, errors: terminal.slave)
    var rowCount = 0
    while rowCount < 2 || untilPrinted && rowCount < 500 && !terminal.hasOutput {
      try command.write("head\n")
      rowCount += 1
      // The line is drawn ten times a second at the most.
      usleep(120_000)
    }
    let outcome = command.finish(Data("a\n".utf8))
    #expect(outcome.status == 0)
    try terminal.slave.close()
    let text = String(decoding: readAll(terminal.master), as: UTF8.self)
      .replacing("\r\n", with: "\n")
    return (text, rowCount + 1)
  }

  @Test(arguments: ["", "-o a.tsv"])
  func itIsShownAndTakenAway(arguments: String) throws {
    let (screen, rowCount) = try screen(arguments, untilPrinted: true)
    let line = try #require(screen.prefixMatch(of: /\r\u{1B}\[K(\d+) rows?  \d+ rows\/s/))
    #expect((1..<rowCount).contains(try #require(Int(line.1))))
    let summary = try #require(screen.firstRange(of: "\r\u{1B}[K\(rowCount) rows in "))
    #expect(!screen[summary.upperBound...].contains("\r"))
  }

  @Test func ofAFileItSaysTheShare() throws {
    let terminal = try Terminal()
    let workspace = try Workspace()
    // Three chunks and a bit.
    try workspace.write(String(repeating: "model.layers.0\n", count: 230_000), to: "in.txt")
    let command = try workspace.start("--threads 1 in.txt", errors: terminal.slave)
    // Nobody reads the answers for a while, so the run is a slow one.
    usleep(150_000)
    #expect(command.finish().status == 0)
    try terminal.slave.close()
    let screen = String(decoding: readAll(terminal.master), as: UTF8.self)
    #expect(screen.prefixMatch(of: /\r\u{1B}\[K[\d,]+ rows  [1-9]\d? %  [\d,]+ rows\/s/) != nil)
  }

  @Test func answersOnTheScreenAreLeftAlone() throws {
    let screen = try screen("", isOutputTerminal: true).text
    #expect(!screen.contains("\r"))
    #expect(screen.hasPrefix("module_path\tqconfig\trule\nhead\tnull\tmodule_name[0]\n"))
  }

  @Test(arguments: ["--quiet", "--stats"])
  func itIsNotWanted(arguments: String) throws {
    #expect(!(try screen(arguments).text).contains("\r"))
  }
}
