/// Reads JSON (RFC 8259) token by token out of bytes that stay where they are.
///
/// The scanner is what the two readers of JSON share: the parser of rule sets, which builds
/// values, and the reader of `.jsonl` rows, which only wants to know where the values of six
/// members stand. It allocates nothing: a string is handed out as the range between its quotes
/// and a mark whether escapes are in it, and only who needs the text unescapes it.
///
/// It is strict where Python's `json` is lax (no `NaN`, no control characters in strings) and
/// refuses a `\u` escape that spells half a surrogate pair: no UTF-8 text can hold one.
struct JSONScanner {
  /// The document. Invariant: the memory outlives the scanner, and `0 <= position <= count`.
  let bytes: UnsafePointer<UInt8>
  let count: Int
  private(set) var position: Int

  /// Arrays and objects may lie this deep in one another: the stack of a worker thread is small.
  static let depthLimit = 256

  init(_ bytes: UnsafePointer<UInt8>, count: Int, from position: Int = 0) {
    self.bytes = bytes
    self.count = count
    self.position = position
  }

  /// A string as it stands in the document, without its quotes.
  struct StringToken {
    var start: Int
    var end: Int
    var hasEscapes: Bool
  }

  /// What is wrong, and the offset in bytes where it was seen.
  ///
  /// The message is put together when it is read: whether a text is JSON at all is asked of every
  /// qconfig that is printed, and mostly it isn't.
  struct Failure: Error {
    private enum Problem {
      case unexpected(expected: String, found: UInt8?)
      case other(String)
    }

    private let problem: Problem
    let offset: Int

    init(message: String, offset: Int) {
      problem = .other(message)
      self.offset = offset
    }

    /// - Parameter found: The byte at the offset, or `nil` for the end.
    init(expected: String, found: UInt8?, offset: Int) {
      problem = .unexpected(expected: expected, found: found)
      self.offset = offset
    }

    var message: String {
      switch problem {
      case .other(let message):
        return message
      case .unexpected(let expected, let byte):
        guard let byte else { return "expected \(expected), found the end" }
        let found =
          byte > 0x20 && byte < 0x7F
          ? "'\(Unicode.Scalar(byte))'" : byte < 0x80 ? "byte \(byte)" : "a non-ASCII character"
        return "expected \(expected), found \(found)"
      }
    }
  }

  /// The next byte, or `nil` at the end.
  @inline(__always)
  var next: UInt8? { position < count ? bytes[position] : nil }

  @inline(__always)
  mutating func skipWhitespace() {
    while position < count {
      switch bytes[position] {
      case 0x20, 0x09, 0x0A, 0x0D: position &+= 1
      default: return
      }
    }
  }

  /// Takes the byte if it is the next one.
  @inline(__always)
  mutating func take(_ byte: UInt8) -> Bool {
    guard position < count, bytes[position] == byte else { return false }
    position &+= 1
    return true
  }

  /// Takes the byte or fails, saying what was expected.
  @inline(__always)
  mutating func expect(_ byte: UInt8, _ expected: String) throws(Failure) {
    if !take(byte) { throw unexpected(expected) }
  }

  func unexpected(_ expected: String) -> Failure {
    Failure(expected: expected, found: next, offset: position)
  }

  /// Reads a string; the scanner stands on its opening quote.
  mutating func scanString() throws(Failure) -> StringToken {
    let opening = position
    position &+= 1
    let start = position
    var hasEscapes = false
    while true {
      skipPlainCharacters()
      guard let byte = next else { break }
      if byte == UInt8(ascii: "\"") {
        position &+= 1
        return StringToken(start: start, end: position &- 1, hasEscapes: hasEscapes)
      }
      guard byte == UInt8(ascii: "\\") else {
        throw Failure(
          message: "a control character in a string has to be escaped", offset: position)
      }
      hasEscapes = true
      try skipEscape()
    }
    throw Failure(message: "the string that begins here has no end", offset: opening)
  }

  /// Stops at the next quote, backslash or control character.
  ///
  /// Eight bytes a step. In each of the three terms the borrow of a byte that is found may mark
  /// bytes above it, never below, so the lowest mark of all is right. A byte at a time, the 6 MB of
  /// strings of a set of 100,000 rules take three times as long.
  @inline(__always)
  private mutating func skipPlainCharacters() {
    let low: UInt64 = 0x0101_0101_0101_0101
    let high = low &* 0x80
    while position &+ 8 <= count {
      let word = UInt64(
        littleEndian: UnsafeRawPointer(bytes).loadUnaligned(
          fromByteOffset: position, as: UInt64.self))
      let quotes = word ^ low &* UInt64(UInt8(ascii: "\""))
      let backslashes = word ^ low &* UInt64(UInt8(ascii: "\\"))
      let found =
        ((quotes &- low) & ~quotes | (backslashes &- low) & ~backslashes
          | (word &- low &* 0x20) & ~word) & high
      if found != 0 {
        position &+= found.trailingZeroBitCount >> 3
        return
      }
      position &+= 8
    }
    while position < count, !needsJSONEscape(bytes[position]) { position &+= 1 }
  }

  private mutating func skipEscape() throws(Failure) {
    let start = position
    position &+= 1
    switch next {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"),
      UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      position &+= 1
    case UInt8(ascii: "u"):
      let unit = try scanFourDigits(escape: start)
      if UTF16.isTrailSurrogate(unit) { throw loneSurrogate(start) }
      if UTF16.isLeadSurrogate(unit) {
        guard position &+ 1 < count, bytes[position] == UInt8(ascii: "\\"),
          bytes[position &+ 1] == UInt8(ascii: "u")
        else { throw loneSurrogate(start) }
        position &+= 1
        guard UTF16.isTrailSurrogate(try scanFourDigits(escape: start)) else {
          throw loneSurrogate(start)
        }
      }
    default:
      throw Failure(message: "no such escape in a JSON string", offset: start)
    }
  }

  private func loneSurrogate(_ offset: Int) -> Failure {
    Failure(
      message: "the escape spells half a surrogate pair, which is no character", offset: offset)
  }

  /// Reads `uXXXX`; the scanner stands on the `u`.
  private mutating func scanFourDigits(escape: Int) throws(Failure) -> UInt16 {
    var unit: UInt16 = 0
    for offset in 1...4 {
      guard position &+ offset < count, let digit = hexValue(bytes[position &+ offset]) else {
        throw Failure(message: "\\u wants four hexadecimal digits", offset: escape)
      }
      unit = unit << 4 | UInt16(digit)
    }
    position &+= 5
    return unit
  }

  /// Reads a number and returns where it began; the scanner stands on its first character.
  mutating func scanNumber() throws(Failure) -> Int {
    let start = position
    _ = take(UInt8(ascii: "-"))
    if !take(UInt8(ascii: "0")) { try skipDigits() }
    if take(UInt8(ascii: ".")) { try skipDigits() }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
      try skipDigits()
    }
    return start
  }

  private mutating func skipDigits() throws(Failure) {
    let start = position
    while position < count, isDigit(bytes[position]) { position &+= 1 }
    if position == start { throw unexpected("a digit") }
  }

  /// Takes `true`, `false` or `null`.
  mutating func scanWord(_ word: StaticString) throws(Failure) {
    let length = word.utf8CodeUnitCount
    guard position &+ length <= count else {
      throw unexpected("a value")
    }
    for offset in 0..<length where bytes[position &+ offset] != word.utf8Start[offset] {
      throw unexpected("a value")
    }
    position &+= length
  }

  /// Steps over one value of any kind.
  ///
  /// - Parameter depth: How many arrays and objects are open around it.
  mutating func skipValue(depth: Int = 0) throws(Failure) {
    guard let byte = next else { throw unexpected("a value") }
    switch byte {
    case UInt8(ascii: "\""): _ = try scanString()
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): _ = try scanNumber()
    case UInt8(ascii: "t"): try scanWord("true")
    case UInt8(ascii: "f"): try scanWord("false")
    case UInt8(ascii: "n"): try scanWord("null")
    case UInt8(ascii: "["):
      try open(depth)
      if take(UInt8(ascii: "]")) { return }
      repeat {
        skipWhitespace()
        try skipValue(depth: depth &+ 1)
        skipWhitespace()
      } while take(UInt8(ascii: ","))
      try expect(UInt8(ascii: "]"), "',' or ']'")
    case UInt8(ascii: "{"):
      try open(depth)
      if take(UInt8(ascii: "}")) { return }
      repeat {
        _ = try scanName()
        try skipValue(depth: depth &+ 1)
        skipWhitespace()
      } while take(UInt8(ascii: ","))
      try expect(UInt8(ascii: "}"), "',' or '}'")
    default: throw unexpected("a value")
    }
  }

  /// Takes the bracket of an array or object and the white space behind it.
  mutating func open(_ depth: Int) throws(Failure) {
    guard depth < Self.depthLimit else {
      throw Failure(message: "more than \(Self.depthLimit) levels deep", offset: position)
    }
    position &+= 1
    skipWhitespace()
  }

  /// Reads a member's name and the colon behind it, and stops at the value.
  mutating func scanName() throws(Failure) -> StringToken {
    skipWhitespace()
    guard next == UInt8(ascii: "\"") else { throw unexpected("a name in quotes") }
    let name = try scanString()
    skipWhitespace()
    try expect(UInt8(ascii: ":"), "':'")
    skipWhitespace()
    return name
  }

  /// Calls `body` with each byte of the string's text, unescaped.
  ///
  /// The escapes were checked when the token was scanned, so this can't fail.
  @inline(__always)
  func unescape(_ token: StringToken, _ body: (UInt8) -> Void) {
    var offset = token.start
    while offset < token.end {
      let byte = bytes[offset]
      guard byte == UInt8(ascii: "\\") else {
        body(byte)
        offset &+= 1
        continue
      }
      offset &+= 2
      switch bytes[offset &- 1] {
      case UInt8(ascii: "b"): body(0x08)
      case UInt8(ascii: "f"): body(0x0C)
      case UInt8(ascii: "n"): body(0x0A)
      case UInt8(ascii: "r"): body(0x0D)
      case UInt8(ascii: "t"): body(0x09)
      case UInt8(ascii: "u"):
        var scalar = hexUnit(at: offset)
        offset &+= 4
        if UTF16.isLeadSurrogate(UInt16(truncatingIfNeeded: scalar)) {
          let trail = hexUnit(at: offset &+ 2)
          scalar = 0x1_0000 &+ (scalar &- 0xD800) << 10 &+ (trail &- 0xDC00)
          offset &+= 6
        }
        encodeUTF8(scalar, body)
      case let other: body(other)
      }
    }
  }

  private func hexUnit(at offset: Int) -> UInt32 {
    (0..<4).reduce(0) { $0 << 4 | UInt32(hexValue(bytes[offset &+ $1]) ?? 0) }
  }

  /// The text that stands in a range of the document.
  func text(in range: Range<Int>) -> String {
    let text = UnsafeBufferPointer(start: bytes + range.lowerBound, count: range.count)
    // Most are names of qconfigs, and so short that a string holds them in itself: half the price.
    guard range.count <= 15 else { return String(decoding: text, as: UTF8.self) }
    return String(unsafeUninitializedCapacity: 15) { $0.update(fromContentsOf: text) }
  }

  /// The string's text.
  func text(of token: StringToken) -> String {
    guard token.hasEscapes else { return text(in: token.start..<token.end) }
    var text: [UInt8] = []
    text.reserveCapacity(token.end - token.start)
    unescape(token) { text.append($0) }
    return String(decoding: text, as: UTF8.self)
  }
}

@inline(__always)
func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

private func hexValue(_ byte: UInt8) -> UInt8? {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
  case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
  case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
  default: nil
  }
}

@inline(__always)
private func encodeUTF8(_ scalar: UInt32, _ body: (UInt8) -> Void) {
  func tail(_ shift: UInt32) -> UInt8 { UInt8(0x80 | (scalar >> shift) & 0x3F) }
  switch scalar {
  case 0..<0x80: body(UInt8(scalar))
  case 0x80..<0x800:
    body(UInt8(0xC0 | scalar >> 6))
    body(tail(0))
  case 0x800..<0x1_0000:
    body(UInt8(0xE0 | scalar >> 12))
    body(tail(6))
    body(tail(0))
  default:
    body(UInt8(0xF0 | scalar >> 18))
    body(tail(12))
    body(tail(6))
    body(tail(0))
  }
}
