import Testing

@testable import FastResolve

@Suite struct LiteralSignatureTests {
  /// Of the bits there are, a text sets those of its pairs and hardly one by chance.
  @Test func tellsTextsApart() {
    var random = SplitMix64(seed: 77)
    let letters = Array("abcdefghijklmnopqrstuvwxyz_.0123456789".utf8)
    func text(_ count: Int) -> [UInt8] { (0..<count).map { _ in random.pick(letters) } }
    var slippedCount = 0
    for _ in 0..<2000 {
      let path = LiteralSignature(LiteralKey(text(30)))
      if LiteralSignature(LiteralKey(text(6))).isSubset(of: path) { slippedCount += 1 }
    }
    // A pair of another text has two fifths to be there, and one with five pairs has one in a
    // hundred.
    #expect(slippedCount < 60)
  }
}
