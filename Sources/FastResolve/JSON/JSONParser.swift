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
    var parser = JSONParser(utf8)
    self = try parser.parseDocument()
  }
}

private struct JSONParser {
  let utf8: [UInt8]

  init(_ utf8: [UInt8]) { self.utf8 = utf8 }

  mutating func parseDocument() throws(JSONError) -> JSONValue {
    let result: Result<JSONValue, JSONScanner.Failure> = utf8.withUnsafeBufferPointer { buffer in
      // An empty array may have no address; one byte of anything serves for none.
      guard let base = buffer.baseAddress else {
        return .failure(.init(message: "expected a value, found the end", offset: 0))
      }
      return Result { () throws(JSONScanner.Failure) in
        if let offset = firstInvalidUTF8(base, count: buffer.count) {
          throw .init(message: "not UTF-8", offset: offset)
        }
        var scanner = JSONScanner(
          base, count: buffer.count, from: byteOrderMarkLength(base, count: buffer.count))
        scanner.skipWhitespace()
        let value = try parseValue(&scanner, depth: 0)
        scanner.skipWhitespace()
        guard scanner.next == nil else { throw scanner.unexpected("the end") }
        return value
      }
    }
    switch result {
    case .success(let value): return value
    case .failure(let failure): throw located(failure)
    }
  }

  private func parseValue(
    _ scanner: inout JSONScanner, depth: Int
  ) throws(JSONScanner.Failure) -> JSONValue {
    switch scanner.next {
    case UInt8(ascii: "\""):
      return .string(scanner.text(of: try scanner.scanString()))
    case UInt8(ascii: "["):
      try scanner.open(depth)
      var elements: [JSONValue] = []
      if scanner.take(UInt8(ascii: "]")) { return .array(elements) }
      repeat {
        scanner.skipWhitespace()
        elements.append(try parseValue(&scanner, depth: depth + 1))
        scanner.skipWhitespace()
      } while scanner.take(UInt8(ascii: ","))
      try scanner.expect(UInt8(ascii: "]"), "',' or ']'")
      return .array(elements)
    case UInt8(ascii: "{"):
      try scanner.open(depth)
      var members: [Member] = []
      if scanner.take(UInt8(ascii: "}")) { return .object(members) }
      repeat {
        let name = scanner.text(of: try scanner.scanName())
        members.append(Member(name, try parseValue(&scanner, depth: depth + 1)))
        scanner.skipWhitespace()
      } while scanner.take(UInt8(ascii: ","))
      try scanner.expect(UInt8(ascii: "}"), "',' or '}'")
      return .object(members)
    case UInt8(ascii: "t"):
      try scanner.scanWord("true")
      return .bool(true)
    case UInt8(ascii: "f"):
      try scanner.scanWord("false")
      return .bool(false)
    case UInt8(ascii: "n"):
      try scanner.scanWord("null")
      return .null
    case .some(UInt8(ascii: "-")), .some(UInt8(ascii: "0")...UInt8(ascii: "9")):
      let start = try scanner.scanNumber()
      return .number(String(decoding: utf8[start..<scanner.position], as: UTF8.self))
    default:
      throw scanner.unexpected("a value")
    }
  }

  private typealias Member = JSONValue.Member

  private func located(_ failure: JSONScanner.Failure) -> JSONError {
    let before = utf8[..<failure.offset]
    // A byte order mark takes no column: no editor shows it.
    let mark = utf8.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? min(mark, failure.offset)
    let line = before.reduce(into: 1) { $0 += $1 == 0x0A ? 1 : 0 }
    let column = String(decoding: before[lineStart...], as: UTF8.self).unicodeScalars.count + 1
    return JSONError(message: failure.message, line: line, column: column)
  }
}
