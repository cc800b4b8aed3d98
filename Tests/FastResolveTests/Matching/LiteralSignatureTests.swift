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

  /// What the pairs without digits rule out of an open path matches none of the paths.
  @Test(arguments: 0..<6) func pairsWithoutDigits(seed: UInt64) throws {
    var random = SplitMix64(seed: seed &+ 30)
    let parts = ["mlp", "attn", "norm1", "2d", "K", "up_proj"]
    let scratch = RegexScratch(limits: MatchLimits())
    var counts = (ruledOut: 0, matches: 0)
    for _ in 0..<200 {
      let (one, other) = (random.pick(parts), random.pick(parts))
      let digit = random.pick(["1", "[0-4]", "12", "\\d"])
      let regex = try PythonRegex(
        random.pick([
          ".*\(one)\\.\(digit)\\.\(other)", "(?i).*\(one)\\.\(digit)$", "\(one)\\.\(digit)",
          "(?:\(one)|\(other))\\.\(digit)\\..*", ".*\(digit)\\.\(one).*\(other)", ".*\\.\(digit)$",
        ]))
      let classified = ClassifiedRegex(regex)
      let asked = LiteralSignature(classified.keys, skipsDigits: true)
      let compiled = CompiledRegex(regex)
      for _ in 0..<20 {
        let before = (0..<random.below(3)).map { _ in random.pick(parts) }
        let behind = (0..<random.below(3)).map { _ in random.pick(parts) }
        func path(_ number: String) -> String {
          (before + [number] + behind).joined(separator: ".")
        }
        let width = random.below(2) + 1
        // A byte that is in no path, as `OpenPath` has it in the places of open digits.
        var open = Array(path(String(repeating: "#", count: width)).utf8)
        for index in open.indices where open[index] == UInt8(ascii: "#") {
          open[index] = OpenPath.openDigit
        }
        let isRuledOut = !asked.isSubset(of: withSlice(open) { LiteralSignature(path: $0) })
        if isRuledOut { counts.ruledOut += 1 }
        for _ in 0..<5 {
          let number = (0..<width).map { _ in String(random.below(10)) }.joined()
          let isMatch = try compiled.matches(path(number), scratch)
          #expect(!(isRuledOut && isMatch), "\(regex.pattern) on \(path(number))")
          if isMatch { counts.matches += 1 }
        }
      }
    }
    #expect(counts.ruledOut > 1000)
    #expect(counts.matches > 100)
  }
}
