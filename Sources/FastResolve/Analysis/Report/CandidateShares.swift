/// Estimates what the regexes cost: on which share of the rows a regex had to be run, as the
/// literals that it asks for could not rule the path out.
///
/// One path in eight is looked at, chosen by its hash: so the estimate is the same however the rows
/// are dealt out. The scan is one of its own. That of the resolver also leaves out what an earlier
/// path has ruled out, and which paths a worker has seen before is a matter of luck.
struct CandidateShares: ~Copyable, @unchecked Sendable {
  // Invariant: a count for each regex.
  private let counts: UnsafeMutablePointer<Int>
  private let regexCount: Int
  private var scratch: ResolverScratch
  /// How many rows were looked at.
  private(set) var rows = 0

  /// One path in so many is looked at.
  private static let interval: UInt64 = 8

  init(_ rules: CompiledRules) {
    regexCount = rules.regexes.count
    counts = .allocate(capacity: max(regexCount, 1))
    counts.initialize(repeating: 0, count: regexCount)
    scratch = ResolverScratch(rules, cacheBytes: 0, automatonUse: .never)
  }

  deinit { counts.deallocate() }

  /// Looks at a row's path, or not.
  @inline(__always)
  mutating func note(_ path: ByteSlice, _ rules: CompiledRules) {
    if regexCount > 0, Self.isSampled(path) { count(path, rules) }
  }

  /// Whether a path is looked at.
  @inline(__always)
  static func isSampled(_ path: ByteSlice) -> Bool { hashBytes(path) % interval == 0 }

  @inline(never)
  private mutating func count(_ path: ByteSlice, _ rules: CompiledRules) {
    rows += 1
    _ = rules.follow(path, &scratch)
    rules.regexes.scan(path, &scratch.trail, &scratch.regexes)
    var candidates = rules.regexes.candidates(scratch.regexes)
    while let candidate = candidates.next() { counts[candidate.regex] += 1 }
  }

  /// Adds what another one has counted.
  mutating func merge(_ other: borrowing CandidateShares) {
    rows += other.rows
    for regex in 0..<regexCount { counts[regex] += other.counts[regex] }
  }

  /// On which share of the rows each regex had to be run; `nil` where no path was looked at.
  var shares: [Double]? {
    rows == 0 ? nil : (0..<regexCount).map { Double(counts[$0]) / Double(rows) }
  }
}
