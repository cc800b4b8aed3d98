@testable import FastResolve

/// Every rule that matches a query, by plain functions: each regex by itself, each name against the
/// chain of ancestors, each key of the other tiers one after the other.
final class PlainMatches {
  private let mapping: QConfigMapping
  private let regexes: [CompiledRegex]
  private let scratch = RegexScratch()

  init(_ mapping: QConfigMapping) throws {
    self.mapping = mapping
    regexes = try mapping.rules(in: .moduleNameRegex).map {
      CompiledRegex(try PythonRegex($0.key.description))
    }
  }

  /// The rules, the highest first: those of a tier in the order in which they are asked.
  func rules(_ query: Query) throws -> [Rule] {
    if query.operation == .placeholder || query.operation == .output { return [] }
    var rules = byOrder(query) + byName(query.modulePath)
    for (position, regex) in regexes.enumerated()
    where try regex.matches(query.modulePath, scratch) {
      rules.append(.moduleNameRegex(position))
    }
    var names = [query.moduleType]
    if query.operation == .callFunction || query.operation == .callMethod {
      names.append(query.target)
    }
    for name in names {
      for (position, rule) in mapping.rules(in: .objectType).enumerated()
      where rule.key == .objectType(ObjectType(name)) && !rules.contains(.objectType(position)) {
        rules.append(.objectType(position))
      }
    }
    if !mapping.globalQConfig.isNull { rules.append(.global) }
    return rules
  }

  /// The path and its ancestors, the nearest first.
  static func chain(_ path: String) -> [String] {
    var segments = path.split(separator: ".", omittingEmptySubsequences: false)
    var chain: [String] = []
    while !segments.isEmpty {
      let name = segments.joined(separator: ".")
      if name.isEmpty { break }
      chain.append(name)
      segments.removeLast()
    }
    return chain
  }

  private func byName(_ path: String) -> [Rule] {
    let rules = mapping.rules(in: .moduleName)
    return Self.chain(path).flatMap { name in
      rules.indices.filter { rules[$0].key == .moduleName(name) }.map { .moduleName($0) }
    }
  }

  private func byOrder(_ query: Query) -> [Rule] {
    guard let use = Self.use(query) else { return [] }
    let key = RuleKey.moduleNameObjectTypeOrder(
      moduleName: use.path, objectType: ObjectType(use.type), index: query.index ?? 0)
    let rules = mapping.rules(in: .moduleNameObjectTypeOrder)
    return rules.indices.filter { rules[$0].key == key }.map { .moduleNameObjectTypeOrder($0) }
  }

  /// In which module the query uses what.
  static func use(_ query: Query) -> (path: String, type: String)? {
    switch query.operation {
    case .callModule:
      let segments = query.modulePath.split(separator: ".", omittingEmptySubsequences: false)
      return (segments.dropLast().joined(separator: "."), query.moduleType)
    case .callFunction: return (query.modulePath, query.target)
    default: return nil
    }
  }

  /// The queries with the index that torch counts where none is given.
  static func counted(_ queries: [Query]) -> [Query] {
    struct Pair: Hashable {
      var path: [UInt8]
      var type: ObjectType
    }
    var counts: [Pair: Int] = [:]
    var model: String?
    return queries.map { query in
      if model != query.model { counts = [:] }
      model = query.model
      guard let use = use(query) else { return query }
      let pair = Pair(path: Array(use.path.utf8), type: ObjectType(use.type))
      var query = query
      query.index = query.index ?? counts[pair, default: 0]
      counts[pair, default: 0] += 1
      return query
    }
  }
}
