import Foundation
import SystemPackage

/// The files in `Tests/Fixtures`, found from where this source file stands.
///
/// They are no resources of a bundle: some are large, and other programs read them too.
enum Fixtures {
  static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Fixtures", directoryHint: .isDirectory)

  /// The file at a path relative to `Tests/Fixtures`.
  static func url(_ relativePath: String) -> URL { root.appending(path: relativePath) }

  /// The file at a path relative to `Tests/Fixtures`.
  static func path(_ relativePath: String) -> FilePath { FilePath(url(relativePath).path()) }

  /// The bytes of a file.
  static func bytes(_ relativePath: String) throws -> [UInt8] {
    try Array(Data(contentsOf: url(relativePath)))
  }

  /// The names of the files in a folder, sorted.
  static func names(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: url(folder).path()).sorted()
  }
}

extension Fixtures {
  /// A further folder of cases, laid out like `Tests/Fixtures`, that the environment names.
  static let extra: URL? = ProcessInfo.processInfo.environment["FASTRESOLVE_EXTRA_FIXTURES"]
    .flatMap { $0.isEmpty ? nil : URL(filePath: $0, directoryHint: .isDirectory) }
}
