/// What is wrong with a rule set: every fault that was found, each with its place.
public struct RulesError: Error, Equatable, Sendable, CustomStringConvertible {
  /// One fault.
  public struct Fault: Equatable, Sendable, CustomStringConvertible {
    /// The place: a JSON path such as `module_name_regex[3][0]`, or `line:column` where the text
    /// is not JSON or YAML. Empty for the rule set as a whole.
    public var place: String
    /// What was expected, what was found, and the nearest known name where there is one.
    public var message: String

    /// Makes a fault from its place and message.
    public init(place: String, message: String) {
      self.place = place
      self.message = message
    }

    /// `place: message`.
    public var description: String { place.isEmpty ? message : "\(place): \(message)" }
  }

  /// The file or the name of the rule set, where it came from one.
  public var source: String?
  /// The faults in the order of the rule set.
  public var faults: [Fault]

  /// Makes an error of its faults.
  public init(source: String? = nil, faults: [Fault]) {
    self.source = source
    self.faults = faults
  }

  /// A fault a line, each behind the source.
  public var description: String {
    faults.map { fault in (source.map { "\($0): " } ?? "") + fault.description }
      .joined(separator: "\n")
  }

  /// The same error, said to come from `source`.
  func from(_ source: String) -> RulesError {
    RulesError(source: source, faults: faults)
  }
}
