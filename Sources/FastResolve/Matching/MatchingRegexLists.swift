// Which regexes match a path, all of them.
//
// A list is worth keeping: every other path of an inventory was there before, and to look at all
// candidates of a path takes longer than at those up to the first that matches. There are far fewer
// lists than paths, as most paths are matched by the same few regexes: each list is kept once and
// has a number, and the path cache gives a path's number. What is found is exact, as the path cache
// is.
//
// Memory is bounded: when the lists have no more room, all is forgotten, the paths too.

/// A regex in a list of those that match a path.
struct MatchingRegex: BitwiseCopyable {
  private let bits: UInt32

  @inline(__always)
  init(_ position: Int, isDetermined: Bool) {
    bits = UInt32(truncatingIfNeeded: position) &<< 1 | (isDetermined ? 0 : 1)
  }

  /// The position of the regex in its set.
  @inline(__always)
  var position: Int { Int(bits &>> 1) }

  /// Whether it is known to match. If not, a limit was hit, and it may match or not.
  @inline(__always)
  var isDetermined: Bool { bits & 1 == 0 }
}

/// The regexes that match a path or may do so, in their order. Valid until the worker asks for the
/// next path's.
struct MatchingRegexes: BitwiseCopyable {
  private let start: UnsafePointer<MatchingRegex>
  let count: Int

  @inline(__always)
  fileprivate init(_ start: UnsafePointer<MatchingRegex>, count: Int) {
    self.start = start
    self.count = count
  }

  /// No regex.
  static var none: MatchingRegexes {
    MatchingRegexes(
      UnsafeRawPointer(bitPattern: MemoryLayout<MatchingRegex>.alignment).unsafelyUnwrapped
        .assumingMemoryBound(to: MatchingRegex.self), count: 0)
  }

  @inline(__always)
  subscript(index: Int) -> MatchingRegex { start[index] }

  /// The regexes as a collection.
  var buffer: UnsafeBufferPointer<MatchingRegex> { UnsafeBufferPointer(start: start, count: count) }
}

/// A worker's lists of the regexes that match paths, and the list that is being made.
struct MatchingRegexLists: ~Copyable, @unchecked Sendable {
  // Invariant: room for every regex, of which `draftCount` are initialized.
  private let draft: UnsafeMutablePointer<MatchingRegex>
  private var draftCount = 0

  private let byteLimit: Int
  private var cache: PathCache
  private var isCached = false
  // Invariant: the list with the number `i` is the key of the entry of `numbers` at `entries[i]`.
  // Keys are whole numbers of `MatchingRegex`, so each is aligned as one.
  private var numbers = ByteTable()
  private var entries: [UInt32] = []

  /// - Parameters:
  ///   - regexCount: How many regexes there are.
  ///   - byteLimit: The memory to remember paths and lists in.
  init(regexCount: Int, byteLimit: Int) {
    draft = .allocate(capacity: max(regexCount, 1))
    self.byteLimit = regexCount == 0 ? 0 : byteLimit
    cache = PathCache(byteLimit: self.byteLimit / 2)
  }

  deinit { draft.deallocate() }

  /// The list of a path, if it is remembered; else begins a new one.
  ///
  /// - Parameter hash: The path's hash.
  @inline(__always)
  mutating func find(_ path: ByteSlice, hash: UInt64) -> MatchingRegexes? {
    isCached = cache.isWorthwhile()
    if isCached, let number = cache.find(path, hash: hash) { return list(Int(number)) }
    draftCount = 0
    return nil
  }

  /// Appends a regex to the list that is being made; each once.
  @inline(__always)
  mutating func append(_ match: MatchingRegex) {
    draft[draftCount] = match
    draftCount &+= 1
  }

  /// Ends the list and remembers it.
  ///
  /// - Parameters:
  ///   - path: The path it was begun for.
  ///   - hash: The path's hash.
  ///   - cost: What it cost, as `PathCache.noteCost` counts.
  mutating func end(_ path: ByteSlice, hash: UInt64, cost: Int) -> MatchingRegexes {
    cache.noteCost(cost)
    if isCached { cache.insert(path, hash: hash, UInt32(numberOfDraft())) }
    return MatchingRegexes(draft, count: draftCount)
  }

  private mutating func numberOfDraft() -> Int {
    let size = draftCount * MemoryLayout<MatchingRegex>.stride
    // A list takes a slot or two of the table besides its bytes.
    if numbers.byteCount + size + entries.count * 64 > byteLimit / 2, !entries.isEmpty {
      forgetAll()
    }
    let key = ByteSlice(
      UnsafeRawPointer(draft).assumingMemoryBound(to: UInt8.self), count: size)
    let entry = numbers.nextEntry
    let number = Int(numbers.insert(key, UInt32(entries.count)))
    if number == entries.count { entries.append(entry) }
    return number
  }

  @inline(never)
  private mutating func forgetAll() {
    cache = PathCache(byteLimit: byteLimit / 2)
    numbers = ByteTable()
    entries.removeAll(keepingCapacity: true)
  }

  @inline(__always)
  private func list(_ number: Int) -> MatchingRegexes {
    let bytes = numbers.key(ofEntryAt: entries[number])
    return MatchingRegexes(
      UnsafeRawPointer(bytes.start).assumingMemoryBound(to: MatchingRegex.self),
      count: bytes.count / MemoryLayout<MatchingRegex>.stride)
  }
}
