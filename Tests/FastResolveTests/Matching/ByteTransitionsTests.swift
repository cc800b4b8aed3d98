import Testing

@testable import FastResolve

@Suite struct ByteTransitionsTests {
  /// As a dictionary has them, whether a state has one transition or one for every byte.
  @Test(arguments: 0..<4) func transitionsAreKept(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var transitions = ByteTransitions()
    for _ in 0..<200 { transitions.addState() }
    var expected: [UInt32: [UInt8: UInt32]] = [:]
    for _ in 0..<6000 {
      // A few states have most of them.
      let state = UInt32(1 + random.below(random.chance(0.5) ? 5 : 199))
      let byte = UInt8(1 + random.below(127))
      if expected[state]?[byte] == nil {
        let next = UInt32(1 + random.below(199))
        transitions.add(state, byte, to: next)
        expected[state, default: [:]][byte] = next
      }
    }
    for state in UInt32(0)..<200 {
      for byte in UInt8(0)...255 {
        let next = transitions.next(state, byte)
        #expect(next == expected[state]?[byte] ?? ByteTransitions.unknown)
      }
    }
    transitions.removeAll()
    for _ in 0..<200 { transitions.addState() }
    let isForgotten = (UInt8(0)...255).allSatisfy {
      transitions.next(1, $0) == ByteTransitions.unknown
    }
    #expect(isForgotten)
  }
}
