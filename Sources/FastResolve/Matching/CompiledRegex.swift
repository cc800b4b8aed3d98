// One Python pattern, compiled by PCRE2.
//
// There are two builds: one without UTF for subjects that are all ASCII, one with UTF for the
// others. Both are anchored when they are compiled, because `pcre2_jit_match` ignores the option
// at match time. PCRE2 10.42's start optimisations and automatic possessive repeats are off: they
// give wrong answers for `(?=a).*a` on "a" and `a*(?>|b)a` on "aa".
//
// The limits are written into the pattern itself (`(*LIMIT_MATCH=…)`), so that they belong to the
// pattern and no scratch can loosen them.

import CPCRE2

/// A Python pattern ready to match. Immutable, and shared by all threads.
final class CompiledRegex: @unchecked Sendable {
  /// The compiled pattern without its ownership. The code is never written after `init`.
  let program: RegexProgram

  /// Translates and compiles a pattern, for ASCII and for other subjects.
  ///
  /// - Parameters:
  ///   - regex: The pattern.
  ///   - limits: How much work one match may be.
  /// - Throws: `PythonRegexError` of kind `.unsupported` when the pattern can't be said in PCRE2's
  ///   syntax with the same meaning, or when it is too large for PCRE2.
  /// - Complexity: O(*n*) in the length of the pattern, some tens of microseconds for a rule.
  init(_ regex: PythonRegex, limits: MatchLimits = MatchLimits()) throws(PythonRegexError) {
    let references = RegexReferences(in: regex.tree)
    try CaptureChecks.check(regex, references)
    let forASCII = try PCRE2Translation(regex, for: .ascii, references: references)
    let forUTF8 = try PCRE2Translation(regex, for: .utf8, references: references)
    let ascii = try Self.compile(forASCII, limits)
    let utf8: RegexBuild
    do {
      utf8 = try Self.compile(forUTF8, limits)
    } catch {
      pcre2_code_free_8(ascii.code)
      throw error
    }
    program = RegexProgram(ascii: ascii, utf8: utf8, referenceRule: references.caseRule)
  }

  deinit {
    pcre2_code_free_8(program.ascii.code)
    pcre2_code_free_8(program.utf8.code)
  }

  /// Whether the pattern matches at the start of the subject; see `RegexProgram.matches`.
  func matches(
    _ subject: UnsafeBufferPointer<UInt8>, isASCII: Bool, scratch: RegexScratch
  ) throws(RegexMatchError) -> Bool {
    try program.matches(subject, isASCII: isASCII, scratch: scratch)
  }

  // MARK: Compiling

  private static let options =
    PCRE2_ANCHORED | PCRE2_NO_START_OPTIMIZE | PCRE2_NO_AUTO_POSSESS | PCRE2_NO_DOTSTAR_ANCHOR
    | PCRE2_ALT_CIRCUMFLEX | PCRE2_NEVER_BACKSLASH_C

  /// Newline is LF whatever PCRE2 was built for; groups nest as deep as the parser lets them, and
  /// the translation adds at most three for each.
  nonisolated(unsafe) private static let context: OpaquePointer? = {
    let context = pcre2_compile_context_create_8(nil)
    pcre2_set_newline_8(context, UInt32(PCRE2_NEWLINE_LF))
    pcre2_set_parens_nest_limit_8(context, UInt32(RegexParser.maximumDepth * 4))
    return context
  }()

  /// Compiles one build; it is the caller's to free.
  static func compile(
    _ translation: PCRE2Translation, _ limits: MatchLimits
  ) throws(PythonRegexError) -> RegexBuild {
    var pattern = Array("(*LIMIT_MATCH=\(limits.matchLimit))".utf8)
    pattern += "(*LIMIT_DEPTH=\(limits.depthLimit))(*LIMIT_HEAP=\(limits.heapLimit))".utf8
    pattern += translation.output
    var code: Int32 = 0
    var offset = 0
    let utf: UInt32 = translation.kind == .utf8 ? PCRE2_UTF : 0
    guard
      let compiled = pcre2_compile_8(
        pattern, pattern.count, options | utf, &code, &offset, context)
    else {
      throw translation.refusal("PCRE2: \(pcre2Message(code))", at: nil)
    }
    let hasMachineCode = pcre2_jit_compile_8(compiled, PCRE2_JIT_COMPLETE) == 0
    return RegexBuild(code: compiled, hasMachineCode: hasMachineCode)
  }
}
