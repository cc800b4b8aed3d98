import Testing

@testable import FastResolve

@Suite struct IsASCIITests {
  /// One byte over 0x7F anywhere is seen, and none outside of the range is.
  @Test func everyOffsetAndLength() {
    let size = 140
    for high in [0x80, 0xC3, 0xFF] as [UInt8] {
      var bytes = [UInt8](repeating: 0x7F, count: size)
      for marked in 0..<size {
        bytes[marked] = high
        bytes.withUnsafeBufferPointer { buffer in
          guard let base = buffer.baseAddress else { return }
          for offset in 0..<33 {
            for count in 0...(size - offset) {
              let expected = !(offset..<offset + count).contains(marked)
              if isASCII(base + offset, count: count) != expected {
                Issue.record("byte \(marked) of \(offset)..<\(offset + count)")
              }
            }
          }
        }
        bytes[marked] = 0x7F
      }
    }
  }

  @Test func allBytes() {
    for byte in UInt8.min...UInt8.max {
      withUnsafePointer(to: byte) { #expect(isASCII($0, count: 1) == (byte < 0x80)) }
    }
  }
}
