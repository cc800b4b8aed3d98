/// The flags of Python's `re` that can be written inside a pattern.
///
/// `L` is not among them: CPython refuses it in a `str` pattern before it could mean anything.
struct RegexFlags: OptionSet, Hashable, Sendable {
  let rawValue: UInt8

  static let ignoreCase = RegexFlags(rawValue: 1 << 0)
  static let multiline = RegexFlags(rawValue: 1 << 1)
  static let dotAll = RegexFlags(rawValue: 1 << 2)
  static let verbose = RegexFlags(rawValue: 1 << 3)
  static let ascii = RegexFlags(rawValue: 1 << 4)
  static let unicode = RegexFlags(rawValue: 1 << 5)
  static let template = RegexFlags(rawValue: 1 << 6)

  /// The flags that say which characters are letters; at most one is in force.
  static let types: RegexFlags = [.ascii, .unicode]
  /// The flags that hold for the whole pattern or not at all.
  static let global: RegexFlags = [.template]

  /// The flag written as `letter`, or `nil` when there is none (`L` included).
  init?(letter: UInt32) {
    switch letter {
    case "i": self = .ignoreCase
    case "m": self = .multiline
    case "s": self = .dotAll
    case "x": self = .verbose
    case "a": self = .ascii
    case "u": self = .unicode
    case "t": self = .template
    default: return nil
    }
  }

  init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The flags inside a group that adds and removes some, as `_combine_flags` of CPython's
  /// `re._compiler` has it: a new type flag takes the place of the old one.
  func adding(_ added: RegexFlags, removing removed: RegexFlags) -> RegexFlags {
    var flags = self
    if !added.isDisjoint(with: .types) { flags.subtract(.types) }
    return flags.union(added).subtracting(removed)
  }

  /// The letters of the flags, in the order Python's documentation lists them.
  var letters: String {
    var text = ""
    if contains(.ascii) { text += "a" }
    if contains(.ignoreCase) { text += "i" }
    if contains(.multiline) { text += "m" }
    if contains(.dotAll) { text += "s" }
    if contains(.template) { text += "t" }
    if contains(.unicode) { text += "u" }
    if contains(.verbose) { text += "x" }
    return text
  }
}

/// How letters are compared where a literal, a set or a back-reference stands.
enum CaseRule: UInt8, Hashable, Sendable {
  /// Character by character.
  case exact
  /// `(?ai)`: ASCII letters have two cases, nothing else has.
  case asciiFolding
  /// `(?i)`: by CPython's lower case, and the extra classes of `re._casefix`.
  case unicodeFolding

  init(_ flags: RegexFlags) {
    guard flags.contains(.ignoreCase) else {
      self = .exact
      return
    }
    self = flags.contains(.ascii) ? .asciiFolding : .unicodeFolding
  }
}

/// Lets a `switch` over a raw code point name its cases as ASCII characters.
func ~= (pattern: Unicode.Scalar, value: UInt32) -> Bool { pattern.value == value }
