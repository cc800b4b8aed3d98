@testable import FastResolve

/// Every rule that matches a query, by plain functions: each regex by itself, each name against the
/// chain of ancestors, each key of the other tiers one after the other.
final class PlainMatches {
  private let hasGlobal: Bool
  private let keys: [RuleTier: [RuleKey]]
  private let regexes: [CompiledRegex]
  private let scratch = RegexScratch()

  init(_ mapping: QConfigMapping) throws {
    hasGlobal = !mapping.globalQConfig.isNull
    keys = Dictionary(
      uniqueKeysWithValues: RuleTier.allCases.map { ($0, mapping.rules(in: $0).map(\.key)) })
    regexes = try mapping.rules(in: .moduleNameRegex).map {
      CompiledRegex(try PythonRegex($0.key.description))
    }
  }

  /// The rules, the highest first: those of a tier in the order in which they are asked.
  func rules(_ query: Query) throws -> [Rule] {
    if query.operation == .placeholder || query.operation == .output { return [] }
    var rules = byOrder(query) + byName(query.modulePath)
    for (position, regex) in regexes.enumerated()
    where try matches(regex, query.modulePath) {
      rules.append(.moduleNameRegex(position))
    }
    var names = [query.moduleType]
    if query.operation == .callFunction || query.operation == .callMethod {
      names.append(query.target)
    }
    for name in names {
      for rule in positions(of: .objectType(ObjectType(name)), .objectType).map(Rule.objectType)
      where !rules.contains(rule) {
        rules.append(rule)
      }
    }
    if hasGlobal { rules.append(.global) }
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

  private func matches(_ regex: CompiledRegex, _ path: String) throws -> Bool {
    var path = path
    return try path.withUTF8 { try regex.matches($0, isASCII: false, scratch: scratch) }
  }

  private func positions(of key: RuleKey, _ tier: RuleTier) -> [Int] {
    let keys = keys[tier] ?? []
    return keys.indices.filter { keys[$0] == key }
  }

  private func byName(_ path: String) -> [Rule] {
    Self.chain(path).flatMap { positions(of: .moduleName($0), .moduleName) }.map(Rule.moduleName)
  }

  private func byOrder(_ query: Query) -> [Rule] {
    guard let use = Self.use(query) else { return [] }
    let key = RuleKey.moduleNameObjectTypeOrder(
      moduleName: use.path, objectType: ObjectType(use.type), index: query.index ?? 0)
    return positions(of: key, .moduleNameObjectTypeOrder).map(Rule.moduleNameObjectTypeOrder)
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
