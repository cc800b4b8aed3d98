extension Explanation {
  /// The explanations for programs: schema `fastresolve.explain/1`, which `Documentation/json.md`
  /// describes.
  public static func json(_ explanations: [Explanation]) -> JSONValue {
    .object([
      .init("schema", .string("fastresolve.explain/1")),
      .init("explanations", .array(explanations.map(\.json))),
    ])
  }

  /// The explanation for programs, an element of ``json(_:)``'s.
  public var json: JSONValue {
    var qconfig = JSONValue.null
    var rule = JSONValue.null
    var error = JSONValue.null
    switch answer {
    case .success(let answer):
      qconfig = answer.qconfig.value
      rule = .string(answer.rule.description)
    case .failure(let failure):
      error = .object([
        .init("rule", .string(failure.rule.description)), .init("reason", .string(failure.reason)),
      ])
    }
    return .object([
      .init("query", queryJSON), .init("qconfig", qconfig), .init("rule", rule),
      .init("error", error), .init("matches", .array(matches.map(\.json))),
      .init(
        "tiers",
        .object([
          .init("object_type", .array(objectTypes.map(\.json))),
          .init("module_name_regex", regexes.json),
          .init(
            "module_name",
            .object([
              .init("looked_up", .array(moduleNames.map(\.json))),
              .init("near", .array(nearNames.map(\.json))),
              .init("rules_below", .integer(namesBelow)),
            ])),
          .init("module_name_object_type_order", order?.json ?? .null),
        ])),
    ])
  }

  private var queryJSON: JSONValue {
    .object([
      .init("op", .string(query.operation.rawValue)),
      .init("module_path", .string(query.modulePath)),
      .init("module_type", .string(query.moduleType)), .init("target", .string(query.target)),
      .init("index", .integer(query.index ?? 0)), .init("index_given", .bool(isIndexGiven)),
    ])
  }
}

extension Explanation.Entry {
  fileprivate var members: [JSONValue.Member] {
    [
      .init("rule", .string(rule.description)), .init("key", .array(key.elements)),
      .init("qconfig", qconfig.value),
    ]
  }

  fileprivate var name: JSONValue { .string(rule.description) }
}

extension Explanation.Match {
  fileprivate var json: JSONValue {
    let standing: (String, JSONValue) =
      switch self.standing {
      case .decides: ("decides", .null)
      case .overruled(let rule): ("overruled", .string(rule.description))
      case .open: ("open", .null)
      }
    return .object(
      entry.members + [
        .init("standing", .string(standing.0)), .init("overruled_by", standing.1),
      ])
  }
}

extension Explanation.TypeLookup {
  fileprivate var json: JSONValue {
    .object([
      .init("of", .string(role.rawValue)), .init("name", .string(type.name)),
      .init("canonical_name", .string(type.canonicalName)), .init("rule", entry?.name ?? .null),
      .init("nearest", nearest.map { .object($0.members) } ?? .null),
    ])
  }
}

extension Explanation.NameLookup {
  fileprivate var json: JSONValue {
    .object([
      .init("module_path", .string(modulePath)), .init("rule", entry?.name ?? .null),
    ])
  }
}

extension Explanation.OrderLookup {
  fileprivate var json: JSONValue {
    .object([
      .init("module_path", .string(modulePath)),
      .init("object_type", .string(type.canonicalName)), .init("index", .integer(index)),
      .init("rule", entry?.name ?? .null),
      .init("other_uses", .array(otherUses.map { .object($0.members) })),
      .init("misplaced", .array(misplaced.map { .object($0.members) })),
    ])
  }
}

extension Explanation.Regexes {
  fileprivate var json: JSONValue {
    .object([
      .init("count", .integer(count)), .init("matches", .array(matches.map(\.name))),
      .init(
        "failures",
        .array(
          failures.map { failure in
            .object([
              .init("rule", failure.entry.name), .init("reason", .string(failure.reason)),
            ])
          })),
      .init("near", .array(nearMisses.map(\.json))),
    ])
  }
}

extension RegexNearMiss {
  fileprivate var json: JSONValue {
    switch reason {
    case .stopped(let stop): .object(entry.members + Self.members("stopped", stop))
    case .ruledOut(let stop): .object(entry.members + Self.members("ruled_out", stop))
    case .beginsLater(let position):
      .object(
        entry.members + [
          .init("reason", .string("begins_later")), .init("position", .integer(position)),
        ])
    }
  }

  private static func members(_ reason: String, _ stop: RegexStop) -> [JSONValue.Member] {
    [
      .init("reason", .string(reason)), .init("position", .integer(stop.position)),
      .init(
        "elements",
        .array(
          stop.elements.map { .array([.integer($0.lowerBound), .integer($0.upperBound)]) })),
      .init("agreed", .integer(stop.agreed)), .init("furthest", .integer(stop.furthest)),
    ]
  }
}

extension NameNearMiss {
  fileprivate var json: JSONValue {
    let parts: (String, String, String?) =
      switch difference {
      case .spelling(let rule, let path): ("spelling", rule, path)
      case .number(let rule, let path): ("number", rule, path)
      case .lacks(let prefix): ("lacks", prefix, nil)
      case .hasBefore(let prefix): ("has_before", prefix, nil)
      }
    return .object(
      entry.members + [
        .init("difference", .string(parts.0)), .init("text", .string(parts.1)),
        .init("path_text", parts.2.map { .string($0) } ?? .null),
      ])
  }
}
