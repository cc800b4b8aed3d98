/// What is wrong with a JSON text, and where.
public struct JSONError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What was expected and what was found.
  public var message: String
  /// The line, from 1.
  public var line: Int
  /// The column in characters, from 1.
  public var column: Int

  /// `line:column: message`.
  public var description: String { "\(line):\(column): \(message)" }
}

// Why not a library: none keeps the order of members and the text of numbers, which a qconfig has
// to come out with. And they are slow: of a rule set of 107,000 rules (6.3 MB) Foundation's
// JSONSerialization makes its tree in 0.24 s and JSONDecoder its arrays in 0.52 s, where this
// scanner and `DictionaryReader` had the whole mapping in 0.11 s (in turn on one machine, medians),
// and have it in 0.035 s since module names stay bytes.

extension JSONValue {
  /// Parses a JSON text (RFC 8259).
  ///
  /// - Parameter text: The text, one value with white space around it. A byte order mark is
  ///   stepped over.
  /// - Throws: `JSONError` with line and column.
  /// - Complexity: O(*n*) in the length of the text.
  public init(parsing text: String) throws(JSONError) {
    try self.init(parsing: Array(text.utf8))
  }

  /// Parses a JSON text (RFC 8259) in UTF-8.
  ///
  /// - Parameter utf8: The bytes of the text, one value with white space around it. A byte order
  ///   mark is stepped over.
  /// - Throws: `JSONError` with line and column; invalid UTF-8 is such an error too.
  /// - Complexity: O(*n*) in the length of the text.
  public init(parsing utf8: [UInt8]) throws(JSONError) {
    self = try JSONScanner.readDocument(utf8) { (scanner) throws(JSONScanner.Failure) in
      try scanner.parseValue(depth: 0)
    }
  }
}

extension JSONScanner {
  /// Reads a whole document: one value with white space around it, which may begin with a byte
  /// order mark.
  ///
  /// - Parameters:
  ///   - utf8: The bytes of the document.
  ///   - body: Reads the value; the scanner stands on its first byte.
  /// - Throws: `JSONError` with line and column.
  static func readDocument<T>(
    _ utf8: [UInt8], _ body: (inout JSONScanner) throws(Failure) -> T
  ) throws(JSONError) -> T {
    let result: Result<T, Failure> = utf8.withUnsafeBufferPointer { buffer in
      // An empty array may have no address; one byte of anything serves for none.
      guard let base = buffer.baseAddress else {
        return .failure(.init(message: "expected a value, found the end", offset: 0))
      }
      return Result { () throws(Failure) in
        if let offset = firstInvalidUTF8(base, count: buffer.count) {
          throw .init(message: "not UTF-8", offset: offset)
        }
        var scanner = JSONScanner(
          base, count: buffer.count, from: byteOrderMarkLength(base, count: buffer.count))
        scanner.skipWhitespace()
        let value = try body(&scanner)
        scanner.skipWhitespace()
        guard scanner.next == nil else { throw scanner.unexpected("the end") }
        return value
      }
    }
    switch result {
    case .success(let value): return value
    case .failure(let failure): throw JSONError(failure, in: utf8)
    }
  }

  /// Whether a text is a whole JSON document.
  static func isDocument(_ utf8: ByteSlice) -> Bool {
    var scanner = JSONScanner(
      utf8.start, count: utf8.count, from: byteOrderMarkLength(utf8.start, count: utf8.count))
    scanner.skipWhitespace()
    guard (try? scanner.skipValue()) != nil else { return false }
    scanner.skipWhitespace()
    return scanner.next == nil
  }

  /// Reads one value of any kind.
  ///
  /// - Parameter depth: How many arrays and objects are open around it.
  mutating func parseValue(depth: Int) throws(Failure) -> JSONValue {
    switch next {
    case UInt8(ascii: "\""):
      return .string(text(of: try scanString()))
    case UInt8(ascii: "["):
      var elements: [JSONValue] = []
      try parseElements(depth: depth, into: &elements)
      return .array(elements)
    case UInt8(ascii: "{"):
      var members: [JSONValue.Member] = []
      try readMembers(depth: depth) { (scanner, name) throws(Failure) in
        members.append(.init(name, try scanner.parseValue(depth: depth + 1)))
      }
      return .object(members)
    case UInt8(ascii: "t"):
      try scanWord("true")
      return .bool(true)
    case UInt8(ascii: "f"):
      try scanWord("false")
      return .bool(false)
    case UInt8(ascii: "n"):
      try scanWord("null")
      return .null
    case .some(UInt8(ascii: "-")), .some(UInt8(ascii: "0")...UInt8(ascii: "9")):
      let start = try scanNumber()
      return .number(text(in: start..<position))
    default:
      throw unexpected("a value")
    }
  }

  /// Reads an array and appends its elements; the scanner stands on its bracket.
  ///
  /// - Parameter depth: How many arrays and objects are open around it.
  mutating func parseElements(
    depth: Int, into elements: inout [JSONValue]
  ) throws(Failure) {
    try readElements(depth: depth) { (scanner) throws(Failure) in
      elements.append(try scanner.parseValue(depth: depth + 1))
    }
  }

  /// Reads an array; the scanner stands on its bracket.
  ///
  /// - Parameters:
  ///   - depth: How many arrays and objects are open around it.
  ///   - element: Reads an element; the scanner stands on its first byte.
  @inline(__always)
  mutating func readElements(
    depth: Int, _ element: (inout JSONScanner) throws(Failure) -> Void
  ) throws(Failure) {
    try open(depth)
    if take(UInt8(ascii: "]")) { return }
    repeat {
      skipWhitespace()
      try element(&self)
      skipWhitespace()
    } while take(UInt8(ascii: ","))
    try expect(UInt8(ascii: "]"), "',' or ']'")
  }

  /// Reads an object; the scanner stands on its bracket.
  ///
  /// - Parameters:
  ///   - depth: How many arrays and objects are open around it.
  ///   - member: Is given a member's name and reads its value; the scanner stands on its first
  ///     byte.
  @inline(__always)
  mutating func readMembers(
    depth: Int, _ member: (inout JSONScanner, String) throws(Failure) -> Void
  ) throws(Failure) {
    try open(depth)
    if take(UInt8(ascii: "}")) { return }
    repeat {
      let name = text(of: try scanName())
      try member(&self, name)
      skipWhitespace()
    } while take(UInt8(ascii: ","))
    try expect(UInt8(ascii: "}"), "',' or '}'")
  }
}

extension JSONError {
  /// Finds line and column of a failure.
  fileprivate init(_ failure: JSONScanner.Failure, in utf8: [UInt8]) {
    let before = utf8[..<failure.offset]
    // A byte order mark takes no column: no editor shows it.
    let mark = utf8.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? min(mark, failure.offset)
    line = before.reduce(into: 1) { $0 += $1 == 0x0A ? 1 : 0 }
    column = String(decoding: before[lineStart...], as: UTF8.self).unicodeScalars.count + 1
    message = failure.message
  }
}
