#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

// What the regexes said of paths before.
//
// The answer for a path is in a line of 64 bytes or nowhere: its hash says which line, the path
// itself stands in the line, and a newer path takes an older one's place. So a look costs one miss
// of the processor's cache at most, memory is bounded without ever being cleared, and what is found
// is exact. Paths longer than a line holds (3 in 100 of real ones) are resolved anew each time.
//
// Such a miss, and keeping the line, takes as long as looking at eight candidates, or as one call
// of a regex engine. Most rule sets cost less for a path: asked always, the cache made the run 15 %
// slower with 22 rules and 10 % slower with a thousand regexes, nearly all of which are told
// without an engine. It is for rule sets that engines are needed for. And where paths don't repeat,
// looking and storing is for nothing. So the cache counts what it finds and what the paths cost
// that it doesn't, and steps aside where it is of no use.

/// How many paths a path cache, or several, knew.
struct PathCacheCounts: Equatable {
  /// The paths that the regexes were to be asked about.
  var paths = 0
  /// Those for which the cache had the answer.
  var hits = 0

  static func += (left: inout Self, right: Self) {
    left.paths += right.paths
    left.hits += right.hits
  }
}

/// A bounded memory of an answer for each path, used by one worker.
struct PathCache: ~Copyable, @unchecked Sendable {
  /// The head of a line. Its path, at most 56 bytes, stands behind it.
  private struct Head: BitwiseCopyable {
    var answer: UInt32
    /// 24 bits of the hash, and above them the path's length and one; 0 in a line never used.
    var tag: UInt32
  }

  private static let lineBytes = 64
  /// The longest path there is room for.
  static let longestPath = lineBytes - MemoryLayout<Head>.stride

  // Invariant: where `lines` isn't nil it points to `lineCount` lines of 64 bytes, a power of two,
  // at the start of a page; all of them are initialized.
  private let pages: ZeroedPages
  private let lineCount: Int

  /// Whether it is asked at present.
  private var isAsked = false
  /// How many trials it stays aside before it may be asked again.
  private var pause = 0

  // What happened since it last thought about itself: paths, those of them that it knew, those that
  // were resolved, and what they cost.
  private var paths = 0
  private var hits = 0
  private var resolved = 0
  private var cost = 0
  /// What it had counted before that.
  private var countsBefore = PathCacheCounts()

  /// After so many paths the cache thinks about itself.
  private static let trial = 2048
  /// For so many trials it stays aside when it was of no use: that costs a path in 17 what asking
  /// it costs all of them.
  private static let longPause = 16
  /// What a look costs, in the unit of `noteCost`.
  private static let lookCost = 8

  /// - Parameter byteLimit: The memory it may take; nothing is remembered in less than one line.
  init(byteLimit: Int) {
    var lineCount = byteLimit < Self.lineBytes ? 0 : 1
    while lineCount > 0, lineCount * 2 * Self.lineBytes <= byteLimit { lineCount *= 2 }
    self.lineCount = lineCount
    pages = ZeroedPages(byteCount: lineCount * Self.lineBytes)
  }

  @inline(__always)
  private var lines: UnsafeMutableRawPointer? { pages.base }

  /// Whether it is worth a look. To be asked once for each path, before `find`.
  @inline(__always)
  mutating func isWorthwhile() -> Bool {
    paths &+= 1
    if paths == Self.trial { reconsider() }
    return isAsked
  }

  /// Notes what it cost to resolve a path that it didn't know, or wasn't asked about.
  ///
  /// - Parameter candidates: How many candidates were looked at; one that takes a regex engine
  ///   counts for eight.
  @inline(__always)
  mutating func noteCost(_ candidates: Int) {
    resolved &+= 1
    cost &+= candidates
  }

  @inline(never)
  private mutating func reconsider() {
    if isAsked {
      // What it saved against what it cost.
      isAsked = hits * cost >= Self.lookCost * paths * resolved
      if !isAsked { pause = Self.longPause }
    } else {
      pause -= 1
      isAsked = pause <= 0 && cost >= Self.lookCost * resolved && lines != nil
    }
    countsBefore = counts
    (paths, hits, resolved, cost) = (0, 0, 0, 0)
  }

  /// How many paths there were so far, and how many of them it knew.
  var counts: PathCacheCounts {
    PathCacheCounts(paths: countsBefore.paths + paths, hits: countsBefore.hits + hits)
  }

  /// What is known of a path.
  ///
  /// - Parameter hash: The path's hash.
  @inline(__always)
  mutating func find(_ path: ByteSlice, hash: UInt64) -> UInt32? {
    guard let lines, path.count <= Self.longestPath else { return nil }
    let line = lines + offset(hash)
    let head = line.load(as: Head.self)
    guard head.tag == Self.tag(path, hash),
      equalBytes(Self.key(line), path.start, count: path.count)
    else { return nil }
    hits &+= 1
    return head.answer
  }

  /// Remembers the answer of a path.
  @inline(__always)
  mutating func insert(_ path: ByteSlice, hash: UInt64, _ answer: UInt32) {
    guard let lines, path.count <= Self.longestPath else { return }
    let line = lines + offset(hash)
    line.storeBytes(of: Head(answer: answer, tag: Self.tag(path, hash)), as: Head.self)
    memcpy(Self.key(line), path.start, path.count)
  }

  @inline(__always)
  private func offset(_ hash: UInt64) -> Int {
    (Int(truncatingIfNeeded: hash) & (lineCount &- 1)) &* Self.lineBytes
  }

  @inline(__always)
  private static func tag(_ path: ByteSlice, _ hash: UInt64) -> UInt32 {
    UInt32(truncatingIfNeeded: hash >> 40)
      | UInt32(truncatingIfNeeded: path.count &+ 1) &<< 24
  }

  @inline(__always)
  private static func key(_ line: UnsafeMutableRawPointer) -> UnsafeMutablePointer<UInt8> {
    (line + MemoryLayout<Head>.stride).assumingMemoryBound(to: UInt8.self)
  }
}
