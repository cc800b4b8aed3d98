// Caseless back-references and characters beyond ASCII.
//
// CPython compares a caseless back-reference by lower case alone, PCRE2 by its case classes. `s` and
// `ſ` (U+017F) are one class, and different in lower case. No pattern can tell PCRE2 otherwise, so
// the subject is looked through: while it holds no character that the two see differently, PCRE2's
// answer is CPython's, and otherwise the match is refused. Between ASCII letters they agree.

/// What to look out for in subjects of a pattern with caseless back-references.
enum CaselessGuard {
  /// Whether PCRE2's case classes are CPython's for all characters of a subject.
  ///
  /// - Parameters:
  ///   - subject: Valid UTF-8.
  ///   - rule: How the pattern's back-references compare.
  /// - Complexity: O(*n*) in the length of the subject.
  static func allows(_ subject: UnsafeBufferPointer<UInt8>, _ rule: CaseRule) -> Bool {
    var iterator = subject.makeIterator()
    var decoder = Unicode.UTF8()
    while case .scalarValue(let scalar) = decoder.decode(&iterator) {
      if scalar.value < 0x80 { continue }
      switch rule {
      case .exact: continue
      case .asciiFolding:
        if CaseFolding.isCased(scalar.value) { return false }
      case .unicodeFolding:
        if CaseFolding.hasExtraCases(scalar.value) { return false }
      }
    }
    return true
  }
}
