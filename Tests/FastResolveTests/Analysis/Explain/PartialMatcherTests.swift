import Testing

@testable import FastResolve

/// How far a regex gets that doesn't match.
@Suite struct PartialMatcherTests {
  private func outcome(_ pattern: String, _ path: String) throws -> PartialMatcher.Outcome? {
    let program = try #require(PartialProgram(PythonRegex(pattern)))
    return PartialMatcher.walk(program, path.unicodeScalars.map(\.value))
  }

  /// A case: what stands in the pattern where it stopped, and where in the path.
  struct Case: CustomTestStringConvertible {
    var pattern: String
    var path: String
    var position: Int
    var wanted: [String]
    var furthest: Int

    init(
      _ pattern: String, _ path: String, _ position: Int, _ wanted: [String], furthest: Int? = nil
    ) {
      self.pattern = pattern
      self.path = path
      self.position = position
      self.wanted = wanted
      self.furthest = furthest ?? position
    }

    var testDescription: String { "\(pattern) on \(path)" }
  }

  @Test(arguments: [
    Case(#"layers\.1\.mlp"#, "layers.11.mlp", 8, [#"\."#]),
    Case(#"layers\.[0-3]\."#, "layers.7.fc", 7, ["[0-3]"]),
    Case(#"layers\.\d+\.mlp"#, "layers.17.attn", 10, ["m"]),
    Case(#"layers\.\d+\.mlp$"#, "layers.17.mlp.fc", 13, ["$"]),
    Case(#"layers\.\d+\.mlp\.fc"#, "layers.17.mlp", 13, [#"\."#]),
    Case("(?:q|k|v)_proj", "o_proj", 0, ["q", "k", "v"]),
    Case("abc|x", "abd", 2, ["c"]),
    Case(#".*\.attn\.qkv$"#, "blocks.0.attn.proj", 14, ["q"], furthest: 18),
    Case(#".*\.fc$"#, "a.fc.b.fc2", 9, ["$"], furthest: 10),
    Case(#"[^.]+\.hidden\.\d+"#, "model.hidden.x.hidden.3", 13, [#"\d"#]),
    Case("(?i)LAYERS\\.1\\.", "layers.11", 8, [#"\."#]),
    Case("(?x) lay ers \\. # the dot\n 1", "layers.2", 7, ["1"]),
    Case("ab{2,3}c", "abbd", 3, ["b", "c"]),
    Case("ab{2,3}c", "abbbbc", 4, ["c"]),
    Case("(?:ab)+c", "ababd", 4, ["a", "c"]),
    Case("a{0}b", "c", 0, ["b"]),
    Case("foo\\Z", "foo.bar", 3, ["\\Z"]),
    Case("foo\\b", "foot", 3, ["\\b"]),
    Case("a\\x62c", "abd", 2, ["c"]),
    Case("a\\x62c", "ac", 1, ["\\x62"]),
    Case("é日(?:本|語)", "é日x", 2, ["本", "語"]),
    Case(#"(\w+)\.\1\.x"#, "ab.ab.y", 6, ["x"]),
    Case(#"(\w+)\.lm\.\1"#, "model.lm.layers", 9, [#"\1"#]),
    Case("(?P<a>b)(?P=a)c", "bbd", 2, ["c"]),
    Case("(?P<a>b)(?P=a)c", "bc", 1, ["(?P=a)"]),
    Case("(a)?(?(1)b|c)", "ax", 1, ["b"]),
    Case("(?>ab|a)c", "abd", 2, ["c"]),
    Case("a++ab", "aab", 2, ["a", "a"]),
    Case("a(?=b)c", "ad", 1, ["(?=b)"]),
    Case(#"(?<=x)a"#, "ya", 0, ["(?<=x)"]),
    Case("a{", "ab", 1, ["{"]),
    Case("(?#c)a(?:)b", "ac", 1, ["b"]),
    Case("x", "", 0, ["x"]),
    // What is behind a look-around that says no isn't come to.
    Case("(?!a)abc", "abd", 0, ["(?!a)"]),
  ])
  func stopsAre(one: Case) throws {
    guard case .stopped(let stop) = try outcome(one.pattern, one.path) else {
      Issue.record("\(String(describing: try outcome(one.pattern, one.path)))")
      return
    }
    let scalars = Array(one.pattern.unicodeScalars)
    let wanted = stop.elements.map { String(String.UnicodeScalarView(scalars[$0])) }
    #expect(stop.position == one.position)
    #expect(Set(wanted) == Set(one.wanted))
    #expect(wanted.count == one.wanted.count)
    #expect(stop.furthest == one.furthest)
  }

  @Test(arguments: [
    ("(?!.*norm).*\\.blocks\\.", "a.blocks.norm", 0, 0..<10),
    ("a\\.(?!b)\\w", "a.b", 2, 3..<8),
    ("ab(?<=xb)", "ab", 2, 2..<9),
    ("(?=.*x)ab", "ab", 0, 0..<7),
    ("a(?=b)c", "ac", 1, 1..<6),
  ])
  func aLookAroundAloneRulesItOut(
    pattern: String, path: String, position: Int, element: Range<Int>
  ) throws {
    guard case .ruledOut(let stop) = try outcome(pattern, path) else {
      Issue.record("\(String(describing: try outcome(pattern, path)))")
      return
    }
    #expect(stop.position == position)
    #expect(stop.elements == [element])
  }

  /// Of two ways to the same place, the one that has named more of the path counts, whichever comes
  /// first.
  @Test(arguments: [("(?:.|ab)*c", 2), ("(?:ab|.)*c", 2), ("(?:.|a)*?c", 1)])
  func theMostThatIsAgreedOnCounts(pattern: String, agreed: Int) throws {
    guard case .stopped(let stop) = try outcome(pattern, "ab") else {
      Issue.record("not told")
      return
    }
    #expect(stop.agreed == agreed)
  }

  @Test func twoLookAroundsAreNotLetPass() throws {
    guard case .stopped = try outcome("(?!a)ab(?!c)c", "abc") else {
      Issue.record("one look-around was not enough")
      return
    }
  }

  /// Whether a pattern matches has to come out as the engine has it, wherever it is told.
  @Test(arguments: 0..<400)
  func matchesAreTheEngines(seed: Int) throws {
    var random = RandomPatterns(seed: UInt64(seed))
    let scratch = RegexScratch()
    for _ in 0..<10 {
      let pattern = random.pattern()
      guard let regex = try? PythonRegex(pattern), let program = PartialProgram(regex) else {
        continue
      }
      let compiled = CompiledRegex(regex)
      for _ in 0..<10 {
        let subject = random.subject()
        let outcome = PartialMatcher.walk(program, subject.unicodeScalars.map(\.value))
        guard let outcome else { continue }
        var isMatched = false
        if case .matched = outcome { isMatched = true }
        let expected = try compiled.matches(subject, scratch)
        if isMatched != expected {
          Issue.record("\(pattern.debugDescription) on \(subject.debugDescription): \(expected)")
        }
      }
    }
  }

  /// The same for CPython's answers. What a group holds after an iteration that failed, and which
  /// iterations of nothing a possessive repeat makes, is CPython's own business; some patterns that
  /// hang on it come out otherwise here, and then nothing is told.
  @Test func matchesAreCPythons() throws {
    var told = 0
    var excused = 0
    for vector in try RegexVectors.all() {
      guard let subject = vector.subject, let match = vector.match, subject.utf8.count < 200,
        let regex = try? PythonRegex(vector.pattern), let program = PartialProgram(regex),
        let outcome = PartialMatcher.walk(program, subject.unicodeScalars.map(\.value))
      else { continue }
      told += 1
      var isMatched = false
      if case .matched = outcome { isMatched = true }
      if isMatched == match { continue }
      if program.needsGroups || program.instructions.contains(where: { $0.operation == .atomic }) {
        excused += 1
      } else {
        Issue.record("\(vector.pattern.debugDescription) on \(subject.debugDescription): \(match)")
      }
    }
    #expect(told > 1000)
    #expect(excused * 500 < told)
  }

  @Test func whatTakesTooLongIsNotTold() throws {
    let path = String(repeating: "a", count: 300)
    #expect(try outcome("(?:(a)|(a))*\\1\\2b", path) == nil)
    #expect(PartialProgram(try PythonRegex("(?:a{100}){100}")) == nil)
    #expect(PartialProgram(try PythonRegex("a{4000000000}")) == nil)
    #expect(PartialProgram(try PythonRegex("(?:){4000000000}")) != nil)
  }

  @Test func catastrophesAreTold() throws {
    let path = String(repeating: "a", count: 100) + "b"
    guard case .stopped(let stop) = try outcome("(a+)+$", path) else {
      Issue.record("not told")
      return
    }
    #expect(stop.position == 100)
  }

  @Test func nestingIsNoTrouble() throws {
    let pattern =
      String(repeating: "(", count: 490) + "a" + String(repeating: ")", count: 490) + "b"
    guard case .stopped(let stop) = try outcome(pattern, "ac") else {
      Issue.record("not told")
      return
    }
    #expect(stop.position == 1)
    #expect(stop.elements == [pattern.unicodeScalars.count - 1..<pattern.unicodeScalars.count])
  }
}
