import Testing

@testable import FastResolve

/// What is said of numbers, against all numbers there are.
@Suite struct NumberBlindnessTests {
  @Test(arguments: [
    ".*\\.layers\\.\\d+\\.mlp\\..*", "vision_model\\..*", ".*norm[12]$", ".*fc1", ".*conv2d\\.\\w+",
    "[^.]+\\.\\d\\d\\.x", ".*(?<=\\.layer1)\\.\\w{2,6}$", "(?:q|k)_proj", "x\\d[3-5]", ".*\\bx", "",
    "(?!.*fc1).*", "(?>\\d+)a", "[\\d.]+x", "(?i)FC1", "[^0-9]*", "x{2}", "(?(1)a|b)|(c)",
  ])
  func isBlind(pattern: String) throws {
    guard let regex = try? PythonRegex(pattern) else { return }
    #expect(regex.isBlindToNumbers)
  }

  @Test(arguments: [
    ".*\\.layers\\.(?:0|1)\\..*", "layers\\.12\\.", ".*1", "[0-3]", ".*\\.[1-9]\\d*$",
    "(\\w+)\\.\\1",
    "layers\\.(?:[0-9]|1[0-9])", "[^5]", "(?:a|7)", "1*", "x?1", "(?=.*2)", "\\d3", "a(?:1)",
  ])
  func isNotBlind(pattern: String) throws {
    #expect(try !PythonRegex(pattern).isBlindToNumbers)
  }

  /// A path of parts, and the same with other numbers of the same lengths.
  private static func paths(_ random: inout SplitMix64) -> (String, String) {
    var one: [String] = []
    var other: [String] = []
    for _ in 0..<random.below(4) + 1 {
      if random.chance(0.6) {
        let length = random.below(2) + 1
        func number() -> String { (0..<length).map { _ in "\(random.below(10))" }.joined() }
        one.append(number())
        other.append(number())
      } else {
        one.append(random.pick(["a", "ab", "b1", "1a", "k", "", "a0b"]))
        other.append(one[one.count - 1])
      }
    }
    return (one.joined(separator: "."), other.joined(separator: "."))
  }

  private static let items = [
    "a", "b", "k", "\\.", "0", "1", "\\d", "\\d+", "\\w", "[0-5]", "[^.]", ".*", ".", "b1", "a0b",
    "[^1]", "\\w{2}", "1?", "(?:a|0)", "[1a]", "\\b", "(?<=1)", "(?<!a)", "(?=\\d)", "[ab]\\d",
    "1[ab]", "[\\d.]",
  ]

  @Test(arguments: 0..<6) func blindRegexesMatchBothOrNone(seed: UInt64) throws {
    var cases = RandomPatterns(seed: seed &+ 900)
    let scratch = RegexScratch()
    var matched = 0
    var unmatched = 0
    for _ in 0..<4000 {
      let pattern =
        cases.random.chance(0.3)
        ? cases.pattern()
        : (0..<cases.random.below(5) + 1).map { _ in cases.random.pick(Self.items) }.joined()
      guard let regex = try? PythonRegex(pattern), regex.isBlindToNumbers else { continue }
      let compiled = CompiledRegex(regex, limits: MatchLimits(matchLimit: 100_000))
      for _ in 0..<12 {
        let (one, other) = Self.paths(&cases.random)
        guard let expected = try? compiled.matches(one, scratch) else { continue }
        #expect(
          try compiled.matches(other, scratch) == expected,
          "\(pattern.debugDescription) on \(one) and \(other)")
        if expected { matched += 1 } else { unmatched += 1 }
      }
    }
    #expect(matched > 1000)
    #expect(unmatched > 1000)
  }

  @Test(arguments: [
    ("layers.1.x", true), ("layers.1", true), ("1", true), (".12.", true), ("1.a", true),
    ("fc1", false), ("fc1.x", false), ("1x", false), ("a.1x", false), ("x1.y2", false),
    ("x1.2", true), ("x.1y.3", true), ("", false), ("layers.", false),
  ])
  func keysThatMeetNumbers(text: String, meets: Bool) {
    #expect(LiteralKey(text.utf8).canMeetNumber == meets)
  }

  @Test func keysAtTheEndsMeetNumbers() {
    #expect(LiteralKey("1x".utf8, isStart: true).canMeetNumber == false)
    #expect(LiteralKey("1".utf8, isStart: true).canMeetNumber)
    #expect(LiteralKey("a1".utf8, isEnd: true).canMeetNumber == false)
    #expect(LiteralKey(".1".utf8, isEnd: true).canMeetNumber)
  }

  // MARK: Open paths

  /// All paths that an open path stands for.
  private static func instances(of open: [UInt8]) -> [String] {
    guard let place = open.firstIndex(of: OpenPath.openDigit) else {
      return [String(decoding: open, as: UTF8.self)]
    }
    return (UInt8(ascii: "0")...UInt8(ascii: "9")).flatMap { digit in
      var path = open
      path[place] = digit
      return instances(of: path)
    }
  }

  @Test(arguments: 0..<6) func whatMayNotMatchDoesNot(seed: UInt64) throws {
    var random = SplitMix64(seed: seed &+ 1900)
    let scratch = RegexScratch()
    var refused = 0
    var accepted = 0
    let items =
      Self.items + [
        ".+", "[^.]+\\.", "(?i:A)", "(?:.*\\.)?", "(?:[0-9]|1[0-9])", "\\.1\\.", "a?b",
        "\\1", "\\.\\1",
      ]
    for _ in 0..<3000 {
      let pattern =
        random.pick(["", "", "(?!.*1)", "(?=.*0)", "(?!.*(?:a|b1))", ".*(?<=a\\.)", "(\\w+)\\."])
        + (0..<random.below(5) + 1).map { _ in random.pick(items) }.joined()
        + random.pick(["", "$", ".*"])
      guard let regex = try? PythonRegex(pattern) else { continue }
      let programs = PathPrograms(count: 1) { _ in regex }
      let compiled = CompiledRegex(regex)
      for _ in 0..<6 {
        var openCount = 0
        let open = Self.paths(&random).0.split(separator: ".", omittingEmptySubsequences: false)
          .map { part -> [UInt8] in
            let isNumber = !part.isEmpty && part.utf8.allSatisfy(isDigit)
            guard isNumber, openCount + part.utf8.count <= 2 else { return Array(part.utf8) }
            openCount += part.utf8.count
            return Array(repeating: OpenPath.openDigit, count: part.utf8.count)
          }
          .joined(separator: [UInt8(ascii: ".")])
        let bytes = Array(open)
        let mayMatch = (bytes + [0]).withUnsafeBufferPointer {
          programs.mayMatch(
            0, OpenPath(bytes: ByteSlice($0.baseAddress!, count: bytes.count)))
        }
        if mayMatch {
          accepted += 1
        } else {
          refused += 1
          for path in Self.instances(of: bytes) {
            #expect(
              try !compiled.matches(path, scratch), "\(pattern.debugDescription) on \(path)")
          }
        }
      }
    }
    #expect(refused > 1000)
    #expect(accepted > 1000)
  }
}
