/// A row with its numbers left open: those of its module path, and its use number.
///
/// A row with other numbers in the same places, in as many digits, is mostly the same row of another
/// layer. Any digit will do where one stood but for the first of a use number of several, which may
/// not become 0: in JSON that would be no number.
struct OpenRow: ~Copyable, @unchecked Sendable {
  /// A number of the path.
  struct Number: BitwiseCopyable {
    fileprivate var first: UInt16
    fileprivate var count: UInt16
    /// The state of the regexes' automaton in front of it.
    var stateBefore: UInt32 = 0

    /// Where it begins in the path, and where it ends.
    @inline(__always)
    var start: Int { Int(first) }
    @inline(__always)
    var end: Int { Int(first) &+ Int(count) }
  }

  // Invariants: `bytes` has room for `longest` bytes and `ByteBuffer.padding` more, of which
  // the first `count` are the row, open or not.
  let bytes: UnsafeMutablePointer<UInt8>
  /// The numbers of the path, in the order in which they stand.
  private(set) var numbers: BoundedList<Number>
  /// Where the path begins in the row, and how many bytes it has.
  private(set) var pathStart = 0
  private(set) var pathCount = 0
  /// The unfinished hash of what stands in the path before its first number.
  var startHash: UInt64 = 0
  /// The pairs of bytes of the path with its numbers open, if they are asked for.
  var pairs = LiteralSignature()
  /// Where the parts of the path behind its first number end, if a rule may name it.
  var endsBehindFirst = PartEnds.none
  /// The regexes that may tell its numbers from others.
  var guards: BoundedList<RegexGuard>
  /// Whether a rule names it with some numbers.
  var mayBeNamed = false
  /// Whether some numbers may lead to a literal of a regex that tells them apart.
  var mayHaveLiteral = false
  /// Whether all numbers are here.
  private(set) var isComplete = false
  /// How many bytes the row has.
  private(set) var count = 0

  /// The hash of the row with its numbers open.
  private(set) var openHash: UInt64 = 0
  /// The hash of the row as it is.
  private(set) var exactHash: UInt64 = 0

  /// The longest row, in bytes.
  static let longest = 1024
  /// A row that has more numbers, or longer ones, isn't left open.
  static let mostNumbers = 6
  private static let mostDigits = 8

  init() {
    bytes = .allocate(capacity: Self.longest + ByteBuffer.padding)
    numbers = BoundedList(.allocate(capacity: Self.mostNumbers), count: 0)
    guards = BoundedList(.allocate(capacity: RegexGuard.most), count: 0)
  }

  deinit {
    bytes.deallocate()
    numbers.start.deallocate()
    guards.start.deallocate()
  }

  /// The path with its numbers open.
  var openPath: OpenPath {
    OpenPath(bytes: ByteSlice(bytes + pathStart, count: pathCount), pairs: pairs)
  }

  /// Whether it has to be asked if other numbers are allowed.
  @inline(__always)
  var isChecked: Bool { mayBeNamed || mayHaveLiteral || guards.count > 0 }

  /// How many bytes at the start of the path end with its last number; 0 where there is none.
  @inline(__always)
  var numberedCount: Int { numbers.count == 0 ? 0 : numbers[numbers.count &- 1].end }

  /// Takes a row and opens its numbers.
  ///
  /// - Parameters:
  ///   - row: The row, in UTF-8, at most `longest` bytes. `ByteBuffer.padding` bytes behind it have
  ///     to be readable.
  ///   - path: Its module path.
  ///   - index: The text of its use number; may be empty.
  /// - Complexity: O(*n*) in the length of the row.
  @inline(__always)
  mutating func open(_ row: ByteSlice, path: ByteSlice, index: ByteSlice) {
    copy(row)
    forgetNumbers()
    isComplete = false
    var digits: UInt64 = 0
    // What was unescaped stands elsewhere.
    if row.holds(path) {
      isComplete = true
      pathStart = path.start - row.start
      pathCount = path.count
      openNumbers(of: path, &digits)
      if row.holds(index), index.count <= Self.mostDigits, index.isDigits {
        let first = index.count == 1 ? 0 : 1
        open(index.dropFirst(first), at: index.start - row.start &+ first, &digits)
      }
    }
    openHash = hashRow(ByteSlice(bytes, count: count))
    // Without digits the same.
    digits = digits &* 0x9FB2_1C65_1E98_DF25
    exactHash = openHash ^ digits ^ digits &>> 32
  }

  @inline(__always)
  private mutating func forgetNumbers() {
    numbers = BoundedList(numbers.start, count: 0)
    guards = BoundedList(guards.start, count: 0)
    endsBehindFirst = .none
    mayBeNamed = false
    mayHaveLiteral = false
  }

  @inline(__always)
  private mutating func copy(_ row: ByteSlice) {
    copyPadded(row, to: bytes, usual: 128)
    count = row.count
  }

  @inline(__always)
  private mutating func openNumbers(of path: ByteSlice, _ digits: inout UInt64) {
    var next = 0
    while let range = PathNumbers.next(of: path, from: next) {
      let number = Number(
        first: UInt16(truncatingIfNeeded: range.lowerBound),
        count: UInt16(truncatingIfNeeded: range.count))
      guard range.count <= Self.mostDigits, numbers.append(number, most: Self.mostNumbers) else {
        // What is open already may stay: it isn't complete, and won't be kept as open.
        isComplete = false
        return
      }
      open(
        path.dropFirst(range.lowerBound).prefix(range.count), at: pathStart &+ range.lowerBound,
        &digits)
      next = range.upperBound &+ 1
    }
  }

  @inline(__always)
  private func open(_ number: ByteSlice, at start: Int, _ digits: inout UInt64) {
    var offset = 0
    while offset < number.count {
      digits = digits &<< 4 ^ digits &>> 60 ^ UInt64(number[offset])
      bytes[start &+ offset] = OpenPath.openDigit
      offset &+= 1
    }
  }
}

extension ByteSlice {
  /// Whether another slice is a part of this one: by where it stands, not by what it says.
  @inline(__always)
  fileprivate func holds(_ other: ByteSlice) -> Bool {
    other.start >= start && other.start + other.count <= start + count
  }

  /// Whether there is nothing but digits, and at least one.
  @inline(__always)
  fileprivate var isDigits: Bool {
    var offset = 0
    while offset < count, isDigit(self[offset]) { offset &+= 1 }
    return offset == count && offset > 0
  }
}
