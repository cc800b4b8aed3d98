import Testing

@testable import FastResolve

/// Programs against PCRE2 and the second engine.
@Suite struct PathProgramTests {
  private static func program(_ regex: PythonRegex) -> PathPrograms {
    PathPrograms(count: 1) { _ in regex }
  }

  @Test(arguments: [
    ".*foo$", "foo.*bar", "layers\\.\\d+\\.mlp", "[^.]+\\.(?:q|k)_proj\\Z", "(?i)FOO\\.\\d", "a?b",
    ".*(?<=\\.foo)\\.\\w{2,6}$", "(?!.*bert)blocks\\..*fc$", "(?:.*\\.)?layers?\\.(?:[0-9]|1[0-9])",
    "(?:foo|bar$)", "^a+$", ".+a.+b", "(a)(b)?c", "\\w+", "a*?b", "(?=.*a).*b", "a{2,3}b", "",
    "\\d*",
    "(?!.*(?:norm|head)).*\\.blocks\\.\\d+\\.(?:attn|mlp)\\..*", "(?!.*(?:a|bc))b", "(?:a|b).*c.*",
    ".*.*a", "(?m)^a", "a.b", "(?s)a.*b", "x{0}a", "é|a",
    "(\\w+)\\.mlp\\.\\1", "(?P<a>a)(?P=a)", "^([^.]+)\\..*\\.\\1$", "(\\d{2,})[.](?:x\\1|\\1)",
  ])
  func hasAProgram(pattern: String) throws {
    #expect(Self.program(try PythonRegex(pattern)).isThere(0))
  }

  @Test(arguments: [
    "(a|b)\\1", "a(b)\\1", "(\\w+).*\\1", "(\\w+)\\1", "(?i)(a)b\\1", "(a*)b\\1", "(\\w++)-\\1",
    "(a)(b)\\2", "(.+)b\\1", "(a)?b\\1", "(?>a|ab)c", "a++b", "a*ab", "\\w+_x", "(?:ab)+c",
    "\\bfoo", "(?m)foo$", "foo(?=bar)",
    "(a)?(?(1)b|c)", "a.*(?<=b)c", "(?:a|b).*c.*d", "a$b", "foo(?!bar)", "(?!bar)foo",
    "(?=.*(?:a|b))c", "(?!.*(?:a|))c", "(?!.*(?:a|\\d))c",
    "(?:a|b)(?:a|b)(?:a|b)(?:a|b)(?:a|b)(?:a|b)(?:a|b)",
  ])
  func hasNoProgram(pattern: String) throws {
    #expect(!Self.program(try PythonRegex(pattern)).isThere(0))
  }

  /// A dot stands in more places of a path than `.layers`.
  @Test func textsInAGroupAndBehindItAreOne() throws {
    let program = Self.program(try PythonRegex("(?:.*\\.)?layers\\.\\d"))
    let choice = program.instruction(program.program(0).start)
    #expect(choice.pointee.operation == .choice)
    let gap = program.instruction(program.choice(Int(choice.pointee.first)))
    #expect(gap.pointee.operation == .gap)
    let text = program.instruction(gap.pointee.next)
    #expect(text.pointee.operation == .text)
    let bytes = (0..<Int(text.pointee.count)).map { program.byte(Int(text.pointee.first) + $0) }
    #expect(String(decoding: bytes, as: UTF8.self) == ".layers.")
    #expect(program.instruction(text.pointee.next).pointee.operation == .run)
  }

  @Test(arguments: 0..<6) func answersAreThoseOfTheEngines(seed: UInt64) throws {
    var cases = RandomPatterns(seed: seed &+ 50)
    let scratch = RegexScratch()
    let limits = MatchLimits(matchLimit: 100_000)
    var found = 0
    for _ in 0..<4000 {
      let pattern = cases.random.chance(0.5) ? cases.pattern() : Self.rule(&cases.random)
      guard let regex = try? PythonRegex(pattern) else { continue }
      let program = Self.program(regex)
      guard program.isThere(0) else { continue }
      found += 1
      let compiled = CompiledRegex(regex, limits: limits)
      for _ in 0..<12 {
        let subject = (0..<cases.random.below(10))
          .map { _ in cases.random.pick(["a", "b", "A", "k", ".", "0", "_", "S", "é"].dropLast()) }
          .joined()
        guard let expected = try? compiled.matches(subject, scratch) else { continue }
        let answer = withSlice(subject) { program.matches(0, $0) }
        #expect(answer == expected, "\(pattern.debugDescription) on \(subject.debugDescription)")
      }
    }
    #expect(found > 1000)
  }

  /// A sequence of what programs are made of.
  private static func rule(_ random: inout SplitMix64) -> String {
    let items = [
      "a", "ab", "\\.", "0", "k", ".*", ".+", ".*?", "\\d+", "\\w+", "[^.]+", "[^.]*", "\\w{2,3}",
      "(?:a|ab|0)", "a?", "(?:.*\\.)?", "(b|\\.)", "[ab]", "[^a]", ".", "(?i:a)", "s", "\\W",
      "a{2}", ".+", "\\.\\1", "\\1", ".*\\1",
    ]
    let start = random.pick([
      "", "", "", "(?!.*ab)", "(?=.*k)", "(?!.*(?:k|b\\.))", ".*(?<=a\\.)", "^", "(?i)", "(?s)",
      "(\\w+)\\.", "(.)", "([ab]+)", "([ab]+)(?:\\.|0)",
    ])
    let body = (0..<random.below(6) + 1).map { _ in random.pick(items) }.joined()
    return start + body + random.pick(["", "", "$", "\\Z", ".*", ".+"])
  }

  /// What early bytes tell holds for all paths that begin with them: a failure for plain ones.
  @Test(arguments: 0..<6) func outcomesHoldForWhatTheyHangOn(seed: UInt64) throws {
    var cases = RandomPatterns(seed: seed &+ 500)
    let scratch = RegexScratch()
    let limits = MatchLimits(matchLimit: 100_000)
    func bytes(_ count: Int) -> String {
      (0..<count).map { _ in cases.random.pick(["a", "b", "A", "k", ".", "0", "_", "S"]) }.joined()
    }
    var early = (matches: 0, failures: 0, failuresSoFar: 0)
    for _ in 0..<4000 {
      let pattern = cases.random.chance(0.5) ? cases.pattern() : Self.rule(&cases.random)
      guard let regex = try? PythonRegex(pattern) else { continue }
      let program = Self.program(regex)
      guard program.isThere(0) else { continue }
      let compiled = CompiledRegex(regex, limits: limits)
      for _ in 0..<6 {
        let subject = bytes(cases.random.below(10))
        let outcome = withSlice(subject) { program.outcome(0, $0) }
        guard outcome.byteCount <= subject.count else { continue }
        #expect(outcome.byteCount >= 0)
        let text: [UInt8]? =
          if outcome.kind != .failedSoFar { nil } else {
            Array(try #require(program.textBehindFirstGap(0)))
          }
        if outcome.isMatch { early.matches += 1 } else { early.failures += 1 }
        if text != nil { early.failuresSoFar += 1 }
        for round in 0..<6 {
          var other = subject.prefix(outcome.byteCount) + bytes(cases.random.below(8))
          if outcome.isMatch, round == 0 { other = subject.prefix(outcome.byteCount) }
          if outcome.isMatch, round == 1 { other += cases.random.pick(["\n", "é", "é\n", "\na"]) }
          if let text, other.utf8.hasText(text, endingBehind: outcome.byteCount) { continue }
          guard let expected = try? compiled.matches(String(other), scratch) else { continue }
          #expect(
            expected == outcome.isMatch,
            "\(pattern.debugDescription) on \(subject) and \(other.debugDescription)")
        }
      }
    }
    #expect(early.matches > 1000)
    #expect(early.failures > 1000)
    #expect(early.failuresSoFar > 300)
  }

  /// Each gap takes time that grows with the path, not with a power of it.
  @Test func manyGapsAreWalkedOnce() throws {
    let pattern = String(repeating: ".*a", count: 40) + ".*b"
    let program = Self.program(try PythonRegex(pattern))
    #expect(withSlice(String(repeating: "a", count: 5000)) { program.matches(0, $0) } == false)
    #expect(withSlice(String(repeating: "a", count: 5000) + "b") { program.matches(0, $0) } == true)
  }

  @Test func plainCharactersFoldToThemselves() {
    for rule in [CaseRule.exact, .asciiFolding, .unicodeFolding] {
      for value in UInt32(0)..<128 {
        let node = RegexNode.literal(value, rule)
        let matches = CaseFolding.matches(of: value, rule)
        #expect((node.plainCharacter != nil) == (matches == [value]))
        if let letter = node.caselessLetter {
          #expect(matches.filter { $0 < 128 } == [letter - 0x20, letter])
        }
        #expect((node.plainCharacter == nil) == (node.caselessLetter != nil))
      }
    }
    #expect(RegexNode.literal(0xD800, .exact).plainCharacter == nil)
  }
}

extension PathPrograms {
  /// Whether a regex matches, or `nil` where it has no program.
  fileprivate func matches(_ regex: Int, _ path: ByteSlice) -> Bool? {
    let outcome = outcome(regex, path)
    return outcome.kind == .unknown ? nil : outcome.isMatch
  }
}

extension Substring.UTF8View {
  /// Whether a text stands somewhere that ends behind so many bytes.
  fileprivate func hasText(_ text: [UInt8], endingBehind count: Int) -> Bool {
    let bytes = Array(self)
    return (0..<Swift.max(bytes.count - text.count + 1, 0)).contains { place in
      place + text.count > count && bytes[place..<place + text.count].elementsEqual(text)
    }
  }
}
