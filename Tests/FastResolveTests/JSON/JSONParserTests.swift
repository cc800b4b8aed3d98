import Testing

@testable import FastResolve

@Suite struct JSONParserTests {
  @Test(arguments: [
    ("null", JSONValue.null),
    ("true", .bool(true)),
    ("false", .bool(false)),
    (" \t\r\n0\n", .number("0")),
    ("\"\"", .string("")),
    ("[]", .array([])),
    ("[ ]", .array([])),
    ("{}", .object([])),
    ("{ }", .object([])),
    (
      "[1,[2,{\"a\":[]}]]",
      .array([.number("1"), .array([.number("2"), .object([.init("a", .array([]))])])])
    ),
    ("\u{FEFF}1", .number("1")),
    (
      "{ \"a\" : 1 , \"b\" : [ true , null ] }",
      .object([.init("a", .number("1")), .init("b", .array([.bool(true), .null]))])
    ),
  ])
  func wellFormed(text: String, value: JSONValue) throws {
    #expect(try JSONValue(parsing: text) == value)
  }

  @Test(arguments: [
    "0", "-0", "1", "1.0", "-1.50", "1E5", "1e+05", "1e-7", "9007199254740993",
    "123456789012345678901234567890", "0.1e00",
  ])
  func numbersAreKeptAsWritten(text: String) throws {
    #expect(try JSONValue(parsing: text) == .number(text))
    #expect(try JSONValue(parsing: "[\(text)]").compactText == "[\(text)]")
  }

  @Test func numbersOfOneValueDiffer() throws {
    #expect(try JSONValue(parsing: "1.0") != JSONValue(parsing: "1"))
    #expect(try JSONValue(parsing: "1e5") != JSONValue(parsing: "1E5"))
    #expect(try JSONValue(parsing: "-0") != JSONValue(parsing: "0"))
  }

  @Test func membersKeepOrderAndRepetition() throws {
    let value = try JSONValue(parsing: #"{"b":1,"a":2,"b":3,"":4}"#)
    #expect(
      value
        == .object([
          .init("b", .number("1")), .init("a", .number("2")), .init("b", .number("3")),
          .init("", .number("4")),
        ]))
    #expect(try value != JSONValue(parsing: #"{"a":2,"b":1,"b":3,"":4}"#))
    #expect(try value != JSONValue(parsing: #"{"b":3,"a":2,"":4}"#))
  }

  @Test func composedAndDecomposedTextsDiffer() throws {
    let composed = "\u{E9}"
    let decomposed = "e\u{301}"
    #expect(composed == decomposed)
    #expect(try JSONValue(parsing: "\"\(composed)\"") != JSONValue(parsing: "\"\(decomposed)\""))
    let members = [composed, decomposed].map { JSONValue.Member($0, .null) }
    #expect(members[0] != members[1])
    #expect(JSONValue.object([members[0]]) != .object([members[1]]))
    #expect(Set([JSONValue.string(composed), .string(decomposed)]).count == 2)
    #expect(Set(members).count == 2)
  }

  @Test func equalValuesHashAlike() throws {
    let text = #"{"a":[1,true,null,"x",{"b":2.0}]}"#
    let values = [try JSONValue(parsing: text), try JSONValue(parsing: " " + text)]
    #expect(Set(values).count == 1)
  }

  @Test(arguments: [2, 100, 256])
  func nestingIsAllowed(depth: Int) throws {
    let arrays = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    #expect(try JSONValue(parsing: arrays).compactText == arrays)
    let objects =
      String(repeating: "{\"a\":", count: depth) + "0" + String(repeating: "}", count: depth)
    #expect(try JSONValue(parsing: objects).compactText == objects)
  }

  @Test(arguments: ["[", "{\"a\":"])
  func nestingHasALimit(opening: String) {
    let text = String(repeating: opening, count: 257)
    #expect(
      throws: JSONError(
        message: "more than 256 levels deep", line: 1, column: 256 * opening.count + 1)
    ) { try JSONValue(parsing: text) }
  }

  @Test func randomValuesComeBack() throws {
    var generator = SplitMix64(seed: 8259)
    for _ in 0..<2_000 {
      let value = generator.jsonValue()
      #expect(try JSONValue(parsing: value.compactText) == value)
    }
  }

  /// Whatever a cut or a wrong byte does, the parser answers with an error or a value.
  @Test func damagedTextsAreNoTrap() throws {
    let text = Array(#"{"a":["\ud83d\ude00",-1.5e+3,true,{"é":null}]}"#.utf8)
    for count in 0..<text.count {
      #expect(throws: JSONError.self) { try JSONValue(parsing: Array(text[..<count])) }
    }
    var generator = SplitMix64(seed: 1)
    var refused = 0
    for _ in 0..<2_000 {
      var damaged = text
      damaged[generator.below(text.count)] = UInt8.random(in: 0...255, using: &generator)
      do { _ = try JSONValue(parsing: damaged) } catch { refused += 1 }
    }
    #expect(refused > 1_000)
  }
}
