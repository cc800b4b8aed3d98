import Testing

@testable import FastResolve

/// Where the elements of a pattern stand.
@Suite struct PatternElementsTests {
  /// The elements of a tree, as a walk from left to right leaves them.
  private func elements(_ node: RegexNode) -> [RegexNode] {
    let inside: [RegexNode] =
      switch node {
      case .literal, .any, .set, .anchor, .backreference: []
      case .sequence(let nodes), .alternation(let nodes): nodes.flatMap { elements($0) }
      case .group(_, let body), .look(_, let body), .repetition(_, let body): elements(body)
      case .conditional(_, let yes, let no, _): elements(yes) + (no.map { elements($0) } ?? [])
      }
    return node.isElement ? inside + [node] : inside
  }

  /// What stands in the pattern at each element says, read by itself, what the element is.
  private func check(_ regex: PythonRegex) {
    let scalars = Array(regex.pattern.unicodeScalars)
    let found = PatternElements(regex)
    #expect(found.tree == regex.tree)
    let elements = elements(regex.tree)
    guard found.spans.count == elements.count else {
      Issue.record("\(regex.pattern): \(found.spans.count) spans, \(elements.count) elements")
      return
    }
    for (element, span) in zip(elements, found.spans) {
      let text = String(String.UnicodeScalarView(scalars[span]))
      let alone = try? PythonRegex(text).tree
      let isRight =
        switch (element, alone) {
        case (.literal(let one, _), .literal(let other, _)): one == other
        case (.set(let one), .set(let other)):
          one.items == other.items && one.negated == other.negated
        case (.any, .any): true
        case (.anchor, .anchor): true
        case (.backreference, _): text.hasPrefix("\\") || text.hasPrefix("(?P=")
        case (.look, _): text.hasPrefix("(?") && text.hasSuffix(")")
        case (.conditional, _): text.hasPrefix("(?(") && text.hasSuffix(")")
        default: false
        }
      if !isRight { Issue.record("\(regex.pattern): \(text) is not \(element)") }
    }
  }

  @Test func ofAllVectors() throws {
    var seen: Set<String> = []
    for vector in try RegexVectors.all() where seen.insert(vector.pattern).inserted {
      if let regex = try? PythonRegex(vector.pattern) { check(regex) }
    }
    #expect(seen.count > 1000)
  }

  @Test(arguments: 0..<100)
  func ofRandomPatterns(seed: Int) throws {
    var random = RandomPatterns(seed: UInt64(seed))
    for _ in 0..<20 {
      if let regex = try? PythonRegex(random.pattern()) { check(regex) }
    }
  }
}
