/// A list of short texts in one run of memory, read by position.
///
/// What the writers append for a rule is made once and kept here; `[[UInt8]]` would cost a
/// retain and a release a row.
struct TextTable: ~Copyable, @unchecked Sendable {
  // Invariant: `ends[i]...ends[i + 1]` are offsets within the arena for every position, and
  // `ByteBuffer.padding` bytes behind the last text can be read.
  private let arena: UnsafeMutablePointer<UInt8>
  private let ends: UnsafeMutablePointer<Int>
  let count: Int

  init(_ texts: [[UInt8]]) {
    count = texts.count
    ends = .allocate(capacity: count + 1)
    arena = .allocate(capacity: texts.reduce(0) { $0 + $1.count } + ByteBuffer.padding)
    ends[0] = 0
    for (position, text) in texts.enumerated() {
      (arena + ends[position]).initialize(from: text, count: text.count)
      ends[position + 1] = ends[position] + text.count
    }
  }

  deinit {
    arena.deallocate()
    ends.deallocate()
  }

  /// The text at a position below `count`.
  @inline(__always)
  subscript(position: Int) -> ByteSlice {
    let start = ends[position]
    return ByteSlice(arena + start, count: ends[position &+ 1] &- start)
  }
}
