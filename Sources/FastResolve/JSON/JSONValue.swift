/// A JSON value as it was written: members in their order, numbers as their text.
///
/// The JSON types of the standard tools turn `1.0` into `1`, round integers over 2^53 and forget
/// the order of members. A qconfig is opaque to FastResolve and has to come out as it went in, so
/// the value keeps what was written and compares by it: two values are equal when their compact
/// texts are the same, byte for byte.
public enum JSONValue: Sendable {
  /// `null`.
  case null
  /// `true` or `false`.
  case bool(Bool)
  /// A number, as the text that stood in the document.
  case number(String)
  /// A string, unescaped.
  case string(String)
  /// An array.
  case array([JSONValue])
  /// An object, its members in the order they were written. A repeated name is kept.
  case object([Member])

  /// One name and value of an object.
  public struct Member: Hashable, Sendable {
    /// The member's name, unescaped.
    public var name: String
    /// The member's value.
    public var value: JSONValue

    /// Makes a member from its name and value.
    public init(_ name: String, _ value: JSONValue) {
      self.name = name
      self.value = value
    }
  }

  /// A whole number.
  static func integer(_ value: Int) -> JSONValue { .number(String(value)) }

  /// What kind of value this is, in the words of the JSON grammar, for error messages.
  var kind: String {
    switch self {
    case .null: "null"
    case .bool: "a boolean"
    case .number: "a number"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }
}

extension JSONValue: Hashable {
  /// Whether the two have the same compact text.
  ///
  /// Not the synthesized comparison: `String` compares by canonical equivalence, and `"é"` spelled
  /// with one scalar or with two are different values to everything that reads JSON.
  public static func == (left: JSONValue, right: JSONValue) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.bool(let a), .bool(let b)): a == b
    case (.number(let a), .number(let b)): a == b
    case (.string(let a), .string(let b)): ExactText(a) == ExactText(b)
    case (.array(let a), .array(let b)): a == b
    case (.object(let a), .object(let b)):
      a.count == b.count
        && zip(a, b).allSatisfy { ExactText($0.name) == ExactText($1.name) && $0.value == $1.value }
    default: false
    }
  }

  /// Hashes what `==` compares.
  public func hash(into hasher: inout Hasher) {
    switch self {
    case .null: hasher.combine(0)
    case .bool(let value): hasher.combine(value)
    case .number(let text): hasher.combine(text)
    case .string(let text): hasher.combine(ExactText(text))
    case .array(let elements):
      hasher.combine(elements.count)
      for element in elements { hasher.combine(element) }
    case .object(let members):
      hasher.combine(members.count)
      for member in members {
        hasher.combine(ExactText(member.name))
        hasher.combine(member.value)
      }
    }
  }
}

extension JSONValue.Member {
  /// Whether names and values are the same, byte for byte.
  public static func == (left: Self, right: Self) -> Bool {
    ExactText(left.name) == ExactText(right.name) && left.value == right.value
  }

  /// Hashes what `==` compares.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(ExactText(name))
    hasher.combine(value)
  }
}
