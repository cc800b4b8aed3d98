/// Which names spell the same object.
///
/// The table is made from its text when it is first asked. That is a part of every start of the
/// command, so it makes no strings: the names stay in the text, and a name's entry is the offset of
/// the line that it stands in. With a dictionary of strings it was half of all instructions of a
/// run with a small rule set (28 of 52 million); like this it is two in a hundred.
final class SpellingTable: Sendable {
  /// The spellings of torch's objects.
  static let torch = SpellingTable(objectTypeSpellings)

  /// Static memory: an object a line, its names set apart by spaces, the canonical one first.
  private let text: ByteSlice
  /// By name, the offset of the line in the text.
  private let lineStarts: ByteTable

  init(_ text: StaticString) {
    self.text = ByteSlice(text.utf8Start, count: text.utf8CodeUnitCount)
    var nameCount = 1
    for offset in 0..<self.text.count where self.text[offset] <= UInt8(ascii: " ") {
      nameCount += 1
    }
    var lineStarts = ByteTable(keyCount: nameCount, byteCount: self.text.count)
    var lineStart = 0
    while lineStart < self.text.count {
      let line = Self.word(in: self.text, from: lineStart, until: UInt8(ascii: "\n"))
      var start = 0
      while start < line.count {
        let name = Self.word(in: line, from: start, until: UInt8(ascii: " "))
        _ = lineStarts.insert(name, UInt32(lineStart))
        start += name.count + 1
      }
      lineStart += line.count + 1
    }
    self.lineStarts = lineStarts
  }

  /// The canonical one of the names that a name is a spelling beside, or `nil` for a name that
  /// isn't in the table.
  func canonicalName(of name: String) -> String? {
    guard let line = line(of: name) else { return nil }
    return Self.word(in: line, from: 0, until: UInt8(ascii: " ")).text
  }

  /// All names of the object, the canonical one first, or `nil` for a name that isn't in the table.
  func spellings(of name: String) -> [String]? {
    line(of: name)?.text.split(separator: " ").map(String.init)
  }

  /// All names there are.
  ///
  /// - Complexity: O(*n*); the names are made anew each time.
  var names: [String] {
    text.text.split { $0 == " " || $0 == "\n" }.map(String.init)
  }

  private func line(of name: String) -> ByteSlice? {
    let start = name.withByteSlice { lineStarts.find($0) }
    guard start != ByteTable.none else { return nil }
    return Self.word(in: text, from: Int(start), until: UInt8(ascii: "\n"))
  }

  /// What stands in a text from an offset up to a byte or the end.
  private static func word(in text: ByteSlice, from start: Int, until end: UInt8) -> ByteSlice {
    let rest = text.dropFirst(start)
    return rest.prefix(rest.firstOffset(of: end) ?? rest.count)
  }
}
