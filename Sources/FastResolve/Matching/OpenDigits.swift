/// Whether any literal of a regex that tells numbers apart may have a digit of an open path.
///
/// The automaton is followed over all digits at once: behind an open digit it is in one of the states
/// that the ten digits lead to. Most of these soon are states of texts that have no digit, as there is
/// no literal that goes on like the path; when all are, no numbers need be looked at for such a path.
/// The states behind `layers.##.` are the same for all paths, so they are found once.
struct OpenDigits: ~Copyable {
  /// What is behind a number and the dot or the end that follows.
  private struct Behind {
    /// Which of `states` are those that the automaton may be in, of texts that have a digit.
    var live: Range<Int>
    /// Which are those, there or before, in which a regex is found that isn't blind to numbers.
    var finding: Range<Int>
  }

  private let steps: LiteralAutomaton.Steps
  private let regexes: RegexNumbers
  /// By the state before a number, its length, and whether the path ends with it; `nil` where there
  /// are too many states.
  private var known: [UInt64: Behind?] = [:]
  private var states: [UInt32] = []

  private static let mostStates = 64
  /// So many numbers are known at the most. The rules bound them, but they can be many.
  private static let mostKnown = 1024

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
    guard let behind = behind(number.count, isLast: isLast, from: state) else { return true }
    for place in behind.finding
    where regexes.mayTell(foundIn: states[place], open, but: guards) {
      return true
    }
    if isLast { return false }
    for place in behind.live {
      var state = states[place]
      var offset = number.upperBound &+ 1
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

  /// What is behind so many digits and a dot, or the end.
  private mutating func behind(_ count: Int, isLast: Bool, from state: UInt32) -> Behind? {
    let key = UInt64(state) << 8 | UInt64(count) << 1 | (isLast ? 1 : 0)
    if let known = known[key] { return known }
    guard known.count < Self.mostKnown else { return nil }
    let found = find(behind: count, isLast: isLast, from: state)
    known[key] = .some(found)
    return found
  }

  private mutating func find(behind count: Int, isLast: Bool, from state: UInt32) -> Behind? {
    var live: Set<UInt32> = [state]
    var finding: Set<UInt32> = []
    for place in 0...count {
      let bytes: [UInt8] =
        place < count
        ? Array("0123456789".utf8) : [isLast ? LiteralKey.end : UInt8(ascii: ".")]
      var next: Set<UInt32> = []
      for state in live {
        for byte in bytes {
          let reached = steps.next(state, byte)
          // A literal may begin at any digit, but behind the last it has one or doesn't matter.
          if place == count, steps.depth(reached) <= 1 { continue }
          next.insert(reached)
          if reached >= steps.firstFinding, !regexes.areAllBlind(foundIn: reached) {
            finding.insert(reached)
          }
        }
      }
      if next.count + finding.count > Self.mostStates { return nil }
      live = next
    }
    let first = states.count
    states += live.sorted()
    let middle = states.count
    states += finding.sorted()
    return Behind(live: first..<middle, finding: middle..<states.count)
  }
}
