import Testing

@testable import FastResolve

@Suite struct JSONTextTests {
  @Test(arguments: [
    (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"),
    (#""\u0041\u00e9\u00E9\u65e5\uFFFF""#, "Aéé日\u{FFFF}"),
    (#""\u0000\u007f\u0080\u07ff\u0800""#, "\0\u{7F}\u{80}\u{7FF}\u{800}"),
    (#""\ud83d\ude00 \uD800\uDC00 \udbff\udfff""#, "😀 \u{10000} \u{10FFFF}"),
    (#""\ud7ff\ue000""#, "\u{D7FF}\u{E000}"),
    (#""a\\nb""#, "a\\nb"),
    (#""😀\\é""#, "😀\\é"),
  ])
  func escapesAreRead(text: String, string: String) throws {
    guard case .string(let read) = try JSONValue(parsing: text) else {
      Issue.record("no string")
      return
    }
    #expect(Array(read.unicodeScalars) == Array(string.unicodeScalars))
  }

  @Test(arguments: [
    ("", #""""#),
    ("a/b", #""a/b""#),
    ("\"\\", #""\"\\""#),
    ("\u{8}\u{9}\u{A}\u{C}\u{D}", #""\b\t\n\f\r""#),
    ("\0\u{1}\u{B}\u{1B}\u{1F}", #""\u0000\u0001\u000b\u001b\u001f""#),
    ("\u{7F}é日😀\u{2028}", "\"\u{7F}é日😀\u{2028}\""),
    ("e\u{301}", "\"e\u{301}\""),
  ])
  func onlyWhatMustBeIsEscaped(string: String, text: String) {
    #expect(Array(JSONValue.string(string).compactText.utf8) == Array(text.utf8))
    let object = JSONValue.object([.init(string, .null)]).compactText
    #expect(Array(object.utf8) == Array("{\(text):null}".utf8))
  }

  @Test func whiteSpaceGoes() throws {
    let text = "{ \"b\" : [ 1.0 , -0 , { } , [ ] ] ,\n \"a\" : { \"x\" : null , \"y\" : true } }"
    let compact = #"{"b":[1.0,-0,{},[]],"a":{"x":null,"y":true}}"#
    #expect(try JSONValue(parsing: text).compactText == compact)
    #expect(try JSONValue(parsing: text).description == compact)
  }
}
