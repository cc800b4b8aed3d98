/// The regexes of a rule set being prepared on another thread, while the rest of the file is read.
///
/// Of a file of 107,000 rules, a thousand of them regexes, reading takes 150 million instructions
/// and the regexes 200 million, most of them on one core.
final class RegexPreparation {
  /// To start a thread takes as long as preparing a few regexes.
  static let worthwhileCount = 64

  /// What the thread leaves behind. Invariant: its until it has ended, then the one's who waited.
  private final class Outcome: @unchecked Sendable {
    var result: Result<OrderedRegexSet, RulesError>?
  }

  private let outcome = Outcome()
  private var thread: JoinedThread?

  /// Begins.
  init(_ patterns: [String], limits: MatchLimits) {
    let outcome = outcome
    thread = JoinedThread(stackBytes: 1 << 20) {
      outcome.result = Result { () throws(RulesError) in
        try OrderedRegexSet(parsing: patterns, limits: limits)
      }
    }
  }

  deinit { wait() }

  private func wait() { thread.take()?.join() }

  /// Waits for the regexes. Can be called once.
  ///
  /// - Throws: `RulesError` with every pattern that is none.
  func result() throws(RulesError) -> OrderedRegexSet {
    wait()
    guard let result = outcome.result.take() else { fatalError("the thread has not run") }
    return try result.get()
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
