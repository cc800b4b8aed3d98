import SystemPackage

/// What a rule set is written in.
public enum RulesFormat: String, CaseIterable, Sendable {
  /// JSON (RFC 8259).
  case json
  /// YAML, 1.1 or 1.2.
  case yaml

  /// The format of a file's extension: `json`, `yaml`, `yml`, in any case.
  ///
  /// - Returns: `nil` for any other.
  public init?(fileExtension: String?) {
    switch fileExtension?.lowercased() {
    case "json": self = .json
    case "yaml", "yml": self = .yaml
    default: return nil
    }
  }

  /// The format of a rules file: by its name, and JSON where that doesn't tell.
  init(of path: FilePath) { self = RulesFormat(fileExtension: path.extension) ?? .json }
}
