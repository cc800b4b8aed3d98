import CPCRE2

/// Why it could not be said whether a pattern matches a subject.
public struct RegexMatchError: Error, Sendable, Hashable {
  /// What was exceeded.
  public enum Kind: Sendable, Hashable {
    /// Too many steps: `MatchLimits.matchLimit` or `MatchLimits.stepLimit`.
    case matchLimit
    /// Nested too deeply: `MatchLimits.depthLimit`.
    case depthLimit
    /// Too much memory: `MatchLimits.heapLimit`.
    case heapLimit
    /// Too much stack: `MatchLimits.jitStackBytes`.
    case jitStackLimit
    /// CPython itself ends in a SystemError: a group it lost track of ends before it starts.
    case systemError
    /// Something else.
    case other
  }

  /// PCRE2's error code, a negative number; or one of this library's own, a positive one.
  public let code: Int32

  /// The second engine made too many steps.
  static let treeSteps = RegexMatchError(code: 1)
  /// The second engine would take too much memory.
  static let treeMemory = RegexMatchError(code: 2)
  static let systemError = RegexMatchError(code: 3)

  /// Makes the error of a code that a PCRE2 function returned.
  ///
  /// - Parameter code: A negative number other than `PCRE2_ERROR_NOMATCH`.
  public init(code: Int32) { self.code = code }

  /// What was exceeded.
  public var kind: Kind {
    switch code {
    case PCRE2_ERROR_MATCHLIMIT, Self.treeSteps.code: .matchLimit
    case PCRE2_ERROR_DEPTHLIMIT: .depthLimit
    case PCRE2_ERROR_HEAPLIMIT, Self.treeMemory.code: .heapLimit
    case PCRE2_ERROR_JIT_STACKLIMIT: .jitStackLimit
    case Self.systemError.code: .systemError
    default: .other
    }
  }
}

extension RegexMatchError: CustomStringConvertible {
  /// What happened; PCRE2's errors in its own words, and with their number.
  public var description: String {
    switch self {
    case .treeSteps: "too many steps"
    case .treeMemory: "too much memory"
    case .systemError: "the span of a capturing group is wrong, as it is in Python"
    default: "\(pcre2Message(code)) (PCRE2 error \(code))"
    }
  }
}

/// PCRE2's words for an error code.
func pcre2Message(_ code: Int32) -> String {
  withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 256) { buffer in
    let length = pcre2_get_error_message_8(code, buffer.baseAddress, buffer.count)
    return length < 0 ? "unknown error" : String(decoding: buffer[..<Int(length)], as: UTF8.self)
  }
}
