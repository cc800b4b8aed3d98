import CBytes
import SystemPackage

/// A rule set made ready for millions of questions: immutable, and shared by all threads.
///
/// Every key of the rules is in a table that one probe reads: object types with all their
/// spellings, module names, the pairs of the order rules. The regexes are compiled to machine
/// code. What changes while resolving (match data, caches, counts) is not here but in a
/// `ResolverScratch`, of which each worker has its own.
public final class CompiledRules: Sendable {
  /// The rule set this was made from.
  public let mapping: QConfigMapping
  /// The limits of a single regex match.
  public let matchLimits: MatchLimits

  let numbering: RuleNumbering
  let globalRule: RuleID
  let objectTypes: ObjectTypeTable
  let regexes: OrderedRegexSet
  /// The places of the module names in the order of their tree.
  let moduleNames: ByteTable
  let orders: OrderTable
  /// What the paths that the rules name have for numbers.
  let numberedPaths: NumberedPaths
  /// The number of regex 0 and that of the first module name in the order of their tree.
  let firstRegex: RuleID
  let firstModuleName: RuleID

  private let idleScratch = Locked<[ScratchBox]>([])

  /// Compiles a rule set.
  ///
  /// - Parameters:
  ///   - mapping: The rule set.
  ///   - matchLimits: How much work and memory a single regex match may cost.
  ///   - options: Those of the run that the rules are for, where that is known. What such runs mostly don't
  ///     need is then made only when it is asked for: without a cache, ten thousand regexes are ready in half
  ///     the time. The rules are good for anything else all the same, if slower.
  /// - Throws: `RulesError` with every regex that Python would reject, or whose groups nest deeper
  ///   than is followed, each with its JSON path, the pattern and the place in it.
  /// - Complexity: O(*n*) in the size of the rules.
  public convenience init(
    _ mapping: QConfigMapping, matchLimits: MatchLimits = MatchLimits(),
    for options: BatchOptions? = nil
  ) throws(RulesError) {
    try self.init(
      mapping, matchLimits,
      RulesPreparation(
        limits: matchLimits, fewestPrograms: options?.fewestProgramsWithoutFilter))
  }

  /// Compiles the rule set of a file in the shape of torch's `to_dict`: YAML where its name ends in
  /// `.yaml` or `.yml`, JSON elsewhere.
  ///
  /// The same as to read the mapping and to compile it, but sooner: while the rest of a JSON file
  /// is read, another core has the regexes and the module names.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - matchLimits: How much work and memory a single regex match may cost.
  ///   - options: As for the other `init`.
  /// - Throws: `RulesError` that names the file where it is no rule set or has a regex that Python
  ///   would reject; `FileError` where it can't be read.
  /// - Complexity: O(*n*) in the size of the file.
  public convenience init(
    contentsOf path: FilePath, matchLimits: MatchLimits = MatchLimits(),
    for options: BatchOptions? = nil
  ) throws {
    let utf8 = try readFile(path)
    do {
      try self.init(
        utf8: utf8, format: RulesFormat(of: path), matchLimits: matchLimits,
        fewestPrograms: options?.fewestProgramsWithoutFilter)
    } catch {
      throw error.from(path.string)
    }
  }

  private convenience init(
    utf8: [UInt8], format: RulesFormat, matchLimits: MatchLimits, fewestPrograms: Int?
  ) throws(RulesError) {
    let preparation = RulesPreparation(limits: matchLimits, fewestPrograms: fewestPrograms)
    let document = try RulesDocument(utf8: utf8, format: format, preparation.observer)
    try self.init(document.mapping, matchLimits, preparation)
  }

  /// - Parameter preparation: Gives the parts of the mapping that may have been begun before. Asked
  ///   last, as it may have to wait.
  private init(
    _ mapping: QConfigMapping, _ matchLimits: MatchLimits, _ preparation: RulesPreparation
  ) throws(RulesError) {
    self.mapping = mapping
    self.matchLimits = matchLimits
    let tiers = TierNumbers(mapping)
    globalRule = mapping.globalQConfig.isNull ? .none : .global
    firstRegex = tiers.id(.moduleNameRegex, at: 0)
    firstModuleName = tiers.id(.moduleName, at: 0)

    var objects = ObjectNumbering()
    for (position, type) in mapping.objectTypes.keys.enumerated() {
      objects.setRule(tiers.id(.objectType, at: position), of: type)
    }
    orders = OrderTable(
      mapping.objectTypeOrders.keys.enumerated().map { position, key in
        OrderTable.Definition(
          path: key.moduleName, object: objects.numberOfOrdered(key.objectType), index: key.index,
          rule: tiers.id(.moduleNameObjectTypeOrder, at: position))
      })
    objectTypes = ObjectTypeTable(objects.types)
    numberedPaths = NumberedPaths(mapping)
    let names = preparation.moduleNames(of: mapping)
    moduleNames = names.places.copy()
    numbering = RuleNumbering(tiers, names.order)
    regexes = try preparation.regexes(of: mapping)
  }

  /// Numbers the objects that the rules name.
  private struct ObjectNumbering {
    var types: [(type: ObjectType, object: ObjectTypeTable.Object)] = []
    private var numbers: [ObjectType: Int] = [:]

    private mutating func number(of type: ObjectType) -> Int {
      if let number = numbers[type] { return number }
      numbers[type] = types.count
      types.append((type, ObjectTypeTable.Object()))
      return types.count - 1
    }

    mutating func setRule(_ rule: RuleID, of type: ObjectType) {
      types[number(of: type)].object.rule = rule
    }

    mutating func numberOfOrdered(_ type: ObjectType) -> UInt32 {
      let number = number(of: type)
      types[number].object.isOrdered = true
      return UInt32(number)
    }
  }

  func answer(_ id: RuleID) -> Answer {
    Answer(qconfig: qconfig(id), rule: numbering.rule(id))
  }

  /// The key of a rule, or `nil` for no rule.
  func key(_ id: RuleID) -> RuleKey? {
    let rule = numbering.rule(id)
    return rule.tier.map { mapping.key(in: $0, at: rule.position) }
  }

  /// The qconfig of a rule, `null` for none.
  func qconfig(_ id: RuleID) -> QConfig {
    let rule = numbering.rule(id)
    return rule.tier.map { mapping.qconfig(in: $0, at: rule.position) } ?? .null
  }

  /// Has a qconfig brought near whose text is probably made soon, when that of a rule is made: rows ask
  /// for module names in the order of their tree. The qconfigs are in that of the file, so of 100,000 the
  /// next one is anywhere in memory; to wait for them was 3 % of the time that `large` takes.
  func prefetchQConfig(behind id: RuleID) {
    let place = id.index - firstModuleName.index + Self.qconfigsAhead
    guard place >= Self.qconfigsAhead, place < mapping.moduleNames.count else { return }
    let position = numbering.rule(RuleID(UInt32(firstModuleName.index + place))).position
    mapping.moduleNames.qconfigs.withUnsafeBufferPointer { qconfigs in
      if let start = qconfigs.baseAddress { prefetch(start + position) }
    }
  }

  /// While the texts of so many others are made, it arrives.
  private static let qconfigsAhead = 4

  /// Runs `body` with scratch that no one else uses meanwhile; its cache stays warm between calls.
  func withScratch<T, E: Error>(_ body: (inout ResolverScratch) throws(E) -> T) throws(E) -> T {
    let box = idleScratch.withLock { $0.popLast() } ?? ScratchBox(self)
    defer { idleScratch.withLock { $0.append(box) } }
    return try body(&box.scratch)
  }

  /// Lets scratch lie in an array while nobody uses it. Invariant: one user at a time, which
  /// `withScratch` sees to by taking it out of the array.
  private final class ScratchBox: @unchecked Sendable {
    var scratch: ResolverScratch

    init(_ rules: CompiledRules) { scratch = ResolverScratch(rules, notesMatches: false) }
  }
}
