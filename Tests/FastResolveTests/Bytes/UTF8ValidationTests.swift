import Testing

@testable import FastResolve

/// Held against the standard library's own validation.
@Suite struct UTF8ValidationTests {
  private func agrees(_ bytes: [UInt8]) -> Bool {
    let isValid = String(validating: bytes, as: UTF8.self) != nil
    return (invalidOffset(bytes) == nil) == isValid
  }

  /// The bytes stand at the end of their memory block, so that reading on is seen by a sanitizer.
  private func invalidOffset(_ bytes: [UInt8]) -> Int? {
    let block = UnsafeMutablePointer<UInt8>.allocate(capacity: max(bytes.count, 1))
    defer { block.deallocate() }
    for (offset, byte) in bytes.enumerated() { block[offset] = byte }
    return firstInvalidUTF8(block, count: bytes.count)
  }

  @Test func allSequencesOfOneAndTwoBytes() {
    for first in UInt8.min...UInt8.max {
      #expect(agrees([first]))
      for second in UInt8.min...UInt8.max where !agrees([first, second]) {
        Issue.record("\([first, second])")
      }
    }
  }

  /// All leads with the tails at and around every bound of the standard's table.
  @Test func sequencesOfThreeBytes() {
    let tails: [UInt8] = [
      0x00, 0x41, 0x7F, 0x80, 0x81, 0x8F, 0x90, 0x91, 0x9F, 0xA0, 0xA1, 0xBE, 0xBF, 0xC0, 0xC2,
      0xE0, 0xED, 0xF0, 0xFF,
    ]
    for first in UInt8.min...UInt8.max {
      for second in UInt8.min...UInt8.max {
        for third in tails where !agrees([first, second, third]) {
          Issue.record("\([first, second, third])")
        }
      }
    }
  }

  @Test func sequencesOfFourBytes() {
    var generator = SplitMix64(seed: 3629)
    var valid = 0
    for _ in 0..<200_000 {
      // Mostly leads and tails, or nearly nothing would be valid.
      var bytes: [UInt8] = [.random(in: 0xEE...0xF7, using: &generator)]
      for _ in 0..<3 {
        bytes.append(
          generator.chance(0.9)
            ? .random(in: 0x80...0xBF, using: &generator) : .random(in: 0...255, using: &generator))
      }
      if !agrees(bytes) { Issue.record("\(bytes)") }
      if invalidOffset(bytes) == nil { valid += 1 }
    }
    #expect(valid > 10_000)
  }

  @Test func mixedTexts() {
    var generator = SplitMix64(seed: 7)
    let pieces = ["a", "layers.11", "é", "日", "😀", "\u{10FFFF}", "\u{D7FF}", "\u{0}"]
    for _ in 0..<20_000 {
      var bytes = (0..<generator.below(12)).flatMap { _ in Array(generator.pick(pieces).utf8) }
      #expect(invalidOffset(bytes) == nil)
      guard !bytes.isEmpty else { continue }
      bytes[generator.below(bytes.count)] = .random(in: 0...255, using: &generator)
      if !agrees(bytes) { Issue.record("\(bytes)") }
    }
  }

  @Test(
    arguments: [
      ([], nil),
      ([0x61, 0x80], 1),
      ([0x61, 0xC3, 0xA9, 0xC3], 3),
      ([0xE2, 0x82], 0),
      ([0xE2, 0x82, 0xAC, 0xC0, 0xAF], 3),
      ([0xED, 0xA0, 0x80], 0),
      ([0x61, 0xF4, 0x90, 0x80, 0x80], 1),
      ([0xF0, 0x9F, 0x98, 0x80, 0xFE], 4),
      ([0xE2, 0x82, 0x41], 0),
    ] as [([UInt8], Int?)])
  func theOffsetIsThatOfTheFirstWrongSequence(bytes: [UInt8], offset: Int?) {
    #expect(invalidOffset(bytes) == offset)
  }

  @Test(
    arguments: [
      ([], 0), ([0xEF, 0xBB], 0), ([0xEF, 0xBB, 0xBF], 3), ([0xEF, 0xBB, 0xBF, 0x61], 3),
      ([0xEF, 0xBB, 0xBE], 0), ([0x61, 0xEF, 0xBB, 0xBF], 0),
    ] as [([UInt8], Int)])
  func byteOrderMark(bytes: [UInt8], length: Int) {
    let padded = bytes + [0]
    padded.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      #expect(byteOrderMarkLength(base, count: bytes.count) == length)
    }
  }
}
