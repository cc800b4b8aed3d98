// Texts that a subject has to hold for a pattern to match: what a prefilter looks for.
//
// The answer is a conjunction of alternatives: for each clause, at least one of its literals occurs
// in every subject that matches. It is worked out from the leaves up. Of each node is known what
// its text may begin and end with (and that this is all of it, where it is), and which clauses hold
// whenever it matches. Joining two nodes joins what the one ends with to what the other begins
// with; that is how literals get long. Where there would be too many, they are cut, and
// both halves become clauses.
//
// Look-arounds have no text of their own, but what they assert lies in the same subject. The text
// of a positive one is required wherever it lies, a look-ahead's also joined to what stands before
// it, a look-behind's to what stands behind it. Negative ones say nothing that a filter could use,
// and neither do references: a group may have matched anything.
//
// Without case, a literal is given in ASCII lower case and marked. Some letters beyond ASCII match
// it too (`K`, the sign for kelvin, matches `k`), so it only means something for ASCII subjects,
// and any other subject has to be taken as one that holds it.

/// A text to look for.
struct RequiredLiteral: Hashable, Sendable {
  /// The text; in ASCII lower case when `isCaseless`.
  let text: String
  /// Whether the subject is to be compared in ASCII lower case. Every subject that isn't ASCII has
  /// to be taken as one that holds the literal.
  let isCaseless: Bool
}

/// What every matching subject holds.
struct RequiredLiterals: Hashable, Sendable {
  /// Literals of which at least one occurs. An empty clause can't be met: nothing matches.
  typealias Clause = [RequiredLiteral]

  /// No more clauses than this, the most selective ones.
  static let mostClauses = 8
  /// No more literals than this in a clause.
  static let mostLiterals = 64

  /// The clauses, the most selective first; each is met by every subject that matches. None when
  /// nothing is known.
  let clauses: [Clause]
  /// Literals of which one stands right before the end of the match, whichever the match is. None
  /// when nothing is known, and when a clause may be met behind the match.
  let ending: Clause
}

extension PythonRegex {
  /// What every matching subject holds.
  ///
  /// - Complexity: O(*n*) in the length of the pattern.
  var requiredLiterals: RequiredLiterals {
    DeepStack.run(for: pattern) { requiredLiterals(LiteralInfo(tree)) }
  }

  /// `requiredLiterals` and `literalSuffix`, both from one walk.
  var requiredLiteralsAndSuffix: (required: RequiredLiterals, suffix: LiteralSuffix?) {
    DeepStack.run(for: pattern) {
      let info = LiteralInfo(tree)
      return (requiredLiterals(info), literalSuffix(info))
    }
  }

  private func requiredLiterals(_ info: LiteralInfo) -> RequiredLiterals {
    RequiredLiterals(
      clauses: info.finalClauses.map { clause in clause.map { $0.literal } },
      ending: traits.contains(.looksAhead) ? [] : info.ending.map { $0.literal })
  }
}

/// A text, or the piece of one, while the literals are put together.
struct LiteralPiece: Hashable {
  var text: [UInt32]
  var isCaseless: Bool

  static let empty = LiteralPiece(text: [], isCaseless: false)

  var literal: RequiredLiteral {
    RequiredLiteral(text: String(codePoints: text), isCaseless: isCaseless)
  }

  static func + (one: LiteralPiece, other: LiteralPiece) -> LiteralPiece {
    guard one.isCaseless || other.isCaseless else {
      return LiteralPiece(text: one.text + other.text, isCaseless: false)
    }
    return LiteralPiece(text: (one.text + other.text).map(asciiLowerCase), isCaseless: true)
  }

  /// Whether every subject that holds this one is taken to hold the other too.
  func implies(_ other: LiteralPiece) -> Bool {
    if !other.isCaseless { return !isCaseless && text.holds(other.text) }
    return text.map(asciiLowerCase).holds(other.text)
  }
}

private func asciiLowerCase(_ value: UInt32) -> UInt32 {
  (0x41...0x5A).contains(value) ? value | 0x20 : value
}

extension [UInt32] {
  /// Whether `part` occurs in the text.
  fileprivate func holds(_ part: [UInt32]) -> Bool {
    guard part.count <= count else { return false }
    return withUnsafeBufferPointer { text in
      part.withUnsafeBufferPointer { part in
        (0...text.count - part.count).contains { place in
          var length = 0
          while length < part.count, text[place + length] == part[length] { length += 1 }
          return length == part.count
        }
      }
    }
  }
}

/// What is known about the literals of a node.
struct LiteralInfo {
  typealias Clause = [LiteralPiece]

  /// As many texts are followed side by side.
  private static let mostTexts = 16
  /// Texts longer than this are cut.
  private static let longestText = 96
  /// A run of characters is taken in pieces of this length, so that a long one fills the room.
  private static let longestRun = 32
  /// A set of more characters is not spelled out: ten short literals are worse than one.
  private static let mostCharacters = 4
  private static let mostIterations = 4
  /// Of so many clauses the best are chosen in the end.
  private static let mostClauses = 64

  /// Whether `starts`, which then is `ends` too, is all that the node's text can be.
  private var isExact: Bool
  /// The node's text begins with one of these. None when the node can't match.
  private(set) var starts: [LiteralPiece]
  /// Up to the end of the node's text, the subject ends with one of these. It may reach back beyond
  /// the node, when a look-behind said so.
  private(set) var ends: [LiteralPiece]
  /// What is required besides.
  private var clauses: [Clause] = []

  /// Matches the empty text.
  static let empty = LiteralInfo(isExact: true, starts: [.empty], ends: [.empty])
  /// Matches nobody knows what.
  static let unknown = LiteralInfo(isExact: false, starts: [.empty], ends: [.empty])
  /// Can't match.
  private static let nothing = LiteralInfo(isExact: true, starts: [], ends: [])

  private init(isExact: Bool, starts: [LiteralPiece], ends: [LiteralPiece]) {
    self.isExact = isExact
    self.starts = starts
    self.ends = ends
  }

  private init(exactly texts: [LiteralPiece]) {
    self.init(isExact: true, starts: texts, ends: texts)
  }

  init(_ node: RegexNode) {
    switch node {
    case .literal, .any, .set: self = Self.character(node)
    case .anchor, .look: self = .empty.followed(by: node)
    case .sequence(let nodes): self = Self.empty.followed(byAll: nodes[...])
    case .alternation(let branches):
      self = branches.reduce(.nothing) { $0.or(LiteralInfo($1)) }
    case .group(_, let body): self.init(body)
    case .conditional(_, let yes, let no, _):
      self = LiteralInfo(yes).or(no.map { LiteralInfo($0) } ?? .empty)
    case .backreference: self = .unknown
    case .repetition(let counts, let body): self = LiteralInfo(body).repeated(counts)
    }
  }

  private var isNothing: Bool { starts.isEmpty || ends.isEmpty }

  private static func character(_ node: RegexNode) -> LiteralInfo {
    guard !node.hasManyCharacters, let bounds = CharacterBounds(node) else { return .unknown }
    // A letter without case has up to four forms: `I`, `i` and the two of Turkish.
    guard let members = bounds.candidates(atMost: mostCharacters * 4) else { return .unknown }
    let isCaseless =
      switch node {
      case .literal(_, let rule): rule != .exact
      case .set(let set): set.caseRule != .exact
      default: false
      }
    var pieces: [LiteralPiece] = []
    var hasCaseless = false
    for member in members where member < 0x80 {
      let lower = asciiLowerCase(member)
      // Without the flag, `[Aa]` stays two characters: they are exact for all subjects.
      let hasBoth =
        (0x61...0x7A).contains(lower) && members.contains(lower) && members.contains(lower ^ 0x20)
      let isFolded = isCaseless && hasBoth
      let piece = LiteralPiece(text: [isFolded ? lower : member], isCaseless: isFolded)
      if isFolded { hasCaseless = true }
      if !pieces.contains(piece) { pieces.append(piece) }
    }
    for member in members where member >= 0x80 {
      // Subjects that hold it aren't ASCII, and so are taken by the caseless one beside it.
      if !hasCaseless { pieces.append(LiteralPiece(text: [member], isCaseless: false)) }
    }
    return pieces.count > mostCharacters ? .unknown : LiteralInfo(exactly: pieces)
  }

  // MARK: Putting together

  /// Every text of the one before every text of the other, unless that gets too much.
  private static func product(
    _ left: [LiteralPiece], _ right: [LiteralPiece]
  ) -> [LiteralPiece]? {
    guard left.count * right.count <= mostTexts else { return nil }
    // Mostly one of them is nothing, or each is one text.
    if right.count == 1, right[0].text.isEmpty { return left }
    if left.count == 1, left[0].text.isEmpty { return right }
    if left.count == 1, right.count == 1 {
      let isTooLong = left[0].text.count + right[0].text.count > longestText
      return isTooLong ? nil : [left[0] + right[0]]
    }
    var result: [LiteralPiece] = []
    for first in left {
      for second in right {
        guard first.text.count + second.text.count <= longestText else { return nil }
        let piece = first + second
        if !result.contains(piece) { result.append(piece) }
      }
    }
    return result
  }

  /// The information about this and then the node.
  func followed(by node: RegexNode) -> LiteralInfo {
    switch node {
    case .anchor: return self
    case .look(let look, let body):
      return look.negated ? self : asserting(LiteralInfo(body), behind: look.behind)
    case .sequence(let nodes): return followed(byAll: nodes[...])
    case .group(_, .sequence(let nodes)): return followed(byAll: nodes[...])
    case .group(_, let body) where !body.isAlternation: return followed(by: body)
    default: return followed(by: LiteralInfo(node))
    }
  }

  func followed(byAll nodes: ArraySlice<RegexNode>) -> LiteralInfo {
    var result = self
    var rest = nodes
    while let node = rest.first {
      if let run = Self.run(rest) {
        result = result.followed(by: LiteralInfo(exactly: [run]))
        rest = rest.dropFirst(run.text.count)
      } else {
        result = result.followed(by: node)
        rest = rest.dropFirst()
      }
    }
    return result
  }

  /// The text that nodes begin with, as far as it is to be taken in one piece.
  private static func run(_ nodes: ArraySlice<RegexNode>) -> LiteralPiece? {
    var run = LiteralPiece.empty
    for index in nodes.indices.prefix(longestRun) {
      var character = nodes[index].plainCharacter
      if character == nil {
        character = nodes[index].caselessLetter
        if character != nil { run.isCaseless = true }
      }
      guard let character else { break }
      if run.text.isEmpty { run.text.reserveCapacity(min(nodes.count, longestRun)) }
      run.text.append(character)
    }
    if run.isCaseless { run.text = run.text.map(asciiLowerCase) }
    return run.text.isEmpty ? nil : run
  }

  private var isEmpty: Bool {
    isExact && clauses.isEmpty && starts.count == 1 && starts[0].text.isEmpty
  }

  private func followed(by next: LiteralInfo) -> LiteralInfo {
    if isEmpty { return next }
    if isNothing || next.isNothing { return .nothing }
    var result = LiteralInfo(isExact: isExact && next.isExact, starts: starts, ends: next.ends)
    result.clauses = Self.clauses(clauses, and: next.clauses)
    let joined = Self.product(ends, next.starts)
    switch (isExact, next.isExact) {
    case (true, true):
      if let joined {
        result.starts = joined
        result.ends = joined
      } else {
        result.isExact = false
      }
    case (true, false):
      if let joined { result.starts = joined } else { result.require(next.starts) }
    case (false, true):
      if let joined { result.ends = joined } else { result.require(ends) }
    case (false, false):
      if let joined {
        result.require(joined)
      } else {
        result.require(ends)
        result.require(next.starts)
      }
    }
    return result
  }

  /// The information about this with a look-around that holds at its end.
  private func asserting(_ look: LiteralInfo, behind: Bool) -> LiteralInfo {
    if isNothing || look.isNothing { return .nothing }
    var result = self
    result.clauses = Self.clauses(clauses, and: look.clauses)
    result.require(look.starts)
    result.require(look.ends)
    if !behind {
      if let joined = Self.product(ends, look.starts) { result.require(joined) }
    } else if ends.contains(.empty) {
      result.ends = look.ends
      result.isExact = false
    }
    return result
  }

  private func or(_ other: LiteralInfo) -> LiteralInfo {
    if isNothing { return other }
    if other.isNothing { return self }
    let starts = Self.union(self.starts, other.starts)
    var result = LiteralInfo(
      isExact: isExact && other.isExact && starts != nil, starts: starts ?? [.empty],
      ends: Self.union(ends, other.ends) ?? [.empty])
    if let one = bestClause, let two = other.bestClause,
      !result.isExact || !clauses.isEmpty && !other.clauses.isEmpty
    {
      result.require(one + two)
    }
    return result
  }

  private static func union(
    _ one: [LiteralPiece], _ other: [LiteralPiece]
  ) -> [LiteralPiece]? {
    let result = one + other.filter { !one.contains($0) }
    return result.count <= mostTexts ? result : nil
  }

  private func repeated(_ counts: RegexRepeat) -> LiteralInfo {
    if counts.maximum == 0 { return .empty }
    if counts.minimum == 0 {
      if isNothing { return .empty }
      return counts.maximum == 1 ? or(.empty) : .unknown
    }
    var result = self
    for _ in 1..<max(min(Int(counts.minimum), Self.mostIterations), 1) {
      result = result.followed(by: self)
    }
    // The first iterations begin as one does and the last ones end so; what lies between is open.
    let isAll = counts.maximum == counts.minimum && counts.minimum <= Self.mostIterations
    if !isAll, !result.isNothing { result.isExact = false }
    return result
  }

  // MARK: Clauses

  /// Notes that one of the texts has to occur; an empty one always does.
  private mutating func require(_ texts: [LiteralPiece]) {
    guard !texts.contains(where: { $0.text.isEmpty }) else { return }
    let clause = Self.reduced(texts)
    if clause.count <= RequiredLiterals.mostLiterals {
      clauses = Self.clauses(clauses, and: [clause])
    }
  }

  /// Both lists, without repeats and as far as there is room.
  private static func clauses(_ one: [Clause], and other: [Clause]) -> [Clause] {
    if other.isEmpty { return one }
    if one.isEmpty, other.count == 1 { return other }
    var result = one
    for clause in other where result.count < mostClauses && !result.contains(clause) {
      result.append(clause)
    }
    return result
  }

  /// The clause without the literals that can't occur where none of the others does.
  private static func reduced(_ texts: [LiteralPiece]) -> Clause {
    if texts.count == 1 { return texts }
    var result: Clause = []
    for text in texts where !result.contains(where: text.implies) {
      result.removeAll { $0.implies(text) }
      result.append(text)
    }
    return result
  }

  private var allClauses: [Clause] {
    var all = self
    all.require(starts)
    if !isExact { all.require(ends) }
    return all.clauses
  }

  /// With one of which every match ends; none when one of them is empty.
  var ending: Clause { isNothing || ends.contains { $0.text.isEmpty } ? [] : ends }

  private var bestClause: Clause? { allClauses.max { Self.isBetter($1, than: $0) } }

  /// Whether a clause is the more selective one: by its shortest literal, then by their number.
  private static func isBetter(_ one: Clause, than other: Clause) -> Bool {
    let length = shortest(one)
    let otherLength = shortest(other)
    return length == otherLength ? one.count < other.count : length > otherLength
  }

  private static func shortest(_ clause: Clause) -> Int {
    clause.reduce(.max) { min($0, $1.text.count) }
  }

  /// The clauses that are worth having, the best first.
  var finalClauses: [Clause] {
    if isNothing { return [[]] }
    let clauses = allClauses
    if clauses.count <= 1 { return clauses }
    var result: [Clause] = []
    for clause in clauses.sorted(by: Self.isBetter)
    where result.count < RequiredLiterals.mostClauses {
      let isKnown = result.contains { other in
        other.allSatisfy { literal in clause.contains { literal.implies($0) } }
      }
      if !isKnown { result.append(clause) }
    }
    return result
  }
}
