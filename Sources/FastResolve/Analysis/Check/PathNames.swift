// The names that the paths of an inventory are made of, for hints.
//
// A rule that matches nothing most often has a name in it that isn't there: `layer` where the models
// have `layers`, a model left out in front, an index too high. So of all paths the names are kept,
// each once, and which of them follow one another: an inventory of 1.5 million rows has some ten
// thousand of either.
//
// For the names that a path has in common with the one before nothing is done, and a name that was
// seen below the same one a short while ago is found among those, without a look at the tables,
// which are larger than the processor's caches. An inventory whose names are all different, row for
// row, would fill the memory: at a limit all is given up, and there are no hints.

/// Which names the module paths of an inventory have, and which follow one another.
struct PathNames: ~Copyable, @unchecked Sendable {
  /// A name of the path noted last.
  private struct Level: BitwiseCopyable {
    /// The offset at which it begins.
    var begin: Int
    /// The number of the name above it, or `start`.
    var above: UInt32
  }

  /// A short name that was seen below another: its first eight bytes and its last eight, which with
  /// their number are all of it.
  private struct Recent: BitwiseCopyable {
    var low: UInt64 = 0
    var high: UInt64 = 0
    var above: UInt32 = 0
    var number: UInt32 = 0
    var count = -1
  }

  private var names = DistinctTexts()
  /// Each name with the one below it, and `start` with each that begins a path.
  private var pairs = PairCounts()
  private let mostBytes: Int

  // Invariant: there is room for `mostLevels`, of which the first `depth` are those of the path
  // noted last. Names farther down belong to the last level.
  private let levels: UnsafeMutablePointer<Level>
  private var depth = 0
  // Invariant: `recentCount` elements. One with a count of 0 or more is a pair that is in `pairs`,
  // and stands where its bytes say.
  private let recent: UnsafeMutablePointer<Recent>
  private var lastCount = -1

  /// Whether nothing was given up for want of memory. Which names there are decides that, not their
  /// order.
  private(set) var isComplete = true

  /// About as many bytes the names may take.
  static let mostBytes = 32 << 20
  private static let mostLevels = 64
  private static let recentCount = 1024
  private static let start = UInt32.max

  /// - Parameter mostBytes: About as many bytes the names may take.
  init(mostBytes: Int = Self.mostBytes) {
    self.mostBytes = mostBytes
    levels = .allocate(capacity: Self.mostLevels)
    recent = .allocate(capacity: Self.recentCount)
    recent.initialize(repeating: Recent(), count: Self.recentCount)
  }

  deinit {
    levels.deallocate()
    recent.deallocate()
  }

  /// Notes a path.
  ///
  /// - Parameters:
  ///   - path: The path.
  ///   - shared: How many bytes at its start it has in common with the path noted last; less will
  ///     do.
  /// - Complexity: O(*n*) in the length of the names that are new.
  @inline(__always)
  mutating func note(_ path: ByteSlice, shared: Int) {
    if shared == path.count, lastCount == path.count { return }
    if isComplete { noteNew(path, shared) }
  }

  @inline(never)
  private mutating func noteNew(_ path: ByteSlice, _ shared: Int) {
    while depth > 0, levels[depth - 1].begin > shared { depth -= 1 }
    var first = Level(begin: 0, above: Self.start)
    if depth > 0 {
      depth -= 1
      first = levels[depth]
    }
    var above = first.above
    path.dropFirst(first.begin).forEachName { name, offset in
      if depth < Self.mostLevels {
        levels[depth] = Level(begin: first.begin + offset, above: above)
        depth += 1
      }
      above = number(of: name, below: above)
    }
    lastCount = path.count
  }

  /// The number of a name, which is noted if it wasn't there below the other one.
  @inline(__always)
  private mutating func number(of name: ByteSlice, below above: UInt32) -> UInt32 {
    guard name.count <= 16 else { return insert(name, below: above) }
    let (low, high) = name.ends
    let hash = hashPair(
      UInt32(truncatingIfNeeded: low ^ low &>> 32) ^ above,
      UInt32(truncatingIfNeeded: high ^ high &>> 32))
    let slot = recent + Int(truncatingIfNeeded: hash &>> 40) & (Self.recentCount &- 1)
    if slot.pointee.low == low, slot.pointee.high == high, slot.pointee.above == above,
      slot.pointee.count == name.count
    {
      return slot.pointee.number
    }
    let number = insert(name, below: above)
    slot.pointee = Recent(low: low, high: high, above: above, number: number, count: name.count)
    return number
  }

  @inline(never)
  private mutating func insert(_ name: ByteSlice, below above: UInt32) -> UInt32 {
    let number = UInt32(names.number(of: name))
    pairs.add(above, number)
    giveUpAtLimit()
    return number
  }

  private mutating func giveUpAtLimit() {
    let pairBytes = MemoryLayout<PairCounts.Entry>.stride + NumberSlots.bytesOfEntry
    if names.byteCount + pairs.count * pairBytes > mostBytes { isComplete = false }
  }

  /// Adds what another one has noted.
  mutating func merge(_ other: borrowing PathNames) {
    isComplete = isComplete && other.isComplete
    guard isComplete else { return }
    let numbers = names.merge(other.names)
    for position in 0..<other.pairs.count {
      let pair = other.pairs[position]
      let above = pair.first == Self.start ? Self.start : numbers[Int(pair.first)]
      pairs.add(above, numbers[Int(pair.second)])
    }
    giveUpAtLimit()
  }

  /// Calls `body` with each name that a path has, once.
  func forEachName(_ body: (ByteSlice) -> Void) {
    for number in 0..<names.count { body(names[number]) }
  }

  /// Calls `body` with each two names that follow one another in a path, and with `nil` and each
  /// name that begins one; with none of them twice.
  func forEachPair(_ body: (_ above: ByteSlice?, _ name: ByteSlice) -> Void) {
    for position in 0..<pairs.count {
      let pair = pairs[position]
      body(pair.first == Self.start ? nil : names[Int(pair.first)], names[Int(pair.second)])
    }
  }
}

extension ByteSlice {
  /// The first eight bytes and the last eight; of less than eight bytes all that there are, in some
  /// order that their number says, and 0.
  @inline(__always)
  fileprivate var ends: (UInt64, UInt64) {
    let bytes = UnsafeRawPointer(start)
    if count >= 8 {
      return (
        bytes.loadUnaligned(as: UInt64.self),
        bytes.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self)
      )
    }
    if count >= 4 {
      let low = bytes.loadUnaligned(as: UInt32.self)
      let high = bytes.loadUnaligned(fromByteOffset: count &- 4, as: UInt32.self)
      return (UInt64(low) | UInt64(high) &<< 32, 0)
    }
    if count == 0 { return (0, 0) }
    let (first, middle) = (UInt64(self[0]), UInt64(self[count &>> 1]))
    return (first | middle &<< 8 | UInt64(self[count &- 1]) &<< 16, 0)
  }

  /// Calls `body` with each of the names between dots, and with the offset at which it begins. An
  /// empty path has one, which is empty.
  @inline(__always)
  func forEachName(_ body: (_ name: ByteSlice, _ offset: Int) -> Void) {
    var begin = 0
    while true {
      let rest = dropFirst(begin)
      let count = rest.firstOffset(of: UInt8(ascii: ".")) ?? rest.count
      body(rest.prefix(count), begin)
      begin &+= count &+ 1
      if begin > self.count { return }
    }
  }
}
