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

/// A 64-bit hash of a row, 32 bytes a step: four sums side by side, as one alone would wait for each of
/// its multiplications.
///
/// The last step takes the last 32 bytes of the row, overlapping those before.
@inline(__always)
func hashRow(_ row: ByteSlice) -> UInt64 {
  let bytes = UnsafeRawPointer(row.start)
  let last = row.count &- 32
  guard last >= 0 else { return hashBytes(row) }
  var (a, b, c, d) = (UInt64(truncatingIfNeeded: last), factor, factor &* 3, factor &* 5)
  var offset = 0
  while true {
    a = (a ^ bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)) &* factor
    b = (b ^ bytes.loadUnaligned(fromByteOffset: offset &+ 8, as: UInt64.self)) &* factor
    c = (c ^ bytes.loadUnaligned(fromByteOffset: offset &+ 16, as: UInt64.self)) &* factor
    d = (d ^ bytes.loadUnaligned(fromByteOffset: offset &+ 24, as: UInt64.self)) &* factor
    if offset == last { break }
    offset = offset &+ 32 < last ? offset &+ 32 : last
  }
  a ^= b &<< 15 | b &>> 49
  c ^= d &<< 31 | d &>> 33
  return folded((a ^ (c &<< 7 | c &>> 57)) &* factor)
}

private let factor: UInt64 = 0x9FB2_1C65_1E98_DF25

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
