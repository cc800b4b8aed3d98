import Testing

@testable import FastResolve

/// What lints claim of patterns, held against the matcher on random patterns.
///
/// A claim is about subjects without a newline. All of them up to some length over few characters
/// are tried.
@Suite struct PatternClaimTests {
  /// All texts of up to five of these characters.
  static let subjects: [String] = {
    var all = [""]
    var last = [""]
    for _ in 0..<5 {
      last = last.flatMap { text in ["a", "b", ".", "0"].map { text + $0 } }
      all += last
    }
    return all
  }()

  /// Patterns like those of rules, over the characters of the subjects.
  struct Patterns {
    var random: SplitMix64

    mutating func pattern() -> String {
      let alternatives = (0..<(random.chance(0.15) ? 2 : 1)).map { _ in sequence(2) }
      return random.pick(["", "", "", "", "^", "(?i)"]) + alternatives.joined(separator: "|")
        + random.pick(["", "", "", "$", "$", "\\Z", ".*", ".*$", "\\b", "(?:\\.|$)"])
    }

    private mutating func sequence(_ depth: Int) -> String {
      (0..<random.below(4) + 1).map { _ in item(depth) }.joined()
    }

    private mutating func item(_ depth: Int) -> String {
      let plain = random.pick(["a", "b", "ab", "\\.", "0", "a\\.b", "b0", "a"])
      switch random.below(depth > 0 ? 16 : 10) {
      case 0: return ".*"
      case 1:
        return random.pick([".*?", ".+", ".", "[^.]+", "\\w*", "[ab]", "[^a]", "\\d+", "[\\s\\S]*"])
      case 2: return random.pick(["$", "^", "\\b", "\\B", "\\Z", ".*+", "(?m:$)"])
      case 3: return plain + random.pick(["?", "*", "+", "{2}", "{0,2}", "*?", "++"])
      case 10, 11: return "(?:\(sequence(depth - 1))|\(sequence(depth - 1)))"
      case 12: return "(\(sequence(depth - 1)))" + random.pick(["", "?", "*", "{1,2}"])
      case 13: return random.pick(["(?=", "(?!", "(?>"]) + sequence(depth - 1) + ")"
      case 14: return random.pick(["(?<=a)", "(?<!\\.)", "(a|b)\\1", "(a)?(?(1)b|0)"])
      default: return plain
      }
    }
  }

  /// Answers for all subjects; `nil` where a limit was reached.
  static func answers(_ regex: PythonRegex) -> [Bool?] {
    let matcher = RegexMatcher(regex, limits: MatchLimits(matchLimit: 100_000))
    return subjects.map { try? matcher.matches($0) }
  }

  @Test(arguments: 0..<4) func reaches(seed: UInt64) throws {
    var paths = Patterns(random: SplitMix64(seed: seed))
    var wild = RandomPatterns(seed: seed)
    var counts: [LintedRegex.Reach: Int] = [:]
    for number in 0..<500 {
      let pattern = number % 2 == 0 ? paths.pattern() : wild.pattern()
      let regex = LintedRegex(0, pattern: pattern)
      guard let parsed = regex.regex, regex.reach != .some else { continue }
      counts[regex.reach, default: 0] += 1
      for (subject, answer) in zip(Self.subjects, Self.answers(parsed)) {
        guard let answer else { continue }
        switch regex.reach {
        case .nothing: #expect(!answer, "\(pattern) matches \(subject)")
        case .everything: #expect(answer, "\(pattern) does not match \(subject)")
        case .allButRoot: #expect(answer || subject.isEmpty, "\(pattern) does not match \(subject)")
        case .some: break
        }
      }
    }
    #expect(counts[.nothing, default: 0] > 10)
    #expect(counts[.everything, default: 0] > 10)
    #expect(counts[.allButRoot, default: 0] > 0)
  }

  /// What can't match can't with a newline in the subject either.
  @Test(arguments: 0..<4) func nothing(seed: UInt64) throws {
    var cases = RandomPatterns(seed: seed)
    var count = 0
    for _ in 0..<1500 {
      let pattern = cases.pattern()
      let regex = LintedRegex(0, pattern: pattern)
      guard let parsed = regex.regex, regex.reach == .nothing else { continue }
      count += 1
      let trial = PatternTrial(parsed)
      for _ in 0..<60 {
        let subject = cases.subject()
        #expect(!trial.matches(subject), "\(pattern.debugDescription) \(subject.debugDescription)")
      }
    }
    #expect(count > 20)
  }

  @Test(arguments: 0..<4) func hiddenRegexes(seed: UInt64) throws {
    var cases = Patterns(random: SplitMix64(seed: seed))
    var wild = RandomPatterns(seed: seed)
    var found = 0
    var together = 0
    for _ in 0..<120 {
      var table = HidingTable()
      var seen: [Int: (pattern: String, answers: [Bool?])] = [:]
      for position in 0..<10 {
        let pattern = cases.random.chance(0.8) ? cases.pattern() : wild.pattern()
        let regex = LintedRegex(position, pattern: pattern)
        guard let parsed = regex.regex, regex.reach == .some else { continue }
        let hiding = table.regexesHiding(regex)
        if hiding == nil { table.insert(regex) }
        let answers = Self.answers(parsed)
        defer { seen[position] = (pattern, answers) }
        guard let hiding else { continue }
        found += 1
        if hiding.count > 1 { together += 1 }
        for (index, answer) in answers.enumerated() where answer == true {
          let isHidden = hiding.contains { seen[$0]?.answers[index] ?? true }
          let others = hiding.compactMap { seen[$0]?.pattern }
          #expect(isHidden, "\(pattern) behind \(others) on \(Self.subjects[index])")
        }
      }
    }
    #expect(found > 60)
    #expect(together > 0)
  }

  /// What is sure to be hidden has no subject that only the later one matches; and of the pairs of
  /// which that is so on all subjects, a good part is found.
  @Test func mostOfWhatIsHiddenIsFound() throws {
    var cases = Patterns(random: SplitMix64(seed: 99))
    var hidden = 0
    var found = 0
    for _ in 0..<1500 {
      let (one, two) = (
        LintedRegex(0, pattern: cases.pattern()), LintedRegex(1, pattern: cases.pattern())
      )
      guard let first = one.regex, let second = two.regex, one.reach == .some, two.reach == .some
      else { continue }
      let pairs = zip(Self.answers(first), Self.answers(second))
      guard pairs.contains(where: { $0.1 == true }),
        !pairs.contains(where: { $0.0 == false && $0.1 == true })
      else { continue }
      hidden += 1
      var table = HidingTable()
      table.insert(one)
      if table.regexesHiding(two) != nil { found += 1 }
    }
    #expect(found * 4 > hidden, "\(found) of \(hidden)")
  }

  @Test func sufficientTextsAreEnough() throws {
    var cases = Patterns(random: SplitMix64(seed: 7))
    var tried = 0
    for _ in 0..<1500 {
      let pattern = cases.pattern()
      let regex = LintedRegex(0, pattern: pattern)
      guard let parsed = regex.regex else { continue }
      let trial = PatternTrial(parsed)
      for text in regex.form.branches.flatMap({ SufficientText.texts(of: $0[...]) }).prefix(12) {
        let gap = text.hasGap ? cases.random.pick(["", "x", ".b", "aa"]) : ""
        let rest = text.isEnded ? "" : cases.random.pick(["", "a", ".0", "xx"])
        let subject = String(codePoints: text.head) + gap + String(codePoints: text.inner) + rest
        tried += 1
        #expect(trial.matches(subject), "\(pattern) \(subject)")
      }
    }
    #expect(tried > 1000)
  }
}

/// Repeats that are said to go round in two ways: counted.
@Suite struct AmbiguousRepeatTests {
  /// In how many ways a node matches a text from a place, by where it ends. Rounds of nothing don't
  /// count.
  private func ends(_ node: RegexNode, _ text: [UInt32], _ start: Int) -> [Int: Int] {
    switch node {
    case .literal(let value, _):
      return start < text.count && text[start] == value ? [start + 1: 1] : [:]
    case .any: return start < text.count ? [start + 1: 1] : [:]
    case .sequence(let nodes):
      return nodes.reduce([start: 1]) { before, node in
        var after: [Int: Int] = [:]
        for (place, ways) in before {
          for (end, more) in ends(node, text, place) { after[end, default: 0] += ways * more }
        }
        return after
      }
    case .alternation(let branches):
      return branches.reduce(into: [:]) { result, branch in
        result.merge(ends(branch, text, start), uniquingKeysWith: +)
      }
    case .group(_, let body): return ends(body, text, start)
    case .repetition(let counts, let body):
      var result: [Int: Int] = counts.minimum == 0 ? [start: 1] : [:]
      var round = [start: 1]
      for number in 1...Int(counts.maximum ?? 12) {
        var after: [Int: Int] = [:]
        for (place, ways) in round {
          for (end, more) in ends(body, text, place) where end > place || number <= counts.minimum {
            after[end, default: 0] += ways * more
          }
        }
        round = after
        if round.isEmpty { break }
        if number >= counts.minimum { result.merge(round, uniquingKeysWith: +) }
      }
      return result
    default: return [:]
    }
  }

  private func pattern(_ random: inout SplitMix64, _ depth: Int) -> String {
    (0..<random.below(2) + 1).map { _ -> String in
      let item =
        depth > 0 && random.chance(0.5)
        ? "(?:"
          + (0..<random.below(2) + 1).map { _ in pattern(&random, depth - 1) }
          .joined(separator: "|") + ")" : random.pick(["a", "b", ".", "ab"])
      let isGroup = item.hasSuffix(")") || item.count == 1
      return isGroup && random.chance(0.5) ? item + random.pick(["*", "+", "?", "{1,2}"]) : item
    }.joined()
  }

  @Test func whatIsFoundHasManyWays() throws {
    var random = SplitMix64(seed: 3)
    var texts: [[UInt32]] = [[]]
    for _ in 0..<10 {
      texts += texts.filter { $0.count == texts.last?.count }.flatMap {
        [$0 + [0x61], $0 + [0x62]]
      }
    }
    var found = 0
    for _ in 0..<700 {
      let pattern = "(?:\(pattern(&random, 2)))*"
      let tree = try PythonRegex(pattern).tree
      guard let loop = AmbiguousRepeat.first(in: tree) else { continue }
      found += 1
      var widths = RegexWidths()
      guard case .repetition(_, let body) = loop, widths.width(of: body).least <= 3 else {
        continue
      }
      // A text with two ways through the loop has four when it stands twice, and so on.
      #expect(
        texts.contains { (ends(loop, $0, 0)[$0.count] ?? 0) > 1 },
        "\(pattern) \(RegexPrinter.text(of: loop, groupNames: [:]))")
    }
    #expect(found > 100)
  }
}
