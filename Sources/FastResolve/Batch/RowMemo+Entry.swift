extension RowMemo {
  /// The head of a kept row. Behind it stands its rest, as an `OpenRow` has it, and behind that the
  /// numbers of its path and its guards.
  struct Entry: BitwiseCopyable {
    /// The entries of the rows that came after this one, the last one first, or 0: behind the last
    /// row of a layer comes the next layer, or what is behind the last layer.
    var next: UInt32 = 0
    var other: UInt32 = 0
    let rule: RuleID
    /// The pair that the row is a use of, or -1.
    let pair: Int32
    /// How many bytes the rest has, its newline included.
    let count: UInt16
    /// How many of them, at the end, are not printed: a line ending and a closing brace.
    let endCount: UInt16
    /// The text that is printed behind the row.
    let answer: RuleTexts.Place
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
    /// What `OpenRow` says of other numbers; and whether they have to be asked for at all.
    let mayBeNamed: Bool
    let mayHaveLiteral: Bool
    let isChecked: Bool

    /// - Parameters:
    ///   - row: The row that is kept, open or not.
    ///   - rule: The rule that decides it.
    ///   - pair: The pair that it is a use of, or -1.
    ///   - answer: The text that is printed behind it.
    ///   - endCount: How many of its bytes are not printed.
    init(
      _ row: borrowing OpenRow, _ rule: RuleID, pair: Int32, _ answer: RuleTexts.Place,
      endCount: Int
    ) {
      self.rule = rule
      self.pair = pair
      self.answer = answer
      count = UInt16(truncatingIfNeeded: row.count)
      self.endCount = UInt16(truncatingIfNeeded: endCount)
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
      isChecked = row.mayBeNamed || row.mayHaveLiteral || row.guards.count > 0
    }

    /// How many bytes the entry of a row takes: a multiple of 8.
    @inline(__always)
    static func size(of row: borrowing OpenRow) -> Int {
      MemoryLayout<Self>.stride &+ roundedUp(row.count)
        &+ row.numbers.count &* MemoryLayout<OpenRow.Number>.stride
        &+ roundedUp(row.guards.count &* MemoryLayout<RegexGuard>.stride)
    }

    @inline(__always)
    fileprivate static func roundedUp(_ count: Int) -> Int { (count &+ 7) & ~7 }
  }
}

// Invariant of these: the entry is in a memo, followed by all that it counts.
extension UnsafeMutablePointer<RowMemo.Entry> {
  @inline(__always)
  var rest: UnsafeMutablePointer<UInt8> {
    UnsafeMutableRawPointer(self + 1).assumingMemoryBound(to: UInt8.self)
  }

  @inline(__always)
  var openPath: OpenPath {
    OpenPath(
      bytes: ByteSlice(rest + Int(pointee.pathStart), count: Int(pointee.pathCount)),
      pairs: pointee.pairs)
  }

  @inline(__always)
  var numbers: BoundedList<OpenRow.Number> {
    BoundedList(
      UnsafeMutableRawPointer(rest + RowMemo.Entry.roundedUp(Int(pointee.count)))
        .assumingMemoryBound(to: OpenRow.Number.self), count: Int(pointee.numberCount))
  }

  @inline(__always)
  var guards: BoundedList<RegexGuard> {
    let numbers = numbers
    return BoundedList(
      UnsafeMutableRawPointer(numbers.start + numbers.count)
        .assumingMemoryBound(to: RegexGuard.self), count: Int(pointee.guardCount))
  }
}
