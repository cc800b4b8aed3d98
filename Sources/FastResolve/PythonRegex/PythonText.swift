// What Python's `str` methods say about characters: `isidentifier`, `isalpha`, `repr`.
//
// Error messages quote names as `repr` does, and which group names are allowed is `isidentifier`'s
// business. The standard library follows a newer Unicode than CPython 3.11, whose tables are those
// of 14.0.0, so a character only counts as what it is today if it was assigned by then.

extension Unicode.Scalar {
  /// Whether Unicode 14.0.0 has the character.
  private var isInUnicode14: Bool {
    guard let age = properties.age else { return false }
    return age.major <= 14
  }

  /// Whether an identifier may start with the character. CPython: `_PyUnicode_IsXidStart`, or `_`.
  var startsPythonIdentifier: Bool {
    self == "_" || (properties.isXIDStart && isInUnicode14)
  }

  /// Whether an identifier may go on with the character.
  ///
  /// U+30FB and U+FF65 joined the property in Unicode 15.1; CPython 3.11 does not know that.
  var continuesPythonIdentifier: Bool {
    properties.isXIDContinue && isInUnicode14 && value != 0x30FB && value != 0xFF65
      && value != 0x200C && value != 0x200D
  }

  /// Python's `str.isalpha` for one character.
  var isPythonAlphabetic: Bool {
    switch properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter:
      isInUnicode14
    default: false
    }
  }

  /// Python's `str.isprintable` for one character.
  private var isPythonPrintable: Bool {
    switch properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
      .paragraphSeparator:
      false
    case .spaceSeparator: self == " "
    default: isInUnicode14
    }
  }

  /// The character as Python's `repr` writes it inside quotes.
  var pythonRepresentation: String {
    switch self {
    case "\\": "\\\\"
    case "\n": "\\n"
    case "\r": "\\r"
    case "\t": "\\t"
    default: isPythonPrintable ? String(Character(self)) : hexEscape
    }
  }

  private var hexEscape: String {
    if value <= 0xFF { return "\\x" + hex(value, digits: 2) }
    if value <= 0xFFFF { return "\\u" + hex(value, digits: 4) }
    return "\\U" + hex(value, digits: 8)
  }
}

/// The number in lower-case hexadecimal digits, at least so many.
func hex(_ value: UInt32, digits: Int = 1) -> String {
  let text = String(value, radix: 16)
  return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
}

extension String {
  /// Python's `str.isidentifier`.
  var isPythonIdentifier: Bool {
    guard let first = unicodeScalars.first, first.startsPythonIdentifier else { return false }
    return unicodeScalars.dropFirst().allSatisfy(\.continuesPythonIdentifier)
  }

  /// Python's `repr`: in single quotes, unless only double quotes can do without an escape.
  var pythonRepresentation: String {
    let double = unicodeScalars.contains("'") && !unicodeScalars.contains("\"")
    let quote: Unicode.Scalar = double ? "\"" : "'"
    var text = String(Character(quote))
    for scalar in unicodeScalars {
      if scalar == quote { text += "\\" }
      text += scalar.pythonRepresentation
    }
    return text + String(Character(quote))
  }
}
