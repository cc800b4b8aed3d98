import Foundation
import SystemPackage

/// A folder of one test, removed when the test lets go of it.
final class TemporaryFolder: Sendable {
  let path: FilePath

  init() throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "fastresolve-\(UUID())")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = FilePath(url.path())
  }

  deinit { try? FileManager.default.removeItem(atPath: path.string) }

  /// The path of a file in the folder, there or not.
  func file(_ name: String) -> FilePath { path.appending(name) }

  /// Writes a file.
  func write(_ text: String, to name: String) throws -> FilePath {
    try Data(text.utf8).write(to: URL(filePath: file(name).string))
    return file(name)
  }

  /// What a file holds, or `nil` where there is none.
  func text(_ name: String) -> String? {
    FileManager.default.contents(atPath: file(name).string).map {
      String(decoding: $0, as: UTF8.self)
    }
  }

  /// The names in the folder, sorted.
  var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: path.string).sorted() }
  }
}
