import SystemPackage

/// What takes the bytes of the output, in order, one call at a time; the calls may come from
/// different threads.
public protocol ByteSink: Sendable {
  /// Writes all the bytes.
  func write(_ bytes: UnsafeRawBufferPointer) throws(FileError)
}

extension ByteSink {
  /// Writes a text in UTF-8.
  public func write(_ text: String) throws(FileError) { try write(Array(text.utf8)) }

  func write(_ slice: ByteSlice) throws(FileError) {
    guard !slice.isEmpty else { return }
    try write(UnsafeRawBufferPointer(start: slice.start, count: slice.count))
  }

  func write(_ bytes: [UInt8]) throws(FileError) {
    guard !bytes.isEmpty else { return }
    try bytes.withUnsafeBytes { buffer in
      Result { () throws(FileError) in try write(buffer) }
    }.get()
  }
}

extension OutputFile: ByteSink {}

/// The standard output of the process.
public struct StandardOutput: ByteSink {
  /// Makes the sink; it writes without a buffer of its own.
  public init() {}

  /// Writes all the bytes to descriptor 1.
  public func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    try withFileError(.write, "standard output") {
      _ = try FileDescriptor.standardOutput.writeAll(bytes)
    }
  }
}

/// Keeps the output in memory.
public final class MemorySink: ByteSink {
  private let written = Locked<[UInt8]>([])

  /// All that was written.
  public var bytes: [UInt8] { written.withLock { $0 } }

  /// Makes an empty sink.
  public init() {}

  /// Appends the bytes.
  public func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    written.withLock { $0 += bytes }
  }
}
