import CPCRE2

/// One build of a pattern: a borrowed pointer, and how to run it.
struct RegexBuild {
  /// What runs a build.
  enum Engine {
    case machineCode
    /// PCRE2 without machine code: where the system forbids writing code, or when PCRE2 was built
    /// without the compiler.
    case interpreter
    /// `TreeMatcher`.
    case tree
  }

  /// PCRE2's code, or the `TreeProgram`.
  let code: OpaquePointer
  let engine: Engine

  init(code: OpaquePointer, engine: Engine) {
    self.code = code
    self.engine = engine
  }

  /// The build of a program. Valid as long as the program lives.
  init(_ program: TreeProgram) {
    self.init(code: OpaquePointer(Unmanaged.passUnretained(program).toOpaque()), engine: .tree)
  }

  /// PCRE2 wants a pointer even for nothing.
  nonisolated(unsafe) private static let nothing = UnsafePointer(
    UnsafeMutablePointer<UInt8>.allocate(capacity: 1))

  /// Whether the build matches at the start of the subject.
  ///
  /// - Throws: `RegexMatchError` for every answer other than yes and no.
  @inline(__always)
  func matches(
    _ subject: UnsafeBufferPointer<UInt8>, _ scratch: borrowing RegexScratch
  ) throws(RegexMatchError) -> Bool {
    guard engine == .machineCode else { return try matchesSlowly(subject, copy scratch) }
    let base = subject.baseAddress ?? Self.nothing
    return try Self.answer(
      pcre2_jit_match_8(code, base, subject.count, 0, 0, scratch.matchData, scratch.context))
  }

  @inline(never)
  private func matchesSlowly(
    _ subject: UnsafeBufferPointer<UInt8>, _ scratch: RegexScratch
  ) throws(RegexMatchError) -> Bool {
    if engine == .tree {
      let program = Unmanaged<TreeProgram>.fromOpaque(UnsafeRawPointer(code))
      return try program.takeUnretainedValue().matches(subject, scratch)
    }
    let base = subject.baseAddress ?? Self.nothing
    return try Self.answer(
      pcre2_match_8(
        code, base, subject.count, 0, PCRE2_NO_UTF_CHECK | PCRE2_NO_JIT, scratch.matchData,
        scratch.context))
  }

  @inline(__always)
  private static func answer(_ result: Int32) throws(RegexMatchError) -> Bool {
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

  /// Whether the pattern matches at the start of the subject, as Python's `re.match` says.
  ///
  /// - Parameters:
  ///   - subject: Valid UTF-8, less than 2 GiB of it.
  ///   - isASCII: Whether every byte is below 0x80. A `true` that is wrong gives wrong answers, a
  ///     `false` that is wrong only slower ones.
  ///   - scratch: The worker's own.
  /// - Throws: `RegexMatchError` when a limit was reached, and where CPython ends in a SystemError.
  @inline(__always)
  func matches(
    _ subject: UnsafeBufferPointer<UInt8>, isASCII: Bool, scratch: borrowing RegexScratch
  ) throws(RegexMatchError) -> Bool {
    isASCII
      ? try ascii.matches(subject, scratch)
      : try utf8.matches(subject, scratch)
  }
}
