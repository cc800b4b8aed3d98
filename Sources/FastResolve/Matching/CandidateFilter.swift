/// What the regexes of a set are found by. Immutable.
final class CandidateFilter: @unchecked Sendable {
  let automaton: LiteralAutomaton
  let signatures: RegexSignatures
  /// The candidates on every path, as no literal is known that they are found by.
  let always: RegexBits
  /// The candidates on every path that is beyond ASCII.
  let alwaysBeyondASCII: RegexBits

  /// Chooses for each regex what it is looked for by.
  ///
  /// - Parameters:
  ///   - regexes: The regexes.
  ///   - largestTable: How many bytes the automaton may take.
  init(_ regexes: [ClassifiedRegex], largestTable: Int) {
    let always = RegexBits(count: regexes.count)
    let alwaysBeyondASCII = RegexBits(count: regexes.count)
    signatures = RegexSignatures(regexes)
    var chooser = LiteralKeyChooser()
    for regex in regexes { chooser.count(regex.clauses.map { $0.keys }) }
    var keys: [[LiteralKey]?] = []
    for (position, regex) in regexes.enumerated() {
      if case .never = regex.class {
        keys.append(nil)
        continue
      }
      let choice = chooser.choose(regex.clauses)
      keys.append(choice?.keys)
      if choice == nil { always.insert(position) }
      if choice?.isCaseless ?? true { alwaysBeyondASCII.insert(position) }
    }
    automaton = LiteralAutomaton(keys, largestTable: largestTable) { position in
      always.insert(position)
      alwaysBeyondASCII.insert(position)
    }
    self.always = always
    self.alwaysBeyondASCII = alwaysBeyondASCII
  }
}
