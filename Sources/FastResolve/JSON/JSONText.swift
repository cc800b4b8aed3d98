extension JSONValue: CustomStringConvertible {
  /// The value as compact JSON: no white space, only what must be escaped is escaped.
  public var description: String { compactText }

  /// The value as compact JSON: no white space, only what must be escaped is escaped.
  ///
  /// - Complexity: O(*n*) in the length of the text.
  public var compactText: String {
    var text: [UInt8] = []
    appendCompact(to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  /// Appends the compact text, as UTF-8.
  func appendCompact(to text: inout [UInt8]) {
    switch self {
    case .null: text += "null".utf8
    case .bool(let value): text += (value ? "true" : "false").utf8
    case .number(let number): text += number.utf8
    case .string(let string): appendJSONString(string.utf8, to: &text)
    case .array(let elements):
      text.append(UInt8(ascii: "["))
      for (position, element) in elements.enumerated() {
        if position > 0 { text.append(UInt8(ascii: ",")) }
        element.appendCompact(to: &text)
      }
      text.append(UInt8(ascii: "]"))
    case .object(let members):
      text.append(UInt8(ascii: "{"))
      for (position, member) in members.enumerated() {
        if position > 0 { text.append(UInt8(ascii: ",")) }
        appendJSONString(member.name.utf8, to: &text)
        text.append(UInt8(ascii: ":"))
        member.value.appendCompact(to: &text)
      }
      text.append(UInt8(ascii: "}"))
    }
  }
}

/// Appends a string in quotes, escaped as JSON asks (RFC 8259, section 7) and no further.
func appendJSONString(_ utf8: some Sequence<UInt8>, to text: inout [UInt8]) {
  text.append(UInt8(ascii: "\""))
  for byte in utf8 {
    if needsJSONEscape(byte) {
      appendJSONEscape(of: byte, to: &text)
    } else {
      text.append(byte)
    }
  }
  text.append(UInt8(ascii: "\""))
}

/// Whether a byte can't stand in a JSON string as it is.
@inline(__always)
func needsJSONEscape(_ byte: UInt8) -> Bool {
  byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
}

/// Appends the escape of a byte for which `needsJSONEscape(_:)` holds: the short form where there
/// is one.
func appendJSONEscape(of byte: UInt8, to text: inout [UInt8]) {
  text.append(UInt8(ascii: "\\"))
  switch byte {
  case 0x08: text.append(UInt8(ascii: "b"))
  case 0x09: text.append(UInt8(ascii: "t"))
  case 0x0A: text.append(UInt8(ascii: "n"))
  case 0x0C: text.append(UInt8(ascii: "f"))
  case 0x0D: text.append(UInt8(ascii: "r"))
  case UInt8(ascii: "\""), UInt8(ascii: "\\"): text.append(byte)
  default:
    let digits = Array("0123456789abcdef".utf8)
    text += "u00".utf8
    text.append(digits[Int(byte >> 4)])
    text.append(digits[Int(byte & 15)])
  }
}
