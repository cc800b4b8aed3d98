import Foundation

/// The built command, run as a user would run it.
enum Command {
  /// The command beside the test bundle that is running.
  static let url: URL = {
    #if os(macOS)
      let folder = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }?.bundleURL
        .deletingLastPathComponent()
    #else
      let folder = Bundle.main.executableURL?.deletingLastPathComponent()
    #endif
    return (folder ?? URL(filePath: ".build/debug")).appending(path: "qresolve-batch")
  }()

  /// What a run of the command gave.
  struct Outcome {
    /// The exit code, or the number of the signal where one ended the run.
    var status: Int32
    /// Whether a signal ended the run.
    var isSignal = false
    /// Standard output as it came.
    var bytes: Data
    /// Standard error.
    var errors: String

    /// Standard output as text.
    var output: String { String(decoding: bytes, as: UTF8.self) }
  }

  /// Runs the command to its end.
  ///
  /// - Parameters:
  ///   - arguments: Its arguments.
  ///   - input: What stands on its standard input.
  ///   - folder: The working directory, or that of the tests.
  static func run(
    _ arguments: [String], input: String = "", in folder: URL? = nil
  ) throws -> Outcome {
    try run(arguments, bytes: Data(input.utf8), in: folder)
  }

  /// Runs the command to its end, with bytes that need be no text on its standard input.
  static func run(
    _ arguments: [String], bytes: Data, in folder: URL? = nil
  ) throws -> Outcome {
    try RunningCommand(arguments, in: folder).finish(bytes)
  }
}
