import SystemPackage

extension Bench {
  /// The name of the shape that `Documentation/json.md` describes.
  static let schema = "fastresolve.bench/1"

  /// The bench for programs: schema `fastresolve.bench/1`.
  public var json: JSONValue {
    let sets = zip(record.ruleSets, costs).map { JSONValue.object($0.members + $1.members) }
    let comparison = BenchComparison(record)?.body ?? .null
    return .object(record.members(ruleSets: sets) + [.init("comparison", comparison)])
  }
}

extension JSONValue {
  /// A number that is finite.
  static func decimal(_ value: Double) -> JSONValue { .number(value.description) }

  fileprivate static func decimals(_ values: [Double]) -> JSONValue {
    .array(values.map { .decimal($0) })
  }
}

// MARK: Writing

extension BenchRecord {
  /// The record for programs, which ``init(json:)`` reads: schema `fastresolve.bench/1` without the
  /// costs.
  public var json: JSONValue {
    .object(members(ruleSets: ruleSets.map { .object($0.members) }))
  }

  fileprivate func members(ruleSets: [JSONValue]) -> [JSONValue.Member] {
    [
      .init("schema", .string(Bench.schema)), .init("machine", machine.json),
      .init("inventory", inventory.json), .init("rounds", .integer(roundCount)),
      .init(
        "yardsticks",
        .array(
          yardsticks.map {
            .object([
              .init("threads", .integer($0.threads)), .init("seconds", .decimals($0.seconds)),
            ])
          })),
      .init("rule_sets", .array(ruleSets)),
    ]
  }
}

extension BenchMachine {
  fileprivate var json: JSONValue {
    .object([
      .init("version", .string(version)), .init("pcre2", .string(pcre2)),
      .init("system", .string(system)), .init("processor", .string(processor)),
      .init("cores", .integer(cores)), .init("debug_build", .bool(isDebugBuild)),
    ])
  }
}

extension BenchInventory {
  fileprivate var json: JSONValue {
    .object([
      .init("name", .string(name)), .init("rows", .integer(rows)),
      .init("distinct_paths", .integer(distinctPaths)), .init("bytes", .integer(bytes)),
      .init("total_bytes", .integer(totalBytes)), .init("whole", .bool(isWhole)),
      .init("fingerprint", .string(fingerprint)),
    ])
  }
}

extension BenchSeries {
  fileprivate var members: [JSONValue.Member] {
    [
      .init("name", .string(name)), .init("rules", .integer(ruleCount)),
      .init("regexes", .integer(regexCount)),
      .init("compile_seconds", .decimals(compileSeconds)),
      .init("runs", .array(runs.map(\.json))),
    ]
  }
}

extension BenchRun {
  fileprivate var json: JSONValue {
    .object([
      .init("threads", .integer(threads)), .init("cache", .bool(isCached)),
      .init("cold", cold.json), .init("warm", warm.json),
    ])
  }
}

extension BenchPass {
  fileprivate var json: JSONValue {
    .object([
      .init("seconds", .decimals(seconds)),
      .init("processor_seconds", .decimals(processorSeconds)),
      .init("rows_following", .integer(hits.following)),
      .init("rows_found", .integer(hits.found)), .init("paths_asked", .integer(hits.askedPaths)),
      .init("paths_known", .integer(hits.knownPaths)),
    ])
  }
}

extension RuleCosts {
  fileprivate var members: [JSONValue.Member] {
    [
      .init(
        "parts",
        .object([
          .init("reading_and_writing", .decimal(parts.readingAndWriting)),
          .init("module_names", .decimal(parts.moduleNames)),
          .init("candidates", .decimal(parts.candidates)),
          .init("regexes", .decimal(parts.regexes)),
          .init("object_types_and_orders", .decimal(parts.objectTypesAndOrders)),
        ])),
      .init(
        "regex_work",
        .object([
          .init("paths", .integer(work.paths)),
          .init("candidates_mean", .decimal(work.meanCandidates)),
          .init("candidates_p90", .integer(work.ninthDecileCandidates)),
          .init("candidates_max", .integer(work.mostCandidates)),
          .init("calls", .integer(work.calls)), .init("engine_calls", .integer(work.engineCalls)),
        ])),
      .init("instructions_uncounted", uncountedReason.map { .string($0) } ?? .null),
      .init("regex_costs", .array(regexes.map(\.json))),
    ]
  }
}

extension RegexCost {
  fileprivate var json: JSONValue {
    .object([
      .init("rule", .string(rule.description)), .init("pattern", .string(pattern)),
      .init("calls", .integer(calls)), .init("hits", .integer(hits)),
      .init("engine_calls", .integer(engineCalls)), .init("probes", .integer(probes)),
      .init("nanoseconds", .decimal(nanoseconds)),
      .init("nanoseconds_least", .decimal(nanosecondsSpread.lowerBound)),
      .init("nanoseconds_most", .decimal(nanosecondsSpread.upperBound)),
      .init("instructions", instructions.map { .decimal($0) } ?? .null),
      .init("seconds", .decimal(seconds)), .init("share", .decimal(share)),
      .init("reasons", .array(reasons.map(\.json))),
    ])
  }
}

extension RegexCost.Reason {
  fileprivate var json: JSONValue {
    func reason(_ name: String, _ members: [JSONValue.Member]) -> JSONValue {
      .object([.init("reason", .string(name))] + members)
    }
    switch self {
    case .noLiteral: return reason("no_literal", [])
    case .literal(let literals, let share):
      let literals = literals.map { literal in
        JSONValue.object([
          .init("text", .string(literal.text)), .init("at_start", .bool(literal.isAtStart)),
          .init("at_end", .bool(literal.isAtEnd)),
        ])
      }
      return reason(
        "literal", [.init("literals", .array(literals)), .init("share", .decimal(share))])
    case .engine(let engine, let share):
      return reason(
        "engine", [.init("engine", .string(engine.rawValue)), .init("share", .decimal(share))])
    case .backtracking(let steps, let bytes):
      return reason(
        "backtracking", [.init("steps", .integer(steps)), .init("path_bytes", .integer(bytes))])
    case .probes(let share): return reason("probes", [.init("share", .decimal(share))])
    case .matches(let share): return reason("matches", [.init("share", .decimal(share))])
    }
  }
}

// MARK: Reading

extension BenchRecord {
  /// Reads a bench that was saved to a file.
  ///
  /// - Throws: `InputError` where it is no JSON, or not that of a bench; `FileError` where it can't
  ///   be read.
  public init(contentsOf path: FilePath) throws {
    try self.init(utf8: readFile(path), source: path.string)
  }

  /// Reads a bench that was saved.
  ///
  /// - Parameters:
  ///   - utf8: The JSON.
  ///   - source: The file's name, for messages.
  /// - Throws: `InputError` where it is no JSON, or not that of a bench.
  public init(utf8: [UInt8], source: String) throws(InputError) {
    let value: JSONValue
    do {
      value = try JSONValue(parsing: utf8)
    } catch {
      throw InputError(source: source, line: error.line, reason: error.message)
    }
    try self.init(json: value, source: source)
  }

  /// Reads a bench from its JSON; members that it doesn't know are passed over.
  ///
  /// - Parameters:
  ///   - json: What ``json`` or ``Bench/json`` gave.
  ///   - source: The file's name, for messages.
  /// - Throws: `InputError` where it is not that of a bench.
  public init(json: JSONValue, source: String = "bench") throws(InputError) {
    let root = SavedValue(json, "", source)
    let schema = try root.member("schema").string
    guard schema == Bench.schema else {
      throw root.error("has the schema '\(schema)'; a saved bench has '\(Bench.schema)'")
    }
    machine = try BenchMachine(root.member("machine"))
    inventory = try BenchInventory(root.member("inventory"))
    roundCount = try root.member("rounds").integer
    yardsticks = try root.member("yardsticks").elements { (value) throws(InputError) in
      BenchYardstick(
        threads: try value.member("threads").integer,
        seconds: try value.member("seconds").seconds)
    }
    ruleSets = try root.member("rule_sets").elements { (value) throws(InputError) in
      try BenchSeries(value)
    }
  }
}

extension BenchMachine {
  fileprivate init(_ saved: SavedValue) throws(InputError) {
    version = try saved.member("version").string
    pcre2 = try saved.member("pcre2").string
    system = try saved.member("system").string
    processor = try saved.member("processor").string
    cores = try saved.member("cores").integer
    isDebugBuild = try saved.member("debug_build").bool
  }
}

extension BenchInventory {
  fileprivate init(_ saved: SavedValue) throws(InputError) {
    name = try saved.member("name").string
    rows = try saved.member("rows").integer
    distinctPaths = try saved.member("distinct_paths").integer
    bytes = try saved.member("bytes").integer
    totalBytes = try saved.member("total_bytes").integer
    isWhole = try saved.member("whole").bool
    fingerprint = try saved.member("fingerprint").string
  }
}

extension BenchSeries {
  fileprivate init(_ saved: SavedValue) throws(InputError) {
    name = try saved.member("name").string
    ruleCount = try saved.member("rules").integer
    regexCount = try saved.member("regexes").integer
    compileSeconds = try saved.member("compile_seconds").seconds
    runs = try saved.member("runs").elements { (value) throws(InputError) in
      BenchRun(
        threads: try value.member("threads").integer, isCached: try value.member("cache").bool,
        cold: try BenchPass(value.member("cold")), warm: try BenchPass(value.member("warm")))
    }
  }
}

extension BenchPass {
  fileprivate init(_ saved: SavedValue) throws(InputError) {
    seconds = try saved.member("seconds").seconds
    processorSeconds = try saved.member("processor_seconds").seconds
    hits = Hits(
      following: try saved.member("rows_following").integer,
      found: try saved.member("rows_found").integer,
      askedPaths: try saved.member("paths_asked").integer,
      knownPaths: try saved.member("paths_known").integer)
  }
}

/// A value of a file, which knows where it stands.
private struct SavedValue {
  private let value: JSONValue
  private let place: String
  private let source: String

  init(_ value: JSONValue, _ place: String, _ source: String) {
    self.value = value
    self.place = place
    self.source = source
  }

  func error(_ reason: String) -> InputError {
    InputError(
      source: source, line: nil, reason: (place.isEmpty ? "" : "\(place): ") + reason)
  }

  private func expected(_ what: String) -> InputError {
    error("expected \(what), found \(value.kind)")
  }

  func member(_ name: String) throws(InputError) -> SavedValue {
    guard case .object(let members) = value else { throw expected("an object") }
    guard let member = members.last(where: { $0.name == name }) else {
      throw error("has no '\(name)', as a saved bench does")
    }
    return SavedValue(member.value, place.isEmpty ? name : "\(place).\(name)", source)
  }

  func elements<T>(_ make: (SavedValue) throws(InputError) -> T) throws(InputError) -> [T] {
    guard case .array(let elements) = value else { throw expected("an array") }
    var made: [T] = []
    for (position, element) in elements.enumerated() {
      made.append(try make(SavedValue(element, "\(place)[\(position)]", source)))
    }
    return made
  }

  var string: String {
    get throws(InputError) {
      guard case .string(let text) = value else { throw expected("a string") }
      return text
    }
  }

  var bool: Bool {
    get throws(InputError) {
      guard case .bool(let isTrue) = value else { throw expected("a boolean") }
      return isTrue
    }
  }

  /// A whole number that isn't negative.
  var integer: Int {
    get throws(InputError) {
      guard case .number(let text) = value, let number = Int(text), number >= 0 else {
        throw expected("a whole number")
      }
      return number
    }
  }

  /// Times above 0.
  var seconds: [Double] {
    get throws(InputError) {
      try elements { (element) throws(InputError) in
        guard case .number(let text) = element.value, let number = Double(text), number > 0,
          number.isFinite
        else { throw element.expected("a time in seconds, above 0") }
        return number
      }
    }
  }
}
