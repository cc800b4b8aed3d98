#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

// The rows that were answered before.
//
// An inventory repeats itself: the variants of an architecture have the same modules, and list them
// in the same order. Of 1.5 million real rows two in three are, but for the name of the model, a
// row that was there before, and nine of ten of those follow the row that they followed then. So
// each row is kept with its answer, and with which row came after it. When the next row is that
// one, its answer takes two comparisons of bytes: no field is looked for, nothing is hashed, and no
// table is probed. A row that comes elsewhere is found by a hash, and the two are linked.
//
// What is kept of a row is its *rest*: what stands behind the model's name, up to and with the
// newline. What stands before is compared with the row before. Together they are the whole row,
// byte by byte, so whoever reads a known row would read the same fields, and the answer is exact:
//
// - A row is kept only after it was read and resolved, and only if nothing but its own fields
//   decided, the model not being among them. Uses that are counted are not: their answer hangs on
//   the rows before.
// - The part before the rest is one whole cell (or in JSON, one whole member) that names the model,
//   so a reader is in the same state behind it whatever the name is.
// - A rest ends with the newline that ends its row, so it can't be the beginning of a longer row.
//
// Memory is bounded: when there is no room, all is forgotten. Where rows don't repeat, keeping them
// is for nothing, so the memo counts what it finds and steps aside for a while.

/// A row as the memo is asked for it.
struct KeptRow: BitwiseCopyable {
  /// The row with its newline.
  var bytes: ByteSlice
  /// How many of them, at its start, are the one cell or member that names the model.
  var prefixCount: Int
  /// How many of them are printed with the answer; those of the prefix belong to it.
  var textCount: Int

  @inline(__always)
  fileprivate var rest: ByteSlice { bytes.dropFirst(prefixCount) }
}

/// How many rows a memo, or several, knew.
struct RowMemoCounts: Equatable {
  /// All rows that went by.
  var rows = 0
  /// Those that followed the row that they followed before.
  var copied = 0
  /// Those that were found by their hash.
  var found = 0

  static func += (left: inout Self, right: Self) {
    left.rows += right.rows
    left.copied += right.copied
    left.found += right.found
  }
}

/// A bounded memory of rows and their answers, used by one worker on one input after the other.
struct RowMemo: ~Copyable, @unchecked Sendable {
  /// The head of a kept row. The bytes of its rest stand behind it.
  private struct Entry: BitwiseCopyable {
    /// The entry of the row that came after this one, or 0.
    var next: UInt32
    var rule: RuleID
    /// The text that is printed behind the row.
    var answer: RuleTexts.Place
    /// How many bytes the rest has, its newline included.
    var count: UInt32
    /// How many of them are printed with the answer: those without a line ending or closing brace.
    var textCount: UInt32
  }

  /// A row found in the memo.
  struct Known: BitwiseCopyable {
    var rule: RuleID
    /// The text that was printed behind the row.
    var answer: RuleTexts.Place
    /// How many bytes the row has, its newline included.
    var count: Int
    /// How many of them are the row itself.
    var textCount: Int
  }

  // Invariants: `slots` and `memory` lie in `pages`. Where `capacity` isn't 0, `memory` points to
  // that many bytes and `ByteBuffer.padding` more, all initialized, of which the first `used` are entries, each of a multiple of
  // 8 bytes; an entry is named by its offset divided by 8. No entry has the name 0. A slot is 0 or
  // a name below `used / 8`, under 8 bits of the hash of its rest. At most half of the slots are in
  // use.
  private let pages: ZeroedPages
  private let memory: UnsafeMutableRawPointer
  private let capacity: Int
  private let slots: UnsafeMutablePointer<UInt32>
  private let slotCount: Int
  private var used = Self.firstEntry
  private var entryCount = 0

  /// The entry of the row read last, or 0.
  private var last: UInt32 = 0
  /// What stands before the rest of the row read last: bytes of the chunk.
  private var prefix = ByteSlice.empty
  private var inputNumber = -1
  /// Whether the rows of this input have such a part; not known before there is an entry.
  private var hasPrefix = false

  /// Whether it is asked at present.
  private(set) var isAsked: Bool
  /// How many trials it stays aside before it is asked again.
  private var pause = 0
  private var rows = 0
  private var hits = 0
  /// What became of all rows so far.
  private(set) var counts = RowMemoCounts()

  private static let firstEntry = 8
  /// So many bits of a slot are a name: there is room for 128 MiB of entries.
  private static let nameBits = 24
  private static let nameMask: UInt32 = 1 << nameBits - 1
  /// So many slots are looked at for a row.
  private static let mostProbes = 16
  /// Longer rows are not kept: a few of them would drive out all others.
  private static let longestRow = 1024
  /// An entry takes about so many bytes, half of a slot included.
  private static let usualEntry = 128
  /// After so many rows the memo thinks about itself.
  private static let trial = 8192
  /// It is of use when it knows one row in so many: what it saves then is what it costs.
  private static let worthwhileShare = 16
  /// For so many trials it stays aside when it was of no use.
  private static let longPause = 16

  /// - Parameter byteLimit: The memory it may take; below some kilobytes nothing is remembered.
  init(byteLimit: Int) {
    var slotCount = 64
    while slotCount * Self.usualEntry <= byteLimit { slotCount *= 2 }
    let capacity = min(byteLimit - slotCount * MemoryLayout<UInt32>.stride, 8 << Self.nameBits)
    let slotBytes = slotCount * MemoryLayout<UInt32>.stride
    pages = ZeroedPages(
      byteCount: capacity < 4096 ? 0 : slotBytes + capacity + ByteBuffer.padding)
    self.capacity = pages.base == nil ? 0 : capacity
    self.slotCount = slotCount
    isAsked = pages.base != nil
    // Without pages nothing of it is read.
    let base = pages.base ?? UnsafeMutableRawPointer(mutating: ByteSlice.empty.start)
    slots = base.assumingMemoryBound(to: UInt32.self)
    memory = base + slotBytes
  }

  /// Begins a chunk of an input: what comes before its first row is not known.
  mutating func begin(inputNumber: Int) {
    // The columns of another input may be others.
    if inputNumber != self.inputNumber { forgetAll() }
    self.inputNumber = inputNumber
    last = 0
    prefix = .empty
  }

  /// Ends a chunk.
  ///
  /// - Parameters:
  ///   - rows: How many rows it had.
  ///   - copied: How many of them the memo knew by the row before.
  ///   - found: How many it knew by their hash.
  mutating func end(rows: Int, copied: Int, found: Int) {
    self.rows += rows
    hits += copied + found
    counts.rows += rows
    counts.copied += copied
    counts.found += found
    guard self.rows >= Self.trial, capacity > 0 else { return }
    if isAsked {
      isAsked = self.hits * Self.worthwhileShare >= self.rows
      if !isAsked { pause = Self.longPause }
    } else {
      pause -= 1
      isAsked = pause <= 0
    }
    (self.rows, self.hits) = (0, 0)
  }

  /// Whether a row came after the last row before.
  @inline(__always)
  var hasNext: Bool { entry(last).pointee.next != 0 }

  /// The next row, if it is the one that came after the last row before.
  ///
  /// - Parameters:
  ///   - row: Where the row begins.
  ///   - left: How many bytes there are from there on.
  /// - Complexity: O(*n*) in the length of the row, 32 bytes a step.
  @inline(__always)
  mutating func takeNext(_ row: UnsafePointer<UInt8>, left: Int) -> Known? {
    // The entry 0, which comes after none, has none after it.
    let next = entry(last).pointee.next
    guard next != 0 else { return nil }
    let known = entry(next).pointee
    let rest = row + prefix.count
    let count = Int(known.count)
    guard prefix.count &+ count <= left,
      equalBytes(row, prefix.start, count: prefix.count),
      memcmp(rest, UnsafeRawPointer(entry(next) + 1), count) == 0
    else { return nil }
    last = next
    return Known(
      rule: known.rule, answer: known.answer, count: prefix.count &+ count,
      textCount: prefix.count &+ Int(known.textCount))
  }

  /// Whether a row can be found and kept.
  ///
  /// If some rows of an input have a prefix and some have none, a rest could be taken for a whole
  /// row, so those others are not kept.
  @inline(__always)
  func accepts(_ row: KeptRow) -> Bool {
    row.bytes.count <= Self.longestRow && (entryCount == 0 || (row.prefixCount > 0) == hasPrefix)
  }

  /// Where the memo looked for a row.
  struct Place: BitwiseCopyable {
    fileprivate var hash: UInt64
    /// The slot in which the row is, or the free one where it would go; -1 where there is none
    /// near.
    fileprivate var slot: Int
  }

  /// Where a row is, or would go.
  ///
  /// The hash of its path is known already; the end of the rest, which is mostly the type and the
  /// use number, tells apart the rows of one path. To hash all of the rest took a fifth of what a
  /// row costs.
  ///
  /// - Parameters:
  ///   - row: The row; one that it accepts.
  ///   - pathHash: The hash of its module path.
  /// - Complexity: O(1) comparisons of rows.
  @inline(__always)
  func place(of row: KeptRow, pathHash: UInt64) -> Place {
    let rest = row.rest
    var end: UInt64 = 0
    if rest.count >= 8 {
      end = UnsafeRawPointer(rest.start)
        .loadUnaligned(fromByteOffset: rest.count &- 8, as: UInt64.self)
    }
    var hash = (pathHash ^ end) &+ UInt64(truncatingIfNeeded: rest.count)
    hash = hash &* 0x9E37_79B9_7F4A_7C15
    hash ^= hash &>> 32
    return Place(hash: hash, slot: slot(of: rest, hash))
  }

  /// The answer for a row that was read, if it was there before.
  @inline(__always)
  mutating func find(_ row: KeptRow, at place: Place) -> RuleID? {
    prefix = row.bytes.prefix(row.prefixCount)
    guard place.slot >= 0, slots[place.slot] != 0 else { return nil }
    let name = slots[place.slot] & Self.nameMask
    follow(name)
    return entry(name).pointee.rule
  }

  /// Keeps a row that `find` didn't find.
  ///
  /// - Parameters:
  ///   - row: The row. `ByteBuffer.padding` bytes behind it have to be readable.
  ///   - place: Where it was looked for.
  ///   - rule: The rule that decides it.
  ///   - answer: The text that is printed behind it. It has to stay until another input begins.
  @inline(__always)
  mutating func insert(
    _ row: KeptRow, at place: Place, _ rule: RuleID, _ answer: RuleTexts.Place
  ) {
    let rest = row.rest
    let size = (MemoryLayout<Entry>.stride + rest.count + 7) & ~7
    var slot = place.slot
    if used + size > capacity || entryCount * 2 >= slotCount {
      forgetAll()
      slot = Int(truncatingIfNeeded: place.hash) & (slotCount &- 1)
    }
    guard slot >= 0 else { return skip() }
    let name = UInt32(truncatingIfNeeded: used / 8)
    used += size
    entryCount += 1
    hasPrefix = row.prefixCount > 0
    let new = entry(name)
    new.pointee = Entry(
      next: 0, rule: rule, answer: answer, count: UInt32(truncatingIfNeeded: rest.count),
      textCount: UInt32(truncatingIfNeeded: row.textCount &- row.prefixCount))
    copyPadded(
      rest, to: UnsafeMutableRawPointer(new + 1).assumingMemoryBound(to: UInt8.self), usual: 128)
    slots[slot] = name | Self.tag(place.hash)
    follow(name)
  }

  /// Notes that a row came that isn't kept: no row comes after it.
  @inline(__always)
  mutating func skip() { last = 0 }

  /// Notes that an entry is the row that came after the last one.
  @inline(__always)
  private mutating func follow(_ name: UInt32) {
    if last != 0 { entry(last).pointee.next = name }
    last = name
  }

  private mutating func forgetAll() {
    last = 0
    guard entryCount > 0 else { return }
    slots.update(repeating: 0, count: slotCount)
    used = Self.firstEntry
    entryCount = 0
  }

  @inline(__always)
  private func entry(_ name: UInt32) -> UnsafeMutablePointer<Entry> {
    (memory + Int(name) &* 8).assumingMemoryBound(to: Entry.self)
  }

  /// The slot that holds the rest, or the free one where it would go; -1 where neither is near.
  /// Rows of one hash are few, unless someone makes them.
  @inline(__always)
  private func slot(of rest: ByteSlice, _ hash: UInt64) -> Int {
    let mask = slotCount &- 1
    let tag = Self.tag(hash)
    var index = Int(truncatingIfNeeded: hash) & mask
    var left = Self.mostProbes
    while left > 0 {
      let slot = slots[index]
      if slot == 0 { return index }
      if slot & ~Self.nameMask == tag {
        let entry = entry(slot & Self.nameMask)
        if Int(entry.pointee.count) == rest.count,
          memcmp(UnsafeRawPointer(entry + 1), rest.start, rest.count) == 0
        {
          return index
        }
      }
      index = (index &+ 1) & mask
      left &-= 1
    }
    return -1
  }

  @inline(__always)
  private static func tag(_ hash: UInt64) -> UInt32 {
    UInt32(truncatingIfNeeded: hash >> 32) & ~nameMask
  }
}
