/// Why a pattern is not given to PCRE2: its answers might not be CPython's there. `TreeMatcher`
/// runs such patterns.
struct PCRE2Refusal: Error {
  /// What it is about the pattern, for tests and for the reader.
  let reason: String

  init(_ reason: String) { self.reason = reason }
}
