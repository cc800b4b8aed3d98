import CPCRE2

/// Why it could not be said whether a pattern matches a subject.
public struct RegexMatchError: Error, Sendable, Hashable {
  /// What was exceeded.
  public enum Kind: Sendable, Hashable {
    /// Too many steps: `MatchLimits.matchLimit`.
    case matchLimit
    /// Nested too deeply: `MatchLimits.depthLimit`.
    case depthLimit
    /// Too much memory: `MatchLimits.heapLimit`.
    case heapLimit
    /// Too much stack: `MatchLimits.jitStackBytes`.
    case jitStackLimit
    /// The subject holds characters that CPython and PCRE2 see differently in a back-reference
    /// under `(?i)`, such as `ſ`.
    case caselessBackreference
    /// Something else.
    case other
  }

  /// PCRE2's error code, a negative number; or 1 for `Kind.caselessBackreference`.
  public let code: Int32

  static let caselessBackreference = RegexMatchError(code: 1)

  /// Makes the error of a code that a PCRE2 function returned.
  ///
  /// - Parameter code: A negative number other than `PCRE2_ERROR_NOMATCH`.
  public init(code: Int32) { self.code = code }

  /// What was exceeded.
  public var kind: Kind {
    switch code {
    case PCRE2_ERROR_MATCHLIMIT: .matchLimit
    case PCRE2_ERROR_DEPTHLIMIT: .depthLimit
    case PCRE2_ERROR_HEAPLIMIT: .heapLimit
    case PCRE2_ERROR_JIT_STACKLIMIT: .jitStackLimit
    case 1: .caselessBackreference
    default: .other
    }
  }
}

extension RegexMatchError: CustomStringConvertible {
  /// PCRE2's words for the error, and its number.
  public var description: String {
    kind == .caselessBackreference
      ? "a back-reference with the flag 'i' can't be decided on this text"
      : "\(pcre2Message(code)) (PCRE2 error \(code))"
  }
}

/// PCRE2's words for an error code.
func pcre2Message(_ code: Int32) -> String {
  withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 256) { buffer in
    let length = pcre2_get_error_message_8(code, buffer.baseAddress, buffer.count)
    return length < 0 ? "unknown error" : String(decoding: buffer[..<Int(length)], as: UTF8.self)
  }
}
