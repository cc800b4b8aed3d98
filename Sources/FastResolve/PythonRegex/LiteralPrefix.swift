// The text that every match begins with, and what may come after it.
//
// The tree is walked from right to left with a claim about the rest of the pattern: "the subject
// from here on has to begin with this text, and then …". A character puts itself in front of the
// text; alternatives keep what they have in common; a look-ahead has to agree with what follows
// it. A claim says two things, of which the second is rarer:
//
// - The text is necessary: no subject that does not begin with it matches. This holds whatever is
//   not understood, because a claim only ever gets shorter for that.
// - `rest` says when the text is sufficient too: when anything may follow (`foo.*`: `re.match` does
//   not ask for the end), when nothing may (`foo\Z`), or nothing but one newline (`foo$`). Then
//   no regex engine is needed to tell whether a subject matches. Backtracking is what makes this
//   simple: if some way through the pattern leads to a match, one is found. So a claim is given up
//   as soon as something keeps the engine from going back (atomic groups, possessive repeats) or
//   asks for something that the claim does not describe (`\b`, a look-behind, a reference).
//
// No claim at all means that nothing can match: `foo$bar`, `[^\s\S]`, `(?!)`.

/// The text that every matching subject begins with.
struct LiteralPrefix: Hashable, Sendable {
  /// What has to follow the text for the pattern to match.
  enum Rest: Hashable, Sendable {
    /// Something that the text alone does not say.
    case unknown
    /// Anything: every subject that begins with the text matches.
    case anything
    /// Nothing: the text is the one subject that matches.
    case nothing
    /// Nothing, or a newline that ends the subject.
    case finalNewline
  }

  /// The text. At most `LiteralPrefixAnalysis.longestText` characters; beyond that `rest` is
  /// `.unknown`.
  let text: String
  /// When the text is enough.
  let rest: Rest
}

extension PythonRegex {
  /// The longest text known that every matching subject begins with, compared exactly, or `nil`
  /// when no subject can match.
  ///
  /// - Complexity: O(*n*) in the length of the pattern, within a fixed number of steps.
  var literalPrefix: LiteralPrefix? {
    DeepStack.run(for: pattern) {
      var analysis = LiteralPrefixAnalysis(
        tree, asksForPlace: traits.contains(.asksForPlace))
      return analysis.claim(of: tree).map {
        LiteralPrefix(text: String(codePoints: $0.text), rest: $0.rest)
      }
    }
  }
}

extension String {
  /// The text of code points, none of which is a surrogate.
  init(codePoints: [UInt32]) {
    // Scalar by scalar a string grows as slowly as if each were a string: that was a fifteenth of the
    // time in which a thousand regexes are made ready.
    if codePoints.allSatisfy({ $0 < 0x80 }) {
      self.init(unsafeUninitializedCapacity: codePoints.count) { utf8 in
        for (index, value) in codePoints.enumerated() {
          utf8.initializeElement(at: index, to: UInt8(truncatingIfNeeded: value))
        }
        return codePoints.count
      }
    } else {
      self.init(String.UnicodeScalarView(codePoints.compactMap { Unicode.Scalar($0) }))
    }
  }
}

/// Works out what a tree begins with.
struct LiteralPrefixAnalysis {
  /// Longer texts are cut off.
  static let longestText = 1024
  /// Counted repeats are followed so often.
  private static let mostIterations = 64

  /// What is known about the subject from some place on.
  struct Claim: Equatable {
    var text: [UInt32]
    var rest: LiteralPrefix.Rest

    static let unknown = Claim(text: [], rest: .unknown)
    static let anything = Claim(text: [], rest: .anything)

    /// The claim without what it says about the rest.
    var unsure: Claim { Claim(text: text, rest: .unknown) }
  }

  /// Where in the subject a node is tried.
  private enum Place {
    case start
    case later
    case unknown

    func after(_ width: RegexWidth) -> Place {
      if self == .later || width.least > 0 { return .later }
      return width.greatest == 0 ? self : .unknown
    }
  }

  private var widths = RegexWidths()
  /// Whether it makes a difference where in the subject a node is tried.
  private let asksForPlace: Bool
  /// Nested counts multiply; this bounds them all.
  private var steps = 20_000

  init(_ tree: RegexNode, asksForPlace: Bool) {
    self.asksForPlace = asksForPlace
    if asksForPlace { _ = widths.width(of: tree) }
  }

  /// The claim of a whole pattern, or `nil` when nothing can match.
  mutating func claim(of tree: RegexNode) -> Claim? { claim(tree, at: .start, before: .anything) }

  /// The claim from a node on, given the claim from behind it.
  private mutating func claim(_ node: RegexNode, at place: Place, before next: Claim?) -> Claim? {
    guard let next else { return nil }
    steps -= 1
    if steps < 0 { return .unknown }
    switch node {
    case .literal, .any, .set: return character(node, before: next)
    case .sequence(let nodes): return claim(ofAll: nodes, at: place, before: next)
    case .alternation(let branches): return claim(ofOneOf: branches, at: place, before: next)
    case .anchor(let anchor): return Self.claim(anchor, at: place, before: next)
    case .group(.atomic, let body): return claim(ofAtomic: body, at: place, before: next)
    case .group(_, let body): return claim(body, at: place, before: next)
    case .look(let look, let body): return claim(look, body, at: place, before: next)
    case .conditional(_, let yes, let no, _):
      return claim(ofEither: yes, or: no ?? .sequence([]), at: place, before: next)
    case .backreference: return .unknown
    case .repetition(let counts, let body):
      return claim(body, repeated: counts, at: place, before: next)
    }
  }

  // Each kind of node has a function of its own, which keeps the frames of the recursion small.

  private mutating func claim(
    ofAll nodes: [RegexNode], at start: Place, before next: Claim
  ) -> Claim? {
    var places: [Place] = []
    if asksForPlace {
      places.reserveCapacity(nodes.count)
      var place = start
      for node in nodes {
        places.append(place)
        place = place.after(widths.width(of: node))
      }
    }
    var claim: Claim? = next
    var rest = nodes[...]
    while let node = rest.last {
      let run = Self.run(
        atEndOf: rest, atMost: Self.longestText - (claim?.text.count ?? Self.longestText))
      if run.count > 1, let next = claim {
        var text: [UInt32] = []
        text.reserveCapacity(run.count + next.text.count)
        for node in run { if let character = node.plainCharacter { text.append(character) } }
        text += next.text
        claim = Claim(text: text, rest: next.rest)
        rest = rest.dropLast(run.count)
      } else {
        let place = asksForPlace ? places[rest.count - 1] : .unknown
        claim = self.claim(node, at: place, before: claim)
        rest = rest.dropLast()
      }
    }
    return claim
  }

  /// The plain characters that nodes end with, as far as there is room for them: what was looked at
  /// and not taken would be looked at again for each of them.
  private static func run(
    atEndOf nodes: ArraySlice<RegexNode>, atMost most: Int
  ) -> ArraySlice<RegexNode> {
    var start = nodes.endIndex
    while start > nodes.startIndex, nodes.endIndex - start < most,
      nodes[start - 1].plainCharacter != nil
    {
      start -= 1
    }
    return nodes[start...]
  }

  private mutating func claim(
    ofOneOf branches: [RegexNode], at place: Place, before next: Claim
  ) -> Claim? {
    var result: Claim?
    for branch in branches {
      result = Self.either(result, claim(branch, at: place, before: next))
    }
    return result
  }

  private mutating func claim(
    ofAtomic body: RegexNode, at place: Place, before next: Claim
  ) -> Claim? {
    let claim = claim(body, at: place, before: next)
    // With nothing to fail behind it the first way through the group is as good as any.
    return next == .anything || Self.isText(body) ? claim : claim?.unsure
  }

  private mutating func claim(
    ofEither yes: RegexNode, or no: RegexNode, at place: Place, before next: Claim
  ) -> Claim? {
    let first = claim(yes, at: place, before: next)
    let second = claim(no, at: place, before: next)
    return first == second ? first : Self.either(first, second)?.unsure
  }

  private func character(_ node: RegexNode, before next: Claim) -> Claim? {
    if node.caselessLetter != nil || node.hasManyCharacters { return .unknown }
    if let character = node.plainCharacter { return self.character(character, before: next) }
    guard let bounds = CharacterBounds(node) else { return .unknown }
    if bounds.isNothing { return nil }
    guard let value = bounds.single else { return .unknown }
    return character(value, before: next)
  }

  private func character(_ value: UInt32, before next: Claim) -> Claim? {
    if next.text.count >= Self.longestText {
      return Claim(text: [value] + next.text.dropLast(), rest: .unknown)
    }
    return Claim(text: [value] + next.text, rest: next.rest)
  }

  private static func claim(
    _ anchor: RegexAnchor, at place: Place, before next: Claim
  ) -> Claim? {
    switch anchor {
    case .start:
      switch place {
      case .start: return next
      case .later: return nil
      case .unknown: return next.unsure
      }
    case .lineStart: return place == .start ? next : next.unsure
    case .end: return both(next, Claim(text: [], rest: .nothing))
    case .endOrFinalNewline: return both(next, Claim(text: [], rest: .finalNewline))
    case .lineEnd:
      if let first = next.text.first { return first == 0x0A ? next.unsure : nil }
      return next.rest == .nothing ? next : next.unsure
    case .wordBoundary, .notWordBoundary:
      guard place == .start, let first = next.text.first, first < 0x80 else { return next.unsure }
      var isWanted = CodePointSet.asciiWord.contains(first)
      if case .notWordBoundary = anchor { isWanted.toggle() }
      return isWanted ? next : nil
    }
  }

  private mutating func claim(
    _ look: RegexLook, _ body: RegexNode, at place: Place, before next: Claim
  ) -> Claim? {
    if look.behind {
      // Nothing is behind the start.
      guard place == .start, widths.width(of: body).least > 0 else { return next.unsure }
      return look.negated ? next : nil
    }
    let claim = claim(body, at: place, before: .anything)
    guard look.negated else { return Self.both(claim, next) }
    guard let claim else { return next }
    if claim.rest == .anything, next.text.starts(with: claim.text) { return nil }
    // What follows begins with another text than what must not follow.
    if !next.text.starts(with: claim.text), !claim.text.starts(with: next.text) { return next }
    return next.unsure
  }

  private mutating func claim(
    _ body: RegexNode, repeated counts: RegexRepeat, at place: Place, before next: Claim
  ) -> Claim? {
    if counts.maximum == 0 { return next }
    let isOnce = counts.maximum == 1
    let inside = isOnce || place == .later ? place : .unknown
    var claim: Claim? = next
    if counts.maximum != counts.minimum, next.text.isEmpty {
      // Nothing is in common with an empty text, so the iterations need no look; with one, nested
      // repeats would be looked at twice a level.
      if next != .anything { claim = .unknown }
    } else if counts.maximum != counts.minimum {
      let further = isOnce ? next : .unknown
      claim = Self.either(next, self.claim(body, at: inside, before: further))
    }
    if counts.minimum > Self.mostIterations { claim = .unknown }
    for _ in 0..<min(Int(counts.minimum), Self.mostIterations) {
      guard claim != nil else { break }
      claim = self.claim(body, at: inside, before: claim)
    }
    guard counts.kind == .possessive else { return claim }
    // An iteration is never gone back into, nor given up.
    let isHarmless =
      next == .anything && counts.minimum <= 1
      || counts.minimum == counts.maximum && Self.isText(body)
    return isHarmless ? claim : claim?.unsure
  }

  /// Whether there is but one way through a node, so that nothing is lost by not going back.
  private static func isText(_ node: RegexNode) -> Bool {
    switch node {
    case .literal, .any, .set: true
    case .sequence(let nodes): nodes.allSatisfy { isText($0) }
    case .group(_, let body): isText(body)
    default: false
    }
  }

  /// What holds when one claim or the other does.
  private static func either(_ one: Claim?, _ other: Claim?) -> Claim? {
    guard let one else { return other }
    guard let other else { return one }
    let common = Array(zip(one.text, other.text).prefix { $0 == $1 }.map(\.0))
    if one.rest == .anything, one.text.count == common.count { return one }
    if other.rest == .anything, other.text.count == common.count { return other }
    guard one.text == other.text, one.rest != .unknown, other.rest != .unknown else {
      return Claim(text: common, rest: .unknown)
    }
    return Claim(text: common, rest: one.rest == other.rest ? one.rest : .finalNewline)
  }

  /// What holds when both claims do, or `nil` when they contradict each other.
  private static func both(_ one: Claim?, _ other: Claim?) -> Claim? {
    guard let one, let other else { return nil }
    if let exact = exact(one, other) ?? exact(other, one) { return exact.claim }
    guard one.text.starts(with: other.text) || other.text.starts(with: one.text) else { return nil }
    let longer = one.text.count > other.text.count ? one.text : other.text
    let isSure = one.rest == .anything && other.rest == .anything
    return Claim(text: longer, rest: isSure ? .anything : .unknown)
  }

  /// What holds when both claims do and the first one knows the end, in a box.
  private static func exact(_ one: Claim, _ other: Claim) -> (claim: Claim?, Void)? {
    var subjects: [[UInt32]]
    switch one.rest {
    case .nothing: subjects = [one.text]
    case .finalNewline: subjects = [one.text, one.text + [0x0A]]
    case .unknown, .anything: return nil
    }
    // The few subjects that are left to choose from are tried on the other claim.
    subjects.removeAll { subject in
      guard subject.starts(with: other.text) else { return true }
      let rest = subject[other.text.count...]
      switch other.rest {
      case .unknown, .anything: return false
      case .nothing: return !rest.isEmpty
      case .finalNewline: return !rest.isEmpty && rest != [0x0A]
      }
    }
    guard let shortest = subjects.first else { return (nil, ()) }
    let isSure = other.rest != .unknown
    let rest: LiteralPrefix.Rest = subjects.count == 2 ? .finalNewline : .nothing
    return (Claim(text: shortest, rest: isSure ? rest : .unknown), ())
  }
}
