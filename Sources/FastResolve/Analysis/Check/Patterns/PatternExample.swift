// A path that a pattern matches, to show what is said of it.
//
// The path is put together from the tree: a character of each set, the first alternative, the least
// number of rounds of a repeat but one at least where it is about anything. What conditions on the
// place ask for is not followed, so whoever shows the path tries the pattern on it first.

/// Makes examples of what patterns match.
struct PatternExample {
  /// What stands for a `.`, by its number in the pattern, from 0; `nil` is the separator of paths.
  var characterOfDot: (Int) -> Unicode.Scalar? = { _ in nil }

  private var text: [UInt32] = []
  private var dotCount = 0
  /// What stands behind the node being looked at, if that is known.
  private var next: RegexNode?

  init(characterOfDot: @escaping (Int) -> Unicode.Scalar? = { _ in nil }) {
    self.characterOfDot = characterOfDot
  }

  /// An example of what a tree matches, if no condition in it is against it.
  func path(of tree: RegexNode) -> String {
    var copy = self
    copy.append(tree)
    return String(codePoints: copy.text)
  }

  private mutating func append(_ node: RegexNode) {
    switch node {
    case .literal(let value, _): text.append(value)
    case .any:
      text.append((characterOfDot(dotCount) ?? ".").value)
      dotCount += 1
    case .set: text.append(Self.character(of: node))
    case .sequence(let nodes):
      for (index, node) in nodes.enumerated() {
        next = index + 1 < nodes.count ? nodes[index + 1] : nil
        append(node)
      }
    case .alternation(let branches): appendFirst(of: branches)
    case .anchor, .backreference: break
    case .look(_, let body): skip(body)
    case .group(_, let body): append(body)
    case .conditional(_, let yes, let no, _): appendFirst(of: [yes] + (no.map { [$0] } ?? []))
    case .repetition(let counts, .any):
      dotCount += 1
      if counts.minimum <= 1, counts.maximum == nil {
        appendModules()
      } else {
        for _ in 0..<min(counts.minimum, 16) { text.append(UInt32(UInt8(ascii: "x"))) }
      }
    case .repetition(let counts, let body):
      let rounds = counts.maximum == nil ? max(counts.minimum, 1) : counts.minimum
      if rounds == 0 { return skip(body) }
      append(body)
      let dotsAfter = dotCount
      let dots = dotCount - body.dotCount
      for _ in 1..<max(min(rounds, 16), 1) {
        dotCount = dots
        append(body)
      }
      dotCount = dotsAfter
    }
  }

  /// Appends what `.*` stands for: a module in a path, at the start mostly the model.
  private mutating func appendModules() {
    let dot = UInt32(UInt8(ascii: "."))
    let name = text.isEmpty ? "model" : "x"
    if let last = text.last, last != dot { text.append(dot) }
    text += name.unicodeScalars.map(\.value)
    if let next = next?.plainCharacter, next != dot { text.append(dot) }
  }

  private mutating func appendFirst(of branches: [RegexNode]) {
    append(branches[0])
    for branch in branches.dropFirst() { skip(branch) }
  }

  private mutating func skip(_ node: RegexNode) { dotCount += node.dotCount }

  private static func character(of node: RegexNode) -> UInt32 {
    let surely = CharacterBounds(node)?.surely ?? CodePointSet()
    for wanted: Unicode.Scalar in ["1", "x", "_", "-", "."] where surely.contains(wanted.value) {
      return wanted.value
    }
    return surely.ranges.first { $0.lowerBound > 0x20 }?.lowerBound
      ?? surely.ranges.first?.lowerBound ?? UInt32(UInt8(ascii: "x"))
  }
}

extension RegexNode {
  /// How many `.` there are in the pattern of the node.
  var dotCount: Int {
    switch self {
    case .any: 1
    case .literal, .set, .anchor, .backreference: 0
    case .sequence(let nodes), .alternation(let nodes): nodes.reduce(0) { $0 + $1.dotCount }
    case .group(_, let body), .look(_, let body), .repetition(_, let body): body.dotCount
    case .conditional(_, let yes, let no, _): yes.dotCount + (no?.dotCount ?? 0)
    }
  }
}
