import SystemPackage

/// Looks for what is wrong with a rule set, or most likely not meant.
///
///     let report = try RuleSetCheck(contentsOf: "rules.json").report()
///     print(report.text(style: .plain))
///
/// With inventories it finds the rules that are of no use there too:
///
///     let report = try RuleSetCheck(contentsOf: "rules.json").report(inventories: [.file("zoo.tsv")])
///
/// A check never stops at the first fault: of a rule set with a bad pattern and an entry that is
/// none, all other rules are looked at too. What it finds is listed in ``LintCode``.
public struct RuleSetCheck: Sendable {
  /// The file or the name of the rule set, where it has one.
  public let source: String?
  /// The rules and what came up while they were read.
  let reading: RulesReading

  /// The rules that could be read.
  public var mapping: QConfigMapping { reading.mapping }

  init(_ reading: RulesReading, source: String?) {
    self.reading = reading
    self.source = source
  }

  /// Reads the rule set of a file: YAML where its name ends in `.yaml` or `.yml`, JSON elsewhere.
  ///
  /// - Throws: `FileError` where it can't be read. What is wrong with its contents is for the
  ///   report.
  public init(contentsOf path: FilePath) throws {
    self.init(utf8: try readFile(path), format: RulesFormat(of: path), source: path.string)
  }

  /// Reads a rule set from its text in UTF-8.
  public init(utf8: [UInt8], format: RulesFormat = .json, source: String? = nil) {
    self.init(RulesReading(utf8: utf8, format: format), source: source)
  }

  /// Reads a rule set from its dictionary form.
  public init(dictionary: JSONValue, source: String? = nil) {
    self.init(RulesReading(dictionary), source: source)
  }

  /// Takes a rule set that has been read already; entries that repeat a key aren't known any more.
  public init(_ mapping: QConfigMapping, source: String? = nil) {
    self.init(RulesReading(mapping: mapping), source: source)
  }

  /// Looks at the rules from all sides.
  ///
  /// - Parameter ignored: What not to look for.
  /// - Complexity: About O(*n*) in the size of the rules.
  public func report(ignoring ignored: Set<LintCode> = []) -> CheckReport {
    // The walks over syntax trees recurse; the deepest pattern says how much stack they need.
    let patterns = reading.mapping.moduleNameRegexes.keys.lazy.map(\.string)
    let deepest = patterns.max { $0.groupCountBound < $1.groupCountBound } ?? ""
    let findings = DeepStack.run(for: deepest) {
      let rules = LintedRules(reading)
      return ruleLints.filter { !$0.codes.isSubset(of: ignored) }
        .flatMap { $0.findings(in: rules) }
        .filter { !ignored.contains($0.code) }
    }
    return CheckReport(
      source: source, ruleCount: mapping.ruleCount, findings: CheckReport.sorted(findings))
  }

  /// Looks at the rules from all sides, and at what becomes of them in inventories.
  ///
  /// Of rules that can't be compiled there are only the findings in the rules themselves, and the
  /// report says that the inventories were not looked at.
  ///
  /// - Parameters:
  ///   - ignored: What not to look for.
  ///   - inventories: The inventories, looked at as one.
  ///   - options: How they are read.
  ///   - matchLimits: How much work and memory a single regex match may cost.
  ///   - observer: What to tell meanwhile.
  /// - Throws: `InputError` for a row or a header that can't be read and for a regex that ran into
  ///   a limit on a row whose answer hangs on it, `FileError` for an inventory that can't be read.
  /// - Complexity: Besides that of `report(ignoring:)`, O(*n*) in the bytes of the inventories; for
  ///   a row linear in the rules that match it. Memory: O(*n*) in the rules and the different
  ///   types, for each thread.
  public func report(
    ignoring ignored: Set<LintCode> = [], inventories: [BatchInput],
    options: PassOptions = PassOptions(), matchLimits: MatchLimits = MatchLimits(),
    observer: BatchResolver.Observer = BatchResolver.Observer()
  ) throws -> CheckReport {
    var report = report(ignoring: ignored)
    let rules: CompiledRules
    do throws(RulesError) {
      if !reading.faults.isEmpty { throw RulesError(source: nil, faults: reading.faults) }
      rules = try CompiledRules(mapping, matchLimits: matchLimits)
    } catch {
      report.isInventorySkipped = true
      return report
    }
    let pass = InventoryPass([rules], options: options)
    let outcome = try pass.run(inventories, observer: observer) {
      RuleUseVisitor(rules, cacheBytes: pass.cacheBytesForEach)
    }
    report.add(outcome.visitor, outcome.summary, in: reading, ignoring: ignored)
    return report
  }
}

extension String {
  /// No pattern has more groups inside one another than this.
  fileprivate var groupCountBound: Int { utf8.count { $0 == UInt8(ascii: "(") } }
}
