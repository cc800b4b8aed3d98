import Testing

@testable import FastResolve

/// What a set without a filter does besides saying what each regex says by itself, of which
/// `OrderedRegexSetTests` has the tests.
@Suite struct FilteredSetTests {
  private static func rules() throws -> [PythonRegex] {
    try RegexRules.load().patterns.map { try PythonRegex($0) }
  }

  /// Programs compiled in shares are those compiled one after the other: they say the same of each path, and
  /// find the same texts once.
  @Test func programsOfShares() throws {
    let conditions = (0..<300).map {
      "(?!.*never\($0 % 7))(?=.*always)layers\\.\($0)\\.(?:a|b[0-9]+)$"
    }
    // Without a program, and looked for by a literal.
    let atomic = (0..<40).map { "(?>a|ab)\\.block\($0)" }
    // No share ends where another kind begins.
    let regexes = try Self.rules() + (conditions + atomic).map { try PythonRegex($0) }
    let classified = regexes.map { ClassifiedRegex($0) }
    let whole = PathPrograms(count: regexes.count) {
      regexes[$0]
    } keys: {
      classified[$0].keys
    }
    let shared = PathPrograms(regexes) { classified[$0].keys }
    #expect(shared.count == whole.count)
    #expect(shared.programCount == whole.programCount)
    #expect(shared.programCount > 1200)
    let paths =
      try RegexRules.load().paths.prefix(150) + [
        "layers.17.a", "always.layers.17.a", "layers.17.b12.always", "layers.18.never4.always.a",
      ]
    for regex in regexes.indices {
      #expect(shared.isThere(regex) == whole.isThere(regex))
      let isSame = Self.areSame(shared, shared.search(regex), whole, whole.search(regex))
      #expect(isSame, "\(regexes[regex].pattern)")
      let text = shared.textBehindFirstGap(regex).map { Array($0) }
      #expect(text == whole.textBehindFirstGap(regex).map { Array($0) })
      let numbers = shared.parts.conditions(of: UInt32(regex))
      #expect(numbers.count == whole.parts.conditions(of: UInt32(regex)).count)
      for number in numbers {
        let first = shared.condition(number).firstOfText
        #expect(shared.condition(first).firstOfText == first)
        #expect(shared.condition(number).search == shared.condition(first).search)
        // A gap, the text, and an end that tells the condition.
        let text = shared.instruction(
          shared.instruction(shared.condition(first).search).pointee.next)
        #expect(text.pointee.first == shared.condition(first).first)
        let end = shared.instruction(text.pointee.next).pointee
        #expect(end.operation == .accept && end.count == first + 1)
      }
    }
    let firsts = Set(
      regexes.indices.flatMap { shared.parts.conditions(of: UInt32($0)) }.map {
        shared.condition($0).firstOfText
      })
    let wholeFirsts = Set(
      regexes.indices.flatMap { whole.parts.conditions(of: UInt32($0)) }.map {
        whole.condition($0).firstOfText
      })
    #expect(firsts.count == wholeFirsts.count)
    for path in paths {
      withSlice(path) { path in
        for regex in regexes.indices {
          #expect(shared.outcome(regex, path) == whole.outcome(regex, path))
        }
      }
    }
  }

  /// Whether two programs have the same instructions, up to their numbers.
  private static func areSame(
    _ one: PathPrograms, _ start: UInt32?, _ other: PathPrograms, _ otherStart: UInt32?
  ) -> Bool {
    guard let start, let otherStart else { return start == otherStart }
    let (instruction, another) = (
      one.instruction(start).pointee, other.instruction(otherStart).pointee
    )
    guard instruction.operation == another.operation, instruction.minimum == another.minimum,
      instruction.maximum == another.maximum, instruction.rare == another.rare
    else { return false }
    let count = instruction.count
    if instruction.operation == .accept { return (count > 0) == (another.count > 0) }
    if count != another.count { return false }
    switch instruction.operation {
    case .accept, .end: return true
    case .choice:
      return (0..<Int(count)).allSatisfy { number in
        areSame(
          one, one.choice(Int(instruction.first) + number),
          other, other.choice(Int(another.first) + number))
      }
    case .text, .caselessText:
      let areSameBytes = (0..<Int(count)).allSatisfy { index in
        one.byte(Int(instruction.first) + index) == other.byte(Int(another.first) + index)
      }
      if !areSameBytes { return false }
    case .run, .repeatedStart:
      if one.set(instruction.first) != other.set(another.first) { return false }
    case .gap, .gapBeforeEnd: break
    }
    return areSame(one, instruction.next, other, another.next)
  }

  /// On all paths, those beyond ASCII among them, and by threads at once.
  @Test func firstMatchesOfRealRules() throws {
    let regexes = try Self.rules()
    let paths = try RegexRules.load().paths.enumerated().map { row, path in
      row % 50 == 7 ? path + ".é" : row % 50 == 8 ? path + "\n" : path
    }
    let set = OrderedRegexSet(regexes)
    let unfiltered = OrderedRegexSet(
      programming: regexes, fewestPrograms: 500, limits: MatchLimits())
    #expect(unfiltered.filtered != nil)
    let walk = FirstMatches(set)
    let expected = try paths.map { try walk.first($0) }
    #expect(Set(expected.compactMap { $0 }).count > 80)
    let answers = Locked<[[Int?]]>([])
    JoinedThread.run(3, stackBytes: 1 << 20) { _ in
      var scratch = RegexSetScratch(unfiltered, usesAutomaton: true)
      var trail = PathTrail(unfiltered.automaton)
      let found = paths.map { path in
        withSlice(path) { slice in
          _ = trail.beginPath(of: &scratch.paths)
          _ = trail.follow(slice, ByteTable([]))
          return try? unfiltered.firstMatch(slice, &trail, isAnswerWanted: true, &scratch)
        }
      }
      answers.withLock { $0.append(found) }
    }
    for found in answers.withLock({ $0 }) { #expect(found == expected) }
  }

  /// Most inventories have no path that asks for it.
  @Test func theFilterIsMadeWhenAPathAsksForIt() throws {
    let unfiltered = OrderedRegexSet(
      programming: try Self.rules(), fewestPrograms: 500, limits: MatchLimits())
    let filtered = try #require(unfiltered.filtered)
    var scratch = RegexSetScratch(unfiltered, usesAutomaton: true)
    var trail = PathTrail(unfiltered.automaton)
    func ask(_ path: String) throws {
      _ = try withSlice(path) { slice in
        _ = trail.beginPath(of: &scratch.paths)
        _ = trail.follow(slice, ByteTable([]))
        return try unfiltered.firstMatch(slice, &trail, isAnswerWanted: true, &scratch)
      }
    }
    for path in try RegexRules.load().paths { try ask(path) }
    #expect(!filtered.isMade)
    try ask("layers.0.é")
    #expect(filtered.isMade)
  }

  /// It is asked for more than first matches, and by workers that have a cache and no automaton.
  @Test func answersOfAllKinds() throws {
    let regexes = try [
      #"layers\.\d+\.mlp$"#, ".*mlp", #"(\w+)\.\d+\.\1"#, "(?i)É", #"a(?>b|bc)d"#, "foo$bar",
      ".*é$",
    ].map { try PythonRegex($0) }
    let set = OrderedRegexSet(regexes)
    let unfiltered = OrderedRegexSet(programming: regexes, fewestPrograms: 0, limits: MatchLimits())
    let paths = [
      "layers.0.mlp", "é", "x.é", "layers.0.mlp\n", "a.1.a", "abd", "abcd", "", "foo",
      "layers.0.mlp",
    ]
    let (walk, unfilteredWalk) = (FirstMatches(set), FirstMatches(unfiltered))
    for path in paths {
      #expect(try unfilteredWalk.first(path) == walk.first(path), "\(path)")
      var all: [[Int]] = []
      for set in [set, unfiltered] {
        withSlice(path) { slice in
          var scratch = RegexSetScratch(set)
          var trail = PathTrail(set.automaton)
          _ = trail.follow(slice, ByteTable([]), set.automaton)
          all.append(set.matchesAndFailures(of: slice, &trail, &scratch).matches)
          var lists = MatchingRegexLists(regexCount: set.count, byteLimit: 1 << 12)
          let matches = set.allMatches(slice, &trail, isAnswerWanted: true, &scratch, &lists)
          all.append((0..<matches.count).map { matches[$0].position })
        }
      }
      #expect(Set(all).count == 1, "\(path): \(all)")
    }
  }

  /// Only where a run has no cache, and enough regexes have programs.
  @Test func whenThereIsNoFilter() throws {
    func isFiltered(
      _ patterns: [String], _ change: (inout BatchOptions) -> Void
    ) throws -> Bool {
      var options = BatchOptions()
      change(&options)
      var mapping = QConfigMapping()
      for pattern in patterns { mapping.set(.moduleNameRegex(pattern), to: "q") }
      return try CompiledRules(mapping, for: options).regexes.filtered == nil
    }
    let eight = (0..<8).map { "layers.\($0)" }
    let thousands = (0..<BatchOptions.regexesWithoutCache).map { "layers.\($0)" }
    let references = (0..<BatchOptions.regexesWithoutCache).map { #"(\w+)\d+\.\1x\#($0)"# }
    #expect(try !isFiltered(eight) { $0.cacheBytes = 0 })
    #expect(try isFiltered(Array(eight.dropLast())) { $0.cacheBytes = 0 })
    #expect(try isFiltered(eight.dropLast() + [references[0]]) { $0.cacheBytes = 0 })
    #expect(try isFiltered(eight) { _ in })
    #expect(
      try isFiltered(eight) {
        $0.automatonUse = .never; $0.cacheBytes = 0
      })
    #expect(try !isFiltered(thousands) { _ in })
    #expect(try isFiltered(thousands) { $0.cacheBytes = 1 << 20 })
    #expect(try isFiltered(Array(thousands.dropLast())) { _ in })
    #expect(try isFiltered(references) { _ in })
    var mapping = QConfigMapping()
    for pattern in thousands { mapping.set(.moduleNameRegex(pattern), to: "q") }
    #expect(try CompiledRules(mapping).regexes.filtered == nil)
  }
}
