// What kind of regex it is, as far as finding candidates is concerned.
//
// The syntax tree of a regex says which texts a subject has to hold for it to match
// (`LiteralPrefix`, `LiteralSuffix` and `RequiredLiterals` work that out), and for some regexes
// that is all there is to say. One look at a thousand regexes therefore answers for most of them
// that they can't match.

/// What is known of a regex without matching it.
enum RegexClass: Hashable, Sendable {
  /// It matches every subject: `.*`. Regexes behind it never decide.
  case always
  /// It matches no subject: `foo$bar`. It is never tried.
  case never
  /// It matches one text, or that with a newline behind it: `lm_head$`.
  case literal(ExactLiteral)
  /// It matches what begins with the text, and nothing else: `encoder\..*`.
  case literalPrefix(String)
  /// Whatever it matches ends with one of the texts, begins with the prefix and meets the clauses.
  case literalSuffix(LiteralConditions)
  /// Whatever it matches begins with the prefix and meets the clauses.
  case requiredLiterals(LiteralConditions)
  /// Nothing is known; it has to be tried on every path.
  case opaque
}

/// What every subject that a regex matches fulfils.
///
/// All of it is necessary and none of it sufficient.
struct LiteralConditions: Hashable, Sendable {
  /// What the subject begins with; maybe nothing.
  var prefix: String
  /// What it ends with.
  var suffix: LiteralSuffix?
  /// What it holds: one literal of each clause.
  var clauses: [RequiredLiterals.Clause]
  /// What every match ends with: one of the literals; none where that isn't known.
  var ending: RequiredLiterals.Clause = []
}

extension RegexClass {
  /// Whether it takes more than the class to tell if the regex matches.
  var isUndecided: Bool {
    switch self {
    case .always, .never, .literal, .literalPrefix: false
    case .literalSuffix, .requiredLiterals, .opaque: true
    }
  }

  /// What every match begins with; maybe nothing.
  var prefix: String {
    switch self {
    case .always, .never, .opaque: ""
    case .literal(let literal): literal.text
    case .literalPrefix(let text): text
    case .literalSuffix(let conditions), .requiredLiterals(let conditions): conditions.prefix
    }
  }

  /// Classifies a regex.
  ///
  /// - Complexity: O(*n*) in the length of the pattern.
  init(_ regex: PythonRegex) {
    guard let prefix = regex.literalPrefix else {
      self = .never
      return
    }
    switch prefix.rest {
    case .anything: self = prefix.text.isEmpty ? .always : .literalPrefix(prefix.text)
    case .nothing: self = .literal(ExactLiteral(text: prefix.text, allowsFinalNewline: false))
    case .finalNewline: self = .literal(ExactLiteral(text: prefix.text, allowsFinalNewline: true))
    case .unknown:
      let (required, suffix) = regex.requiredLiteralsAndSuffix
      let conditions = LiteralConditions(
        prefix: prefix.text, suffix: suffix, clauses: required.clauses, ending: required.ending)
      if conditions.clauses.contains(where: { $0.isEmpty }) {
        self = .never
      } else if conditions.suffix != nil {
        self = .literalSuffix(conditions)
      } else if !conditions.prefix.isEmpty || !conditions.clauses.isEmpty {
        self = .requiredLiterals(conditions)
      } else {
        self = .opaque
      }
    }
  }
}

/// A regex with its class and what it can be looked for by.
///
/// A class, because two threads go through the regexes of a set at once: a copy of one would count
/// eight references, which the threads would wait for one another to count. That was an eighth of the
/// time in which ten thousand regexes are made ready.
final class ClassifiedRegex: Sendable {
  let regex: PythonRegex
  let `class`: RegexClass
  let keys: LiteralKeyClauses
  /// Whether it doesn't tell one number of a path from another.
  let isBlindToNumbers: Bool
  /// The pairs of bytes of all its literals.
  let pairs: LiteralSignature
  /// Those of the text that every match begins with, the one of the start included.
  let prefixPairs: LiteralSignature
  /// How many bytes that text has.
  let prefixCount: Int
  /// The pairs of all literals without those of which one byte is a digit, if it isn't blind to
  /// numbers.
  let pairsWithoutDigits: LiteralSignature

  /// Classifies a regex: most of what it takes to prepare one, and for each by itself.
  ///
  /// - Complexity: O(*n*) in the length of the pattern.
  init(_ regex: PythonRegex) {
    self.regex = regex
    `class` = RegexClass(regex)
    keys = LiteralKeyClauses(`class`)
    isBlindToNumbers = regex.isBlindToNumbers
    pairs = LiteralSignature(keys)
    pairsWithoutDigits =
      isBlindToNumbers ? LiteralSignature() : LiteralSignature(keys, skipsDigits: true)
    let prefix = `class`.prefix
    prefixCount = prefix.utf8.count
    prefixPairs = LiteralSignature(LiteralKey(prefix.utf8, isStart: true))
  }

  /// A regex of which nothing is to be known.
  ///
  /// - Complexity: O(1).
  init(opaque regex: PythonRegex) {
    self.regex = regex
    `class` = .opaque
    keys = LiteralKeyClauses(`class`)
    isBlindToNumbers = false
    pairs = LiteralSignature()
    pairsWithoutDigits = LiteralSignature()
    prefixPairs = LiteralSignature()
    prefixCount = 0
  }
}
