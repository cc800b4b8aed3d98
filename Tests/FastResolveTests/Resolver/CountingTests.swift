import Testing

@testable import FastResolve

/// Uses are numbered as torch numbers them.
@Suite struct CountingTests {
  static let mapping = QConfigMapping()
    .setModuleNameObjectTypeOrder("a", "T", 0, "first")
    .setModuleNameObjectTypeOrder("a", "T", 2, "third")
    .setModuleNameObjectTypeOrder("a", "f", 1, "f second")

  func rules(of queries: [Query]) throws -> [Rule] {
    try CompiledRules(Self.mapping).resolve(queries).map(\.rule)
  }

  func use(_ path: String, _ type: String = "T", model: String = "m", index: Int? = nil) -> Query {
    Query(model: model, modulePath: path, moduleType: type, index: index)
  }

  func call(_ path: String, _ target: String = "f") -> Query {
    Query(model: "m", operation: .callFunction, modulePath: path, target: target)
  }

  let order = Rule.moduleNameObjectTypeOrder

  @Test func modulesCountInTheirParent() throws {
    #expect(
      try rules(of: [use("a.x"), use("a.y"), use("b.x"), use("a.z")])
        == [order(0), .none, .none, order(1)])
  }

  @Test func functionsCountInTheirModule() throws {
    #expect(
      try rules(of: [call("a"), call("a.b"), call("a"), call("a")])
        == [.none, .none, order(2), .none])
  }

  @Test func otherTypesDoNotCount() throws {
    #expect(try rules(of: [use("a.x", "U"), use("a.y")]) == [.none, order(0)])
  }

  @Test func aNewModelStartsAgain() throws {
    #expect(
      try rules(of: [
        use("a.x", model: "1"), use("a.x", model: "2"), use("a.y", model: "2"),
        use("a.x", model: "1"),
      ]) == [order(0), order(0), .none, order(0)])
  }

  @Test func aGivenIndexHoldsAndCounts() throws {
    #expect(
      try rules(of: [use("a.x", index: 2), use("a.y"), use("a.z")]) == [order(1), .none, order(1)])
  }

  @Test func methodsAndAttributesDoNotCount() throws {
    var attribute = use("a.x")
    attribute.operation = .getAttribute
    var method = call("a")
    method.operation = .callMethod
    #expect(
      try rules(of: [attribute, use("a.x"), method, call("a"), call("a")])
        == [.none, order(0), .none, .none, order(2)])
  }
}
