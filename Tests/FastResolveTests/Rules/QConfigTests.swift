import Testing

@testable import FastResolve

@Suite struct QConfigTests {
  /// A cell is bare where the bare text needs no escape and is not itself JSON.
  @Test(
    arguments: [
      (.string("int8"), "int8"),
      (.string("int8 per channel"), "int8 per channel"),
      (.string("null"), "\"null\""),
      (.string("true"), "\"true\""),
      (.string("false"), "\"false\""),
      (.string(" null "), "\" null \""),
      (.string("1"), "\"1\""),
      (.string("-0"), "\"-0\""),
      (.string("1e5"), "\"1e5\""),
      (.string("8bit"), "8bit"),
      (.string("01"), "01"),
      (.string("+1"), "+1"),
      (.string("1."), "1."),
      (.string(".5"), ".5"),
      (.string("NaN"), "NaN"),
      (.string("None"), "None"),
      (.string("NULL"), "NULL"),
      (.string("[]"), "\"[]\""),
      (.string("[1, 2]"), "\"[1, 2]\""),
      (.string("[1,"), "[1,"),
      (.string("{}"), "\"{}\""),
      (.string("{a}"), "{a}"),
      (.string(""), ""),
      (.string(" "), " "),
      (.string("a,b"), "a,b"),
      (.string("\"int8\""), "\"\\\"int8\\\"\""),
      (.string("a\"b"), "\"a\\\"b\""),
      (.string("a\\b"), "\"a\\\\b\""),
      (.string("a\tb"), "\"a\\tb\""),
      (.string("a\nb"), "\"a\\nb\""),
      (.string("\u{1}"), "\"\\u0001\""),
      (.string("é日😀"), "é日😀"),
      (.null, "null"),
      (.bool(true), "true"),
      (.number("1.0"), "1.0"),
      (.number("1E5"), "1E5"),
      (.array([.string("a"), .null]), "[\"a\",null]"),
      (.object([.init("bits", .number("4"))]), "{\"bits\":4}"),
    ] as [(JSONValue, String)])
  func cellText(value: JSONValue, cell: String) {
    #expect(Array(QConfig(value).cellText.utf8) == Array(cell.utf8))
    #expect(QConfig(value).description == QConfig(value).cellText)
  }

  /// What a cell says can be read back: as JSON if it is that, else as a string.
  @Test func cellsSayWhichValueTheyAre() {
    var generator = SplitMix64(seed: 77)
    for _ in 0..<3_000 {
      let value = generator.jsonValue(depth: 2)
      let cell = QConfig(value).cellText
      #expect(((try? JSONValue(parsing: cell)) ?? .string(cell)) == value)
      #expect(!cell.utf8.contains(UInt8(ascii: "\t")))
      #expect(!cell.utf8.contains(UInt8(ascii: "\n")))
    }
  }

  @Test func valuesAreOpaque() throws {
    let text = #"{"b":1.0,"a":[1E5,9007199254740993,-0],"b":null}"#
    #expect(try QConfig(json: text).json == text)
    #expect(try QConfig(json: " null ").isNull)
    #expect(try !QConfig(json: "\"null\"").isNull)
    #expect(try QConfig(json: "1.0") != QConfig(json: "1"))
    #expect(throws: JSONError.self) { try QConfig(json: "int8") }
  }

  @Test func literals() {
    let label: QConfig = "int8"
    let none: QConfig = nil
    #expect(label == QConfig(.string("int8")))
    #expect(none == .null)
    #expect(none.isNull)
    #expect(!label.isNull)
  }
}
