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
    var status: Int32
    var output: String
    var errors: String
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
    let process = Process()
    process.executableURL = url
    process.arguments = arguments
    if let folder { process.currentDirectoryURL = folder }
    let standardInput = Pipe()
    let output = Pipe()
    let errors = Pipe()
    process.standardInput = standardInput
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    // All three pipes have to be served at once, or the command and the test wait for each other.
    let group = DispatchGroup()
    nonisolated(unsafe) var outputData = Data()
    nonisolated(unsafe) var errorData = Data()
    DispatchQueue.global().async(group: group) {
      outputData = output.fileHandleForReading.readDataToEndOfFile()
    }
    DispatchQueue.global().async(group: group) {
      errorData = errors.fileHandleForReading.readDataToEndOfFile()
    }
    try? standardInput.fileHandleForWriting.write(contentsOf: Data(input.utf8))
    try? standardInput.fileHandleForWriting.close()
    group.wait()
    process.waitUntilExit()
    return Outcome(
      status: process.terminationStatus, output: String(decoding: outputData, as: UTF8.self),
      errors: String(decoding: errorData, as: UTF8.self))
  }
}
