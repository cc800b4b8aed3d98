// The order in which the module names of a rule set are numbered: those of one module stand together,
// and those of one layer, and those of one model.
//
// An inventory lists modules in the order of their tree, so the names that its rows ask for one after
// the other are neighbours in the tree too. In the order of a file the next one is anywhere: the entry
// in the table, the text of the answer and the count of it each a line of memory of its own, of
// 100,000. In the order of the tree they mostly are where the last ones were. `large` takes a tenth
// less time so.
//
// Which subtree stands before which doesn't matter. So paths are sorted by a key of 32 bits, a few for
// each of the first segments: their hashes. In three passes of counting that is a fortieth of the time
// in which the names are read.

/// The module name rules of a rule set in the order of their tree.
///
/// A *place* is a number in this order, a *position* one in the order of the rule set.
final class TreeOrder: @unchecked Sendable {
  /// How many there are.
  let count: Int
  // Invariant: `count` each, and each the inverse of the other.
  private let positions: UnsafeMutablePointer<UInt32>
  private let places: UnsafeMutablePointer<UInt32>

  /// - Complexity: O(*n*) in the size of the names.
  init(_ names: ModuleNameRules) {
    count = names.count
    positions = .allocate(capacity: max(count, 1))
    places = .allocate(capacity: max(count, 1))
    var sort = RadixSort(count: count)
    for position in 0..<count { sort.add(Self.key(of: names.key(at: position))) }
    sort.finish()
    for place in 0..<count {
      let position = sort[place]
      (positions + place).initialize(to: UInt32(truncatingIfNeeded: position))
      (places + position).initialize(to: UInt32(truncatingIfNeeded: place))
    }
  }

  deinit {
    positions.deallocate()
    places.deallocate()
  }

  /// The position of the rule at a place.
  @inline(__always)
  func position(at place: Int) -> Int {
    precondition(place >= 0 && place < count)
    return Int(positions[place])
  }

  /// The place of the rule at a position.
  @inline(__always)
  func place(of position: Int) -> Int {
    precondition(position >= 0 && position < count)
    return Int(places[position])
  }

  // MARK: Keys

  /// So many bits of a key are of each of the first segments, the first one's the highest.
  private static let segmentBits: [UInt64] = [7, 7, 7, 7, 4]

  @inline(__always)
  private static func key(of path: ByteSlice) -> UInt32 {
    var key: UInt64 = 0
    var left: UInt64 = 32
    var start = 0
    for bits in segmentBits {
      let end = firstDot(in: path, from: start)
      left &-= bits
      key |= (hashed(path, upTo: end) &>> (64 &- bits)) &<< left
      if end == path.count { break }
      start = end &+ 1
    }
    return UInt32(truncatingIfNeeded: key)
  }

  /// A hash of the last eight bytes of a segment, or of what stands before it too.
  @inline(__always)
  private static func hashed(_ path: ByteSlice, upTo end: Int) -> UInt64 {
    let first = max(end &- 8, 0)
    var word = word(path, first)
    if end < 8 { word &= 1 &<< UInt64(truncatingIfNeeded: end &* 8) &- 1 }
    return (word &+ UInt64(truncatingIfNeeded: end)) &* 0x9FB2_1C65_1E98_DF25
  }

  /// Where the first dot stands from an offset on, or the end. Eight bytes a step: below the first byte
  /// that is found no other is marked.
  @inline(__always)
  private static func firstDot(in path: ByteSlice, from start: Int) -> Int {
    var offset = start
    while offset < path.count {
      let word = word(path, offset) ^ 0x2E2E_2E2E_2E2E_2E2E
      let found = (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
      if found != 0 { return min(offset &+ found.trailingZeroBitCount / 8, path.count) }
      offset &+= 8
    }
    return path.count
  }

  /// The eight bytes from an offset of a key on, the first one lowest: `ByteTable.padding` bytes behind
  /// it can be read.
  @inline(__always)
  private static func word(_ path: ByteSlice, _ offset: Int) -> UInt64 {
    UInt64(
      littleEndian: UnsafeRawPointer(path.start)
        .loadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }
}

/// Sorts the numbers from 0 on by keys of 32 bits; those of one key stay in their order.
private struct RadixSort: ~Copyable {
  private static let digitBits: UInt64 = 11
  private static let digits = 3
  private static let values = 1 << Int(digitBits)

  // Invariants: `items` and `spare` have room for as many as will be added. The first `count` items
  // have their keys in the upper half and the numbers in the lower, and `counts` says of each digit,
  // the lowest first, how many of them have which value.
  private var items: UnsafeMutablePointer<UInt64>
  private var spare: UnsafeMutablePointer<UInt64>
  private let counts: UnsafeMutablePointer<UInt32>
  private var count = 0

  init(count: Int) {
    items = .allocate(capacity: max(count, 1))
    spare = .allocate(capacity: max(count, 1))
    counts = .allocate(capacity: Self.digits * Self.values)
    counts.initialize(repeating: 0, count: Self.digits * Self.values)
  }

  deinit {
    items.deallocate()
    spare.deallocate()
    counts.deallocate()
  }

  @inline(__always)
  private static func value(_ item: UInt64, _ digit: Int) -> Int {
    let shift = 32 &+ UInt64(truncatingIfNeeded: digit) &* digitBits
    return Int(truncatingIfNeeded: item &>> shift) & (values &- 1)
  }

  /// Adds the key of the next number.
  @inline(__always)
  mutating func add(_ key: UInt32) {
    let item = UInt64(key) &<< 32 | UInt64(truncatingIfNeeded: count)
    (items + count).initialize(to: item)
    count &+= 1
    for digit in 0..<Self.digits { counts[digit &* Self.values &+ Self.value(item, digit)] &+= 1 }
  }

  /// Sorts what was added.
  mutating func finish() {
    for digit in 0..<Self.digits {
      let next = counts + digit * Self.values
      var sum: UInt32 = 0
      for value in 0..<Self.values {
        let before = sum
        sum &+= next[value]
        next[value] = before
      }
      for index in 0..<count {
        let item = items[index]
        let value = Self.value(item, digit)
        (spare + Int(next[value])).initialize(to: item)
        next[value] &+= 1
      }
      swap(&items, &spare)
    }
  }

  /// The number at a place in their order.
  @inline(__always)
  subscript(place: Int) -> Int { Int(items[place] & 0xFFFF_FFFF) }
}
