// What coverage-guided fuzzing calls with each input it makes up; `Scripts/fuzz-patterns` builds
// and runs it. The input is a pattern and, behind its last newline, a subject. Whatever they are,
// parsing, translating and matching may fail, but not crash or hang.

/// Tries one input; always returns 0, as libFuzzer asks.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzPattern(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  let end = bytes.lastIndex(of: 0x0A) ?? bytes.count
  let pattern = String(decoding: bytes[..<end], as: UTF8.self)
  let subject = Array(String(decoding: bytes[min(end + 1, count)...], as: UTF8.self).utf8)
  do {
    let limits = MatchLimits(matchLimit: 20_000, stepLimit: 20_000)
    let regex = try PythonRegex(pattern)
    _ = (regex.literalPrefix, regex.literalSuffix, regex.requiredLiterals, regex.simplified())
    precondition((try? PythonRegex(regex.printed))?.printed == regex.printed)
    let scratch = RegexScratch(limits: limits)
    for choice in CompiledRegex.Choice.allCases {
      let compiled = CompiledRegex(regex, limits: limits, choice: choice)
      try subject.withUnsafeBufferPointer { subject in
        _ = try compiled.matches(subject, isASCII: false, scratch: scratch)
        if subject.allSatisfy({ $0 < 0x80 }) {
          _ = try compiled.matches(subject, isASCII: true, scratch: scratch)
        }
      }
    }
  } catch {
    // An error has to be able to say what it is.
    precondition(!"\(error)".isEmpty)
  }
  return 0
}
