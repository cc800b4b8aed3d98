/// A set of regexes of a rule set, by position, that is walked in order.
///
/// A bit for each regex, and above them a bit for each word of those that isn't empty: of ten
/// thousand regexes a few are found by looking at three words.
struct RegexBits: ~Copyable, @unchecked Sendable {
  // Invariant: `words` has a bit for each position below the count the set was made for, and
  // `summary` one for each word, set exactly where the word isn't 0. `count` is how many bits are set.
  private let words: UnsafeMutablePointer<UInt64>
  private let summary: UnsafeMutablePointer<UInt64>
  private let summaryCount: Int
  private let count: UnsafeMutablePointer<Int>

  /// Makes an empty set with room for the positions below `count`.
  init(count: Int) {
    summaryCount = (count + 4095) / 4096
    words = .allocate(capacity: max(summaryCount * 64, 1))
    words.initialize(repeating: 0, count: max(summaryCount * 64, 1))
    summary = .allocate(capacity: max(summaryCount, 1))
    summary.initialize(repeating: 0, count: max(summaryCount, 1))
    self.count = .allocate(capacity: 1)
    self.count.initialize(to: 0)
  }

  deinit {
    words.deallocate()
    summary.deallocate()
    count.deallocate()
  }

  @inline(__always)
  var isEmpty: Bool { count.pointee == 0 }

  @inline(__always)
  func contains(_ position: Int) -> Bool { Words(self).contains(position) }

  func insert(_ position: Int) {
    if contains(position) { return }
    let word = position &>> 6
    words[word] |= 1 &<< UInt64(truncatingIfNeeded: position & 63)
    summary[word &>> 6] |= 1 &<< UInt64(truncatingIfNeeded: word & 63)
    count.pointee &+= 1
  }

  func remove(_ position: Int) {
    guard contains(position) else { return }
    let word = position &>> 6
    words[word] &= ~(1 &<< UInt64(truncatingIfNeeded: position & 63))
    if words[word] == 0 { summary[word &>> 6] &= ~(1 &<< UInt64(truncatingIfNeeded: word & 63)) }
    count.pointee &-= 1
  }

  /// Removes all that isn't in another set.
  ///
  /// - Parameter other: A set made for as many positions.
  /// - Complexity: O(*n*) in the words of the set that aren't empty.
  func formIntersection(_ other: borrowing RegexBits) {
    var index = 0
    while index < summaryCount {
      var rest = summary[index]
      while rest != 0 {
        let word = index &<< 6 | rest.trailingZeroBitCount
        rest &= rest &- 1
        let removed = words[word] & ~other.words[word]
        if removed == 0 { continue }
        words[word] ^= removed
        count.pointee &-= removed.nonzeroBitCount
        if words[word] == 0 {
          summary[index] &= ~(1 &<< UInt64(truncatingIfNeeded: word & 63))
        }
      }
      index &+= 1
    }
  }

  /// The words, borrowed: for walks during which what the set is a part of is changed, but not the
  /// set.
  struct Words: BitwiseCopyable {
    fileprivate let words: UnsafeMutablePointer<UInt64>
    fileprivate let summary: UnsafeMutablePointer<UInt64>
    fileprivate let summaryCount: Int

    @inline(__always)
    init(_ bits: borrowing RegexBits) {
      words = bits.words
      summary = bits.summary
      summaryCount = bits.summaryCount
    }

    @inline(__always)
    func contains(_ position: Int) -> Bool { words[position &>> 6] &>> (position & 63) & 1 != 0 }
  }

  /// Where an iterator is behind the last position.
  static let end = Int.max

  /// Walks a set in order.
  struct Iterator: BitwiseCopyable {
    private let set: Words
    // Those left of the word `word`, and of the words of the summary's word `index`.
    private var index = -1
    private var summary: UInt64 = 0
    private var word = 0
    private var bits: UInt64 = 0
    /// The position where it is, or `end`.
    private(set) var position = 0

    /// An iterator at the first position.
    init(_ set: Words) {
      self.set = set
      advance()
    }

    /// Goes to the next position.
    @inline(__always)
    mutating func advance() {
      while bits == 0 {
        guard nextWord() else { return position = RegexBits.end }
        bits = set.words[word]
      }
      position = word &<< 6 | bits.trailingZeroBitCount
      bits &= bits &- 1
    }

    /// Goes to the first position behind another one that is in another set, too. It may be where it is.
    ///
    /// - Parameter other: A set made for as many positions.
    mutating func advance(behind last: Int, in other: Words) {
      if position > last, position == RegexBits.end || other.contains(position) { return }
      repeat {
        bits &= other.words[word]
        while bits == 0 {
          guard nextWord() else { return position = RegexBits.end }
          bits = set.words[word] & other.words[word]
        }
        position = word &<< 6 | bits.trailingZeroBitCount
        bits &= bits &- 1
      } while position <= last
    }

    private mutating func nextWord() -> Bool {
      while summary == 0 {
        guard index &+ 1 < set.summaryCount else { return false }
        index &+= 1
        summary = set.summary[index]
      }
      word = index &<< 6 | summary.trailingZeroBitCount
      summary &= summary &- 1
      return true
    }
  }
}
