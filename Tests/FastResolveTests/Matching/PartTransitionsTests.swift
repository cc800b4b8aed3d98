import Testing

@testable import FastResolve

@Suite struct PartTransitionsTests {
  /// A part with what may be read behind it.
  private func withPart<T>(_ text: String, filler: UInt8 = 0x61, _ body: (ByteSlice) -> T) -> T {
    let bytes = Array(text.utf8)
    let padded = bytes + Array(repeating: filler, count: PartKey.padding)
    return withSlice(padded) { body($0.prefix(bytes.count)) }
  }

  /// Parts of up to seven bytes are their keys, whatever stands behind them; no longer one has such a key.
  @Test func keys() {
    let texts = [
      "", "a", "a.", ".", "ab", "abc", "abcdef", "abcdefg", "\u{0}", "a\u{0}", "\u{0}a", "abcdefgh",
      "abcdefghi", "abcdefg\u{0}", "layernorm.", String(repeating: "long", count: 40),
    ]
    var numbers: Set<UInt64> = []
    for text in texts {
      let key = withPart(text) { PartKey($0, isLast: false) }
      #expect(key == withPart(text, filler: 0xFF) { PartKey($0, isLast: false) })
      #expect(key.isExact == (text.utf8.count < 8))
      let last = withPart(text) { PartKey($0, isLast: true) }
      #expect(last.isExact == key.isExact)
      numbers.formUnion([key.number, last.number])
    }
    #expect(numbers.count == 2 * texts.count)
  }

  /// Numbers, whose last digits differ, are in places of their own.
  @Test func places() {
    for prefix in ["", "ab", "aaaa", "layernorm_"] {
      let places = (100..<1100).map { number in
        withPart("\(prefix)\(number)") { PartKey($0, isLast: false).place & 1023 }
      }
      // Of 1,024 places 637 in the mean, if they are drawn.
      #expect(Set(places).count > 550, "\(prefix)")
    }
  }

  /// What isn't there is counted, until it is given up.
  @Test func misses() {
    var transitions = PartTransitions()
    for _ in 0..<2 { transitions.addState() }
    var counts = (0..<3).map { _ in transitions.noteMiss(from: 1) }
    #expect(counts == [1, 2, 3])
    transitions.giveUp(1)
    counts = [transitions.noteMiss(from: 1), transitions.noteMiss(from: 0)]
    #expect(counts == [nil, 1])
  }

  /// As a dictionary has them, for states with one transition and for those with thousands, and for those
  /// that are given up now and then.
  @Test(arguments: 0..<4) func transitionsAreKept(seed: UInt64) {
    struct Place: Hashable {
      var state: UInt32
      var part: String
    }
    var random = SplitMix64(seed: seed)
    var transitions = PartTransitions()
    for _ in 0..<50 { transitions.addState() }
    var expected: [Place: UInt32] = [:]
    for number in UInt32(0)..<6000 {
      // A few states have most of them.
      let state = UInt32(random.below(random.chance(0.5) ? 2 : 50))
      let part = String(repeating: "x", count: random.below(12)) + "\(random.below(900))."
      let place = Place(state: state, part: part)
      let known = withPart(part) { transitions.target(state, $0, PartKey($0, isLast: false)) }
      #expect(known == expected[place])
      if known != nil { continue }
      // 0 is a target as any other.
      expected[place] = number
      withPart(part) { transitions.add(state, $0, PartKey($0, isLast: false), to: number) }
      if random.below(300) == 0 {
        transitions.giveUp(state)
        expected = expected.filter { $0.key.state != state }
        #expect(transitions.noteMiss(from: state) == nil)
      }
    }
    for state in UInt32(0)..<50 {
      #expect(transitions.count(from: state) == expected.keys.count { $0.state == state })
    }
    for (place, target) in expected {
      #expect(
        withPart(place.part) { transitions.target(place.state, $0, PartKey($0, isLast: false)) }
          == target)
    }
    transitions.removeAll()
    transitions.addState()
    #expect(withPart("a.") { transitions.target(0, $0, PartKey($0, isLast: false)) } == nil)
  }

  /// Parts with the same key, as two hashes may be one day, are told apart by their bytes.
  @Test func equalKeys() {
    var transitions = PartTransitions()
    transitions.addState()
    let key = withPart("self_attn.") { PartKey($0, isLast: false) }
    for (number, part) in ["self_attn.", "layernorm.", "layernorm"].enumerated() {
      #expect(withPart(part) { transitions.target(0, $0, key) } == nil)
      withPart(part) { transitions.add(0, $0, key, to: UInt32(number)) }
    }
    for (number, part) in ["self_attn.", "layernorm.", "layernorm"].enumerated() {
      #expect(withPart(part) { transitions.target(0, $0, key) } == UInt32(number))
    }
  }

  /// The places of tables that have grown are given to others, and a text is kept once.
  @Test func memoryIsTakenAgain() {
    var transitions = PartTransitions()
    for state in UInt32(0)..<50 {
      transitions.addState()
      for number in UInt32(0)..<90 {
        let part = "layernorm\(number)."
        withPart(part) { part in
          transitions.add(state, part, PartKey(part, isLast: false), to: number &* state)
        }
      }
    }
    // 128 slots for each state, and those of one state on the way there.
    let slots = (50 * 128 + 128) * MemoryLayout<PartTransitions.Slot>.stride
    #expect(transitions.byteCount < slots + 50 * 12 + 90 * 20 + 90 * 4 + 4096)
    for state in UInt32(0)..<50 {
      for number in UInt32(0)..<90 {
        let target = withPart("layernorm\(number).") { part in
          transitions.target(state, part, PartKey(part, isLast: false))
        }
        #expect(target == number &* state)
      }
    }
  }
}
