// What a plain scalar means: YAML 1.2's core schema, as far as JSON goes, and no guessing.
//
// YAML tells what is no string by its looks, and its two versions look differently: `no` is false
// to 1.1 and a string to 1.2, `010` is eight or ten, `1:30` is ninety or a string. A rule set is
// written once and read by many tools, so what the two versions read differently is an error here,
// with the advice to put it in quotes; so is a number that JSON can't say as it stands (`0x10`,
// `.inf`), as a qconfig is a JSON value and keeps its text. A JSON text means in YAML what it means
// in JSON.

/// What a scalar without quotes and tag is.
enum PlainScalar: Equatable {
  case null
  case bool(Bool)
  /// A number as JSON writes one.
  case number
  case string
  /// Something that can't be taken as it stands, and why.
  case refused(String)

  /// - Complexity: O(*n*) in the length of the text.
  init(_ text: String) {
    switch text {
    case "", "~", "null", "Null", "NULL": self = .null
    case "true", "True", "TRUE": self = .bool(true)
    case "false", "False", "FALSE": self = .bool(false)
    case "yes", "Yes", "YES", "no", "No", "NO", "on", "On", "ON", "off", "Off", "OFF":
      self = .refused(
        "'\(text)' is a boolean to YAML 1.1 and a string to YAML 1.2; "
          + "write true or false, or put it in quotes")
    default: self = Self.number(text)
    }
  }

  private static func number(_ text: String) -> PlainScalar {
    // Nearly every text ends here.
    guard let first = text.utf8.first, isDigit(first) || "+-.".utf8.contains(first) else {
      return .string
    }
    if isJSONNumber(text) { return .number }
    if NumberShape.core.contains(where: { $0.matches(text) }) {
      return .refused(
        "'\(text)' is a number, but not as JSON writes numbers; "
          + "write it so, or put it in quotes if it is a string")
    }
    if NumberShape.old.contains(where: { $0.matches(text) }) {
      return .refused(
        "'\(text)' is a number or a date to YAML 1.1 and a string to YAML 1.2; put it in quotes")
    }
    return .string
  }

  private static func isJSONNumber(_ text: String) -> Bool {
    text.withByteSlice { bytes in
      var scanner = JSONScanner(bytes.start, count: bytes.count)
      return (try? scanner.scanNumber()) != nil && scanner.next == nil
    }
  }

  /// Whether some reader of YAML may take the text for something else than a string when it stands
  /// without quotes: then it is written in quotes.
  ///
  /// Wider than what `init` refuses: that has to let pass what people write, this can be careful.
  static func isMistakable(_ text: String) -> Bool {
    if PlainScalar(text) != .string { return true }
    // YAML 1.1 has `y` and `n` for booleans, `=` and `<<` for special keys.
    if ["y", "Y", "n", "N", "=", "<<"].contains(text) { return true }
    guard let first = text.utf8.first, isDigit(first) || "+-.".utf8.contains(first) else {
      return false
    }
    return text.utf8.allSatisfy { isDigit($0) || "abcdefABCDEFxXoO_:.+-tTzZ ".utf8.contains($0) }
  }
}

/// The looks of a number: what may stand one behind the other.
///
/// The expressions of YAML 1.2.2, section 10.3.2, and of the types of YAML 1.1 (yaml.org/type),
/// where a float is taken as PyYAML takes it, not as the letter has it: that would make `1.2.3` a
/// number.
private struct NumberShape {
  private enum Part {
    /// One of these bytes, if there is one.
    case maybe(StaticString)
    /// One of these words.
    case word([StaticString])
    /// So many bytes or more, each one of these.
    case run(StaticString, atLeast: Int)
    /// The separator and one or more of these bytes behind it, so many times or more.
    case groups(separator: StaticString, of: StaticString, atLeast: Int)
    /// An exponent, if there is one.
    case maybeExponent
    /// Anything.
    case rest
  }

  private let parts: [Part]

  private init(_ parts: Part...) { self.parts = parts }

  private static let sign = Part.maybe("+-")
  private static let digits: StaticString = "0123456789"
  private static let digitsAnd_: StaticString = "0123456789_"

  /// YAML 1.2's, most of them 1.1's too.
  static let core: [NumberShape] = [
    NumberShape(
      sign, .run(digits, atLeast: 1), .maybe("."), .run(digits, atLeast: 0), .maybeExponent),
    NumberShape(sign, .word(["."]), .run(digits, atLeast: 1), .maybeExponent),
    NumberShape(.word(["0x"]), .run("0123456789abcdefABCDEF", atLeast: 1)),
    NumberShape(.word(["0o"]), .run("01234567", atLeast: 1)),
    NumberShape(sign, .word([".inf", ".Inf", ".INF"])),
    NumberShape(.word([".nan", ".NaN", ".NAN"])),
  ]

  /// YAML 1.1's alone.
  static let old: [NumberShape] = [
    NumberShape(
      sign, .run(digits, atLeast: 1), .run(digitsAnd_, atLeast: 0), .maybe("."),
      .run(digitsAnd_, atLeast: 0), .maybeExponent),
    NumberShape(
      sign, .word(["."]), .run(digits, atLeast: 1), .run(digitsAnd_, atLeast: 0), .maybeExponent),
    NumberShape(sign, .word(["0b"]), .run("01_", atLeast: 1)),
    NumberShape(sign, .word(["0x"]), .run("0123456789abcdefABCDEF_", atLeast: 1)),
    // 190:20:30 in base 60, with or without a fraction.
    NumberShape(
      sign, .run(digits, atLeast: 1), .run(digitsAnd_, atLeast: 0),
      .groups(separator: ":", of: digits, atLeast: 1), .maybe("."), .run(digitsAnd_, atLeast: 0)),
    // A date, with or without a time behind it.
    NumberShape(.run(digits, atLeast: 4), .groups(separator: "-", of: digits, atLeast: 2)),
    NumberShape(
      .run(digits, atLeast: 4), .groups(separator: "-", of: digits, atLeast: 2),
      .word(["T", "t", " "]),
      .run(digits, atLeast: 1), .groups(separator: ":", of: digits, atLeast: 2), .rest),
  ]

  /// Whether the whole text looks so.
  func matches(_ text: String) -> Bool {
    var rest = Substring(text).utf8
    for part in parts where !Self.take(part, from: &rest) { return false }
    return rest.isEmpty
  }

  private static func take(_ part: Part, from rest: inout Substring.UTF8View) -> Bool {
    switch part {
    case .maybe(let bytes):
      if let next = rest.first, contains(bytes, next) { rest.removeFirst() }
      return true
    case .word(let words):
      guard let word = words.first(where: { rest.starts(with: $0.description.utf8) }) else {
        return false
      }
      rest.removeFirst(word.utf8CodeUnitCount)
      return true
    case .run(let bytes, let minimum):
      let run = rest.prefix { contains(bytes, $0) }
      rest = rest[run.endIndex...]
      return run.count >= minimum
    case .groups(let separator, let bytes, let minimum):
      var count = 0
      while let next = rest.first, contains(separator, next) {
        let group = rest.dropFirst().prefix { contains(bytes, $0) }
        guard !group.isEmpty else { return false }
        rest = rest[group.endIndex...]
        count += 1
      }
      return count >= minimum
    case .maybeExponent:
      guard let next = rest.first, contains("eE", next) else { return true }
      rest.removeFirst()
      return take(sign, from: &rest) && take(.run(digits, atLeast: 1), from: &rest)
    case .rest:
      rest = rest[rest.endIndex...]
      return true
    }
  }

  private static func contains(_ bytes: StaticString, _ byte: UInt8) -> Bool {
    bytes.withUTF8Buffer { $0.contains(byte) }
  }
}
