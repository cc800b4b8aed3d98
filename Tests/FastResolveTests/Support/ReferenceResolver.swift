@testable import FastResolve

/// The slow path: what torch does, in plain functions over strings and dictionaries.
///
/// It shares nothing with the resolver but the matching of a single regex, which has tests of its
/// own. Whatever the resolver does for speed is held against this.
final class ReferenceResolver {
  private let mapping: QConfigMapping
  private let global: QConfig
  private var objectTypes: [String: (position: Int, qconfig: QConfig)] = [:]
  private var regexes: [(CompiledRegex, QConfig)] = []
  private var moduleNames: [[UInt8]: (position: Int, qconfig: QConfig)] = [:]
  private var orders: [OrderKey: (position: Int, qconfig: QConfig)] = [:]
  private let scratch = RegexScratch(limits: MatchLimits())

  private struct OrderKey: Hashable {
    var path: [UInt8]
    var type: String
    var index: Int
  }

  init(_ mapping: QConfigMapping) throws {
    self.mapping = mapping
    global = mapping.globalQConfig
    for (position, rule) in mapping.rules(in: .objectType).enumerated() {
      guard case .objectType(let type) = rule.key else { continue }
      objectTypes[type.canonicalName] = (position, rule.qconfig)
    }
    for rule in mapping.rules(in: .moduleNameRegex) {
      guard case .moduleNameRegex(let pattern) = rule.key else { continue }
      regexes.append(
        (CompiledRegex(try PythonRegex(pattern), limits: MatchLimits()), rule.qconfig))
    }
    for (position, rule) in mapping.rules(in: .moduleName).enumerated() {
      guard case .moduleName(let path) = rule.key else { continue }
      moduleNames[Array(path.utf8)] = (position, rule.qconfig)
    }
    for (position, rule) in mapping.rules(in: .moduleNameObjectTypeOrder).enumerated() {
      guard case .moduleNameObjectTypeOrder(let path, let type, let index) = rule.key else {
        continue
      }
      let key = OrderKey(path: Array(path.utf8), type: type.canonicalName, index: index)
      orders[key] = (position, rule.qconfig)
    }
  }

  /// The answers to the queries of one input, in order.
  func resolve(_ queries: [Query]) throws -> [Answer] {
    var counts: [OrderKey: Int] = [:]
    var model: String?
    return try queries.map { query in
      if model != query.model { counts = [:] }
      model = query.model
      var index: Int?
      if let use = use(query) {
        let key = OrderKey(path: use.path, type: use.type, index: 0)
        index = query.index ?? counts[key, default: 0]
        counts[key, default: 0] += 1
      }
      return try resolve(query, index)
    }
  }

  private func resolve(_ query: Query, _ index: Int?) throws -> Answer {
    if query.operation == .placeholder || query.operation == .output { return none }
    var answer = global.isNull ? none : Answer(qconfig: global, rule: .global)
    answer = byObjectType(query) ?? answer
    answer = try byRegex(query.modulePath) ?? answer
    answer = byModuleName(Array(query.modulePath.utf8)) ?? answer
    answer = byOrder(query, index) ?? answer
    return answer
  }

  private var none: Answer { Answer(qconfig: nil, rule: .none) }

  private func byObjectType(_ query: Query) -> Answer? {
    func rule(_ name: String) -> Answer? {
      objectTypes[ObjectType(name).canonicalName]
        .map { Answer(qconfig: $0.qconfig, rule: .objectType($0.position)) }
    }
    switch query.operation {
    case .callFunction, .callMethod: return rule(query.moduleType) ?? rule(query.target)
    default: return rule(query.moduleType)
    }
  }

  private func byRegex(_ path: String) throws -> Answer? {
    for (position, (regex, qconfig)) in regexes.enumerated() where try matches(regex, path) {
      return Answer(qconfig: qconfig, rule: .moduleNameRegex(position))
    }
    return nil
  }

  private func byModuleName(_ path: [UInt8]) -> Answer? {
    if path.isEmpty { return nil }
    if let rule = moduleNames[path] {
      return Answer(qconfig: rule.qconfig, rule: .moduleName(rule.position))
    }
    return byModuleName(parent(path))
  }

  private func byOrder(_ query: Query, _ index: Int?) -> Answer? {
    guard let use = use(query), let index else { return nil }
    return orders[OrderKey(path: use.path, type: use.type, index: index)]
      .map { Answer(qconfig: $0.qconfig, rule: .moduleNameObjectTypeOrder($0.position)) }
  }

  /// In which module the query uses which object.
  private func use(_ query: Query) -> (path: [UInt8], type: String)? {
    let path = Array(query.modulePath.utf8)
    switch query.operation {
    case .callModule: return (parent(path), ObjectType(query.moduleType).canonicalName)
    case .callFunction: return (path, ObjectType(query.target).canonicalName)
    default: return nil
    }
  }

  private func parent(_ path: [UInt8]) -> [UInt8] {
    Array(path[..<(path.lastIndex(of: UInt8(ascii: ".")) ?? 0)])
  }

  private func matches(_ regex: CompiledRegex, _ path: String) throws -> Bool {
    var path = path
    return try path.withUTF8 {
      try regex.matches(
        $0, isASCII: $0.allSatisfy { $0 < 0x80 }, scratch: scratch)
    }
  }

  /// Which rules match any of the queries, decided by them or not.
  func matchingRules(_ queries: [Query]) throws -> Set<Rule> {
    var matching: Set<Rule> = []
    let answers = try resolve(queries)
    for (query, answer) in zip(queries, answers) {
      if query.operation == .placeholder || query.operation == .output { continue }
      if !global.isNull { matching.insert(.global) }
      for name in [query.moduleType]
        + ([.callFunction, .callMethod].contains(query.operation) ? [query.target] : [])
      {
        if let rule = objectTypes[ObjectType(name).canonicalName] {
          matching.insert(.objectType(rule.position))
        }
      }
      for (position, (regex, _)) in regexes.enumerated()
      where try matches(regex, query.modulePath) {
        matching.insert(.moduleNameRegex(position))
      }
      if let rule = byModuleName(Array(query.modulePath.utf8)) { matching.insert(rule.rule) }
      if answer.rule.tier == .moduleNameObjectTypeOrder { matching.insert(answer.rule) }
    }
    return matching
  }
}
