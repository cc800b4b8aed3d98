/// The lengths of some beginnings of a path that end with a part of it; those that are 64 apart are
/// taken for one.
struct PartEnds: BitwiseCopyable {
  private var bits: UInt64 = 0

  static let none = PartEnds()

  @inline(__always)
  mutating func insert(_ length: Int) { bits |= 1 &<< UInt64(truncatingIfNeeded: length & 63) }

  /// Those that may be among others, too.
  @inline(__always)
  func intersection(_ other: Self) -> Self { PartEnds(bits: bits & other.bits) }

  @inline(__always)
  var isEmpty: Bool { bits == 0 }

  /// Whether one of those lengths fulfils a condition that may be among these.
  ///
  /// - Parameter longest: No longer ones are asked about.
  @inline(__always)
  func contains(atMost longest: Int, where condition: (Int) -> Bool) -> Bool {
    var bits = bits
    while bits != 0 {
      var length = bits.trailingZeroBitCount
      bits &= bits &- 1
      while length <= longest {
        if condition(length) { return true }
        length &+= 64
      }
    }
    return false
  }
}
