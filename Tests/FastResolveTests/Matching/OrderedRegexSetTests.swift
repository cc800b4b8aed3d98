import Foundation
import Testing

@testable import FastResolve

/// The filtered set, the set asked through the path automaton, and the one made for that alone, beside every
/// regex on its own.
private struct SetUnderTest: ~Copyable {
  let set: OrderedRegexSet
  /// Without the automaton, with it, and with it and a set without a filter.
  var workers: [Worker]
  let singles: [CompiledRegex]
  let patterns: [String]
  let single: RegexScratch
  let probing: RegexScratch
  /// Which regexes could not be told at a low price.
  var unsure: [Bool]
  var wrong: [String] = []
  var comparedCount = 0

  init(
    _ regexes: [PythonRegex],
    limits: MatchLimits = MatchLimits(matchLimit: 100_000, stepLimit: 100_000),
    largestTable: Int = LiteralAutomaton.largestTable, cacheBytes: Int = 0,
    automatonLimits: PathAutomaton.Limits = PathAutomaton.Limits()
  ) {
    patterns = regexes.map(\.pattern)
    set = OrderedRegexSet(regexes, limits: limits, largestTable: largestTable)
    let unfiltered = OrderedRegexSet(programming: regexes, fewestPrograms: 0, limits: limits)
    workers = [
      Worker(set, RegexSetScratch(set, cacheBytes: cacheBytes)),
      Worker(
        set,
        RegexSetScratch(
          set, cacheBytes: cacheBytes, usesAutomaton: true, automatonLimits: automatonLimits)),
      Worker(
        unfiltered,
        RegexSetScratch(unfiltered, usesAutomaton: true, automatonLimits: automatonLimits)),
    ]
    singles = regexes.map { CompiledRegex($0, limits: limits) }
    single = RegexScratch(limits: limits)
    probing = RegexScratch(limits: limits.forProbing)
    unsure = Array(repeating: false, count: regexes.count)
  }

  final class Worker {
    let set: OrderedRegexSet
    var scratch: RegexSetScratch
    var trail: PathTrail
    /// Which regexes matched a subject by themselves that it was asked about, and which may have.
    var matched: [Bool]
    var unsure: [Bool]

    init(_ set: OrderedRegexSet, _ scratch: consuming RegexSetScratch) {
      self.set = set
      self.scratch = scratch
      trail = PathTrail(set.automaton)
      matched = Array(repeating: false, count: set.count)
      unsure = matched
    }

    func firstMatch(
      _ path: ByteSlice, isAnswerWanted: Bool
    ) throws(OrderedRegexSet.Failure) -> Int? {
      _ =
        trail.beginPath(of: &scratch.paths)
        ? trail.follow(path, ByteTable([]))
        : trail.follow(path, ByteTable([]), set.automaton)
      return try set.firstMatch(path, &trail, isAnswerWanted: isAnswerWanted, &scratch)
    }
  }

  /// Asks all for the first match of a subject.
  mutating func compare(_ subject: String, isAnswerWanted: Bool = true) {
    let bytes = Array(subject.utf8)
    bytes.withUnsafeBufferPointer { buffer in
      let isASCII = bytes.allSatisfy { $0 < 0x80 }
      let answers = singles.map { try? $0.matches(buffer, isASCII: isASCII, scratch: single) }
      for regex in answers.indices {
        let isSure =
          (try? singles[regex].matches(buffer, isASCII: isASCII, scratch: probing)) != nil
        if !isSure { unsure[regex] = true }
      }
      let path = buffer.baseAddress.map { ByteSlice($0, count: buffer.count) } ?? .empty
      for worker in workers {
        var triedCount = answers.count
        do throws(OrderedRegexSet.Failure) {
          let first = try worker.firstMatch(path, isAnswerWanted: isAnswerWanted)
          if isAnswerWanted {
            judge(first, answers, subject)
          } else if first != nil {
            wrong.append("an answer that was not wanted")
          }
        } catch {
          // Those behind a regex that is given up are not tried: the run ends there.
          triedCount = error.position
          let before = answers.prefix(error.position)
          if answers[error.position] != nil || before.contains(true) {
            wrong.append("\(subject.debugDescription): \(error)")
          }
          // The automaton may know all the same that one of them matches.
          for regex in triedCount..<answers.count where answers[regex] == true {
            worker.unsure[regex] = true
          }
        }
        for regex in 0..<triedCount where answers[regex] == true { worker.matched[regex] = true }
      }
    }
  }

  /// Compares paths each of which begins as the one before.
  ///
  /// - Parameters:
  ///   - characters: What they are made of.
  ///   - most: Fewer characters than so many are new.
  ///   - unwanted: Of paths that hold it the answer isn't wanted, as below a module name.
  mutating func comparePathsThatPart(
    _ characters: [String], most: Int, unwanted: String, _ random: inout SplitMix64
  ) {
    var path = ""
    for _ in 0..<150 {
      path = String(path.prefix(random.below(path.count + 1)))
      for _ in 0..<random.below(most) { path += random.pick(characters) }
      compare(path, isAnswerWanted: !path.contains(unwanted))
      if random.chance(0.1) { compare(path + random.pick(["\n", "é"])) }
    }
  }

  private mutating func judge(_ first: Int?, _ answers: [Bool?], _ subject: String) {
    comparedCount += 1
    // The filter may know of a regex that was given up on its own that it can't match, and a program that
    // it does.
    let expected = answers.firstIndex { $0 == true }
    let isOpen = answers.prefix(first.map { $0 + 1 } ?? answers.count).contains { $0 == nil }
    if first != expected, !(isOpen && first == answers.firstIndex { $0 != false }) {
      wrong.append("\(subject.debugDescription): \(name(first)), not \(name(expected))")
    }
  }

  private func name(_ regex: Int?) -> String { regex.map { "\($0) \(patterns[$0])" } ?? "none" }

  /// What was found wrong, the regexes that matched something compared too.
  consuming func result() -> [String] {
    for worker in workers {
      for regex in singles.indices where !unsure[regex] {
        if worker.scratch.unmatched.contains(regex) == worker.matched[regex],
          worker.matched[regex] || !worker.unsure[regex]
        {
          wrong.append("coverage of \(name(regex)): \(worker.matched[regex])")
        }
      }
    }
    return wrong
  }
}

@Suite struct OrderedRegexSetTests {
  private func regexes(_ patterns: some Sequence<String>) -> [PythonRegex] {
    patterns.compactMap { try? PythonRegex($0) }
  }

  /// Many regexes at once on the subjects of all of them: what one is filtered by is in the way of
  /// the others.
  @Test(arguments: 0..<8) func vectorsAtOnce(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let vectors = try RegexVectors.all().filter { $0.error == nil }.shuffled(using: &random)
    for start in stride(from: 0, to: 200, by: 100) {
      let batch = vectors[start..<start + 100]
      var test = SetUnderTest(regexes(batch.map(\.pattern)))
      for vector in batch {
        guard let subject = vector.subject else { continue }
        test.compare(subject)
        test.compare(subject + random.pick(["", "\n", "a", "é"]))
      }
      let wrong = test.result()
      #expect(wrong.isEmpty, "\(wrong.prefix(5).joined(separator: "\n"))")
    }
  }

  /// Each regex as a set of its own: what is alike in all of a set is where one of many never is.
  @Test(arguments: 0..<4) func vectorsOneByOne(part: Int) throws {
    var random = SplitMix64(seed: UInt64(part))
    let vectors = try RegexVectors.all().filter { $0.error == nil }
    for (number, vector) in vectors.enumerated() where number % 4 == part {
      guard let subject = vector.subject else { continue }
      var test = SetUnderTest(regexes([vector.pattern]))
      for text in [subject, subject + random.pick(["a", ".x", "1"]), String(subject.dropLast())] {
        test.compare(text)
        test.compare(random.pick(["a", "layers.", "0"]) + text)
      }
      let wrong = test.result()
      #expect(wrong.isEmpty, "\(wrong.prefix(5).joined(separator: "\n"))")
    }
  }

  /// Subjects that begin as the one before does, in all ways.
  @Test(arguments: 0..<12) func randomPatterns(seed: UInt64) {
    var cases = RandomPatterns(seed: seed &+ 100)
    for _ in 0..<20 {
      let count = cases.random.pick([1, 3, 20, 80])
      var test = SetUnderTest(
        regexes((0..<count).map { _ in cases.pattern() }),
        largestTable: cases.random.pick([1 << 20, 1 << 20, 512, 3000]),
        cacheBytes: cases.random.pick([0, 256, 1 << 16]),
        automatonLimits: cases.random.pick([
          .init(), .init(mostVisitsPerPath: 1000, states: 40), .init(steps: 60),
          .init(mostVisitsPerPath: 1000, bytes: 2000),
          .init(trial: 8, mostVisitsPerPath: 1, patience: 0, pause: 1),
          .init(trial: 4, mostVisitsPerPath: 2),
        ]))
      var subjects = [""]
      for _ in 0..<60 {
        let last = subjects[subjects.count - 1]
        let begun = String(last.prefix(cases.random.below(last.count + 1))) + cases.subject()
        subjects.append(cases.random.chance(0.3) ? cases.random.pick(subjects) : begun)
        // The same for a path each time, as it is where a module name decides.
        let subject = subjects[subjects.count - 1]
        test.compare(subject, isAnswerWanted: subject.utf8.count % 5 != 3)
      }
      let wrong = test.result()
      #expect(wrong.isEmpty, "\(wrong.prefix(5).joined(separator: "\n"))")
    }
  }

  /// Rules as they are written, on paths without ASCII, case, or an end.
  @Test(arguments: 0..<6) func rulesOnOddPaths(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let parts = ["layers", "Attn", "q_proj", "k", "11", "1", "é", "ſ", "K", "s", "norm"]
    let shapes = [
      #"(?i)@\.\d+\.@"#, #".*\.@$"#, #".*@.*@"#, #"(?!.*@)@\..*@$"#, #"(?i).*@\Z"#, #"@"#, #"@$"#,
      #"[^.]+\.@\.\d+"#, #"(?:.*\.)?@s?\.(?:[0-9]|1[0-9])\.@"#, #".*(?<=\.@)\.\w{2,6}$"#,
      #"(\w+)\.@\.\1"#, #".*\.(?:@|@|@)\.@"#, #"(?=.*@).*@"#, #"@.+@\d*"#, #"(?s).*@"#,
      #"(?i:@)@"#, #"(?m)@$"#, #"@$|.*@\Z"#, #"@\.\w+"#, #"(?a)\w+\.@"#,
    ]
    func fill(_ shape: String) -> String {
      shape.split(separator: "@", omittingEmptySubsequences: false)
        .reduce("") { $0.isEmpty ? String($1) : $0 + random.pick(parts) + $1 }
    }
    for _ in 0..<10 {
      var test = SetUnderTest(regexes((0..<100).map { _ in fill(random.pick(shapes)) }))
      for _ in 0..<100 {
        let path = (0..<random.below(6)).map { _ in random.pick(parts) }.joined(separator: ".")
        test.compare(path)
        test.compare(random.pick([path.uppercased(), path + "\n", path + ".", path + "s"]))
      }
      let wrong = test.result()
      #expect(wrong.isEmpty, "\(wrong.prefix(5).joined(separator: "\n"))")
    }
  }

  /// What a path rules out for those that begin as it does, and for no others.
  @Test(arguments: 0..<6) func pathsThatPartWhereRegexesFail(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    func pattern() -> String {
      (0..<random.below(4) + 1)
        .map { _ in random.pick(["a", "b", "ab", "\\.", "\\d+", "\\d", "(?:a|b\\d)", "[^.]+\\."]) }
        .joined() + random.pick(["", "$", "\\Z"])
    }
    for _ in 0..<10 {
      var test = SetUnderTest(regexes((0..<80).map { _ in pattern() }))
      test.comparePathsThatPart(["a", "b", "0", "1", "."], most: 4, unwanted: "b1", &random)
      let wrong = test.result()
      #expect(wrong.isEmpty, "\(wrong.prefix(5).joined(separator: "\n"))")
    }
  }

  /// What a path rules out until a text stands in it once more.
  @Test(arguments: 0..<6) func pathsThatGoOnBehindAGap(seed: UInt64) {
    var random = SplitMix64(seed: seed &+ 70)
    func pattern(beginsWithGap: Bool) -> String {
      let rest = (0..<random.below(3) + 1)
        .map { _ in
          random.pick(["a", "\\.", "\\d", "\\w{1,2}", "[^.]+", "(?:a|b\\d)", ".*a", ".+b", "b.*"])
        }
        .joined()
      let first = ["", "", "", "a", "[^.]+\\.", "(?i)b", "(?:a|b)", "(\\w)\\."]
      let gaps = [".*", ".*", ".+", ".*(?<=\\.a)", "(?:.*\\.)?", "(?!.*00).*", ".{2,}"]
      return (beginsWithGap ? ".*" : random.pick(first) + random.pick(gaps))
        + random.pick(["a", "b", "ab", "a\\.", "\\.a", "\\.b\\.", "0\\.a", "aba"]) + rest
        + random.pick(["$", "$", "\\Z", ""])
    }
    var gateCount = 0
    for round in 0..<10 {
      // With few of them no pairs of bytes are asked for, and each is tried where it is found.
      let count = round % 2 == 0 ? 30 : FindableRegexes.fewestRegexes + 20
      let beginWithGap = round % 3 == 2
      var test = SetUnderTest(
        regexes((0..<count).map { _ in pattern(beginsWithGap: beginWithGap) }))
      gateCount += (0..<test.set.automaton.regexCount)
        .count { test.set.filter.findable.all[$0].isGate }
      test.comparePathsThatPart(["a", "b", "0", "."], most: 6, unwanted: "b0", &random)
      let wrong = test.result()
      #expect(wrong.isEmpty, "\(wrong.prefix(5).joined(separator: "\n"))")
    }
    #expect(gateCount > 60)
  }

  @Test func aThousandRulesOnRealPaths() throws {
    let (patterns, paths) = try RegexRules.load()
    var test = SetUnderTest(regexes(patterns))
    // A few from the start of each run of rows.
    for (row, path) in paths.enumerated() where row % 100 < 8 { test.compare(path) }
    #expect(test.comparedCount > 800)
    let wrong = test.result()
    #expect(wrong.isEmpty, "\(wrong.prefix(5).joined(separator: "\n"))")
  }

  /// A regex may begin with more bytes than are kept of a path, and than 16 bits count.
  @Test func aTextLongerThanAnyPath() throws {
    let text = String(repeating: "layers.", count: 10_000)
    let set = OrderedRegexSet(regexes([text + #"\d+\.mlp"#] + (0..<70).map { #"blocks\.\#($0)"# }))
    let walk = FirstMatches(set)
    #expect(try walk.first(text + "17.mlp") == 0)
    #expect(try walk.first("layers.17.mlp") == nil)
    #expect(try walk.first(text + "mlp") == nil)
    #expect(try walk.first("blocks.69") == 7)
  }

  /// How much the filter leaves; the figures in the comments are of all rows.
  @Test func fewCandidatesAreLeft() throws {
    let (patterns, paths) = try RegexRules.load()
    let set = OrderedRegexSet(regexes(patterns))
    var scratch = RegexSetScratch(set)
    var candidateCount = 0
    var engineCount = 0
    for path in paths {
      withSlice(path) { path in
        var trail = PathTrail(set.automaton)
        _ = trail.follow(path, ByteTable([]), set.automaton)
        set.scan(path, &trail, &scratch)
        candidateCount += set.candidatePositions(scratch).count
        var candidates = set.candidates(scratch)
        while let candidate = candidates.next() {
          let verdict = set.verdict(candidate, path, isFirst: false, &scratch)
          if verdict == nil { engineCount += 1 }
          if verdict == true { break }
        }
      }
    }
    let rows = Double(paths.count)
    #expect(Double(candidateCount) / rows < 5)
    #expect(Double(engineCount) / rows < 0.5)
    // Nearly all but back-references.
    #expect((0..<set.count).count { set.hasProgram($0) } > 900)
    #expect(set.automaton.stateCount < 12_000)
    let rowCount = (0..<set.automaton.stateCount).map { set.automaton.ways[$0].row + 1 }.max()
    #expect(try #require(rowCount) < 2000)
  }

  // MARK: What a literal tells where it is found

  /// Regexes that are found by what their matches end with, on paths that hold the rest of it
  /// behind that, before it, or in another form; in all orders, one path from the other.
  @Test(arguments: 0..<6) func whatAMatchEndsWith(seed: UInt64) {
    var random = SplitMix64(seed: seed &+ 900)
    let parts = ["ask", "mlp", "proj", "kiss", "up_proj", "0", "11", "norm", "K"]
    // The signs for kelvin and the long s are letters k and s without case.
    let rare = ["a\u{17F}k", "\u{212A}", "ki\u{17F}s", "é", "mlp\n", "\n"]
    let patterns = (0..<FindableRegexes.fewestRegexes + 40).map { _ in
      let (one, other) = (random.pick(parts), random.pick(parts))
      return random.pick([
        ".*\(one).*\\.\(other)", "(?i).*\(one).*\\.\(other)", "(?:.*\\.)?\(one)\\.\\d+\\.\(other)",
        "\(one).*\(other)", ".*\(one)\\.(?=.*\(other))", "(?!.*\(one)).*\(other)",
        ".*(?:\(one)$|\(other))", "(?i)\(one)\\..*\(other)", ".*(?:\(one)|\(other))\\.\(one)",
      ])
    }
    let regexes = regexes(patterns)
    let set = OrderedRegexSet(regexes)
    var scratch = RegexSetScratch(set)
    var trail = PathTrail(set.automaton)
    let singles = regexes.map { CompiledRegex($0) }
    let single = RegexScratch(limits: MatchLimits())
    var matchCount = 0
    var path: [String] = []
    for _ in 0..<600 {
      path.removeLast(min(path.count, random.below(4)))
      path += (0..<random.below(5)).map { _ in random.pick(random.chance(0.05) ? rare : parts) }
      // Some are longer than what is kept of a path.
      let lead = random.chance(0.03) ? String(repeating: "zz.", count: PathTrail.keptBytes / 3) : ""
      let text = lead + path.joined(separator: ".")
      let expected = singles.indices.filter { (try? singles[$0].matches(text, single)) == true }
      matchCount += expected.count
      withSlice(text) { slice in
        _ = trail.follow(slice, ByteTable([]), set.automaton)
        let found = set.matchesAndFailures(of: slice, &trail, &scratch)
        #expect(found.matches == expected, "\(text.suffix(200).debugDescription)")
        #expect(found.failures.isEmpty)
      }
    }
    #expect(matchCount > 1000)
  }

  // MARK: Going on from the path before

  @Test func aScanThatGoesOnFindsWhatAFreshOneFinds() throws {
    let (patterns, paths) = try RegexRules.load()
    let set = OrderedRegexSet(regexes(patterns.prefix(400)))
    var scratch = RegexSetScratch(set)
    var trail = PathTrail(set.automaton)
    var sharedCount = 0
    var random = SplitMix64(seed: 3)
    let long = String(repeating: "layers.11.attn.", count: 300)
    for (row, path) in paths.enumerated() where row % 10 < 3 {
      let path =
        switch random.below(30) {
        case 0: path + "\n"
        case 1: path + ".é"
        case 2: "é" + path
        case 3: long + path
        case 4: String(long.dropLast(random.below(600))) + path
        case 5: ""
        default: path
        }
      withSlice(path) { slice in
        var fresh = RegexSetScratch(set)
        var freshTrail = PathTrail(set.automaton)
        _ = freshTrail.follow(slice, ByteTable([]), set.automaton)
        set.scan(slice, &freshTrail, &fresh)
        let expected = set.candidatePositions(fresh)
        _ = trail.follow(slice, ByteTable([]), set.automaton)
        sharedCount += trail.shared
        set.scan(slice, &trail, &scratch)
        let candidates = set.candidatePositions(scratch)
        #expect(candidates == expected, "\(path)")
        let isASCII = scratch.scan.isASCII
        #expect(isASCII == path.utf8.allSatisfy { $0 < 0x80 })
        let hasNewline = scratch.scan.hasNewline
        #expect(hasNewline == path.utf8.contains(0x0A))
      }
    }
    #expect(sharedCount > paths.count)
  }

  // MARK: What matches for good

  /// Behind a regex that matches all paths that begin alike no other is a candidate, but those that
  /// haven't matched anything yet.
  @Test func aKnownMatchLeavesThoseBeforeIt() throws {
    let patterns = [#".*\.norm$"#, #"layers\.\d+\.mlp"#, ".*mlp.*norm", ".*mlp.*up", ".*never.*up"]
    let set = OrderedRegexSet(regexes(patterns))
    let walk = FirstMatches(set)
    func ask(_ path: String) throws -> (Int?, [Int]) { (try walk.first(path), walk.candidates) }
    // All but the last have matched something then.
    #expect(try ask("layers.0.mlp.up.norm") == (0, [0, 1, 2, 3]))
    #expect(try ask("layers.0.mlp.up.fc") == (1, [1, 3]))
    #expect(try ask("layers.0.mlp.up.x") == (1, [1]))
    #expect(try ask("layers.0.mlp.up.norm") == (0, [0, 1]))
    #expect(try ask("layers.0.mlp.never.up") == (1, [1, 4]))
    #expect(try ask("layers.0.mlp.é") == (1, [1]))
    // Here `layers\.\d+\.mlp` doesn't match any more, and then `.*mlp.*up` does.
    #expect(try ask("layers.0.ml.mlp.up") == (3, [1, 3]))
    #expect(try ask("layers.0.ml.mlp.up.x") == (3, [3]))
    #expect(try ask("layers.0.ml.mlp.u.never.up") == (3, [3, 4]))
  }

  /// The worker's own scan does for the first match and for all matches in turn.
  @Test func allMatchesBetweenFirstOnes() throws {
    let (patterns, paths) = try RegexRules.load()
    let set = OrderedRegexSet(regexes(patterns.prefix(500)))
    var scratch = RegexSetScratch(set)
    var trail = PathTrail(set.automaton)
    var random = SplitMix64(seed: 8)
    var keptCount = 0
    for path in paths.prefix(3000) {
      try withSlice(path) { path in
        _ = trail.follow(path, ByteTable([]), set.automaton)
        var fresh = RegexSetScratch(set)
        var freshTrail = PathTrail(set.automaton)
        _ = freshTrail.follow(path, ByteTable([]), set.automaton)
        let expected = set.matchesAndFailures(of: path, &freshTrail, &fresh).matches
        if random.chance(0.7) {
          let first = try set.firstMatch(path, &trail, isAnswerWanted: true, &scratch)
          #expect(first == expected.first)
          let isKnown = scratch.scan.knownMatch != .max
          if isKnown { keptCount += 1 }
        } else {
          let matches = set.matchesAndFailures(of: path, &trail, &scratch).matches
          #expect(matches == expected)
        }
      }
    }
    #expect(keptCount > 200)
  }

  // MARK: What fails so far

  /// A regex that failed behind all places where its text stands is a candidate again where that
  /// stands once more, or where a path parts from the bytes that it failed for.
  @Test func whatFailedSoFarWaitsForItsText() throws {
    let set = OrderedRegexSet(regexes([#".*(?<=\.attn)\.\w{2,6}$"#]))
    let walk = FirstMatches(set)
    func ask(_ path: String) throws -> (Int?, isCandidate: Bool) {
      (try walk.first(path), walk.candidates.contains(0))
    }
    #expect(try ask("a.attn.longest.name") == (nil, true))
    #expect(try ask("a.attn.longest.weight") == (nil, false))
    #expect(try ask("a.attn.longest.attn.fc") == (0, true))
    // Found again, it isn't dismissed for more bytes than it was.
    #expect(try ask("a.attn.longest.attn.longest") == (nil, true))
    #expect(try ask("a.attn.longest.attn.longest.bias") == (nil, true))
    #expect(try ask("a.attn.longest.bias") == (nil, true))
    #expect(try ask("a.attn.longest.weight") == (nil, false))
    // Fourteen bytes were looked at.
    #expect(try ask("a.attn.longest") == (nil, false))
    #expect(try ask("a.attn.longes") == (0, true))
    // A path that ends before the walk does says nothing of those that go on.
    #expect(try ask("a.attn.l") == (nil, true))
    #expect(try ask("a.attn.l1") == (0, true))
  }

  /// What makes all that they have rare in others common.
  private static let common = (0..<20).map { #".*one\.common\.common\.\#($0)"# }

  /// Wherever the text behind a gap ends, the regex has to be found for that.
  @Test(arguments: [
    (#".*\.attn\.\w{2,6}$"#, true), (#"\d.*\.Attn\.\w{2,6}$"#, true), (".*(?:a|b)c", false),
    (#".*foo\d(?:foo|bar)\w+$"#, true), (#".*ab(?:cd|ce)\d$"#, false),
    (#"(?:.*\.)?attn\.\d"#, false), ("foo.*$", false),
    // It is looked for by what it begins with, and by a piece of the text.
    (#"first_of_all\..*\.common\.\w{2,6}$"#, false), (#".*qone\.common\.common\.\w{2,6}$"#, false),
  ])
  func gates(pattern: String, isGate: Bool) throws {
    let set = OrderedRegexSet(regexes([pattern] + Self.common))
    let gates = (0..<set.automaton.regexCount)
      .filter { set.automaton.regexes[$0] == 0 && set.filter.findable.all[$0].isGate }
    #expect(!gates.isEmpty == isGate)
  }

  @Test func aPieceOfATextIsNotFoundWhereThatEnds() throws {
    let set = OrderedRegexSet(regexes([#".*qone\.common\.common\.\w{2,6}$"#] + Self.common))
    let walk = FirstMatches(set)
    #expect(try walk.first("qone.common.comm") == nil)
    #expect(try walk.first("qone.common.common.fc") == 0)
  }

  // MARK: What is told without trying

  @Test(arguments: [
    (".*", RegexClass.always), ("", .always), ("a$b", .never), ("(?!)", .never),
    ("foo$", .literal(ExactLiteral(text: "foo", allowsFinalNewline: true))),
    ("foo\\Z", .literal(ExactLiteral(text: "foo", allowsFinalNewline: false))),
    ("foo.*", .literalPrefix("foo")), ("[0-9]+", .opaque), (".+", .opaque),
    (
      "foo.*bar",
      .requiredLiterals(
        LiteralConditions(
          prefix: "foo",
          clauses: [
            [RequiredLiteral(text: "foo", isCaseless: false)],
            [RequiredLiteral(text: "bar", isCaseless: false)],
          ], ending: [RequiredLiteral(text: "bar", isCaseless: false)]))
    ),
    (
      ".*bar$",
      .literalSuffix(
        LiteralConditions(
          prefix: "",
          suffix: LiteralSuffix(
            literals: [RequiredLiteral(text: "bar", isCaseless: false)], allowsFinalNewline: true),
          clauses: [[RequiredLiteral(text: "bar", isCaseless: false)]],
          ending: [RequiredLiteral(text: "bar", isCaseless: false)]))
    ),
  ])
  func classes(pattern: String, expected: RegexClass) throws {
    #expect(RegexClass(try PythonRegex(pattern)) == expected)
  }

  @Test func theClassesCanBeReachedFromTheRules() throws {
    let mapping = QConfigMapping().setModuleNameRegex("foo.*", "a").setModuleNameRegex(".*", "b")
    let classes = try CompiledRules(mapping).regexes.classified.map(\.class)
    #expect(classes == [.literalPrefix("foo"), .always])
  }

  @Test func anEarlierRegexThatIsGivenUpIsAnError() throws {
    let patterns = ["(a+)+[^b]$", "a", "(a+)+[^b]$c?"]
    let limits = MatchLimits(matchLimit: 100)
    let set = OrderedRegexSet(try patterns.map { try PythonRegex($0) }, limits: limits)
    var scratch = RegexSetScratch(set)
    let path = String(repeating: "a", count: 30) + "b"
    withSlice(path) { path in
      func outcome(isAnswerWanted: Bool) -> String {
        do throws(OrderedRegexSet.Failure) {
          var trail = PathTrail(set.automaton)
          _ = trail.follow(path, ByteTable([]), set.automaton)
          let first = try set.firstMatch(path, &trail, isAnswerWanted: isAnswerWanted, &scratch)
          return first.map { "\($0)" } ?? "none"
        } catch {
          return "gave up at \(error.position)"
        }
      }
      #expect(outcome(isAnswerWanted: true) == "gave up at 0")
      // Where only the report of unmatched rules needs it, it is taken for one that matches.
      #expect(outcome(isAnswerWanted: false) == "none")
      let isCovered = scratch.unmatched.isEmpty
      #expect(isCovered)
    }
  }

  @Test func noRegexesAtAll() throws {
    let set = OrderedRegexSet([])
    var scratch = RegexSetScratch(set)
    var trail = PathTrail(set.automaton)
    let first = try set.firstMatch(.empty, &trail, isAnswerWanted: true, &scratch)
    #expect(first == nil)
  }
}

/// A thousand regexes as rule authors write them, and rows of an inventory in runs of a hundred.
enum RegexRules {
  static func load() throws -> (patterns: [String], paths: [String]) {
    func lines(_ name: String) throws -> [String] {
      try String(contentsOf: Fixtures.url("regex-rules/\(name)"), encoding: .utf8)
        .split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
    }
    return (try lines("patterns.txt"), try lines("paths.txt"))
  }
}

func withSlice<T>(_ text: String, _ body: (ByteSlice) throws -> T) rethrows -> T {
  try withSlice(Array(text.utf8), body)
}

func withSlice<T>(_ bytes: [UInt8], _ body: (ByteSlice) throws -> T) rethrows -> T {
  try bytes.withUnsafeBufferPointer { buffer in
    try body(buffer.baseAddress.map { ByteSlice($0, count: buffer.count) } ?? .empty)
  }
}

extension OrderedRegexSet {
  /// The candidates of the path that was scanned last, in order.
  func candidatePositions(_ scratch: borrowing RegexSetScratch) -> [Int] {
    var positions: [Int] = []
    var candidates = candidates(scratch)
    while let candidate = candidates.next() { positions.append(candidate.regex) }
    return positions
  }
}

/// The first matches of paths, each gone on to from the one before.
final class FirstMatches {
  private let set: OrderedRegexSet
  private var scratch: RegexSetScratch
  private var trail: PathTrail

  init(_ set: OrderedRegexSet) {
    self.set = set
    scratch = RegexSetScratch(set)
    trail = PathTrail(set.automaton)
  }

  func first(_ path: String) throws -> Int? {
    try withSlice(path) { path in
      _ = trail.follow(path, ByteTable([]), set.automaton)
      return try set.firstMatch(path, &trail, isAnswerWanted: true, &scratch)
    }
  }

  /// The candidates of the last path.
  var candidates: [Int] { self.set.candidatePositions(scratch) }
}
