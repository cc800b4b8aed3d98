// A set of code points as sorted ranges, no two of which touch.

/// A set of code points.
struct CodePointSet: Hashable, Sendable {
  static let maximum: UInt32 = 0x10FFFF

  private(set) var ranges: [ClosedRange<UInt32>]

  init(_ ranges: [ClosedRange<UInt32>] = []) {
    self.ranges = []
    var sorted = ranges
    if sorted.count > 1 { sorted.sort { $0.lowerBound < $1.lowerBound } }
    for range in sorted {
      if let last = self.ranges.last, range.lowerBound <= last.upperBound &+ 1 {
        let upper = Swift.max(last.upperBound, range.upperBound)
        self.ranges[self.ranges.count - 1] = last.lowerBound...upper
      } else {
        self.ranges.append(range)
      }
    }
  }

  var isEmpty: Bool { ranges.isEmpty }

  func contains(_ value: UInt32) -> Bool { ranges.contains { $0.contains(value) } }

  /// Every code point that is not in the set.
  var inverted: CodePointSet {
    var next: UInt32 = 0
    var result: [ClosedRange<UInt32>] = []
    for range in ranges {
      if next < range.lowerBound { result.append(next...range.lowerBound - 1) }
      next = range.upperBound + 1
    }
    if next <= Self.maximum { result.append(next...Self.maximum) }
    return CodePointSet(result)
  }

  func union(_ other: CodePointSet) -> CodePointSet { CodePointSet(ranges + other.ranges) }

  /// The members within `limits`.
  func clamped(to limits: ClosedRange<UInt32>) -> CodePointSet {
    CodePointSet(ranges.filter { $0.overlaps(limits) }.map { $0.clamped(to: limits) })
  }

  static let all = CodePointSet([0...maximum])
  static let asciiDigit = CodePointSet([0x30...0x39])
  static let asciiSpace = CodePointSet([0x09...0x0D, 0x20...0x20])
  static let asciiWord = CodePointSet([0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A])
  /// What Python's `str.isspace` is true of. U+001C to U+001F are, and U+180E is not.
  static let space = CodePointSet([
    0x09...0x0D, 0x1C...0x20, 0x85...0x85, 0xA0...0xA0, 0x1680...0x1680, 0x2000...0x200A,
    0x2028...0x2029, 0x202F...0x202F, 0x205F...0x205F, 0x3000...0x3000,
  ])
  /// What UTF-8 can't spell.
  static let notSurrogates = CodePointSet([0...0xD7FF, 0xE000...maximum])
}
