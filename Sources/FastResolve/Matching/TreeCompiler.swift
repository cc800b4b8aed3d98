// From items to instructions. CPython: `re._compiler._compile`.

/// Compiles one pattern.
struct TreeCompiler {
  private(set) var instructions: [TreeInstruction] = []
  private(set) var tests = CharacterTests()

  /// Appends the instructions of a whole pattern.
  mutating func compile(_ tree: RegexNode) {
    emit(PythonItems.items(of: tree))
    emit(.success)
  }

  private mutating func emit(_ items: [PythonItem]) {
    for item in items { emit(item) }
  }

  @discardableResult private mutating func emit(
    _ operation: TreeOperation, value: UInt32 = 0
  ) -> Int {
    var instruction = TreeInstruction(operation)
    instruction.value = value
    instructions.append(instruction)
    return instructions.count - 1
  }

  /// Has an instruction point to the next one that will be emitted.
  private mutating func pointHere(_ index: Int) {
    instructions[index].target = Int32(instructions.count)
  }

  private mutating func emit(_ item: PythonItem) {
    if let (test, value) = tests.test(item) {
      let index = emit(.character, value: value)
      instructions[index].test = test
      return
    }
    switch item {
    case .any, .literal, .set: preconditionFailure("handled above")
    case .anchor(let anchor): instructions[emit(.place)].place = TreePlace(anchor)
    case .branch(let branches): emit(branches: branches)
    case .capture(let number, let body):
      emit(.mark, value: UInt32(number - 1) * 2)
      emit(body)
      emit(.mark, value: UInt32(number - 1) * 2 + 1)
    case .flags(let body): emit(body)
    case .atomic(let body): emitEnclosed(.atomic, body)
    case .look(let negated, let back, let body):
      // No subject has more characters than the bound.
      let back = UInt32(clamping: back)
      emitEnclosed(negated ? .negativeLook : .look, value: back, body)
    case .conditional(let group, let yes, let no):
      let start = emit(.conditional, value: UInt32(group - 1))
      emit(yes)
      if no.isEmpty { return pointHere(start) }
      let jump = emit(.jump)
      pointHere(start)
      emit(no)
      pointHere(jump)
    case .backreference(let group, let rule):
      let index = emit(.backreference, value: UInt32(group - 1))
      instructions[index].rule = rule
    case .repetition(let counts, let body): emit(body, repeated: counts)
    }
  }

  /// Emits a body that `success` ends.
  private mutating func emitEnclosed(
    _ operation: TreeOperation, value: UInt32 = 0, _ body: [PythonItem]
  ) {
    let start = emit(operation, value: value)
    emit(body)
    pointHere(start)
    emit(.success)
  }

  private mutating func emit(branches: [[PythonItem]]) {
    emit(.branch)
    var jumps: [Int] = []
    for branch in branches {
      let head = emit(.alternative)
      emit(branch)
      jumps.append(emit(.jump))
      pointHere(head)
    }
    emit(.failure)
    for jump in jumps { pointHere(jump) }
  }

  private mutating func emit(_ body: [PythonItem], repeated counts: RegexRepeat) {
    let start: Int
    if let (test, value) = singleTest(body) {
      let operation: TreeOperation =
        switch counts.kind {
        case .greedy: .repeatCharacter
        case .lazy: .repeatCharacterLazily
        case .possessive: .repeatCharacterPossessively
        }
      start = emit(operation, value: value)
      instructions[start].test = test
    } else if counts.kind == .possessive {
      start = instructions.count
      emitEnclosed(.possessive, body)
    } else {
      start = emit(.repetition)
      emit(body)
      pointHere(start)
      emit(counts.kind == .greedy ? .untilMost : .untilLeast)
    }
    instructions[start].minimum = counts.minimum
    instructions[start].maximum = counts.maximum ?? TreeInstruction.endless
  }

  /// The test of a body that is a single character to CPython. CPython: `_simple`.
  private mutating func singleTest(_ body: [PythonItem]) -> (CharacterTest, UInt32)? {
    guard body.count == 1 else { return nil }
    if case .flags(let inner) = body[0] { return singleTest(inner) }
    return tests.test(body[0])
  }
}

extension TreePlace {
  init(_ anchor: RegexAnchor) {
    self =
      switch anchor {
      case .start: .start
      case .lineStart: .lineStart
      case .endOrFinalNewline: .endOrFinalNewline
      case .lineEnd: .lineEnd
      case .end: .end
      case .wordBoundary(let ascii): ascii ? .asciiWordBoundary : .wordBoundary
      case .notWordBoundary(let ascii): ascii ? .asciiNotWordBoundary : .notWordBoundary
      }
  }
}
