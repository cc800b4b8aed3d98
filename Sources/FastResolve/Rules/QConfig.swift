/// A quantization config: an opaque JSON value, `null` among them.
///
/// FastResolve never looks inside; a qconfig comes out of a resolution as it went into the rule,
/// its member order and its numbers as they were written. `null` is a value like any other and
/// means "do not quantize".
public struct QConfig: Hashable, Sendable {
  /// The value.
  public var value: JSONValue

  /// Makes a qconfig of a JSON value.
  public init(_ value: JSONValue) { self.value = value }

  /// Parses a qconfig from JSON text.
  ///
  /// - Throws: `JSONError` where the text is not one JSON value.
  public init(json: String) throws(JSONError) {
    value = try JSONValue(parsing: json)
  }

  /// The qconfig `null`: "do not quantize".
  public static let null = QConfig(.null)

  /// Whether this is `null`.
  public var isNull: Bool { value == .null }

  /// The qconfig as compact JSON.
  public var json: String { value.compactText }

  /// The qconfig as a cell of a table prints it.
  ///
  /// A string is printed bare when the bare text is not itself valid JSON and needs no escape;
  /// everything else is compact JSON. So `"int8"` prints `int8`, `null` prints `null` and the
  /// string `"null"` prints `"null"`, and what a cell says can always be read back.
  public var cellText: String {
    var text: [UInt8] = []
    appendCell(to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  /// Appends ``cellText``, as UTF-8.
  func appendCell(to text: inout [UInt8]) {
    if case .string(let string) = value,
      string.withByteSlice({ bytes in
        guard !bytes.buffer.contains(where: needsJSONEscape), !JSONScanner.isDocument(bytes) else {
          return false
        }
        text += bytes.buffer
        return true
      })
    {
      return
    }
    value.appendCompact(to: &text)
  }
}

extension QConfig: CustomStringConvertible {
  /// The qconfig as a cell of a table prints it.
  public var description: String { cellText }
}

extension QConfig: ExpressibleByStringLiteral, ExpressibleByNilLiteral {
  /// A qconfig that is a JSON string.
  public init(stringLiteral value: String) { self.value = .string(value) }

  /// The qconfig `null`.
  public init(nilLiteral: ()) { value = .null }
}
