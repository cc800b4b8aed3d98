import Testing

@testable import FastResolve

/// The two engines on random patterns: wherever PCRE2 is asked, the second engine has to agree.
@Suite struct EnginesTests {
  /// Writes random patterns.
  private struct Writer {
    var random: SplitMix64
    var opened = 0
    var closed: [Int] = []

    mutating func pattern() -> String {
      opened = 0
      closed = []
      return random.pick(["", "", "", "(?i)", "(?s)", "(?m)"]) + alternatives(depth: 3)
    }

    mutating func alternatives(depth: Int) -> String {
      let count = random.pick([1, 1, 2, 3])
      return (0..<count).map { _ in sequence(depth: depth) }.joined(separator: "|")
    }

    private mutating func sequence(depth: Int) -> String {
      (0..<random.below(4)).map { _ in atom(depth: depth) + repetition() }.joined()
    }

    private mutating func repetition() -> String {
      guard random.chance(0.4) else { return "" }
      let count = random.pick(["*", "+", "?", "{2}", "{1,2}", "{0,3}", "{2,}"])
      return count + random.pick(["", "", "?", "+"])
    }

    private mutating func atom(depth: Int) -> String {
      if depth == 0 || random.chance(0.5) {
        if let group = closed.randomElement(using: &random), random.chance(0.3) {
          return "\\\(group)(?:)"
        }
        return random.pick(["a", "b", "a", "b", ".", "[ab]", "[^a]", "\\w", "(?:)", "é", "\\n"])
      }
      switch random.below(8) {
      case 0...2:
        opened += 1
        let number = opened
        let body = alternatives(depth: depth - 1)
        closed.append(number)
        return "(\(body))"
      case 3: return "(?:\(alternatives(depth: depth - 1)))"
      case 4: return "(?>\(alternatives(depth: depth - 1)))"
      case 5: return "(?=\(alternatives(depth: depth - 1)))"
      case 6: return "(?!\(alternatives(depth: depth - 1)))"
      default:
        guard let group = closed.randomElement(using: &random) else { return "(?<!a)" }
        return "(?(\(group))\(atom(depth: depth - 1))|\(atom(depth: depth - 1)))"
      }
    }
  }

  @Test func theEnginesAgree() throws {
    var writer = Writer(random: SplitMix64(seed: 20))
    let scratch = RegexScratch()
    let limits = MatchLimits(matchLimit: 1_000_000, stepLimit: 100_000)
    let end = ContinuousClock.now + .seconds(2)
    var compared = 0
    // The number of patterns bounds a fast machine, the time a slow one.
    for _ in 0..<4000 where ContinuousClock.now < end {
      let pattern = writer.pattern()
      guard let regex = try? PythonRegex(pattern) else { continue }
      let automatic = CompiledRegex(regex, limits: limits)
      guard automatic.program.ascii.engine != .tree else { continue }
      let tree = CompiledRegex(regex, limits: limits, choice: .tree)
      for _ in 0..<6 {
        let length = writer.random.below(7)
        let subject = (0..<length).map { _ in writer.random.pick(["a", "b", "a", "b", "é", "\n"]) }
          .joined()
        guard let one = try? automatic.matches(subject, scratch),
          let other = try? tree.matches(subject, scratch)
        else { continue }
        #expect(one == other, "\(pattern.debugDescription) on \(subject.debugDescription)")
        compared += 1
      }
    }
    #expect(compared > 100)
  }
}
