/// A set of rules: a bit for each, so that those of 100,000 stay in the processor's caches.
struct RuleBits: ~Copyable, @unchecked Sendable {
  // Invariant: a bit for each rule number.
  private let words: UnsafeMutablePointer<UInt64>

  /// Makes an empty set.
  init(ruleCount: Int) {
    let count = (ruleCount + 63) / 64
    words = .allocate(capacity: max(count, 1))
    words.initialize(repeating: 0, count: count)
  }

  deinit { words.deallocate() }

  @inline(__always)
  func contains(_ rule: RuleID) -> Bool { words[rule.index &>> 6] & Self.bit(rule) != 0 }

  @inline(__always)
  func insert(_ rule: RuleID) { words[rule.index &>> 6] |= Self.bit(rule) }

  @inline(__always)
  private static func bit(_ rule: RuleID) -> UInt64 { 1 &<< UInt64(rule.index & 63) }
}
