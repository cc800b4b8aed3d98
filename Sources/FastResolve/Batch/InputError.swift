/// Input that is not what it should be: the source, the line and the reason.
public struct InputError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The name of the input.
  public var source: String
  /// The line, from 1, or `nil` where it is the input as a whole. A row of several lines is named
  /// by its first.
  public var line: Int?
  /// What was expected and what was found.
  public var reason: String

  /// `source:line: reason`.
  public var description: String {
    "\(source):\(line.map { "\($0): " } ?? " ")\(reason)"
  }
}

/// Why a row can't be resolved or written.
struct BadRow: Error {
  var reason: String
}
