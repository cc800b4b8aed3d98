extension CheckReport {
  /// The report for programs, described in `Documentation/json.md`.
  public var json: JSONValue {
    .object([
      .init("schema", .string("fastresolve.check/1")),
      .init("source", source.map(JSONValue.string) ?? .null),
      .init("rules", .integer(ruleCount)),
      .init(
        "counts",
        .object(
          Finding.Severity.allCases.reversed().map {
            .init($0.rawValue, .integer(count(of: $0)))
          })),
      .init("findings", .array(findings.map(\.json))),
      .init("inventory", inventory?.json ?? .null),
      .init("inventory_skipped", .bool(isInventorySkipped)),
    ])
  }
}

extension InventoryCheck {
  /// The inventory as a member of the report.
  var json: JSONValue {
    .object([
      .init("rows", .integer(summary.rows)), .init("bad_rows", .integer(summary.badRows)),
      .init("models", .integer(summary.models)),
      .init(
        "tiers",
        .object(
          RuleTier.allCases.map { .init($0.rawValue, .integer(tiers[$0] ?? 0)) }
            + [.init("none", .integer(none.rows))])),
      .init("global", global.json), .init("none", none.json),
    ])
  }
}

extension InventoryCheck.Rest {
  fileprivate var json: JSONValue {
    .object([
      .init("rows", .integer(rows)),
      .init(
        "types",
        .array(
          types.map {
            .object([
              .init("type", .string($0.type)), .init("rows", .integer($0.rows)),
              .init("example", .string($0.example)),
            ])
          })),
    ])
  }
}

extension Finding {
  /// The finding as a member of the report; what there is nothing to say of is `null` or empty.
  var json: JSONValue {
    .object([
      .init("code", .string(code.rawValue)), .init("severity", .string(severity.rawValue)),
      .init("title", .string(code.title)), .init("place", .string(place)),
      .init("rule", rule.map { .string($0.description) } ?? .null),
      .init("key", key.map { .array($0.elements) } ?? .null),
      .init("qconfig", qconfig?.value ?? .null),
      .init("message", .string(message)),
      .init("position", position.map(JSONValue.integer) ?? .null),
      .init("suggestion", suggestion.map(JSONValue.string) ?? .null),
      .init("rows", rows.map(JSONValue.integer) ?? .null),
      .init("unknown_rows", unknownRows.map(JSONValue.integer) ?? .null),
      .init(
        "related",
        .array(
          related.map {
            .object([
              .init("rule", .string($0.rule.description)), .init("key", .array($0.key.elements)),
              .init("qconfig", $0.qconfig.value),
              .init("rows", $0.rows.map(JSONValue.integer) ?? .null),
            ])
          })),
      .init("examples", .array(examples.map(JSONValue.string))),
    ])
  }
}
