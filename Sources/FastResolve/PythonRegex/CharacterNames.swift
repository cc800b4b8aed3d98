// `\N{DIGIT ONE}`: characters by name.
//
// The standard library knows the name of a character but not the character of a name, so the look-
// up walks over all of them. It takes some tens of milliseconds and is rare. A name that is
// not found may be one of the aliases (`LF`) that Python knows too, so it is refused rather than
// called undefined.

extension RegexParser {
  /// The character of a name, or a refusal.
  func lookUpCharacter(_ name: String, at position: Int) throws(PythonRegexError) -> UInt32 {
    let wanted = name.uppercased()
    if name.utf8.allSatisfy({ $0 < 0x80 }) {
      for value in UInt32(0x20)...0x1FFFF {
        guard let scalar = Unicode.Scalar(value), scalar.properties.name == wanted,
          let age = scalar.properties.age, age.major <= 14
        else { continue }
        return value
      }
    }
    throw tokens.refusal("character name \(name.pythonRepresentation) is not known", at: position)
  }
}
