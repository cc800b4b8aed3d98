/// The lengths of some beginnings of a path that end with a part of it; those that are 64 apart are
/// taken for one.
struct PartEnds: BitwiseCopyable {
  private var bits: UInt64 = 0

  static let none = PartEnds()

  @inline(__always)
  mutating func insert(_ length: Int) { bits |= 1 &<< UInt64(truncatingIfNeeded: length & 63) }

  /// Whether they may have a length in common.
  @inline(__always)
  func mayMeet(_ other: Self) -> Bool { bits & other.bits != 0 }
}
