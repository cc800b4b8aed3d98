import CBytes

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A hash table from byte strings to small numbers.
///
/// Open addressing with linear probing over one run of slots, at most half of them in use. A slot
/// says where the entry stands: all entries stand behind one another in one arena, each of them a
/// header and the key. Beside each slot is a mark of one byte: 0 in front of a free slot, else seven
/// bits of the hash. Most probes find nothing, and by the marks alone: those of 100,000 keys fit into
/// the second-level cache of a core. A probe that finds its key reads a slot, of which there are 1 MB
/// then, and the entry; with the entry but for its key in the slot it read 4 MB here and there, and
/// the arena for the key. An entry carries the 32 bits of the hash that choose its slot, so a table
/// that grows hashes no key again. A rule set of a few names is asked for names of lengths that none
/// of them has; those are told by their length alone, without a look at the table.
///
/// Copies share their memory until one of them is added to. They are asked for by name, `copy()`: a
/// type that is copied silently would count references in the loop over rows.
struct ByteTable: ~Copyable, @unchecked Sendable {
  /// What stands in the arena before a key.
  private struct Header: BitwiseCopyable {
    var tag: UInt32
    var value: UInt32
    var keyCount: UInt32

    static let size = MemoryLayout<Self>.size
  }

  /// Gives the memory back when the last table that reads it is gone.
  private final class Memory {
    var slots: UnsafeMutablePointer<UInt32>
    var marks: UnsafeMutablePointer<UInt8>
    var arena: UnsafeMutableRawPointer

    init(slotCount: Int, arenaCapacity: Int) {
      slots = Self.slots(slotCount)
      marks = Self.freeMarks(slotCount)
      arena = LargeMemory.allocate(arenaCapacity + ByteTable.padding)
    }

    deinit {
      free(slots)
      free(marks)
      free(arena)
    }

    static func slots(_ count: Int) -> UnsafeMutablePointer<UInt32> {
      LargeMemory.allocate(count * MemoryLayout<UInt32>.stride)
        .bindMemory(to: UInt32.self, capacity: count)
    }

    static func freeMarks(_ count: Int) -> UnsafeMutablePointer<UInt8> {
      let marks = LargeMemory.allocate(count).bindMemory(to: UInt8.self, capacity: count)
      marks.initialize(repeating: 0, count: count)
      return marks
    }
  }

  /// So many bytes behind each key can be read.
  static let padding = 8

  /// No entry has this value.
  static let none = UInt32.max

  // Invariant: `slots`, `marks` and `arena` are those of `memory`. There are `mask + 1` slots and
  // marks. A slot is free, and not initialized, where its mark is 0; at least one is. Any other is
  // where an entry begins, a header and a key behind it; the entries fill the first `arenaCount` bytes
  // of the arena, which has `arenaCapacity` and `padding` more. Who else has the memory only reads it:
  // before a change it is made our own.
  private var memory: Memory
  private var slots: UnsafeMutablePointer<UInt32>
  private var marks: UnsafeMutablePointer<UInt8>
  private var mask: Int
  private var arena: UnsafeMutableRawPointer
  private var arenaCapacity: Int
  private var arenaCount = 0
  private(set) var count = 0
  /// Bit `n % 64` is set if there is a key of `n` bytes.
  private var lengths: UInt64 = 0

  /// Makes an empty table with room for so many keys of so many bytes in all; of more, it grows.
  init(keyCount: Int = 0, byteCount: Int = 0) {
    var slotCount = 4
    while slotCount < keyCount * 2 { slotCount *= 2 }
    arenaCapacity = byteCount + keyCount * Header.size
    memory = Memory(slotCount: slotCount, arenaCapacity: arenaCapacity)
    slots = memory.slots
    marks = memory.marks
    mask = slotCount - 1
    arena = memory.arena
  }

  /// Makes a table of some keys; the value of a key is its position.
  ///
  /// - Parameter hash: The hash that the keys will be looked for by.
  init(_ keys: [String], hash: (ByteSlice) -> UInt64 = hashBytes) {
    self.init(keyCount: keys.count, byteCount: keys.reduce(0) { $0 + $1.utf8.count })
    for (position, key) in keys.enumerated() { _ = insert(key, UInt32(position), hash: hash) }
  }

  /// A table with the same entries.
  ///
  /// - Complexity: O(1); the first key that is then added to either costs O(*n*).
  func copy() -> ByteTable { ByteTable(sharing: self) }

  /// Makes a table of the keys of another one, entered in some order; the value of a key is its place in
  /// that. Entries and slots are where a look-up of neighbours finds them side by side.
  ///
  /// - Parameters:
  ///   - other: The other table.
  ///   - entry: Gives the entry at a place, as `key(ofEntryAt:)` wants it. Each is given once.
  /// - Complexity: O(*n*) in the bytes of the keys.
  init(_ other: borrowing ByteTable, inOrder entry: (Int) -> UInt32) {
    self.init(keyCount: other.count, byteCount: other.byteCount)
    for place in 0..<other.count {
      // The entries are anywhere in the other arena, so they are brought near in time.
      if place + 16 < other.count {
        let ahead = other.arena + Int(entry(place + 16))
        CBytes.prefetch(ahead)
        CBytes.prefetch(ahead + 64)
      }
      let source = other.arena + Int(entry(place))
      var header = source.loadUnaligned(as: Header.self)
      header.value = UInt32(place)
      let size = Header.size + Int(header.keyCount)
      precondition(arenaCapacity - arenaCount >= size)
      (arena + arenaCount).storeBytes(of: header, as: Header.self)
      memcpy(arena + arenaCount + Header.size, source + Header.size, Int(header.keyCount))
      Self.enter(UInt32(arenaCount), header.tag, slots, marks, mask)
      arenaCount += size
    }
    count = other.count
    lengths = other.lengths
  }

  private init(sharing other: borrowing ByteTable) {
    memory = other.memory
    slots = other.slots
    marks = other.marks
    mask = other.mask
    arena = other.arena
    arenaCapacity = other.arenaCapacity
    arenaCount = other.arenaCount
    count = other.count
    lengths = other.lengths
  }

  /// Adds a key, or finds that it is there.
  ///
  /// - Returns: The key's value: the given one, or the one it has already.
  mutating func insert(
    _ key: String, _ value: UInt32, hash: (ByteSlice) -> UInt64 = hashBytes
  ) -> UInt32 {
    key.withByteSlice { insert($0, value, hash: hash($0)) }
  }

  /// Adds a key, or finds that it is there.
  ///
  /// - Returns: The key's value: the given one, or the one it has already.
  mutating func insert(_ key: ByteSlice, _ value: UInt32) -> UInt32 {
    insert(key, value, hash: hashBytes(key))
  }

  /// Adds a key, or finds that it is there.
  ///
  /// - Parameter hash: The key's hash.
  /// - Returns: The key's value: the given one, or the one it has already.
  mutating func insert(_ key: ByteSlice, _ value: UInt32, hash: UInt64) -> UInt32 {
    var slot = slot(of: key, hash)
    if marks[slot] != 0 { return header(slot).value }
    if !isKnownUniquelyReferenced(&memory) { makeMemoryOwn() }
    let size = Header.size + key.count
    if arenaCapacity - arenaCount < size { growArena(size) }
    if count * 2 > mask {
      growSlots(to: (mask + 1) * 2)
      slot = self.slot(of: key, hash)
    }
    (arena + arenaCount).storeBytes(
      of: Header(tag: Self.tag(hash), value: value, keyCount: UInt32(key.count)), as: Header.self)
    memcpy(arena + arenaCount + Header.size, key.start, key.count)
    slots[slot] = UInt32(arenaCount)
    marks[slot] = Self.mark(Self.tag(hash))
    arenaCount += size
    lengths |= 1 &<< UInt64(key.count)
    count += 1
    return value
  }

  /// Has the slot where the search for a key begins brought near: it may be added soon.
  @inline(__always)
  func prefetch(hash: UInt64) {
    let slot = Int(Self.tag(hash)) & mask
    prefetch_for_writing(marks + slot)
    prefetch_for_writing(slots + slot)
  }

  /// Stops sharing the memory.
  @inline(never)
  private mutating func makeMemoryOwn() {
    let own = Memory(slotCount: mask + 1, arenaCapacity: arenaCapacity)
    for slot in 0...mask where marks[slot] != 0 { own.slots[slot] = slots[slot] }
    memcpy(own.marks, marks, mask + 1)
    memcpy(own.arena, arena, arenaCount)
    memory = own
    slots = own.slots
    marks = own.marks
    arena = own.arena
  }

  /// Makes room for so many keys of so many bytes more.
  ///
  /// - Complexity: O(*n*) if there isn't enough.
  mutating func reserve(keyCount: Int, byteCount: Int) {
    if !isKnownUniquelyReferenced(&memory) { makeMemoryOwn() }
    let size = byteCount + keyCount * Header.size
    if arenaCapacity - arenaCount < size { growArena(size) }
    var slotCount = mask + 1
    while slotCount < (count + keyCount) * 2 { slotCount *= 2 }
    if slotCount > mask + 1 { growSlots(to: slotCount) }
  }

  @inline(never)
  private mutating func growArena(_ extra: Int) {
    let capacity = max(arenaCapacity * 2, arenaCount + extra, 256)
    precondition(arenaCount + extra <= UInt32.max, "more keys than a rule set can have")
    let larger = LargeMemory.allocate(capacity + Self.padding)
    memcpy(larger, arena, arenaCount)
    free(arena)
    memory.arena = larger
    arena = larger
    arenaCapacity = capacity
  }

  @inline(never)
  private mutating func growSlots(to slotCount: Int) {
    precondition(slotCount <= 1 << 31, "more keys than a rule set can have")
    let larger = Memory.slots(slotCount)
    let newMarks = Memory.freeMarks(slotCount)
    let newMask = slotCount - 1
    // The entries in their order: so the arena is read from its start to its end.
    var start = 0
    while start < arenaCount {
      let header = (arena + start).loadUnaligned(as: Header.self)
      Self.enter(UInt32(start), header.tag, larger, newMarks, newMask)
      start += Header.size + Int(header.keyCount)
    }
    free(slots)
    free(marks)
    memory.slots = larger
    memory.marks = newMarks
    slots = larger
    marks = newMarks
    mask = newMask
  }

  /// Enters an entry that isn't there yet in the first free slot from its own on.
  @inline(__always)
  private static func enter(
    _ start: UInt32, _ tag: UInt32, _ slots: UnsafeMutablePointer<UInt32>,
    _ marks: UnsafeMutablePointer<UInt8>, _ mask: Int
  ) {
    var index = Int(tag) & mask
    while marks[index] != 0 { index = (index &+ 1) & mask }
    slots[index] = start
    marks[index] = mark(tag)
  }

  /// Where the next entry goes, as `key(ofEntryAt:)` wants it.
  var nextEntry: UInt32 { UInt32(arenaCount) }

  /// The key of an entry.
  ///
  /// - Parameter start: What `nextEntry` was before the key was added.
  /// - Returns: Bytes that stay as long as nothing is added.
  func key(ofEntryAt start: UInt32) -> ByteSlice {
    let entry = arena + Int(start)
    precondition(Int(start) + Header.size <= arenaCount)
    return ByteSlice(
      (entry + Header.size).assumingMemoryBound(to: UInt8.self),
      count: Int(entry.loadUnaligned(as: Header.self).keyCount))
  }

  /// How many bytes all keys have.
  var byteCount: Int { arenaCount - count * Header.size }

  /// The value of a key, or `ByteTable.none`.
  ///
  /// - Parameter hash: The key's hash, so that who has it already needn't compute it again. It is
  ///   not looked at where the length tells that the key isn't there.
  /// - Complexity: O(1) on average.
  @inline(__always)
  func find(_ key: ByteSlice, hash: @autoclosure () -> UInt64) -> UInt32 {
    guard lengths &>> UInt64(key.count) & 1 != 0 else { return Self.none }
    let slot = slot(of: key, hash())
    return marks[slot] == 0 ? Self.none : header(slot).value
  }

  /// The value of a key, or `ByteTable.none`.
  @inline(__always)
  func find(_ key: ByteSlice) -> UInt32 { find(key, hash: hashBytes(key)) }

  /// The header of the entry of a slot that isn't free.
  @inline(__always)
  private func header(_ slot: Int) -> Header {
    (arena + Int(slots[slot])).loadUnaligned(as: Header.self)
  }

  /// The slot that holds the key, or the free one where it would go.
  @inline(__always)
  private func slot(of key: ByteSlice, _ hash: UInt64) -> Int {
    let tag = Self.tag(hash)
    let mark = Self.mark(tag)
    var index = Int(tag) & mask
    while true {
      if marks[index] == 0 { return index }
      if marks[index] == mark {
        let entry = arena + Int(slots[index])
        let header = entry.loadUnaligned(as: Header.self)
        let bytes = (entry + Header.size).assumingMemoryBound(to: UInt8.self)
        if header.tag == tag, Int(header.keyCount) == key.count,
          equalBytes(bytes, key.start, count: key.count)
        {
          return index
        }
      }
      index = (index &+ 1) & mask
    }
  }

  /// The mark of a slot with such a tag: its upper bits, as the lower ones chose the slot.
  @inline(__always)
  private static func mark(_ tag: UInt32) -> UInt8 { UInt8(truncatingIfNeeded: tag >> 24) | 1 }

  @inline(__always)
  private static func tag(_ hash: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: hash >> 32) }
}
