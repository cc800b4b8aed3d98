import Testing

@testable import FastResolve

/// What the automaton finds, against a search for each literal by itself.
@Suite struct LiteralAutomatonTests {
  private static func key(_ random: inout SplitMix64, longest: Int, letters: [UInt8]) -> LiteralKey
  {
    let text = (0...random.below(longest)).map { _ in random.pick(letters) }
    return LiteralKey(text, isStart: random.chance(0.2), isEnd: random.chance(0.2))
  }

  /// The regexes found behind each byte of a text, the places before the first and behind the last
  /// among them, each as often as it has a literal there.
  private static func found(_ automaton: LiteralAutomaton, _ text: [UInt8]) -> [[Int]] {
    var state = automaton.start
    var found = [regexes(of: state, automaton)]
    for byte in text + [LiteralKey.end] {
      state = automaton.next(state, byte)
      found.append(regexes(of: state, automaton))
    }
    return found
  }

  private static func regexes(of state: UInt32, _ automaton: LiteralAutomaton) -> [Int] {
    var regexes: [Int] = []
    automaton.eachNumber(of: state) { regexes.append(Int(automaton.regexes[$0])) }
    return regexes.sorted()
  }

  /// The same, of all ends of what was read so far those that are literals.
  private struct Plain {
    private var regexes: [[UInt8]: [Int]] = [:]

    /// A regex whose literal stands in its list twice has it once.
    init(_ keys: [[LiteralKey]?]) {
      for (regex, keys) in keys.enumerated() {
        for key in Set(keys ?? []) { regexes[key.bytes, default: []].append(regex) }
      }
    }

    func found(_ text: [UInt8]) -> [[Int]] {
      let lower = [LiteralKey.start] + text.map(asciiLowerCase) + [LiteralKey.end]
      return lower.indices.map { end in
        (0...end).flatMap { regexes[Array(lower[$0...end])] ?? [] }.sorted()
      }
    }
  }

  @Test(arguments: 0..<60) func findsEachLiteral(seed: UInt64) {
    var random = SplitMix64(seed: seed &+ 600)
    // Few letters make literals that are ends and parts of one another.
    let letters = Array(random.pick(["ab", "ab.", "aAbB.1", "layersxé\u{1F600}"]).utf8)
    let keys = (0..<1 + random.below(40)).map { _ -> [LiteralKey]? in
      if random.chance(0.1) { return nil }
      var keys: [LiteralKey] = []
      for _ in 0..<random.below(4) {
        keys.append(Self.key(&random, longest: 6, letters: letters))
        if random.chance(0.1) { keys.append(keys[0]) }
      }
      return keys
    }
    let automaton = LiteralAutomaton(keys) { regex in
      Issue.record("there is room for regex \(regex)")
    }
    let plain = Plain(keys)
    for _ in 0..<40 {
      let text = (0..<random.below(20)).map { _ in random.chance(0.9) ? random.pick(letters) : 0x7A
      }
      #expect(Self.found(automaton, text) == plain.found(text))
    }
  }

  /// Where states don't fit into 16 bits.
  @Test func findsEachLiteralOfMany() {
    var random = SplitMix64(seed: 601)
    let letters = Array("abcdefghijklmnop".utf8)
    let keys = (0..<9000).map { _ in
      [LiteralKey((0..<16).map { _ in random.pick(letters) }, isStart: random.chance(0.1))]
    }
    let automaton = LiteralAutomaton(keys) { _ in }
    #expect(automaton.stateCount > 1 << 16)
    #expect(automaton.narrow == nil)
    let plain = Plain(keys)
    for _ in 0..<20 {
      let text = (0..<4).flatMap { _ in random.pick(keys)[0].bytes.suffix(16 - random.below(3)) }
        .filter { $0 != LiteralKey.start }
      #expect(Self.found(automaton, text) == plain.found(text))
    }
  }

  /// What has no room is said to be left out, and all else is found.
  @Test(arguments: 0..<20) func leavesOutWhatHasNoRoom(seed: UInt64) {
    var random = SplitMix64(seed: seed &+ 700)
    let letters = Array("abcd.".utf8)
    let keys = (0..<60).map { _ in
      (0...random.below(2)).map { _ in Self.key(&random, longest: 8, letters: letters) }
    }
    var omitted: Set<Int> = []
    let automaton = LiteralAutomaton(keys, largestTable: 64 * 8 * MemoryLayout<UInt32>.stride) {
      omitted.insert($0)
    }
    #expect(automaton.stateCount <= 64)
    #expect(!omitted.isEmpty && omitted.count < keys.count)
    let all = Plain(keys)
    for _ in 0..<40 {
      let text = (0..<random.below(30)).map { _ in random.pick(letters) }
      let found = Self.found(automaton, text).map { $0.filter { !omitted.contains($0) } }
      let plain = all.found(text).map { $0.filter { !omitted.contains($0) } }
      #expect(found == plain)
    }
  }
}
