// Module paths folded by number.
//
// The layers of a model are alike, and a report that listed each of them would be as long as the
// inventory. So the segments of a path that are numbers, and nothing but ASCII digits, become `*`,
// and all paths that are the same then are one: `layers.*.mlp`. A segment that is a `*` itself
// stays one and counts as a number. What became `*` is told with each example, and with it the path
// can be told again.

extension ByteBuffer {
  /// Appends a module path folded by number.
  ///
  /// - Complexity: O(*n*) in the length of the path.
  @inline(__always)
  mutating func append(folded path: ByteSlice) {
    // Folded, a path is no longer than it was.
    reserve(path.count)
    let start = count
    let base = base + start
    var written = 0
    var segmentStart = 0
    var areDigits = true
    for offset in 0..<path.count {
      let byte = path[offset]
      if byte == UInt8(ascii: ".") {
        if areDigits, written > segmentStart { written = Self.fold(base, segmentStart) }
        base[written] = byte
        written &+= 1
        segmentStart = written
        areDigits = true
      } else {
        base[written] = byte
        written &+= 1
        areDigits = areDigits && byte &- UInt8(ascii: "0") < 10
      }
    }
    if areDigits, written > segmentStart { written = Self.fold(base, segmentStart) }
    extend(by: written)
  }

  @inline(__always)
  private static func fold(_ base: UnsafeMutablePointer<UInt8>, _ start: Int) -> Int {
    base[start] = UInt8(ascii: "*")
    return start &+ 1
  }
}

extension [UInt8] {
  /// Appends what a path has in place of the `*` of the folded one, with dots between: `3.11` for
  /// `layers.3.experts.11`.
  mutating func append(numbersInPath path: String) {
    path.withByteSlice { path in
      let before = count
      var start = 0
      for offset in 0...path.count {
        guard offset == path.count || path[offset] == UInt8(ascii: ".") else { continue }
        let segment = ByteSlice(path.start + start, count: offset - start)
        if segment.isNumber {
          if count > before { append(UInt8(ascii: ".")) }
          append(contentsOf: segment.buffer)
        }
        start = offset + 1
      }
    }
  }
}

extension ByteSlice {
  /// Whether a segment of a path is a `*` when it is folded.
  fileprivate var isNumber: Bool {
    if isEmpty { return false }
    return equals("*") || buffer.allSatisfy { $0 &- UInt8(ascii: "0") < 10 }
  }
}
