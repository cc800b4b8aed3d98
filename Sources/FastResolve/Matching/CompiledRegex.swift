// One Python pattern, compiled.
//
// There are two builds: one without UTF for subjects that are all ASCII, one with UTF for the
// others. PCRE2 makes both wherever its answers are surely CPython's; else `TreeMatcher` runs the
// pattern: for all subjects when the translation or PCRE2 refuse it, and for those beyond ASCII
// when it has a caseless back-reference, which CPython compares by lower case alone and PCRE2 by
// case classes.
//
// PCRE2's builds are anchored when they are compiled, because `pcre2_jit_match` ignores the option
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

  /// Which engine runs a pattern.
  enum Choice: CaseIterable {
    /// PCRE2 where its answers are CPython's, the second engine elsewhere.
    case automatic
    /// The second engine always. For tests, which hold the two against each other.
    case tree
  }

  /// What keeps the second engine's program alive; `nil` when PCRE2 has both builds.
  private let tree: TreeProgram?

  /// Compiles a pattern, for ASCII and for other subjects.
  ///
  /// - Parameters:
  ///   - regex: The pattern.
  ///   - limits: How much work one match may be.
  ///   - choice: Which engine is to run it.
  /// - Complexity: O(*n*) in the length of the pattern, some tens of microseconds for a rule.
  init(_ regex: PythonRegex, limits: MatchLimits = MatchLimits(), choice: Choice = .automatic) {
    (program, tree) = DeepStack.run(for: regex.pattern) {
      let builds = choice == .automatic ? Self.compileByPCRE2(regex, limits) : nil
      if let builds, let utf8 = builds.utf8 {
        return (RegexProgram(ascii: builds.ascii, utf8: utf8), nil)
      }
      let tree = TreeProgram(regex, limits: limits)
      let ascii = builds?.ascii ?? RegexBuild(tree)
      return (RegexProgram(ascii: ascii, utf8: RegexBuild(tree)), tree)
    }
  }

  deinit {
    for build in [program.ascii, program.utf8] where build.engine != .tree {
      pcre2_code_free_8(build.code)
    }
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

  /// PCRE2's builds, or `nil` when its answers would not be CPython's. The build for subjects
  /// beyond ASCII may be missing alone.
  private static func compileByPCRE2(
    _ regex: PythonRegex, _ limits: MatchLimits
  ) -> (ascii: RegexBuild, utf8: RegexBuild?)? {
    let references = RegexReferences(in: regex.tree)
    guard (try? CaptureChecks.check(regex, references)) != nil,
      let forASCII = try? PCRE2Translation(regex, for: .ascii, references: references),
      let forUTF8 = try? PCRE2Translation(regex, for: .utf8, references: references),
      let ascii = compile(forASCII, limits)
    else { return nil }
    if references.hasCaseless { return (ascii, nil) }
    guard let utf8 = compile(forUTF8, limits) else {
      pcre2_code_free_8(ascii.code)
      return nil
    }
    return (ascii, utf8)
  }

  /// Compiles one build; it is the caller's to free. `nil` when PCRE2 refuses it.
  static func compile(
    _ translation: PCRE2Translation, _ limits: MatchLimits
  ) -> RegexBuild? {
    var pattern = Array("(*LIMIT_MATCH=\(limits.matchLimit))".utf8)
    pattern += "(*LIMIT_DEPTH=\(limits.depthLimit))(*LIMIT_HEAP=\(limits.heapLimit))".utf8
    pattern += translation.output
    var code: Int32 = 0
    var offset = 0
    let utf: UInt32 = translation.kind == .utf8 ? PCRE2_UTF : 0
    // What PCRE2 refuses is too large for it, or looks too far behind.
    guard
      let compiled = pcre2_compile_8(
        pattern, pattern.count, options | utf, &code, &offset, context)
    else { return nil }
    let hasMachineCode = pcre2_jit_compile_8(compiled, PCRE2_JIT_COMPLETE) == 0
    return RegexBuild(code: compiled, engine: hasMachineCode ? .machineCode : .interpreter)
  }
}
