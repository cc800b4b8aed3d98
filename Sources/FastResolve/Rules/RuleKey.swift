/// What a rule matches: its tier and its key there.
public enum RuleKey: Hashable, Sendable {
  /// Everything.
  case global
  /// Modules of this type, calls of this function or method.
  case objectType(ObjectType)
  /// Module paths that the Python regex matches from their start.
  case moduleNameRegex(String)
  /// The module path and all below it that no nearer rule names.
  case moduleName(String)
  /// The use number `index`, from 0, of the object type directly in the module.
  case moduleNameObjectTypeOrder(moduleName: String, objectType: ObjectType, index: Int)
}

extension RuleKey {
  /// Whether the two are one key of a rule set: paths and patterns compare by code point, object
  /// types by the object they name.
  ///
  /// Not the synthesized comparison, which would hold `"é"` in one scalar and in two for one path.
  public static func == (left: RuleKey, right: RuleKey) -> Bool {
    switch (left, right) {
    case (.global, .global): true
    case (.objectType(let a), .objectType(let b)): a == b
    case (.moduleNameRegex(let a), .moduleNameRegex(let b)),
      (.moduleName(let a), .moduleName(let b)):
      ExactText(a) == ExactText(b)
    case (
      .moduleNameObjectTypeOrder(let path, let type, let index),
      .moduleNameObjectTypeOrder(let otherPath, let otherType, let otherIndex)
    ):
      ExactText(path) == ExactText(otherPath) && type == otherType && index == otherIndex
    default: false
    }
  }

  /// Hashes what `==` compares.
  public func hash(into hasher: inout Hasher) {
    switch self {
    case .global: hasher.combine(0)
    case .objectType(let type):
      hasher.combine(1)
      hasher.combine(type)
    case .moduleNameRegex(let pattern):
      hasher.combine(2)
      hasher.combine(ExactText(pattern))
    case .moduleName(let path):
      hasher.combine(3)
      hasher.combine(ExactText(path))
    case .moduleNameObjectTypeOrder(let path, let type, let index):
      hasher.combine(4)
      hasher.combine(ExactText(path))
      hasher.combine(type)
      hasher.combine(index)
    }
  }
}

extension RuleKey {
  /// The tier.
  var tier: RuleTier {
    switch self {
    case .global: .global
    case .objectType: .objectType
    case .moduleNameRegex: .moduleNameRegex
    case .moduleName: .moduleName
    case .moduleNameObjectTypeOrder: .moduleNameObjectTypeOrder
    }
  }
}

/// One of the five tiers of a rule set, in increasing priority.
public enum RuleTier: String, CaseIterable, Sendable {
  /// One qconfig for everything.
  case global = "global"
  /// By the type of a module or the function or method called.
  case objectType = "object_type"
  /// By a Python regex on the module path; the first registered that matches.
  case moduleNameRegex = "module_name_regex"
  /// By the module path; the nearest ancestor that has a rule.
  case moduleName = "module_name"
  /// By module path, object type and which use of it.
  case moduleNameObjectTypeOrder = "module_name_object_type_order"

  /// The tier's key in the dictionary form.
  public var dictionaryKey: String { self == .global ? "" : rawValue }
}

/// The rule that decided an answer: its tier and its position in that tier, as in
/// `QConfigMapping.toDict()`.
public enum Rule: Hashable, Sendable, CustomStringConvertible {
  /// No rule: nothing matched and there is no global qconfig.
  case none
  /// The global rule.
  case global
  /// An object type rule.
  case objectType(Int)
  /// A module name regex rule.
  case moduleNameRegex(Int)
  /// A module name rule.
  case moduleName(Int)
  /// A rule on the order of object types.
  case moduleNameObjectTypeOrder(Int)

  /// The rule at a position of a tier.
  init(_ tier: RuleTier, at position: Int) {
    self =
      switch tier {
      case .global: .global
      case .objectType: .objectType(position)
      case .moduleNameRegex: .moduleNameRegex(position)
      case .moduleName: .moduleName(position)
      case .moduleNameObjectTypeOrder: .moduleNameObjectTypeOrder(position)
      }
  }

  /// The tier, or `nil` for no rule.
  public var tier: RuleTier? {
    switch self {
    case .none: nil
    case .global: .global
    case .objectType: .objectType
    case .moduleNameRegex: .moduleNameRegex
    case .moduleName: .moduleName
    case .moduleNameObjectTypeOrder: .moduleNameObjectTypeOrder
    }
  }

  /// The position within the tier; 0 for the global rule and for none.
  public var position: Int {
    switch self {
    case .none, .global: 0
    case .objectType(let position), .moduleNameRegex(let position), .moduleName(let position),
      .moduleNameObjectTypeOrder(let position):
      position
    }
  }

  /// The name of the rule in answers: `none`, `global`, `object_type[2]`,
  /// `module_name_regex[0]`, `module_name[7]`, `module_name_object_type_order[1]`.
  public var description: String {
    var text = ByteBuffer()
    text.append(nameOf: self)
    return text.slice.text
  }
}

extension ByteBuffer {
  /// Appends the name of a rule, its `description`.
  mutating func append(nameOf rule: Rule) {
    guard let tier = rule.tier else { return append("none") }
    tier.rawValue.withByteSlice { append($0) }
    guard tier != .global else { return }
    append(UInt8(ascii: "["))
    append(decimal: rule.position)
    append(UInt8(ascii: "]"))
  }

  /// Appends the digits of a number that isn't negative.
  private mutating func append(decimal number: Int) {
    if number >= 10 { append(decimal: number / 10) }
    append(UInt8(ascii: "0") + UInt8(number % 10))
  }
}
