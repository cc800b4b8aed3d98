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
    var text = ByteBuffer()
    text.append(cellOf: self)
    return text.slice.text
  }
}

extension ByteBuffer {
  /// Appends a qconfig as the cell of a table prints it, its `cellText`.
  mutating func append(cellOf qconfig: QConfig) {
    guard case .string(let string) = qconfig.value else { return append(jsonOf: qconfig) }
    string.withByteSlice { bytes in
      let isBare =
        !bytes.buffer.contains(where: needsJSONEscape) && !JSONScanner.isDocument(bytes)
      if isBare { append(bytes) } else { append(jsonOf: qconfig) }
    }
  }

  /// Appends a qconfig as compact JSON.
  mutating func append(jsonOf qconfig: QConfig) {
    var json: [UInt8] = []
    qconfig.value.appendCompact(to: &json)
    append(json)
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
