import Testing

@testable import FastResolve

/// Stepping over a value, which the reader of rows does and the parser does not.
@Suite struct JSONScannerTests {
  @Test(arguments: [
    "null", "true", "false", "0", "-1.5e+3", "\"\"", "\"a\\\"]\\u00e9\"", "[]", "{}", "[1,[2],{}]",
    "{\"a\":{\"b\":[null,\"}\"]},\"a\":2}", "[ 1 , 2 ]", "{ \"a\" : [ ] }",
  ])
  func aValueIsSteppedOver(text: String) throws {
    let utf8 = Array((text + " ,rest").utf8)
    try utf8.withUnsafeBufferPointer { buffer in
      let base = try #require(buffer.baseAddress)
      var scanner = JSONScanner(base, count: buffer.count)
      try scanner.skipValue()
      #expect(scanner.position == text.utf8.count)
    }
  }

  /// A string ends at the right byte wherever that stands among the eight that are looked at at
  /// once, and whatever stands around it.
  @Test func aStringEndsWhereItEnds() throws {
    // Neighbours of what is looked for, and bytes whose highest bit is set.
    let plain: [UInt8] = [0x20, 0x21, 0x23, 0x5B, 0x5D, 0x7F, 0x80, 0xA2, 0xDC, 0xFF, 0x61]
    var generator = SplitMix64(seed: 34)
    for count in 0..<40 {
      for _ in 0..<40 {
        let characters = (0..<count).map { _ in generator.pick(plain) }
        for (end, following) in [("\"", 0x22), ("\n", 0x01), ("", 0x00)] as [(String, UInt8)] {
          let tail = (0..<generator.below(12)).map { _ in following }
          let text = [0x22] + characters + Array(end.utf8) + (end.isEmpty ? [] : tail)
          try text.withUnsafeBufferPointer { buffer in
            var scanner = JSONScanner(try #require(buffer.baseAddress), count: buffer.count)
            switch end {
            case "\"":
              let token = try scanner.scanString()
              #expect(token.start == 1 && token.end == count + 1 && !token.hasEscapes)
              #expect(scanner.position == count + 2)
            default:
              let failure = #expect(throws: JSONScanner.Failure.self) { try scanner.scanString() }
              #expect(failure?.offset == (end.isEmpty ? 0 : count + 1))
            }
          }
        }
      }
    }
  }

  /// The two ways over a value refuse the same texts in the same words.
  @Test func skippingIsAsStrictAsParsing() throws {
    let seed = Array(#"{"a":["\ud83d\ude00",-1.5e+3,true,{"b":null}]}"#.utf8)
    let replacements = Array("\"\\{}[],:0-.eEtn x\u{1}".utf8)
    var generator = SplitMix64(seed: 42)
    var accepted = 0
    for _ in 0..<5_000 {
      var text = seed
      for _ in 0...generator.below(2) {
        text[generator.below(text.count)] = generator.pick(replacements)
      }
      let skipped = text.withUnsafeBufferPointer { buffer -> String? in
        guard let base = buffer.baseAddress else { return "no text" }
        var scanner = JSONScanner(base, count: buffer.count)
        do throws(JSONScanner.Failure) {
          scanner.skipWhitespace()
          try scanner.skipValue()
          scanner.skipWhitespace()
          guard scanner.next == nil else { throw scanner.unexpected("the end") }
          return nil
        } catch {
          return "1:\(error.offset + 1): \(error.message)"
        }
      }
      var parsed: String?
      do { _ = try JSONValue(parsing: text) } catch { parsed = error.description }
      #expect(skipped == parsed, "\(String(decoding: text, as: UTF8.self))")
      if parsed == nil { accepted += 1 }
    }
    #expect(accepted > 100)
  }

  @Test func skippingHasTheDepthLimit() throws {
    for (depth, isAllowed) in [(256, true), (257, false)] {
      let text = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
      try Array(text.utf8).withUnsafeBufferPointer { buffer in
        var scanner = JSONScanner(try #require(buffer.baseAddress), count: buffer.count)
        if isAllowed {
          try scanner.skipValue()
        } else {
          #expect(throws: JSONScanner.Failure.self) { try scanner.skipValue() }
        }
      }
    }
  }
}
