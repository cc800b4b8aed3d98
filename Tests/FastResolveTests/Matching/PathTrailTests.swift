import Testing

@testable import FastResolve

/// What is kept of the path before against what a fresh look gives.
@Suite struct PathTrailTests {
  @Test(arguments: 0..<20)
  func goingOnGivesWhatAFreshLookGives(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let pieces = [
      "a", "layers", ".", "..", "é", "", "\n", "-", "11", "1", "self_attn", "\u{1F600}",
    ]
    func path() -> String {
      (0..<random.below(7)).map { _ in random.pick(pieces) + random.pick(["", ".", "."]) }.joined()
    }
    let names = (0..<30).map { _ in path() }
    let table = ByteTable(names, hash: PathHash.of)
    let first = RuleID(100)
    let automaton = LiteralAutomaton(
      [[LiteralKey("layers.1".utf8)], [LiteralKey("attn".utf8, isEnd: true)]]) { _ in }
    var trail = PathTrail(automaton)
    var last = ""
    var withoutStates = 0
    for step in 0..<500 {
      // In the order of a tree, in any other order, and past what there is room for at first.
      var next = random.chance(0.7) ? String(last.prefix(random.below(last.count + 1))) : ""
      next += random.chance(0.4) ? random.pick(names) + random.pick(["", ".", ".a1"]) : path()
      if step % 100 == 99 { next += String(repeating: ".abcdefg", count: 20 + step * 2) }
      let needsAllStates = random.chance(0.15)
      let nearest = follow(next, table, automaton, first, needsAllStates, &trail)
      #expect(nearest == reference(next, names, first), "\(last) -> \(next)")
      var fresh = PathTrail(automaton)
      #expect(follow(next, table, automaton, first, true, &fresh) == nearest)
      #expect(trail.hash == fresh.hash)
      #expect(trail.parentCount == fresh.parentCount)
      #expect(trail.parentHash == fresh.parentHash)
      let shared = zip(last.utf8, next.utf8).prefix { $0 == $1 }.count
      #expect(trail.shared == min(shared, PathTrail.keptBytes))
      let bytes = Array(next.utf8)
      #expect(trail.isASCII == bytes.allSatisfy { $0 < 0x80 })
      #expect(trail.hasNewline == bytes.contains(0x0A))
      #expect(trail.keptCount == min(bytes.count, PathTrail.keptBytes))
      if trail.areStatesKnown {
        #expect(marked(trail) == marked(fresh))
        var state = automaton.start
        for (offset, byte) in bytes.prefix(PathTrail.keptBytes).enumerated() {
          #expect(trail.states[offset] == state)
          state = automaton.next(state, byte)
        }
        #expect(trail.states[trail.keptCount] == state)
      } else {
        withoutStates += 1
        #expect(!needsAllStates)
        // A name is above, at a dot that was there before.
        let parts = next.utf8.indices.filter { next.utf8[$0] == UInt8(ascii: ".") }
        #expect(parts.contains { reference(String(next[..<$0]), names, first) != .none })
      }
      #expect(trail.isNamed == (!bytes.isEmpty && names.contains { Array($0.utf8) == bytes }))
      let parent = bytes.lastIndex(of: UInt8(ascii: ".")).map { Array(bytes[..<$0]) } ?? []
      if random.chance(0.8) {
        let note = UInt32(truncatingIfNeeded: hash(parent))
        #expect(trail.noteOnParent { note } == note)
      }
      #expect(trail.parentCount == parent.count)
      #expect(trail.hash == hash(bytes))
      #expect(trail.parentHash == hash(parent))
      last = next
    }
    #expect(withoutStates > 2, "\(withoutStates)")
  }

  private func marked(_ trail: borrowing PathTrail) -> [UInt32] {
    (0..<trail.markCount).map { trail.marks[$0] }
  }

  private func follow(
    _ path: String, _ table: borrowing ByteTable, _ automaton: borrowing LiteralAutomaton,
    _ first: RuleID, _ needsAllStates: Bool, _ trail: inout PathTrail
  ) -> RuleID {
    var path = path
    return path.withUTF8 { utf8 in
      let slice = utf8.baseAddress.map { ByteSlice($0, count: utf8.count) } ?? .empty
      let found = trail.follow(slice, table, automaton, needsAllStates: needsAllStates)
      return found == ByteTable.none ? .none : RuleID(first.number + found)
    }
  }

  private func hash(_ bytes: [UInt8]) -> UInt64 {
    bytes.withUnsafeBufferPointer { buffer in
      PathHash.of(buffer.baseAddress.map { ByteSlice($0, count: buffer.count) } ?? .empty)
    }
  }

  /// torch's `_get_module_name_qconfig`, over bytes.
  private func reference(_ path: String, _ names: [String], _ first: RuleID) -> RuleID {
    var bytes = Array(path.utf8)
    while !bytes.isEmpty {
      if let position = names.firstIndex(where: { Array($0.utf8) == bytes }) {
        return RuleID(first.number + UInt32(position))
      }
      guard let dot = bytes.lastIndex(of: UInt8(ascii: ".")) else { break }
      bytes.removeSubrange(dot...)
    }
    return .none
  }
}
