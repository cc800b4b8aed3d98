import Foundation
import SystemPackage
import Testing

@testable import FastResolve

@Suite struct OutputFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func write(_ text: String, to path: FilePath) throws {
    let output = try OutputFile(path)
    try output.write(Array(text.utf8))
    try output.close()
  }

  @Test func theNameComesAtTheEnd() throws {
    let output = try OutputFile(folder.file("out"))
    let partial = try #require(output.partialPath?.lastComponent?.string)
    #expect(partial.hasPrefix("out.partial-"))
    #expect(try folder.names == [partial])
    try output.write(Array("one ".utf8))
    try output.write(Array("two".utf8))
    #expect(folder.text("out") == nil)
    try output.close()
    #expect(folder.text("out") == "one two")
    #expect(try folder.names == ["out"])
  }

  @Test func discardLeavesNothing() throws {
    let output = try OutputFile(folder.file("out"))
    try output.write(Array("half".utf8))
    output.discard()
    #expect(try folder.names.isEmpty)
  }

  @Test func whatWasThereStaysUntilTheEnd() throws {
    let path = try folder.write("old", to: "out")
    let discarded = try OutputFile(path)
    try discarded.write(Array("new".utf8))
    #expect(folder.text("out") == "old")
    discarded.discard()
    #expect(folder.text("out") == "old")
    #expect(try folder.names == ["out"])

    let output = try OutputFile(path)
    try output.write(Array("new".utf8))
    #expect(folder.text("out") == "old")
    try output.close()
    #expect(folder.text("out") == "new")
    #expect(try folder.names == ["out"])
  }

  /// A run that was killed may have left its partial file, and its process number comes again.
  @Test func anOldPartialFileIsEmptied() throws {
    let first = try OutputFile(folder.file("out"))
    try first.write(Array("a long text".utf8))
    try write("new", to: folder.file("out"))
    #expect(folder.text("out") == "new")
    first.discard()
  }

  @Test(arguments: ["file", "none"])
  func aLinkIsFollowed(target: String) throws {
    let link = folder.file("link").string
    if target == "file" { _ = try folder.write("old", to: target) }
    // One link relative to its folder, one to that link: both have to be followed.
    try FileManager.default.createSymbolicLink(
      atPath: folder.file("inner").string, withDestinationPath: target)
    try FileManager.default.createSymbolicLink(
      atPath: link, withDestinationPath: folder.file("inner").string)
    try write("new", to: FilePath(link))
    #expect(folder.text(target) == "new")
    #expect(
      try FileManager.default.destinationOfSymbolicLink(atPath: folder.file("inner").string)
        == target)
    #expect(
      try FileManager.default.destinationOfSymbolicLink(atPath: link)
        == folder.file("inner").string)
    #expect(try folder.names == [target, "inner", "link"].sorted())
  }

  @Test func linksInACircleAreAnError() throws {
    let link = folder.file("link")
    try FileManager.default.createSymbolicLink(atPath: link.string, withDestinationPath: "link")
    #expect(throws: FileError(.write, link.string, .tooManySymbolicLinkLevels)) {
      try OutputFile(link)
    }
    #expect(try folder.names == ["link"])
  }

  @Test func whatIsNoRegularFileIsWrittenDirectly() throws {
    let null = try OutputFile("/dev/null")
    #expect(null.partialPath == nil)
    try null.write(Array("gone".utf8))
    try null.close()
    let status = try FileManager.default.attributesOfItem(atPath: "/dev/null")
    #expect(status[.type] as? FileAttributeType == .typeCharacterSpecial)
  }

  @Test(arguments: [0o600, 0o640, 0o666, 0o755, 0o777])
  func permissionsAreKept(mode: Int) throws {
    let path = try folder.write("old", to: "out")
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path.string)
    try write("new", to: path)
    let attributes = try FileManager.default.attributesOfItem(atPath: path.string)
    #expect(attributes[.posixPermissions] as? Int == mode)
    #expect(folder.text("out") == "new")
  }

  @Test func aFolderIsNoFile() throws {
    #expect(throws: FileError(.write, folder.path.string, .isDirectory)) {
      try OutputFile(folder.path)
    }
    let path = folder.file("none").appending("out")
    #expect(throws: FileError(.write, path.string, .noSuchFileOrDirectory)) {
      try OutputFile(path)
    }
    #expect(try folder.names.isEmpty)
  }

  /// The end fails where a folder has taken the name meanwhile; discarding then still tidies up,
  /// and does not close a descriptor that by then is another file's.
  @Test func aFailedEndCanBeDiscarded() throws {
    let path = folder.file("out")
    let output = try OutputFile(path)
    try output.write(Array("new".utf8))
    try FileManager.default.createDirectory(atPath: path.string, withIntermediateDirectories: false)
    #expect(throws: FileError(.write, path.string, .isDirectory)) { try output.close() }
    let other = try FileDescriptor.open("/dev/null", .readOnly)
    output.discard()
    try other.close()
    #expect(try folder.names == ["out"])
  }
}
