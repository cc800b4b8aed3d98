// What is known of the beginning of a path from the one before.
//
// Inventories list modules in the order of their tree: a path of 30 bytes shares 23 with the one
// before it, in the mean of 1.5 million. Whatever can be said of a beginning alone is therefore
// kept byte by byte and dot by dot, and for the next path the work goes on where the two part: its
// hashes, and which ancestors have a rule. In any other order all still holds, for the price of
// one comparison a path.
//
// The hash takes a byte a step, so that one pass gives the hash of the whole path and of every
// ancestor, and can be taken up at any byte. For the six bytes that are new it costs as much as a
// hash that takes eight bytes a step costs for thirty.

/// The path asked for last, with the hashes of all its beginnings and its nearest rule at each dot.
struct PathTrail: ~Copyable, @unchecked Sendable {
  /// An ancestor of the path: what ends before one of its dots.
  private struct Ancestor: BitwiseCopyable {
    var end: Int
    /// The rule of the nearest module name at or above it.
    var rule: RuleID
  }

  // Invariants: `bytes[..<count]` is the path, `hashes[i]` the unfinished hash of its first `i` bytes
  // for all `i` up to `count`, and `ancestors[..<ancestorCount]` are the ends of all its ancestors, in
  // order. There is room for a path of `capacity` bytes.
  private var bytes: UnsafeMutablePointer<UInt8>
  private var hashes: UnsafeMutablePointer<UInt64>
  private var ancestors: UnsafeMutablePointer<Ancestor>
  private var capacity = 256
  private var count = 0
  private var ancestorCount = 0
  /// How many bytes the path has in common with the one before at their start.
  private(set) var shared = 0

  init() {
    bytes = .allocate(capacity: capacity)
    hashes = .allocate(capacity: capacity + 1)
    ancestors = .allocate(capacity: capacity)
    hashes[0] = PathHash.start
  }

  deinit {
    bytes.deallocate()
    hashes.deallocate()
    ancestors.deallocate()
  }

  /// The hash of the path.
  @inline(__always)
  var hash: UInt64 { PathHash.finished(hashes[count]) }

  /// The length of the parent's path.
  @inline(__always)
  var parentCount: Int { ancestorCount == 0 ? 0 : ancestors[ancestorCount &- 1].end }

  /// The hash of the parent's path.
  @inline(__always)
  var parentHash: UInt64 { PathHash.finished(hashes[parentCount]) }

  /// Takes up the next path.
  ///
  /// - Parameters:
  ///   - path: The path.
  ///   - moduleNames: The rules to look for; those of all paths before.
  ///   - firstModuleName: The number of the first of them.
  /// - Returns: The rule of the nearest module name at or above the path, or none: the path is cut
  ///   at its last `.` until a rule is found or nothing is left (torch's
  ///   `_get_module_name_qconfig`). The empty path has no rule, even where one is stored.
  /// - Complexity: O(*n*) in the bytes that differ from the path before, and a word of 8 bytes a
  ///   step in those that don't.
  @inline(__always)
  mutating func follow(
    _ path: ByteSlice, _ moduleNames: borrowing ByteTable, firstModuleName: RuleID
  ) -> RuleID {
    if path.count > capacity { grow(path.count) }
    shared = commonPrefix(path)
    // The dot that ends an ancestor has to be shared too.
    while ancestorCount > 0, ancestors[ancestorCount &- 1].end >= shared { ancestorCount &-= 1 }
    var nearest = ancestorCount == 0 ? .none : ancestors[ancestorCount &- 1].rule
    var hash = hashes[shared]
    var offset = shared
    while offset < path.count {
      let byte = path[offset]
      bytes[offset] = byte
      if byte == UInt8(ascii: "."), offset > 0 {
        let found = moduleNames.find(path.prefix(offset), hash: PathHash.finished(hash))
        if found != ByteTable.none { nearest = RuleID(firstModuleName.number &+ found) }
        ancestors[ancestorCount] = Ancestor(end: offset, rule: nearest)
        ancestorCount &+= 1
      }
      hash = PathHash.continued(hash, byte)
      offset &+= 1
      hashes[offset] = hash
    }
    count = path.count
    if !path.isEmpty {
      let found = moduleNames.find(path, hash: PathHash.finished(hash))
      if found != ByteTable.none { nearest = RuleID(firstModuleName.number &+ found) }
    }
    return nearest
  }

  /// How many bytes the path and the one before have in common at their start.
  @inline(__always)
  private func commonPrefix(_ path: ByteSlice) -> Int {
    let length = count < path.count ? count : path.count
    let one = UnsafeRawPointer(bytes)
    let other = UnsafeRawPointer(path.start)
    var offset = 0
    while offset &+ 8 <= length {
      let difference = word(one, offset) ^ word(other, offset)
      if difference != 0 { return offset &+ difference.trailingZeroBitCount / 8 }
      offset &+= 8
    }
    while offset < length, bytes[offset] == path[offset] { offset &+= 1 }
    return offset
  }

  /// The eight bytes from an offset on, the first one lowest.
  @inline(__always)
  private func word(_ bytes: UnsafeRawPointer, _ offset: Int) -> UInt64 {
    UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  @inline(never)
  private mutating func grow(_ wanted: Int) {
    let newCapacity = max(wanted, capacity * 2)
    bytes = Self.moved(bytes, count, to: newCapacity)
    hashes = Self.moved(hashes, count + 1, to: newCapacity + 1)
    ancestors = Self.moved(ancestors, ancestorCount, to: newCapacity)
    capacity = newCapacity
  }

  private static func moved<Element: BitwiseCopyable>(
    _ elements: UnsafeMutablePointer<Element>, _ count: Int, to capacity: Int
  ) -> UnsafeMutablePointer<Element> {
    let larger = UnsafeMutablePointer<Element>.allocate(capacity: capacity)
    larger.initialize(from: elements, count: count)
    elements.deallocate()
    return larger
  }
}
