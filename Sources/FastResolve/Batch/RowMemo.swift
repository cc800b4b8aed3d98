import CBytes

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

// The rows that were answered before.
//
// An inventory repeats itself twice over. The variants of an architecture have the same modules,
// and list them in the same order; and each layer of a model has those of the layer before, under
// another number. Of 1.5 million real rows two in three are, but for the name of the model, a row
// that was there before, and nineteen of twenty are but for that and for numbers; nine of ten of
// those follow the row that they followed then. So each row is kept with its answer, and with which
// row came after it. When the next row is that one, its answer takes a comparison of bytes: no field
// is looked for, nothing is hashed, and no table is probed. A row that comes elsewhere is found by
// a hash, and the two are linked.
//
// What is kept of a row is its *rest*: what stands behind the model's name, up to and with the
// newline. What stands before is compared with the row before. Together they are the whole row,
// byte by byte, so whoever reads a known row would read the same fields, and the answer is exact:
//
// - A row is kept only after it was read and resolved, and only if nothing but its own fields
//   decided, the model not being among them. Uses whose number is counted are not: their answer hangs
//   on the rows before. Uses that bring their number are; they are counted all the same.
// - The part before the rest is one whole cell (or in JSON, one whole member) that names the model,
//   so a reader is in the same state behind it whatever the name is.
// - A rest ends with the newline that ends its row, so it can't be the beginning of a longer row.
// - An *open* row is also known with other numbers: where it has a number of its path or its use
//   number, any digits will do of which the rules say that they change nothing
//   (`OpenRow+Rules.swift`). What stands around them is the same, so a reader finds the fields
//   in the same places, and a number where there was one.
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
  /// Its module path, and the text of its use number, which may be empty.
  var path: ByteSlice
  var index: ByteSlice

  @inline(__always)
  fileprivate var rest: ByteSlice { bytes.dropFirst(prefixCount) }

  fileprivate static let none = KeptRow(
    bytes: .empty, prefixCount: 0, textCount: 0, path: .empty, index: .empty)
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
  /// A row found in the memo.
  struct Known: BitwiseCopyable {
    var rule: RuleID
    /// The pair that it is a use of, or -1.
    var pair: Int32
    /// The text that was printed behind the row.
    var answer: RuleTexts.Place
    /// How many bytes the row has, its newline included.
    var count: Int
    /// How many of them are the row itself.
    var textCount: Int
  }

  // Invariants: `slots`, the words of `verdicts` and `memory` lie in `pages`. Where `capacity` isn't
  // 0, `memory` points to that many bytes and `ByteBuffer.padding` more, all initialized, of which
  // the first `used` are entries, each of a multiple of 8 bytes; an entry is named by its offset
  // divided by 8. No entry has the name 0. A slot is 0 or a name below `used / 8`, under 8 bits of
  // the hash of its rest. At most half of the slots are in use. Every key in `verdicts` is of an
  // entry that is there.
  private let pages: ZeroedPages
  private let memory: UnsafeMutableRawPointer
  private let capacity: Int
  private let slots: UnsafeMutablePointer<UInt32>
  private let slotCount: Int
  private var used = Self.firstEntry
  private var entryCount = 0

  /// The entry of the row read last, or 0.
  private var last: UInt32 = 0
  /// The row asked for last, and where it was looked for: as an open one, and as itself.
  private var asked = KeptRow.none
  private var openPlace = Place.none
  private var exactPlace = Place.none
  private var openRow = OpenRow()
  // The next three are for `RowMemo+Numbers.swift`.
  var checks: NumberChecks
  /// What is known of the numbers that were asked about last.
  var lastNumbers = LastNumbers()
  /// What was said of numbers before.
  var verdicts: NumberVerdicts
  /// What stands before the rest of the row read last: bytes of the chunk.
  private var prefix = ByteSlice.empty
  private var inputNumber = -1
  /// Whether the rows of this input have such a part; not known before there is an entry.
  private var hasPrefix = false

  /// Whether it is asked at present.
  private(set) var isAsked: Bool
  /// How many trials it stays aside before it is asked again,
  private var pause = 0
  /// and for how many it does so next time.
  private var nextPause = Self.shortestPause
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
  private static let longestRow = OpenRow.longest
  /// Of the memory, one part in so many is for verdicts, if there are any: of 1 MiB, 128 KiB. With 64,
  /// 128 and 256 KiB `regex1k` takes 1,364, 1,347 and 1,354 million instructions.
  private static let verdictShare = 8
  /// An entry takes about so many bytes, half of a slot included.
  private static let usualEntry = 128
  /// After so many rows the memo thinks about itself.
  private static let trial = 8192
  /// It is of use when it knows one row in so many: what it saves then is what it costs.
  private static let worthwhileShare = 16
  /// For so many trials it stays aside when it was of no use, and for twice as many when it is again, up to the
  /// longest. Where all paths are different, a thousand regexes take 13 % longer than without a cache if each
  /// pause is the shortest.
  private static let shortestPause = 16
  private static let longestPause = 64

  /// - Parameters:
  ///   - byteLimit: The memory it may take; below some kilobytes nothing is remembered.
  ///   - rules: What the answers come from.
  init(byteLimit: Int, _ rules: CompiledRules) {
    checks = NumberChecks(rules)
    var slotCount = 64
    while slotCount * Self.usualEntry <= byteLimit { slotCount *= 2 }
    let slotBytes = slotCount * MemoryLayout<UInt32>.stride
    let verdictBytes = NumberVerdicts.byteCount(
      of: checks.areMade ? byteLimit / Self.verdictShare : 0)
    let capacity = min(byteLimit - slotBytes - verdictBytes, 8 << Self.nameBits)
    pages = ZeroedPages(
      byteCount: capacity < 4096 ? 0 : slotBytes + verdictBytes + capacity + ByteBuffer.padding)
    self.capacity = pages.base == nil ? 0 : capacity
    self.slotCount = slotCount
    isAsked = self.capacity > 0
    // Without pages nothing of it is read.
    let base = pages.base ?? UnsafeMutableRawPointer(mutating: ByteSlice.empty.start)
    slots = base.assumingMemoryBound(to: UInt32.self)
    verdicts = NumberVerdicts(base + slotBytes, byteCount: verdictBytes)
    memory = base + slotBytes + verdictBytes
  }

  /// Begins a chunk of an input: what comes before its first row is not known.
  mutating func begin(inputNumber: Int) {
    if inputNumber != self.inputNumber {
      // The columns of another input may be others, and its rows alike where those of the last one weren't.
      forgetAll()
      isAsked = capacity > 0
      nextPause = Self.shortestPause
      (rows, hits) = (0, 0)
    }
    self.inputNumber = inputNumber
    last = 0
    prefix = .empty
    lastNumbers = LastNumbers()
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
      if isAsked {
        nextPause = Self.shortestPause
      } else {
        pause = nextPause
        nextPause = min(nextPause * 2, Self.longestPause)
      }
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
  ///   - row: Where the row begins. `ByteBuffer.padding` bytes behind it have to be readable.
  ///   - left: How many bytes there are from there on.
  ///   - output: Has the row behind its last byte then, if `copies`: it isn't appended.
  ///   - copies: Whether that is wanted.
  /// - Complexity: O(*n*) in the length of the row, 32 bytes a step.
  @inline(__always)
  mutating func takeNext(
    _ row: UnsafePointer<UInt8>, left: Int, _ output: inout ByteBuffer, copies: Bool
  ) -> Known? {
    // The entry 0, which comes after none, has none after it.
    let next = entry(last).pointee.next
    guard next != 0 else { return nil }
    let known = entry(next)
    guard isRow(row, of: known, left: left, &output, copies: copies) else {
      return entry(last).pointee.other == 0
        ? nil : takeOther(row, left: left, &output, copies: copies)
    }
    last = next
    return asKnown(known)
  }

  @inline(__always)
  private func asKnown(_ entry: UnsafeMutablePointer<Entry>) -> Known {
    let count = prefix.count &+ Int(entry.pointee.count)
    return Known(
      rule: entry.pointee.rule, pair: entry.pointee.pair, answer: entry.pointee.answer,
      count: count, textCount: count &- Int(entry.pointee.endCount))
  }

  /// The next row, if it is the other one that came after the last row before.
  @inline(never)
  private mutating func takeOther(
    _ row: UnsafePointer<UInt8>, left: Int, _ output: inout ByteBuffer, copies: Bool
  ) -> Known? {
    let other = entry(last).pointee.other
    let known = entry(other)
    guard isRow(row, of: known, left: left, &output, copies: copies) else { return nil }
    follow(other)
    return asKnown(known)
  }

  /// Whether a row begins as the one before and is that of an entry.
  @inline(__always)
  private mutating func isRow(
    _ row: UnsafePointer<UInt8>, of known: UnsafeMutablePointer<Entry>, left: Int,
    _ output: inout ByteBuffer, copies: Bool
  ) -> Bool {
    let count = prefix.count &+ Int(known.pointee.count)
    guard count <= left else { return false }
    output.reserve(count)
    let isSame = open_row_take(
      row, prefix.start, prefix.count, known.rest, Int(known.pointee.count),
      copies ? output.base + output.count : nil)
    return isSame != 0 && areNumbersAllowed(known, row + prefix.count)
  }

  /// Whether a rest that begins somewhere is that of an entry.
  @inline(__always)
  private mutating func matches(
    _ known: UnsafeMutablePointer<Entry>, _ rest: UnsafePointer<UInt8>
  ) -> Bool {
    open_row_take(rest, rest, 0, known.rest, Int(known.pointee.count), nil) != 0
      && areNumbersAllowed(known, rest)
  }

  /// Whether an entry's row is known with the numbers of a rest that is its own but for these.
  @inline(__always)
  private mutating func areNumbersAllowed(
    _ known: UnsafeMutablePointer<Entry>, _ rest: UnsafePointer<UInt8>
  ) -> Bool {
    !known.pointee.isChecked || areAllowed(known, rest)
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
  private struct Place: BitwiseCopyable {
    var hash: UInt64
    /// The slot in which the row is, or the free one where it would go; -1 where there is none
    /// near.
    var slot: Int

    static let none = Place(hash: 0, slot: -1)
  }

  /// The answer for a row that was read, if it was there before.
  ///
  /// - Parameter row: The row; one that it accepts. `ByteBuffer.padding` bytes behind it have to be
  ///   readable.
  /// - Complexity: O(*n*) in its length, and O(1) comparisons of rows.
  @inline(__always)
  mutating func find(_ row: KeptRow) -> (rule: RuleID, pair: Int32)? {
    asked = row
    prefix = row.bytes.prefix(row.prefixCount)
    let rest = row.rest
    // Of 100,000 names most tell numbers apart. Nothing is opened then, and nothing copied for it.
    guard checks.areMade else {
      exactPlace = place(of: rest, hashRow(rest))
      return found(at: exactPlace)
    }
    openRow.open(rest, path: row.path, index: row.index)
    openPlace = place(of: rest, openRow.openHash)
    if let found = found(at: openPlace) { return found }
    if openRow.exactHash == openRow.openHash {
      exactPlace = openPlace
      return nil
    }
    exactPlace = place(of: rest, openRow.exactHash)
    return found(at: exactPlace)
  }

  @inline(__always)
  private mutating func found(at place: Place) -> (rule: RuleID, pair: Int32)? {
    guard place.slot >= 0, slots[place.slot] != 0 else { return nil }
    let name = slots[place.slot] & Self.nameMask
    follow(name)
    return (entry(name).pointee.rule, entry(name).pointee.pair)
  }

  /// Keeps the row that `find` was asked for and didn't find.
  ///
  /// - Parameters:
  ///   - decision: What was decided for it, by the row alone or as a use that brings its number.
  ///   - answer: The text that is printed behind it. It has to stay until another input begins.
  ///   - trail: The trail, followed to the row's path.
  @inline(__always)
  mutating func insert(
    _ decision: Decision, _ answer: RuleTexts.Place, _ trail: borrowing PathTrail
  ) {
    // A use hangs on the number of the use, and its path names one pair.
    let isOpen = decision.numberedPair < 0 && openRow.settle(asked.path, trail, &checks)
    insert(decision.rule, pair: decision.numberedPair, answer, isOpen: isOpen)
  }

  /// Keeps the row that `find` was asked for and didn't find.
  ///
  /// - Parameter isOpen: Whether its numbers may be others.
  @inline(__always)
  mutating func insert(
    _ rule: RuleID, pair: Int = -1, _ answer: RuleTexts.Place, isOpen: Bool
  ) {
    let rest = asked.rest
    let isChecked = isOpen && openRow.isChecked
    let size = Entry.size(count: rest.count) &+ (isChecked ? Checked.size(of: openRow) : 0)
    let place = isOpen ? openPlace : exactPlace
    var slot = place.slot
    if used + size > capacity || entryCount * 2 >= slotCount {
      forgetAll()
      slot = Int(truncatingIfNeeded: place.hash) & (slotCount &- 1)
    }
    guard slot >= 0 else { return skip() }
    let name = UInt32(truncatingIfNeeded: used / 8)
    used += size
    entryCount += 1
    hasPrefix = asked.prefixCount > 0
    let new = entry(name)
    new.initialize(
      to: Entry(
        count: rest.count, endCount: asked.bytes.count &- asked.textCount, rule,
        pair: Int32(truncatingIfNeeded: pair), answer, isChecked: isChecked))
    copyPadded(
      ByteSlice(isOpen ? UnsafePointer(openRow.bytes) : rest.start, count: rest.count),
      to: new.rest, usual: 128)
    slots[slot] = name | Self.tag(place.hash)
    if isChecked { keepChecked(new, name) }
    follow(name)
  }

  /// Keeps what has to be known of the row asked for last to ask if other numbers are allowed.
  @inline(never)
  private mutating func keepChecked(_ new: UnsafeMutablePointer<Entry>, _ name: UInt32) {
    new.checked.initialize(to: Checked(openRow))
    new.numbers.copyElements(of: openRow.numbers)
    new.guards.copyElements(of: openRow.guards)
    let digits = NumberVerdicts.digits(of: asked.path, new.numbers)
    verdicts.insert(NumberVerdicts.key(name, digits), isAllowed: true)
  }

  /// Notes that a row came that isn't kept: no row comes after it.
  @inline(__always)
  mutating func skip() { last = 0 }

  /// Notes that an entry is the row that came after the last one.
  @inline(__always)
  private mutating func follow(_ name: UInt32) {
    if last != 0, entry(last).pointee.next != name {
      entry(last).pointee.other = entry(last).pointee.next
      entry(last).pointee.next = name
    }
    last = name
  }

  private mutating func forgetAll() {
    last = 0
    guard entryCount > 0 else { return }
    slots.update(repeating: 0, count: slotCount)
    verdicts.removeAll()
    used = Self.firstEntry
    entryCount = 0
  }

  @inline(__always)
  private func entry(_ name: UInt32) -> UnsafeMutablePointer<Entry> {
    (memory + Int(name) &* 8).assumingMemoryBound(to: Entry.self)
  }

  @inline(__always)
  func name(of entry: UnsafeMutablePointer<Entry>) -> UInt32 {
    UInt32(truncatingIfNeeded: (UnsafeMutableRawPointer(entry) - memory) / 8)
  }

  /// Where the rest is, or would go: the slot that holds it or the free one, -1 where neither is
  /// near. Rows of one hash are few, unless someone makes them.
  @inline(__always)
  private mutating func place(of rest: ByteSlice, _ hash: UInt64) -> Place {
    let mask = slotCount &- 1
    let tag = Self.tag(hash)
    var index = Int(truncatingIfNeeded: hash) & mask
    var left = Self.mostProbes
    while left > 0 {
      let slot = slots[index]
      if slot == 0 { return Place(hash: hash, slot: index) }
      if slot & ~Self.nameMask == tag, isEntry(slot & Self.nameMask, of: rest) {
        return Place(hash: hash, slot: index)
      }
      index = (index &+ 1) & mask
      left &-= 1
    }
    return Place(hash: hash, slot: -1)
  }

  @inline(never)
  private mutating func isEntry(_ name: UInt32, of rest: ByteSlice) -> Bool {
    let entry = entry(name)
    return Int(entry.pointee.count) == rest.count && matches(entry, rest.start)
  }

  @inline(__always)
  private static func tag(_ hash: UInt64) -> UInt32 {
    UInt32(truncatingIfNeeded: hash >> 32) & ~nameMask
  }
}
