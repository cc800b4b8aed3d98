import Dispatch

// Work that computes and never waits, on all cores: that is what Dispatch's pool is for.

/// Makes the elements of an array on all cores when they are many.
///
/// - Parameters:
///   - count: How many there are.
///   - share: How many a core makes at a time. Fewer than four shares are not worth waking one.
///   - make: Makes the element at a position.
/// - Complexity: That of `make`, *n* times.
func concurrentArray<Element>(
  count: Int, share: Int = 64, _ make: @Sendable (Int) -> Element
) -> [Element] {
  guard count >= 4 * share else { return (0..<count).map(make) }
  return Array(unsafeUninitializedCapacity: count) { buffer, initializedCount in
    // Safe: each iteration initializes the elements that are its own, and all are someone's.
    nonisolated(unsafe) let elements = buffer
    DispatchQueue.concurrentPerform(iterations: (count + share - 1) / share) { part in
      for position in part * share..<min(part * share + share, count) {
        (elements.baseAddress.unsafelyUnwrapped + position).initialize(to: make(position))
      }
    }
    initializedCount = count
  }
}

/// Does two things at once, if they are large.
func concurrently<One, Other>(
  ifLarge isLarge: Bool, _ one: @Sendable () -> One, _ other: @Sendable () -> Other
) -> (One, Other) {
  guard isLarge else { return (one(), other()) }
  // Safe: each is written by one iteration and read when both are done.
  nonisolated(unsafe) var first: One?
  nonisolated(unsafe) var second: Other?
  DispatchQueue.concurrentPerform(iterations: 2) { part in
    if part == 0 { first = one() } else { second = other() }
  }
  guard let first, let second else { fatalError("an iteration was not run") }
  return (first, second)
}
