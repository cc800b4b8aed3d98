// `\N{DIGIT ONE}`: characters by name, as `unicodedata.lookup` of CPython 3.11 finds them.
//
// The standard library knows the name of a character but not the character of a name, so the look-
// up walks over the characters. That takes two or three milliseconds for each name that a process
// looks up, and is rare. It gives the names of Unicode 14.0.0 with four exceptions:
//
// - Of the aliases it gives one for each character at most, and none for control characters. The
//   others are in `CharacterAliases`.
// - A few aliases are newer than Unicode 14.0.0.
// - CPython does not know the names of Tangut ideographs.
// - CPython reads the names of Hangul syllables and unified ideographs by rule, and in capitals
//   only.

import Synchronization

extension RegexParser {
  /// The character of a name.
  ///
  /// - Throws: CPython's error for a name that it does not know. A named sequence is one of those.
  func lookUpCharacter(_ name: String, at position: Int) throws(PythonRegexError) -> UInt32 {
    if let value = CharacterNames.lookUp(name) { return value }
    throw error("undefined character name \(name.pythonRepresentation)", at: position)
  }
}

enum CharacterNames {
  private static let known = Mutex<[String: UInt32?]>([:])

  /// The character of a name, or `nil` when CPython knows none.
  static func lookUp(_ name: String) -> UInt32? {
    if let result = known.withLock({ $0[name] }) { return result }
    let result = name.utf8.allSatisfy { $0 < 0x80 } ? find(name) : nil
    known.withLock { $0[name] = .some(result) }
    return result
  }

  private static let ideograph = "CJK UNIFIED IDEOGRAPH-"
  private static let syllable = "HANGUL SYLLABLE "

  private static func find(_ name: String) -> UInt32? {
    if name.hasPrefix(ideograph) { return findIdeograph(name.dropFirst(ideograph.count)) }
    if name.hasPrefix(syllable) { return search(0xAC00...0xD7A3, for: name) }
    let name = name.uppercased()
    if name.hasPrefix(ideograph) || name.hasPrefix(syllable) { return nil }
    if let value = CharacterAliases.find(name) { return value }
    // Between these lie ideographs, syllables, and what has no name.
    for range in [
      0x20...0x33FF, 0x4DC0...0x4DFF, 0xA000...0xABFF, 0xD7B0...0xD7FF, 0xF900...0x16FFF,
      0x18800...0x1FFFF, 0x2F800...0x2FA1F, 0xE0000...0xE01FF,
    ] {
      if let value = search(range, for: name) { return value }
    }
    return nil
  }

  /// Four or five digits, of which the first may be 0.
  private static func findIdeograph(_ digits: Substring) -> UInt32? {
    guard (4...5).contains(digits.utf8.count),
      digits.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x41...0x46).contains($0) }),
      let value = UInt32(digits, radix: 16)
    else { return nil }
    return search(Int(value)...Int(value), for: ideograph + String(value, radix: 16).uppercased())
  }

  private static func search(_ range: ClosedRange<Int>, for name: String) -> UInt32? {
    for value in range {
      guard let properties = Unicode.Scalar(UInt32(value))?.properties,
        properties.name == name
          || (properties.nameAlias == name && !CharacterAliases.isNew(UInt32(value))),
        let age = properties.age, age.major <= 14, !name.hasPrefix("TANGUT IDEOGRAPH-")
      else { continue }
      return UInt32(value)
    }
    return nil
  }
}
