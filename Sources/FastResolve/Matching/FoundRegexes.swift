// The regexes found in a path, and which of them it rules out.
//
// The next path mostly begins as this one does, so what was found is a stack: what was found beyond the
// bytes that the two share is on top, and taken off. What is left needs not be looked for again.
//
// What a path rules out for good is kept, too. `layers\.\d+\.mlp` fails at the `n` of
// `layers.0.norm1.weight`, and so it does on all paths that begin with `layers.0.n`. A program says
// how many bytes it looked at (`PathPrograms`); a candidate that it refuses is dismissed until a
// path comes that shares fewer. One that looked for its last literal up to the end, in vain, is
// dismissed until that is found again. `.*(?<=\.attn)\.\w{2,6}$` fails on `layers.0.attn.q_proj.weight`
// for what follows `.attn.`, and so it does on all paths that go on behind these bytes until `.attn.`
// is there again. Such regexes were a quarter of all that was tried, with a thousand regexes and with
// ten thousand.

/// The regexes found in the last path of a scan, the dismissed ones among them.
struct FoundRegexes: ~Copyable, @unchecked Sendable {
  private struct Entry: BitwiseCopyable {
    let regex: UInt32
    /// Behind how many bytes it was found first.
    let byteCount: UInt32
    /// Behind how many bytes it is in a list of dismissed ones; 0 where it is in none.
    var listedBehind: UInt32 = 0
    /// The place of the next one in that list, or `none`.
    var nextListed: UInt32 = 0
    /// See `FindableRegex`.
    let isEnding: Bool
    let isGate: Bool
  }

  // Invariants: `entries[..<count]` are the regexes found within the path, each once, with growing
  // `byteCount`; `signatures` are the pairs of all literals of each, dismissed if it is. `areFound[regex]`
  // says whether a regex is among them. There is room for every regex.
  private let entries: UnsafeMutablePointer<Entry>
  private let signatures: UnsafeMutablePointer<LiteralSignature>
  private let areFound: UnsafeMutablePointer<Bool>
  private var count = 0

  // Invariants: the regexes that are dismissed, and those that were found again since, are in one list
  // each: in that of the bytes for which they are dismissed, `dismissed[count]` being the place of the
  // first. A count is that behind which the regex was found or more, so that it is in no list when it is
  // forgotten. Lists beyond `lastDismissed` are empty. `dismissedPlaces[regex]` is the place of a regex
  // when it was dismissed last.
  private let dismissed: UnsafeMutablePointer<UInt32>
  private let dismissedPlaces: UnsafeMutablePointer<UInt32>
  private var lastDismissed = 0

  private static let none = UInt32.max

  /// - Parameter regexCount: How many regexes the set has.
  init(regexCount: Int) {
    let capacity = max(regexCount, 1)
    entries = .allocate(capacity: capacity)
    signatures = .allocate(capacity: capacity)
    areFound = .allocate(capacity: capacity)
    areFound.initialize(repeating: false, count: capacity)
    dismissed = .allocate(capacity: PathTrail.keptBytes + 1)
    dismissed.initialize(repeating: Self.none, count: PathTrail.keptBytes + 1)
    dismissedPlaces = .allocate(capacity: capacity)
    dismissedPlaces.initialize(repeating: 0, count: capacity)
  }

  deinit {
    entries.deallocate()
    signatures.deallocate()
    areFound.deallocate()
    dismissed.deallocate()
    dismissedPlaces.deallocate()
  }

  @inline(__always)
  var isEmpty: Bool { count == 0 }

  @inline(__always)
  func contains(_ regex: Int) -> Bool { areFound[regex] }

  /// Adds a regex that isn't there yet.
  ///
  /// - Parameter byteCount: Behind how many bytes it was found: no fewer than all before.
  @inline(__always)
  mutating func add(_ new: FindableRegex, behind byteCount: Int) {
    (entries + count).initialize(
      to: Entry(
        regex: new.regex, byteCount: UInt32(truncatingIfNeeded: byteCount),
        isEnding: new.isEnding, isGate: new.isGate))
    signatures[count] = new.whole
    areFound[Int(new.regex)] = true
    count &+= 1
  }

  /// Forgets what was found behind more than so many bytes. Behind `takeBack` of as many.
  @inline(__always)
  mutating func forget(behind shared: Int) {
    let (entries, areFound) = (entries, areFound)
    var count = count
    while count > 0, Int(entries[count &- 1].byteCount) > shared {
      count &-= 1
      areFound[Int(entries[count].regex)] = false
    }
    self.count = count
  }

  /// Calls `body` with each regex that isn't dismissed and all literals of which a path may hold, and
  /// with its place.
  ///
  /// - Parameter signature: The pairs of the path.
  @inline(__always)
  func each(in signature: LiteralSignature, _ body: (_ regex: Int, _ place: Int) -> Void) {
    let (entries, signatures, count) = (entries, signatures, count)
    var place = 0
    while place < count {
      if signatures[place].isSubset(of: signature) { body(Int(entries[place].regex), place) }
      place &+= 1
    }
  }

  // MARK: Dismissed ones

  /// Dismisses a regex until a path comes that doesn't share the bytes that rule it out.
  ///
  /// - Parameters:
  ///   - candidate: A regex that doesn't match the last path, which is plain. It has a place.
  ///   - outcome: What its program says.
  ///   - looksBeyondMatch: Whether a match may hang on what stands behind it. If it doesn't, and each
  ///     match ends where the regex is found, then none ends where it was found so far.
  ///   - keptCount: How many bytes of the path are kept.
  @inline(__always)
  mutating func dismiss(
    _ candidate: Candidate, _ outcome: MatchOutcome, looksBeyondMatch: Bool, keptCount: Int
  ) {
    let place = candidate.place
    let entry = entries + place
    let first = Int(entry.pointee.byteCount)
    let waits = entry.pointee.isEnding && !looksBeyondMatch
    if outcome.kind == .failedSoFar, !waits, !entry.pointee.isGate { return }
    let count = waits || outcome.byteCount < first ? first : outcome.byteCount
    guard count <= keptCount else { return }
    if entry.pointee.listedBehind > 0 {
      // It was found again, and is taken back with that list.
      if count <= Int(entry.pointee.listedBehind) { signatures[place].isDismissed = true }
      return
    }
    signatures[place].isDismissed = true
    dismissedPlaces[candidate.regex] = UInt32(truncatingIfNeeded: place)
    entry.pointee.listedBehind = UInt32(truncatingIfNeeded: count)
    entry.pointee.nextListed = dismissed[count]
    dismissed[count] = UInt32(truncatingIfNeeded: place)
    if count > lastDismissed { lastDismissed = count }
  }

  /// Takes those back that are dismissed for more bytes than so many.
  @inline(__always)
  mutating func takeBack(behind shared: Int) {
    while lastDismissed > shared {
      var place = dismissed[lastDismissed]
      dismissed[lastDismissed] = Self.none
      while place != Self.none {
        signatures[Int(place)].isDismissed = false
        entries[Int(place)].listedBehind = 0
        place = entries[Int(place)].nextListed
      }
      lastDismissed &-= 1
    }
  }

  /// Takes a regex back that is found once more, if it was dismissed until then.
  @inline(__always)
  func findAgain(_ found: FindableRegex) {
    if found.isEnding || found.isGate { takeBack(Int(found.regex)) }
  }

  @inline(never)
  private func takeBack(_ regex: Int) {
    let place = Int(dismissedPlaces[regex])
    if place < count, Int(entries[place].regex) == regex { signatures[place].isDismissed = false }
  }
}
