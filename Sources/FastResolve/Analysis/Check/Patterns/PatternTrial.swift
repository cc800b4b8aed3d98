/// A pattern to try examples on, with little patience: an example that takes long is no example.
struct PatternTrial {
  private let matcher: RegexMatcher

  init(_ regex: PythonRegex) {
    matcher = RegexMatcher(regex, limits: MatchLimits(matchLimit: 100_000))
  }

  /// Tries a pattern that may be none.
  init?(pattern: String) {
    guard let regex = try? PythonRegex(pattern) else { return nil }
    self.init(regex)
  }

  /// Whether the pattern surely matches at the start of a path.
  func matches(_ path: String) -> Bool { (try? matcher.matches(path)) ?? false }
}
