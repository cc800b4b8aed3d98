// `\d`, `\s` and `\w` by CPython 3.11's tables, which are those of Unicode 14.0.0.
//
// The standard library knows a later version, in which more characters are assigned; `age` tells
// which. No character has become or ceased to be a letter or a digit since.

enum CharacterClasses {
  /// Python's `str.isdecimal` for one character.
  static func isDigit(_ character: UInt32, ascii: Bool) -> Bool {
    if character < 0x80 { return (0x30...0x39).contains(character) }
    return !ascii && category(character) == .decimalNumber
  }

  /// Python's `str.isspace` for one character.
  static func isSpace(_ character: UInt32, ascii: Bool) -> Bool {
    (ascii ? CodePointSet.asciiSpace : CodePointSet.space).contains(character)
  }

  /// Python's `str.isalnum` for one character, and `_`.
  @inline(__always)
  static func isWord(_ character: UInt32, ascii: Bool) -> Bool {
    switch character {
    case 0x30...0x39, 0x41...0x5A, 0x5F, 0x61...0x7A: return true
    case 0..<0x80: return false
    default: return !ascii && isLetterOrNumber(character)
    }
  }

  private static func isLetterOrNumber(_ character: UInt32) -> Bool {
    switch category(character) {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .decimalNumber, .letterNumber, .otherNumber:
      true
    default: false
    }
  }

  /// The general category, if Unicode 14.0.0 has the character.
  private static func category(_ character: UInt32) -> Unicode.GeneralCategory? {
    guard let properties = Unicode.Scalar(character)?.properties, let age = properties.age,
      age.major <= 14
    else { return nil }
    return properties.generalCategory
  }
}
