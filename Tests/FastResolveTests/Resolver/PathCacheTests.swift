import Testing

@testable import FastResolve

/// The cache against a dictionary: it may forget, and never say anything else.
@Suite struct PathCacheTests {
  @Test(arguments: [0, 4096, 5000, 20_000, 1 << 20])
  func whatItKnowsIsRight(byteLimit: Int) {
    var random = SplitMix64(seed: UInt64(byteLimit))
    var cache = PathCache(byteLimit: byteLimit)
    var truth: [String: RuleID] = [:]
    var hits = 0
    for _ in 0..<20_000 {
      var path = "layers.\(random.below(900)).\(random.pick(["q", "k", "v.w", ""]))"
      path.withUTF8 { utf8 in
        guard let start = utf8.baseAddress else { return }
        let slice = ByteSlice(start, count: utf8.count)
        let hash = hashBytes(slice)
        if let known = cache.find(slice, hash: hash) {
          hits += 1
          #expect(known == truth[slice.text])
        } else {
          let rule = RuleID(UInt32(random.below(50)))
          truth[slice.text] = rule
          cache.insert(slice, hash: hash, rule)
          #expect(byteLimit < 4096 || cache.find(slice, hash: hash) == rule)
        }
      }
    }
    let fewest = [0: 0, 4096: 1, 5000: 1, 20_000: 100, 1 << 20: 15_000][byteLimit, default: 0]
    #expect(byteLimit == 0 ? hits == 0 : hits >= fewest, "\(hits)")
  }

  @Test func pathsOfOneHashAreToldApart() {
    var cache = PathCache(byteLimit: 1 << 16)
    let paths = (0..<40).map { Array("path\($0)".utf8) }
    for (number, path) in paths.enumerated() {
      path.withUnsafeBufferPointer { buffer in
        guard let start = buffer.baseAddress else { return }
        cache.insert(ByteSlice(start, count: path.count), hash: 7, RuleID(UInt32(number)))
      }
    }
    for (number, path) in paths.enumerated() {
      path.withUnsafeBufferPointer { buffer in
        guard let start = buffer.baseAddress else { return }
        let slice = ByteSlice(start, count: path.count)
        #expect(cache.find(slice, hash: 7) == RuleID(UInt32(number)))
        #expect(cache.find(slice.prefix(3), hash: 7) == nil)
      }
    }
  }

  @Test func aPathTooLongForTheRoomIsLeftOut() {
    var cache = PathCache(byteLimit: 8192)
    let long = [UInt8](repeating: 97, count: 4000)
    long.withUnsafeBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return }
      let slice = ByteSlice(start, count: long.count)
      cache.insert(slice, hash: hashBytes(slice), .global)
      #expect(cache.find(slice, hash: hashBytes(slice)) == nil)
    }
  }
}
