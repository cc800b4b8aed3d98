// All the ways that a regex can go on a path before it fails.
//
// The walk backtracks, and remembers where it has been: at an instruction and a position, with no
// less of the path agreed on, nothing new can come of going on. That makes it linear in the product
// of pattern and path where an engine is exponential. Only what a group holds makes two ways
// different that meet; such patterns are remembered with their groups, and a bound on the steps
// ends it.
//
// What is kept of the walk:
//
// - the furthest position that any way comes to. For a pattern without look-arounds,
//   back-references, atomic groups and places that contradict what follows them it is the greatest
//   p for which some text that begins with `path[..<p]` matches.
// - the *stop*: of all the failures the one before which most of the path was matched by characters
//   that the pattern names. `.*\.attn\.qkv$` comes to the end of every path, by its `.*`; but on
//   `blocks.0.attn.proj` it is at the `q` that it stops, having matched `.attn.`.
// - the ways that succeed when a single look-around is let pass: it alone is what rules the path
//   out.

/// Where a regex that doesn't match a path stopped.
public struct RegexStop: Hashable, Sendable {
  /// The position in the path, in code points: everything before it was matched.
  public var position: Int
  /// What the pattern has in place of what stands there: one or several elements, as the ranges of
  /// code points in which they stand in the pattern.
  public var elements: [Range<Int>]
  /// How many characters of the path were matched by characters that the pattern names, on the way
  /// to the stop.
  public var agreed: Int
  /// The furthest position that any way through the pattern came to. At least `position`; more
  /// where the pattern has the likes of `.*`.
  public var furthest: Int
}

/// Walks one program over one text.
struct PartialMatcher {
  /// What came of a walk.
  enum Outcome: Equatable {
    /// The pattern matches, by so many characters that it names.
    case matched(agreed: Int)
    /// It doesn't.
    case stopped(RegexStop)
    /// It does but for one look-around, at which the stop is.
    case ruledOut(RegexStop)
  }

  /// How many steps a walk may take: a hundred times what rules take on the paths of models.
  private static let stepLimit = 100_000
  /// How many pairs of instruction and position a walk may remember.
  private static let memoryLimit = 1 << 22

  private struct GaveUp: Error {}

  /// One way, as far as it has come.
  private struct Way {
    /// The next instruction.
    var next: Int
    /// Where in the text it is to match.
    var position = 0
    /// How many characters were matched that the pattern names.
    var agreed = 0
    /// The look-around that was let pass, and where; or -1.
    var excuse = (element: -1, position: 0)
    /// The marks of groups, or -1; none where nobody asks for them.
    var marks: [Int] = []
  }

  /// What an instruction makes of a way.
  private enum Step {
    case goesOn
    /// May go on at either of two instructions, the first rather.
    case splits(Int, Int)
    case fails
    case ends
  }

  /// What a walk is of.
  private enum Part {
    case pattern
    case atomicGroup
    case lookAround
  }

  private let program: PartialProgram
  /// The code points, and a 0 that is none of them.
  private let text: [UInt32]
  private let end: Int
  private var steps = 0
  private var furthest = 0
  private var stop = RegexStop(position: 0, elements: [], agreed: -1, furthest: 0)
  private var ruledOut: RegexStop?

  private init(_ program: PartialProgram, _ text: [UInt32]) {
    self.program = program
    self.text = text + [0]
    end = text.count
  }

  /// Walks.
  ///
  /// - Parameters:
  ///   - program: The pattern.
  ///   - text: The code points of the path.
  /// - Returns: `nil` where it would take too long to tell.
  /// - Complexity: O(*n*·*m*) in the lengths of pattern and path for most patterns, and bounded.
  static func walk(_ program: PartialProgram, _ text: [UInt32]) -> Outcome? {
    var matcher = PartialMatcher(program, text)
    var start = Way(next: 0)
    if program.needsGroups { start.marks = Array(repeating: -1, count: program.groupCount * 2) }
    do throws(GaveUp) {
      if let way = try matcher.walk(start, to: program.instructions.count - 1, of: .pattern) {
        return .matched(agreed: way.agreed)
      }
    } catch {
      return nil
    }
    matcher.stop.furthest = matcher.furthest
    matcher.ruledOut?.furthest = matcher.furthest
    return matcher.ruledOut.map { .ruledOut($0) } ?? .stopped(matcher.stop)
  }

  /// Goes all ways, in the order in which an engine would, until one comes to the end.
  private mutating func walk(
    _ start: Way, to end: Int, of part: Part
  ) throws(GaveUp) -> Way? {
    var memory = try memory(from: start.next, to: end)
    var waiting = [start]
    while var way = waiting.popLast() {
      ways: while memory.learns(way) {
        steps += 1
        if steps > Self.stepLimit { throw GaveUp() }
        let isWatched = part != .lookAround && way.excuse.element < 0
        if isWatched, way.position > furthest { furthest = way.position }
        let instruction = program.instructions[way.next]
        switch try step(instruction, &way, part) {
        case .goesOn: continue
        case .splits(let first, let second):
          var other = way
          other.next = second
          waiting.append(other)
          way.next = first
        case .fails:
          if isWatched { note(failureOf: Int(instruction.element), way) }
          break ways
        case .ends:
          if part != .pattern || isWatched { return way }
          note(excused: way)
          break ways
        }
      }
    }
    return nil
  }

  private mutating func step(
    _ instruction: PartialInstruction, _ way: inout Way, _ part: Part
  ) throws(GaveUp) -> Step {
    switch instruction.operation {
    case .end: return .ends
    case .split: return .splits(way.next + 1, Int(instruction.target))
    case .splitLazily: return .splits(Int(instruction.target), way.next + 1)
    case .jump: way.next = Int(instruction.target)
    case .character:
      guard way.position < end, passes(text[way.position], instruction) else { return .fails }
      way.position += 1
      if instruction.isTelling { way.agreed += 1 }
      way.next += 1
    case .place:
      guard isAt(instruction.place, way.position) else { return .fails }
      way.next += 1
    case .mark:
      if program.needsGroups { way.marks[Int(instruction.value)] = way.position }
      way.next += 1
    case .backreference:
      guard let group = group(instruction.value, way), group.count <= end - way.position,
        isSame(group, at: way.position, by: instruction.rule)
      else { return .fails }
      way.position += group.count
      way.agreed += group.count
      way.next += 1
    case .conditional:
      way.next = group(instruction.value, way) == nil ? Int(instruction.target) : way.next + 1
    case .look, .negativeLook: return try stepOverLook(instruction, &way, part)
    case .atomic:
      var body = way
      body.next += 1
      let end = Int(instruction.target)
      guard let ended = try walk(body, to: end, of: part == .pattern ? .atomicGroup : part) else {
        return .fails
      }
      way = ended
      way.next = end + 1
    }
    return .goesOn
  }

  private mutating func stepOverLook(
    _ instruction: PartialInstruction, _ way: inout Way, _ part: Part
  ) throws(GaveUp) -> Step {
    let end = Int(instruction.target)
    let isNegative = instruction.operation == .negativeLook
    var found: Way?
    if way.position >= Int(instruction.value) {
      var body = way
      body.next += 1
      body.position -= Int(instruction.value)
      found = try walk(body, to: end, of: .lookAround)
    }
    way.next = end + 1
    if (found != nil) != isNegative {
      if let found { way.marks = found.marks }
      return .goesOn
    }
    guard part == .pattern, way.excuse.element < 0 else { return .fails }
    note(failureOf: Int(instruction.element), way)
    way.excuse = (Int(instruction.element), way.position)
    return .goesOn
  }

  // MARK: What is kept

  private mutating func note(failureOf element: Int, _ way: Way) {
    // What fails without an element of its own, an atomic group, has failed inside.
    guard element >= 0 else { return }
    let span = program.spans[element]
    if (way.agreed, way.position) == (stop.agreed, stop.position) {
      if !stop.elements.contains(span) { stop.elements.append(span) }
    } else if (way.agreed, way.position) > (stop.agreed, stop.position) {
      stop = RegexStop(
        position: way.position, elements: [span], agreed: way.agreed, furthest: 0)
    }
  }

  private mutating func note(excused way: Way) {
    guard way.agreed > ruledOut?.agreed ?? -1 else { return }
    ruledOut = RegexStop(
      position: way.excuse.position, elements: [program.spans[way.excuse.element]],
      agreed: way.agreed, furthest: 0)
  }

  // MARK: Tests

  private func passes(_ character: UInt32, _ instruction: PartialInstruction) -> Bool {
    switch instruction.test {
    case .any: true
    case .anyButNewline: character != 0x0A
    case .literal: character == instruction.value
    case .notLiteral: character != instruction.value
    case .set: program.tests.set(instruction.value, contains: character)
    }
  }

  private func isAt(_ place: TreePlace, _ position: Int) -> Bool {
    text.withUnsafeBufferPointer { text in
      text.baseAddress.map { place.holds(at: position, in: $0, count: end) } ?? false
    }
  }

  /// What a group holds, counted from 1.
  private func group(_ number: UInt32, _ way: Way) -> Range<Int>? {
    let mark = Int(number) * 2 - 2
    let (start, end) = (way.marks[mark], way.marks[mark + 1])
    return start < 0 || end < start ? nil : start..<end
  }

  private func isSame(_ group: Range<Int>, at position: Int, by rule: CaseRule) -> Bool {
    zip(group, position...).allSatisfy {
      text[$0] == text[$1] || rule.lowerCase(text[$0]) == rule.lowerCase(text[$1])
    }
  }

  // MARK: Memory

  /// Where the ways of a walk have been.
  private struct Memory {
    struct Place: Hashable {
      var next: Int
      var position: Int
      var isExcused: Bool
      var marks: [Int]
    }

    let first: Int
    let width: Int
    /// By instruction, position and whether something was let pass: one more than the most that was
    /// agreed on there. Empty where marks count.
    var most: [Int32]
    var places: [Place: Int] = [:]

    /// Takes in where a way is; returns whether anything new may come of it.
    mutating func learns(_ way: Way) -> Bool {
      let isExcused = way.excuse.element >= 0
      if most.isEmpty {
        let place = Place(
          next: way.next, position: way.position, isExcused: isExcused, marks: way.marks)
        if let agreed = places[place], agreed >= way.agreed { return false }
        places[place] = way.agreed
        return true
      }
      let index = ((way.next - first) * width + way.position) * 2 + (isExcused ? 1 : 0)
      let agreed = Int32(truncatingIfNeeded: way.agreed) + 1
      if most[index] >= agreed { return false }
      most[index] = agreed
      return true
    }
  }

  private mutating func memory(from first: Int, to last: Int) throws(GaveUp) -> Memory {
    let size = program.needsGroups ? 0 : (last - first + 1) * (end + 1) * 2
    if size > Self.memoryLimit { throw GaveUp() }
    // To clear it takes time too.
    steps += size / 64
    return Memory(first: first, width: end + 1, most: Array(repeating: 0, count: size))
  }
}
