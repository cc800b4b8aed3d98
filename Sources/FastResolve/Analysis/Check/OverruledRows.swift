// Which rules decide in place of others, counted for those alone that have decided nothing so far.
//
// Most rules decide a row soon after they first match one, and from then on nothing of this is
// asked for them. So the table stays small: it has entries of the few rules that are still waiting,
// and those of a rule that has decided meanwhile are dropped when the table would grow. A rule that
// decides nothing in the end has decided nothing in any worker, so none of its entries was ever
// dropped and the sum over the workers is exact.

/// Counts rows by the rule that matched them and the one that decided them instead.
struct OverruledRows: ~Copyable {
  private var counts = PairCounts()
  /// How many pairs there may be before those that aren't asked for any more are dropped.
  private var limit = Self.leastLimit

  private static let leastLimit = 32

  /// Counts rows.
  ///
  /// - Parameters:
  ///   - matching: The rule that matched.
  ///   - deciding: The rule that decided.
  ///   - rows: How many rows.
  ///   - isWaiting: Whether a rule has decided nothing so far. What was counted for others may be
  ///     dropped.
  @inline(__always)
  mutating func add(
    _ matching: RuleID, deciding: RuleID, rows: Int = 1, isWaiting: (RuleID) -> Bool
  ) {
    if counts.count >= limit { makeRoom(isWaiting) }
    counts.add(matching.number, deciding.number, count: rows)
  }

  /// Drops what isn't asked for any more.
  @inline(never)
  private mutating func makeRoom(_ isWaiting: (RuleID) -> Bool) {
    var kept = PairCounts()
    for position in 0..<counts.count {
      let entry = counts[position]
      guard isWaiting(RuleID(entry.first)) else { continue }
      kept.add(entry.first, entry.second, count: entry.count)
    }
    limit = max(Self.leastLimit, kept.count * 2)
    counts = kept
  }

  /// Calls `body` with each pair and its rows, in no order.
  func forEach(_ body: (_ matching: RuleID, _ deciding: RuleID, _ rows: Int) -> Void) {
    for position in 0..<counts.count {
      let entry = counts[position]
      body(RuleID(entry.first), RuleID(entry.second), entry.count)
    }
  }
}
