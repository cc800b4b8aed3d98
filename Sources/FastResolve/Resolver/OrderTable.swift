/// The rules on the order of object types.
///
/// A rule's key is a module path, an object and an index. The path and the object together are a
/// *pair*, which has a number of its own: uses are counted by pair, and only of pairs that a rule
/// names, so the memory for counting is bounded by the rules. A pair has its rules in a run of
/// entries sorted by index.
final class OrderTable: @unchecked Sendable {
  private struct Entry: BitwiseCopyable {
    var index: Int
    var rule: RuleID
  }

  private let paths: ByteTable
  // Invariant of the three: pair `p` has the object `pairObjects[p]` and the entries
  // `entryStarts[p]..<entryStarts[p + 1]`; the pairs of path `q` are `pairStarts[q]..<pairStarts[q
  // + 1]`.
  private let pairStarts: UnsafeMutablePointer<Int32>
  private let pairObjects: UnsafeMutablePointer<UInt32>
  private let entryStarts: UnsafeMutablePointer<Int32>
  private let entries: UnsafeMutablePointer<Entry>

  /// How many pairs there are.
  let pairCount: Int
  /// Whether there is no order rule at all.
  var isEmpty: Bool { pairCount == 0 }

  /// One rule, its object already a number.
  struct Definition {
    var path: ExactText
    var object: UInt32
    var index: Int
    var rule: RuleID
  }

  /// What the rules are sorted by: plain data, which is moved without counting references.
  private struct Sorted: BitwiseCopyable {
    var path: Int
    var object: UInt32
    var entry: Entry
  }

  init(_ definitions: [Definition]) {
    var paths = ByteTable(
      keyCount: definitions.count,
      byteCount: definitions.reduce(0) { $0 + $1.path.string.utf8.count })
    let sorted =
      definitions
      .map { definition in
        Sorted(
          path: Int(paths.insert(definition.path.string, UInt32(paths.count), hash: PathHash.of)),
          object: definition.object,
          entry: Entry(index: definition.index, rule: definition.rule))
      }
      .sorted { ($0.path, $0.object, $0.entry.index) < ($1.path, $1.object, $1.entry.index) }
    let pathCount = paths.count
    self.paths = paths
    pairStarts = .allocate(capacity: pathCount + 1)
    pairObjects = .allocate(capacity: max(sorted.count, 1))
    entryStarts = .allocate(capacity: sorted.count + 1)
    entries = .allocate(capacity: max(sorted.count, 1))
    var pairs = 0
    var lastPath = -1
    for (position, rule) in sorted.enumerated() {
      if rule.path != lastPath || rule.object != pairObjects[pairs - 1] {
        if rule.path != lastPath { pairStarts[rule.path] = Int32(pairs) }
        lastPath = rule.path
        pairObjects[pairs] = rule.object
        entryStarts[pairs] = Int32(position)
        pairs += 1
      }
      (entries + position).initialize(to: rule.entry)
    }
    pairStarts[pathCount] = Int32(pairs)
    entryStarts[pairs] = Int32(sorted.count)
    pairCount = pairs
  }

  deinit {
    pairStarts.deallocate()
    pairObjects.deallocate()
    entryStarts.deallocate()
    entries.deallocate()
  }

  /// The number of a module path that a rule names, or `ByteTable.none`.
  ///
  /// - Complexity: O(1) on average.
  @inline(never)
  func path(_ path: ByteSlice, hash: UInt64) -> UInt32 { paths.find(path, hash: hash) }

  /// The number of the pair of a module path and an object, or -1 where no rule names it.
  ///
  /// - Parameters:
  ///   - path: The number of the path, or `ByteTable.none`.
  ///   - object: The number of the object.
  /// - Complexity: O(*n*) in the objects that rules name for this path.
  @inline(__always)
  func pair(ofPath path: UInt32, _ object: UInt32) -> Int {
    guard path != ByteTable.none else { return -1 }
    for pair in Int(pairStarts[Int(path)])..<Int(pairStarts[Int(path) &+ 1])
    where pairObjects[pair] == object {
      return pair
    }
    return -1
  }

  /// The rule for the use number `index` of a pair, or none.
  ///
  /// - Complexity: O(log *n*) in the number of rules for the pair.
  func rule(pair: Int, index: Int) -> RuleID {
    var low = Int(entryStarts[pair])
    var high = Int(entryStarts[pair &+ 1])
    while low < high {
      let middle = (low &+ high) >> 1
      let entry = entries[middle]
      if entry.index == index { return entry.rule }
      if entry.index < index { low = middle &+ 1 } else { high = middle }
    }
    return .none
  }
}
