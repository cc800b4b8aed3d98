/// The numbers of a path: its parts between dots that are digits alone.
enum PathNumbers {
  /// The first number of a path.
  static func first(of path: ByteSlice) -> Range<Int>? { next(of: path, from: 0) }

  /// The next number of a path.
  ///
  /// - Parameter start: Where a part of the path begins, or behind its end.
  @inline(__always)
  static func next(of path: ByteSlice, from start: Int) -> Range<Int>? {
    var start = start
    while start < path.count {
      var end = start
      while end < path.count, isDigit(path[end]) { end &+= 1 }
      if end > start, end == path.count || path[end] == UInt8(ascii: ".") { return start..<end }
      guard let dot = path.dropFirst(end).firstOffset(of: UInt8(ascii: ".")) else { return nil }
      start = end &+ dot &+ 1
    }
    return nil
  }
}
