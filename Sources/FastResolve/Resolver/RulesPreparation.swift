/// What takes time to be made of the rules of a file, begun on other threads while the rest is read.
///
/// Of a file of 107,000 rules, a thousand of them regexes, reading takes 150 million instructions,
/// the regexes 200 million and the order of the module names 30 million, most of them on one core
/// each.
final class RulesPreparation {
  /// To start a thread takes as long as preparing so many.
  static let worthwhileRegexes = 64
  static let worthwhileNames = 4096

  private let limits: MatchLimits
  private let fewestPrograms: Int?
  private var regexes: Preparation<Result<OrderedRegexSet, RulesError>>?
  private var names: Preparation<ModuleNameTable>?

  /// - Parameters:
  ///   - limits: Those of a match.
  ///   - fewestPrograms: As for `OrderedRegexSet.init(parsing:)`.
  init(limits: MatchLimits, fewestPrograms: Int? = nil) {
    self.limits = limits
    self.fewestPrograms = fewestPrograms
  }

  /// What reading tells, if nothing was wrong so far.
  var observer: RulesObserver {
    RulesObserver(
      regexesAreRead: { [unowned self] patterns in
        guard patterns.count >= Self.worthwhileRegexes else { return }
        let (limits, fewestPrograms) = (limits, fewestPrograms)
        regexes = Preparation(stackBytes: 1 << 20) {
          Result { () throws(RulesError) in
            try OrderedRegexSet(parsing: patterns, limits: limits, fewestPrograms: fewestPrograms)
          }
        }
      },
      moduleNamesAreRead: { [unowned self] rules in
        guard rules.count >= Self.worthwhileNames else { return }
        names = Preparation(stackBytes: 1 << 18) { ModuleNameTable(rules) }
      })
  }

  /// The regexes of a mapping, which is that of the file. Can be asked for once.
  ///
  /// - Throws: `RulesError` with every pattern that is none.
  func regexes(of mapping: QConfigMapping) throws(RulesError) -> OrderedRegexSet {
    if let regexes { return try regexes.value().get() }
    return try OrderedRegexSet(
      parsing: mapping.moduleNameRegexes.keys.map(\.string), limits: limits,
      fewestPrograms: fewestPrograms)
  }

  /// The module names of a mapping, which is that of the file. Can be asked for once.
  func moduleNames(of mapping: QConfigMapping) -> ModuleNameTable {
    if let names { return names.value() }
    return ModuleNameTable(mapping.moduleNames)
  }
}

extension OrderedRegexSet {
  /// Parses and prepares the patterns of a rule set.
  ///
  /// - Parameters:
  ///   - patterns: The patterns.
  ///   - limits: Those of a match.
  ///   - fewestPrograms: With so many programs or more, the set is made without a filter (`FilteredSet`);
  ///     always with one where that is `nil`.
  /// - Throws: `RulesError` with every pattern that is none, each with its JSON path.
  convenience init(
    parsing patterns: [String], limits: MatchLimits, fewestPrograms: Int? = nil
  ) throws(RulesError) {
    if let fewestPrograms, patterns.count >= fewestPrograms {
      let regexes = try Self.each(patterns) { $0 }
      self.init(programming: regexes, fewestPrograms: fewestPrograms, limits: limits)
    } else {
      self.init(classified: try Self.each(patterns) { ClassifiedRegex($0) }, limits: limits)
    }
  }

  /// What is made of each pattern, on all cores.
  private static func each<Element>(
    _ patterns: [String], _ make: @Sendable (PythonRegex) -> Element
  ) throws(RulesError) -> [Element] {
    let made = concurrentArray(count: patterns.count) { position in
      Result { () throws(PythonRegexError) in make(try PythonRegex(patterns[position])) }
    }
    var faults: [RulesError.Fault] = []
    var elements: [Element] = []
    for (position, result) in made.enumerated() {
      switch result {
      case .success(let element): elements.append(element)
      case .failure(let error):
        faults.append(
          .init(place: "module_name_regex[\(position)][0]", message: error.description))
      }
    }
    guard faults.isEmpty else { throw RulesError(faults: faults) }
    return elements
  }
}
