/// A text for the automaton to look for.
struct LiteralKey: Hashable {
  /// The text in ASCII lower case, after `start` where it has to begin the subject and before `end`
  /// where it has to end it.
  let bytes: [UInt8]

  // Bytes that no UTF-8 holds stand for the places before the first byte and behind the last.
  static let start: UInt8 = 0xFE
  static let end: UInt8 = 0xFF

  /// The longest text looked for. 16 bytes tell regexes apart as well as 24 do, in half the states.
  static let longestKey = 16

  init(_ text: some Collection<UInt8>, isStart: Bool = false, isEnd: Bool = false) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count + 2)
    if isStart { bytes.append(Self.start) }
    bytes.append(contentsOf: text)
    bytes.withUnsafeMutableBufferPointer { bytes in
      for index in bytes.indices { bytes[index] = asciiLowerCase(bytes[index]) }
    }
    if isEnd { bytes.append(Self.end) }
    self.bytes = bytes
  }

  /// A key of some bytes that are in lower case.
  init(piece: ArraySlice<UInt8>) { bytes = Array(piece) }
}

extension LiteralKey {
  /// Whether it is found wherever a text ends.
  func ends(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard bytes.count <= text.count else { return false }
    return zip(bytes, text.suffix(bytes.count)).allSatisfy { $0 == asciiLowerCase($1) }
  }

  /// Whether some of its digits could be those of a number of a path: a part between dots that is
  /// digits alone.
  var canMeetNumber: Bool {
    var isInDigits = false
    // Whether what stands before these digits can stand before a number: a dot, or nothing, which
    // may be anything where the key is cut.
    var isOpenBefore = true
    var isOpen = true
    for byte in bytes {
      if isDigit(byte) {
        if !isInDigits { isOpenBefore = isOpen }
        isInDigits = true
      } else {
        isOpen = byte == UInt8(ascii: ".") || byte == Self.start || byte == Self.end
        if isInDigits, isOpenBefore, isOpen { return true }
        isInDigits = false
      }
    }
    return isInDigits && isOpenBefore
  }
}

@inline(__always)
func asciiLowerCase(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }

/// Literals of which one has to be found for a regex to be a candidate: those it is looked for by.
struct LiteralKeyClause {
  var keys: [LiteralKey]
  /// Whether some literal is compared without case, so that the clause tells of ASCII subjects
  /// only.
  var isCaseless: Bool
  /// Whether each match ends where one of the literals does.
  var isEnding = false
}
