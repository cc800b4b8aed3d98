/// The pairs of neighbouring bytes of the path before, by the bytes up to which they are counted.
///
/// They are noted when they are first asked for: where few regexes are found, they never are.
struct PathPairs: ~Copyable, @unchecked Sendable {
  // Invariant: `pairs[i]` are those of the first `i` bytes of the path and its start, for `i` up to
  // `count`, which is at most as many as a trail keeps. There is room for all of those.
  private let pairs: UnsafeMutablePointer<LiteralSignature>
  private(set) var count = 0

  init() {
    pairs = .allocate(capacity: PathTrail.keptBytes + 1)
    pairs.initialize(repeating: LiteralSignature(), count: PathTrail.keptBytes + 1)
  }

  deinit { pairs.deallocate() }

  /// The pairs of the first bytes and the start.
  ///
  /// - Parameter byteCount: So many bytes; at most `count`.
  @inline(__always)
  subscript(byteCount: Int) -> LiteralSignature { pairs[byteCount] }

  /// Forgets what hangs on more than so many bytes.
  @inline(__always)
  mutating func forget(behind shared: Int) {
    if count > shared { count = shared }
  }

  /// Notes the pairs of the bytes that are kept.
  ///
  /// - Parameter path: The path. What wasn't forgotten is of its first bytes.
  @inline(__always)
  mutating func note(_ path: ByteSlice) {
    let end = path.count < PathTrail.keptBytes ? path.count : PathTrail.keptBytes
    if count >= end { return }
    let pairs = pairs
    var index = count
    if index == 0 {
      pairs[1] = LiteralSignature()
      pairs[1].insert(LiteralKey.start, path[0])
      index = 1
    }
    var signature = pairs[index]
    while index < end {
      let pair = UnsafeRawPointer(path.start)
        .loadUnaligned(fromByteOffset: index &- 1, as: UInt16.self)
      signature.insert(UInt16(littleEndian: pair))
      index &+= 1
      pairs[index] = signature
    }
    count = end
  }

  /// All pairs of a path, those of its start and its end among them.
  ///
  /// - Parameter path: A path that is kept whole.
  @inline(__always)
  mutating func whole(_ path: ByteSlice) -> LiteralSignature {
    note(path)
    var signature = pairs[path.count]
    signature.insert(path.isEmpty ? LiteralKey.start : path[path.count &- 1], LiteralKey.end)
    return signature.usable
  }
}
