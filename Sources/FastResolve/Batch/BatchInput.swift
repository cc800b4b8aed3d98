import SystemPackage

/// Where rows come from.
public enum BatchInput: Sendable {
  /// The standard input of the process.
  case standardInput
  /// A file, a pipe or a device.
  case file(FilePath)
  /// Bytes in memory, with a name for messages.
  case bytes([UInt8], name: String)

  /// The name messages use.
  public var name: String {
    switch self {
    case .standardInput: "<stdin>"
    case .file(let path): path.string
    case .bytes(_, let name): name
    }
  }

  /// The extension of the file's name, or `nil`.
  var fileExtension: String? {
    switch self {
    case .standardInput: nil
    case .file(let path): path.extension
    case .bytes(_, let name): FilePath(name).extension
    }
  }
}
