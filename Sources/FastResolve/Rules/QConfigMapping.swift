import OrderedCollections

/// A rule set: which qconfig each module of a model gets.
///
/// The mapping has the five tiers of `torch.ao.quantization.QConfigMapping`, in increasing
/// priority: one global qconfig, then rules by object type, by a Python regex on the module path,
/// by the module path itself, and by the use of an object type in a module. Rules keep the order
/// in which they were first set. Setting a key again replaces its qconfig and leaves its place.
///
///     let mapping = QConfigMapping()
///       .setGlobal("int8")
///       .setObjectType("torch.nn.Linear", "int4")
///       .setModuleNameRegex("foo.*bar.*conv[0-9]+", "fp16")
///       .setModuleName("head", nil)
///       .setModuleNameObjectTypeOrder("foo.bar", "torch.nn.functional.linear", 0, "fp8")
///
/// A mapping is a value. To ask it, compile it: ``CompiledRules``.
public struct QConfigMapping: Sendable {
  /// The qconfig of everything no other rule matches.
  ///
  /// `null` and no global at all are the same, as in torch: what it decides is `null`, by no rule.
  public private(set) var globalQConfig: QConfig = .null
  private(set) var objectTypes: OrderedDictionary<ObjectType, QConfig> = [:]
  private(set) var moduleNameRegexes: OrderedDictionary<ExactText, QConfig> = [:]
  private(set) var moduleNames = ModuleNameRules()
  private(set) var objectTypeOrders: OrderedDictionary<ObjectTypeOrder, QConfig> = [:]

  /// The key of a rule on the order of object types.
  struct ObjectTypeOrder: Hashable, Sendable {
    var moduleName: ExactText
    var objectType: ObjectType
    var index: Int
  }

  /// Makes an empty mapping: every module gets `null`, by no rule.
  public init() {}

  /// Sets the qconfig of a key: replaces it in its place, or adds the rule at the end of its tier.
  ///
  /// - Complexity: O(1) on average.
  public mutating func set(_ key: RuleKey, to qconfig: QConfig) { replace(key, qconfig) }

  /// A rule that was there when its key was set again.
  struct Replaced {
    /// Its position in its tier, which it keeps.
    var position: Int
    /// Its qconfig until then.
    var qconfig: QConfig
  }

  /// Sets the qconfig of a key and tells of the rule that had it before; of the global one nothing.
  @discardableResult
  mutating func replace(_ key: RuleKey, _ qconfig: QConfig) -> Replaced? {
    switch key {
    case .global:
      globalQConfig = qconfig
      return nil
    case .objectType(let type): return Self.replace(type, qconfig, in: &objectTypes)
    case .moduleNameRegex(let pattern):
      return Self.replace(ExactText(pattern), qconfig, in: &moduleNameRegexes)
    case .moduleName(let path):
      return path.withByteSlice { moduleNames.set($0, hash: PathHash.of($0), to: qconfig) }
    case .moduleNameObjectTypeOrder(let path, let type, let index):
      let key = ObjectTypeOrder(moduleName: ExactText(path), objectType: type, index: index)
      return Self.replace(key, qconfig, in: &objectTypeOrders)
    }
  }

  private static func replace<Key>(
    _ key: Key, _ qconfig: QConfig, in rules: inout OrderedDictionary<Key, QConfig>
  ) -> Replaced? {
    guard let before = rules.updateValue(qconfig, forKey: key),
      let position = rules.index(forKey: key)
    else { return nil }
    return Replaced(position: position, qconfig: before)
  }

  /// Makes room for so many module names more.
  mutating func reserveModuleNames(_ count: Int) { moduleNames.reserve(count) }

  /// Sets the qconfig of a module path that is bytes in UTF-8.
  ///
  /// - Parameter hash: What `moduleNames` has for its hash.
  mutating func setModuleName(_ path: ByteSlice, hash: UInt64, to qconfig: QConfig) -> Replaced? {
    moduleNames.set(path, hash: hash, to: qconfig)
  }

  /// Sets the global qconfig (torch's `set_global`).
  public consuming func setGlobal(_ qconfig: QConfig) -> QConfigMapping {
    set(.global, to: qconfig)
    return self
  }

  /// Sets the qconfig of a module class, function or method (torch's `set_object_type`).
  ///
  /// Any spelling of the name serves; see ``ObjectType``. Names are compared, there is no subclass
  /// matching.
  public consuming func setObjectType(
    _ objectType: ObjectType, _ qconfig: QConfig
  ) -> QConfigMapping {
    set(.objectType(objectType), to: qconfig)
    return self
  }

  /// Sets the qconfig of all module paths that a Python regex matches from their start
  /// (torch's `set_module_name_regex`).
  ///
  /// The first regex in the order they were first set wins. The pattern is Python's; it is looked
  /// at when the mapping is compiled.
  public consuming func setModuleNameRegex(
    _ pattern: String, _ qconfig: QConfig
  ) -> QConfigMapping {
    set(.moduleNameRegex(pattern), to: qconfig)
    return self
  }

  /// Sets the qconfig of a module path and all below it (torch's `set_module_name`).
  ///
  /// The path `""` can be set and never matches, as in torch.
  public consuming func setModuleName(_ modulePath: String, _ qconfig: QConfig) -> QConfigMapping {
    set(.moduleName(modulePath), to: qconfig)
    return self
  }

  /// Sets the qconfig of one use of an object type directly in a module
  /// (torch's `set_module_name_object_type_order`).
  ///
  /// - Parameters:
  ///   - modulePath: The module whose code holds the use; `""` is the root.
  ///   - objectType: The type or function used.
  ///   - index: Which use, from 0, in the order of the graph.
  ///   - qconfig: Its qconfig.
  public consuming func setModuleNameObjectTypeOrder(
    _ modulePath: String, _ objectType: ObjectType, _ index: Int, _ qconfig: QConfig
  ) -> QConfigMapping {
    set(
      .moduleNameObjectTypeOrder(moduleName: modulePath, objectType: objectType, index: index),
      to: qconfig)
    return self
  }

  /// How many rules there are in all tiers; a global `null` does not count.
  public var ruleCount: Int {
    (globalQConfig.isNull ? 0 : 1) + objectTypes.count + moduleNameRegexes.count
      + moduleNames.count + objectTypeOrders.count
  }

  /// The rules of one tier in their order; their positions are those of ``Rule``.
  ///
  /// - Complexity: O(*n*) in the number of rules of the tier.
  public func rules(in tier: RuleTier) -> [(key: RuleKey, qconfig: QConfig)] {
    (0..<count(of: tier)).map { (key(in: tier, at: $0), qconfig(in: tier, at: $0)) }
  }

  /// The key of the rule at a position of a tier.
  func key(in tier: RuleTier, at position: Int) -> RuleKey {
    switch tier {
    case .global: return .global
    case .objectType: return .objectType(objectTypes.keys[position])
    case .moduleNameRegex: return .moduleNameRegex(moduleNameRegexes.keys[position].string)
    case .moduleName: return .moduleName(moduleNames.path(at: position))
    case .moduleNameObjectTypeOrder:
      let key = objectTypeOrders.keys[position]
      return .moduleNameObjectTypeOrder(
        moduleName: key.moduleName.string, objectType: key.objectType, index: key.index)
    }
  }

  /// The qconfig of the rule at a position of a tier.
  func qconfig(in tier: RuleTier, at position: Int) -> QConfig {
    switch tier {
    case .global: globalQConfig
    case .objectType: objectTypes.values[position]
    case .moduleNameRegex: moduleNameRegexes.values[position]
    case .moduleName: moduleNames.qconfigs[position]
    case .moduleNameObjectTypeOrder: objectTypeOrders.values[position]
    }
  }
}

extension QConfigMapping: Equatable {
  /// Whether the two have the same rules in the same order.
  ///
  /// Spellings of an object type do not count.
  public static func == (left: Self, right: Self) -> Bool {
    left.globalQConfig == right.globalQConfig
      && left.objectTypes == right.objectTypes
      && left.moduleNameRegexes == right.moduleNameRegexes
      && left.moduleNames == right.moduleNames
      && left.objectTypeOrders == right.objectTypeOrders
  }
}

extension QConfigMapping: CustomStringConvertible {
  /// The tiers in order, a rule a line, as torch's `repr` lists them.
  public var description: String {
    var text = "QConfigMapping ("
    for tier in RuleTier.allCases {
      text += "\n \(tier.rawValue)"
      let rules = rules(in: tier)
      if tier == .global {
        text += "\n  \(globalQConfig.json)"
      } else if rules.isEmpty {
        text += "\n  (none)"
      } else {
        for rule in rules { text += "\n  \(rule.key): \(rule.qconfig.json)" }
      }
    }
    return text + "\n)"
  }
}

extension RuleKey: CustomStringConvertible {
  /// The key as a rule set writes it.
  public var description: String {
    switch self {
    case .global: "global"
    case .objectType(let type): type.name
    case .moduleNameRegex(let pattern): pattern
    case .moduleName(let path): path
    case .moduleNameObjectTypeOrder(let path, let type, let index): "(\(path), \(type), \(index))"
    }
  }
}
