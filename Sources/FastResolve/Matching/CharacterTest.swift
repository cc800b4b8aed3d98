// Tests of one character, as CPython's matcher makes them.
//
// Under `(?i)` CPython puts the lower case of a set's members into a bitmap for the code points up
// to U+FFFF, and asks it for the lower case of the subject's character. What lies beyond U+FFFF it
// keeps as written: a literal there is compared with that lower case, so that capitals match
// nothing, and a range that reaches there is asked for the lower case and for the upper case of
// that, by Unicode's rules even under `(?a)`. A literal outside of a set is lowered wherever it
// lies.
//
// All of it is plain data in two arrays, sets and ranges, so that a test touches no reference
// count.

/// What one character has to be.
enum CharacterTest: UInt8 {
  case any
  case anyButNewline
  /// The code point itself.
  case literal
  /// Any but the code point.
  case notLiteral
  /// A member of the set with this index.
  case set
}

/// A set of characters.
struct CharacterSetTest {
  /// The answers for U+0000 to U+003F, and for U+0040 to U+007F.
  fileprivate(set) var ascii: (UInt64, UInt64) = (0, 0)
  /// Where in the array of ranges the set's own begin.
  fileprivate let start: Int32
  /// How many of them there are. The subject's character is looked for in its lower case, where
  /// `rule` says so.
  fileprivate let count: Int32
  /// How many more there are in which also its upper case is looked for.
  fileprivate let extendedCount: Int32
  fileprivate let categories: Categories
  fileprivate let negated: Bool
  fileprivate let rule: CaseRule

  /// Classes of characters that belong to the set.
  fileprivate struct Categories: OptionSet {
    let rawValue: UInt8

    static let digit = Categories(rawValue: 1 << 0)
    static let notDigit = Categories(rawValue: 1 << 1)
    static let space = Categories(rawValue: 1 << 2)
    static let notSpace = Categories(rawValue: 1 << 3)
    static let word = Categories(rawValue: 1 << 4)
    static let notWord = Categories(rawValue: 1 << 5)
    /// The classes know ASCII only.
    static let ascii = Categories(rawValue: 1 << 6)

    init(rawValue: UInt8) { self.rawValue = rawValue }

    init(_ category: RegexSet.Category, negated: Bool) {
      self =
        switch category {
        case .digit: negated ? .notDigit : .digit
        case .space: negated ? .notSpace : .space
        case .word: negated ? .notWord : .word
        }
    }

    func contains(_ character: UInt32) -> Bool {
      if isSubset(of: .ascii) { return false }
      let ascii = contains(Self.ascii)
      if !isDisjoint(with: [.digit, .notDigit]),
        contains(CharacterClasses.isDigit(character, ascii: ascii) ? Self.digit : .notDigit)
      {
        return true
      }
      if !isDisjoint(with: [.space, .notSpace]),
        contains(CharacterClasses.isSpace(character, ascii: ascii) ? Self.space : .notSpace)
      {
        return true
      }
      return !isDisjoint(with: [.word, .notWord])
        && contains(CharacterClasses.isWord(character, ascii: ascii) ? Self.word : .notWord)
    }
  }

  /// Whether a character is in the set.
  ///
  /// - Parameter ranges: The ranges of all sets of the program.
  @inline(__always)
  func contains(_ character: UInt32, _ ranges: UnsafeBufferPointer<ClosedRange<UInt32>>) -> Bool {
    if character < 0x40 { return ascii.0 >> UInt64(character) & 1 != 0 }
    if character < 0x80 { return ascii.1 >> UInt64(character - 0x40) & 1 != 0 }
    return compute(character, ranges)
  }

  private func compute(_ written: UInt32, _ ranges: UnsafeBufferPointer<ClosedRange<UInt32>>)
    -> Bool
  {
    let character = rule.lowerCase(written)
    for index in Int(start)..<Int(start + count) where ranges[index].contains(character) {
      return !negated
    }
    if extendedCount > 0 {
      let upper = CaseFolding.upperCase(character)
      let first = Int(start + count)
      for index in first..<first + Int(extendedCount)
      where ranges[index].contains(character) || ranges[index].contains(upper) {
        return !negated
      }
    }
    return categories.contains(character) != negated
  }

  fileprivate mutating func computeASCII(_ ranges: UnsafeBufferPointer<ClosedRange<UInt32>>) {
    for character in UInt32(0)..<0x40 {
      if compute(character, ranges) { ascii.0 |= 1 << UInt64(character) }
      if compute(character + 0x40, ranges) { ascii.1 |= 1 << UInt64(character) }
    }
  }
}

extension CaseRule {
  /// The lower case in which characters are compared.
  func lowerCase(_ character: UInt32) -> UInt32 {
    switch self {
    case .exact: character
    case .asciiFolding: character < 0x80 ? CaseFolding.lowerCase(character) : character
    case .unicodeFolding: CaseFolding.lowerCase(character)
    }
  }

  /// The characters in lower case that are equal to one in lower case.
  fileprivate func equals(_ lower: UInt32) -> [UInt32] {
    self == .unicodeFolding ? CaseFolding.lowerCases(equalTo: lower) : [lower]
  }
}

/// Collects the tests of a program.
struct CharacterTests {
  private(set) var sets: [CharacterSetTest] = []
  /// The ranges of all sets. The first is nobody's; it is there for the sets that have none.
  private(set) var ranges: [ClosedRange<UInt32>] = [0...0]

  /// The code point up to which CPython's sets are bitmaps.
  private static let bitmapLimit: UInt32 = 0xFFFF

  /// The test of an item that is a single character, or `nil` for another.
  mutating func test(_ item: PythonItem) -> (CharacterTest, UInt32)? {
    switch item {
    case .any(let matchesNewline): return (matchesNewline ? .any : .anyButNewline, 0)
    case .literal(let value, let negated, .exact): return (negated ? .notLiteral : .literal, value)
    case .literal(let value, let negated, let rule):
      let members = rule.equals(rule.lowerCase(value)).map { $0...$0 }
      return (.set, add(members, [], [], negated: negated, rule))
    case .set(let set): return (.set, add(set))
    default: return nil
    }
  }

  /// Whether the set with an index has a character.
  func set(_ index: UInt32, contains character: UInt32) -> Bool {
    ranges.withUnsafeBufferPointer { sets[Int(index)].contains(character, $0) }
  }

  private mutating func add(_ set: RegexSet) -> UInt32 {
    var members: [ClosedRange<UInt32>] = []
    var extended: [ClosedRange<UInt32>] = []
    var categories: CharacterSetTest.Categories = set.asciiCategories ? .ascii : []
    let rule = set.caseRule
    for item in set.items {
      switch item {
      case .category(let category, let negated):
        categories.insert(CharacterSetTest.Categories(category, negated: negated))
      case .codePoint(let value) where rule == .exact || value > Self.bitmapLimit:
        members.append(value...value)
      case .codePoint(let value):
        members += rule.equals(rule.lowerCase(value)).map { $0...$0 }
      case .range(let low, let high):
        if rule == .exact {
          members.append(low...high)
          continue
        }
        if high > Self.bitmapLimit { extended.append(low...high) }
        if low <= Self.bitmapLimit {
          // The capitals among these do no harm: no character has one as its lower case.
          members += CaseFolding.matches(of: low...min(high, Self.bitmapLimit), rule).ranges
        }
      }
    }
    return add(members, extended, categories, negated: set.negated, rule)
  }

  private mutating func add(
    _ members: [ClosedRange<UInt32>], _ extended: [ClosedRange<UInt32>],
    _ categories: CharacterSetTest.Categories, negated: Bool, _ rule: CaseRule
  ) -> UInt32 {
    let members = CodePointSet(members).ranges
    var set = CharacterSetTest(
      start: Int32(ranges.count), count: Int32(members.count),
      extendedCount: Int32(extended.count), categories: categories, negated: negated, rule: rule)
    ranges += members + extended
    ranges.withUnsafeBufferPointer { set.computeASCII($0) }
    sets.append(set)
    return UInt32(sets.count - 1)
  }
}
