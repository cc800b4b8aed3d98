// Patterns whose answer is known without matching. Each of these says yes only when it is sure.

/// A pattern that matches one text and nothing else.
struct ExactLiteral: Hashable, Sendable {
  /// The text.
  let text: String
  /// Whether the text with a newline behind it matches too, as `$` lets it.
  let allowsFinalNewline: Bool
}

extension PythonRegex {
  /// The one text that matches, where the pattern is `foo\Z`, `foo$` or comes to that; else `nil`.
  var exactLiteral: ExactLiteral? {
    guard let prefix = literalPrefix else { return nil }
    switch prefix.rest {
    case .nothing: return ExactLiteral(text: prefix.text, allowsFinalNewline: false)
    case .finalNewline: return ExactLiteral(text: prefix.text, allowsFinalNewline: true)
    case .unknown, .anything: return nil
    }
  }

  /// Whether every subject matches for sure: `.*`, `a?`, the empty pattern.
  var matchesEverything: Bool {
    guard let prefix = literalPrefix else { return false }
    return prefix.text.isEmpty && prefix.rest == .anything
  }

  /// Whether no subject matches for sure: `foo$bar`, `[^\s\S]`, `(?!)`.
  var matchesNothing: Bool { literalPrefix == nil }
}
