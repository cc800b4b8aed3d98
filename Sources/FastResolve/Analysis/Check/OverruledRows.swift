// Which rules decide in place of others, counted for those alone that have decided nothing so far.
//
// Most rules decide a row soon after they first match one, and from then on nothing of this is asked for them. So
// the table stays small: it has entries of the few rules that are still waiting, and those of a rule that
// has decided meanwhile are dropped when the table would grow. A rule that decides nothing in the end has decided
// nothing in any worker, so none of its entries was ever dropped and the sum over the workers is exact.

/// Counts rows by the rule that matched them and the one that decided them instead.
struct OverruledRows: ~Copyable, @unchecked Sendable {
  private struct Slot: BitwiseCopyable {
    /// 0 for a free slot: no rule that matches has the number 0.
    var matching: UInt32
    var deciding: UInt32
    var rows: Int

    static let free = Slot(matching: 0, deciding: 0, rows: 0)
  }

  // Invariant: `mask + 1` slots, a power of two, of which `count` are in use: half at the most.
  private var slots: UnsafeMutablePointer<Slot>
  private var mask: Int
  private var count = 0

  init() {
    mask = 63
    slots = .allocate(capacity: mask + 1)
    slots.initialize(repeating: .free, count: mask + 1)
  }

  deinit { slots.deallocate() }

  /// Counts rows.
  ///
  /// - Parameters:
  ///   - matching: The rule that matched.
  ///   - deciding: The rule that decided.
  ///   - rows: How many rows.
  ///   - isWaiting: Whether a rule has decided nothing so far. What was counted for others may be dropped.
  @inline(__always)
  mutating func add(
    _ matching: RuleID, deciding: RuleID, rows: Int = 1, isWaiting: (RuleID) -> Bool
  ) {
    var slot = slot(matching.number, deciding.number)
    if slots[slot].matching == 0 {
      if (count &+ 1) &* 2 > mask {
        makeRoom(isWaiting)
        slot = self.slot(matching.number, deciding.number)
      }
      slots[slot] = Slot(matching: matching.number, deciding: deciding.number, rows: 0)
      count &+= 1
    }
    slots[slot].rows &+= rows
  }

  /// The slot of a pair, or the free one where it would go.
  @inline(__always)
  private func slot(_ matching: UInt32, _ deciding: UInt32) -> Int {
    let bits = (UInt64(matching) &<< 32 | UInt64(deciding)) &* 0x9E37_79B9_7F4A_7C15
    var index = Int(truncatingIfNeeded: bits &>> 32) & mask
    while slots[index].matching != 0 {
      if slots[index].matching == matching, slots[index].deciding == deciding { break }
      index = (index &+ 1) & mask
    }
    return index
  }

  /// Drops what isn't asked for any more, and grows unless that has freed most slots.
  @inline(never)
  private mutating func makeRoom(_ isWaiting: (RuleID) -> Bool) {
    let (old, oldCount) = (slots, mask + 1)
    let kept = (0..<oldCount).count {
      old[$0].matching != 0 && isWaiting(RuleID(old[$0].matching))
    }
    if kept * 4 > oldCount { mask = oldCount * 2 - 1 }
    slots = .allocate(capacity: mask + 1)
    slots.initialize(repeating: .free, count: mask + 1)
    for index in 0..<oldCount
    where old[index].matching != 0 && isWaiting(RuleID(old[index].matching)) {
      slots[slot(old[index].matching, old[index].deciding)] = old[index]
    }
    count = kept
    old.deallocate()
  }

  /// Calls `body` with each pair and its rows, in no order.
  func forEach(_ body: (_ matching: RuleID, _ deciding: RuleID, _ rows: Int) -> Void) {
    for index in 0...mask where slots[index].matching != 0 {
      body(RuleID(slots[index].matching), RuleID(slots[index].deciding), slots[index].rows)
    }
  }
}
