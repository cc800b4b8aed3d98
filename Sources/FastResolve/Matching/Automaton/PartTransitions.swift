/// Where parts lead to from states.
///
/// Each state has a small table of its own. The parts that stand side by side in a module are asked for one
/// behind the other and from the same state, so they find each other's memory in the cache: in one table
/// for all states each would be in a line of its own, of 4 MB of them. Where a table was before it grew
/// another one is put.
struct PartTransitions: ~Copyable, @unchecked Sendable {
  /// The table of a state: `mask + 1` slots, a power of two, of which at least one is free. At first that
  /// is slot 0, which is nobody's.
  struct Table: BitwiseCopyable {
    var first: UInt32 = 0
    var mask: UInt32 = 0
    var count: UInt32 = 0
    /// How many parts weren't there, as far as it is told; `givenUp` if none is to be kept any more.
    var missCount: UInt32 = 0

    static let givenUp = UInt32.max
  }

  struct Slot: BitwiseCopyable {
    var key: PartKey
    /// Where the bytes of the part are in `texts`, if its key isn't exact.
    var text: UInt32
    /// 0 where the slot is free, else the target and one.
    var target: UInt32

    static let free = Slot(key: .none, text: 0, target: 0)
  }

  // Invariants: there is a table for each state, the slots of which are in `slots`; the texts of keys that
  // aren't exact are in `texts`.
  private var tables = GrowingMemory<Table>()
  private var slots = GrowingMemory<Slot>()
  /// The value of each is where it is.
  private var texts = ByteTable()
  /// Where tables were that grew: of each binary logarithm of a number of slots the last one, the first slot
  /// of which names the one before in place of a text; `none` where there is none.
  private var leftTables = GrowingMemory<UInt32>()

  private static let fewestSlots: UInt32 = 4
  /// What a text takes up in the table besides its bytes: a header, and two slots with their marks.
  private static let bytesBesideText = 22
  private static let none = UInt32.max

  init() { begin() }

  private mutating func begin() {
    addSlots(1)
    for _ in 0..<UInt32.bitWidth { leftTables.append(Self.none) }
  }

  /// How many bytes are taken up.
  var byteCount: Int {
    tables.byteCount + slots.byteCount + texts.byteCount + texts.count &* Self.bytesBesideText
  }

  /// Removes all states.
  mutating func removeAll() {
    tables.removeAll()
    slots.removeAll()
    texts = ByteTable()
    leftTables.removeAll()
    begin()
  }

  /// Adds a state from which nothing is known.
  @inline(__always)
  mutating func addState() { tables.append(Table()) }

  private mutating func addSlots(_ count: UInt32) {
    for _ in 0..<count { slots.append(.free) }
  }

  /// Of how many parts it is known where they lead to from a state.
  func count(from state: UInt32) -> Int { Int(tables[Int(state)].count) }

  /// Notes that it isn't known where a part leads to from a state.
  ///
  /// - Returns: How often that was noted, or `nil` if the state was given up.
  mutating func noteMiss(from state: UInt32) -> Int? {
    let table = tables.start + Int(state)
    if table.pointee.missCount == Table.givenUp { return nil }
    if table.pointee.missCount < Table.givenUp &- 1 { table.pointee.missCount &+= 1 }
    return Int(table.pointee.missCount)
  }

  /// Forgets all parts of a state and notes that none is to be kept: to find out that one isn't there takes
  /// no more than to look at the state then.
  mutating func giveUp(_ state: UInt32) {
    let table = tables.start + Int(state)
    if table.pointee.mask > 0 { leave(table.pointee) }
    table.pointee = Table(missCount: Table.givenUp)
  }

  /// Where a part leads to from a state, or `nil` where that isn't known.
  ///
  /// - Parameters:
  ///   - state: The state.
  ///   - part: The part, with `PartKey.padding` behind it.
  ///   - key: Its key.
  @inline(__always)
  func target(_ state: UInt32, _ part: ByteSlice, _ key: PartKey) -> UInt32? {
    let table = tables[Int(state)]
    let slots = slots.start + Int(table.first)
    let mask = Int(table.mask)
    var place = key.place & mask
    while true {
      let slot = slots[place]
      if slot.target == 0 { return nil }
      if slot.key == key, key.isExact || isText(part, slot.text) { return slot.target &- 1 }
      place = (place &+ 1) & mask
    }
  }

  @inline(__always)
  private func isText(_ part: ByteSlice, _ place: UInt32) -> Bool {
    part.equals(texts.key(ofEntryAt: place))
  }

  /// Adds a transition that isn't there.
  mutating func add(_ state: UInt32, _ part: ByteSlice, _ key: PartKey, to target: UInt32) {
    let table = tables.start + Int(state)
    if table.pointee.mask == 0 || table.pointee.count &* 4 >= table.pointee.mask &* 3 {
      grow(table)
    }
    table.pointee.count &+= 1
    let text = key.isExact ? 0 : texts.insert(part, texts.nextEntry)
    put(Slot(key: key, text: text, target: target &+ 1), table.pointee)
  }

  private func put(_ slot: Slot, _ table: Table) {
    let slots = slots.start + Int(table.first)
    let mask = Int(table.mask)
    var place = slot.key.place & mask
    while slots[place].target != 0 { place = (place &+ 1) & mask }
    slots[place] = slot
  }

  @inline(never)
  private mutating func grow(_ table: UnsafeMutablePointer<Table>) {
    let old = table.pointee
    let count = max(Self.fewestSlots, (old.mask &+ 1) &* 2)
    table.pointee.first = takeSlots(count)
    table.pointee.mask = count &- 1
    if old.mask == 0 { return }
    for place in Int(old.first)...Int(old.first &+ old.mask) {
      let slot = slots[place]
      if slot.target != 0 { put(slot, table.pointee) }
    }
    leave(old)
  }

  /// So many free slots, a power of two.
  private mutating func takeSlots(_ count: UInt32) -> UInt32 {
    let size = count.trailingZeroBitCount
    let left = leftTables[size]
    if left == Self.none {
      defer { addSlots(count) }
      return UInt32(truncatingIfNeeded: slots.count)
    }
    leftTables[size] = slots[Int(left)].text
    for place in Int(left)..<Int(left &+ count) { slots[place] = .free }
    return left
  }

  /// Leaves the slots of a table for another one.
  private mutating func leave(_ table: Table) {
    let size = (table.mask &+ 1).trailingZeroBitCount
    slots.start[Int(table.first)].text = leftTables[size]
    leftTables[size] = table.first
  }
}
