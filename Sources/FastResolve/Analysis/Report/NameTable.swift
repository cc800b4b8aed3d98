/// Numbers for names, in the order in which they were first seen, and the names of numbers.
struct NameTable: ~Copyable, @unchecked Sendable {
  // Invariant: the name with the number `i` ends at `ends[i]` in the table's arena, where the next one begins.
  private var table = ByteTable()
  private var ends: [Int] = []

  /// How many names there are.
  var count: Int { ends.count }

  /// The number of a name, which it gets where it has none yet.
  ///
  /// - Complexity: O(*n*) in the length of the name.
  @inline(__always)
  mutating func number(of name: ByteSlice) -> UInt32 {
    let number = table.insert(name, UInt32(truncatingIfNeeded: ends.count))
    if Int(number) == ends.count { ends.append(table.byteCount) }
    return number
  }

  /// The name of a number. Valid as long as none is added.
  subscript(number: Int) -> ByteSlice {
    table.key(at: (number == 0 ? 0 : ends[number - 1])..<ends[number])
  }
}
