// Rows that are alike, as one.
//
// An inventory repeats itself: the variants of an architecture list the same modules in the same
// order (see `RowMemo`). What one wants to know of a row that was there before, but for its model,
// is known. So a visitor puts rows that are alike into a group, finds out once for each group what
// takes its time, and for most rows does no more than to add 1.
//
// The group of a row is found as `RowMemo` finds its rows: each group knows which one came after
// it. Where the next row is of that group, which is told by comparing its texts, nothing is hashed
// and no table is probed. The memo compares the bytes of rows; here it is the fields, which a
// visitor gets, so that groups are the same for inputs of all formats.
//
// The texts of a group are kept once for all groups that have them, so a group takes 40 bytes. Real
// inventories have a group for every third row, and half as many module paths.

/// Groups of rows with the same fields, the model aside.
struct RowGroups: ~Copyable, @unchecked Sendable {
  /// A group of rows.
  struct Group: BitwiseCopyable {
    /// The numbers of its texts. The target is the empty text where nothing is called.
    var path: UInt32
    var type: UInt32
    var target: UInt32
    var operation: NodeOperation
    /// Free for the visitor's use, 0 at first.
    var flags: UInt8 = 0
    /// The number of the group of the row that came after a row of this one, or 0.
    fileprivate var next: UInt32 = 0
    var index: Int
    /// Free for the visitor's use.
    var value: Int
  }

  /// The texts of the groups: `texts[group.path]` and so on.
  private(set) var paths = DistinctTexts()
  private(set) var types = DistinctTexts()
  private(set) var targets = DistinctTexts()

  // Invariant: `groups` has room for `capacity`, of which the first `end` are initialized. Number 0
  // is no group, but stands before the first, and is in no slot.
  private var groups: UnsafeMutablePointer<Group>
  private var capacity = 16
  private var end = 1
  private var slots = NumberSlots()
  /// The group of the last row.
  private var last = 0
  private let initialValue: Int

  /// - Parameter initialValue: The value that a group begins with.
  init(initialValue: Int) {
    self.initialValue = initialValue
    groups = .allocate(capacity: capacity)
    groups.initialize(
      to: Group(
        path: 0, type: 0, target: 0, operation: .callModule, index: 0, value: initialValue))
  }

  deinit { groups.deallocate() }

  /// How many bytes it uses; as many again may be allocated.
  var byteCount: Int {
    paths.byteCount + types.byteCount + targets.byteCount
      + end * (MemoryLayout<Group>.stride + NumberSlots.bytesOfEntry)
  }

  /// The numbers of the groups.
  var numbers: Range<Int> { 1..<end }

  /// The group with a number.
  @inline(__always)
  subscript(number: Int) -> Group {
    get { groups[number] }
    nonmutating _modify { yield &groups[number] }
  }

  /// Of a row's fields those that count, the others as they are where nothing is said.
  @inline(__always)
  private static func key(_ row: RowFields) -> RowFields {
    var key = row
    let calls = row.operation == .callFunction || row.operation == .callMethod
    if !calls { key.target = .empty }
    return key
  }

  /// The number of the group of a row, which is made if it isn't there.
  ///
  /// - Parameter row: The row. Its model doesn't count, nor a target where nothing is called.
  /// - Complexity: O(*n*) in the length of the row's fields; 8 bytes a step where it comes after
  ///   the row that it came after before.
  @inline(__always)
  mutating func number(of row: RowFields) -> Int {
    let key = Self.key(row)
    let next = Int(groups[last].next)
    if next != 0, isGroup(next, of: key) {
      last = next
      return next
    }
    return find(key)
  }

  @inline(__always)
  private func isGroup(_ number: Int, of key: RowFields) -> Bool {
    let group = groups[number]
    return group.operation == key.operation && group.index == key.index
      && paths[Int(group.path)].equals(key.modulePath)
      && types[Int(group.type)].equals(key.moduleType)
      && targets[Int(group.target)].equals(key.target)
  }

  @inline(never)
  private mutating func find(_ key: RowFields) -> Int {
    let group = Group(
      path: UInt32(paths.number(of: key.modulePath)),
      type: UInt32(types.number(of: key.moduleType)),
      target: UInt32(targets.number(of: key.target)), operation: key.operation, index: key.index,
      value: initialValue)
    let number = self.number(of: group)
    groups[last].next = UInt32(number)
    last = number
    return number
  }

  /// The number of the group with the texts and the rest of another one.
  private mutating func number(of group: Group) -> Int {
    let hash = Self.hash(group)
    let groups = groups
    let known = slots.find(hash) { Self.isSame(groups[$0], group) }
    return known ?? insert(group, hash)
  }

  private mutating func insert(_ group: Group, _ hash: UInt64) -> Int {
    if end == capacity {
      groups = grown(groups, end, to: capacity * 2)
      capacity *= 2
    }
    (groups + end).initialize(to: group)
    let groups = groups
    slots.insert(end, hash: hash) { Self.hash(groups[$0]) }
    end += 1
    return end - 1
  }

  private static func isSame(_ one: Group, _ other: Group) -> Bool {
    one.path == other.path && one.type == other.type && one.target == other.target
      && one.operation == other.operation && one.index == other.index
  }

  private static func hash(_ group: Group) -> UInt64 {
    var hash = UInt64(group.path) | UInt64(group.type) &<< 32
    hash = (hash ^ hash &>> 32) &* 0x9FB2_1C65_1E98_DF25
    hash ^= UInt64(group.target) &<< 8 | UInt64(operationNumber(group.operation))
    hash = (hash ^ hash &>> 29) &* 0x9E37_79B9_7F4A_7C15
    hash ^= UInt64(truncatingIfNeeded: group.index)
    hash = (hash ^ hash &>> 32) &* 0x9FB2_1C65_1E98_DF25
    return hash ^ hash &>> 32
  }

  private static func operationNumber(_ operation: NodeOperation) -> UInt8 {
    switch operation {
    case .callModule: 0
    case .callFunction: 1
    case .callMethod: 2
    case .getAttribute: 3
    case .placeholder: 4
    case .output: 5
    }
  }

  /// Takes in the groups of another.
  ///
  /// - Parameter combine: Changes a group, new or not, by one of the other's that is the same.
  /// - Complexity: O(*n*) in the number of the other's groups and the bytes of its texts.
  mutating func merge(
    _ other: borrowing RowGroups, _ combine: (inout Group, _ other: Group) -> Void
  ) {
    let pathNumbers = paths.merge(other.paths)
    let typeNumbers = types.merge(other.types)
    let targetNumbers = targets.merge(other.targets)
    for number in other.numbers {
      var group = other[number]
      group.path = pathNumbers[Int(group.path)]
      group.type = typeNumbers[Int(group.type)]
      group.target = targetNumbers[Int(group.target)]
      (group.flags, group.next, group.value) = (0, 0, initialValue)
      // First, as the groups may move to where there is room for one more.
      let mine = self.number(of: group)
      combine(&groups[mine], other[number])
    }
  }
}
