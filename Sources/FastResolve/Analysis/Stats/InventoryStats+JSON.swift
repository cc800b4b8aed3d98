extension InventoryStats {
  /// The statistics for programs: schema `fastresolve.stats/1`, which `Documentation/json.md`
  /// describes.
  public var json: JSONValue {
    .object([
      .init("schema", .string("fastresolve.stats/1")), .init("rows", .integer(summary.rows)),
      .init("bad_rows", .integer(summary.badRows)),
      .init("bytes_read", .integer(summary.bytesRead)),
      .init("rows_with_index", .integer(indexedRows)),
      .init("rows_with_module_type", .integer(typedRows)),
      .init("repeated_module_path_rows", .integer(repeatedPathRows)),
      .init("repeated_rows", .integer(repeatedRows)),
      .init("scattered_model_runs", .integer(scatteredModelRuns)),
      .init(
        "distinct",
        .object([
          .init("models", .integer(models)), .init("module_paths", .integer(modulePaths)),
          .init("module_types", .integer(moduleTypes)), .init("names", .integer(moduleNames)),
          .init("targets", .integer(targets)), .init("rows", .integer(distinctRows)),
        ])),
      .init(
        "frequent",
        .object([
          .init("ops", Self.json(operations)), .init("models", Self.json(largestModels)),
          .init("module_types", Self.json(frequentTypes)),
          .init("targets", Self.json(frequentTargets)), .init("names", Self.json(frequentNames)),
          .init("module_paths", Self.json(frequentPaths)),
        ])),
      .init("depth", depth?.json ?? .null), .init("module_path_bytes", pathBytes?.json ?? .null),
      .init("oddities", .array(oddities.map(\.json))),
    ])
  }

  private static func json(_ frequencies: [Frequency]) -> JSONValue {
    .array(
      frequencies.map {
        .object([.init("name", .string($0.name)), .init("rows", .integer($0.rows))])
      })
  }
}

extension InventoryStats.Distribution {
  fileprivate var json: JSONValue {
    .object([
      .init("min", .integer(minimum)), .init("median", .integer(median)),
      .init("p90", .integer(percentile90)), .init("max", .integer(maximum)),
      .init(
        "counts",
        .array(counts.map { .array([.integer($0.value), .integer($0.rows)]) })),
    ])
  }
}

extension InventoryStats.OddRows {
  fileprivate var json: JSONValue {
    .object([
      .init("oddity", .string(oddity.rawValue)), .init("rows", .integer(rows)),
      .init("module_paths", .integer(modulePaths)),
      .init(
        "example",
        .object([
          .init("module_path", .string(example.modulePath)),
          .init("source", .string(example.source)), .init("line", .integer(example.line)),
        ])),
    ])
  }
}
