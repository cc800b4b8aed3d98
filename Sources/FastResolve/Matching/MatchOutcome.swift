/// Whether a regex matches a path, as far as it is told without an engine, and on which other paths
/// it is the same.
struct MatchOutcome: Equatable, BitwiseCopyable {
  enum Kind: UInt8 {
    case matched
    case failed
    /// It fails, unless the text behind the first gap of the regex comes again.
    case failedSoFar
    /// It fails, and so it does from every place further on. Inside of walks only.
    case exhausted
    /// Only an engine knows.
    case unknown
  }

  let kind: Kind
  /// The regex does the same on every path that begins with so many bytes of this one: after a match
  /// on every path there is, else on every plain one; if it failed so far, on those in which its text
  /// doesn't end behind these bytes. More than the path has where it hangs on the end.
  let byteCount: Int

  @inline(__always)
  var isMatch: Bool { kind == .matched }

  /// A match of which so many bytes of the path are all that it takes.
  @inline(__always)
  static func matched(behind byteCount: Int) -> MatchOutcome {
    MatchOutcome(kind: .matched, byteCount: byteCount)
  }

  /// No match, as so many bytes of the path tell.
  @inline(__always)
  static func failed(behind byteCount: Int) -> MatchOutcome {
    MatchOutcome(kind: .failed, byteCount: byteCount)
  }

  /// No match, unless the text behind the first gap ends once more behind so many bytes.
  @inline(__always)
  static func failedSoFar(behind byteCount: Int) -> MatchOutcome {
    MatchOutcome(kind: .failedSoFar, byteCount: byteCount)
  }

  /// A match on this path. Nothing is said of others.
  static let matched = matched(behind: .max)
  /// No match on this path. Nothing is said of others.
  static let failed = failed(behind: .max)
  static let exhausted = exhausted(behind: .max)

  /// The same where nothing but the text behind the gap was looked for in what stands behind so many
  /// bytes.
  @inline(__always)
  static func exhausted(behind byteCount: Int) -> MatchOutcome {
    MatchOutcome(kind: .exhausted, byteCount: byteCount)
  }
  static let unknown = MatchOutcome(kind: .unknown, byteCount: .max)
}
