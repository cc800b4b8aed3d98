// The candidates of a path, one after the other in order of registration.
//
// Of ten thousand regexes five are candidates of a path, in the mean, and two of them are taken before
// one matches. So they aren't sorted: each time the smallest one that is left is looked for, and only
// where many have been taken already the rest is sorted. A set of bits, one for each regex, is in order
// without any of that; but to put in, to walk and to take out five bits of ten thousand took 320 of the
// 2,800 instructions of a path, and it doesn't say where a candidate is among what was found.

/// A regex that may match a path.
struct Candidate: BitwiseCopyable {
  /// In the order of this the regexes are in theirs.
  fileprivate let number: UInt64

  /// - Parameters:
  ///   - regex: Its position.
  ///   - place: Its place among those that the scan found and keeps, or `noPlace`.
  @inline(__always)
  init(_ regex: Int, place: Int = Self.noPlace) {
    number = UInt64(regex) &<< 32 | UInt64(UInt32(truncatingIfNeeded: place))
  }

  static let noPlace = Int(UInt32.max)

  @inline(__always)
  var regex: Int { Int(number &>> 32) }

  @inline(__always)
  var place: Int { Int(UInt32(truncatingIfNeeded: number)) }

  /// Whether it has a place.
  @inline(__always)
  var isKept: Bool { place != Self.noPlace }
}

/// What is left of the candidates of a path. Valid until the scan is used for another one.
struct Candidates: BitwiseCopyable {
  // Invariant: `found[..<foundCount]` are those that a literal was found of. The first `taken` were
  // taken, and the first `orderedCount`, which is as many or more, are in order and before all others.
  private let found: UnsafeMutablePointer<Candidate>
  private let foundCount: Int
  private var taken = 0
  private var orderedCount = 0
  /// The regex that was taken last.
  private var last = -1
  /// Those that no literal is looked for, if there are any, at the first that is left. It belongs to the
  /// scan: as most sets have none, it isn't to take up room in registers.
  private let others: UnsafeMutablePointer<RegexBits.Iterator>?

  /// - Parameters:
  ///   - found: Those that a literal was found of. One may be there more than once.
  ///   - count: How many there are.
  ///   - others: Those that no literal is looked for. Some may have been found all the same.
  @inline(__always)
  init(
    _ found: UnsafeMutablePointer<Candidate>, count: Int,
    others: UnsafeMutablePointer<RegexBits.Iterator>?
  ) {
    self.found = found
    foundCount = count
    self.others = others
  }

  /// How many are left. None is then.
  ///
  /// - Complexity: O(*n* log *n*) in those that are left.
  mutating func removeAll() -> Int {
    var count = 0
    while next() != nil { count += 1 }
    return count
  }

  /// Takes the first that is left.
  ///
  /// - Complexity: O(*n*) in those that are left, for each of the first few; then once O(*n* log *n*), and
  ///   O(1).
  @inline(__always)
  mutating func next() -> Candidate? {
    while true {
      if taken == foundCount { return others == nil ? nil : nextOther() }
      if orderedCount == taken { orderNext() }
      let next = found[taken]
      if let others, others.pointee.position <= next.regex {
        if others.pointee.position < next.regex { return nextOther() }
        others.pointee.advance()
      }
      taken &+= 1
      if next.regex != last {
        last = next.regex
        return next
      }
    }
  }

  /// Takes one that is left and in a set, in any order. Once this was called, `next()` isn't for use any
  /// more.
  ///
  /// - Complexity: O(*n*) in those found that are passed over, and in the words of the set.
  mutating func next(in set: RegexBits.Words) -> Candidate? {
    while taken < foundCount {
      let next = found[taken]
      taken &+= 1
      if set.contains(next.regex) { return next }
    }
    guard let others else { return nil }
    others.pointee.advance(behind: last, in: set)
    last = others.pointee.position
    return last == RegexBits.end ? nil : Candidate(last)
  }

  /// Takes the first that is left of those that no literal is looked for.
  @inline(never)
  private mutating func nextOther() -> Candidate? {
    guard let others, others.pointee.position != RegexBits.end else { return nil }
    last = others.pointee.position
    others.pointee.advance()
    return Candidate(last)
  }

  /// Once so many were looked for one by one, the rest is sorted.
  private static let mostLookedFor = 8

  /// Moves the smallest one that is left to the first place.
  @inline(__always)
  private mutating func orderNext() {
    if taken >= Self.mostLookedFor { return orderRest() }
    let first = found[taken]
    var smallest = first.number
    var place = taken
    var index = taken &+ 1
    while index < foundCount {
      let number = found[index].number
      if number < smallest { (smallest, place) = (number, index) }
      index &+= 1
    }
    found[taken] = found[place]
    found[place] = first
    orderedCount &+= 1
  }

  @inline(never)
  private mutating func orderRest() {
    var rest = UnsafeMutableBufferPointer(start: found + taken, count: foundCount &- taken)
    rest.sort { $0.number < $1.number }
    orderedCount = foundCount
  }
}
