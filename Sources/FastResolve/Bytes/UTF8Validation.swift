/// Whether all bytes are ASCII.
///
/// - Complexity: O(*n*), 32 bytes a step, and then eight; the last eight overlap those before.
@inline(__always)
func isASCII(_ bytes: UnsafePointer<UInt8>, count: Int) -> Bool {
  let raw = UnsafeRawPointer(bytes)
  @inline(__always)
  func word(_ offset: Int) -> UInt64 { raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self) }
  let high: UInt64 = 0x8080_8080_8080_8080
  var offset = 0
  while offset &+ 32 <= count {
    let words = word(offset) | word(offset &+ 8) | word(offset &+ 16) | word(offset &+ 24)
    if words & high != 0 { return false }
    offset &+= 32
  }
  if count < 8 {
    var all: UInt8 = 0
    while offset < count {
      all |= bytes[offset]
      offset &+= 1
    }
    return all < 0x80
  }
  while offset &+ 8 < count {
    if word(offset) & high != 0 { return false }
    offset &+= 8
  }
  return word(count &- 8) & high == 0
}

/// The offset of the first byte that is not part of well-formed UTF-8, or `nil` when all is well.
///
/// Well-formed as the Unicode standard's table 3-7 has it: no overlong forms, no surrogates,
/// nothing over U+10FFFF. PCRE2 is told not to check subjects again, and a wrong byte would be
/// undefined behaviour there, so this must not let one pass.
///
/// - Complexity: O(*n*).
func firstInvalidUTF8(_ bytes: UnsafePointer<UInt8>, count: Int) -> Int? {
  var offset = 0
  while offset < count {
    // What is ASCII, which is nearly everything, is stepped over eight bytes at a time.
    while offset &+ 8 <= count {
      let word = UnsafeRawPointer(bytes).loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      guard word & 0x8080_8080_8080_8080 == 0 else { break }
      offset &+= 8
    }
    guard offset < count else { return nil }
    let lead = bytes[offset]
    if lead < 0x80 {
      offset &+= 1
      continue
    }
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch lead {
    case 0xC2...0xDF: length = 2
    case 0xE0:
      length = 3
      second = 0xA0...0xBF
    case 0xED:
      length = 3
      second = 0x80...0x9F
    case 0xE1...0xEF: length = 3
    case 0xF0:
      length = 4
      second = 0x90...0xBF
    case 0xF1...0xF3: length = 4
    case 0xF4:
      length = 4
      second = 0x80...0x8F
    default: return offset
    }
    guard offset &+ length <= count, second.contains(bytes[offset &+ 1]) else { return offset }
    for tail in 2..<max(length, 2) where bytes[offset &+ tail] & 0xC0 != 0x80 { return offset }
    offset &+= length
  }
  return nil
}

/// The length of a UTF-8 byte order mark at the start: 3 or 0.
func byteOrderMarkLength(_ bytes: UnsafePointer<UInt8>, count: Int) -> Int {
  count >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF ? 3 : 0
}
