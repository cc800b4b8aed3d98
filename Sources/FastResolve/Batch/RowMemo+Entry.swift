extension RowMemo {
  /// The head of a kept row. Behind it stands its rest, as an `OpenRow` has it, and behind that, of a
  /// row that is checked, its `Checked`, the numbers of its path and its guards.
  ///
  /// Half a line of the processor's cache: most rows are known, or not, by the head and the rest alone.
  struct Entry: BitwiseCopyable {
    /// The entries of the rows that came after this one, the last one first, or 0: behind the last
    /// row of a layer comes the next layer, or what is behind the last layer.
    var next: UInt32 = 0
    var other: UInt32 = 0
    let rule: RuleID
    /// The pair that the row is a use of, or -1.
    let pair: Int32
    /// The text that is printed behind the row.
    let answer: RuleTexts.Place
    /// How many bytes the rest has, its newline included.
    let count: UInt16
    /// How many of them, at the end, are not printed: a line ending and a closing brace.
    let endCount: UInt16
    /// Whether it has to be asked if other numbers are allowed.
    let isChecked: Bool

    /// - Parameters:
    ///   - count: How many bytes the rest has.
    ///   - endCount: How many of them are not printed.
    ///   - rule: The rule that decides the row.
    ///   - pair: The pair that it is a use of, or -1.
    ///   - answer: The text that is printed behind it.
    ///   - isChecked: Whether it has to be asked if other numbers are allowed.
    @inline(__always)
    init(
      count: Int, endCount: Int, _ rule: RuleID, pair: Int32, _ answer: RuleTexts.Place,
      isChecked: Bool
    ) {
      self.rule = rule
      self.pair = pair
      self.answer = answer
      self.count = UInt16(truncatingIfNeeded: count)
      self.endCount = UInt16(truncatingIfNeeded: endCount)
      self.isChecked = isChecked
    }

    /// How many bytes the entry of a row that isn't checked takes: a multiple of 8.
    ///
    /// - Parameter count: How many bytes its rest has.
    @inline(__always)
    static func size(count: Int) -> Int { MemoryLayout<Self>.stride &+ roundedUp(count) }

    @inline(__always)
    fileprivate static func roundedUp(_ count: Int) -> Int { (count &+ 7) & ~7 }
  }

  /// What has to be known of a kept row to ask if other numbers are allowed.
  struct Checked: BitwiseCopyable {
    /// The unfinished hash of what stands in the path before its first number.
    let startHash: UInt64
    /// The pairs of bytes of the path with its numbers open.
    let pairs: LiteralSignature
    /// Where the parts of the path behind its first number end, if a rule may name it.
    let endsBehindFirst: PartEnds
    /// Where the path begins in the rest, and how many bytes it has.
    let pathStart: UInt16
    let pathCount: UInt16
    /// How many bytes at its start end with its last number that is open; 0 where there is none.
    let numberedCount: UInt16
    /// How many of its numbers are open, and how many guards it has.
    let numberCount: UInt8
    let guardCount: UInt8
    /// What `OpenRow` says of other numbers.
    let mayBeNamed: Bool
    let mayHaveLiteral: Bool

    init(_ row: borrowing OpenRow) {
      startHash = row.startHash
      pairs = row.pairs
      endsBehindFirst = row.endsBehindFirst
      pathStart = UInt16(truncatingIfNeeded: row.pathStart)
      pathCount = UInt16(truncatingIfNeeded: row.pathCount)
      numberedCount = UInt16(truncatingIfNeeded: row.numberedCount)
      numberCount = UInt8(truncatingIfNeeded: row.numbers.count)
      guardCount = UInt8(truncatingIfNeeded: row.guards.count)
      mayBeNamed = row.mayBeNamed
      mayHaveLiteral = row.mayHaveLiteral
    }

    /// How many bytes it takes, with the numbers and guards behind it: a multiple of 8.
    @inline(__always)
    static func size(of row: borrowing OpenRow) -> Int {
      MemoryLayout<Self>.stride &+ row.numbers.count &* MemoryLayout<OpenRow.Number>.stride
        &+ Entry.roundedUp(row.guards.count &* MemoryLayout<RegexGuard>.stride)
    }
  }
}

// Invariant of these: the entry is in a memo, followed by its rest; and but for `rest`, it is checked,
// and all that it counts is there.
extension UnsafeMutablePointer<RowMemo.Entry> {
  @inline(__always)
  var rest: UnsafeMutablePointer<UInt8> {
    UnsafeMutableRawPointer(self + 1).assumingMemoryBound(to: UInt8.self)
  }

  @inline(__always)
  var checked: UnsafeMutablePointer<RowMemo.Checked> {
    UnsafeMutableRawPointer(rest + RowMemo.Entry.roundedUp(Int(pointee.count)))
      .assumingMemoryBound(to: RowMemo.Checked.self)
  }

  @inline(__always)
  var openPath: OpenPath {
    let checked = checked
    return OpenPath(
      bytes: ByteSlice(
        rest + Int(checked.pointee.pathStart), count: Int(checked.pointee.pathCount)),
      pairs: checked.pointee.pairs)
  }

  @inline(__always)
  var numbers: BoundedList<OpenRow.Number> {
    let checked = checked
    return BoundedList(
      UnsafeMutableRawPointer(checked + 1).assumingMemoryBound(to: OpenRow.Number.self),
      count: Int(checked.pointee.numberCount))
  }

  @inline(__always)
  var guards: BoundedList<RegexGuard> {
    let numbers = numbers
    return BoundedList(
      UnsafeMutableRawPointer(numbers.start + numbers.count)
        .assumingMemoryBound(to: RegexGuard.self), count: Int(checked.pointee.guardCount))
  }
}
