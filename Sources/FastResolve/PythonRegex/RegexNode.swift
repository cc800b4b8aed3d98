// The syntax tree of a Python pattern.
//
// The tree keeps what was written rather than what it comes to: a group stays a group, `[a]` stays
// a set, `x{1,1}` stays a repeat. Whoever wants less (the translation, the literal analysis) folds
// it for itself, and whoever wants to show the pattern again can. What can't be read off a node
// without its surroundings is resolved while parsing: the flags in force stand on each node they
// change, so that no later pass has to carry them down.
//
// Positions are offsets in code points, which is how CPython counts. They stand on the nodes that a
// later pass may have to complain about.

/// A node of the syntax tree of a Python regular expression.
enum RegexNode: Hashable, Sendable {
  /// Nodes one after the other; empty for the empty pattern.
  case sequence([RegexNode])
  /// `a|b`: the first branch that leads to a match is taken.
  case alternation([RegexNode])
  /// One code point. Not a `Unicode.Scalar`: a pattern may spell a surrogate, `\ud800`.
  case literal(UInt32, CaseRule)
  /// `.`, with or without `(?s)`.
  case any(matchesNewline: Bool)
  /// `[…]`, and the escapes `\d`, `\s`, `\w` and their opposites. Most nodes are characters, and take 8 bytes
  /// that way, not 24: ten thousand regexes 7 MB less, and with that a run for one row a tenth less time.
  indirect case set(RegexSet)
  /// A condition on the place in the subject, without width.
  case anchor(RegexAnchor)
  /// `(…)` of any kind that only groups; see `RegexGroup` for the kinds.
  indirect case group(RegexGroup, RegexNode)
  /// `(?=…)`, `(?!…)`, `(?<=…)`, `(?<!…)`.
  indirect case look(RegexLook, RegexNode)
  /// `(?(1)yes|no)`. `no` is nil when the pattern has no `|`.
  indirect case conditional(group: Int, yes: RegexNode, no: RegexNode?, position: Int)
  /// `\1` or `(?P=name)`.
  indirect case backreference(group: Int, CaseRule, position: Int)
  /// `x*`, `x{2,3}?`, `x++`.
  indirect case repetition(RegexRepeat, RegexNode)
}

extension RegexNode {
  /// Whether the node itself or one within it is as asked for.
  ///
  /// - Complexity: O(*n*) in the nodes.
  func contains(where isWanted: (RegexNode) -> Bool) -> Bool {
    if isWanted(self) { return true }
    return switch self {
    case .literal, .any, .set, .anchor, .backreference: false
    case .sequence(let nodes), .alternation(let nodes):
      nodes.contains { $0.contains(where: isWanted) }
    case .group(_, let body), .look(_, let body), .repetition(_, let body):
      body.contains(where: isWanted)
    case .conditional(_, let yes, let no, _):
      yes.contains(where: isWanted) || no?.contains(where: isWanted) == true
    }
  }
}

/// The places that `^`, `$` and their relatives stand for.
enum RegexAnchor: Hashable, Sendable {
  /// `^` without `(?m)`, and `\A`.
  case start
  /// `^` under `(?m)`: at the start, and after every newline.
  case lineStart
  /// `$` without `(?m)`: at the end, and before a newline that ends the subject.
  case endOrFinalNewline
  /// `$` under `(?m)`: at the end, and before every newline.
  case lineEnd
  /// `\Z`: at the very end.
  case end
  /// `\b`.
  case wordBoundary(ascii: Bool)
  /// `\B`. Never true in the empty subject.
  case notWordBoundary(ascii: Bool)
}

/// What a pair of parentheses does.
enum RegexGroup: Hashable, Sendable {
  case capturing(number: Int, name: String?)
  case plain
  /// `(?i-s:…)`. The nodes inside already carry what the flags change.
  case flags(added: RegexFlags, removed: RegexFlags)
  /// `(?>…)`.
  case atomic
}

/// The direction and sense of a look-around assertion.
struct RegexLook: Hashable, Sendable {
  let behind: Bool
  let negated: Bool
  let position: Int
}

/// How often a node repeats, and which number is tried first.
struct RegexRepeat: Hashable, Sendable {
  enum Kind: Hashable, Sendable {
    case greedy
    case lazy
    case possessive
  }

  let minimum: UInt32
  /// `nil` where there is no bound.
  let maximum: UInt32?
  let kind: Kind
  let position: Int
}

/// A set of characters as it was written.
struct RegexSet: Hashable, Sendable {
  enum Category: Hashable, Sendable {
    case digit
    case space
    case word
  }

  enum Item: Hashable, Sendable {
    case codePoint(UInt32)
    case range(UInt32, UInt32)
    /// `\d`, or `\D` when negated.
    case category(Category, negated: Bool)
  }

  var items: [Item]
  var negated: Bool
  let caseRule: CaseRule
  /// Whether `\d`, `\s` and `\w` know ASCII characters only: `(?a)`.
  let asciiCategories: Bool
  let position: Int
}
