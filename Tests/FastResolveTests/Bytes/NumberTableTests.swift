import Testing

@testable import FastResolve

@Suite struct NumberTableTests {
  @Test func findsWhatWasInserted() {
    var table = NumberTable()
    var random = SplitMix64(seed: 3)
    // Many of them share their hash.
    let hashes = (0..<20_000).map { _ in
      UInt32(truncatingIfNeeded: random.next() & 0xFF00_00FF | 0x1200)
    }
    for (number, hash) in hashes.enumerated() {
      let isThere = table.find(hash) { $0 == number } != nil
      #expect(!isThere)
      table.insert(number, hash) { hashes[$0] }
      if number % 1000 == 999 {
        let found = (0...number).allSatisfy { number in
          table.find(hashes[number]) { $0 == number } == number
        }
        #expect(found)
      }
    }
    table.removeAll()
    let isEmpty = table.find(hashes[0]) { _ in true } == nil
    #expect(isEmpty)
  }
}
