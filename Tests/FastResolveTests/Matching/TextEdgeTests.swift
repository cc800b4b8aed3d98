import Testing

@testable import FastResolve

@Suite struct TextEdgeTests {
  /// Whether a text begins some bytes, by the edge over it.
  private func isTaken(_ text: String, _ bytes: String, isCaseless: Bool) -> Bool {
    let all = Array("..\(text)..".utf8)
    let padded = Array(bytes.utf8) + Array(repeating: 0x61, count: PartKey.padding)
    return withSlice(all) { all in
      let text = all.start + 2
      let edge = TextEdge(
        text, first: 2, count: UInt32(all.count - 4), isCaseless: isCaseless, firstRegex: 0,
        points: 3..<5)
      #expect(edge.count == all.count - 4 && edge.firstByte == text[0] && edge.pointCount == 2)
      return withSlice(padded) { read in
        edge.count <= bytes.utf8.count && edge.mayBegin(read.start)
          && edge.matches(read.start, text)
      }
    }
  }

  /// Of each length, with each byte another one once, and with more or fewer bytes behind.
  @Test(arguments: 1...20) func texts(count: Int) {
    let text = Array("q_proj.layer_norm2.attn".utf8.prefix(count))
    let string = String(decoding: text, as: UTF8.self)
    for isCaseless in [false, true] {
      #expect(isTaken(string, string, isCaseless: isCaseless))
      #expect(isTaken(string, string + "x", isCaseless: isCaseless))
      #expect(!isTaken(string, String(string.dropLast()), isCaseless: isCaseless))
      #expect(isTaken(string, string.uppercased(), isCaseless: isCaseless) == isCaseless)
      for index in 0..<count {
        var other = text
        other[index] ^= 0x01
        let changed = String(decoding: other, as: UTF8.self)
        #expect(!isTaken(string, changed, isCaseless: isCaseless), "\(changed)")
      }
    }
  }

  /// Only letters have another case: the bytes beside them differ by the same bit.
  @Test func onlyLettersHaveCase() {
    for byte in UInt8(1)..<0x80 {
      let text = String(UnicodeScalar(byte)).lowercased()
      for other in UInt8(1)..<0x80 {
        let isSame = String(UnicodeScalar(other)).lowercased() == text
        for filler in ["", "ab", "abcdefgh"] {
          #expect(
            isTaken(filler + text, filler + String(UnicodeScalar(other)), isCaseless: true)
              == isSame)
        }
      }
    }
  }

  /// A text that isn't ASCII begins no path that is, whatever stands beside it.
  @Test func textsBeyondASCII() {
    for isCaseless in [false, true] {
      #expect(!isTaken("é", "ab", isCaseless: isCaseless))
      #expect(!isTaken("zé{", "zab{", isCaseless: isCaseless))
    }
  }
}

@Suite struct BytePairsTests {
  private func pairs(_ part: String) -> BytePairs {
    withSlice(Array(part.utf8)) { BytePairs(of: $0) }
  }

  /// What a part holds is never told to be missing, in either case.
  @Test func pairsOfParts() {
    let part = "Self_attn2."
    let bytes = Array(part.utf8)
    for index in bytes.indices {
      var one = BytePairs()
      one.insert(bytes[index] | 0x20, index + 1 < bytes.count ? bytes[index + 1] | 0x20 : 0)
      // The letters' other bits are those of neither case; others are as they are.
      if isASCIILetter(UInt32(bytes[index])) { #expect(!one.isDisjoint(with: pairs(part))) }
      var exact = BytePairs()
      exact.insert(bytes[index], index + 1 < bytes.count ? bytes[index + 1] : 0)
      #expect(!exact.isDisjoint(with: pairs(part)))
      var any = BytePairs()
      any.insert(bytes[index])
      #expect(!any.isDisjoint(with: pairs(part)))
      var set = ASCIISet()
      set.insert(bytes[index])
      var ofSet = BytePairs()
      ofSet.insert(set)
      #expect(!ofSet.isDisjoint(with: pairs(part)))
    }
  }

  /// And what it doesn't hold often is.
  @Test func pairsElsewhere() {
    var pair = BytePairs()
    pair.insert(UInt8(ascii: "m"), UInt8(ascii: "l"))
    #expect(pair.isDisjoint(with: pairs("attn")))
    #expect(pair.isDisjoint(with: pairs("m")))
    #expect(!pair.isDisjoint(with: pairs("mlp")))
    #expect(pair.union(pairs("attn")).isDisjoint(with: pairs("mo")))
    #expect(!pair.union(pairs("attn")).isDisjoint(with: pairs("at")))
    #expect(BytePairs().isDisjoint(with: pairs("attn")) && pairs("").isDisjoint(with: pairs("a")))
  }
}
