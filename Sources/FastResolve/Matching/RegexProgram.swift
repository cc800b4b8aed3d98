import CPCRE2

/// One build of a pattern by PCRE2: a borrowed pointer, and how to run it.
struct RegexBuild {
  let code: OpaquePointer
  /// Whether there is machine code for it. There is none where the system forbids writing code, or
  /// when PCRE2 was built without the compiler.
  let hasMachineCode: Bool

  /// PCRE2 wants a pointer even for nothing.
  nonisolated(unsafe) private static let nothing = UnsafePointer(
    UnsafeMutablePointer<UInt8>.allocate(capacity: 1))

  /// Whether the build matches at the start of the subject.
  ///
  /// - Throws: `RegexMatchError` for every answer of PCRE2 other than yes and no.
  @inline(__always)
  func matches(
    _ subject: UnsafeBufferPointer<UInt8>, _ scratch: borrowing RegexScratch
  ) throws(RegexMatchError) -> Bool {
    let base = subject.baseAddress ?? Self.nothing
    let result =
      hasMachineCode
      ? pcre2_jit_match_8(code, base, subject.count, 0, 0, scratch.matchData, scratch.context)
      : pcre2_match_8(
        code, base, subject.count, 0, PCRE2_NO_UTF_CHECK | PCRE2_NO_JIT, scratch.matchData,
        scratch.context)
    // 0 means that there were more groups than room for their offsets.
    if result >= 0 { return true }
    if result == PCRE2_ERROR_NOMATCH { return false }
    throw RegexMatchError(code: result)
  }
}

/// A compiled pattern without its ownership: plain data, for arrays that are walked fast.
///
/// Valid as long as the `CompiledRegex` that it came from lives.
struct RegexProgram {
  let ascii: RegexBuild
  let utf8: RegexBuild
  /// How back-references under `(?i)` compare; `.exact` when there are none.
  let referenceRule: CaseRule

  /// Whether the pattern matches at the start of the subject, as Python's `re.match` says.
  ///
  /// - Parameters:
  ///   - subject: Valid UTF-8, less than 2 GiB of it.
  ///   - isASCII: Whether every byte is below 0x80. A `true` that is wrong gives wrong answers, a
  ///     `false` that is wrong only slower ones.
  ///   - scratch: The worker's own.
  /// - Throws: `RegexMatchError` when a limit was reached, or for `Kind.caselessBackreference`.
  @inline(__always)
  func matches(
    _ subject: UnsafeBufferPointer<UInt8>, isASCII: Bool, scratch: borrowing RegexScratch
  ) throws(RegexMatchError) -> Bool {
    if isASCII { return try ascii.matches(subject, scratch) }
    if referenceRule != .exact, !CaselessGuard.allows(subject, referenceRule) {
      throw .caselessBackreference
    }
    return try utf8.matches(subject, scratch)
  }
}
