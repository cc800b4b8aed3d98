/// A part of a path as a number of 64 bits, by which it is looked for.
///
/// Of up to seven bytes it is the part itself: those bytes and, in the last one, how many they are. Half of
/// the parts that paths differ by are no longer. Of others it is a hash, in which that byte is one of no
/// such number: who finds it compares. In any case it says whether a path ends with the part.
struct PartKey: BitwiseCopyable, Equatable {
  let number: UInt64

  private static let exactMark: UInt64 = 1 << 63
  private static let lastMark: UInt64 = 1 << 62

  /// So many bytes behind each part that is asked for can be read.
  static let padding = 8

  /// - Parameters:
  ///   - part: The bytes of the part, with `padding` behind them.
  ///   - isLast: Whether a path ends with it.
  @inline(__always)
  init(_ part: ByteSlice, isLast: Bool) {
    let number: UInt64
    if part.count < 8 {
      let word = UnsafeRawPointer(part.start).loadUnaligned(as: UInt64.self)
      let count = UInt64(truncatingIfNeeded: part.count)
      let bytes = UInt64(littleEndian: word) & (1 &<< (count &* 8) &- 1)
      number = bytes | Self.exactMark | count &<< 56
    } else {
      number = hashBytes(part) & ~(Self.exactMark | Self.lastMark)
    }
    self.number = isLast ? number | Self.lastMark : number
  }

  private init(number: UInt64) { self.number = number }

  /// The key where there is no part.
  static let none = PartKey(number: 0)

  /// Whether no other part has this key.
  @inline(__always)
  var isExact: Bool { number & Self.exactMark != 0 }

  /// Where to look for it, if as many low bits are taken as there are places. They are the high ones of the
  /// product: lower ones don't depend on the last bytes, by which numbers differ.
  @inline(__always)
  var place: Int { Int(truncatingIfNeeded: (number &* 0x9E37_79B9_7F4A_7C15).byteSwapped) }
}
