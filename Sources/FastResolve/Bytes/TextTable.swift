/// A list of short texts in one run of memory, read by position.
///
/// What the writers append for a rule is made once and kept here; `[[UInt8]]` would cost a
/// retain and a release a row.
struct TextTable: ~Copyable, @unchecked Sendable {
  // Invariant: `ends[i]...ends[i + 1]` are offsets within the arena for every position, and neither
  // is written after `init`. Behind the last text, `ByteBuffer.padding` bytes can be read.
  private let arena: ByteBuffer
  private let ends: UnsafeMutablePointer<Int>
  let count: Int

  /// - Parameters:
  ///   - count: How many texts there are.
  ///   - append: Appends the text at a position to those before.
  // Inlined into the initializer of a class, it makes the optimizer of Swift 6.3.1 end in an
  // assertion.
  @inline(never)
  init(count: Int, _ append: (Int, inout ByteBuffer) -> Void) {
    self.count = count
    ends = .allocate(capacity: count + 1)
    ends[0] = 0
    var texts = ByteBuffer()
    for position in 0..<count {
      append(position, &texts)
      ends[position + 1] = texts.count
    }
    arena = texts
  }

  deinit { ends.deallocate() }

  /// The text at a position below `count`.
  @inline(__always)
  subscript(position: Int) -> ByteSlice {
    let start = ends[position]
    return ByteSlice(arena.base + start, count: ends[position &+ 1] &- start)
  }
}
