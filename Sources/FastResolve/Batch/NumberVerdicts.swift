/// What was said of the numbers of rows before: whether a row is known by an entry of the memo with
/// such digits.
///
/// The variants of an architecture come one behind the other, and each has the layers of the one
/// before. So mostly it was asked before, and what is said hangs on nothing but the entry and the
/// digits. Both fit into a word: an entry leaves open as many digits as its row has, in their
/// places, so that the digits alone tell the numbers. A word stands at the place that its hash
/// says, where it drives out another, and all of it is compared, so what is found is exact. To ask
/// the rules took 600 instructions, and with the rules of `regex1k` it was done for half of all
/// rows.
struct NumberVerdicts: ~Copyable, @unchecked Sendable {
  /// An entry and the digits of a path, or 0 where they are too many.
  typealias Key = UInt64

  // Invariant: `words` has `mask + 1` words, a power of two. A word is 0, or twice a key, and one more
  // where the numbers are allowed.
  private let words: UnsafeMutablePointer<UInt64>
  private let mask: Int
  /// Whether all words are 0.
  private var isEmpty = true

  /// More digits don't fit beside the name of an entry.
  private static let mostDigits = 9
  private static let digitBits = UInt64(mostDigits) * 4

  /// How many bytes of so many are best used for verdicts.
  static func byteCount(of byteLimit: Int) -> Int {
    var count = 8
    while count * 2 <= byteLimit { count *= 2 }
    return count
  }

  /// - Parameters:
  ///   - memory: `byteCount` bytes, all 0; they have to stay.
  ///   - byteCount: A power of two, at least 8.
  init(_ memory: UnsafeMutableRawPointer, byteCount: Int) {
    let count = byteCount / MemoryLayout<UInt64>.stride
    words = memory.bindMemory(to: UInt64.self, capacity: count)
    mask = count - 1
  }

  /// The digits of the numbers of a path.
  struct Digits: BitwiseCopyable {
    fileprivate var word: UInt64

    /// Those of a path that has too many.
    static let none = Digits(word: .max)
  }

  /// The digits of the numbers of a path.
  ///
  /// - Parameters:
  ///   - path: The path.
  ///   - numbers: Where its numbers are.
  @inline(__always)
  static func digits(of path: ByteSlice, _ numbers: BoundedList<OpenRow.Number>) -> Digits {
    var digits: UInt64 = 0
    var count = 0
    var index = 0
    while index < numbers.count {
      let number = numbers[index]
      var offset = number.start
      while offset < number.end {
        digits = digits &<< 4 | UInt64(path[offset] & 0xF)
        offset &+= 1
      }
      count &+= number.end &- number.start
      index &+= 1
    }
    return count > mostDigits ? .none : Digits(word: digits)
  }

  /// The key of a path with an entry's numbers.
  ///
  /// - Parameters:
  ///   - name: The name of the entry; not 0, and below 2^24.
  ///   - digits: Those of the path.
  @inline(__always)
  static func key(_ name: UInt32, _ digits: Digits) -> Key {
    digits.word == .max ? 0 : UInt64(name) &<< digitBits | digits.word
  }

  /// What was said of a key, if that is still known.
  @inline(__always)
  func find(_ key: Key) -> Bool? {
    let word = words[place(of: key)]
    return word &>> 1 == key && key != 0 ? word & 1 != 0 : nil
  }

  /// Notes what was said of a key.
  @inline(__always)
  mutating func insert(_ key: Key, isAllowed: Bool) {
    guard key != 0 else { return }
    words[place(of: key)] = key &<< 1 | (isAllowed ? 1 : 0)
    isEmpty = false
  }

  /// Forgets all: the names are those of other entries then.
  mutating func removeAll() {
    if !isEmpty { words.update(repeating: 0, count: mask + 1) }
    isEmpty = true
  }

  @inline(__always)
  private func place(of key: Key) -> Int {
    Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) &>> 40) & mask
  }
}
