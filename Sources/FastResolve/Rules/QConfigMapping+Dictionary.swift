// The dictionary form: the very shape of `QConfigMapping.to_dict()` in torch, as a JSON value.
//
//   {"": qconfig,
//    "object_type": [[type, qconfig], ...],
//    "module_name_regex": [[pattern, qconfig], ...],
//    "module_name": [[path, qconfig], ...],
//    "module_name_object_type_order": [[path, type, index, qconfig], ...]}
//
// torch ignores keys it does not know and fails on a short tuple with whatever Python says; here
// every fault is collected with its JSON path, so that one run shows all there is to mend.

extension QConfigMapping {
  /// The mapping as a dictionary: all five keys, in order.
  ///
  /// - Complexity: O(*n*) in the number of rules.
  public func toDict() -> JSONValue {
    .object(
      RuleTier.allCases.map { tier in
        guard tier != .global else { return .init(tier.dictionaryKey, globalQConfig.value) }
        let entries = rules(in: tier).map { key, qconfig in
          JSONValue.array(key.elements + [qconfig.value])
        }
        return .init(tier.dictionaryKey, .array(entries))
      })
  }

  /// Makes a mapping of its dictionary form. All keys are optional; a key of a list that comes
  /// again replaces the qconfig and keeps the first place.
  ///
  /// - Parameter dictionary: What ``toDict()`` returns, or torch's `to_dict` as JSON.
  /// - Throws: `RulesError` with all faults and their JSON paths: an unknown or repeated top-level
  ///   key, a list or entry that is none, an entry too short or too long, an index that is no
  ///   integer.
  /// - Complexity: O(*n*) on average in the number of rules.
  public static func fromDict(_ dictionary: JSONValue) throws(RulesError) -> QConfigMapping {
    var reader = DictionaryReader()
    reader.read(dictionary)
    guard reader.faults.isEmpty else { throw RulesError(faults: reader.faults) }
    return reader.mapping
  }
}

extension RuleKey {
  /// What stands before the qconfig in an entry of the dictionary form.
  var elements: [JSONValue] {
    switch self {
    case .global: []
    case .objectType(let type): [.string(type.name)]
    case .moduleNameRegex(let pattern): [.string(pattern)]
    case .moduleName(let path): [.string(path)]
    case .moduleNameObjectTypeOrder(let path, let type, let index):
      [.string(path), .string(type.name), .number(String(index))]
    }
  }
}

private struct DictionaryReader {
  var mapping = QConfigMapping()
  var faults: [RulesError.Fault] = []

  mutating func fault(_ place: String, _ message: String) {
    faults.append(.init(place: place, message: message))
  }

  mutating func read(_ dictionary: JSONValue) {
    guard case .object(let members) = dictionary else {
      fault("", "a rule set is an object, this is \(dictionary.kind)")
      return
    }
    var seen: Set<ExactText> = []
    for member in members {
      guard let tier = RuleTier.allCases.first(where: { $0.dictionaryKey == member.name }) else {
        fault(JSONPath.member(member.name), unknownKeyMessage(member.name))
        continue
      }
      guard seen.insert(ExactText(member.name)).inserted else {
        fault(JSONPath.member(member.name), "the key stands twice in the rule set")
        continue
      }
      read(member.value, tier)
    }
  }

  private func unknownKeyMessage(_ name: String) -> String {
    let known = RuleTier.allCases.map(\.dictionaryKey)
    if let nearest = nearestName(to: name, among: known.dropFirst()) {
      return "unknown key; did you mean '\(nearest)'?"
    }
    if name == "global" || name == "global_qconfig" {
      return "unknown key; the global qconfig has the key \"\""
    }
    return "unknown key; the keys are \"\", \(known.dropFirst().joined(separator: ", "))"
  }

  private mutating func read(_ value: JSONValue, _ tier: RuleTier) {
    if tier == .global {
      mapping.set(.global, to: QConfig(value))
      return
    }
    guard case .array(let entries) = value else {
      fault(tier.dictionaryKey, "expected a list of \(tier.entryShape), found \(value.kind)")
      return
    }
    for (position, entry) in entries.enumerated() {
      read(entry, tier, "\(tier.dictionaryKey)[\(position)]")
    }
  }

  private mutating func read(_ entry: JSONValue, _ tier: RuleTier, _ place: String) {
    guard case .array(let elements) = entry else {
      fault(place, "expected \(tier.entryShape), found \(entry.kind)")
      return
    }
    let wanted = tier == .moduleNameObjectTypeOrder ? 4 : 2
    guard elements.count == wanted else {
      fault(
        place,
        "expected \(tier.entryShape), found \(elements.count) element\(elements.count == 1 ? "" : "s")"
      )
      return
    }
    guard let first = string(elements[0], "\(place)[0]") else { return }
    let key: RuleKey
    switch tier {
    case .global: return
    case .objectType: key = .objectType(ObjectType(first))
    case .moduleNameRegex: key = .moduleNameRegex(first)
    case .moduleName: key = .moduleName(first)
    case .moduleNameObjectTypeOrder:
      guard let type = string(elements[1], "\(place)[1]"),
        let index = integer(elements[2], "\(place)[2]")
      else { return }
      key = .moduleNameObjectTypeOrder(
        moduleName: first, objectType: ObjectType(type), index: index)
    }
    mapping.set(key, to: QConfig(elements[wanted - 1]))
  }

  private mutating func string(_ value: JSONValue, _ place: String) -> String? {
    if case .string(let text) = value { return text }
    fault(place, "expected a string, found \(value.kind)")
    return nil
  }

  private mutating func integer(_ value: JSONValue, _ place: String) -> Int? {
    guard case .number(let text) = value else {
      fault(place, "expected an integer, found \(value.kind)")
      return nil
    }
    if let integer = Int(text) { return integer }
    fault(place, "expected an integer of 64 bits, found \(text)")
    return nil
  }
}

extension RuleTier {
  /// The shape of an entry, for error messages.
  fileprivate var entryShape: String {
    switch self {
    case .global: "a qconfig"
    case .objectType: "[object type, qconfig]"
    case .moduleNameRegex: "[pattern, qconfig]"
    case .moduleName: "[module path, qconfig]"
    case .moduleNameObjectTypeOrder: "[module path, object type, index, qconfig]"
    }
  }
}

/// Names of places in a JSON document.
enum JSONPath {
  /// A member of the top-level object: its name, in quotes where it is no plain word.
  static func member(_ name: String) -> String {
    let isWord =
      !name.isEmpty
      && name.utf8.allSatisfy { byte in
        isDigit(byte) || byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z")
          || byte == UInt8(ascii: "_")
      }
    return isWord ? name : JSONValue.string(name).compactText
  }
}
