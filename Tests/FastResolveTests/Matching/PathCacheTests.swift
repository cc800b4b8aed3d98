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
    let cost = 50
    for _ in 0..<20_000 {
      let path = "layers.\(random.below(900)).\(random.pick(["q", "k", "v.w", ""]))"
      withSlice(path) { slice in
        let hash = PathHash.of(slice)
        guard cache.isWorthwhile() else { return cache.noteCost(cost) }
        if let known = cache.find(slice, hash: hash) {
          hits += 1
          #expect(known == truth[path])
        } else {
          let answer = UInt32(random.below(50))
          truth[path] = answer
          cache.noteCost(cost)
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

  /// How many of some paths the cache is asked about, and how many of them it knows.
  private func ask(
    _ cache: inout PathCache, _ paths: some Sequence<String>, cost: Int
  ) -> (asked: Int, known: Int) {
    var asked = 0
    var known = 0
    for path in paths {
      withSlice(path) { slice in
        guard cache.isWorthwhile() else { return cache.noteCost(cost) }
        asked += 1
        if cache.find(slice, hash: PathHash.of(slice)) != nil {
          known += 1
        } else {
          cache.noteCost(cost)
          cache.insert(slice, hash: PathHash.of(slice), 1)
        }
      }
    }
    return (asked, known)
  }

  @Test func itStepsAsideWhereNothingRepeats() {
    var cache = PathCache(byteLimit: 1 << 20)
    let different = (0..<200_000).lazy.map { "path\($0)" }
    #expect(ask(&cache, different, cost: 30).asked < 20_000)
    // And comes back where something does.
    let repeated = repeatElement("again", count: 200_000)
    #expect(ask(&cache, repeated, cost: 30).known > 100_000)
  }

  @Test func itStepsAsideWherePathsCostLittle() {
    var cache = PathCache(byteLimit: 1 << 20)
    let repeated = repeatElement("again", count: 100_000)
    #expect(ask(&cache, repeated, cost: 5).asked == 0)
    #expect(ask(&cache, repeated, cost: 30).known > 90_000)
  }
}
