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
    return try reader.result()
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
