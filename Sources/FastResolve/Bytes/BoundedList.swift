/// A few elements in memory that somebody else owns.
struct BoundedList<Element: BitwiseCopyable>: BitwiseCopyable {
  // Invariant: `count` elements from `start` on are initialized. Where one is added, there is room for
  // as many as are allowed.
  let start: UnsafeMutablePointer<Element>
  private(set) var count: Int

  @inline(__always)
  init(_ start: UnsafeMutablePointer<Element>, count: Int) {
    self.start = start
    self.count = count
  }

  @inline(__always)
  subscript(index: Int) -> Element { start[index] }

  /// Adds an element, unless there are as many as are allowed.
  ///
  /// - Returns: Whether it was added.
  @inline(__always)
  mutating func append(_ element: Element, most: Int) -> Bool {
    guard count < most else { return false }
    start[count] = element
    count &+= 1
    return true
  }

  /// Takes as many elements of another list as this one has.
  @inline(__always)
  func copyElements(of other: Self) { start.update(from: other.start, count: count) }
}
