// How far a regex gets that doesn't match.
//
// An engine says "no match" and nothing else: it is built to be done soon. For the question "where
// did it stop?" every way through the pattern has to be gone, and what each way failed at has to be
// named by its place in the pattern. So the syntax tree is compiled once more, into the few
// instructions below. Each that can fail knows its element, as `PatternElements` counts them.
// `PartialMatcher` goes all the ways.
//
// The characters and places are tested by the second engine's tests, so they are Python's. What
// repeats is written out, as the walk has no counters; a pattern that gets too long by that is not
// told of.

/// One instruction of a `PartialProgram`.
struct PartialInstruction {
  /// What an instruction does.
  enum Operation {
    /// One character that passes `test` with `value`.
    case character
    /// A `place`.
    case place
    /// Goes on with what follows, or else at `target`.
    case split
    /// Goes on at `target`, or else with what follows.
    case splitLazily
    /// Goes on at `target`.
    case jump
    /// Notes the position as mark `value`.
    case mark
    /// The text of group `value`, counted from 1, compared by `rule`.
    case backreference
    /// Goes on at `target` unless group `value`, counted from 1, is set.
    case conditional
    /// An assertion `value` characters further back; the body follows, and `target` is its `end`.
    case look
    /// The same, when the body has to fail.
    case negativeLook
    /// An atomic group; the body follows, and `target` is its `end`.
    case atomic
    /// The end of a body, or of the pattern.
    case end
  }

  var operation: Operation
  var test = CharacterTest.any
  var rule = CaseRule.exact
  var place = TreePlace.start
  /// Whether the character that passes says something: one of a few, and not just any.
  var isTelling = false
  var value: UInt32 = 0
  var target: Int32 = 0
  var element: Int32 = -1

  init(_ operation: Operation) { self.operation = operation }
}

/// A pattern compiled for `PartialMatcher`.
struct PartialProgram {
  private(set) var instructions: [PartialInstruction] = []
  private(set) var tests = CharacterTests()
  /// Where the elements stand in the pattern, in code points.
  let spans: [Range<Int>]
  let groupCount: Int
  /// Whether anything asks what a group holds.
  private(set) var needsGroups = false
  private(set) var hasLooks = false
  /// Whether the pattern begins with `.*`, so that where it is begun makes no difference.
  let beginsWithAnything: Bool

  private var widths = RegexWidths()
  private var nextElement = 0

  /// How many instructions a pattern may have.
  private static let sizeLimit = 5000

  /// Compiles a pattern.
  ///
  /// - Returns: `nil` for a pattern that is too long when its repeats are written out.
  /// - Complexity: O(*n*) in the size of the program.
  init?(_ regex: PythonRegex) {
    self = DeepStack.run(for: regex.pattern) { PartialProgram(PatternElements(regex)) }
    if instructions.count > Self.sizeLimit || nextElement != spans.count { return nil }
  }

  private init(_ elements: PatternElements) {
    spans = elements.spans
    groupCount = elements.groupCount
    beginsWithAnything = Self.beginsWithAnything(elements.tree)
    // How wide groups are has to be known from the start, as look-behinds may name them.
    _ = widths.width(of: elements.tree)
    emit(elements.tree)
    emit(.end)
  }

  private static func beginsWithAnything(_ node: RegexNode) -> Bool {
    switch node {
    case .sequence(let nodes): nodes.first.map(beginsWithAnything) ?? false
    case .group(_, let body): beginsWithAnything(body)
    case .repetition(let counts, .any): counts.minimum == 0 && counts.maximum == nil
    default: false
    }
  }

  @discardableResult private mutating func emit(_ operation: PartialInstruction.Operation) -> Int {
    instructions.append(PartialInstruction(operation))
    return instructions.count - 1
  }

  /// Has an instruction point to the next one that will be emitted.
  private mutating func pointHere(_ index: Int) {
    instructions[index].target = Int32(instructions.count)
  }

  /// Says which element an instruction is. Elements are counted as they are left.
  private mutating func setElement(_ index: Int) {
    instructions[index].element = Int32(nextElement)
    nextElement += 1
  }

  private mutating func emit(_ node: RegexNode) {
    if instructions.count > Self.sizeLimit { return }
    switch node {
    case .sequence(let nodes): for node in nodes { emit(node) }
    case .alternation(let branches): emit(branches: branches)
    case .literal, .any, .set: emit(character: node)
    case .anchor(let anchor):
      let index = emit(.place)
      instructions[index].place = TreePlace(anchor)
      setElement(index)
    case .group(.capturing(let number, _), let body):
      instructions[emit(.mark)].value = UInt32(number - 1) * 2
      emit(body)
      instructions[emit(.mark)].value = UInt32(number - 1) * 2 + 1
    case .group(.atomic, let body): emit(.atomic) { $0.emit(body) }
    case .group(_, let body): emit(body)
    case .look(let look, let body):
      hasLooks = true
      var widths = widths
      let back = look.behind ? UInt32(clamping: widths.width(of: body).least) : 0
      let index = emit(look.negated ? .negativeLook : .look) { $0.emit(body) }
      instructions[index].value = back
      setElement(index)
    case .conditional(let group, let yes, let no, _):
      needsGroups = true
      let start = emit(.conditional)
      instructions[start].value = UInt32(group)
      emit(yes)
      let jump = emit(.jump)
      pointHere(start)
      if let no { emit(no) }
      pointHere(jump)
      setElement(start)
    case .backreference(let group, let rule, _):
      needsGroups = true
      let index = emit(.backreference)
      instructions[index].value = UInt32(group)
      instructions[index].rule = rule
      setElement(index)
    case .repetition(let counts, let body):
      if counts.kind == .possessive {
        // In Python 3.11 each iteration keeps its first way to match, and not only the whole of
        // them.
        emit(.atomic) { $0.emit(.group(.atomic, body), repeated: counts) }
      } else {
        emit(body, repeated: counts)
      }
    }
  }

  private mutating func emit(character node: RegexNode) {
    let index = emit(.character)
    // A single character is a single item.
    if let item = PythonItems.items(of: node).first, let (test, value) = tests.test(item) {
      instructions[index].test = test
      instructions[index].value = value
    }
    instructions[index].isTelling = node.isTelling
    setElement(index)
  }

  @discardableResult private mutating func emit(
    _ operation: PartialInstruction.Operation, _ body: (inout PartialProgram) -> Void
  ) -> Int {
    let start = emit(operation)
    body(&self)
    pointHere(start)
    emit(.end)
    return start
  }

  private mutating func emit(branches: [RegexNode]) {
    var jumps: [Int] = []
    for (position, branch) in branches.enumerated() {
      guard position < branches.count - 1 else {
        emit(branch)
        break
      }
      let split = emit(.split)
      emit(branch)
      jumps.append(emit(.jump))
      pointHere(split)
    }
    for jump in jumps { pointHere(jump) }
  }

  private mutating func emit(_ body: RegexNode, repeated counts: RegexRepeat) {
    // Each copy has the same elements.
    let firstElement = nextElement
    func emitCopy(_ program: inout PartialProgram) {
      program.nextElement = firstElement
      program.emit(body)
    }
    var copies: UInt32 = 0
    while copies < counts.minimum, instructions.count <= Self.sizeLimit {
      let count = instructions.count
      emitCopy(&self)
      copies += 1
      // Nothing is the same however often it comes.
      if instructions.count == count { return }
    }
    let operation: PartialInstruction.Operation = counts.kind == .lazy ? .splitLazily : .split
    guard let maximum = counts.maximum else {
      let split = emit(operation)
      emitCopy(&self)
      instructions[emit(.jump)].target = Int32(split)
      pointHere(split)
      return
    }
    var splits: [Int] = []
    while copies < maximum, instructions.count <= Self.sizeLimit {
      splits.append(emit(operation))
      emitCopy(&self)
      copies += 1
    }
    for split in splits { pointHere(split) }
    if maximum == 0 {
      // The elements are counted all the same.
      let count = instructions.count
      emitCopy(&self)
      instructions.removeLast(instructions.count - count)
    }
  }
}

extension RegexNode {
  /// Whether a character that matches says that the pattern means this path: a literal, or a set of
  /// no more than ten. What `.`, `\w` and `[^.]` match says nothing.
  fileprivate var isTelling: Bool {
    switch self {
    case .literal: return true
    case .set(let set):
      if set.negated { return false }
      var count = 0
      for item in set.items {
        switch item {
        case .codePoint: count += 1
        case .range(let low, let high): count += Int(high - low) + 1
        case .category(.digit, negated: false): count += 10
        case .category: return false
        }
      }
      return count <= 10
    default: return false
    }
  }
}
