// What CPython checks after parsing, while it compiles: that look-behinds have a fixed width, and
// that the flag `t` stands with no repeat. The errors have no position.
//
// Widths count code points. A back-reference is as wide as its group.

/// The least and the greatest number of code points that a node can match.
struct RegexWidth: Hashable {
  var least: Int
  var greatest: Int

  static let zero = RegexWidth(least: 0, greatest: 0)
  static let one = RegexWidth(least: 1, greatest: 1)
  /// Stands for every width beyond; greater than any that matters.
  static let limit = Int.max

  static func + (one: RegexWidth, other: RegexWidth) -> RegexWidth {
    RegexWidth(least: add(one.least, other.least), greatest: add(one.greatest, other.greatest))
  }

  /// The width of one or the other.
  func or(_ other: RegexWidth) -> RegexWidth {
    RegexWidth(least: min(least, other.least), greatest: max(greatest, other.greatest))
  }

  func repeated(_ counts: RegexRepeat) -> RegexWidth {
    let greatest =
      if let maximum = counts.maximum {
        Self.multiply(greatest, Int(maximum))
      } else {
        greatest == 0 ? 0 : Self.limit
      }
    return RegexWidth(least: Self.multiply(least, Int(counts.minimum)), greatest: greatest)
  }

  private static func add(_ one: Int, _ other: Int) -> Int {
    let (sum, overflow) = one.addingReportingOverflow(other)
    return overflow ? limit : sum
  }

  private static func multiply(_ one: Int, _ other: Int) -> Int {
    let (product, overflow) = one.multipliedReportingOverflow(by: other)
    return overflow ? limit : product
  }
}

/// Computes widths. The groups that back-references name have to be seen before, which a walk from
/// left to right does.
struct RegexWidths {
  private(set) var groups: [Int: RegexWidth] = [:]

  /// CPython: `SubPattern.getwidth`.
  mutating func width(of node: RegexNode) -> RegexWidth {
    switch node {
    case .literal, .any, .set: return .one
    case .anchor: return .zero
    case .look(_, let body):
      // For the groups inside.
      _ = width(of: body)
      return .zero
    case .sequence(let nodes):
      var sum = RegexWidth.zero
      for node in nodes { sum = sum + width(of: node) }
      return sum
    case .alternation(let branches):
      var result = width(of: branches[0])
      for branch in branches.dropFirst() { result = result.or(width(of: branch)) }
      return result
    case .group(let kind, let body):
      let result = width(of: body)
      if case .capturing(let number, _) = kind { groups[number] = result }
      return result
    case .conditional(_, let yes, let no, _):
      let result = width(of: yes)
      return result.or(no.map { width(of: $0) } ?? .zero)
    case .backreference(let group, _, _): return groups[group] ?? .zero
    case .repetition(let counts, let body): return width(of: body).repeated(counts)
    }
  }
}

/// The checks of CPython's `re._compiler`.
struct CompileChecks {
  let pattern: String
  let flags: RegexFlags
  private var widths = RegexWidths()

  init(pattern: String, flags: RegexFlags) {
    self.pattern = pattern
    self.flags = flags
  }

  /// Whether there is anything to check: a look-behind or the flag.
  static func areNeeded(_ traits: RegexTraits, _ flags: RegexFlags) -> Bool {
    traits.contains(.asksForPlace) || flags.contains(.template)
  }

  /// Walks the tree in the order in which CPython compiles it.
  func check(_ tree: RegexNode) throws(PythonRegexError) {
    var walk = self
    try walk.visit(tree)
  }

  private mutating func visit(_ node: RegexNode) throws(PythonRegexError) {
    switch node {
    case .literal, .any, .set, .anchor, .backreference: break
    case .sequence(let nodes), .alternation(let nodes):
      for node in nodes { try visit(node) }
    case .group(let kind, let body):
      // A group may be referred to from a look-behind further on.
      if case .capturing = kind { _ = widths.width(of: node) }
      try visit(body)
    case .conditional(_, let yes, let no, _):
      try visit(yes)
      if let no { try visit(no) }
    case .look(let look, let body):
      if look.behind {
        let width = widths.width(of: body)
        if width.least > UInt32.max { throw error("looks too much behind") }
        if width.least != width.greatest {
          throw error("look-behind requires fixed-width pattern")
        }
      }
      try visit(body)
    case .repetition(let counts, let body):
      if flags.contains(.template) {
        let operation =
          switch counts.kind {
          case .greedy: "MAX_REPEAT"
          case .lazy: "MIN_REPEAT"
          case .possessive: "POSSESSIVE_REPEAT"
          }
        throw error("internal: unsupported template operator \(operation)")
      }
      try visit(body)
    }
  }

  private func error(_ message: String) -> PythonRegexError {
    PythonRegexError(pattern: pattern, message: message, position: nil, kind: .syntax)
  }
}
