import Testing

@testable import FastResolve

/// The cache against a dictionary: it may forget, and never say anything else.
@Suite struct PathCacheTests {
  private func withSlice<T>(_ text: String, _ body: (ByteSlice) -> T) -> T {
    var text = text
    return text.withUTF8 { utf8 in
      body(utf8.baseAddress.map { ByteSlice($0, count: utf8.count) } ?? .empty)
    }
  }

  @Test(arguments: [0, 63, 64, 5000, 20_000, 1 << 20])
  func whatItKnowsIsRight(byteLimit: Int) {
    var random = SplitMix64(seed: UInt64(byteLimit))
    var cache = PathCache(byteLimit: byteLimit)
    var truth: [String: UInt32] = [:]
    var hits = 0
    for _ in 0..<20_000 {
      let path = "layers.\(random.below(900)).\(random.pick(["q", "k", "v.w", ""]))"
      withSlice(path) { slice in
        let hash = PathHash.of(slice)
        guard cache.isWorthwhile() else { return }
        if let known = cache.find(slice, hash: hash) {
          hits += 1
          #expect(known == truth[path])
        } else {
          let answer = UInt32(random.below(50))
          truth[path] = answer
          cache.insert(slice, hash: hash, answer)
          #expect(byteLimit < 64 || cache.find(slice, hash: hash) == answer)
        }
      }
    }
    let fewest = [64: 1, 5000: 100, 20_000: 1000, 1 << 20: 12_000][byteLimit, default: 0]
    #expect(byteLimit < 64 ? hits == 0 : hits >= fewest, "\(hits)")
  }

  @Test func pathsOfOneHashAreToldApart() {
    var cache = PathCache(byteLimit: 1 << 16)
    for number in 0..<40 {
      withSlice("path\(number)") { slice in
        #expect(cache.find(slice, hash: 7) == nil)
        cache.insert(slice, hash: 7, UInt32(number))
        #expect(cache.find(slice, hash: 7) == UInt32(number))
        #expect(cache.find(slice.prefix(3), hash: 7) == nil)
      }
    }
  }

  @Test func aPathTooLongForALineIsLeftOut() {
    var cache = PathCache(byteLimit: 8192)
    for count in [0, 1, PathCache.longestPath, PathCache.longestPath + 1, 300] {
      withSlice(String(repeating: "a", count: count)) { slice in
        cache.insert(slice, hash: 9, 5)
        #expect(cache.find(slice, hash: 9) == (count <= PathCache.longestPath ? 5 : nil))
      }
    }
  }

  @Test func itStepsAsideWhereNothingRepeats() {
    var cache = PathCache(byteLimit: 1 << 20)
    var asked = 0
    for number in 0..<200_000 {
      withSlice("path\(number)") { slice in
        guard cache.isWorthwhile() else { return }
        asked += 1
        if cache.find(slice, hash: PathHash.of(slice)) == nil {
          cache.insert(slice, hash: PathHash.of(slice), 1)
        }
      }
    }
    #expect(asked < 20_000, "\(asked)")
    // And comes back where something does.
    var hits = 0
    for _ in 0..<200_000 {
      withSlice("again") { slice in
        guard cache.isWorthwhile() else { return }
        if cache.find(slice, hash: PathHash.of(slice)) != nil { hits += 1 }
        cache.insert(slice, hash: PathHash.of(slice), 1)
      }
    }
    #expect(hits > 100_000, "\(hits)")
  }
}
