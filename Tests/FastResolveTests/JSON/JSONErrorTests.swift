import Testing

@testable import FastResolve

/// What is refused, in which words and at which line and column.
@Suite struct JSONErrorTests {
  @Test(arguments: [
    ("", "1:1: expected a value, found the end"),
    ("  ", "1:3: expected a value, found the end"),
    ("NaN", "1:1: expected a value, found 'N'"),
    ("Infinity", "1:1: expected a value, found 'I'"),
    ("-Infinity", "1:2: expected a digit, found 'I'"),
    ("nul", "1:1: expected a value, found 'n'"),
    ("trux", "1:1: expected a value, found 't'"),
    ("True", "1:1: expected a value, found 'T'"),
    ("nulll", "1:5: expected the end, found 'l'"),
    ("'a'", "1:1: expected a value, found '''"),
    ("\u{7F}", "1:1: expected a value, found byte 127"),
    ("é", "1:1: expected a value, found a non-ASCII character"),
    ("+1", "1:1: expected a value, found '+'"),
    ("01", "1:2: expected the end, found '1'"),
    ("-01", "1:3: expected the end, found '1'"),
    ("-", "1:2: expected a digit, found the end"),
    ("1.", "1:3: expected a digit, found the end"),
    (".5", "1:1: expected a value, found '.'"),
    ("1e", "1:3: expected a digit, found the end"),
    ("1e+", "1:4: expected a digit, found the end"),
    ("1.e3", "1:3: expected a digit, found 'e'"),
    ("0x10", "1:2: expected the end, found 'x'"),
    ("1 2", "1:3: expected the end, found '2'"),
    ("[1,]", "1:4: expected a value, found ']'"),
    ("[,1]", "1:2: expected a value, found ','"),
    ("[1 2]", "1:4: expected ',' or ']', found '2'"),
    ("[1", "1:3: expected ',' or ']', found the end"),
    ("[1}", "1:3: expected ',' or ']', found '}'"),
    ("]", "1:1: expected a value, found ']'"),
    ("{\"a\":1,}", "1:8: expected a name in quotes, found '}'"),
    ("{a:1}", "1:2: expected a name in quotes, found 'a'"),
    ("{1:1}", "1:2: expected a name in quotes, found '1'"),
    ("{\"a\" 1}", "1:6: expected ':', found '1'"),
    ("{\"a\":}", "1:6: expected a value, found '}'"),
    ("{\"a\":1 \"b\":2}", "1:8: expected ',' or '}', found '\"'"),
    ("// no\n1", "1:1: expected a value, found '/'"),
    ("\u{C}1", "1:1: expected a value, found byte 12"),
    ("\u{A0}1", "1:1: expected a value, found a non-ASCII character"),
    ("\"a", "1:1: the string that begins here has no end"),
    ("[\n  \"a]\\\"", "2:3: the string that begins here has no end"),
    ("\"a\nb\"", "1:3: a control character in a string has to be escaped"),
    ("\"\t\"", "1:2: a control character in a string has to be escaped"),
    ("\"\\x41\"", "1:2: no such escape in a JSON string"),
    ("\"\\'\"", "1:2: no such escape in a JSON string"),
    ("\"\\", "1:2: no such escape in a JSON string"),
    ("\"\\u12\"", "1:2: \\u wants four hexadecimal digits"),
    ("\"\\u12g4\"", "1:2: \\u wants four hexadecimal digits"),
    ("\"\\U0041\"", "1:2: no such escape in a JSON string"),
    ("\"\\u00", "1:2: \\u wants four hexadecimal digits"),
  ])
  func strict(text: String, message: String) {
    expectError(Array(text.utf8), message)
  }

  @Test(arguments: [
    #""\ud800""#, #""\udbff""#, #""\udc00""#, #""\udfff""#, #""\ud800\ud800""#, #""\ud800\n""#,
    #""\ud83dx""#, #""\ude00\ud83d""#, #""\uD83D\u0041""#, #""\ud83d\"#, #""\ud83d"#,
  ])
  func halfASurrogatePair(text: String) {
    expectError(
      Array(text.utf8), "1:2: the escape spells half a surrogate pair, which is no character")
  }

  @Test(arguments: [
    ("[1,\n2,\n x]", 3, 2),
    ("\r\n\r\nx", 3, 1),
    ("[\"日本\", x]", 1, 8),
    ("[\"\u{E9}\", x]", 1, 7),
    ("[\"e\u{301}\", x]", 1, 8),
    ("[\"😀\",\n\"😀\" x]", 2, 5),
    ("\u{FEFF}x", 1, 1),
    ("\u{FEFF}[\n x]", 2, 2),
  ])
  func columnsCountCharacters(text: String, line: Int, column: Int) {
    do {
      _ = try JSONValue(parsing: text)
      Issue.record("accepted")
    } catch {
      #expect(error.line == line)
      #expect(error.column == column)
    }
  }

  @Test(
    arguments: [
      ([0xFF], "1:1: not UTF-8"),
      ([0x22, 0xC3, 0x22], "1:2: not UTF-8"),
      ([0x22, 0xC3, 0xA9, 0xED, 0xA0, 0x80, 0x22], "1:3: not UTF-8"),
      ([0x5B, 0x0A, 0x80, 0x5D], "2:1: not UTF-8"),
    ] as [([UInt8], String)])
  func notUTF8(bytes: [UInt8], message: String) {
    expectError(bytes, message)
  }

  private func expectError(
    _ utf8: [UInt8], _ message: String, location: SourceLocation = #_sourceLocation
  ) {
    do {
      let value = try JSONValue(parsing: utf8)
      Issue.record("accepted as \(value)", sourceLocation: location)
    } catch {
      #expect(error.description == message, sourceLocation: location)
    }
  }
}
