extension QConfigMapping {
  /// Reads a mapping from YAML in the shape of torch's `to_dict`.
  ///
  /// The value is the one that the same text in JSON would be. A scalar in quotes, or in a block of
  /// `|` or `>`, is a string. One without is what YAML 1.2's core schema says: `null`, `~` and
  /// nothing at all are null, `true` and `false` booleans, what JSON calls a number is one and
  /// keeps its text, and the rest are strings. What the versions of YAML read differently (`no`,
  /// `on`, `1:30`, a date) and numbers that JSON can't say as they stand (`0x10`, `010`, `.5`,
  /// `.inf`) are errors, to be put in quotes. Anchors, aliases and merge keys are taken; a name
  /// twice in a mapping, a name that is no string, a second document and tags other than YAML's own
  /// are errors.
  ///
  /// - Throws: `RulesError`; the place is `line:column` where the text is at fault and a JSON path
  ///   where the rule set is.
  public init(yaml: String) throws(RulesError) {
    self = try RulesDocument(utf8: Array(yaml.utf8), format: .yaml).mapping
  }

  /// The mapping as YAML, the dictionary form in block style.
  ///
  /// Regexes stand in single quotes, in which a backslash is a backslash. A rule whose qconfig is
  /// no array or object has one line. Read by ``init(yaml:)`` it is the equal mapping; other
  /// readers of YAML get the same strings too, as what any of them might take for something else is
  /// in quotes.
  ///
  /// - Throws: `RulesError` where a qconfig has an object with the same name twice, which YAML
  ///   can't say.
  /// - Complexity: O(*n*) in the size of the rules.
  public func yaml() throws(RulesError) -> String {
    let faults = duplicateNames()
    guard faults.isEmpty else { throw RulesError(faults: faults) }
    var text = YAMLText()
    text.beginMapping(.block)
    for tier in RuleTier.allCases {
      text.append(tier.dictionaryKey, tier == .global ? .doubleQuoted : .plain)
      guard tier != .global else {
        text.append(globalQConfig.value, .block)
        continue
      }
      text.beginSequence(.block)
      for (key, qconfig) in rules(in: tier) {
        text.beginSequence(qconfig.value.isNested ? .block : .flow)
        for element in key.elements {
          if tier == .moduleNameRegex, case .string(let pattern) = element {
            text.append(pattern, .singleQuoted)
          } else {
            text.append(element, .flow)
          }
        }
        text.append(qconfig.value, .block)
        text.end()
      }
      text.end()
    }
    text.end()
    return String(decoding: text.finish(), as: UTF8.self)
  }

  /// The qconfigs in which an object has a name twice.
  private func duplicateNames() -> [RulesError.Fault] {
    RuleTier.allCases.flatMap { tier in
      guard tier != .global else { return Self.faults(of: globalQConfig, "\"\"") }
      return rules(in: tier).enumerated().flatMap { position, rule in
        Self.faults(
          of: rule.qconfig, "\(tier.dictionaryKey)[\(position)][\(rule.key.elements.count)]")
      }
    }
  }

  private static func faults(of qconfig: QConfig, _ place: @autoclosure () -> String) -> [RulesError
    .Fault]
  {
    guard let name = qconfig.value.repeatedName else { return [] }
    let message =
      "the name \(JSONValue.string(name)) stands twice in an object, which YAML can't say"
    return [.init(place: place(), message: message)]
  }
}

extension JSONValue {
  /// Whether this is an array or object with something in it.
  fileprivate var isNested: Bool {
    switch self {
    case .array(let elements): !elements.isEmpty
    case .object(let members): !members.isEmpty
    default: false
    }
  }

  /// A name that an object in the value has twice.
  fileprivate var repeatedName: String? {
    switch self {
    case .array(let elements): return elements.lazy.compactMap(\.repeatedName).first
    case .object(let members):
      var names: Set<ExactText> = []
      for member in members where !names.insert(ExactText(member.name)).inserted {
        return member.name
      }
      return members.lazy.compactMap(\.value.repeatedName).first
    default: return nil
    }
  }
}
