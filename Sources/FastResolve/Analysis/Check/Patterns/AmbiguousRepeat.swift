// Repeats in which one text can be matched along two ways around.
//
// A matcher that goes back tries every way before it gives up. If a loop leads from a place in the
// pattern back to it along two ways over the same text, then n rounds have 2^n ways, and a match
// that fails behind the loop takes for ever: `(a+)+`, `(\w+\.?)*`, `(?:a|a)*`, `(?:.*\.)*`. Where
// there is but one way around (`(?:\w+\.)*`) there is no such trouble, however deep repeats are
// nested.
//
// The loop's body becomes an automaton whose states are its characters (Glushkov's construction):
// which may come first, which last, and which behind which, each with the number of ways in which
// it does. Then
//
// - a step that may be made in two ways and lies on a cycle is such a loop by itself: from `a` to
//   `a` in `(a+)+`, by the inner repeat and by the outer one;
// - otherwise two walks are taken side by side, each step over a character that both can match. If
//   from a state and itself they can part and come back to it, there are two ways.
//
// Two nodes share a character when one surely matches both. What isn't followed is taken as a
// character that nothing matches, so that no way leads over it: anchors, look-arounds, references,
// and atomic groups and possessive repeats, which don't go back into themselves. So what is found
// is there; what is not found may be.

/// Looks for ambiguous repeats in a tree.
struct AmbiguousRepeat {
  /// Larger loops are not looked at.
  private static let mostCharacters = 80
  private static let mostRounds = 6

  /// The first repeat, from outside in, that can go around along two ways; `nil` where none is
  /// known.
  ///
  /// - Complexity: O(*n*²) in the length of a repeat's body, which is bounded.
  static func first(in node: RegexNode) -> RegexNode? {
    switch node {
    case .literal, .any, .set, .anchor, .backreference: return nil
    case .sequence(let nodes), .alternation(let nodes):
      for node in nodes {
        if let found = first(in: node) { return found }
      }
      return nil
    case .group(_, let body), .look(_, let body): return first(in: body)
    case .conditional(_, let yes, let no, _): return first(in: yes) ?? no.flatMap(first(in:))
    case .repetition(let counts, let body):
      if counts.maximum == nil, counts.kind != .possessive, !body.isSimple,
        var loop = AmbiguousRepeat(node), loop.isAmbiguous()
      {
        return node
      }
      return first(in: body)
    }
  }

  /// A number of ways, where more than two are two.
  private typealias Ways = Int

  /// A part of the body: how it may begin and end, and in how many ways it may be empty.
  private struct Part {
    var first: [Int: Ways] = [:]
    var last: [Int: Ways] = [:]
    var empty: Ways = 1
  }

  /// By state, the characters that it surely matches.
  private var characters: [CodePointSet] = []
  /// By state, the states that may come next.
  private var next: [[Int: Ways]] = []
  private var isTooLarge = false

  private init?(_ loop: RegexNode) {
    _ = part(loop)
    if isTooLarge { return nil }
  }

  // MARK: The automaton

  private mutating func state(_ characters: CodePointSet) -> Part {
    if self.characters.count == Self.mostCharacters { isTooLarge = true }
    if isTooLarge { return Part() }
    let state = self.characters.count
    self.characters.append(characters)
    next.append([:])
    return Part(first: [state: 1], last: [state: 1], empty: 0)
  }

  private mutating func part(_ node: RegexNode) -> Part {
    if isTooLarge { return Part() }
    switch node {
    case .literal, .any, .set: return state(CharacterBounds(node)?.surely ?? CodePointSet())
    case .anchor, .look, .backreference, .conditional, .group(.atomic, _):
      return state(CodePointSet())
    case .group(_, let body): return part(body)
    case .sequence(let nodes):
      return nodes.reduce(Part()) { joined($0, part($1)) }
    case .alternation(let branches):
      return branches.reduce(Part(empty: 0)) { result, branch in
        let part = part(branch)
        return Part(
          first: Self.sum(result.first, part.first), last: Self.sum(result.last, part.last),
          empty: min(2, result.empty + part.empty))
      }
    case .repetition(let counts, let body): return part(body, repeated: counts)
    }
  }

  private mutating func part(_ body: RegexNode, repeated counts: RegexRepeat) -> Part {
    if counts.maximum == 0 { return Part() }
    if counts.kind == .possessive { return state(CodePointSet()) }
    let least = Int(counts.minimum)
    let most = counts.maximum.map(Int.init) ?? max(least, 1)
    if most > Self.mostRounds { isTooLarge = true }
    if isTooLarge { return Part() }
    // From the last round to the first: `a{1,3}` is `a(?:a(?:a)?)?`, in which no text has two ways.
    var rest = Part()
    for round in (1...most).reversed() {
      let part = part(body)
      // Rounds of nothing could be left out in front or behind.
      if part.empty > 0, most > 1 { isTooLarge = true }
      if counts.maximum == nil, round == most { connect(part.last, part.first) }
      rest = joined(part, rest)
      if round > least { rest.empty = 1 }
    }
    return rest
  }

  private mutating func joined(_ one: Part, _ other: Part) -> Part {
    connect(one.last, other.first)
    return Part(
      first: Self.sum(one.first, other.first, times: one.empty),
      last: Self.sum(other.last, one.last, times: other.empty),
      empty: min(2, one.empty * other.empty))
  }

  private mutating func connect(_ last: [Int: Ways], _ first: [Int: Ways]) {
    for (from, ways) in last {
      for (to, more) in first { next[from][to, default: 0] += ways * more }
    }
  }

  private static func sum(
    _ one: [Int: Ways], _ other: [Int: Ways], times: Ways = 1
  ) -> [Int: Ways] {
    if times == 0 { return one }
    return one.merging(other.mapValues { min(2, $0 * times) }) { min(2, $0 + $1) }
  }

  // MARK: Two ways

  private mutating func isAmbiguous() -> Bool {
    let live = characters.indices.filter { !characters[$0].isEmpty }
    for state in live { next[state] = next[state].filter { !characters[$0.key].isEmpty } }
    for state in live {
      let around = reachable(from: [state]) { next[$0].keys }
      for (other, ways) in next[state] where ways > 1 {
        if other == state || reachable(from: [other], { next[$0].keys }).contains(state) {
          return true
        }
      }
      if around.contains(state), canPart(at: state) { return true }
    }
    return false
  }

  /// Whether two walks from a state can part over the same text and both come back to it.
  private func canPart(at state: Int) -> Bool {
    struct Pair: Hashable {
      var one: Int
      var other: Int
      var haveParted: Bool
    }
    let goal = Pair(one: state, other: state, haveParted: true)
    var seen: Set<Pair> = []
    var open = [Pair(one: state, other: state, haveParted: false)]
    while let pair = open.popLast() {
      for one in next[pair.one].keys {
        for other in next[pair.other].keys where shareCharacter(one, other) {
          let step = Pair(one: one, other: other, haveParted: pair.haveParted || one != other)
          if step == goal { return true }
          if seen.insert(step).inserted { open.append(step) }
        }
      }
    }
    return false
  }

  private func shareCharacter(_ one: Int, _ other: Int) -> Bool {
    if one == other { return true }
    return characters[one].ranges.contains { range in
      characters[other].ranges.contains { $0.overlaps(range) }
    }
  }

  /// The states that can be come to in one step or more.
  private func reachable<States: Sequence<Int>>(
    from start: [Int], _ steps: (Int) -> States
  ) -> Set<Int> {
    var seen: Set<Int> = []
    var open = start
    while let state = open.popLast() {
      for next in steps(state) where seen.insert(next).inserted { open.append(next) }
    }
    return seen
  }
}

extension RegexNode {
  /// Whether a repeat of the node has no two ways around: it is one character, or a run of them.
  fileprivate var isSimple: Bool {
    switch self {
    case .literal, .any, .set, .anchor, .backreference: true
    case .sequence(let nodes): nodes.allSatisfy(\.isSimple)
    case .group(_, let body): body.isSimple
    case .alternation, .look, .conditional, .repetition: false
    }
  }
}
