// Patterns that match every path.
//
// `re.match` does not ask for the end, so whatever can be matched by nothing at all matches
// everything: ``, `a?`, `(foo)?`. Beside these there is what takes all and then asks for the end:
// `.*$`. The proof is one of shape. A list of nodes matches any subject without a newline, from
// anywhere in it, when it is
//
//     any characters, with a repeat without bound among them if an end is asked for;
//     then nodes each of which can match nothing, and anchors at the end.
//
// The repeat can take all there is, and at the end each node that can match nothing does: there is
// nothing else left to match. It may be greedy, lazy or possessive, but behind a possessive one no
// further character is left. Characters that must be there are counted: `.+` leaves out the empty
// subject. Look-arounds, references and conditions are never said to match.

extension PatternForm {
  /// Which subjects without a newline match for sure.
  var reach: LintedRegex.Reach {
    let least = branches.compactMap { Self.leastLength($0[...]) }.min()
    return least == 0 ? .everything : least == 1 ? .allButRoot : .some
  }

  /// A number of characters such that the nodes match, from anywhere in any subject without a
  /// newline, wherever as many are left; `nil` where there is no such number or none is known.
  static func leastLength(_ nodes: ArraySlice<RegexNode>) -> Int? {
    var rest = nodes
    var least = 0
    var takesAll = false
    var takesAllForGood = false
    while let node = rest.first {
      if node.isAnyCharacter {
        if takesAllForGood { return nil }
        least += 1
      } else if case .repetition(let counts, let body) = node, body.isAnyCharacter,
        counts.maximum == nil
      {
        if takesAllForGood, counts.minimum > 0 { return nil }
        least += Int(counts.minimum)
        takesAll = true
        if counts.kind == .possessive { takesAllForGood = true }
      } else {
        break
      }
      rest.removeFirst()
    }
    for node in rest {
      if node.isEndAnchor {
        if !takesAll { return nil }
      } else if !node.canMatchNothing {
        return nil
      }
    }
    return least
  }

  /// The nodes without those at the end that match whatever is there: as `re.match` doesn't ask for
  /// the end, the rest matches the same subjects without a newline.
  static func withoutOpenEnd(_ nodes: [RegexNode]) -> ArraySlice<RegexNode> {
    for index in nodes.indices where leastLength(nodes[index...]) == 0 { return nodes[..<index] }
    return nodes[...]
  }
}

extension RegexNode {
  /// Whether the node is one character, and every one but a newline is surely right.
  var isAnyCharacter: Bool {
    switch self {
    case .any: true
    case .set(let set):
      // `[\s\S]`, `[^\n]`; a set of letters needs no closer look.
      (set.negated || set.items.count == 2) && CharacterBounds(self)?.surely.isAllButNewline == true
    default: false
    }
  }

  /// Whether the node asks for the end, in subjects without a newline.
  var isEndAnchor: Bool {
    switch self {
    case .anchor(.end), .anchor(.endOrFinalNewline), .anchor(.lineEnd): true
    default: false
    }
  }

  /// Whether the node surely matches the empty text wherever it is tried, if nothing longer.
  var canMatchNothing: Bool {
    switch self {
    case .sequence(let nodes): nodes.allSatisfy(\.canMatchNothing)
    case .alternation(let branches): branches.contains(where: \.canMatchNothing)
    case .group(_, let body): body.canMatchNothing
    case .repetition(let counts, let body): counts.minimum == 0 || body.canMatchNothing
    case .literal, .any, .set, .anchor, .look, .conditional, .backreference: false
    }
  }
}

extension CodePointSet {
  /// Whether every character that a text can hold is a member, a newline or not.
  fileprivate var isAllButNewline: Bool {
    union(CodePointSet([0x0A...0x0A])).withoutSurrogates
      == CodePointSet.notSurrogates
  }
}
