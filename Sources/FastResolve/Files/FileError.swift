import SystemPackage

/// A file that can't be read or written.
public struct FileError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What was tried.
  public enum Operation: String, Sendable {
    /// Opening or reading an input.
    case read
    /// Creating, writing or naming an output.
    case write
  }

  /// What was tried.
  public var operation: Operation
  /// The file's path, or what stands for one, such as `standard output`.
  public var path: String
  /// The system's reason.
  public var reason: Errno

  /// Makes an error from its parts.
  public init(_ operation: Operation, _ path: String, _ reason: Errno) {
    self.operation = operation
    self.path = path
    self.reason = reason
  }

  /// `path: can't be read: reason`.
  public var description: String {
    "\(path): can't be \(operation == .read ? "read" : "written"): \(reason)"
  }
}

/// Runs a call of the system and turns its error into a `FileError`.
func withFileError<T>(
  _ operation: FileError.Operation, _ path: String, _ body: () throws -> T
) throws(FileError) -> T {
  do {
    return try body()
  } catch let error as Errno {
    throw FileError(operation, path, error)
  } catch {
    // swift-system's file calls throw nothing but Errno.
    throw FileError(operation, path, .ioError)
  }
}
