// Running instructions forward. CPython: `SRE(match)` in `Modules/_sre/sre_lib.h`.
//
// `run` follows the instructions while they succeed. Whatever may have to be tried in another way
// leaves a frame. `fail` (in `TreeMatcher+Backtracking.swift`) goes back to the last frame that has
// something left to try, and `succeed` ends the body of a look-around, an atomic group or an
// iteration of a possessive repeat: it drops the frames of the body, since none of its other ways
// to match count any more.

/// One match of one program against one subject.
struct TreeMatcher: ~Copyable {
  let code: UnsafeMutableBufferPointer<TreeInstruction>
  let sets: UnsafeMutableBufferPointer<CharacterSetTest>
  let ranges: UnsafeBufferPointer<ClosedRange<UInt32>>
  let limits: MatchLimits
  let text: UnsafePointer<UInt32>
  /// How many characters the subject has.
  let end: Int

  var stack: TreeStack
  /// How many frames there are.
  var depth = 0
  /// How many marks are saved.
  var savedMarks = 0
  /// The highest valid mark.
  var lastMark = -1
  /// The innermost repeat, as the index of its frame, or -1.
  var innermost = -1
  /// The next instruction.
  var next = 0
  /// Where in the subject it is to match.
  var position = 0
  /// How many more steps may be made.
  var steps: UInt32

  init(_ program: TreeProgram, _ stack: consuming TreeStack, count: Int, steps: UInt32) {
    code = program.instructions
    sets = program.sets
    ranges = UnsafeBufferPointer(program.ranges)
    limits = program.limits
    stack.reserveMarks(program.groupCount * 2)
    text = UnsafePointer(stack.text)
    end = count
    self.stack = stack
    self.steps = steps
  }

  /// Gives back the memory.
  consuming func finish() -> TreeStack { stack }

  /// Whether the program matches at the start of the subject.
  mutating func run() throws(RegexMatchError) -> Bool {
    while true {
      try countStep()
      let instruction = code[next]
      var isGood = true
      switch instruction.operation {
      case .success:
        switch try succeed() {
        case .matched: return true
        case .resumed: break
        case .failed: isGood = false
        }
      case .failure: isGood = false
      case .character:
        isGood = position < end && passes(text[position], instruction)
        position += 1
        next += 1
      case .place:
        isGood = instruction.place.holds(at: position, in: text, count: end)
        next += 1
      case .mark:
        setMark(Int(instruction.value))
        next += 1
      case .jump: next = Int(instruction.target)
      case .branch:
        let head = firstAlternative(from: next + 1)
        isGood = head >= 0
        if isGood {
          try push(.branch, note: head, savingMarks: innermost >= 0)
          next = head + 1
        }
      case .alternative: next += 1
      case .repeatCharacter: isGood = try startRepeat(instruction)
      case .repeatCharacterLazily: isGood = try startLazyRepeat(instruction)
      case .repeatCharacterPossessively:
        let count = run(of: instruction, atMost: instruction.maximum)
        isGood = count >= Int(instruction.minimum)
        position += count
        next += 1
      case .repetition:
        try push(.repetition, note: -1, count: -1)
        innermost = depth - 1
        next = Int(instruction.target)
      case .untilMost: try endGreedyIteration()
      case .untilLeast: try endLazyIteration()
      case .possessive:
        if instruction.minimum > 0 {
          try push(.neededPossessiveIteration)
          next += 1
        } else {
          try startPossessiveIteration(next, count: 0, after: -1)
        }
      case .atomic:
        try push(.atomic)
        next += 1
      case .look, .negativeLook: isGood = try startLook(instruction)
      case .backreference: isGood = matchGroup(instruction)
      case .conditional:
        next = group(instruction.value) == nil ? Int(instruction.target) : next + 1
      }
      if !isGood, try !fail() { return false }
    }
  }

  @inline(__always)
  mutating func countStep() throws(RegexMatchError) {
    if steps == 0 { throw .treeSteps }
    steps -= 1
  }

  // MARK: Frames and marks

  /// Leaves a frame for the instruction in hand.
  mutating func push(
    _ resumption: TreeResumption, note: Int = 0, count: Int = 0, savingMarks: Bool = false
  ) throws(RegexMatchError) {
    try stack.reserveFrame(depth, limits)
    stack.frames[depth] = TreeFrame(
      resumption: resumption, instruction: Int32(next), position: Int32(position),
      lastMark: Int32(lastMark), savedMarks: Int32(savedMarks), innermost: Int32(innermost),
      note: Int32(note), count: count)
    depth += 1
    if savingMarks, lastMark >= 0 {
      try stack.reserveSaved(savedMarks + lastMark + 1, limits)
      (stack.saved + savedMarks).update(from: stack.marks, count: lastMark + 1)
      savedMarks += lastMark + 1
    }
  }

  private mutating func setMark(_ mark: Int) {
    if mark > lastMark {
      for skipped in lastMark + 1..<mark { stack.marks[skipped] = -1 }
      lastMark = mark
    }
    stack.marks[mark] = Int32(position)
  }

  /// The text of a group, counted from 0, as far as CPython takes it for set.
  func group(_ group: UInt32) -> Range<Int>? {
    let mark = Int(group) * 2
    guard mark < lastMark else { return nil }
    let (start, end) = (stack.marks[mark], stack.marks[mark + 1])
    guard start >= 0, end >= start else { return nil }
    return Int(start)..<Int(end)
  }

  /// Whether a group ends before it starts, which CPython reports as a SystemError.
  func hasWrongGroup() -> Bool {
    var mark = 0
    while mark + 1 <= lastMark {
      let (start, end) = (stack.marks[mark], stack.marks[mark + 1])
      if start >= 0, end >= 0, start > end { return true }
      mark += 2
    }
    return false
  }

  // MARK: Characters and places

  @inline(__always)
  func passes(_ character: UInt32, _ instruction: TreeInstruction) -> Bool {
    switch instruction.test {
    case .any: true
    case .anyButNewline: character != 0x0A
    case .literal: character == instruction.value
    case .notLiteral: character != instruction.value
    case .set: sets[Int(instruction.value)].contains(character, ranges)
    }
  }

  /// How many characters in a row pass the test, up to a bound.
  func run(of instruction: TreeInstruction, atMost maximum: UInt32) -> Int {
    var limit = end
    if maximum != TreeInstruction.endless, Int(maximum) < end - position {
      limit = position + Int(maximum)
    }
    if instruction.test == .any { return limit - position }
    var index = position
    while index < limit, passes(text[index], instruction) { index += 1 }
    return index - position
  }

  private mutating func matchGroup(_ instruction: TreeInstruction) -> Bool {
    guard let group = group(instruction.value), group.count <= end - position else { return false }
    let rule = instruction.rule
    for index in group {
      let (one, other) = (text[index], text[position])
      if one != other, rule == .exact || rule.lowerCase(one) != rule.lowerCase(other) {
        return false
      }
      position += 1
    }
    next += 1
    return true
  }

  // MARK: Starting what may be tried in several ways

  /// The first alternative from a head on that doesn't fail at its first character, or -1.
  func firstAlternative(from first: Int) -> Int {
    var head = first
    while code[head].operation == .alternative {
      let item = code[head + 1]
      if item.operation != .character || (position < end && passes(text[position], item)) {
        return head
      }
      head = Int(code[head].target)
    }
    return -1
  }

  private mutating func startRepeat(
    _ instruction: TreeInstruction
  ) throws(RegexMatchError) -> Bool {
    guard Int(instruction.minimum) <= end - position else { return false }
    let start = position
    let count = run(of: instruction, atMost: instruction.maximum)
    position += count
    guard let count = lastUsefulCount(next, count) else { return false }
    position = start + count
    // Even where nothing can be given back: coming back also restores marks.
    try push(.repeatCharacter, count: count, savingMarks: innermost >= 0)
    next += 1
    return true
  }

  /// The greatest number of characters, no greater than `count`, after which the next instruction
  /// doesn't fail at once. `position` is after `count` of them.
  func lastUsefulCount(_ index: Int, _ count: Int) -> Int? {
    let minimum = Int(code[index].minimum)
    let following = code[index + 1]
    var count = count
    guard following.operation == .character else { return count >= minimum ? count : nil }
    var place = position
    while count >= minimum {
      if place < end, passes(text[place], following) { return count }
      place -= 1
      count -= 1
    }
    return nil
  }

  private mutating func startLazyRepeat(
    _ instruction: TreeInstruction
  ) throws(RegexMatchError) -> Bool {
    guard Int(instruction.minimum) <= end - position else { return false }
    let count = run(of: instruction, atMost: instruction.minimum)
    guard count == Int(instruction.minimum) else { return false }
    position += count
    try push(.repeatCharacterLazily, count: count, savingMarks: innermost >= 0)
    next += 1
    return true
  }

  private mutating func startLook(_ instruction: TreeInstruction) throws(RegexMatchError) -> Bool {
    let isNegative = instruction.operation == .negativeLook
    guard position >= Int(instruction.value) else {
      next = Int(instruction.target) + 1
      return isNegative
    }
    try push(isNegative ? .negativeLook : .look, savingMarks: isNegative && innermost >= 0)
    position -= Int(instruction.value)
    next += 1
    return true
  }
}

extension TreePlace {
  /// Whether a position of a text is such a place.
  ///
  /// - Parameters:
  ///   - position: The position, from 0 to `end`.
  ///   - text: The code points of the text.
  ///   - end: How many there are.
  func holds(at position: Int, in text: UnsafePointer<UInt32>, count end: Int) -> Bool {
    func isBetweenWords(ascii: Bool) -> Bool {
      let before = position > 0 && CharacterClasses.isWord(text[position - 1], ascii: ascii)
      let after = position < end && CharacterClasses.isWord(text[position], ascii: ascii)
      return before != after
    }
    return switch self {
    case .start: position == 0
    case .lineStart: position == 0 || text[position - 1] == 0x0A
    case .endOrFinalNewline:
      position == end || (position == end - 1 && text[position] == 0x0A)
    case .lineEnd: position == end || text[position] == 0x0A
    case .end: position == end
    case .wordBoundary: end > 0 && isBetweenWords(ascii: false)
    case .notWordBoundary: end > 0 && !isBetweenWords(ascii: false)
    case .asciiWordBoundary: end > 0 && isBetweenWords(ascii: true)
    case .asciiNotWordBoundary: end > 0 && !isBetweenWords(ascii: true)
    }
  }
}
