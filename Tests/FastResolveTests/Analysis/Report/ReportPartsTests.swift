import Testing

@testable import FastResolve

/// The parts that a report is put together from.
@Suite struct ReportPartsTests {
  @Test(arguments: [
    ("", "", ""), ("a", "a", ""), ("0", "*", "0"), ("layers.0.mlp", "layers.*.mlp", "0"),
    ("10.11.12", "*.*.*", "10.11.12"), ("layer1.2b.3", "layer1.2b.*", "3"), (".", ".", ""),
    ("a..0.", "a..*.", "0"), ("*.1", "*.*", "*.1"), ("007", "*", "007"), ("é.1.日", "é.*.日", "1"),
    ("١.1", "١.*", "1"), ("1:.9/.0-", "1:.9/.0-", ""),
  ])
  func folding(path: String, expected: String, expectedNumbers: String) {
    var folded = ByteBuffer()
    folded.append("before")
    path.withByteSlice { folded.append(folded: $0) }
    #expect(folded.slice.text == "before" + expected)
    var numbers = Array("before".utf8)
    numbers.append(numbersInPath: path)
    #expect(String(decoding: numbers, as: UTF8.self) == "before" + expectedNumbers)
  }

  @Test func pairCounts() {
    var random = SplitMix64(seed: 3)
    var counts = PairCounts()
    var expected: [[UInt32]: Int] = [:]
    var order: [[UInt32]] = []
    for _ in 0..<20_000 {
      let pair = [UInt32(random.below(90)), UInt32(random.below(90))]
      if expected[pair] == nil { order.append(pair) }
      let position = counts.add(pair[0], pair[1], count: pair == [1, 2] ? 3 : 1)
      expected[pair, default: 0] += pair == [1, 2] ? 3 : 1
      #expect(order[position] == pair)
    }
    let count = counts.count
    #expect(count == expected.count)
    for position in 0..<counts.count {
      let entry = counts[position]
      #expect(expected[[entry.first, entry.second]] == entry.count)
    }
  }

  /// The vectors of FIPS 180, and the empty message; lengths around a block.
  @Test(arguments: [
    ("", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="),
    ("abc", "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0="),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "JI1qYdIGOLjlwCaTDD5gOaM85Flk/yFn9uzt1BnbBsE="
    ),
    (String(repeating: "a", count: 55), "n0OQ+NMMLdkuyfCVtl4rmumwqSWlJY4kHJ8ekQ9zQxg="),
    (String(repeating: "a", count: 64), "/+BU/nrgy23GXDr5th1SCfQ5hR20PQulmXM33xVGaOs="),
  ])
  func hashes(message: String, expected: String) {
    #expect(SHA256.digest(Array(message.utf8)).base64 == expected)
  }

  @Test func base64OfAllLengths() {
    #expect(SHA256.Digest(bytes: []).base64 == "")
    #expect(SHA256.Digest(bytes: [0xFB]).base64 == "+w==")
    #expect(SHA256.Digest(bytes: [0xFB, 0xFF]).base64 == "+/8=")
    #expect(SHA256.Digest(bytes: [0xFB, 0xFF, 0x01]).base64 == "+/8B")
  }

  static let hostileTexts = [
    "</script><script>alert(1)</script>", "<!--<script>", "]]>", "&lt;b&gt;", "\"'`\\",
    "\u{2028}\u{2029}",
    "a\tb\nc\rd\0e", "\u{202E}evil", "𝕏 é e\u{301} 日本", "${x}", "\u{7F}\u{80}",
  ]

  @Test(arguments: hostileTexts)
  func textsInScripts(text: String) throws {
    var json = ScriptJSON()
    json.object { json in json.member(text) { json in json.array { $0.text(text) } } }
    let written = String(decoding: json.bytes, as: UTF8.self)
    for unwanted in ["<", ">", "&", "\u{2028}", "\u{2029}", "\n", "\0"] {
      #expect(!written.unicodeScalars.contains(unwanted.unicodeScalars.first!))
    }
    #expect(
      try JSONValue(parsing: written) == .object([.init(text, .array([.string(text)]))]))
  }

  @Test func longTextsAreCut() {
    let text = String(repeating: "é", count: ScriptJSON.longestText)
    #expect(ScriptJSON.cut(text) == text)
    #expect(ScriptJSON.cut(text + "x") == text + "…")
  }

  @Test func titlesInHTML() {
    #expect(escapedForHTML("<a href=\"x\">&'\0") == "&lt;a href=&quot;x&quot;&gt;&amp;'\u{FFFD}")
  }
}
