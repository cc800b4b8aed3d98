/// What the regexes of a set are found by. Immutable once it is in one.
final class CandidateFilter: @unchecked Sendable {
  let automaton: LiteralAutomaton
  /// What it finds.
  let findable: FindableRegexes
  /// The candidates on every path, as no literal is known that they are found by.
  let always: RegexBits
  /// The candidates on every path that is beyond ASCII.
  let alwaysBeyondASCII: RegexBits
  /// Whether the automaton looks for digits that could be those of a number of a path.
  let looksForNumbers: Bool

  /// By what each regex is looked for.
  private let choices: [LiteralKeyClause?]

  /// Chooses for each regex what it is looked for by.
  ///
  /// - Parameters:
  ///   - regexes: The regexes.
  ///   - largestTable: How many bytes the automaton may take.
  init(_ regexes: [ClassifiedRegex], largestTable: Int) {
    let always = RegexBits(count: regexes.count)
    let alwaysBeyondASCII = RegexBits(count: regexes.count)
    let choices = Self.choices(regexes)
    for (position, regex) in regexes.enumerated() {
      if case .never = regex.class { continue }
      if choices[position] == nil { always.insert(position) }
      if choices[position]?.isCaseless ?? true { alwaysBeyondASCII.insert(position) }
    }
    looksForNumbers = choices.contains { choice in
      choice?.keys.contains { $0.canMeetNumber } ?? false
    }
    automaton = LiteralAutomaton(choices.map { $0?.keys }, largestTable: largestTable) { position in
      always.insert(position)
      alwaysBeyondASCII.insert(position)
    }
    self.choices = choices
    findable = FindableRegexes(regexes, choices, automaton)
    self.always = always
    self.alwaysBeyondASCII = alwaysBeyondASCII
  }

  /// Notes which regexes are found wherever the text behind the first gap of their program ends. Once,
  /// before anything is looked for: the programs are made at the same time as the filter.
  ///
  /// - Complexity: O(*n*) in the literals that are looked for.
  func noteGates(_ programs: PathPrograms) {
    for number in 0..<automaton.regexCount {
      let regex = Int(automaton.regexes[number])
      guard let text = programs.textBehindFirstGap(regex), let choice = choices[regex] else {
        continue
      }
      findable.all[number].isGate = choice.keys.contains { $0.ends(text) }
    }
  }

  /// By which of its clauses each regex is looked for, the keys cut to what is looked for; `nil`
  /// where there is none.
  static func choices(_ regexes: [ClassifiedRegex]) -> [LiteralKeyClause?] {
    var chooser = LiteralKeyChooser()
    for regex in regexes { chooser.count(regex.keys) }
    return regexes.map { regex in
      if case .never = regex.class { return nil }
      return chooser.choose(regex.keys)
    }
  }
}
