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
  }

  struct Slot: BitwiseCopyable {
    var key: PartKey
    /// Where the bytes of the part are in `texts`, if its key isn't exact: their number before them.
    var text: UInt32
    /// 0 where the slot is free, else the target and one.
    var target: UInt32
  }

  // Invariants: there is a table for each state, the slots of which are in `slots`; the texts of keys that
  // aren't exact are in `texts`.
  private var tables = GrowingMemory<Table>()
  private var slots = GrowingMemory<Slot>()
  private var texts = GrowingMemory<UInt8>()
  /// Where the texts begin, and which are there.
  private var textStarts = GrowingMemory<UInt32>()
  private var textTable = NumberTable()
  /// Where tables were that grew: of each binary logarithm of a number of slots the last one, the first slot
  /// of which names the one before in place of a text; `none` where there is none.
  private var leftTables = GrowingMemory<UInt32>()

  private static let fewestSlots: UInt32 = 4
  private static let none = UInt32.max

  init() { begin() }

  private mutating func begin() {
    addSlots(1)
    for _ in 0..<UInt32.bitWidth { leftTables.append(Self.none) }
  }

  /// How many bytes are taken up.
  var byteCount: Int {
    tables.byteCount + slots.byteCount + texts.byteCount + textStarts.byteCount
      + textTable.byteCount
  }

  /// Removes all states.
  mutating func removeAll() {
    tables.removeAll()
    slots.removeAll()
    texts.removeAll()
    textStarts.removeAll()
    textTable.removeAll()
    leftTables.removeAll()
    begin()
  }

  /// Adds a state from which nothing is known.
  @inline(__always)
  mutating func addState() { tables.append(Table()) }

  private mutating func addSlots(_ count: UInt32) {
    for _ in 0..<count { slots.append(Slot(key: .none, text: 0, target: 0)) }
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
    part.equals(Self.text(texts.start + Int(place)))
  }

  @inline(__always)
  private static func text(_ start: UnsafePointer<UInt8>) -> ByteSlice {
    let count = UnsafeRawPointer(start).loadUnaligned(as: UInt32.self)
    return ByteSlice(start + 4, count: Int(count))
  }

  /// Adds a transition that isn't there.
  mutating func add(_ state: UInt32, _ part: ByteSlice, _ key: PartKey, to target: UInt32) {
    let table = tables.start + Int(state)
    if table.pointee.mask == 0 || table.pointee.count &* 4 >= table.pointee.mask &* 3 {
      grow(table)
    }
    table.pointee.count &+= 1
    put(
      Slot(key: key, text: key.isExact ? 0 : place(ofText: part), target: target &+ 1),
      table.pointee)
  }

  /// Where the bytes of a part are, which is put there if it isn't yet.
  private mutating func place(ofText part: ByteSlice) -> UInt32 {
    let hash = Self.hash(part)
    if let known = textTable.find(hash, where: { isText(part, textStarts[$0]) }) {
      return textStarts[known]
    }
    let place = UInt32(truncatingIfNeeded: texts.count)
    for byte in 0..<4 { texts.append(UInt8(truncatingIfNeeded: part.count >> (byte * 8))) }
    texts.append(part.start, count: part.count)
    textStarts.append(place)
    let (starts, all) = (textStarts.start, texts.start)
    textTable.insert(textStarts.count &- 1, hash) { Self.hash(Self.text(all + Int(starts[$0]))) }
    return place
  }

  private static func hash(_ part: ByteSlice) -> UInt32 {
    UInt32(truncatingIfNeeded: hashBytes(part))
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
    for place in Int(left)..<Int(left &+ count) {
      slots[place] = Slot(key: .none, text: 0, target: 0)
    }
    return left
  }

  /// Leaves the slots of a table for another one.
  private mutating func leave(_ table: Table) {
    let size = (table.mask &+ 1).trailingZeroBitCount
    slots.start[Int(table.first)].text = leftTables[size]
    leftTables[size] = table.first
  }
}
