import Foundation
import Synchronization

/// A run of the command that is under way, to talk with it or to end it early.
final class RunningCommand {
  private let process = Process()
  private let input = Pipe()
  private let output: Pipe?
  private let errors = Collector()
  private let reading = DispatchGroup()
  private let hasEnded = Flag()
  /// The folder it runs in, which has to stay until it has ended.
  var workspace: Workspace?

  /// Starts the command.
  ///
  /// - Parameters:
  ///   - arguments: Its arguments.
  ///   - folder: The working directory, or that of the tests.
  ///   - shell: A line of shell that starts the command, which is `"$0"`, with its arguments,
  ///     which are `"$@"`.
  ///   - output: What its standard output is, where that is no pipe.
  ///   - errors: What its standard error is, where that is no pipe.
  init(
    _ arguments: [String], in folder: URL? = nil, shell: String? = nil,
    output: FileHandle? = nil, errors: FileHandle? = nil
  ) throws {
    Self.settleSignals
    if let shell {
      process.executableURL = URL(filePath: "/bin/sh")
      process.arguments = ["-c", shell, Command.url.path] + arguments
    } else {
      process.executableURL = Command.url
      process.arguments = arguments
    }
    if let folder { process.currentDirectoryURL = folder }
    let pipe = Pipe()
    self.output = output == nil ? pipe : nil
    let errorPipe = Pipe()
    process.standardInput = input
    process.standardOutput = output ?? pipe
    process.standardError = errors ?? errorPipe
    try process.run()
    if errors == nil {
      // Served from the start, or the command and the test could wait for each other.
      let collector = self.errors
      DispatchQueue.global().async(group: reading) {
        collector.append(readAll(errorPipe.fileHandleForReading.fileDescriptor))
      }
    }
    // A run that hangs fails its test and not the whole suite.
    let identifier = process.processIdentifier
    let hasEnded = hasEnded
    DispatchQueue.global().asyncAfter(deadline: .now() + 60) {
      if !hasEnded.isSet { kill(identifier, SIGKILL) }
    }
  }

  /// Writes to its standard input.
  func write(_ text: String) throws {
    try input.fileHandleForWriting.write(contentsOf: Data(text.utf8))
  }

  /// Ends its standard input.
  func closeInput() { try? input.fileHandleForWriting.close() }

  /// Reads a line of its standard output with its ending; what there is where the output ends.
  func readLine() -> String {
    guard let descriptor = output?.fileHandleForReading.fileDescriptor else { return "" }
    var line: [UInt8] = []
    var byte: UInt8 = 0
    while line.last != UInt8(ascii: "\n"), read(descriptor, &byte, 1) == 1 { line.append(byte) }
    return String(decoding: line, as: UTF8.self)
  }

  /// Goes away as the reader of its standard output.
  func closeOutput() { try? output?.fileHandleForReading.close() }

  /// Whether it hasn't ended yet.
  var isRunning: Bool { process.isRunning }

  /// Sends it a signal.
  func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

  /// Gives it the rest of its input and waits for its end.
  ///
  /// - Parameters:
  ///   - rest: What else to write to its standard input.
  ///   - readsOutput: Whether its standard output is still open at this end.
  func finish(_ rest: Data = Data(), readsOutput: Bool = true) -> Command.Outcome {
    let answers = Collector()
    if readsOutput, let output {
      DispatchQueue.global().async(group: reading) {
        answers.append(readAll(output.fileHandleForReading.fileDescriptor))
      }
    }
    // It may have ended without reading all of it.
    try? input.fileHandleForWriting.write(contentsOf: rest)
    closeInput()
    reading.wait()
    process.waitUntilExit()
    hasEnded.set()
    workspace = nil
    return Command.Outcome(
      status: process.terminationStatus, isSignal: process.terminationReason == .uncaughtSignal,
      bytes: answers.data, errors: String(decoding: errors.data, as: UTF8.self))
  }

  /// Signals as a terminal would have them. A command takes over what is ignored, so nothing
  /// may be; and writing to one that has ended must not end the tests.
  private static let settleSignals: Void = {
    for number in [SIGINT, SIGTERM, SIGHUP] {
      let before = signal(number, SIG_DFL)
      if unsafeBitCast(before, to: Int.self) != unsafeBitCast(SIG_IGN, to: Int.self) {
        signal(number, before)
      }
    }
    signal(SIGPIPE) { _ in }
  }()
}

/// Bytes that another thread gathers.
private final class Collector: Sendable {
  private let content = Mutex(Data())

  var data: Data { content.withLock { $0 } }

  func append(_ data: Data) { content.withLock { $0 += data } }
}

/// Something that has happened, or not yet.
private final class Flag: Sendable {
  private let value = Atomic(false)

  var isSet: Bool { value.load(ordering: .relaxed) }

  func set() { value.store(true, ordering: .relaxed) }
}

/// All that comes from a descriptor to its end. An error is an end too: that is how the other
/// side of a terminal goes away.
func readAll(_ descriptor: Int32) -> Data {
  var all = Data()
  var piece = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = read(descriptor, &piece, piece.count)
    if count < 0, errno == EINTR { continue }
    guard count > 0 else { return all }
    all += piece[..<count]
  }
}
