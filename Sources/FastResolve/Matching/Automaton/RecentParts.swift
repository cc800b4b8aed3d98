/// Which parts came from which states of late, as far as it is remembered.
///
/// Where each path has a number of its own, a part comes once from a state or again and again. What comes once
/// isn't worth a walk and a place in a table, which would only grow: so a part is kept when it comes for the
/// second time. A mark of 32 bits takes the place of the last one that was there. If one is lost, or two parts
/// have the same one, a part is kept later or sooner, which is no less right.
struct RecentParts: ~Copyable, @unchecked Sendable {
  // Invariant: there are none, or `placeCount` of them.
  private var marks = GrowingMemory<UInt32>()

  /// A power of two. They fit into the first-level cache, and paths have a few new parts each.
  private static let placeCount = 1 << 13

  /// Notes that a part comes from a state.
  ///
  /// - Returns: Whether that was noted before.
  mutating func note(_ key: PartKey, from state: UInt32) -> Bool {
    if marks.count == 0 { for _ in 0..<Self.placeCount { marks.append(0) } }
    let hash =
      (key.number ^ UInt64(state) &* 0x9E37_79B9_7F4A_7C15) &* 0xD6E8_FEB8_6659_FD93
    let place = Int(truncatingIfNeeded: hash.byteSwapped) & (Self.placeCount &- 1)
    let mark = UInt32(truncatingIfNeeded: hash &>> 16)
    if marks[place] == mark { return true }
    marks[place] = mark
    return false
  }
}
