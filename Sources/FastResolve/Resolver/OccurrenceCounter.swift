/// Counts the uses of pairs that order rules name, as torch's
/// `submodule_to_object_type_to_cur_idx` does.
///
/// Starting again at each model costs nothing: a count belongs to an epoch, and a count of an
/// earlier epoch is zero.
struct OccurrenceCounter: ~Copyable, @unchecked Sendable {
  private struct Count: BitwiseCopyable {
    var epoch: Int
    var value: Int
  }

  // Invariant: as many counts as there are pairs.
  private let counts: UnsafeMutablePointer<Count>
  private var epoch = 1
  /// The pairs used since the last start, each once, in the order of their first use.
  private(set) var used: [Int] = []

  init(pairCount: Int) {
    counts = .allocate(capacity: max(pairCount, 1))
    counts.initialize(repeating: Count(epoch: 0, value: 0), count: pairCount)
  }

  deinit { counts.deallocate() }

  /// Starts counting again from 0.
  @inline(__always)
  mutating func restart() {
    epoch &+= 1
    if !used.isEmpty { used.removeAll(keepingCapacity: true) }
  }

  /// The number of this use of a pair, from 0.
  @inline(__always)
  mutating func next(_ pair: Int) -> Int {
    if counts[pair].epoch != epoch {
      counts[pair] = Count(epoch: epoch, value: 0)
      used.append(pair)
    }
    let number = counts[pair].value
    counts[pair].value = number &+ 1
    return number
  }

  /// How many uses of a pair there were since the last start.
  func count(_ pair: Int) -> Int { counts[pair].epoch == epoch ? counts[pair].value : 0 }
}
