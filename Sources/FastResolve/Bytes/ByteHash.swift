// Hashes of short keys. Keys are compared after the hash, so a collision costs time and never an
// answer; a key of an inventory has 30 or 40 bytes, so what counts is the number of steps. A
// multiplication carries every bit of a word upwards, a rotation brings it down again before the
// next word, and at the end the upper half is folded into the lower, where tables look.

/// A 64-bit hash of a short key, eight bytes a step.
///
/// The last step takes the last eight bytes of the key, overlapping those before, so there is no
/// loop over a tail.
@inline(__always)
func hashBytes(_ key: ByteSlice) -> UInt64 {
  let bytes = UnsafeRawPointer(key.start)
  let count = key.count
  // Multiplied, the length can't be cancelled by the bytes it is mixed with.
  var hash = UInt64(truncatingIfNeeded: count &+ 1) &* 0x9E37_79B9_7F4A_7C15
  var offset = 0
  while offset &+ 8 < count {
    hash = mixed(hash, bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
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
  return folded(mixed(hash, last))
}

@inline(__always)
private func mixed(_ hash: UInt64, _ word: UInt64) -> UInt64 {
  ((hash &<< 29 | hash &>> 35) ^ word) &* 0x9FB2_1C65_1E98_DF25
}

@inline(__always)
private func folded(_ hash: UInt64) -> UInt64 { hash ^ hash &>> 32 }

/// The hash of a module path, which can be taken up at any byte: see `PathTrail`.
///
/// A byte a step.
enum PathHash {
  /// The unfinished hash of nothing.
  static let start: UInt64 = 0x9E37_79B9_7F4A_7C15

  /// The unfinished hash with one byte more.
  @inline(__always)
  static func continued(_ hash: UInt64, _ byte: UInt8) -> UInt64 {
    (hash ^ UInt64(byte)) &* 0x9FB2_1C65_1E98_DF25
  }

  /// The unfinished hash with some bytes more.
  @inline(__always)
  static func continued(_ hash: UInt64, _ bytes: ByteSlice) -> UInt64 {
    var hash = hash
    var offset = 0
    while offset < bytes.count {
      hash = continued(hash, bytes[offset])
      offset &+= 1
    }
    return hash
  }

  /// The hash itself.
  @inline(__always)
  static func finished(_ hash: UInt64) -> UInt64 { folded(hash) }

  /// The hash of a whole path.
  static func of(_ path: ByteSlice) -> UInt64 { finished(continued(start, path)) }
}
