// The tree as CPython's parser leaves it.
//
// `RegexNode` keeps what was written. CPython's parser simplifies while it reads, and its matcher
// shows some of that: `(?:a|b)` is a set there, so that its repeat is one of single characters, and
// so that under `(?i)` capitals beyond U+FFFF in it match nothing. The simplifications are these
// four; all others of CPython's speed matching up without changing it.
//
// - A group that neither captures nor changes flags is its contents.
// - `[a]` is a literal, `[^a]` the opposite of one.
// - What all alternatives begin with stands before them.
// - Alternatives that are one character each are a set.

/// One thing to match, after CPython's simplifications.
indirect enum PythonItem {
  case literal(UInt32, negated: Bool, CaseRule)
  case any(matchesNewline: Bool)
  case set(RegexSet)
  case anchor(RegexAnchor)
  case branch([[PythonItem]])
  case capture(Int, [PythonItem])
  /// `(?i:…)`. The items inside carry what the flags change; the group only matters to what counts
  /// as a single character.
  case flags([PythonItem])
  case atomic([PythonItem])
  case look(negated: Bool, back: Int, [PythonItem])
  case conditional(group: Int, yes: [PythonItem], no: [PythonItem])
  case backreference(Int, CaseRule)
  case repetition(RegexRepeat, [PythonItem])

  /// Whether CPython's parser finds two items equal. It compares what holds other items by
  /// identity, so that `(?:(?:ab)*c|(?:ab)*d)` has no common beginning.
  fileprivate func isSame(as other: PythonItem) -> Bool {
    switch (self, other) {
    case (.literal(let one, let oneNegated, _), .literal(let two, let twoNegated, _)):
      one == two && oneNegated == twoNegated
    case (.any, .any): true
    case (.set(let one), .set(let two)): one.items == two.items && one.negated == two.negated
    case (.anchor(let one), .anchor(let two)): one == two
    case (.backreference(let one, _), .backreference(let two, _)): one == two
    default: false
    }
  }
}

/// Simplifies trees.
struct PythonItems {
  private let widths: RegexWidths

  /// Simplifies a tree.
  ///
  /// - Complexity: O(*n*) in the size of the tree, but for look-behinds inside one another, which
  ///   are measured once for each level.
  static func items(of tree: RegexNode) -> [PythonItem] {
    var widths = RegexWidths()
    _ = widths.width(of: tree)
    return PythonItems(widths: widths).items(of: tree)
  }

  private func items(of node: RegexNode) -> [PythonItem] {
    switch node {
    case .sequence(let nodes): return nodes.flatMap { items(of: $0) }
    case .alternation(let branches): return Self.join(branches.map { items(of: $0) })
    case .literal(let value, let rule): return [.literal(value, negated: false, rule)]
    case .any(let matchesNewline): return [.any(matchesNewline: matchesNewline)]
    case .set(let set): return [Self.item(set)]
    case .anchor(let anchor): return [.anchor(anchor)]
    case .group(.capturing(let number, _), let body): return [.capture(number, items(of: body))]
    case .group(.plain, let body): return items(of: body)
    case .group(.flags, let body): return [.flags(items(of: body))]
    case .group(.atomic, let body): return [.atomic(items(of: body))]
    case .look(let look, let body):
      var widths = widths
      let back = look.behind ? widths.width(of: body).least : 0
      return [.look(negated: look.negated, back: back, items(of: body))]
    case .conditional(let group, let yes, let no, _):
      let no = no.map { items(of: $0) } ?? []
      return [.conditional(group: group, yes: items(of: yes), no: no)]
    case .backreference(let group, let rule, _): return [.backreference(group, rule)]
    case .repetition(let counts, let body): return [.repetition(counts, items(of: body))]
    }
  }

  private static func item(_ written: RegexSet) -> PythonItem {
    var set = written
    set.items = unique(set.items)
    if set.items.count == 1, case .codePoint(let value) = set.items[0] {
      return .literal(value, negated: set.negated, set.caseRule)
    }
    return .set(set)
  }

  private static func unique(_ items: [RegexSet.Item]) -> [RegexSet.Item] {
    var seen: Set<RegexSet.Item> = []
    return items.filter { seen.insert($0).inserted }
  }

  /// The alternatives as one list of items. CPython: `_parse_sub`.
  private static func join(_ written: [[PythonItem]]) -> [PythonItem] {
    var branches = written.map { $0[...] }
    var result: [PythonItem] = []
    while let first = branches[0].first,
      branches.allSatisfy({ $0.first.map(first.isSame(as:)) ?? false })
    {
      result.append(first)
      for index in branches.indices { branches[index].removeFirst() }
    }
    if let set = set(of: branches) {
      result.append(.set(set))
    } else {
      result.append(.branch(branches.map { Array($0) }))
    }
    return result
  }

  /// The set that alternatives come to when each is one character or a set that is not negated.
  private static func set(of branches: [ArraySlice<PythonItem>]) -> RegexSet? {
    var items: [RegexSet.Item] = []
    var result: RegexSet?
    for branch in branches {
      guard branch.count == 1, let item = branch.first else { return nil }
      switch item {
      case .literal(let value, negated: false, let rule):
        items.append(.codePoint(value))
        result =
          result
          ?? RegexSet(
            items: [], negated: false, caseRule: rule, asciiCategories: false, position: 0)
      case .set(let set) where !set.negated:
        items += set.items
        // The flags are the same in all branches, but a literal does not tell whether `(?a)` holds.
        result = set
      default: return nil
      }
    }
    result?.items = unique(items)
    return result
  }
}
