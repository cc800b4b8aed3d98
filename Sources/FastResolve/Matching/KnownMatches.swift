/// The first regexes that match the paths that begin as the last one does, as far as this is known.
///
/// A stack: the more bytes a match holds for, the fewer paths it is about, and the earlier in the set it
/// stands, as it would have been known before otherwise. When a path comes that shares fewer bytes, what
/// hangs on more is taken off.
struct KnownMatches: ~Copyable, @unchecked Sendable {
  /// A regex that matches all paths that begin with so many bytes of the last one.
  private struct Match: BitwiseCopyable {
    var regex: Int
    var byteCount: Int

    static let none = Match(regex: .max, byteCount: 0)
  }

  // Invariants: `matches[..<count]` hold for growing numbers of bytes and stand ever earlier in the
  // set. The first is `none`. There is room for one of each number of bytes that a trail keeps.
  private let matches: UnsafeMutablePointer<Match>
  private var count = 1

  init() {
    matches = .allocate(capacity: PathTrail.keptBytes + 2)
    matches.initialize(to: .none)
  }

  deinit { matches.deallocate() }

  /// Whether nothing is known.
  @inline(__always)
  var isEmpty: Bool { count == 1 }

  /// The first of the regexes that are known to match; `Int.max` if there is none.
  @inline(__always)
  var first: Int { matches[count &- 1].regex }

  /// Adds a match.
  ///
  /// - Parameters:
  ///   - regex: A regex that stands before `first`.
  ///   - byteCount: It matches each path that begins with so many bytes of the last one: at least one,
  ///     and at most as many as a trail keeps.
  @inline(__always)
  mutating func add(_ regex: Int, behind byteCount: Int) {
    forget(behind: byteCount &- 1)
    (matches + count).initialize(to: Match(regex: regex, byteCount: byteCount))
    count &+= 1
  }

  /// Takes those off that hang on more than so many bytes.
  @inline(__always)
  mutating func forget(behind byteCount: Int) {
    while matches[count &- 1].byteCount > byteCount { count &-= 1 }
  }
}
