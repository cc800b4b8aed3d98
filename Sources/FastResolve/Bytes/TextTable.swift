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

  /// - Parameters:
  ///   - count: How many texts there are.
  ///   - append: Appends the text at a position to those before.
  // Inlined into the initializer of a class, it makes the optimizer of Swift 6.3.1 end in an assertion.
  @inline(never)
  init(count: Int, _ append: (Int, inout [UInt8]) -> Void) {
    self.count = count
    ends = .allocate(capacity: count + 1)
    ends[0] = 0
    var texts: [UInt8] = []
    for position in 0..<count {
      append(position, &texts)
      ends[position + 1] = texts.count
    }
    arena = .allocate(capacity: texts.count + ByteBuffer.padding)
    arena.initialize(from: texts, count: texts.count)
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
