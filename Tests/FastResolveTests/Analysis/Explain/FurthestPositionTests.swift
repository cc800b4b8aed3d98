import Testing

@testable import FastResolve

/// The furthest position against brute force: the longest beginning of the path that some longer
/// text has in common with it and matches.
///
/// The patterns are of the kind for which that can be told by trying: characters, sets, groups,
/// alternatives and repeats, each of which some text matches. The texts tried are all beginnings of
/// the path with up to five characters behind them.
@Suite struct FurthestPositionTests {
  private static let characters = ["a", "b", "c"]
  private static let endings: [String] = {
    var all = [""]
    var last = all
    for _ in 0..<5 {
      last = last.flatMap { text in characters.map { text + $0 } }
      all += last
    }
    return all
  }()

  /// Whether some text that begins with `start` matches.
  private func isViable(_ start: String, _ regex: CompiledRegex, _ scratch: RegexScratch) throws
    -> Bool
  {
    try Self.endings.contains { try regex.matches(start + $0, scratch) }
  }

  /// How many characters may have to follow before the end of a pattern is come to, from anywhere.
  private static func longestEnding(_ node: RegexNode) -> Int {
    switch node {
    case .sequence(let nodes): nodes.map(longestEnding).reduce(0, +)
    case .alternation(let branches): branches.map(longestEnding).max() ?? 0
    case .group(_, let body): longestEnding(body)
    case .repetition(let counts, let body): longestEnding(body) * max(Int(counts.minimum), 1)
    default: 1
    }
  }

  private struct SimplePatterns {
    var random: SplitMix64
    var isTelling: Bool

    mutating func pattern(depth: Int = 2) -> String {
      (0..<random.below(2) + 1).map { _ in sequence(depth: depth) }.joined(separator: "|")
    }

    private mutating func sequence(depth: Int) -> String {
      (0..<random.below(3) + 1).map { _ in
        let item =
          depth > 0 && random.chance(0.3)
          ? random.pick(["(?:", "("]) + pattern(depth: depth - 1) + ")" : single()
        return item + (random.chance(0.3) ? random.pick(["*", "+", "?", "{1,2}", "*?"]) : "")
      }.joined()
    }

    private mutating func single() -> String {
      let telling = ["a", "b", "c", "[ab]", "[bc]"]
      return random.pick(isTelling ? telling : telling + [".", "[^a]", "\\w"])
    }

    mutating func path() -> String {
      (0..<random.below(6)).map { _ in random.pick(characters) }.joined()
    }
  }

  @Test(arguments: 0..<40)
  func theFurthestPosition(seed: Int) throws {
    var patterns = SimplePatterns(
      random: SplitMix64(seed: UInt64(seed)), isTelling: seed % 2 == 0)
    let scratch = RegexScratch()
    var count = 0
    while count < 12 {
      let pattern = patterns.pattern()
      let path = patterns.path()
      let regex = try PythonRegex(pattern)
      let compiled = CompiledRegex(regex)
      guard Self.longestEnding(regex.tree) <= 5, try !compiled.matches(path, scratch),
        let program = PartialProgram(regex)
      else { continue }
      count += 1
      guard
        case .stopped(let stop) = PartialMatcher.walk(program, path.unicodeScalars.map(\.value))
      else {
        Issue.record("\(pattern) on \(path) isn't told")
        continue
      }
      let viable = try (0...path.count).last {
        try isViable(String(path.prefix($0)), compiled, scratch)
      }
      #expect(stop.furthest == viable, "\(pattern) on \(path)")
      #expect(stop.position <= stop.furthest)
      guard patterns.isTelling else { continue }
      // Where every character is one that the pattern names, the stop is the furthest position, and
      // the characters wanted there are those that lead further: all of them, and no others.
      #expect(stop.position == stop.furthest, "\(pattern) on \(path)")
      let start = String(path.prefix(stop.position))
      for character in Self.characters {
        let isWanted = try stop.elements.contains { span in
          let element = String(Array(pattern)[span])
          return try CompiledRegex(PythonRegex(element)).matches(character, scratch)
        }
        let isViable = try isViable(start + character, compiled, scratch)
        #expect(isWanted == isViable, "\(pattern) on \(path): \(character)")
      }
    }
  }
}
