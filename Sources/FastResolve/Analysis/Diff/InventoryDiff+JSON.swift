extension InventoryDiff {
  /// The comparison for programs: schema `fastresolve.diff/1`, which `Documentation/json.md`
  /// describes.
  public var json: JSONValue {
    .object([
      .init("schema", .string("fastresolve.diff/1")), .init("old", .string(oldName)),
      .init("new", .string(newName)), .init("rows", .integer(summary.rows)),
      .init("bad_rows", .integer(summary.badRows)),
      .init("bytes_read", .integer(summary.bytesRead)),
      .init("models", .integer(models)), .init("changed_rows", .integer(changedRows)),
      .init("changed_models", .integer(changedModels)),
      .init("changed_module_paths", .integer(changedPaths)),
      .init("other_rule_rows", .integer(otherRuleRows)),
      .init("transitions", .array(transitions.map(\.json))),
      .init("other_rules", .array(otherRules.map(\.json))), .init("rule_sets", ruleSets.json),
    ])
  }
}

extension InventoryDiff.Transition {
  fileprivate var json: JSONValue {
    .object([
      .init("old_qconfig", oldQConfig.value), .init("new_qconfig", newQConfig.value),
      .init("rows", .integer(rows)), .init("rules", .array(rules.map(\.json))),
      .init("examples", .array(examples.map(\.json))),
    ])
  }
}

extension InventoryDiff.RulePair {
  fileprivate var json: JSONValue {
    .object([
      .init("old_rule", .string(oldRule.description)),
      .init("old_key", oldKey.map { .array($0.elements) } ?? .null),
      .init("new_rule", .string(newRule.description)),
      .init("new_key", newKey.map { .array($0.elements) } ?? .null), .init("rows", .integer(rows)),
    ])
  }
}

extension InventoryDiff.Example {
  fileprivate var json: JSONValue {
    .object([
      .init("model", .string(model)), .init("op", .string(operation.rawValue)),
      .init("module_path", .string(modulePath)), .init("source", .string(source)),
      .init("line", .integer(line)),
    ])
  }
}

extension RuleSetDiff {
  /// The comparison of the rule sets, a member of that of inventories.
  var json: JSONValue {
    .object([
      .init("added", .array(added.map(\.json))), .init("removed", .array(removed.map(\.json))),
      .init("changed", .array(changed.map(\.json))), .init("moved", .array(moved.map(\.json))),
    ])
  }
}

extension RuleSetDiff.Entry {
  fileprivate var json: JSONValue {
    .object([
      .init("rule", .string(rule.description)), .init("key", .array(key.elements)),
      .init("qconfig", qconfig.value),
    ])
  }
}

extension RuleSetDiff.Pair {
  fileprivate var json: JSONValue {
    .object([.init("old", old.json), .init("new", new.json)])
  }
}
