// Python's `re.match` for one pattern, with its groups.
//
// Whether a pattern matches is what the resolver asks millions of times, and its programs leave out
// the captures. Here they are all there, in a build of their own under Python's numbers, run when the
// answer is yes. The engines agree on whether more patterns match than on what is in the groups then;
// where it isn't sure that they do, no groups are given.

import CPCRE2

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

  /// All groups in order, or `nil` when it isn't sure that Python's would be the same; see
  /// `RegexMatcher.groupsRefusal`.
  public let groups: [Group]?
}

/// A Python pattern to try on texts. For one thread at a time.
///
///     let matcher = RegexMatcher(try PythonRegex(#"layers\.(\d+)"#))
///     try matcher.match("layers.17.mlp")?.groups?[1].text  // "17"
public final class RegexMatcher {
  /// The pattern.
  public let regex: PythonRegex
  /// Why no groups are given, where the two engines may fill them differently; else `nil`.
  public let groupsRefusal: PythonRegexError?

  private let compiled: CompiledRegex
  private let groups: GroupProgram?
  private let scratch: RegexScratch

  /// Compiles a pattern.
  ///
  /// - Parameters:
  ///   - regex: The pattern.
  ///   - limits: How much work one match may be.
  public convenience init(_ regex: PythonRegex, limits: MatchLimits = MatchLimits()) {
    self.init(regex, limits: limits, givesGroups: true)
  }

  /// Compiles a pattern, with groups or only to ask whether it matches.
  init(
    _ regex: PythonRegex, limits: MatchLimits, givesGroups: Bool
  ) {
    self.regex = regex
    compiled = CompiledRegex(regex, limits: limits)
    scratch = RegexScratch(limits: limits)
    guard givesGroups else {
      groups = nil
      groupsRefusal = nil
      return
    }
    do {
      groups = try GroupProgram(regex, limits)
      groupsRefusal = nil
    } catch {
      groups = nil
      groupsRefusal = PythonRegexError(
        pattern: regex.pattern, message: error.reason, position: nil, kind: .unsupported)
    }
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
      guard let spans = try groups?.spans(in: bytes) else { return RegexMatch(groups: nil) }
      return RegexMatch(groups: spans.enumerated().map { group($0, $1, bytes) })
    }
  }

  private func group(
    _ number: Int, _ span: Range<Int>?, _ subject: UnsafeBufferPointer<UInt8>
  ) -> RegexMatch.Group {
    func codePoints(_ end: Int) -> Int { subject[..<end].count { $0 & 0xC0 != 0x80 } }
    return RegexMatch.Group(
      number: number, name: regex.groupNames.first { $0.value == number }?.key,
      span: span.map { codePoints($0.lowerBound)..<codePoints($0.upperBound) },
      text: span.map { String(decoding: subject[$0], as: UTF8.self) })
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

/// A build of a pattern that notes where each group matched. One serves ASCII and other subjects:
/// nobody asks it millions of times.
private final class GroupProgram {
  private let build: RegexBuild
  private let scratch: RegexScratch
  private let pairs: Int
  /// Whether only subjects in ASCII have sure answers: those of caseless back-references.
  private let isForASCII: Bool

  init(_ regex: PythonRegex, _ limits: MatchLimits) throws(PCRE2Refusal) {
    try CaptureChecks.checkAllGroups(of: regex)
    let references = RegexReferences(in: regex.tree)
    let translation = try PCRE2Translation(
      regex, for: .utf8, references: references, capturesAll: true)
    isForASCII = references.hasCaseless
    pairs = regex.groupCount + 1
    guard let build = CompiledRegex.compile(translation, limits) else {
      throw PCRE2Refusal("too large for PCRE2")
    }
    self.build = build
    scratch = RegexScratch(limits: limits, pairs: pairs)
  }

  deinit { pcre2_code_free_8(build.code) }

  /// Where each group matched, in bytes; `nil` when the pattern does not match or it isn't sure.
  func spans(
    in subject: UnsafeBufferPointer<UInt8>
  ) throws(RegexMatchError) -> [Range<Int>?]? {
    if isForASCII, subject.contains(where: { $0 >= 0x80 }) { return nil }
    guard try build.matches(subject, scratch) else { return nil }
    guard let offsets = pcre2_get_ovector_pointer_8(scratch.matchData) else { return nil }
    // PCRE2 marks a group that took no part by all bits set.
    return (0..<pairs).map { group in
      let start = offsets[2 * group]
      return start < 0 ? nil : start..<offsets[2 * group + 1]
    }
  }
}
