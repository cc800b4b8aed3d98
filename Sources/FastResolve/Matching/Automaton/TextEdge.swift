/// An edge of a `ProgramGraph` over a text: that which all points behind a byte go on by alike, up to a dot.
///
/// As a part ends with its dot, such a text is in the rest of the part or fails there, and a walk need not
/// stop within it.
struct TextEdge: BitwiseCopyable {
  /// Numbers of edges are those from here on where others are numbers of nodes.
  static let mark: UInt32 = 1 << 31

  /// The first bytes, up to eight of them; in lower case where case makes no difference.
  private let word: UInt64
  /// How many bytes there are, and `caselessMark`.
  private let countAndCase: UInt32
  /// Where they are among those of the programs.
  let first: UInt32
  /// The first regex of a point.
  let firstRegex: UInt32
  /// The points behind it, in `points` of the graph, in no order.
  let firstPoint: UInt32
  let pointCount: UInt32
  /// The node behind it, or `none` where no path went.
  var target = ProgramGraph.none

  private static let caselessMark: UInt32 = 1 << 31

  /// - Parameter text: The bytes of the programs from `first` on.
  init(
    _ text: UnsafePointer<UInt8>, first: UInt32, count: UInt32, isCaseless: Bool,
    firstRegex: UInt32, points: Range<UInt32>
  ) {
    var word: UInt64 = 0
    for index in 0..<min(Int(count), 8) { word |= UInt64(text[index]) << (UInt64(index) * 8) }
    self.word = word
    self.first = first
    self.firstRegex = firstRegex
    countAndCase = isCaseless ? count | Self.caselessMark : count
    firstPoint = points.lowerBound
    pointCount = points.upperBound - points.lowerBound
  }

  @inline(__always)
  var count: Int { Int(countAndCase & ~Self.caselessMark) }

  @inline(__always)
  private var isCaseless: Bool { countAndCase & Self.caselessMark != 0 }

  /// The first byte, in lower case where case makes no difference.
  var firstByte: UInt8 { UInt8(truncatingIfNeeded: word) }

  /// Whether some bytes begin as the text does: no longer than it is, and with no more than its first eight.
  ///
  /// - Parameter bytes: Eight bytes that can be read.
  @inline(__always)
  func mayBegin(_ bytes: UnsafePointer<UInt8>) -> Bool {
    let read = UInt64(littleEndian: UnsafeRawPointer(bytes).loadUnaligned(as: UInt64.self))
    var difference = (isCaseless ? read | caseBits : read) ^ word
    if count < 8 { difference &= 1 &<< UInt64(count &* 8) &- 1 }
    return difference == 0
  }

  /// What makes the letters of `word` lower case: 0x20 for each of its bytes from `a` to `z`.
  private var caseBits: UInt64 {
    let fromA = word &+ 0x1F1F_1F1F_1F1F_1F1F
    let behindZ = word &+ 0x0505_0505_0505_0505
    return ((fromA ^ behindZ) & 0x8080_8080_8080_8080) &>> 2
  }

  /// Whether some bytes, which may begin as the text does, go on as it.
  ///
  /// - Parameter text: The bytes of the programs from `first` on.
  func matches(_ bytes: UnsafePointer<UInt8>, _ text: UnsafePointer<UInt8>) -> Bool {
    var index = 8
    while index < count {
      let byte = isCaseless ? asciiLowerCase(bytes[index]) : bytes[index]
      if byte != text[index] { return false }
      index &+= 1
    }
    return true
  }
}
