extension BenchComparison {
  /// The comparison for programs: schema `fastresolve.bench-comparison/1`, which
  /// `Documentation/json.md` describes.
  public var json: JSONValue {
    guard case .object(let members) = body else { return body }
    return .object([.init("schema", .string("fastresolve.bench-comparison/1"))] + members)
  }

  /// The comparison as a part of something else.
  var body: JSONValue {
    .object([
      .init("significance", .decimal(Self.significance)),
      .init("remarks", .array(remarks.map { .string($0) })),
      .init(
        "yardsticks",
        .array(
          yardsticks.map {
            .object([.init("threads", .integer($0.threads))] + $0.test.members)
          })),
      .init("entries", .array(entries.map(\.json))),
    ])
  }
}

extension BenchComparison.Entry {
  fileprivate var json: JSONValue {
    var members: [JSONValue.Member] = [
      .init("old", .string(old)), .init("new", .string(new)),
    ]
    switch measure {
    case .compile: members.append(.init("measure", .string("compile")))
    case .pass(let threads, let isCached, let isWarm):
      members += [
        .init("measure", .string("pass")), .init("threads", .integer(threads)),
        .init("cache", .bool(isCached)), .init("state", .string(isWarm ? "warm" : "cold")),
        .init("clock", .string(threads == 1 ? "processor" : "wall")),
      ]
    }
    members += [
      .init("old_seconds", .decimal(oldSeconds)), .init("new_seconds", .decimal(newSeconds)),
    ]
    members += test.members
    return .object(
      members + [
        .init("p_adjusted", .decimal(adjustedP)), .init("verdict", .string(verdict.rawValue)),
      ])
  }
}

extension RankTest {
  /// An interval without bounds is `null`.
  fileprivate var members: [JSONValue.Member] {
    let isBounded = interval.upperBound < .greatestFiniteMagnitude
    return [
      .init("ratio", .decimal(ratio)),
      .init(
        "interval",
        isBounded
          ? .array([.decimal(interval.lowerBound), .decimal(interval.upperBound)]) : .null),
      .init("p", .decimal(p)),
    ]
  }
}
