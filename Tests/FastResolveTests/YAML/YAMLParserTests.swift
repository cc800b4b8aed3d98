import Testing

@testable import FastResolve

@Suite struct YAMLParserTests {
  private static func parse(_ yaml: String) throws -> JSONValue {
    try JSONValue.parsingYAML(Array(yaml.utf8))
  }

  /// What a YAML text says, in JSON.
  @Test(arguments: [
    ("a", #""a""#),
    ("---\na: 1\n...\n", #"{"a":1}"#),
    ("%YAML 1.2\n---\n[]", "[]"),
    ("# a comment\n\"\": int8 # another\n", #"{"":"int8"}"#),
    (
      "a:\n- [b, 'c']\n-\n  - d\n  - {e: [1, 2.50], f: }\n",
      #"{"a":[["b","c"],["d",{"e":[1,2.50],"f":null}]]}"#
    ),
    ("- 'a\\.b'\n- \"a\\\\.b\"\n- a\\.b\n", #"["a\\.b","a\\.b","a\\.b"]"#),
    ("- |\n  a\n  b\n- >-\n  a\n  b\n", #"["a\nb\n","a b"]"#),
    ("- |-\n  1\n- '1'\n- \"1\"\n- 1", #"["1","1","1",1]"#),
    ("- !!str 1\n- ! 1\n- !!str\n- !!str null", #"["1","1","","null"]"#),
    (
      "- !!int 1\n- !!int '1'\n- !!float 1.0\n- !!float 1\n- !!bool true\n- !!null ~",
      "[1,1,1.0,1,true,null]"
    ),
    ("!!map {a: !!seq [b]}", #"{"a":["b"]}"#),
    ("\u{FEFF}a: é\n", #"{"a":"é"}"#),
    ("a: 1\r\nb: 2\r\n", #"{"a":1,"b":2}"#),
    // Names keep their order, and are told apart by code points.
    ("z: 1\na: 2\né: 3\ne\u{301}: 4", "{\"z\":1,\"a\":2,\"é\":3,\"e\u{301}\":4}"),
    ("? a\n: b\n? 'c'\n", #"{"a":"b","c":null}"#),
    (
      "? >-\n  \(String(repeating: "k", count: 2000))\n: 1",
      "{\"\(String(repeating: "k", count: 2000))\":1}"
    ),
  ])
  func theValue(yaml: String, json: String) throws {
    #expect(try Self.parse(yaml).compactText == json)
  }

  @Test(arguments: [
    ("a: &x [1, 2]\nb: *x\nc: [*x, *x]", "{\"a\":[1,2],\"b\":[1,2],\"c\":[[1,2],[1,2]]}"),
    ("- &x a\n- *x\n- &x b\n- *x", #"["a","a","b","b"]"#),
    ("- &x a\n- {*x : 1}", #"["a",{"a":1}]"#),
    ("- &x '1'\n- *x", #"["1","1"]"#),
    // An anchor names nothing before it is complete, and what it named before is gone.
    ("- &x [&y 1, *y]\n- *y", "[[1,1],1]"),
  ])
  func anchors(yaml: String, json: String) throws {
    #expect(try Self.parse(yaml).compactText == json)
  }

  @Test(arguments: [
    // The mapping's own names win, wherever they stand.
    ("a: &a {x: 1, y: 2}\nb: {<<: *a, y: 3, z: 4}", #"{"x":1,"y":3,"z":4}"#),
    ("a: &a {x: 1, y: 2}\nb: {z: 4, y: 3, <<: *a}", #"{"x":1,"y":3,"z":4}"#),
    // Of several the first that has a name.
    ("a: [&a {x: 1}, &b {x: 2, y: 3}]\nb: {<<: [*a, *b], z: 4}", #"{"x":1,"y":3,"z":4}"#),
    ("b: {<<: {x: 1}, y: 2}", #"{"x":1,"y":2}"#),
    ("b: {<<: [], y: 2}", #"{"y":2}"#),
    ("b: {!!merge <<: {x: 1}}", #"{"x":1}"#),
    // In quotes it is a name like any other.
    ("b: {'<<': {x: 1}}", #"{"<<":{"x":1}}"#),
    ("b: {!!str <<: {x: 1}}", #"{"<<":{"x":1}}"#),
    ("b: '<<'", #""<<""#),
    ("b: <<", #""<<""#),
  ])
  func mergeKeys(yaml: String, json: String) throws {
    guard case .object(let members) = try Self.parse(yaml) else {
      Issue.record("no mapping")
      return
    }
    #expect(members.last?.value.compactText == json)
  }

  /// What is wrong with a text, a line a fault.
  @Test(arguments: [
    ("", "1:1: expected a value, found the end"),
    ("# nothing\n", "2:1: expected a value, found the end"),
    ("a: 1\n---\nb: 2\n", "2:1: a second document begins; a rule set is one"),
    (
      "a: [1, 2\n",
      "2:1: did not find expected ',' or ']' while parsing a flow sequence that begins at 1:4"
    ),
    (
      "a: 'b\n",
      "2:1: found unexpected end of stream while scanning a quoted scalar that begins at 1:4"
    ),
    ("a: b: c\n", "1:5: mapping values are not allowed in this context"),
    (
      "\"\": int8\n\tb: 1\n",
      "2:1: found a tab character that violates indentation while scanning a plain scalar that begins at 1:5"
    ),
    (
      "- \"a\\.b\"\n",
      "1:5: found unknown escape character while parsing a quoted scalar that begins at 1:3; in single quotes a backslash is a backslash"
    ),
    (
      "- [*.norm, fp16]\n",
      "1:5: did not find expected alphabetic or numeric character while scanning an alias that begins at 1:4"
    ),
    ("é: 1\né: a\u{1}b\n", "2:5: a control character has to be escaped, in double quotes"),
    (
      "a: 1\nb: {x: 1, y: 2, x: 3}\n",
      "2:17: the name \"x\" stands twice in this mapping; the first is in line 2"
    ),
    (
      "a: 1\nb: 2\n\"a\": 3\n",
      "3:1: the name \"a\" stands twice in this mapping; the first is in line 1"
    ),
    ("1: a\n", "1:1: expected a name that is a string, found a number; put it in quotes"),
    ("~: a\n", "1:1: expected a name that is a string, found null; put it in quotes"),
    ("[a]: b\n", "1:1: expected a name that is a string, found an array"),
    ("- *x\n- &x 1\n", "1:3: there is no anchor '&x' before this alias"),
    ("&x [*x]\n", "1:5: the alias '*x' stands in the value it names"),
    ("{<<: 1}\n", "1:6: the merge key '<<' takes a mapping or a list of them, found a number"),
    (
      "{<<: [{}, []]}\n",
      "1:6: the merge key '<<' takes a mapping or a list of them, found an array"
    ),
    ("{<<: {}, <<: {}}\n", "1:10: the merge key '<<' stands twice; it takes a list"),
    ("- !regex a\n", "1:3: the tag !regex doesn't go with 'a' in a rule set"),
    (
      "- !!python/name:torch.nn.Linear ''\n",
      "1:3: the tag !!python/name:torch.nn.Linear doesn't go with '' in a rule set"
    ),
    ("- !!int a\n", "1:3: the tag !!int doesn't go with 'a' in a rule set"),
    ("- !!int 1.0\n", "1:3: the tag !!int doesn't go with '1.0' in a rule set"),
    ("- !!seq {}\n", "1:3: the tag !!seq doesn't go with a mapping in a rule set"),
    ("- !!set {a}\n", "1:3: the tag !!set doesn't go with a mapping in a rule set"),
    ("- !!omap []\n", "1:3: the tag !!omap doesn't go with a sequence in a rule set"),
    // The places of several, and of what ends the reading behind them.
    (
      "a: no\nb: [0x10, !x y]\nc: [\n",
      """
      1:4: 'no' is a boolean to YAML 1.1 and a string to YAML 1.2; write true or false, or put it in quotes
      2:5: '0x10' is a number, but not as JSON writes numbers; write it so, or put it in quotes if it is a string
      2:11: the tag !x doesn't go with 'y' in a rule set
      4:1: did not find expected node content while parsing a flow node
      """
    ),
  ])
  func theFaults(yaml: String, faults: String) throws {
    let error = try #require(throws: YAMLError.self) { try Self.parse(yaml) }
    #expect(error.faults.map { "\($0.mark): \($0.message)" }.joined(separator: "\n") == faults)
  }

  @Test func bytesThatAreNoText() throws {
    let error = try #require(throws: YAMLError.self) {
      try JSONValue.parsingYAML(Array("a: 1\né: ".utf8) + [0xFF])
    }
    #expect(error.faults == [.init(message: "not UTF-8", mark: YAMLMark(line: 2, column: 4))])
  }

  @Test func howDeepItMayBe() throws {
    let limit = JSONScanner.depthLimit
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    #expect(try Self.parse(nested(limit)) == JSONValue(parsing: nested(limit)))
    let error = try #require(throws: YAMLError.self) { try Self.parse(nested(limit + 1)) }
    #expect(error.faults.map(\.message) == ["more than \(limit) levels deep"])
    // By an alias too.
    let half = "- &x \(nested(limit / 2))\n- "
    func around(_ depth: Int) -> String {
      half + String(repeating: "[", count: depth) + "*x" + String(repeating: "]", count: depth)
    }
    #expect(throws: Never.self) { try Self.parse(around(limit / 2 - 1)) }
    let other = try #require(throws: YAMLError.self) { try Self.parse(around(limit / 2)) }
    #expect(other.faults.map(\.message) == ["more than \(limit) levels deep"])
  }

  /// Each line names ten of the line before.
  @Test func aBombOfAliases() throws {
    var text = "- &a0 [lol]\n"
    for level in 1..<30 {
      text +=
        "- &a\(level) [" + Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
        + "]\n"
    }
    let error = try #require(throws: YAMLError.self) { try Self.parse(text) }
    #expect(error.faults.map(\.message) == ["the aliases stand for more than 256 MiB"])
  }

  /// JSON is YAML, but for what `repairs` takes out: the value is to be the same.
  @Test func jsonIsRead() throws {
    var random = SplitMix64(seed: 5)
    for _ in 0..<2000 {
      let value = random.jsonValue().withoutRepeatedNames
      // Characters that YAML wants escaped and JSON does not.
      let text = ["\u{7F}", "\u{FEFF}"].reduce(value.compactText) {
        $0.replacing($1, with: $1 == "\u{7F}" ? "\\u007f" : "\\ufeff")
      }.replacing("\u{2028}", with: "\\u2028")
      #expect(try Self.parse(text) == value, "\(text)")
    }
  }
}

extension JSONValue {
  /// The value with the first only of members of the same name, as YAML wants it.
  var withoutRepeatedNames: JSONValue {
    switch self {
    case .array(let elements): return .array(elements.map(\.withoutRepeatedNames))
    case .object(let members):
      var names: Set<ExactText> = []
      return .object(
        members.filter { names.insert(ExactText($0.name)).inserted }
          .map { .init($0.name, $0.value.withoutRepeatedNames) })
    default: return self
    }
  }
}
