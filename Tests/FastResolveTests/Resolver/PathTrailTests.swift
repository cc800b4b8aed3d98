import Testing

@testable import FastResolve

/// What is kept of the path before against what a fresh look gives.
@Suite struct PathTrailTests {
  @Test(arguments: 0..<20)
  func goingOnGivesWhatAFreshLookGives(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let pieces = ["a", "layers", ".", "..", "é", "", "11", "1", "self_attn", "\u{1F600}"]
    func path() -> String {
      (0..<random.below(7)).map { _ in random.pick(pieces) + random.pick(["", ".", "."]) }.joined()
    }
    let names = (0..<30).map { _ in path() }
    let table = ByteTable(names, hash: PathHash.of)
    let first = RuleID(100)
    var trail = PathTrail()
    var last = ""
    for step in 0..<500 {
      // In the order of a tree, in any other order, and past what there is room for at first.
      var next = random.chance(0.7) ? String(last.prefix(random.below(last.count + 1))) : ""
      next += random.chance(0.2) ? random.pick(names) : path()
      if step % 100 == 99 { next += String(repeating: ".abcdefg", count: 20 + step) }
      let nearest = follow(next, table, first, &trail)
      #expect(nearest == reference(next, names, first), "\(last) -> \(next)")
      var fresh = PathTrail()
      #expect(follow(next, table, first, &fresh) == nearest)
      #expect(trail.hash == fresh.hash)
      #expect(trail.parentCount == fresh.parentCount)
      #expect(trail.parentHash == fresh.parentHash)
      #expect(trail.shared == zip(last.utf8, next.utf8).prefix { $0 == $1 }.count)
      let bytes = Array(next.utf8)
      let parent = bytes.lastIndex(of: UInt8(ascii: ".")).map { Array(bytes[..<$0]) } ?? []
      #expect(trail.parentCount == parent.count)
      #expect(trail.hash == hash(bytes))
      #expect(trail.parentHash == hash(parent))
      last = next
    }
  }

  private func follow(
    _ path: String, _ table: borrowing ByteTable, _ first: RuleID, _ trail: inout PathTrail
  ) -> RuleID {
    var path = path
    return path.withUTF8 { utf8 in
      let slice = utf8.baseAddress.map { ByteSlice($0, count: utf8.count) } ?? .empty
      return trail.follow(slice, table, firstModuleName: first)
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
