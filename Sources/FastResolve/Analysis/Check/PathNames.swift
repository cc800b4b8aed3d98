// The names that the paths of an inventory are made of, for hints.
//
// A rule that matches nothing most often has a name in it that isn't there: `layer` where the
// models have `layers`, a model left out in front, an index too high. So of all paths the names are
// kept, each once: an inventory of 1.5 million rows has some thousand. And below each path that a
// rule names, and each ancestor of one, it is kept which names come next: so the path of a rule can
// be followed to where the inventory has it no more. Which names follow one another anywhere is
// kept too, for the literals of regexes.
//
// For the names that a path has in common with the one before nothing is done, and a name that was
// seen below the same one a short while ago is found among those, without a look at the tables,
// which are larger than the processor's caches: that took a third of the time of a check. An
// inventory whose names are all different, row for row, would fill the memory: at a limit all is
// given up, and there are no hints.

/// Which names the module paths of an inventory have, and where, as far as the rules go.
struct PathNames: ~Copyable, @unchecked Sendable {
  /// A name of the path noted last.
  private struct Level: BitwiseCopyable {
    /// The offset at which it begins.
    var begin: Int
    /// The place below which it stands, or `outside`.
    var place: UInt32
    /// The number of the name above it, or `outside` where there is none.
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

  private var names: DistinctTexts
  /// Which names come below which places. A place has the position of its pair, plus 1, for its
  /// number; 0 is where paths begin. The count is 0 for what only rules have.
  private var places: PairCounts
  /// Each name with the one below it.
  private var pairs = PairCounts()
  /// Places with lower numbers are paths of rules and ancestors of these. Only below them names are
  /// kept.
  private let ruleEnd: UInt32
  // Invariant: an element for each name of the rules, which are the first ones: whether a path has
  // it.
  private let seenNames: UnsafeMutablePointer<Bool>
  private let ruleNameCount: Int
  private let mostBytes: Int

  // Invariant: there is room for `mostLevels`, of which the first `depth` are those of the path
  // noted last. Names farther down belong to the last level.
  private let levels: UnsafeMutablePointer<Level>
  private var depth = 0
  // Invariant: `recentCount` elements. One with a count of 0 or more is a pair of names that is in
  // `pairs`, or a name that begins a path, and stands where its bytes say.
  private let recent: UnsafeMutablePointer<Recent>
  private var lastCount = -1

  /// Whether nothing was given up for want of memory. Which names there are decides that, not their
  /// order.
  private(set) var isComplete = true

  /// About as many bytes the names may take.
  static let mostBytes = 32 << 20
  private static let mostLevels = 64
  private static let recentCount = 1024
  private static let outside = UInt32.max

  /// - Parameters:
  ///   - mapping: The rules.
  ///   - mostBytes: About as many bytes the names may take, those of the rules not counted.
  /// - Complexity: O(*n*) in the length of the module names and of those in order rules.
  init(_ mapping: QConfigMapping, mostBytes: Int = Self.mostBytes) {
    var names = DistinctTexts()
    var places = PairCounts()
    for position in 0..<mapping.moduleNames.count {
      Self.add(mapping.moduleNames.key(at: position), to: &places, &names)
    }
    for key in mapping.objectTypeOrders.keys {
      key.moduleName.string.withByteSlice { Self.add($0, to: &places, &names) }
    }
    levels = .allocate(capacity: Self.mostLevels)
    recent = .allocate(capacity: Self.recentCount)
    recent.initialize(repeating: Recent(), count: Self.recentCount)
    ruleEnd = UInt32(places.count) + 1
    ruleNameCount = names.count
    seenNames = .allocate(capacity: max(names.count, 1))
    seenNames.initialize(repeating: false, count: names.count)
    self.mostBytes = mostBytes + names.byteCount + Self.byteCount(places)
    self.names = names
    self.places = places
  }

  deinit {
    levels.deallocate()
    recent.deallocate()
    seenNames.deallocate()
  }

  private static func add(
    _ path: ByteSlice, to places: inout PairCounts, _ names: inout DistinctTexts
  ) {
    var place: UInt32 = 0
    path.forEachName { name, _ in
      place = UInt32(places.add(place, UInt32(names.number(of: name)), count: 0)) + 1
    }
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
    var first = Level(begin: 0, place: 0, above: Self.outside)
    if depth > 0 {
      depth -= 1
      first = levels[depth]
    }
    var (place, above) = (first.place, first.above)
    path.dropFirst(first.begin).forEachName { name, offset in
      if depth < Self.mostLevels {
        levels[depth] = Level(begin: first.begin + offset, place: place, above: above)
        depth += 1
      }
      above = number(of: name, below: above)
      if place < ruleEnd { place = UInt32(places.add(place, above)) + 1 }
      if place >= ruleEnd { place = Self.outside }
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
    let number = names.number(of: name)
    if number < ruleNameCount { seenNames[number] = true }
    if above != Self.outside { pairs.add(above, UInt32(number)) }
    giveUpAtLimit()
    return UInt32(number)
  }

  private mutating func giveUpAtLimit() {
    let count = names.byteCount + Self.byteCount(places) + Self.byteCount(pairs)
    if count > mostBytes { isComplete = false }
  }

  private static func byteCount(_ pairs: borrowing PairCounts) -> Int {
    pairs.count * (MemoryLayout<PairCounts.Entry>.stride + NumberSlots.bytesOfEntry)
  }

  /// Adds what another one, of the same rules, has noted.
  mutating func merge(_ other: borrowing PathNames) {
    isComplete = isComplete && other.isComplete
    guard isComplete else { return }
    let numbers = names.merge(other.names)
    for number in 0..<ruleNameCount where other.seenNames[number] { seenNames[number] = true }
    // What has a place above it that rules have is numbered alike in both.
    for position in 0..<other.places.count where other.places[position].count > 0 {
      let pair = other.places[position]
      places.add(pair.first, numbers[Int(pair.second)], count: pair.count)
    }
    for position in 0..<other.pairs.count {
      let pair = other.pairs[position]
      pairs.add(numbers[Int(pair.first)], numbers[Int(pair.second)])
    }
    giveUpAtLimit()
  }
}

// MARK: What was noted

extension PathNames {
  /// Calls `body` with each name that a path has, once, and its number.
  func forEachName(_ body: (ByteSlice, Int) -> Void) {
    for number in 0..<names.count where number >= ruleNameCount || seenNames[number] {
      body(names[number], number)
    }
  }

  /// Calls `body` with each two names that follow one another in a path, once.
  func forEachPair(_ body: (ByteSlice, ByteSlice) -> Void) {
    for position in 0..<pairs.count {
      body(names[Int(pairs[position].first)], names[Int(pairs[position].second)])
    }
  }

  /// Calls `body` with each name that a path has below a place, and with the place.
  func forEachPlace(_ body: (_ above: UInt32, _ name: Int) -> Void) {
    for position in 0..<places.count where places[position].count > 0 {
      body(places[position].first, Int(places[position].second))
    }
  }

  /// Follows the path of a rule as far as a path of the inventory goes with it.
  ///
  /// - Returns: The offset of the first name that isn't there, and the place above it; `nil` where
  ///   all are.
  /// - Complexity: O(*n*) in the length of the path.
  func end(of path: ByteSlice) -> (offset: Int, place: UInt32)? {
    var place: UInt32 = 0
    var end: (offset: Int, place: UInt32)?
    path.forEachName { name, offset in
      guard end == nil else { return }
      let number = names.find(name)
      if let position = number.flatMap({ places.find(place, UInt32($0)) }),
        places[position].count > 0
      {
        place = UInt32(position) + 1
      } else {
        end = (offset, place)
      }
    }
    return end
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
    return (
      UInt64(self[0]) | UInt64(self[count &>> 1]) &<< 8 | UInt64(self[count &- 1]) &<< 16, 0
    )
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
