import Testing

@testable import FastResolve

/// Groups as CPython 3.11.7's `re.match` gives them.
@Suite struct RegexMatcherTests {
  /// The spans as Python's `m.span(g)` for each group would print, or nothing.
  private func spans(_ pattern: String, _ subject: String) throws -> String {
    let matcher = RegexMatcher(try PythonRegex(pattern))
    guard let match = try matcher.match(subject) else { return "no match" }
    guard let groups = match.groups else { return "not known" }
    return groups.map { $0.span.map { "\($0.lowerBound)-\($0.upperBound)" } ?? "None" }
      .joined(separator: " ")
  }

  @Test(arguments: [
    ("a(b)?", "a", "0-1 None"), ("(a)|(b)", "b", "0-1 None 0-1"), ("(?:(a)|b)*", "ab", "0-2 0-1"),
    ("(a*)(a*)", "aa", "0-2 0-2 2-2"), ("(a*?)(a*)", "aa", "0-2 0-0 0-2"),
    ("(.)(.)", "é𐐀x", "0-2 0-1 1-2"), ("(?=(a+))a", "aaa", "0-1 0-3"),
    ("((a)(b))\\1", "abab", "0-4 0-2 0-1 1-2"), ("(?!(b))a", "a", "0-1 None"),
    ("(?P<x>a)(?P<y>b)?", "ac", "0-1 0-1 None"), ("(?<=(a))?b|(a)b", "ab", "0-2 None 0-1"),
    ("(a)(?(1)b|c)", "ab", "0-2 0-1"), ("(?>(a+))", "aa", "0-2 0-2"), ("x", "a", "no match"),
    ("(?:(a?)|b)+", "ab", "0-1 1-1"), ("(?:(?!(b))a)*", "aa", "0-2 None"), ("()", "", "0-0 0-0"),
  ])
  func groups(pattern: String, subject: String, expected: String) throws {
    #expect(try spans(pattern, subject) == expected)
  }

  @Test func namesAndTexts() throws {
    let matcher = RegexMatcher(try PythonRegex(#"(?P<layer>layers\.(\d+))(?P<rest>\.x)?"#))
    let groups = try #require(try matcher.match("layers.17.mlp")?.groups)
    #expect(groups.map(\.number) == [0, 1, 2, 3])
    #expect(groups.map(\.name) == [nil, "layer", nil, "rest"])
    #expect(groups.map(\.text) == ["layers.17", "layers.17", "17", nil])
    #expect(try matcher.matches("layers.17.mlp"))
    #expect(try !matcher.matches("mlp"))
  }

  @Test func groupsThatTakeTooManyStepsAreNotGiven() throws {
    // PCRE2 answers within its own limit; going CPython's way has one of its own.
    let matcher = RegexMatcher(try PythonRegex("(a)(b)?"), limits: MatchLimits(stepLimit: 2))
    #expect(try matcher.match("ab") == RegexMatch(groups: nil))
  }

  @Test func aLimitIsAnError() throws {
    let matcher = RegexMatcher(try PythonRegex("(a+)+$"), limits: MatchLimits(matchLimit: 50))
    let error = #expect(throws: RegexMatchError.self) { try matcher.match("aaaaaaaaaaaaaaab") }
    #expect(error?.kind == .matchLimit)
  }
}
