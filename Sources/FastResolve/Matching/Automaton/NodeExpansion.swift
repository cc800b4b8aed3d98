/// What is needed to find the edges of a node of a `ProgramGraph`: its points, and what may come behind
/// them in groups.
struct NodeExpansion: ~Copyable, @unchecked Sendable {
  /// A point in a group, with the place of the next one of it.
  struct Link: BitwiseCopyable {
    let point: ProgramPoint
    var next = NodeExpansion.none
  }

  /// Those behind a character of a set.
  struct SetGroup: BitwiseCopyable {
    let set: UInt32
    var group: Group
  }

  struct Group: BitwiseCopyable {
    var first = NodeExpansion.none
    var last = NodeExpansion.none
  }

  private static let none = UInt32.max
  /// The group behind any character, as if it were one.
  static let any = 128

  /// The points of a node that is to be made.
  var kernel = GrowingMemory<ProgramPoint>()
  /// The points to follow.
  var queue = GrowingMemory<ProgramPoint>()
  private var followedCount = 0
  private var links = GrowingMemory<Link>()
  // Invariant: a group for each byte below 128 and for `any`, empty but during an expansion.
  private let groups: UnsafeMutablePointer<Group>
  /// The bytes that have a group.
  private(set) var bytes = ASCIISet()
  private var bytesLeft = ASCIISet()
  private(set) var setGroups = GrowingMemory<SetGroup>()

  // What is said: see `ProgramGraph.Verdicts`.
  var matches = GrowingMemory<UInt32>()
  var endMatches = GrowingMemory<UInt32>()
  var conditionals = GrowingMemory<UInt32>()
  var candidates = GrowingMemory<UInt32>()
  var found = GrowingMemory<UInt32>()

  init() {
    groups = .allocate(capacity: Self.any + 1)
    groups.initialize(repeating: Group(), count: Self.any + 1)
  }

  deinit { groups.deallocate() }

  /// Begins with the points of a node.
  mutating func begin(_ points: UnsafePointer<ProgramPoint>, count: Int) {
    queue.removeAll()
    queue.append(points, count: count)
    followedCount = 0
    links.removeAll()
    setGroups.removeAll()
    matches.removeAll()
    endMatches.removeAll()
    conditionals.removeAll()
    candidates.removeAll()
    found.removeAll()
    (bytes, bytesLeft) = (ASCIISet(), ASCIISet())
  }

  /// The next point to follow.
  mutating func nextPoint() -> ProgramPoint? {
    guard followedCount < queue.count else { return nil }
    followedCount &+= 1
    return queue[followedCount &- 1]
  }

  /// Adds a point to the group behind a byte, or `any`.
  mutating func add(_ point: ProgramPoint, behind byte: Int) {
    groups[byte] = link(point, groups[byte])
    guard byte < Self.any else { return }
    bytes.insert(UInt8(truncatingIfNeeded: byte))
    bytesLeft.insert(UInt8(truncatingIfNeeded: byte))
  }

  /// Adds a point to the group behind a set.
  mutating func add(_ point: ProgramPoint, behindSet set: UInt32) {
    // Rules have a handful of them.
    var place = 0
    while place < setGroups.count, setGroups[place].set != set { place &+= 1 }
    if place == setGroups.count { setGroups.append(SetGroup(set: set, group: Group())) }
    setGroups.start[place].group = link(point, setGroups[place].group)
  }

  /// A group with one more point.
  private mutating func link(_ point: ProgramPoint, _ group: Group) -> Group {
    let place = UInt32(truncatingIfNeeded: links.count)
    links.append(Link(point: point))
    if group.first == Self.none { return Group(first: place, last: place) }
    links.start[Int(group.last)].next = place
    return Group(first: group.first, last: place)
  }

  /// The next byte that has a group, from the lowest up.
  mutating func nextByte() -> Int? { bytesLeft.removeFirst().map { Int($0) } }

  /// Takes the points of a group for the kernel.
  ///
  /// - Returns: Whether there are any.
  @discardableResult
  mutating func takeGroup(_ byte: Int) -> Bool {
    take(groups[byte])
    groups[byte] = Group()
    return kernel.count > 0
  }

  /// Takes the points behind a set for the kernel.
  ///
  /// - Returns: The number of the set.
  mutating func takeSetGroup(_ number: Int) -> UInt32 {
    take(setGroups[number].group)
    return setGroups[number].set
  }

  private mutating func take(_ group: Group) {
    kernel.removeAll()
    var place = group.first
    while place != Self.none {
      let link = links[Int(place)]
      kernel.append(link.point)
      place = link.next
    }
  }

  /// Whether nothing is said.
  var saysNothing: Bool {
    matches.count == 0 && endMatches.count == 0 && conditionals.count == 0 && candidates.count == 0
      && found.count == 0
  }

  /// Puts the points of the kernel in order, each once.
  ///
  /// - Returns: Whether they were, as they mostly are.
  @discardableResult
  mutating func order() -> Bool {
    let (points, count) = (kernel.start, kernel.count)
    var index = 1
    while index < count, points[index &- 1] < points[index] { index &+= 1 }
    if index >= count { return true }
    var all = UnsafeMutableBufferPointer(start: points, count: count)
    all.sort(by: <)
    var ordered = 1
    for index in 1..<count where points[index] != points[ordered &- 1] {
      points[ordered] = points[index]
      ordered &+= 1
    }
    kernel.removeAll(behind: ordered)
    return false
  }
}
