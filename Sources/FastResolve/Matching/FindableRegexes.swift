/// A regex that may be found in a state of the automaton, with what is asked of the path before it is a
/// candidate.
struct FindableRegex: BitwiseCopyable {
  /// The pairs of all its literals.
  var whole: LiteralSignature
  /// Those that the bytes up to where it is found have to hold: all of them if `isEnding`, else those
  /// of the text that every match begins with, the one of the start included.
  var before: LiteralSignature
  /// Its position.
  var regex: UInt32
  /// How many bytes that text has; 0 if `isEnding`.
  var prefixCount: UInt16
  /// Whether each match ends at a place where the regex is found.
  var isEnding: Bool
  /// Whether it is found wherever the text behind the first gap of its program ends.
  var isGate = false
}

/// The regexes that the automaton finds, with their signatures, in the order of its list. Immutable.
///
/// What is found in a state then lies in one run of memory. Under ten thousand regexes an eighth of the
/// scan was waiting for signatures in the order of the regexes.
///
/// Few regexes are asked nothing here: what it takes to note the pairs of a path would be more than
/// it saves.
struct FindableRegexes: ~Copyable, @unchecked Sendable {
  // Invariant: there is one for each element of the automaton's `regexes`.
  let all: UnsafeMutablePointer<FindableRegex>
  let count: Int
  /// Whether some regex is asked for pairs.
  let areSignaturesAsked: Bool

  /// For fewer regexes no pairs are noted.
  static let fewestRegexes = 64

  /// - Parameters:
  ///   - regexes: The regexes.
  ///   - choices: By what each of them is looked for.
  ///   - automaton: What finds them.
  init(
    _ regexes: [ClassifiedRegex], _ choices: [LiteralKeyClause?], _ automaton: LiteralAutomaton
  ) {
    let areAsked = regexes.count >= Self.fewestRegexes
    areSignaturesAsked = areAsked
    let signatures = regexes.indices.map { position in
      var found = FindableRegex(
        whole: LiteralSignature(), before: LiteralSignature(), regex: UInt32(position),
        prefixCount: 0, isEnding: false)
      guard areAsked else { return found }
      let regex = regexes[position]
      found.whole = regex.pairs
      found.isEnding = choices[position]?.isEnding ?? false
      found.before = found.isEnding ? regex.pairs : regex.prefixPairs
      found.prefixCount = found.isEnding ? 0 : UInt16(clamping: regex.prefixCount)
      return found
    }
    count = automaton.regexCount
    all = .copy(of: (0..<automaton.regexCount).map { signatures[Int(automaton.regexes[$0])] })
  }

  deinit { all.deallocate() }
}
