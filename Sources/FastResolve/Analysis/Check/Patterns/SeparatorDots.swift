// Dots that were most likely meant for the separator of paths.
//
// A `.` that isn't repeated is looked at together with what stands beside it in the same list of
// nodes:
//
// - `model.layers`, `layers.\d+`, `\d.mlp`: word characters on both sides;
// - `.*.q_proj`: a name behind anything at all, where the dot would otherwise say "at least one
//   more";
// - `layers.1.` and `layers.1..*`: behind a number, with nothing or anything to follow.
//
// `Conv.d` is let be: a dot before a lone `d` stands for the number of dimensions.

/// Finds dots that were meant to be escaped.
struct SeparatorDots {
  /// The numbers of the dots, counted over all dots of the pattern from 0.
  private(set) var numbers: [Int] = []
  private var count = 0

  init(in tree: RegexNode) { visit(tree, isLast: true) }

  /// The pattern with these dots escaped, or `nil` where the pattern can't be told apart well
  /// enough: then its text has other dots than its tree.
  func escaped(_ pattern: String, dotCount: Int) -> String? {
    var result = String.UnicodeScalarView()
    var found = 0
    var inSet = false
    var isFirstInSet = false
    var scalars = Array(pattern.unicodeScalars)[...]
    while let scalar = scalars.popFirst() {
      let wasFirstInSet = isFirstInSet
      isFirstInSet = false
      switch scalar {
      case "\\":
        result.append(scalar)
        if let next = scalars.popFirst() { result.append(next) }
        continue
      case "[" where !inSet:
        inSet = true
        isFirstInSet = true
      case "^" where wasFirstInSet: isFirstInSet = true
      case "]" where inSet && !wasFirstInSet: inSet = false
      case "." where !inSet:
        if numbers.contains(found) { result.append("\\") }
        found += 1
      default: break
      }
      result.append(scalar)
    }
    return found == dotCount ? String(result) : nil
  }

  private mutating func visit(_ node: RegexNode, isLast: Bool) {
    switch node {
    case .any: count += 1
    case .literal, .set, .anchor, .backreference: break
    case .sequence(let nodes): visit(nodes, isLast: isLast)
    case .alternation(let branches): for branch in branches { visit(branch, isLast: isLast) }
    case .group(_, let body): visit(body, isLast: isLast)
    case .look(_, let body): visit(body, isLast: false)
    case .repetition(_, let body): visit(body, isLast: false)
    case .conditional(_, let yes, let no, _):
      visit(yes, isLast: false)
      if let no { visit(no, isLast: false) }
    }
  }

  private mutating func visit(_ nodes: [RegexNode], isLast: Bool) {
    for (index, node) in nodes.enumerated() {
      guard case .any = node else {
        visit(node, isLast: isLast && index == nodes.count - 1)
        continue
      }
      let before = index == 0 ? nil : nodes[index - 1]
      let after = index + 1 == nodes.count ? nil : nodes[index + 1]
      let beyond = index + 2 < nodes.count ? nodes[index + 2] : nil
      if Self.isSeparator(before, after, beyond, isLast: isLast) { numbers.append(count) }
      count += 1
    }
  }

  private static func isSeparator(
    _ before: RegexNode?, _ after: RegexNode?, _ beyond: RegexNode?, isLast: Bool
  ) -> Bool {
    guard let before else { return false }
    guard let after else { return isLast && before.ends(with: .asciiDigit) }
    if after.isAnything { return before.ends(with: .asciiDigit) }
    guard after.begins(with: .asciiWord) else { return false }
    if after.plainCharacter == 0x64, beyond?.begins(with: .asciiWord) != true { return false }
    return before.isAnything || before.ends(with: .asciiWord)
  }
}

extension RegexNode {
  /// Whether the node is `.*` or `.+`.
  fileprivate var isAnything: Bool {
    if case .repetition(let counts, .any) = self { counts.maximum == nil } else { false }
  }

  /// Whether all that the node matches begins with one of these characters, as far as ASCII goes.
  fileprivate func begins(with set: CodePointSet) -> Bool {
    isOf(set) { $0.first }
  }

  /// Whether all that the node matches ends with one of these characters, as far as ASCII goes.
  fileprivate func ends(with set: CodePointSet) -> Bool {
    isOf(set) { $0.last }
  }

  private func isOf(_ set: CodePointSet, _ side: ([RegexNode]) -> RegexNode?) -> Bool {
    switch self {
    case .literal, .set:
      guard let bounds = CharacterBounds(self) else { return false }
      let ascii = bounds.surely.clamped(to: 0...0x7F)
      return !ascii.isEmpty && ascii.union(set) == set
    case .sequence(let nodes): return side(nodes)?.isOf(set, side) ?? false
    case .alternation(let branches): return branches.allSatisfy { $0.isOf(set, side) }
    case .group(_, let body): return body.isOf(set, side)
    case .repetition(let counts, let body): return counts.minimum > 0 && body.isOf(set, side)
    case .any, .anchor, .look, .conditional, .backreference: return false
    }
  }
}
