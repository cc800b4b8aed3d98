// The regexes that rules mostly are, matched without a regex engine.
//
// `.*\.norm\d+$`, `layers\.\d+\.mlp`, `[^.]+\.(?:q|k)_proj$`: texts, runs of characters and gaps
// (`.*`) one after the other, with a few alternatives. Whether such a regex matches is told by a
// walk over the path that never tries a run with another length. PCRE2 needs no longer for the
// match itself; but it takes as long again to be called, and 15 microseconds to be compiled, which
// is what most of a thousand regexes cost that are tried twice. Measured on `regex1k` without a
// cache: 90 ns a path for the candidates instead of 200.
//
// This is an answer of its own, not a filter, so it is made only where it is provably Python's:
//
// - The subject is ASCII and has no newline. Then characters are bytes, `.` matches each of them,
//   and `$` is the end and nothing else. Which ASCII characters a set matches is known for sure
//   (`CharacterBounds`: both bounds are the same there) or there is no program.
// - Only whether there is a match is asked. Greedy and lazy, and the order of alternatives, make a
//   difference to what is matched, not to whether: without atomic groups, possessive repeats,
//   references and conditionals a backtracking engine finds a match if there is any way
//   through the pattern. A pattern with one of those has no program, with one exception:
// - A reference to a run that the pattern begins with, in a group: `(\w+)\.mlp\.\1`. If nothing that
//   may follow the run begins with one of its characters, or it has one possible length, then it is
//   the same in every match that there may be, and stands at the start of the path. So the reference
//   is a text that can be read there.
// - A run (`[0-9]+`) is taken as long as it can be when nothing that may follow begins with a
//   character of the run: a shorter one would leave such a character for what follows, which would
//   then fail. It is taken as short as it can be before a gap and at the end of the pattern: what
//   follows matches wherever it is tried (a gap takes the rest of the run). A run of one possible
//   length has no choice. Else there is no program.
// - A gap is tried with every length, the shortest first. When what follows it comes to another gap
//   and fails from there, it fails for all longer ones too: without alternatives the second gap is
//   then reached at the same place or further on (each text and run ends at no earlier place when
//   it begins at a later one), and what fails after a gap fails after a gap that has less to choose
//   from. So time is O(*n*) for each gap and not O(*n*ᵏ) for all. With alternatives a program has
//   one gap at the most.
// - A look-behind of a text right after a gap at the very start is the text itself there: the gap
//   covers all that comes before it. A look-ahead at the very start for a gap and a text says that
//   the subject holds the text, or doesn't; a negative one for a gap and several, that it holds
//   none.
// - `.*` at the end of the pattern matches whatever is left. It is no gap, and in no program.

/// The programs of a set of regexes. Immutable.
final class PathPrograms: @unchecked Sendable {
  struct Instruction {
    enum Operation: UInt8 {
      /// Matches; or, of the program that finds the text of conditions, that is found: the number of the
      /// first of them and one are `count` then.
      case accept
      /// Matches at the end of the subject.
      case end
      /// `count` bytes from `first` on in `bytes`.
      case text
      /// The same, in lower case, without case.
      case caselessText
      /// From `minimum` to `maximum` characters of the set `first`, as many as there are.
      case run
      /// What a run of at most `maximum` characters of the set `first` takes at the start of the
      /// subject.
      case repeatedStart
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
    /// The first condition that has the text: what finds the text tells its number.
    var firstOfText: UInt32
    /// Where a program begins that finds the text.
    var search: UInt32
  }

  struct Program {
    /// Where it begins; `none` where there is no program.
    var start: UInt32
    var firstCondition: UInt32 = 0
    var conditionCount: UInt32 = 0
    /// Whether it takes more than the bytes up to the end of a match to tell that it is one.
    var looksBeyondMatch = true
    /// Where the program begins that a regex without one is looked for by; or `none`.
    var search = UInt32.max

    static let none = Program(start: .max)
  }

  // Invariant: all numbers in these are those of elements that are there; each chain of `next` ends
  // at an `accept` or an `end`; a set is 16 bytes of `sets`, a bit for each ASCII character.
  private let programs: UnsafeMutablePointer<Program>
  /// How many regexes there are.
  let count: Int
  private let instructions: UnsafeMutablePointer<Instruction>
  private let choices: UnsafeMutablePointer<UInt32>
  private let conditions: UnsafeMutablePointer<Condition>
  private let sets: UnsafeMutablePointer<ASCIISet>
  private let bytes: UnsafeMutablePointer<UInt8>

  /// Compiles the regexes that can be.
  ///
  /// - Parameters:
  ///   - count: How many regexes there are.
  ///   - regex: Gives each of them, or `nil` where no program is needed.
  ///   - keys: Gives what a regex that has no program can be looked for by.
  convenience init(
    count: Int, _ regex: (Int) -> PythonRegex?, keys: (Int) -> LiteralKeyClauses? = { _ in nil }
  ) {
    var compiler = PathProgramCompiler()
    for position in 0..<count { compiler.add(regex(position)) { keys(position) } }
    self.init(compiler)
  }

  /// Compiles the regexes that can be, on all cores.
  ///
  /// - Parameter keys: As for the other `init`.
  convenience init(_ regexes: [PythonRegex], keys: @Sendable (Int) -> LiteralKeyClauses?) {
    let share = 256
    let compilers = concurrentArray(count: (regexes.count + share - 1) / share, share: 1) { part in
      var compiler = PathProgramCompiler()
      for position in part * share..<min(part * share + share, regexes.count) {
        compiler.add(regexes[position]) { keys(position) }
      }
      return compiler
    }
    var all = PathProgramCompiler()
    for compiler in compilers { all.add(compiler) }
    self.init(all)
  }

  private init(_ compiler: PathProgramCompiler) {
    count = compiler.programs.count
    programs = .copy(of: compiler.programs)
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

  /// How many regexes have one.
  ///
  /// - Complexity: O(*n*) in the number of regexes.
  var programCount: Int { (0..<count).count { isThere($0) } }

  /// Where the program begins that finds a regex, its own or one for its literals; `nil` if there is
  /// none.
  func search(_ regex: Int) -> UInt32? {
    let program = programs[regex]
    if program.start != UInt32.max { return program.start }
    return program.search == UInt32.max ? nil : program.search
  }

  // Access for the walks that aren't in this file.

  /// What a walk needs, for who has the programs kept alive otherwise: to count references to them would
  /// make threads wait for one another.
  struct Parts: BitwiseCopyable {
    fileprivate let programs: UnsafeMutablePointer<Program>
    fileprivate let instructions: UnsafeMutablePointer<Instruction>
    fileprivate let choices: UnsafeMutablePointer<UInt32>
    fileprivate let conditions: UnsafeMutablePointer<Condition>
    fileprivate let bytes: UnsafeMutablePointer<UInt8>

    func instruction(_ number: UInt32) -> UnsafePointer<Instruction> {
      UnsafePointer(instructions + Int(number))
    }
    func choice(_ number: Int) -> UInt32 { choices[number] }
    func byte(_ number: Int) -> UInt8 { bytes[number] }
    func text(from number: UInt32) -> UnsafePointer<UInt8> { UnsafePointer(bytes + Int(number)) }

    /// Whether a regex has a program, and not only one that it is looked for by.
    func isThere(_ regex: UInt32) -> Bool { programs[Int(regex)].start != UInt32.max }

    /// The numbers of the conditions of a regex.
    func conditions(of regex: UInt32) -> Range<UInt32> {
      let program = programs[Int(regex)]
      return program.firstCondition..<program.firstCondition &+ program.conditionCount
    }
    func condition(_ number: UInt32) -> UnsafePointer<Condition> {
      UnsafePointer(conditions + Int(number))
    }
  }

  var parts: Parts {
    Parts(
      programs: programs, instructions: instructions, choices: choices, conditions: conditions,
      bytes: bytes)
  }

  func program(_ regex: Int) -> Program { programs[regex] }
  func instruction(_ number: UInt32) -> UnsafePointer<Instruction> {
    UnsafePointer(instructions + Int(number))
  }
  func choice(_ number: Int) -> UInt32 { choices[number] }
  func condition(_ number: UInt32) -> Condition { conditions[Int(number)] }
  func set(_ number: UInt32) -> ASCIISet { sets[Int(number)] }
  func byte(_ number: Int) -> UInt8 { bytes[number] }

  /// The text behind the first gap of a regex that all ways through it come to: where a walk failed so
  /// far, it comes to another end only where this ends once more. `nil` if there is none.
  func textBehindFirstGap(_ regex: Int) -> UnsafeBufferPointer<UInt8>? {
    guard isThere(regex) else { return nil }
    var instruction = instructions + Int(programs[regex].start)
    while true {
      let next = instructions + Int(instruction.pointee.next)
      switch instruction.pointee.operation {
      case .text, .caselessText, .run, .repeatedStart: instruction = next
      case .gap where next.pointee.operation == .text:
        return UnsafeBufferPointer(
          start: bytes + Int(next.pointee.first), count: Int(next.pointee.count))
      case .accept, .end, .gap, .gapBeforeEnd, .choice: return nil
      }
    }
  }

  /// Whether a regex matches at the start of a path.
  ///
  /// - Parameter path: ASCII without a newline.
  @inline(__always)
  func outcome(_ regex: Int, _ path: ByteSlice) -> MatchOutcome {
    let program = programs + regex
    if program.pointee.start == UInt32.max { return .unknown }
    let outcome = match(program.pointee.start, path, from: 0)
    // No other gap says where it ended, and none behind a choice.
    if outcome.kind == .exhausted { return .failedSoFar(behind: outcome.byteCount) }
    if !outcome.isMatch || program.pointee.conditionCount == 0 { return outcome }
    return areMet(program.pointee, path, outcome.byteCount)
  }

  /// What comes of a match if the conditions are met.
  private func areMet(_ program: Program, _ path: ByteSlice, _ byteCount: Int) -> MatchOutcome {
    var byteCount = byteCount
    for number in program.firstCondition..<program.firstCondition &+ program.conditionCount {
      let condition = conditions + Int(number)
      let count = Int(condition.pointee.count)
      let found = find(
        bytes + Int(condition.pointee.first), count, Int(condition.pointee.rare), path, from: 0)
      switch (found, condition.pointee.isWanted) {
      case (let found?, true): byteCount = max(byteCount, found &+ count)
      case (let found?, false): return .failed(behind: found &+ count)
      case (nil, true): return .failed
      case (nil, false): byteCount = .max
      }
    }
    return .matched(behind: byteCount)
  }

  /// Whether a program matches from an instruction and an offset on.
  ///
  /// A walk that has come to an offset has looked at no byte behind the one there: a text and a run
  /// end with the last byte they looked at, or before it. So where it fails tells how much it has
  /// looked at. A match needs the bytes up to where it ends.
  private func match(_ start: UInt32, _ path: ByteSlice, from offset: Int) -> MatchOutcome {
    let instructions = UnsafePointer(instructions)
    let path = path
    var instruction = instructions + Int(start)
    var offset = offset
    /// How much was looked at in order to come to an offset that hangs on the end. From there it is
    /// texts and runs of one length up to the end.
    var seen = 0
    while true {
      switch instruction.pointee.operation {
      case .accept: return .matched(behind: offset)
      case .end:
        if offset == path.count { return .matched }
        return .failed(behind: max(seen, offset &+ 1))
      case .text:
        let count = Int(instruction.pointee.count)
        let text = bytes + Int(instruction.pointee.first)
        let most = min(count, path.count &- offset)
        let index = commonPrefixCount(path.start + offset, text, count: most)
        offset &+= index
        if index < count { return .failed(behind: max(seen, offset &+ 1)) }
      case .caselessText:
        let count = Int(instruction.pointee.count)
        let text = bytes + Int(instruction.pointee.first)
        let most = min(count, path.count &- offset)
        var index = 0
        while index < most, asciiLowerCase(path[offset &+ index]) == text[index] { index &+= 1 }
        offset &+= index
        if index < count { return .failed(behind: max(seen, offset &+ 1)) }
      case .run:
        let count = run(instruction, path, from: offset)
        offset &+= count
        if count < Int(instruction.pointee.minimum) {
          return .failed(behind: max(seen, offset &+ 1))
        }
      case .repeatedStart:
        let count = run(instruction, path, from: 0)
        let most = min(count, path.count &- offset)
        let index = commonPrefixCount(path.start + offset, path.start, count: most)
        offset &+= index
        if index < count { return .failed(behind: max(seen, offset &+ 1)) }
      case .gap: return gap(instruction, path, from: offset)
      case .gapBeforeEnd:
        let end = path.count &- Int(instruction.pointee.count)
        if end < offset &+ Int(instruction.pointee.minimum) { return .failed }
        offset = end
        seen = path.count &+ 1
      case .choice:
        return choice(instruction, path, from: offset)
      }
      instruction = instructions + Int(instruction.pointee.next)
    }
  }

  /// How many characters a run takes.
  @inline(__always)
  private func run(
    _ run: UnsafePointer<Instruction>, _ path: ByteSlice, from offset: Int
  ) -> Int {
    let set = sets + Int(run.pointee.first)
    let most = min(path.count &- offset, Int(run.pointee.maximum))
    var count = 0
    while count < most, set.pointee.contains(path[offset &+ count]) { count &+= 1 }
    return count
  }

  @inline(__always)
  private func choice(
    _ choice: UnsafePointer<Instruction>, _ path: ByteSlice, from offset: Int
  ) -> MatchOutcome {
    var looked = offset &+ 1
    var number = Int(choice.pointee.first)
    let end = number &+ Int(choice.pointee.count)
    while number < end {
      let start = choices[number]
      number &+= 1
      let branch = instructions + Int(start)
      // Mostly the first byte tells the branches apart.
      if branch.pointee.operation == .text {
        guard offset < path.count, path[offset] == bytes[Int(branch.pointee.first)] else {
          continue
        }
      }
      let outcome = match(start, path, from: offset)
      if outcome.isMatch { return outcome }
      looked = outcome.kind == .exhausted ? .max : max(looked, outcome.byteCount)
    }
    return .failed(behind: looked)
  }

  private func gap(
    _ gap: UnsafePointer<Instruction>, _ path: ByteSlice, from start: Int
  ) -> MatchOutcome {
    let next = UnsafePointer(instructions) + Int(gap.pointee.next)
    var offset = start &+ Int(gap.pointee.minimum)
    if next.pointee.operation == .text {
      let text = bytes + Int(next.pointee.first)
      let count = Int(next.pointee.count)
      var looked = start
      while let found = find(text, count, Int(next.pointee.rare), path, from: offset) {
        let outcome = match(next.pointee.next, path, from: found &+ count)
        if outcome.isMatch { return outcome }
        if outcome.kind == .exhausted { return .exhausted }
        looked = max(looked, outcome.byteCount)
        offset = found &+ 1
      }
      return .exhausted(behind: looked)
    }
    while offset <= path.count {
      let outcome = match(gap.pointee.next, path, from: offset)
      if outcome.isMatch { return outcome }
      if outcome.kind == .exhausted { return .exhausted }
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
    count <= path.count &- offset && equalBytes(path.start + offset, text, count: count)
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

  /// Takes out the first character.
  mutating func removeFirst() -> UInt8? {
    if low != 0 {
      defer { low &= low &- 1 }
      return UInt8(low.trailingZeroBitCount)
    }
    if high == 0 { return nil }
    defer { high &= high &- 1 }
    return UInt8(high.trailingZeroBitCount + 0x40)
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
