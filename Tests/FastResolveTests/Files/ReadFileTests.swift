import Foundation
import SystemPackage
import Testing

@testable import FastResolve

@Suite struct ReadFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Sizes around the least that room is made for.
  @Test(arguments: [0, 1, 1 << 16 - 1, 1 << 16, 1 << 16 + 1, 3 << 20])
  func allOfAFile(size: Int) throws {
    let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
    let path = folder.file("file")
    let output = try OutputFile(path)
    try output.write(bytes)
    try output.close()
    #expect(try readFile(path) == bytes)
  }

  /// A pipe has no size and gives what it holds piece by piece.
  @Test func allOfAPipe() throws {
    let bytes = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
    let path = folder.file("pipe")
    #expect(mkfifo(path.string, 0o600) == 0)
    let writer = Thread {
      guard let pipe = try? FileDescriptor.open(path, .writeOnly) else { return }
      _ = try? pipe.closeAfter { try pipe.writeAll(bytes) }
    }
    writer.start()
    #expect(try readFile(path) == bytes)
  }

  @Test func whatHasNoSize() throws {
    #expect(try readFile("/dev/null").isEmpty)
  }

  @Test func aFileThatIsNotThere() {
    let path = folder.file("none")
    #expect(throws: FileError(.read, path.string, .noSuchFileOrDirectory)) { try readFile(path) }
  }
}
