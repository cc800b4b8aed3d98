/// Pairs of bytes that stand side by side, each as one of 64 bits: what has none in common has no such pair.
///
/// The gap of `.*\.attn` leads on from each dot and the one of `.*norm` from each `n`, but few parts hold
/// what they lead to. Of a byte three bits are taken, which tell apart letters that are near each other,
/// but no letter from its other case.
struct BytePairs: BitwiseCopyable {
  private var bits: UInt64 = 0

  init() {}

  /// The pairs of a part, and its last byte as one with nothing.
  @inline(__always)
  init(of part: ByteSlice) {
    var index = 0
    while index < part.count {
      let following = index &+ 1 < part.count ? part[index &+ 1] : 0
      insert(part[index], following)
      index &+= 1
    }
  }

  @inline(__always)
  mutating func insert(_ byte: UInt8, _ following: UInt8) {
    bits |= 1 &<< (UInt64(byte & 7) &<< 3 | UInt64(following & 7))
  }

  /// Inserts the pairs of a byte with any that may follow, and with nothing.
  mutating func insert(_ byte: UInt8) { bits |= 0xFF &<< (UInt64(byte & 7) &<< 3) }

  /// Inserts those of all bytes of a set.
  mutating func insert(_ set: ASCIISet) {
    var set = set
    while let byte = set.removeFirst() { insert(byte) }
  }

  @inline(__always)
  func union(_ other: BytePairs) -> BytePairs {
    var union = self
    union.bits |= other.bits
    return union
  }

  @inline(__always)
  func isDisjoint(with other: BytePairs) -> Bool { bits & other.bits == 0 }
}
