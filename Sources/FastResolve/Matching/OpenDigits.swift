/// Whether any literal of a regex that tells numbers apart may have a digit of an open path.
///
/// The automaton is followed over all digits at once: behind an open digit it is in one of the states
/// that the ten digits lead to. Most of these soon are states of texts that have no digit, as there is
/// no literal that goes on like the path; when all are, no numbers need be looked at for such a path.
/// The states behind `layers.##.ml` are the same for all paths that have this, so they are found once.
/// Behind `layers.##.` there would be twenty, of which the two letters leave one or none.
struct OpenDigits: ~Copyable {
  /// What stands at a number, as far as all paths are taken together that have it.
  private struct Place: BitwiseCopyable {
    // From the lowest bit: the state of the automaton before the number; the bytes behind the dot, as
    // many as are looked at at once; how many they are; whether the path ends with the number, with no
    // dot behind it; how many digits it has.
    private(set) var bits: UInt64

    static let mostFollowing = 2

    /// - Parameter digitCount: Below 8192: no row that is kept is as long.
    init(state: UInt32, digitCount: Int, isLast: Bool) {
      bits = UInt64(state) | (isLast ? 1 << 50 : 0) | UInt64(digitCount) << 51
    }

    var state: UInt32 { UInt32(truncatingIfNeeded: bits) }
    var isLast: Bool { bits >> 50 & 1 != 0 }
    var digitCount: Int { Int(bits >> 51) }
    var followingCount: Int { Int(bits >> 48 & 3) }
    /// The last of the bytes that follow.
    var lastFollowing: UInt8 { UInt8(truncatingIfNeeded: bits >> (24 + 8 * followingCount)) }

    /// Adds a byte to those that follow.
    mutating func append(_ byte: UInt8) {
      bits += 1 << 48 | UInt64(byte) << (32 + 8 * followingCount)
    }

    /// The same without the last of the bytes that follow.
    var shorter: Place {
      var place = self
      place.bits -= 1 << 48 | UInt64(lastFollowing) << (24 + 8 * followingCount)
      return place
    }

    /// The bytes by which it is looked up.
    func withKey<T>(_ body: (ByteSlice, _ hash: UInt64) -> T) -> T {
      withUnsafeBytes(of: bits) { bytes in
        let key = bytes.bindMemory(to: UInt8.self)
        return body(
          ByteSlice(key.baseAddress.unsafelyUnwrapped, count: key.count),
          bits &* 0x9E37_79B9_7F4A_7C15)
      }
    }
  }

  /// What is behind a place.
  private struct Behind {
    /// Which of `states` are those that the automaton may be in, of texts that have a digit.
    var live: Range<Int>
    /// Which are those, there or before, in which a regex is found that isn't blind to numbers.
    var finding: Range<Int>
  }

  private let steps: LiteralAutomaton.Steps
  private let regexes: RegexNumbers
  // Invariant: the place with the value `i` has `behind[i]`, which is `nil` where there are too many
  // states.
  private var places = ByteTable()
  private var behind: [Behind?] = []
  private var states: [UInt32] = []

  private static let mostStates = 64
  /// So many places are known at the most. Rules and paths bound them, but they can be many.
  private static let mostKnown = 8192

  /// - Parameter steps: Those of the automaton of `regexes`, which has to be kept alive.
  init(_ steps: LiteralAutomaton.Steps, _ regexes: RegexNumbers) {
    self.steps = steps
    self.regexes = regexes
  }

  /// Whether some number in the place of one may lead to a regex that may tell the paths apart, but
  /// for the guards; also where that isn't known.
  ///
  /// - Parameters:
  ///   - open: The path.
  ///   - number: Where the number is.
  ///   - state: The state before it.
  ///   - end: Where the next number begins, or the path ends.
  ///   - guards: Those of the row.
  mutating func mayHaveLiteral(
    _ open: OpenPath, number: Range<Int>, from state: UInt32, to end: Int,
    but guards: BoundedList<RegexGuard>
  ) -> Bool {
    let path = open.bytes
    let isLast = number.upperBound == path.count
    var place = Place(state: state, digitCount: number.count, isLast: isLast)
    var start = number.upperBound &+ 1
    while place.followingCount < Place.mostFollowing, start < end {
      place.append(path[start])
      start &+= 1
    }
    guard let behind = behind(place) else { return true }
    for index in behind.finding
    where regexes.mayTell(foundIn: states[index], open, but: guards) {
      return true
    }
    if isLast { return false }
    for index in behind.live {
      var state = states[index]
      var offset = start
      while steps.depth(state) > offset &- number.upperBound {
        // It may have digits of the next number, too.
        if offset == end, end < path.count { return true }
        if offset > path.count { break }
        state = steps.next(state, offset < path.count ? path[offset] : LiteralKey.end)
        offset &+= 1
        if state >= steps.firstFinding, steps.depth(state) > offset &- number.upperBound,
          !regexes.areAllBlind(foundIn: state),
          regexes.mayTell(foundIn: state, open, but: guards)
        {
          return true
        }
      }
    }
    return false
  }

  private mutating func behind(_ place: Place) -> Behind? {
    let number = place.withKey { places.find($0, hash: $1) }
    if number != ByteTable.none { return behind[Int(number)] }
    guard behind.count < Self.mostKnown else { return nil }
    let found = find(behind: place)
    place.withKey { _ = places.insert($0, UInt32(behind.count), hash: $1) }
    behind.append(found)
    return found
  }

  private mutating func find(behind place: Place) -> Behind? {
    var live: Set<UInt32> = [place.state]
    var finding: Set<UInt32> = []

    /// Goes on from all states over one of some bytes.
    ///
    /// - Parameter countBehind: How many bytes behind the digits there are then. A text that is no
    ///   longer has no digit, and doesn't matter.
    func step(_ bytes: some Sequence<UInt8>, countBehind: Int) {
      var next: Set<UInt32> = []
      for state in live {
        for byte in bytes {
          let reached = steps.next(state, byte)
          if countBehind > 0, steps.depth(reached) <= countBehind { continue }
          next.insert(reached)
          if reached >= steps.firstFinding, !regexes.areAllBlind(foundIn: reached) {
            finding.insert(reached)
          }
        }
      }
      live = next
    }

    if place.followingCount > 0 {
      guard let shorter = behind(place.shorter) else { return nil }
      live = Set(states[shorter.live])
      finding = Set(states[shorter.finding])
      step(CollectionOfOne(place.lastFollowing), countBehind: place.followingCount + 1)
    } else {
      for _ in 0..<place.digitCount {
        step("0123456789".utf8, countBehind: 0)
        if live.count > Self.mostStates { return nil }
      }
      let byte = place.isLast ? LiteralKey.end : UInt8(ascii: ".")
      step(CollectionOfOne(byte), countBehind: 1)
    }
    if live.count + finding.count > Self.mostStates { return nil }
    let first = states.count
    states += live.sorted()
    let middle = states.count
    states += finding.sorted()
    return Behind(live: first..<middle, finding: middle..<states.count)
  }
}
