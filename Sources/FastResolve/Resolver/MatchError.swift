/// A regex that ran into a limit on some path, so that the answer isn't known.
///
/// It is never taken for "no match": a wrong answer that looks like a right one is worse than none.
public struct MatchError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The rule whose regex it was.
  public var rule: Rule
  /// The rule's pattern.
  public var pattern: String
  /// The path it was tried on.
  public var modulePath: String
  /// Which limit.
  public var reason: String

  /// All of it in a line.
  public var description: String {
    "\(rule): \(reason) while the pattern '\(pattern)' was tried on '\(modulePath)'"
  }
}

extension CompiledRules {
  func matchError(_ failure: OrderedRegexSet.Failure, _ path: String) -> MatchError {
    MatchError(
      rule: .moduleNameRegex(failure.position),
      pattern: mapping.moduleNameRegexes.keys[failure.position].string, modulePath: path,
      reason: failure.error.description)
  }
}
