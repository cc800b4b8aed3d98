#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Texts, each of which is kept once and has a number: 0, 1, 2 and so on, in the order in which
/// they came.
///
/// Unlike a `ByteTable`, whose keys are those of a rule set, it may grow as large as memory is, its
/// texts stay where they are when it grows, and each is found again by its number.
struct DistinctTexts: ~Copyable, @unchecked Sendable {
  private struct Entry: BitwiseCopyable {
    var start: UnsafePointer<UInt8>
    var count: UInt32

    @inline(__always)
    var text: ByteSlice { ByteSlice(start, count: Int(count)) }
  }

  // Invariant: `entries` has room for `capacity`, of which the first `count` are initialized and
  // point into `arena`.
  private var entries: UnsafeMutablePointer<Entry>
  private var capacity = 16
  /// How many texts there are.
  private(set) var count = 0
  private var slots = NumberSlots()
  private var arena = ByteArena()

  init() { entries = .allocate(capacity: capacity) }

  deinit { entries.deallocate() }

  /// How many bytes it uses; as many again may be allocated.
  var byteCount: Int {
    arena.byteCount + count * (MemoryLayout<Entry>.stride + NumberSlots.bytesOfEntry)
  }

  /// The text with a number. It stays where it is.
  @inline(__always)
  subscript(number: Int) -> ByteSlice {
    entries[number].text
  }

  /// The number of a text, which is kept if it wasn't there.
  ///
  /// - Complexity: O(*n*) in the length of the text.
  mutating func number(of text: ByteSlice) -> Int {
    let hash = hashBytes(text)
    let entries = entries
    if let known = slots.find(hash, where: { entries[$0].text.equals(text) }) { return known }
    return insert(text, hash)
  }

  private mutating func insert(_ text: ByteSlice, _ hash: UInt64) -> Int {
    if count == capacity {
      entries = grown(entries, count, to: capacity * 2)
      capacity *= 2
    }
    // No row is so long that its texts have 4 GiB.
    entries[count] = Entry(start: arena.keep(text).start, count: UInt32(text.count))
    let entries = entries
    slots.insert(count, hash: hash) { hashBytes(entries[$0].text) }
    count += 1
    return count - 1
  }

  /// Takes in the texts of another.
  ///
  /// - Returns: The numbers they have here, by those they have there.
  mutating func merge(_ other: borrowing DistinctTexts) -> [UInt32] {
    var numbers: [UInt32] = []
    numbers.reserveCapacity(other.count)
    for number in 0..<other.count { numbers.append(UInt32(self.number(of: other[number]))) }
    return numbers
  }
}

/// Moves the elements of a list to where there is room for more.
func grown<Element: BitwiseCopyable>(
  _ elements: UnsafeMutablePointer<Element>, _ count: Int, to capacity: Int
) -> UnsafeMutablePointer<Element> {
  let larger = UnsafeMutablePointer<Element>.allocate(capacity: capacity)
  larger.initialize(from: elements, count: count)
  elements.deallocate()
  return larger
}

/// Bytes that stay where they were put.
struct ByteArena: ~Copyable, @unchecked Sendable {
  // Invariant: `room` bytes from `next` on, in the last block, are allocated and free.
  private var blocks: [UnsafeMutablePointer<UInt8>] = []
  private var next = UnsafeMutablePointer(mutating: ByteSlice.empty.start)
  private var room = 0
  private var blockBytes = 0
  /// How many bytes there are.
  private(set) var byteCount = 0

  /// A block is as large as all those before, within these bounds.
  private static let blockBytes = 1 << 12...1 << 20

  deinit {
    for block in blocks { block.deallocate() }
  }

  /// Copies bytes to where they stay.
  mutating func keep(_ bytes: ByteSlice) -> ByteSlice {
    if bytes.count > room { makeRoom(bytes.count) }
    let kept = ByteSlice(next, count: bytes.count)
    memcpy(next, bytes.start, bytes.count)
    next += bytes.count
    room -= bytes.count
    byteCount += bytes.count
    return kept
  }

  @inline(never)
  private mutating func makeRoom(_ size: Int) {
    let bounds = Self.blockBytes
    room = max(size, min(max(blockBytes, bounds.lowerBound), bounds.upperBound))
    next = .allocate(capacity: room)
    blocks.append(next)
    blockBytes += room
  }
}
