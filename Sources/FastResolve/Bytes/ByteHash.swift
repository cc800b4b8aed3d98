/// A 64-bit hash of a short key.
///
/// Eight bytes a step: each is mixed in by a 64x64 multiplication whose halves are folded
/// together, which spreads every input bit over the whole result. The last step takes the last
/// eight bytes of the key, overlapping those before, so there is no loop over a tail. Keys are
/// compared after the hash, so a collision costs time and never an answer.
@inline(__always)
func hashBytes(_ key: ByteSlice) -> UInt64 {
  let bytes = UnsafeRawPointer(key.start)
  let count = key.count
  // Multiplied, the length can't be cancelled by the bytes it is mixed with.
  var hash = UInt64(truncatingIfNeeded: count &+ 1) &* 0x9E37_79B9_7F4A_7C15
  var offset = 0
  while offset &+ 8 < count {
    let word = bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
    hash = fold(hash ^ word, 0xA076_1D64_78BD_642F)
    offset &+= 8
  }
  let last: UInt64
  if count >= 8 {
    last = bytes.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self)
  } else if count >= 4 {
    let low = bytes.loadUnaligned(as: UInt32.self)
    let high = bytes.loadUnaligned(fromByteOffset: count &- 4, as: UInt32.self)
    last = UInt64(low) | UInt64(high) << 32
  } else if count > 0 {
    // 1 to 3 bytes: first, middle and last cover all of them.
    last =
      UInt64(key.start[0]) | UInt64(key.start[count >> 1]) << 8 | UInt64(key.start[count &- 1])
      << 16
  } else {
    last = 0
  }
  return fold(hash ^ last, 0xE703_7ED1_A0B4_28DB)
}

@inline(__always)
private func fold(_ a: UInt64, _ b: UInt64) -> UInt64 {
  let product = a.multipliedFullWidth(by: b)
  return product.high ^ product.low
}

/// The hash of a module path, which can be taken up at any byte: see `PathTrail`.
///
/// A byte a step, mixed in by a multiplication. That carries upwards only, so the step at the end
/// folds the upper half into the lower.
enum PathHash {
  /// The unfinished hash of nothing.
  static let start: UInt64 = 0x9E37_79B9_7F4A_7C15

  /// The unfinished hash with one byte more.
  @inline(__always)
  static func continued(_ hash: UInt64, _ byte: UInt8) -> UInt64 {
    (hash ^ UInt64(byte)) &* 0x9FB2_1C65_1E98_DF25
  }

  /// The hash itself.
  @inline(__always)
  static func finished(_ hash: UInt64) -> UInt64 { fold(hash, 0xE703_7ED1_A0B4_28DB) }

  /// The hash of a whole path.
  static func of(_ path: ByteSlice) -> UInt64 {
    var hash = start
    for offset in 0..<path.count { hash = continued(hash, path[offset]) }
    return finished(hash)
  }
}
