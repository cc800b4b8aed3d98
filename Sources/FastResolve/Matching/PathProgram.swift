// The regexes that rules mostly are, matched without a regex engine.
//
// `.*\.norm\d+$`, `layers\.\d+\.mlp`, `[^.]+\.(?:q|k)_proj$`: texts, runs of characters and gaps (`.*`)
// one after the other, with a few alternatives. Whether such a regex matches is told by a walk over
// the path that never tries a run with another length. PCRE2 needs no longer for the match itself;
// but it takes as long again to be called, and 15 microseconds to be compiled, which is what most
// of a thousand regexes cost that are tried twice. Measured on `regex1k` without a cache: 90 ns a path
// for the candidates instead of 200.
//
// This is an answer of its own, not a filter, so it is made only where it is provably Python's:
//
// - The subject is ASCII and has no newline. Then characters are bytes, `.` matches each of them, and
//   `$` is the end and nothing else. Which ASCII characters a set matches is known for sure
//   (`CharacterBounds`: both bounds are the same there) or there is no program.
// - Only whether there is a match is asked. Greedy and lazy, and the order of alternatives, make a
//   difference to what is matched, not to whether: without atomic groups, possessive repeats,
//   references and conditionals a backtracking engine finds a match if there is any way
//   through the pattern. A pattern with one of those has no program.
// - A run (`[0-9]+`) is taken as long as it can be when nothing that may follow begins with a
//   character of the run: a shorter one would leave such a character for what follows, which would then
//   fail. It is taken as short as it can be before a gap and at the end of the pattern: what
//   follows matches wherever it is tried (a gap takes the rest of the run). A run of one possible
//   length has no choice. Else there is no program.
// - A gap is tried with every length, the shortest first. When what follows it comes to another gap
//   and fails from there, it fails for all longer ones too: without alternatives the second
//   gap is then reached at the same place or further on (each text and run ends at no earlier place
//   when it begins at a later one), and what fails after a gap fails after a gap that has less to
//   choose from. So time is O(*n*) for each gap and not O(*n*ᵏ) for all. With alternatives a program has
//   one gap at the most.
// - A look-behind of a text right after a gap at the very start is the text itself there: the gap
//   covers all that comes before it. A look-ahead at the very start for a gap and a text says that
//   the subject holds the text, or doesn't.

/// The programs of a set of regexes. Immutable.
final class PathPrograms: @unchecked Sendable {
  struct Instruction {
    enum Operation: UInt8 {
      /// Matches.
      case accept
      /// Matches at the end of the subject.
      case end
      /// `count` bytes from `first` on in `bytes`.
      case text
      /// The same, in lower case, without case.
      case caselessText
      /// From `minimum` to `maximum` characters of the set `first`, as many as there are.
      case run
      /// At least `minimum` characters.
      case gap
      /// What is left but the last `count` characters, at least `minimum`.
      case gapBeforeEnd
      /// One of the `count` instructions from `first` on in `choices`.
      case choice
    }

    var operation: Operation
    /// Of a text, where its rarest byte is.
    var rare: UInt8 = 0
    var next: UInt32 = 0
    var first: UInt32 = 0
    var count: UInt32 = 0
    var minimum: UInt32 = 0
    var maximum: UInt32 = 0
  }

  /// A text that the subject holds or doesn't.
  struct Condition {
    var first: UInt32
    var count: UInt32
    var rare: UInt8
    var isWanted: Bool
  }

  struct Program {
    /// Where it begins; `none` where there is no program.
    var start: UInt32
    var firstCondition: UInt32 = 0
    var conditionCount: UInt32 = 0

    static let none = Program(start: .max)
  }

  // Invariant: all numbers in these are those of elements that are there; each chain of `next` ends
  // at an `accept` or an `end`; a set is 16 bytes of `sets`, a bit for each ASCII character.
  private let programs: UnsafeMutablePointer<Program>
  private let instructions: UnsafeMutablePointer<Instruction>
  private let choices: UnsafeMutablePointer<UInt32>
  private let conditions: UnsafeMutablePointer<Condition>
  private let sets: UnsafeMutablePointer<ASCIISet>
  private let bytes: UnsafeMutablePointer<UInt8>

  /// Compiles the regexes that can be; `isNeeded` says which.
  init(_ regexes: [PythonRegex], where isNeeded: (Int) -> Bool) {
    var compiler = PathProgramCompiler()
    programs = .copy(
      of: regexes.enumerated().map { isNeeded($0.offset) ? compiler.compile($0.element) : .none })
    instructions = .copy(of: compiler.instructions)
    choices = .copy(of: compiler.choices)
    conditions = .copy(of: compiler.conditions)
    sets = .copy(of: compiler.sets)
    bytes = .copy(of: compiler.bytes)
  }

  deinit {
    programs.deallocate()
    instructions.deallocate()
    choices.deallocate()
    conditions.deallocate()
    sets.deallocate()
    bytes.deallocate()
  }

  /// Whether a regex has a program.
  func isThere(_ regex: Int) -> Bool { programs[regex].start != UInt32.max }

  /// Whether a regex matches at the start of a path, or `nil` where it has no program.
  ///
  /// - Parameter path: ASCII without a newline.
  @inline(__always)
  func matches(_ regex: Int, _ path: ByteSlice) -> Bool? {
    let program = programs[regex]
    if program.start == UInt32.max { return nil }
    return run(program, path)
  }

  private func run(_ program: Program, _ path: ByteSlice) -> Bool {
    guard match(program.start, path, from: 0) == .matched else { return false }
    for number in program.firstCondition..<program.firstCondition &+ program.conditionCount {
      let condition = conditions[Int(number)]
      let text = bytes + Int(condition.first)
      let found = find(text, Int(condition.count), Int(condition.rare), path, from: 0)
      if (found != nil) != condition.isWanted { return false }
    }
    return true
  }

  private enum Outcome {
    case matched
    case failed
    /// Failed, and so will every attempt further on.
    case exhausted
  }

  /// Whether a program matches from an instruction and an offset on.
  private func match(_ start: UInt32, _ path: ByteSlice, from offset: Int) -> Outcome {
    var instruction = instructions[Int(start)]
    var offset = offset
    while true {
      switch instruction.operation {
      case .accept: return .matched
      case .end: return offset == path.count ? .matched : .failed
      case .text:
        let count = Int(instruction.count)
        guard holds(bytes + Int(instruction.first), count, path, at: offset) else { return .failed }
        offset &+= count
      case .caselessText:
        let count = Int(instruction.count)
        guard holdsCaseless(bytes + Int(instruction.first), count, path, at: offset) else {
          return .failed
        }
        offset &+= count
      case .run:
        let set = sets[Int(instruction.first)]
        let most = min(path.count &- offset, Int(instruction.maximum))
        var count = 0
        while count < most, set.contains(path[offset &+ count]) { count &+= 1 }
        if count < Int(instruction.minimum) { return .failed }
        offset &+= count
      case .gap: return gap(instruction, path, from: offset)
      case .gapBeforeEnd:
        let end = path.count &- Int(instruction.count)
        if end < offset &+ Int(instruction.minimum) { return .failed }
        offset = end
      case .choice:
        for number in instruction.first..<instruction.first &+ instruction.count {
          if match(choices[Int(number)], path, from: offset) == .matched { return .matched }
        }
        return .failed
      }
      instruction = instructions[Int(instruction.next)]
    }
  }

  private func gap(_ gap: Instruction, _ path: ByteSlice, from offset: Int) -> Outcome {
    let next = instructions[Int(gap.next)]
    var offset = offset &+ Int(gap.minimum)
    if next.operation == .text {
      let text = bytes + Int(next.first)
      while let found = find(text, Int(next.count), Int(next.rare), path, from: offset) {
        let outcome = match(next.next, path, from: found &+ Int(next.count))
        if outcome != .failed { return outcome }
        offset = found &+ 1
      }
      return .exhausted
    }
    while offset <= path.count {
      let outcome = match(gap.next, path, from: offset)
      if outcome != .failed { return outcome }
      offset &+= 1
    }
    return .exhausted
  }

  /// Where a text stands first, at an offset or further on.
  ///
  /// - Parameter rare: The offset of the text's rarest byte, which is looked for.
  @inline(__always)
  private func find(
    _ text: UnsafeMutablePointer<UInt8>, _ count: Int, _ rare: Int, _ path: ByteSlice,
    from offset: Int
  ) -> Int? {
    var offset = offset
    while true {
      let places = path.count &- count &- offset &+ 1
      if places <= 0 { return nil }
      let rest = ByteSlice(path.start + (offset &+ rare), count: places)
      guard let found = rest.firstOffset(of: text[rare]) else { return nil }
      offset &+= found
      if holds(text, count, path, at: offset) { return offset }
      offset &+= 1
    }
  }

  @inline(__always)
  private func holds(
    _ text: UnsafeMutablePointer<UInt8>, _ count: Int, _ path: ByteSlice, at offset: Int
  ) -> Bool {
    if count > path.count &- offset { return false }
    var index = 0
    while index < count, path[offset &+ index] == text[index] { index &+= 1 }
    return index == count
  }

  @inline(__always)
  private func holdsCaseless(
    _ text: UnsafeMutablePointer<UInt8>, _ count: Int, _ path: ByteSlice, at offset: Int
  ) -> Bool {
    if count > path.count &- offset { return false }
    var index = 0
    while index < count, asciiLowerCase(path[offset &+ index]) == text[index] { index &+= 1 }
    return index == count
  }
}

/// A set of ASCII characters.
struct ASCIISet: Hashable {
  var low: UInt64 = 0
  var high: UInt64 = 0

  static let all = ASCIISet(low: ~0, high: ~0)
  /// What there is in a subject that has a program run on it.
  static let allButNewline = ASCIISet(low: ~(1 << 0x0A), high: ~0)

  @inline(__always)
  func contains(_ byte: UInt8) -> Bool {
    let word = byte & 0x40 == 0 ? low : high
    return word &>> UInt64(byte & 0x3F) & 1 != 0
  }

  mutating func insert(_ byte: UInt8) {
    if byte < 0x40 { low |= 1 << UInt64(byte) } else { high |= 1 << UInt64(byte & 0x3F) }
  }

  func union(_ other: ASCIISet) -> ASCIISet {
    ASCIISet(low: low | other.low, high: high | other.high)
  }

  func isDisjoint(with other: ASCIISet) -> Bool { low & other.low == 0 && high & other.high == 0 }

  /// The ASCII characters but newline of a set of code points.
  init(_ set: CodePointSet) {
    for range in set.ranges {
      for value in range.clamped(to: 0...0x7F) where range.contains(value) && value != 0x0A {
        insert(UInt8(value))
      }
    }
  }

  init(low: UInt64 = 0, high: UInt64 = 0) {
    self.low = low
    self.high = high
  }
}
