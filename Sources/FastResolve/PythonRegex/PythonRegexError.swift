/// Why a pattern was not accepted.
///
/// An error is either CPython's own (`kind` other than `.unsupported`), with the message and the
/// position that CPython 3.11 gives, or a refusal: groups are nested deeper than this library
/// follows. CPython gives up there too, with a RecursionError that has no position.
public struct PythonRegexError: Error, Sendable, Hashable {
  /// Who rejects the pattern, and as what.
  public enum Kind: Sendable, Hashable {
    /// Python's `re.error`.
    case syntax
    /// Python's `OverflowError`.
    case overflow
    /// Python's `ValueError`.
    case value
    /// Groups are nested too deeply for this library. About as deep, Python raises a
    /// RecursionError.
    case unsupported
  }

  /// The parts lie on the heap, so that an error is one word. The parser passes it through every
  /// level of its recursion, and frames that hold room for the parts are several times as large.
  private final class Parts: Sendable {
    let pattern: String
    let message: String
    let position: Int?
    let kind: Kind

    init(_ pattern: String, _ message: String, _ position: Int?, _ kind: Kind) {
      self.pattern = pattern
      self.message = message
      self.position = position
      self.kind = kind
    }
  }

  private let parts: Parts

  /// Makes an error.
  ///
  /// - Parameters:
  ///   - pattern: The pattern as it was given.
  ///   - message: What is wrong with it.
  ///   - position: Where, as an offset in code points.
  ///   - kind: Who rejects the pattern, and as what.
  public init(pattern: String, message: String, position: Int?, kind: Kind) {
    parts = Parts(pattern, message, position, kind)
  }

  /// The pattern as it was given.
  public var pattern: String { parts.pattern }
  /// What is wrong. For the kinds that Python raises, the text is that of Python's `e.msg`.
  public var message: String { parts.message }
  /// Where, as an offset in code points; `nil` where Python gives no position either.
  public var position: Int? { parts.position }
  /// Who rejects the pattern, and as what.
  public var kind: Kind { parts.kind }

  /// Errors are equal when all their parts are.
  public static func == (one: PythonRegexError, other: PythonRegexError) -> Bool {
    one.pattern == other.pattern && one.message == other.message
      && one.position == other.position && one.kind == other.kind
  }

  /// Hashes all parts.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(pattern)
    hasher.combine(message)
    hasher.combine(position)
    hasher.combine(kind)
  }

  /// The name of the exception that Python raises, or `nil` for a refusal of this library.
  public var pythonType: String? {
    switch kind {
    case .syntax: "re.error"
    case .overflow: "OverflowError"
    case .value: "ValueError"
    case .unsupported: nil
    }
  }
}

extension PythonRegexError: CustomStringConvertible {
  /// The message, the position, and the line of the pattern that is meant with a caret under it.
  ///
  /// Position, line and column are said as CPython's `re.error` says them: offset in code points,
  /// and line and column only for a pattern that holds a newline.
  public var description: String {
    guard position != nil else { return "\(message)\n\(excerpt)" }
    return "\(placedMessage)\n\(excerpt)"
  }

  /// The message with the position, line and column behind it.
  var placedMessage: String {
    guard let position else { return message }
    let text = "\(message) at position \(position)"
    let scalars = Array(pattern.unicodeScalars)
    guard scalars.contains("\n") else { return text }
    let before = scalars[..<min(max(position, 0), scalars.count)]
    let lineStart = (before.lastIndex(of: "\n") ?? -1) + 1
    let line = before.count { $0 == "\n" } + 1
    return text + " (line \(line), column \(before.count - lineStart + 1))"
  }

  /// The line of the pattern that is meant with a caret under it, both indented.
  var excerpt: String { Self.excerpt(of: pattern, at: position) }

  /// A line of a pattern with a caret under an offset in code points, both indented; without an
  /// offset the whole pattern.
  static func excerpt(of pattern: String, at position: Int?) -> String {
    let scalars = Array(pattern.unicodeScalars)
    guard let position else { return "  \(printable(scalars))" }
    let offset = min(max(position, 0), scalars.count)
    let lineStart = (scalars[..<offset].lastIndex(of: "\n") ?? -1) + 1
    let lineEnd = scalars[offset...].firstIndex(of: "\n") ?? scalars.count
    let before = printable(scalars[lineStart..<offset])
    let after = printable(scalars[offset..<lineEnd])
    let indent = String(repeating: " ", count: before.unicodeScalars.count)
    return "  \(before)\(after)\n  \(indent)^"
  }

  /// The text with control characters replaced by their escapes, so that the caret stays under its
  /// place and a terminal stays sane.
  static func printable(_ scalars: some Sequence<Unicode.Scalar>) -> String {
    var text = String.UnicodeScalarView()
    for scalar in scalars {
      if scalar.value < 0x20 || scalar.value == 0x7F || (0x80..<0xA0).contains(scalar.value) {
        text.append(contentsOf: scalar.escaped(asASCII: true).unicodeScalars)
      } else {
        text.append(scalar)
      }
    }
    return String(text)
  }
}
