// Which characters are equal under `(?i)`.
//
// CPython compares a character of the subject by its lower case: it matches the literal c when
// its lower case is that of c, or one of the few small letters that share a capital with it. So
// every literal stands for a small set of characters, and that set is what the translation spells
// out. PCRE2's own caseless matching follows other tables (ten code points differ) and other
// tables again in other versions.

enum CaseFolding {
  /// CPython's `_sre.unicode_tolower`.
  static func lowerCase(_ value: UInt32) -> UInt32 {
    if value < 0x80 { return (0x41...0x5A).contains(value) ? value + 0x20 : value }
    var low = 0
    var high = LowerCaseRun.all.count
    while low < high {
      let middle = (low + high) / 2
      if LowerCaseRun.all[middle].last < value { low = middle + 1 } else { high = middle }
    }
    guard low < LowerCaseRun.all.count else { return value }
    let run = LowerCaseRun.all[low]
    guard value >= run.first, (value - run.first) % run.step == 0 else { return value }
    return UInt32(Int64(value) + Int64(run.distance))
  }

  /// CPython's `_sre_unicode_toupper`: the first character of the full upper case, so that `ß`
  /// becomes `S`. Only ranges beyond U+FFFF under the flag `i` ask for it.
  static func upperCase(_ value: UInt32) -> UInt32 {
    guard let properties = Unicode.Scalar(value)?.properties, isInUnicode14(properties),
      let upper = properties.uppercaseMapping.unicodeScalars.first,
      isInUnicode14(upper.properties)
    else { return value }
    return upper.value
  }

  private static func isInUnicode14(_ properties: Unicode.Scalar.Properties) -> Bool {
    properties.age.map { $0.major <= 14 } ?? false
  }

  /// All characters whose lower case is `value`.
  private static func characters(withLowerCase value: UInt32) -> [UInt32] {
    var result: [UInt32] = []
    if lowerCase(value) == value { result.append(value) }
    for run in LowerCaseRun.all {
      let candidate = Int64(value) - Int64(run.distance)
      guard candidate >= Int64(run.first), candidate <= Int64(run.last),
        (candidate - Int64(run.first)) % Int64(run.step) == 0
      else { continue }
      result.append(UInt32(candidate))
    }
    return result
  }

  /// The small letters that are equal to `lower`, itself included.
  static func lowerCases(equalTo lower: UInt32) -> [UInt32] {
    for group in LowerCaseRun.extraCases where group.contains(lower) { return group }
    return [lower]
  }

  /// All characters that match the literal `value`, for the ASCII letters, which are nearly all
  /// there are in practice.
  private static let asciiMatches: [[UInt32]] = (UInt32(0)..<128).map { computeMatches(of: $0) }

  /// All characters that match the literal `value` under a case rule.
  static func matches(of value: UInt32, _ rule: CaseRule) -> [UInt32] {
    switch rule {
    case .exact: return [value]
    case .asciiFolding:
      let lower = value | 0x20
      return (0x61...0x7A).contains(lower) && value < 0x80 ? [lower & 0x5F, lower] : [value]
    case .unicodeFolding:
      return value < 0x80 ? asciiMatches[Int(value)] : computeMatches(of: value)
    }
  }

  private static func computeMatches(of value: UInt32) -> [UInt32] {
    lowerCases(equalTo: lowerCase(value)).flatMap(characters(withLowerCase:)).sorted()
  }

  /// All characters that match a range of literals, each under a case rule.
  static func matches(of range: ClosedRange<UInt32>, _ rule: CaseRule) -> CodePointSet {
    var result = [range]
    switch rule {
    case .exact: break
    case .asciiFolding:
      for value in range.clamped(to: 0x41...0x7A) where range.contains(value) {
        result += matches(of: value, rule).map { $0...$0 }
      }
    case .unicodeFolding:
      if range.count <= 128 {
        for value in range { result += matches(of: value, rule).map { $0...$0 } }
      } else {
        for value in casedCharacters where range.contains(value) {
          result += matches(of: value, rule).map { $0...$0 }
        }
      }
    }
    return CodePointSet(result)
  }

  /// Every character that matches another than itself.
  private static let casedCharacters: [UInt32] = {
    var result: Set<UInt32> = []
    for run in LowerCaseRun.all {
      for value in stride(from: run.first, through: run.last, by: Int(run.step)) {
        result.insert(value)
        result.insert(lowerCase(value))
      }
    }
    for group in LowerCaseRun.extraCases { result.formUnion(group) }
    return result.sorted()
  }()
}
