import SystemPackage

/// What takes the bytes of the output, in order.
public protocol ByteSink {
  /// Writes all the bytes.
  func write(_ bytes: UnsafeRawBufferPointer) throws(FileError)
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
  /// All that was written.
  public private(set) var bytes: [UInt8] = []

  /// Makes an empty sink.
  public init() {}

  /// Appends the bytes.
  public func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) { self.bytes += bytes }
}
