#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

// What the regexes said of paths before.
//
// Most paths never get here: the literals in them tell which regexes can match, and for most of those
// what stands in their trees tells the rest. A call of PCRE2 costs more than a look into memory, and
// only where one is about to be made is the cache asked.
//
// The answer for a path is in a line of 64 bytes or nowhere: its hash says which line, the path
// itself stands in the line, and a newer path takes an older one's place. So a look costs one miss
// of the processor's cache at most, memory is bounded without ever being cleared, and what is found
// is exact. Paths longer than a line holds (3 in 100 of real ones) are resolved anew each time.
//
// Where paths don't repeat, looking and storing is for nothing. The cache notices by its hits and
// steps aside for a while.

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

  // Invariant: where `lines` isn't nil it points to `lineCount` lines of 64 bytes, a power of two, at
  // the start of a page; all of them are initialized.
  private let lines: UnsafeMutableRawPointer?
  private let lineCount: Int
  private let byteCount: Int

  // How many looks there were since the cache last thought about itself, how many found something,
  // and for how many more it stays aside.
  private var looks = 0
  private var hits = 0
  private var aside = 0

  /// After so many looks the cache asks itself whether it is of use.
  private static let trial = 4096
  /// For so many trials it then stays aside: a useless one costs a path in 17 what it costs all.
  private static let pause = 16
  /// It is of use if one look in so many finds something.
  private static let worthwhile = 16

  /// - Parameter byteLimit: The memory it may take; nothing is remembered in less than one line.
  init(byteLimit: Int) {
    var lineCount = byteLimit < Self.lineBytes ? 0 : 1
    while lineCount > 0, lineCount * 2 * Self.lineBytes <= byteLimit { lineCount *= 2 }
    self.lineCount = lineCount
    byteCount = lineCount * Self.lineBytes
    // Zeroed by the system, a page at a time as it is touched: what isn't used costs nothing.
    lines = lineCount == 0 ? nil : Self.zeroedPages(byteCount)
  }

  deinit { if let lines { munmap(lines, byteCount) } }

  private static func zeroedPages(_ count: Int) -> UnsafeMutableRawPointer? {
    let pages = mmap(nil, count, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    return pages == MAP_FAILED ? nil : pages
  }

  /// Whether it is worth a look at present. To be asked once for each path, before `find`.
  @inline(__always)
  mutating func isWorthwhile() -> Bool {
    if aside > 0 {
      aside &-= 1
      return false
    }
    if looks == Self.trial { reconsider() }
    return lines != nil
  }

  @inline(never)
  private mutating func reconsider() {
    if hits < Self.trial / Self.worthwhile { aside = Self.trial * Self.pause }
    looks = 0
    hits = 0
  }

  /// What is known of a path.
  ///
  /// - Parameter hash: The path's hash.
  @inline(__always)
  mutating func find(_ path: ByteSlice, hash: UInt64) -> UInt32? {
    guard let lines, path.count <= Self.longestPath else { return nil }
    looks &+= 1
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
