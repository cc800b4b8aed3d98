#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Elements of plain data one behind the other, in memory that grows. An array that counts no references
/// and asks nobody whether it is the only one: for what is built while rows go by.
struct GrowingMemory<Element: BitwiseCopyable>: ~Copyable, @unchecked Sendable {
  // Invariant: `start[..<count]` are initialized, and there is room for `capacity`.
  private(set) var start: UnsafeMutablePointer<Element>
  private(set) var count = 0
  private var capacity: Int
  /// What is to be given back.
  private var block: UnsafeMutableRawPointer

  init() {
    capacity = Self.leastCapacity
    block = LargeMemory.allocate(capacity &* MemoryLayout<Element>.stride)
    start = block.bindMemory(to: Element.self, capacity: capacity)
  }

  deinit { free(block) }

  private static var leastCapacity: Int { 16 }

  /// How many bytes the elements take up.
  var byteCount: Int { count &* MemoryLayout<Element>.stride }

  /// An element. Its index is below `count`.
  @inline(__always)
  subscript(index: Int) -> Element {
    get { start[index] }
    nonmutating set { start[index] = newValue }
  }

  /// - Complexity: O(1), amortized.
  @inline(__always)
  mutating func append(_ element: Element) {
    if count == capacity { grow(toHold: count &+ 1) }
    (start + count).initialize(to: element)
    count &+= 1
  }

  /// Appends elements that are not its own.
  @inline(__always)
  mutating func append(_ elements: UnsafePointer<Element>, count added: Int) {
    // A call to copy a few bytes takes longer than the bytes.
    if added == 1 { return append(elements.pointee) }
    if count &+ added > capacity { grow(toHold: count &+ added) }
    (start + count).initialize(from: elements, count: added)
    count &+= added
  }

  /// Removes all elements but so many first ones.
  @inline(__always)
  mutating func removeAll(behind count: Int = 0) { self.count = count }

  /// Eight times as much; all that there may ever be once it is large: what isn't touched costs nothing, and
  /// to copy and to touch anew what is there costs more than all else. Twofold growth up to four times this
  /// size was a twentieth of what came from beyond the second-level cache under ten thousand regexes.
  ///
  /// The beginning comes in small pages: of the dozen such memories that a worker has most never get beyond
  /// it, and a large page each took a third more memory under a thousand regexes, in the same time.
  @inline(never)
  private mutating func grow(toHold least: Int) {
    let stride = MemoryLayout<Element>.stride
    let isLarge = byteCount >= Self.large
    let capacity = max(capacity &* 8, least, isLarge ? Self.reserve / stride : 0)
    let (memory, block) = LargeMemory.allocate(
      capacity &* stride, ofSmallPages: isLarge ? Self.smallPages : 0)
    let grown = memory.bindMemory(to: Element.self, capacity: capacity)
    grown.moveInitialize(from: start, count: count)
    free(self.block)
    self.block = block
    start = grown
    self.capacity = capacity
  }

  private static var large: Int { 1 << 15 }
  private static var reserve: Int { 1 << 26 }
  private static var smallPages: Int { 1 << 20 }
}
