/// A set of regexes of a rule set, by position, that is walked in order.
///
/// A bit for each regex, and above them a bit for each word of those that isn't empty: of ten
/// thousand regexes the few candidates of a path are found by looking at three words. So they need
/// no sorting, and a regex that is put in twice is in once.
struct RegexBits: ~Copyable, @unchecked Sendable {
  // Invariant: `words` has a bit for each position below the count the set was made for, and
  // `summary` one for each word, set exactly where the word isn't 0.
  let words: UnsafeMutablePointer<UInt64>
  let summary: UnsafeMutablePointer<UInt64>
  let summaryCount: Int

  /// Makes an empty set with room for the positions below `count`.
  init(count: Int) {
    summaryCount = (count + 4095) / 4096
    words = .allocate(capacity: max(summaryCount * 64, 1))
    words.initialize(repeating: 0, count: summaryCount * 64)
    summary = .allocate(capacity: max(summaryCount, 1))
    summary.initialize(repeating: 0, count: summaryCount)
  }

  deinit {
    words.deallocate()
    summary.deallocate()
  }

  @inline(__always)
  var isEmpty: Bool { Words(self).isEmpty }

  @inline(__always)
  func contains(_ position: Int) -> Bool { Words(self).contains(position) }

  @inline(__always)
  func insert(_ position: Int) {
    let word = position &>> 6
    words[word] |= 1 &<< UInt64(truncatingIfNeeded: position & 63)
    summary[word &>> 6] |= 1 &<< UInt64(truncatingIfNeeded: word & 63)
  }

  /// - Complexity: O(*n*) in the number of words that aren't empty.
  @inline(__always)
  func removeAll() {
    var index = 0
    while index < summaryCount {
      var summary = summary[index]
      self.summary[index] = 0
      while summary != 0 {
        words[index &<< 6 | summary.trailingZeroBitCount] = 0
        summary &= summary &- 1
      }
      index &+= 1
    }
  }

  /// - Parameter other: A set made for as many positions.
  /// - Complexity: O(*n*) in the number of its words that aren't empty.
  @inline(__always)
  func formUnion(_ other: borrowing RegexBits) {
    var index = 0
    while index < summaryCount {
      var summary = other.summary[index]
      self.summary[index] |= summary
      while summary != 0 {
        let word = index &<< 6 | summary.trailingZeroBitCount
        words[word] |= other.words[word]
        summary &= summary &- 1
      }
      index &+= 1
    }
  }

  /// The words, borrowed: for walks during which what the set is a part of is changed, but not the
  /// set.
  struct Words: BitwiseCopyable {
    let words: UnsafeMutablePointer<UInt64>
    let summary: UnsafeMutablePointer<UInt64>
    private let summaryCount: Int

    @inline(__always)
    init(_ bits: borrowing RegexBits) {
      words = bits.words
      summary = bits.summary
      summaryCount = bits.summaryCount
    }

    @inline(__always)
    var isEmpty: Bool {
      var index = 0
      while index < summaryCount, summary[index] == 0 { index &+= 1 }
      return index == summaryCount
    }

    @inline(__always)
    func contains(_ position: Int) -> Bool { words[position &>> 6] &>> (position & 63) & 1 != 0 }

    /// Calls `body` with each position in the set, in order.
    @inline(__always)
    func forEach(_ body: (Int) -> Void) {
      for index in 0..<summaryCount {
        var summary = summary[index]
        while summary != 0 {
          let word = index &<< 6 | summary.trailingZeroBitCount
          summary &= summary &- 1
          var bits = words[word]
          while bits != 0 {
            body(word &<< 6 | bits.trailingZeroBitCount)
            bits &= bits &- 1
          }
        }
      }
    }
  }

  @inline(__always)
  func remove(_ position: Int) {
    let word = position &>> 6
    words[word] &= ~(1 &<< UInt64(truncatingIfNeeded: position & 63))
    if words[word] == 0 { summary[word &>> 6] &= ~(1 &<< UInt64(truncatingIfNeeded: word & 63)) }
  }
}
