import Testing

@testable import FastResolve

/// What the automaton does besides saying what each regex says by itself, of which `OrderedRegexSetTests`
/// has the tests.
@Suite struct PathAutomatonTests {
  /// A worker that asks its regexes through the automaton.
  private final class Worker {
    let set: OrderedRegexSet
    var scratch: RegexSetScratch
    var trail: PathTrail

    init(
      _ patterns: [String], notesMatches: Bool = true,
      limits: PathAutomaton.Limits = PathAutomaton.Limits()
    ) throws {
      set = OrderedRegexSet(try patterns.map { try PythonRegex($0) })
      scratch = RegexSetScratch(
        set, notesMatches: notesMatches, usesAutomaton: true, automatonLimits: limits)
      trail = PathTrail(set.automaton)
    }

    func first(_ path: String, isAnswerWanted: Bool = true) throws -> Int? {
      try first(Array(path.utf8), isAnswerWanted: isAnswerWanted)
    }

    func first(_ bytes: [UInt8], isAnswerWanted: Bool = true) throws -> Int? {
      follow(bytes)
      return try withSlice(bytes) { path in
        try set.firstMatch(path, &trail, isAnswerWanted: isAnswerWanted, &scratch)
      }
    }

    func follow(_ bytes: [UInt8]) {
      withSlice(bytes) { path in
        _ =
          trail.beginPath(of: &scratch.paths)
          ? trail.follow(path, ByteTable([]))
          : trail.follow(path, ByteTable([]), set.automaton)
      }
    }

    /// Whether the automaton tells of the path that was followed last.
    func isTold(_ bytes: [UInt8]) -> Bool {
      withSlice(bytes) { path in Self.isTold(path, &trail, &scratch) }
    }

    private static func isTold(
      _ path: ByteSlice, _ trail: inout PathTrail, _ scratch: inout RegexSetScratch
    ) -> Bool {
      trail.verdict(path, of: &scratch.paths, scratch.unmatched) != nil
    }

    /// How many parts are kept from the state behind some parts.
    func partCount(behind parts: String...) -> Int {
      let state = parts.reduce(scratch.paths.start) { state, part in
        withSlice(Array(part.utf8)) { scratch.paths.next(state, $0) }
      }
      return scratch.paths.transitions.count(from: state)
    }

    var unmatched: [Int] {
      let all = 0..<self.set.count
      return all.filter { scratch.unmatched.contains($0) }
    }
  }

  private static let rules = [
    #"(?!.*never)layers\.\d+\.mlp$"#, #".*\.norm\d?$"#, #"(\w+)\.\d+\.\1"#,
    #"layers\.\d+\.mlp\.fc[12]"#, #".*attn.*\.(?:q|k)_proj"#, #"(?i)LAYERS\.1"#, #"\w{2,4}\.x"#,
    #".+\.tail"#, #"a(?>b|bc)d"#, "layers", #".{3,}\.w"#,
  ]

  @Test(arguments: [
    ("layers.0.mlp", 0), ("layers.0.mlp.never", 9), ("layers.0.norm2", 1), ("never.norm", 1),
    ("blocks.3.blocks", 2), ("layers.7.mlp.fc2.x", 3), ("enc.attn.k_proj", 4), ("LAYERS.12", 5),
    ("abc.x", 6), ("a.x", nil), (".tail", nil), ("x.tail.y", 7), ("abd", 8), ("abcd", nil),
    ("layer", nil), ("", nil), ("ab.w", nil), ("abc.w", 10), ("abcdef.w.x", 10),
  ])
  func firstMatches(path: String, expected: Int?) throws {
    #expect(try Worker(Self.rules).first(path) == expected)
    #expect(try Worker(Self.rules, notesMatches: false).first(path) == expected)
  }

  /// Bytes that no path has are taken for what they are, those of its own marks among them.
  @Test func bytesOfAllKinds() throws {
    let worker = try Worker([#"a\x7fb"#, #"a\x00b"#, #"a\nb"#, "aé", "a.b", "a.*"])
    let paths: [(String, Int?)] = [
      ("a\u{7F}b", 0), ("a\u{0}b", 1), ("a\nb", 2), ("aéx", 3), ("axb", 4), ("ax", 5), ("b", nil),
    ]
    for _ in 0..<2 {
      for (path, expected) in paths {
        #expect(try worker.first(path) == expected, "\(path.debugDescription)")
      }
      // From a state with a row of transitions.
      for last in UInt8(1)..<0x80 where last != 0x0A {
        #expect(try worker.first([0x61, last]) == 5)
        #expect(worker.isTold([0x61, last]))
      }
    }
    worker.follow([0x61, 0x0A])
    #expect(!worker.isTold([0x61, 0x0A]))
    worker.follow([0x61, 0xC3, 0xA9])
    #expect(!worker.isTold([0x61, 0xC3, 0xA9]))
  }

  /// Texts that begin alike, go over dots, end within a part or with it, and in either case: as each regex
  /// says by itself.
  @Test(arguments: 0..<12) func texts(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let words = [
      "a", "ab", "abc", "self_attn", "self_attention", "q_proj", "b.a", "ab.", ".ab", "1",
    ]
    func text(_ random: inout SplitMix64) -> String {
      (0...random.below(2)).map { _ in words[random.below(words.count)] }.joined()
    }
    let patterns = (0..<random.below(60) + 12).map { _ in
      let start = ["", "(?i)", ".*", "(?:.*\\.)?", "[^.]+\\.", "a.*", "(?!.*ab)", "(?=.*q_)"]
      let end = ["", "$", "\\d+", ".*b$", "\\..*a", "\\Z", "(?:a|b)"]
      let escaped = text(&random).replacing(".", with: "\\.")
      return start[random.below(start.count)] + escaped + end[random.below(end.count)]
    }
    let matchers = try patterns.map { RegexMatcher(try PythonRegex($0)) }
    for notesMatches in [true, false] {
      let worker = try Worker(patterns, notesMatches: notesMatches)
      for _ in 0..<300 {
        var path = (0...random.below(3)).map { _ in text(&random) }.joined(separator: ".")
        if random.chance(0.3) { path = path.uppercased() }
        let expected = try matchers.firstIndex { try $0.matches(path) }
        #expect(try worker.first(path) == expected, "\(path) \(patterns)")
      }
    }
  }

  /// Alternatives that say the same come to the same place by the same text, next to others.
  @Test func alternativesThatMeet() throws {
    let patterns = [#"x(?:[ab]c|[ab]c)d"#, #"x[ab]cx"#, #"x[ab]ce"#, #"x(?:[ab]cf|[ab]cg)h"#]
    let paths: [(String, Int?)] = [
      ("xacd", 0), ("xacx", 1), ("xbce", 2), ("xbcfh", 3), ("xacgh", 3), ("xacg", nil),
    ]
    let worker = try Worker(patterns, notesMatches: false)
    for (path, expected) in paths { #expect(try worker.first(path) == expected, "\(path)") }
  }

  /// Regexes that ask for the same text, some that it is there, some that it isn't.
  @Test func sharedConditions() throws {
    let patterns = [
      #"(?!.*norm)(?!.*attn)a\.x"#, #"(?=.*norm)a"#, #"(?!.*norm)b"#, #"(?=.*attn)(?=.*norm)b"#,
      #"(?!.*attn)b"#, #"(?!.*(?:norm|attn))c"#, #"(?=.*attn)c"#, #"(?!.*norm).*"#,
    ]
    let paths: [(String, Int?)] = [
      ("a.x", 0), ("a.norm", 1), ("a.attn", 7), ("b", 2), ("b.attn.norm", 3), ("b.norm", 4),
      ("c", 5), ("c.attn", 6), ("c.norm", nil), ("a.x.attn", 7), ("a.x.norm", 1), ("normb", nil),
    ]
    for notesMatches in [true, false] {
      let worker = try Worker(patterns, notesMatches: notesMatches)
      for (path, expected) in paths { #expect(try worker.first(path) == expected, "\(path)") }
      if notesMatches { #expect(worker.unmatched == []) }
    }
  }

  /// Longer than what is kept of a path, and as long.
  @Test(arguments: [PathTrail.keptBytes, PathTrail.keptBytes + 1, 3 * PathTrail.keptBytes])
  func longPaths(count: Int) throws {
    let worker = try Worker([#".*\.y$"#, #".*\.x$"#, "zz"])
    let path = Array(repeating: UInt8(ascii: "z"), count: count - 2) + Array(".x".utf8)
    for _ in 0..<2 {
      #expect(try worker.first(path) == 1)
      #expect(worker.isTold(path) == (count <= PathTrail.keptBytes))
      #expect(try worker.first("zz") == 2)
    }
  }

  /// What matches on the way is only noted of paths that the regexes are asked about.
  @Test func matchesAreNotedWhereAsked() throws {
    let worker = try Worker([#"layers\.0"#, #".*\.mlp$"#, #".*\.mlp"#, #"(?!.*x).*\.fc"#, "never"])
    let path = Array("layers.0.mlp.fc".utf8)
    worker.follow(path)
    #expect(worker.unmatched == [0, 1, 2, 3, 4])
    #expect(try worker.first("layers.0.x", isAnswerWanted: false) == nil)
    #expect(worker.unmatched == [1, 2, 3, 4])
    #expect(try worker.first(path, isAnswerWanted: false) == nil)
    #expect(worker.unmatched == [1, 4])
    #expect(try worker.first("layers.0.mlp") == 0)
    #expect(worker.unmatched == [4])
    #expect(try worker.first(path) == 0)
  }

  /// Where there is no room for a state, the path is answered without it, and the next one begins anew.
  @Test func itBeginsAnewWhereItIsFull() throws {
    let worker = try Worker(Self.rules, limits: .init(mostVisitsPerPath: 1000, states: 6))
    var random = SplitMix64(seed: 4)
    let plain = try Worker(Self.rules)
    var dead = 0
    for _ in 0..<300 {
      let path = (0..<3).map { _ in random.pick(["layers", "0", "mlp", "norm", "x"]) }
        .joined(separator: ".")
      #expect(try worker.first(path) == plain.first(path))
      if !worker.isTold(Array(path.utf8)) { dead += 1 }
      #expect(worker.scratch.paths.stateCount <= 6)
    }
    #expect(dead > 50)
    #expect(worker.unmatched == plain.unmatched)
    #expect(plain.scratch.paths.stateCount > 10)
  }

  /// Neither may the lists of nodes, of which a state has one for each regex here, take more than there
  /// is; where they do so again and again it stays aside.
  @Test func longListsOfNodes() throws {
    let letters = "abcdefghijklmnopqrstuvwxyz".map { String($0) }
    var patterns: [String] = []
    for first in letters { for second in letters { patterns.append(".*\(first).*\(second)\\.x") } }
    let worker = try Worker(
      patterns, limits: .init(mostVisitsPerPath: 4, patience: 0, bytes: 30_000))
    var random = SplitMix64(seed: 2)
    for _ in 0..<400 {
      let text = (0..<8).map { _ in random.pick(letters) }.joined()
      let last = String(text.suffix(1))
      let expected = patterns.firstIndex { pattern in
        let first = pattern[pattern.index(pattern.startIndex, offsetBy: 2)]
        return text.dropLast().contains(first) && pattern.hasSuffix("\(last)\\.x")
      }
      let found = try worker.first(text + ".x")
      #expect(found == expected, "\(text)")
      #expect(worker.scratch.paths.stateCount < 2000)
    }
    let isAside = !worker.scratch.paths.isAsked
    #expect(isAside)
  }

  /// Where most of a path is new each time it goes on a byte at a time; where that is new, too, it stays aside,
  /// and comes back.
  @Test func itStaysAsideWherePathsAreUnlike() throws {
    let limits = PathAutomaton.Limits(trial: 8, mostVisitsPerPath: 2, patience: 0, pause: 3)
    let worker = try Worker(
      (0..<200).map { "a{\($0 * 7)}b" } + ["a*b", #".*\.z$"#], limits: limits)
    var states: [String] = []
    for round in 1...7 {
      for path in 0..<8 {
        let count = round * 80 + path * 9
        let text = String(repeating: "a", count: count)
        #expect(try worker.first(text) == nil)
        #expect(try worker.first(text + "b") == (count % 7 == 0 ? count / 7 : 200))
        let state =
          !worker.scratch.paths.isAsked
          ? "aside" : worker.scratch.paths.isByByte ? "bytes" : "parts"
        if states.last != state { states.append(state) }
      }
    }
    #expect(states.starts(with: ["parts", "bytes", "aside", "parts", "bytes", "aside"]))
    #expect(try worker.first("x.z") == 201)
  }

  /// Where each path has a number of its own bytes are known soon, and no part is, until it comes again.
  @Test(arguments: [true, false]) func partsWithNumbers(notesMatches: Bool) throws {
    let limits = PathAutomaton.Limits(trial: 64, patience: 0)
    let rules = Self.rules + [#"b\d*7\.0\.mlp$"#, #".*x\d+y\.z"#, #"m\d+\.$"#, #"e\.\d\d?$"#]
    let worker = try Worker(rules, notesMatches: notesMatches, limits: limits)
    let plain = try Worker(rules, notesMatches: notesMatches, limits: .init(trial: 1 << 30))
    // The number of each step comes again and again.
    let counting = try Worker(
      rules, notesMatches: notesMatches, limits: .init(trial: 1 << 30, steps: 50))
    for number in Array(0..<900) + Array(0..<900) {
      for path in [
        "b\(number).0.mlp", "layers.\(number).mlp.x\(number)y.z\(number)", "m\(number).",
        "e.\(number)",
      ] {
        let expected = try plain.first(path)
        #expect(try worker.first(path) == expected, "\(path)")
        #expect(try counting.first(path) == expected, "\(path)")
        #expect(worker.isTold(Array(path.utf8)))
      }
    }
    let (isByByte, isPlainByByte) = (worker.scratch.paths.isByByte, plain.scratch.paths.isByByte)
    #expect(isByByte && !isPlainByByte)
    #expect(worker.unmatched == plain.unmatched)
    #expect(try worker.first("a\u{0}b") == plain.first("a\u{0}b"))
    #expect(worker.scratch.paths.stateCount < 400)
  }

  /// Parts that come again are known behind numbers of their own, though not each the first time.
  @Test func knownPartsBehindNumbers() throws {
    let names = (0..<200).map { "part_\($0)_with_a_name" }
    let rules = names.map { #"n\d+\."# + $0 + #"\.x\d"# }
    let limits = PathAutomaton.Limits(trial: 1024, mostVisitsPerPath: 8, patience: 2)
    let worker = try Worker(rules, limits: limits)
    for number in 0..<8000 {
      let name = number * 7 % 200
      let expected = number % 3 == 0 ? name : nil
      let last = number % 3 == 0 ? "x\(number % 10)" : "y"
      #expect(try worker.first("n\(number).\(names[name]).\(last)") == expected)
    }
    let isByByte = worker.scratch.paths.isByByte
    #expect(isByByte)
    #expect(worker.partCount(behind: "n1.") > 150)
    // Numbers aren't: of those there are only the first ones.
    #expect(worker.partCount() < 100)
    // To keep none at once takes 3,211 states.
    #expect(worker.scratch.paths.stateCount < 2800)
  }

  @Test func recentParts() {
    var parts = RecentParts()
    func note(_ part: String, from state: UInt32) -> Bool {
      withSlice(Array(part.utf8) + Array(repeating: 0, count: PartKey.padding)) {
        parts.note(PartKey($0.prefix(part.utf8.count), isLast: false), from: state)
      }
    }
    let notedAtFirst = [note("layers.", from: 3), note("layers.", from: 4), note("0.", from: 3)]
    #expect(notedAtFirst == [false, false, false])
    let notedAgain = [note("0.", from: 3), note("layers.", from: 4), note("layers.", from: 3)]
    #expect(notedAgain == [true, true, true])
    // Only the last one is remembered of those that share a place.
    for number in 0..<(1 << 20) { _ = note("\(number).", from: 3) }
    let notedBefore = (0..<1000).filter { note("\($0).", from: 3) }
    #expect(notedBefore.count < 50)
  }

  /// Paths that are there for the first time don't make a state, once their parts are known.
  @Test func newPathsOfKnownParts() throws {
    let worker = try Worker(Self.rules)
    let parts = ["layers", "blocks", "mlp", "norm1", "attn", "q_proj", "7"]
    var paths: [String] = []
    for first in parts {
      for second in parts {
        for third in parts { paths.append("\(first).\(second).\(third)") }
      }
    }
    for path in paths.prefix(300) { _ = try worker.first(path) }
    let before = worker.scratch.paths.stateCount
    for path in paths.dropFirst(300) { _ = try worker.first(path) }
    #expect(worker.scratch.paths.stateCount < before + 20)
  }

  /// A dot alone may be a whole path, a part of one, or what ends it, and from a state that is the first
  /// one again.
  @Test func dotsAlone() throws {
    let worker = try Worker([#"\.$"#, #"[^.]\.\.$"#, #".*x"#, #"\.\.$"#])
    let paths: [(String, Int?)] = [
      (".", 0), ("a..", 1), ("..", 3), ("a...", nil), ("a..b", nil), ("...", nil), ("a.", nil),
      ("..x", 2), ("a..x", 2), ("", nil),
    ]
    for (path, expected) in paths + paths.reversed() {
      #expect(try worker.first(path) == expected, "\(path)")
    }
    let none = try Worker(["a+$"])
    for path in ["b..", ".", "b..", "a", "..", "b...", "aa"] {
      #expect(try none.first(path) == (path.allSatisfy { $0 == "a" } ? 0 : nil), "\(path)")
    }
  }

  @Test func noRegexes() throws {
    let worker = try Worker([])
    #expect(try worker.first("layers.0") == nil)
  }
}
