// Going back to frames, after a failure and after a success.
//
// The order in which marks, the highest mark and the state of repeats are restored is CPython's,
// also where it restores less than it should.

extension TreeMatcher {
  /// What became of a success.
  enum Outcome {
    case matched
    case resumed
    case failed
  }

  // MARK: Iterations

  /// The end of an iteration of a greedy repeat, or its beginning. CPython: MAX_UNTIL.
  mutating func endGreedyIteration() throws(RegexMatchError) {
    let current = innermost
    let state = stack.frames[current]
    let counts = code[Int(state.instruction)]
    let count = state.count + 1
    if count < Int(counts.minimum) {
      stack.frames[current].count = count
      try push(.neededIteration, count: count)
      next = Int(state.instruction) + 1
      return
    }
    if counts.maximum == TreeInstruction.endless || count < Int(counts.maximum),
      position != Int(state.note)
    {
      stack.frames[current].count = count
      try push(.furtherIteration, note: Int(state.note), count: count, savingMarks: true)
      stack.frames[current].note = Int32(position)
      next = Int(state.instruction) + 1
      return
    }
    try push(.tail, count: count)
    innermost = Int(state.innermost)
    next += 1
  }

  /// The end of an iteration of a lazy repeat, or its beginning. CPython: MIN_UNTIL.
  mutating func endLazyIteration() throws(RegexMatchError) {
    let current = innermost
    let state = stack.frames[current]
    let count = state.count + 1
    if count < Int(code[Int(state.instruction)].minimum) {
      stack.frames[current].count = count
      try push(.neededIteration, count: count)
      next = Int(state.instruction) + 1
      return
    }
    // CPython asks for a repeat around this one, not for this one.
    try push(.tailFirst, count: count, savingMarks: state.innermost >= 0)
    innermost = Int(state.innermost)
    next += 1
  }

  /// Starts one more iteration of a possessive repeat, or goes on after it. CPython:
  /// POSSESSIVE_REPEAT.
  ///
  /// - Parameter previous: Where the iteration before started, or -1.
  mutating func startPossessiveIteration(
    _ index: Int, count: Int, after previous: Int
  ) throws(RegexMatchError) {
    let counts = code[index]
    next = index
    if counts.maximum == TreeInstruction.endless || count < Int(counts.maximum),
      position != previous
    {
      try push(.furtherPossessiveIteration, count: count, savingMarks: true)
      next = index + 1
    } else {
      next = Int(counts.target) + 1
    }
  }

  // MARK: Success

  /// Ends the innermost body that keeps only its first way to match, or the match.
  mutating func succeed() throws(RegexMatchError) -> Outcome {
    while depth > 0 {
      depth -= 1
      let frame = stack.frames[depth]
      let index = Int(frame.instruction)
      switch frame.resumption {
      case .atomic, .look, .negativeLook, .neededPossessiveIteration, .furtherPossessiveIteration:
        savedMarks = Int(frame.savedMarks)
        innermost = Int(frame.innermost)
      default: continue
      }
      switch frame.resumption {
      case .negativeLook: return .failed
      case .look:
        position = Int(frame.position)
        next = Int(code[index].target) + 1
      case .neededPossessiveIteration:
        let count = frame.count + 1
        if count < Int(code[index].minimum) {
          stack.frames[depth].count = count
          depth += 1
          next = index + 1
        } else {
          try startPossessiveIteration(index, count: count, after: -1)
        }
      case .furtherPossessiveIteration:
        try startPossessiveIteration(index, count: frame.count + 1, after: Int(frame.position))
      default: next = Int(code[index].target) + 1
      }
      return .resumed
    }
    return .matched
  }

  // MARK: Failure

  /// Goes back to the last frame that has something left to try.
  ///
  /// - Returns: Whether there was one.
  mutating func fail() throws(RegexMatchError) -> Bool {
    while depth > 0 {
      try countStep()
      let frame = stack.frames[depth - 1]
      innermost = Int(frame.innermost)
      let isResumed =
        switch frame.resumption {
        case .branch: resumeBranch(frame)
        case .repeatCharacter: resumeRepeat(frame)
        case .repeatCharacterLazily: resumeLazyRepeat(frame)
        case .furtherIteration: resumeAfterIterations(frame)
        case .tailFirst: resumeWithIteration(frame)
        case .furtherPossessiveIteration, .negativeLook: resumeBehind(frame)
        case .neededIteration:
          resetCount(frame)
        case .lazyIteration:
          resetNoteAndCount(frame)
        case .repetition, .tail, .neededPossessiveIteration, .atomic, .look: false
        }
      if isResumed { return true }
      depth -= 1
      savedMarks = Int(frame.savedMarks)
    }
    return false
  }

  /// Restores the marks that a frame saved, and the highest one.
  private mutating func restoreMarks(_ frame: TreeFrame) {
    stack.marks.update(from: stack.saved + Int(frame.savedMarks), count: Int(frame.lastMark) + 1)
    savedMarks = Int(frame.savedMarks) + Int(frame.lastMark) + 1
    lastMark = Int(frame.lastMark)
  }

  /// The same for a frame that saves marks inside of repeats only.
  private mutating func restoreMarksInRepeat(_ frame: TreeFrame) {
    if innermost >= 0 { restoreMarks(frame) }
    lastMark = Int(frame.lastMark)
  }

  private mutating func resumeBranch(_ frame: TreeFrame) -> Bool {
    restoreMarksInRepeat(frame)
    position = Int(frame.position)
    let head = firstAlternative(from: Int(code[Int(frame.note)].target))
    if head < 0 { return false }
    stack.frames[depth - 1].note = Int32(head)
    next = head + 1
    return true
  }

  private mutating func resumeRepeat(_ frame: TreeFrame) -> Bool {
    restoreMarksInRepeat(frame)
    let index = Int(frame.instruction)
    position = Int(frame.position) - 1
    guard let count = lastUsefulCount(index, frame.count - 1) else { return false }
    position -= frame.count - 1 - count
    stack.frames[depth - 1].count = count
    stack.frames[depth - 1].position = Int32(position)
    next = index + 1
    return true
  }

  private mutating func resumeLazyRepeat(_ frame: TreeFrame) -> Bool {
    restoreMarksInRepeat(frame)
    let index = Int(frame.instruction)
    let instruction = code[index]
    let count = frame.count + 1
    position = Int(frame.position)
    guard instruction.maximum == TreeInstruction.endless || count <= Int(instruction.maximum),
      position < end, passes(text[position], instruction)
    else { return false }
    position += 1
    stack.frames[depth - 1].count = count
    stack.frames[depth - 1].position = Int32(position)
    next = index + 1
    return true
  }

  /// An optional iteration of a greedy repeat has failed; what follows the repeat is next.
  private mutating func resumeAfterIterations(_ frame: TreeFrame) -> Bool {
    _ = resetNoteAndCount(frame)
    restoreMarks(frame)
    savedMarks = Int(frame.savedMarks)
    position = Int(frame.position)
    let current = innermost
    stack.frames[depth - 1].resumption = .tail
    innermost = Int(stack.frames[current].innermost)
    next = Int(frame.instruction) + 1
    return true
  }

  /// What follows a lazy repeat has failed; one more iteration is next.
  private mutating func resumeWithIteration(_ frame: TreeFrame) -> Bool {
    let current = innermost
    let state = stack.frames[current]
    if state.innermost >= 0 { restoreMarks(frame) }
    savedMarks = Int(frame.savedMarks)
    lastMark = Int(frame.lastMark)
    position = Int(frame.position)
    let maximum = code[Int(state.instruction)].maximum
    guard maximum == TreeInstruction.endless || frame.count < Int(maximum),
      position != Int(state.note)
    else { return false }
    stack.frames[current].count = frame.count
    stack.frames[current].note = Int32(position)
    stack.frames[depth - 1].resumption = .lazyIteration
    stack.frames[depth - 1].note = state.note
    next = Int(state.instruction) + 1
    return true
  }

  /// A negative look-around holds, or a possessive repeat has all of its iterations.
  private mutating func resumeBehind(_ frame: TreeFrame) -> Bool {
    if frame.resumption == .negativeLook {
      restoreMarksInRepeat(frame)
    } else {
      restoreMarks(frame)
    }
    position = Int(frame.position)
    next = Int(code[Int(frame.instruction)].target) + 1
    depth -= 1
    savedMarks = Int(frame.savedMarks)
    return true
  }

  private mutating func resetCount(_ frame: TreeFrame) -> Bool {
    stack.frames[innermost].count = frame.count - 1
    return false
  }

  private mutating func resetNoteAndCount(_ frame: TreeFrame) -> Bool {
    stack.frames[innermost].note = frame.note
    stack.frames[innermost].count = frame.count - 1
    return false
  }
}
