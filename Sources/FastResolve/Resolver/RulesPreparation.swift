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
  private var regexes: Preparation<Result<OrderedRegexSet, RulesError>>?
  private var names: Preparation<ModuleNameTable>?

  init(limits: MatchLimits) { self.limits = limits }

  /// What reading tells, if nothing was wrong so far.
  var observer: RulesObserver {
    RulesObserver(
      regexesAreRead: { [unowned self] patterns in
        guard patterns.count >= Self.worthwhileRegexes else { return }
        let limits = limits
        regexes = Preparation(stackBytes: 1 << 20) {
          Result { () throws(RulesError) in try OrderedRegexSet(parsing: patterns, limits: limits) }
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
      parsing: mapping.moduleNameRegexes.keys.map(\.string), limits: limits)
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
  /// - Throws: `RulesError` with every pattern that is none, each with its JSON path.
  convenience init(parsing patterns: [String], limits: MatchLimits) throws(RulesError) {
    let parsed = concurrentArray(count: patterns.count) { position in
      Result { () throws(PythonRegexError) in
        ClassifiedRegex(try PythonRegex(patterns[position]))
      }
    }
    var faults: [RulesError.Fault] = []
    var regexes: [ClassifiedRegex] = []
    for (position, result) in parsed.enumerated() {
      switch result {
      case .success(let regex): regexes.append(regex)
      case .failure(let error):
        faults.append(
          .init(place: "module_name_regex[\(position)][0]", message: error.description))
      }
    }
    guard faults.isEmpty else { throw RulesError(faults: faults) }
    self.init(classified: regexes, limits: limits)
  }
}
