/// Whether all bytes are ASCII.
///
/// - Complexity: O(*n*), eight bytes a step.
func isASCII(_ bytes: UnsafePointer<UInt8>, count: Int) -> Bool {
  let raw = UnsafeRawPointer(bytes)
  var offset = 0
  // Four words a turn, so that the loop vectorises and is left only once in 32 bytes.
  while offset &+ 32 <= count {
    let a = raw.loadUnaligned(fromByteOffset: offset, as: SIMD4<UInt64>.self)
    if (a[0] | a[1] | a[2] | a[3]) & 0x8080_8080_8080_8080 != 0 { return false }
    offset &+= 32
  }
  while offset < count {
    if bytes[offset] >= 0x80 { return false }
    offset &+= 1
  }
  return true
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
