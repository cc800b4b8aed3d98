/// Makes programs of syntax trees, from the end of the pattern to its start: what may be done with
/// a run depends on what follows it. See `PathPrograms` for what is allowed and why.
struct PathProgramCompiler {
  typealias Instruction = PathPrograms.Instruction

  /// The program of each regex that was added.
  private(set) var programs: [PathPrograms.Program] = []
  private(set) var instructions: [Instruction] = []
  private(set) var choices: [UInt32] = []
  private(set) var conditions: [PathPrograms.Condition] = []
  private(set) var sets: [ASCIISet] = []
  private(set) var bytes: [UInt8] = []
  private var setNumbers: [ASCIISet: UInt32] = [:]
  /// The first condition of each text.
  private var firstConditions: [[UInt8]: UInt32] = [:]
  /// How many ways there are through the alternatives of the program, and how many gaps it has.
  private var wayCount = 1
  private var gapCount = 0
  /// The run in a group that the pattern begins with, if it is referred to.
  private var start: StartingRun?

  private static let mostWays = 64
  private static let mostNested = 20

  /// Adds the next regex.
  ///
  /// - Parameters:
  ///   - regex: The regex, or `nil` where no program is needed.
  ///   - keys: What it can be looked for by; asked for if it has no program.
  mutating func add(_ regex: PythonRegex?, keys: () -> LiteralKeyClauses?) {
    guard let regex else { return programs.append(.none) }
    var program = compile(regex)
    if program.start == UInt32.max, let keys = keys() {
      program.search = compileSearch(keys) ?? .max
    }
    programs.append(program)
  }

  /// Adds the regexes of another compiler behind its own.
  ///
  /// - Complexity: O(*n*) in the length of their programs.
  mutating func add(_ other: PathProgramCompiler) {
    let firstInstruction = UInt32(instructions.count)
    let firstChoice = UInt32(choices.count)
    let firstByte = UInt32(bytes.count)
    let firstCondition = UInt32(conditions.count)
    let setNumbers = other.sets.map { number(of: $0) }
    for var instruction in other.instructions {
      switch instruction.operation {
      case .accept where instruction.count > 0: instruction.count += firstCondition
      case .accept, .end: break
      case .choice: instruction.first += firstChoice
      case .text, .caselessText: instruction.first += firstByte
      case .run, .repeatedStart: instruction.first = setNumbers[Int(instruction.first)]
      case .gap, .gapBeforeEnd: break
      }
      if ![.accept, .end, .choice].contains(instruction.operation) {
        instruction.next += firstInstruction
      }
      instructions.append(instruction)
    }
    for choice in other.choices { choices.append(choice + firstInstruction) }
    bytes += other.bytes
    for var condition in other.conditions {
      condition.first += firstByte
      condition.firstOfText += firstCondition
      condition.search += firstInstruction
      let text = Array(bytes[Int(condition.first)..<Int(condition.first + condition.count)])
      let first = firstConditions[text, default: condition.firstOfText]
      if first != condition.firstOfText {
        (condition.firstOfText, condition.search) = (first, conditions[Int(first)].search)
      }
      firstConditions[text] = first
      conditions.append(condition)
    }
    for var program in other.programs {
      if program.start != UInt32.max { program.start += firstInstruction }
      if program.search != UInt32.max { program.search += firstInstruction }
      program.firstCondition += firstCondition
      programs.append(program)
    }
  }

  /// The program of a regex.
  private mutating func compile(_ regex: PythonRegex) -> PathPrograms.Program {
    guard let parts = RegexParts(regex.simplified().tree) else { return .none }
    wayCount = 1
    gapCount = 0
    self.start = startingRun(of: parts.nodes)
    let firstCondition = conditions.count
    let firstInstruction = instructions.count
    let accept = emit(Instruction(operation: .accept))
    guard let start = compile(parts.nodes, before: accept, depth: 0),
      wayCount == 1 || gapCount <= 1
    else { return .none }
    let asksForEnd = instructions[firstInstruction...].contains { instruction in
      instruction.operation == .end || instruction.operation == .gapBeforeEnd
    }
    for condition in parts.conditions { add(condition.text, isWanted: condition.isWanted) }
    return .init(
      start: start, firstCondition: UInt32(firstCondition),
      conditionCount: UInt32(conditions.count - firstCondition),
      looksBeyondMatch: asksForEnd || conditions.count > firstCondition)
  }

  /// Adds a condition, with a program that finds its text if it is the first one of it.
  private mutating func add(_ text: [UInt8], isWanted: Bool) {
    let number = UInt32(conditions.count)
    if let first = firstConditions[text] {
      var condition = conditions[Int(first)]
      condition.isWanted = isWanted
      return conditions.append(condition)
    }
    firstConditions[text] = number
    let (first, rare) = add(text)
    let count = UInt32(text.count)
    let found = emit(Instruction(operation: .accept, count: number + 1))
    let start = emit(
      Instruction(operation: .text, rare: rare, next: found, first: first, count: count))
    conditions.append(
      .init(
        first: first, count: count, rare: rare, isWanted: isWanted, firstOfText: number,
        search: emit(Instruction(operation: .gap, next: start))))
  }

  /// A program that finds one of the keys of a clause: that whose shortest key is the longest. `nil`
  /// where there is no clause.
  private mutating func compileSearch(_ clauses: LiteralKeyClauses) -> UInt32? {
    func shortest(_ clause: LiteralKeyClauses.Clause) -> Int {
      clause.keys.map { clauses.place(of: $0).count }.min() ?? 0
    }
    guard let clause = clauses.clauses.max(by: { shortest($0) < shortest($1) }) else { return nil }
    let accept = emit(Instruction(operation: .accept))
    let end = emit(Instruction(operation: .end))
    let starts = clause.keys.map { number in
      var key = clauses.bytes[clauses.place(of: number)]
      var next = accept
      if key.last == LiteralKey.end {
        key = key.dropLast()
        next = end
      }
      let isStart = key.first == LiteralKey.start
      if isStart { key = key.dropFirst() }
      if !key.isEmpty {
        let (first, rare) = add(Array(key))
        next = emit(
          Instruction(
            operation: .caselessText, rare: rare, next: next, first: first,
            count: UInt32(key.count)))
      }
      return isStart ? next : emit(Instruction(operation: .gap, next: next))
    }
    let first = UInt32(choices.count)
    choices += starts
    return emit(Instruction(operation: .choice, first: first, count: UInt32(starts.count)))
  }

  private mutating func emit(_ instruction: Instruction) -> UInt32 {
    instructions.append(instruction)
    return UInt32(instructions.count - 1)
  }

  /// Adds a text and chooses the byte to look for.
  private mutating func add(_ text: [UInt8]) -> (first: UInt32, rare: UInt8) {
    let first = bytes.count
    bytes += text
    return (UInt32(first), rare(in: first..<bytes.count))
  }

  /// Where the byte of a text stands that is to be looked for, counted from its start.
  private func rare(in text: Range<Int>) -> UInt8 {
    let places = text.prefix(256)
    let rare = places.min { Self.frequency(bytes[$0]) < Self.frequency(bytes[$1]) }
    return UInt8((rare ?? text.lowerBound) - text.lowerBound)
  }

  /// How common a byte is in module paths: an estimate that costs a little time where it is wrong.
  private static func frequency(_ byte: UInt8) -> UInt8 { frequencies[Int(byte)] }

  private static let frequencies: [UInt8] = {
    var frequencies = [UInt8](repeating: 0, count: 256)
    for (rank, byte) in "e.anorltsdimckbpyuvfgh_0123w456789xqzj".utf8.reversed().enumerated() {
      frequencies[Int(byte)] = UInt8(rank + 1)
    }
    return frequencies
  }()

  // MARK: Nodes, given what follows them

  private mutating func compile(
    _ nodes: [RegexNode], before next: UInt32, depth: Int
  ) -> UInt32? {
    var next = next
    var rest = nodes[...]
    while let node = rest.last {
      let text = Self.text(atEndOf: rest)
      if text.count > 0 {
        next = emitText(rest.suffix(text.count), isCaseless: text.isCaseless, before: next)
        rest = rest.dropLast(text.count)
      } else {
        guard let start = compile(node, before: next, depth: depth) else { return nil }
        next = start
        rest = rest.dropLast()
      }
    }
    return next
  }

  /// How many nodes at the end are ASCII characters, all of them with case or all without.
  private static func text(
    atEndOf nodes: ArraySlice<RegexNode>
  ) -> (count: Int, isCaseless: Bool) {
    var count = 0
    var isCaseless = false
    var hasCase = false
    while count < nodes.count {
      let node = nodes[nodes.endIndex - count - 1]
      if node.caselessLetter != nil {
        if hasCase { break }
        isCaseless = true
      } else if let character = node.plainCharacter, character < 0x80 {
        if isASCIILetter(character) {
          if isCaseless { break }
          hasCase = true
        }
      } else {
        break
      }
      count += 1
    }
    return (count, isCaseless)
  }

  /// - Parameter nodes: ASCII characters.
  private mutating func emitText(
    _ nodes: ArraySlice<RegexNode>, isCaseless: Bool, before next: UInt32
  ) -> UInt32 {
    let first = bytes.count
    for node in nodes {
      if let character = node.plainCharacter ?? node.caselessLetter {
        bytes.append(UInt8(character))
      }
    }
    let operation = isCaseless ? Instruction.Operation.caselessText : .text
    // In `(?:.*\.)?layers?` the dot in the group and `layer` are one text, which a gap is followed by
    // in fewer places than by a dot.
    var next = next
    let following = instructions[Int(next)]
    if following.operation == operation {
      // Byte by byte: a slice would be a second reference, and all the bytes copied for it.
      for index in following.first..<following.first + following.count {
        bytes.append(bytes[Int(index)])
      }
      next = following.next
    }
    return emit(
      Instruction(
        operation: operation, rare: rare(in: first..<bytes.count), next: next,
        first: UInt32(first), count: UInt32(bytes.count - first)))
  }

  private mutating func compile(
    _ node: RegexNode, before next: UInt32, depth: Int
  ) -> UInt32? {
    if depth > Self.mostNested { return nil }
    switch node {
    case .literal, .any, .set:
      return emitRun(of: node, minimum: 1, maximum: 1, before: next)
    case .sequence(let nodes): return compile(nodes, before: next, depth: depth + 1)
    case .alternation(let branches): return emitChoice(branches, before: next, depth: depth + 1)
    case .anchor(.end), .anchor(.endOrFinalNewline):
      // What comes behind the end could only be something without width.
      guard [.accept, .end].contains(instructions[Int(next)].operation) else { return nil }
      return emit(Instruction(operation: .end))
    case .group(.capturing(let group, _), let body):
      if let start, start.group == group, start.isReferredTo {
        return emit(start, before: next)
      }
      return compile(body, before: next, depth: depth + 1)
    case .group(.plain, let body), .group(.flags, let body):
      return compile(body, before: next, depth: depth + 1)
    case .repetition(let counts, let body):
      if counts.kind == .possessive { return nil }
      switch body {
      case .literal, .any, .set:
        return emitRun(
          of: body, minimum: counts.minimum, maximum: counts.maximum, before: next)
      default:
        guard counts.minimum == 0, counts.maximum == 1 else { return nil }
        return emitChoice([body, .sequence([])], before: next, depth: depth + 1)
      }
    case .backreference(let group, let caseRule, _):
      guard let start, group == start.group, caseRule == .exact else { return nil }
      self.start?.isReferredTo = true
      return emit(
        Instruction(
          operation: .repeatedStart, next: next, first: start.set, maximum: start.maximum))
    case .anchor, .group, .look, .conditional: return nil
    }
  }

  private mutating func emitChoice(
    _ branches: [RegexNode], before next: UInt32, depth: Int
  ) -> UInt32? {
    wayCount *= branches.count
    if wayCount > Self.mostWays { return nil }
    var starts: [UInt32] = []
    for branch in branches {
      guard let start = compile(branch, before: next, depth: depth) else { return nil }
      starts.append(start)
    }
    let first = UInt32(choices.count)
    choices += starts
    return emit(Instruction(operation: .choice, first: first, count: UInt32(starts.count)))
  }

  private mutating func emitRun(
    of node: RegexNode, minimum: UInt32, maximum: UInt32?, before next: UInt32
  ) -> UInt32? {
    guard let set = asciiSet(node) else { return nil }
    if set == .allButNewline, maximum == nil {
      // At the end of the pattern what is left matches, whatever it is.
      if minimum == 0, instructions[Int(next)].operation == .accept { return next }
      gapCount += 1
      if let length = lengthToEnd(from: next) {
        return emit(
          Instruction(operation: .gapBeforeEnd, next: next, count: length, minimum: minimum))
      }
      return emit(Instruction(operation: .gap, next: next, minimum: minimum))
    }
    var maximum = maximum ?? .max
    if minimum != maximum {
      switch instructions[Int(next)].operation {
      case .accept, .gap, .gapBeforeEnd: maximum = minimum
      default: guard set.isDisjoint(with: firstCharacters(of: next)) else { return nil }
      }
    }
    if maximum == 0 { return next }
    return emit(
      Instruction(
        operation: .run, next: next, first: number(of: set), minimum: minimum, maximum: maximum))
  }

  /// A run in a group at the start of the pattern.
  private struct StartingRun {
    var group: Int
    var set: UInt32
    var minimum: UInt32
    var maximum: UInt32
    var isReferredTo = false
  }

  private mutating func startingRun(of nodes: [RegexNode]) -> StartingRun? {
    guard case .group(.capturing(let group, _), let body) = nodes.first else { return nil }
    var minimum: UInt32 = 1
    var maximum: UInt32 = 1
    var node = body
    if case .repetition(let counts, let repeated) = body, counts.kind != .possessive {
      (minimum, maximum) = (counts.minimum, counts.maximum ?? .max)
      node = repeated
    }
    guard minimum > 0, let set = asciiSet(node) else { return nil }
    return StartingRun(group: group, set: number(of: set), minimum: minimum, maximum: maximum)
  }

  /// A run that is referred to: it has to be the same in every match.
  private mutating func emit(_ start: StartingRun, before next: UInt32) -> UInt32? {
    guard
      start.minimum == start.maximum
        || sets[Int(start.set)].isDisjoint(with: firstCharacters(of: next))
    else { return nil }
    return emit(
      Instruction(
        operation: .run, next: next, first: start.set, minimum: start.minimum,
        maximum: start.maximum))
  }

  private mutating func number(of set: ASCIISet) -> UInt32 {
    if let number = setNumbers[set] { return number }
    let number = UInt32(sets.count)
    sets.append(set)
    setNumbers[set] = number
    return number
  }

  /// The ASCII characters that a node matches, if that is known for sure.
  private mutating func asciiSet(_ node: RegexNode) -> ASCIISet? {
    guard case .set(let set) = node else { return Self.asciiSet(ofNode: node) }
    // Rules write the same few sets over and over.
    let key = SetKey(set)
    if let known = knownSets[key] { return known }
    let result = Self.asciiSet(ofNode: node)
    knownSets[key] = .some(result)
    return result
  }

  private static func asciiSet(ofNode node: RegexNode) -> ASCIISet? {
    if case .any = node { return .allButNewline }
    guard let bounds = CharacterBounds(node) else { return nil }
    let set = ASCIISet(bounds.surely)
    return set == ASCIISet(bounds.possibly) ? set : nil
  }

  /// A set wherever it stands.
  private struct SetKey: Hashable {
    let items: [RegexSet.Item]
    let negated: Bool
    let caseRule: CaseRule
    let asciiCategories: Bool

    init(_ set: RegexSet) {
      items = set.items
      negated = set.negated
      caseRule = set.caseRule
      asciiCategories = set.asciiCategories
    }
  }

  private var knownSets: [SetKey: ASCIISet?] = [:]

  // MARK: What follows

  /// The characters that a match from an instruction on can begin with.
  private func firstCharacters(of index: UInt32) -> ASCIISet {
    let instruction = instructions[Int(index)]
    switch instruction.operation {
    case .accept, .gap, .gapBeforeEnd: return .all
    case .end: return ASCIISet()
    case .text, .caselessText:
      var set = ASCIISet()
      let byte = bytes[Int(instruction.first)]
      set.insert(byte)
      if instruction.operation == .caselessText, isASCIILetter(UInt32(byte)) {
        set.insert(byte & 0x5F)
      }
      return set
    case .repeatedStart: return sets[Int(instruction.first)]
    case .run:
      let set = sets[Int(instruction.first)]
      return instruction.minimum > 0 ? set : set.union(firstCharacters(of: instruction.next))
    case .choice:
      return choices[Int(instruction.first)..<Int(instruction.first + instruction.count)]
        .reduce(ASCIISet()) { $0.union(firstCharacters(of: $1)) }
    }
  }

  /// How long every match from an instruction to the end of the subject is, if it is one length.
  private func lengthToEnd(from start: UInt32) -> UInt32? {
    var length: UInt32 = 0
    var index = start
    while true {
      let instruction = instructions[Int(index)]
      switch instruction.operation {
      case .accept, .gap, .gapBeforeEnd, .choice, .repeatedStart: return nil
      case .end: return length
      case .text, .caselessText: length += instruction.count
      case .run:
        guard instruction.minimum == instruction.maximum, instruction.minimum < 1 << 16 else {
          return nil
        }
        length += instruction.minimum
      }
      index = instruction.next
    }
  }
}

/// A pattern without what it says about the very start of the subject.
private struct RegexParts {
  var nodes: [RegexNode]
  var conditions: [(text: [UInt8], isWanted: Bool)] = []

  init?(_ tree: RegexNode) {
    if case .sequence(let sequence) = tree { nodes = sequence } else { nodes = [tree] }
    // `^` and `(?m)^` hold at the start.
    loop: while let first = nodes.first {
      switch first {
      case .anchor(.start), .anchor(.lineStart): nodes.removeFirst()
      case .look(let look, let body) where !look.behind:
        guard let texts = Self.textsBehindGap(body), texts.count == 1 || look.negated else {
          return nil
        }
        conditions += texts.map { ($0, !look.negated) }
        nodes.removeFirst()
      default: break loop
      }
    }
    if nodes.count >= 2, Self.isGap(nodes[0]), case .look(let look, let body) = nodes[1],
      look.behind, !look.negated
    {
      nodes[1] = body
      if case .sequence(let inner) = body { nodes.replaceSubrange(1...1, with: inner) }
      guard body.isPlainText else { return nil }
    }
  }

  /// `.*`, in any number of characters.
  private static func isGap(_ node: RegexNode) -> Bool {
    guard case .repetition(let counts, .any) = node else { return false }
    return counts.minimum == 0 && counts.maximum == nil && counts.kind != .possessive
  }

  /// The text in `.*text`, or the texts in `.*(?:text|other)`.
  private static func textsBehindGap(_ node: RegexNode) -> [[UInt8]]? {
    guard case .sequence(let nodes) = node, nodes.count >= 2, isGap(nodes[0]) else { return nil }
    var texts: [[UInt8]] = []
    if nodes.count == 2, case .group(.plain, .alternation(let branches)) = nodes[1] {
      for branch in branches {
        guard let text = text(branch) else { return nil }
        texts.append(text)
      }
    } else {
      guard let text = text(.sequence(Array(nodes.dropFirst()))) else { return nil }
      texts.append(text)
    }
    return texts
  }

  /// The ASCII characters that a node consists of; at least one.
  private static func text(_ node: RegexNode) -> [UInt8]? {
    let nodes = if case .sequence(let nodes) = node { nodes } else { [node] }
    var text: [UInt8] = []
    for node in nodes {
      guard let character = node.plainCharacter, character < 0x80 else { return nil }
      text.append(UInt8(character))
    }
    return text.isEmpty ? nil : text
  }
}

extension RegexNode {
  /// Whether the node is one text.
  fileprivate var isPlainText: Bool {
    switch self {
    case .sequence(let nodes): nodes.allSatisfy { $0.plainCharacter != nil }
    default: plainCharacter != nil
    }
  }
}
