import SystemPackage
import Testing

@testable import FastResolve

@Suite struct ReadFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Sizes around the piece that is read at a time.
  @Test(arguments: [0, 1, 1 << 20 - 1, 1 << 20, 1 << 20 + 1, 3 << 20])
  func allOfAFile(size: Int) throws {
    let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
    let path = folder.file("file")
    let output = try OutputFile(path)
    try output.write(bytes)
    try output.close()
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
