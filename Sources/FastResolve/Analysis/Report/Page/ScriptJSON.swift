/// JSON that can stand in a `script` element of HTML, put together piece by piece.
///
/// In such an element nothing is unescaped, and it ends at the first `</script`; `<!--` begins a
/// part in which that is otherwise (HTML, 13.2.5.17 and 13.1.2.1). So `<`, `>` and `&` are written
/// as escapes of JSON, and so are U+2028 and U+2029, which are line breaks to some readers. What
/// remains can't be anything but data.
struct ScriptJSON {
  private(set) var bytes: [UInt8] = []
  private var needsComma = false

  /// A longer text is cut, and an ellipsis says so: in Unicode scalars.
  static let longestText = 600

  mutating func raw(_ text: StaticString) {
    separate()
    for offset in 0..<text.utf8CodeUnitCount { bytes.append(text.utf8Start[offset]) }
  }

  mutating func number(_ value: Int) {
    separate()
    bytes += String(value).utf8
  }

  mutating func null() { raw("null") }

  /// A text, cut where it is too long.
  mutating func text(_ text: String) { whole(Self.cut(text)) }

  /// A text in full.
  mutating func whole(_ text: String) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    for scalar in text.unicodeScalars { append(scalar) }
    bytes.append(UInt8(ascii: "\""))
  }

  mutating func array(_ body: (inout ScriptJSON) -> Void) { enclose("[", "]", body) }

  mutating func numbers(_ values: some Sequence<Int>) {
    array { json in for value in values { json.number(value) } }
  }

  mutating func object(_ body: (inout ScriptJSON) -> Void) { enclose("{", "}", body) }

  private mutating func enclose(
    _ start: Unicode.Scalar, _ end: Unicode.Scalar, _ body: (inout ScriptJSON) -> Void
  ) {
    separate()
    bytes.append(UInt8(ascii: start))
    needsComma = false
    body(&self)
    bytes.append(UInt8(ascii: end))
    needsComma = true
  }

  mutating func member(_ name: String, _ body: (inout ScriptJSON) -> Void) {
    whole(name)
    bytes.append(UInt8(ascii: ":"))
    needsComma = false
    body(&self)
  }

  /// Appends what was put together elsewhere, values with commas between.
  mutating func append(_ json: ScriptJSON) {
    guard !json.bytes.isEmpty else { return }
    separate()
    bytes += json.bytes
  }

  private mutating func separate() {
    if needsComma { bytes.append(UInt8(ascii: ",")) }
    needsComma = true
  }

  private mutating func append(_ scalar: Unicode.Scalar) {
    switch scalar {
    case "<", ">", "&", "\u{2028}", "\u{2029}":
      let digits = String(scalar.value, radix: 16)
      bytes += "\\u".utf8
      bytes += String(repeating: "0", count: 4 - digits.count).utf8
      bytes += digits.utf8
    default:
      if scalar.value < 0x80, needsJSONEscape(UInt8(scalar.value)) {
        appendJSONEscape(of: UInt8(scalar.value), to: &bytes)
      } else {
        bytes += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
      }
    }
  }

  /// The text, or its beginning and an ellipsis.
  static func cut(_ text: String) -> String {
    let scalars = text.unicodeScalars
    guard
      let end = scalars.index(
        scalars.startIndex, offsetBy: longestText, limitedBy: scalars.endIndex),
      end < scalars.endIndex
    else { return text }
    return String(scalars[..<end]) + "…"
  }
}
