// Python's `re.match` for one pattern, with its groups.
//
// Whether a pattern matches is what the resolver asks millions of times, and PCRE2 answers it. What
// is in the groups then is another question: the two engines fill them differently more often than
// they disagree on a match. So the groups come from the second engine, which goes the ways that
// CPython goes, and only when the answer is yes.

/// What `re.match` found.
public struct RegexMatch: Hashable, Sendable {
  /// A group and what it matched.
  public struct Group: Hashable, Sendable {
    /// The group's number; 0 is the whole match.
    public let number: Int
    /// The group's name, if it has one.
    public let name: String?
    /// Where it matched, in code points, as Python's `span()` says; `nil` when the group took no
    /// part in the match.
    public let span: Range<Int>?
    /// What it matched; `nil` when the group took no part.
    public let text: String?
  }

  /// All groups in order, or `nil` when it would take more steps to say than the limits allow.
  public let groups: [Group]?
}

/// A Python pattern to try on texts. For one thread at a time.
///
///     let matcher = RegexMatcher(try PythonRegex(#"layers\.(\d+)"#))
///     try matcher.match("layers.17.mlp")?.groups?[1].text  // "17"
public final class RegexMatcher {
  /// The pattern.
  public let regex: PythonRegex
  private let compiled: CompiledRegex
  private let scratch: RegexScratch
  private lazy var groups = DeepStack.run(for: regex.pattern) {
    TreeProgram(regex, limits: limits)
  }
  private let limits: MatchLimits

  /// Compiles a pattern.
  ///
  /// - Parameters:
  ///   - regex: The pattern.
  ///   - limits: How much work one match may be.
  public init(_ regex: PythonRegex, limits: MatchLimits = MatchLimits()) {
    self.regex = regex
    self.limits = limits
    compiled = CompiledRegex(regex, limits: limits)
    scratch = RegexScratch(limits: limits)
  }

  /// Whether the pattern matches at the start of a text, as `bool(re.match(…))` says.
  ///
  /// - Throws: `RegexMatchError` when a limit was reached or the answer isn't sure.
  public func matches(_ subject: String) throws(RegexMatchError) -> Bool {
    try withBytes(subject) { (bytes) throws(RegexMatchError) in try matches(bytes) }
  }

  /// Whether the pattern matches at the start of a text in valid UTF-8.
  func matches(_ subject: UnsafeBufferPointer<UInt8>) throws(RegexMatchError) -> Bool {
    let isText = subject.baseAddress.map { isASCII($0, count: subject.count) } ?? true
    return try compiled.matches(subject, isASCII: isText, scratch: scratch)
  }

  /// What the pattern matches at the start of a text, as `re.match` says; `nil` when it does not.
  ///
  /// - Throws: `RegexMatchError` when a limit was reached or the answer isn't sure.
  public func match(_ subject: String) throws(RegexMatchError) -> RegexMatch? {
    try withBytes(subject) { (bytes) throws(RegexMatchError) in
      guard try matches(bytes) else { return nil }
      // Where even the second engine's limits are reached, that it matches is still known.
      let spans = (try? groups.spans(bytes, scratch)) ?? nil
      return RegexMatch(groups: spans?.enumerated().map { group($0, $1, bytes) })
    }
  }

  private func group(
    _ number: Int, _ span: Range<Int>?, _ subject: UnsafeBufferPointer<UInt8>
  ) -> RegexMatch.Group {
    let text = span.map { span in
      let characters = String(decoding: subject, as: UTF8.self).unicodeScalars
      return String(
        String.UnicodeScalarView(characters.dropFirst(span.lowerBound).prefix(span.count)))
    }
    return RegexMatch.Group(
      number: number, name: regex.groupNames.first { $0.value == number }?.key, span: span,
      text: text)
  }

  private func withBytes<T>(
    _ text: String, _ body: (UnsafeBufferPointer<UInt8>) throws(RegexMatchError) -> T
  ) throws(RegexMatchError) -> T {
    let bytes = Array(text.utf8)
    return try bytes.withUnsafeBufferPointer { buffer in
      Result { () throws(RegexMatchError) in try body(buffer) }
    }.get()
  }
}
