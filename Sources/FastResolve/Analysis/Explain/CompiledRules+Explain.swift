// How a query is explained: the same five look-ups as `CompiledRules+Resolve.swift`, but every one
// of them is made, each goes on after its first rule, and where one finds nothing its neighbourhood
// is searched. It takes its time, some tens of milliseconds with 100,000 rules, and is for a
// handful of queries.
//
// The rules are looked up in the mapping, not in the tables of the resolver; the answer follows
// from what was found. Tests hold it against what `resolve` says.

extension CompiledRules {
  /// Explains the answer to a query: what each tier was asked and said, every rule that matches,
  /// and what came close.
  ///
  /// - Parameters:
  ///   - query: The query. Without an index it is the first use of its object type.
  ///   - nearMisses: How many near misses to look for, of regexes and of module names. With 0 it
  ///     takes a tenth of the time.
  /// - Returns: The explanation. A regex that runs into a limit is part of it, not an error.
  /// - Complexity: O(*n*) in the size of the rules, times the length of the path.
  public func explain(_ query: Query, nearMisses: Int = 3) -> Explanation {
    var query = query
    let isIndexGiven = query.index != nil
    query.index = query.index ?? 0
    guard query.operation != .placeholder, query.operation != .output else {
      return Explanation(
        query: query, isIndexGiven: isIndexGiven,
        answer: .success(Answer(qconfig: .null, rule: .none)))
    }
    let global = globalRule == .none ? nil : entry(.global)
    let objectTypes = typeLookups(query, wantsNearest: nearMisses > 0)
    let found = regexFindings(query.modulePath)
    let names = nameLookups(query.modulePath)
    let order = orderLookup(query)

    // Each tier that has a rule replaces the answer so far.
    var decisive = global
    decisive = objectTypes.compactMap(\.entry).first ?? decisive
    decisive = found.matches.first.map { entry(.moduleNameRegex($0)) } ?? decisive
    let name = names.compactMap(\.entry).first
    decisive = name ?? decisive
    decisive = order?.entry ?? decisive
    var answer = Result<Answer, MatchError>.success(
      Answer(qconfig: decisive?.qconfig ?? .null, rule: decisive?.rule ?? .none))
    // A regex that was given up leaves the answer open, unless an earlier one matched or a module
    // name makes all of them irrelevant.
    if let failure = found.failures.first, name == nil,
      failure.position < found.matches.first ?? .max
    {
      answer = .failure(matchError(failure, query.modulePath))
    }

    var explanation = Explanation(query: query, isIndexGiven: isIndexGiven, answer: answer)
    explanation.global = global
    explanation.objectTypes = objectTypes
    explanation.regexes = regexes(found, query.modulePath, nearMisses: nearMisses)
    explanation.moduleNames = names
    (explanation.nearNames, explanation.namesBelow) = nearNames(
      query.modulePath, atMost: nearMisses,
      nearerThan: names.first { $0.entry != nil }?.modulePath)
    explanation.order = order
    return explanation
  }

  func entry(_ rule: Rule) -> Explanation.Entry {
    let tier = rule.tier ?? .global
    return Explanation.Entry(
      rule: rule, key: mapping.key(in: tier, at: rule.position),
      qconfig: mapping.qconfig(in: tier, at: rule.position))
  }

  // MARK: object_type

  private func typeLookups(_ query: Query, wantsNearest: Bool) -> [Explanation.TypeLookup] {
    var lookups = [typeLookup(.moduleType, query.moduleType, wantsNearest: wantsNearest)]
    if query.operation == .callFunction || query.operation == .callMethod {
      lookups.append(typeLookup(.target, query.target, wantsNearest: wantsNearest))
    }
    return lookups
  }

  private func typeLookup(
    _ role: Explanation.TypeLookup.Role, _ name: String, wantsNearest: Bool
  ) -> Explanation.TypeLookup {
    var lookup = Explanation.TypeLookup(role: role, type: ObjectType(name))
    if let position = mapping.objectTypes.index(forKey: lookup.type) {
      lookup.entry = entry(.objectType(position))
    } else if wantsNearest, !name.isEmpty {
      lookup.nearest = nearestType(to: name).map { entry(.objectType($0)) }
    }
    return lookup
  }

  /// The rule whose type was most likely meant by a name that has none: one with the same or a
  /// similar last part, and of several the one with the nearest name as a whole.
  ///
  /// The last part by itself, as whole names are similar when the modules are: `torch.nn.Identity`
  /// is no slip for `torch.nn.Linear`.
  private func nearestType(to name: String) -> Int? {
    let types = mapping.objectTypes.keys
    let last = Self.lastPart(name)
    func positions(where isNear: (String) -> Bool) -> [Int] {
      types.indices.filter { isNear(Self.lastPart(types[$0].name)) }
    }
    var near = positions { $0 == last }
    if near.isEmpty { near = positions { nearestName(to: last, among: [$0]) != nil } }
    guard let first = near.first else { return nil }
    let nearest = nearestName(to: name, among: near.map { types[$0].name })
    return near.first { types[$0].name == nearest } ?? first
  }

  private static func lastPart(_ name: String) -> String {
    name.lastIndex(of: ".").map { String(name[name.index(after: $0)...]) } ?? name
  }

  // MARK: module_name

  private func nameLookups(_ path: String) -> [Explanation.NameLookup] {
    var lookups: [Explanation.NameLookup] = []
    path.withByteSlice { path in
      var rest = path
      while !rest.isEmpty {
        let place = moduleNames.find(rest, hash: PathHash.of(rest))
        let rule = place == ByteTable.none ? nil : numbering.rule(self.rule(ofModuleNameAt: place))
        lookups.append(
          Explanation.NameLookup(modulePath: rest.text, entry: rule.map { entry($0) }))
        rest = rest.prefix(rest.lastOffset(of: UInt8(ascii: ".")) ?? 0)
      }
    }
    return lookups
  }

  // MARK: module_name_object_type_order

  private func orderLookup(_ query: Query) -> Explanation.OrderLookup? {
    let path: String
    let type: ObjectType
    switch query.operation {
    case .callModule:
      path = Self.parent(of: query.modulePath)
      type = ObjectType(query.moduleType)
    case .callFunction:
      path = query.modulePath
      type = ObjectType(query.target)
    case .callMethod, .getAttribute, .placeholder, .output: return nil
    }
    var lookup = Explanation.OrderLookup(modulePath: path, type: type, index: query.index ?? 0)
    let (text, ownPath) = (ExactText(path), ExactText(query.modulePath))
    for (position, key) in mapping.objectTypeOrders.keys.enumerated()
    where key.objectType == type {
      if key.moduleName == text {
        let entry = entry(.moduleNameObjectTypeOrder(position))
        if key.index == lookup.index {
          lookup.entry = entry
        } else {
          lookup.otherUses.append(entry)
        }
      } else if key.moduleName == ownPath {
        lookup.misplaced.append(entry(.moduleNameObjectTypeOrder(position)))
      }
    }
    if lookup.entry != nil { lookup.otherUses = [] }
    if lookup.entry != nil || !lookup.otherUses.isEmpty { lookup.misplaced = [] }
    lookup.otherUses.sort { $0.index < $1.index }
    lookup.misplaced.sort { $0.index < $1.index }
    return lookup
  }

  private static func parent(of path: String) -> String {
    path.withByteSlice { $0.prefix($0.lastOffset(of: UInt8(ascii: ".")) ?? 0).text }
  }
}

extension Explanation.Entry {
  /// The index that an order rule asks for.
  var index: Int {
    if case .moduleNameObjectTypeOrder(_, _, let index) = key { index } else { 0 }
  }
}
