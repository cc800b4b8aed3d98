import Synchronization
import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A file being written, which gets its name only when it is complete.
///
/// The bytes go to a neighbour of the file, `NAME.partial-PID`, which is renamed over it by
/// ``close()`` and removed by ``discard()``. So a failed run leaves no file that looks like a
/// finished one, what was there before stays until then, and an output may be one of the inputs.
/// What is no regular file (a pipe, `/dev/null`) is written directly.
public final class OutputFile: Sendable {
  /// The path that was asked for.
  public let path: FilePath
  /// Where the bytes go until the end, or `nil` where they go to `path` directly.
  public let partialPath: FilePath?
  private let target: FilePath
  private let descriptor: FileDescriptor
  private let isOpen = Atomic(true)

  /// Begins a file.
  ///
  /// - Parameter path: The file's path. A symbolic link is followed, not replaced.
  /// - Throws: `FileError` where it can't be created.
  public init(_ path: FilePath) throws(FileError) {
    self.path = path
    let existing = Self.mode(of: path)
    let isRegular = existing.map { $0 & S_IFMT == S_IFREG } ?? true
    let target = isRegular ? try Self.followingLinks(path) : path
    let partial: FilePath? = isRegular ? FilePath(target.string + ".partial-\(getpid())") : nil
    self.target = target
    partialPath = partial
    descriptor = try withFileError(.write, path.string) {
      guard let partial else { return try FileDescriptor.open(target, .writeOnly) }
      // A file that may not be written is not to be replaced either.
      if existing != nil { try FileDescriptor.open(target, .writeOnly).close() }
      let descriptor = try FileDescriptor.open(
        partial, .writeOnly, options: [.create, .truncate],
        permissions: FilePermissions(rawValue: existing.map { $0 & 0o777 } ?? 0o666))
      // The umask is for new files; one that is replaced keeps the permissions it was given.
      if let existing { fchmod(descriptor.rawValue, existing & 0o777) }
      return descriptor
    }
  }

  /// Writes bytes at the end.
  public func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    try withFileError(.write, path.string) { _ = try descriptor.writeAll(bytes) }
  }

  /// Writes bytes at the end.
  func write(_ bytes: [UInt8]) throws(FileError) {
    try withFileError(.write, path.string) { _ = try descriptor.writeAll(bytes) }
  }

  /// Ends the file and gives it its name.
  public func close() throws(FileError) {
    try withFileError(.write, path.string) {
      try closeDescriptor()
      guard let partialPath else { return }
      guard rename(partialPath.string, target.string) == 0 else { throw Errno(rawValue: errno) }
    }
  }

  /// Ends the file and removes what was written of it.
  public func discard() {
    try? closeDescriptor()
    if let partialPath { unlink(partialPath.string) }
  }

  /// Closes the descriptor, but not twice: its number may be another file's by then.
  private func closeDescriptor() throws {
    if isOpen.exchange(false, ordering: .relaxed) { try descriptor.close() }
  }

  private static func mode(of path: FilePath) -> CInterop.Mode? {
    var status = stat()
    return stat(path.string, &status) == 0 ? status.st_mode : nil
  }

  /// The file that the last component of a path leads to, be it there or not.
  ///
  /// Not `realpath`, which knows no answer where a link leads to a file that is yet to be made.
  private static func followingLinks(_ path: FilePath) throws(FileError) -> FilePath {
    var target = path
    for _ in 0..<40 {
      guard let destination = destination(ofLink: target) else { return target }
      target = target.removingLastComponent().pushing(destination)
    }
    throw FileError(.write, path.string, .tooManySymbolicLinkLevels)
  }

  private static func destination(ofLink path: FilePath) -> FilePath? {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Int(PATH_MAX)) { buffer in
      let count = buffer.withMemoryRebound(to: CChar.self) { characters in
        characters.baseAddress.map { readlink(path.string, $0, characters.count) } ?? -1
      }
      guard count > 0 else { return nil }
      return FilePath(String(decoding: buffer[..<count], as: UTF8.self))
    }
  }
}
