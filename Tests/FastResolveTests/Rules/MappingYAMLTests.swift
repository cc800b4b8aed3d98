import SystemPackage
import Testing

@testable import FastResolve

@Suite struct MappingYAMLTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func yamlHasARuleALine() throws {
    let mapping = QConfigMappingTests.everyTier
      .setGlobal(QConfig(.object([.init("bits", .number("4.0")), .init("on", .array([]))])))
      .setModuleNameRegex("layers\\.(?:0|'x')$", QConfig(.array([.string("no"), .object([])])))
      .setModuleName("no", "null").setModuleName("0", "a: b").setModuleName(" #", "\n")
      .setModuleName("\u{2028}", nil)
    #expect(
      try mapping.yaml() == """
        "":
          bits: 4.0
          'on': []
        object_type:
        - [torch.nn.Linear, int4]
        module_name_regex:
        - ['foo.*bar.*conv[0-9]+', fp16]
        - - 'layers\\.(?:0|''x'')$'
          - - 'no'
            - {}
        module_name:
        - [head, null]
        - ['no', 'null']
        - ['0', 'a: b']
        - [' #', "\\n"]
        - ["\\L", null]
        module_name_object_type_order:
        - [foo.bar, torch.nn.functional.linear, 0, fp8]

        """)
    #expect(
      try QConfigMapping().yaml() == """
        "": null
        object_type: []
        module_name_regex: []
        module_name: []
        module_name_object_type_order: []

        """)
  }

  /// The same text in both forms is the same mapping.
  @Test func yamlIsReadAsJSONIs() throws {
    let yaml = """
      # What most get.
      "": &quarter {bits: 4}
      object_type:
      - [torch.nn.Linear, *quarter]
      - [torch.nn.ReLU, ~]
      module_name_regex:
      - ['layers\\.\\d+\\.', int8]   # In single quotes a backslash is a backslash,
      - ["lm_\\\\w+", int8]          # in double quotes two are one,
      - [.*norm, fp16]               # and without quotes it is one too.
      module_name:
      - - head
        - <<: *quarter
          symmetric: true
      module_name_object_type_order:
      - ['', operator.add, 1, fp16]
      """
    let json = #"""
      {"": {"bits": 4},
       "object_type": [["torch.nn.Linear", {"bits": 4}], ["torch.nn.ReLU", null]],
       "module_name_regex": [["layers\\.\\d+\\.", "int8"], ["lm_\\w+", "int8"], [".*norm", "fp16"]],
       "module_name": [["head", {"bits": 4, "symmetric": true}]],
       "module_name_object_type_order": [["", "operator.add", 1, "fp16"]]}
      """#
    #expect(try QConfigMapping(yaml: yaml) == QConfigMapping(json: json))
    #expect(try QConfigMapping(yaml: json) == QConfigMapping(json: json))
  }

  @Test func whatIsWrittenIsRead() throws {
    var random = SplitMix64(seed: 11)
    for _ in 0..<500 {
      let mapping = random.hardMapping()
      let yaml = try mapping.yaml()
      #expect(try QConfigMapping(yaml: yaml) == mapping, "\(yaml)")
      #expect(try QConfigMapping(yaml: yaml).toDict() == mapping.toDict())
      // Normal form of the normal form.
      #expect(try QConfigMapping(yaml: yaml).yaml() == yaml)
      #expect(try QConfigMapping(json: mapping.json()) == mapping)
    }
  }

  @Test(arguments: QuantizationBackend.allCases)
  func torchsOwn(backend: QuantizationBackend) throws {
    let mapping = QConfigMapping.defaultQAT(backend: backend)
    #expect(try QConfigMapping(yaml: mapping.yaml()) == mapping)
  }

  /// Faults of the rule set are those of JSON.
  @Test(arguments: [
    "[]", "null", "{\"module_nam\": []}", "{\"global\": \"a\"}", "{\"module_name\": {\"a\": 1}}",
    "{\"module_name_regex\": [[\"a\", 1], [\"b\", 2], [\"c\", 3], [1, 2]]}",
    "{\"module_name\": [[\"a\"], 7, [null, 1]], \"module_name_regex\": [[\"a\", 1, 2]]}",
    "{\"module_name_object_type_order\": [[\"a\", \"T\", 1.5, \"q\"], [\"a\", \"T\", \"0\", \"q\"]]}",
  ])
  func faultsOfTheRules(text: String) throws {
    let json = try #require(throws: RulesError.self) { try QConfigMapping(json: text) }
    let yaml = try #require(throws: RulesError.self) { try QConfigMapping(yaml: text) }
    #expect(json == yaml)
  }

  @Test func faultsOfTheTextNameLineAndColumn() throws {
    let path = try folder.write(
      "\"\": int8\nmodule_name:\n- [head, no]\n- [a, .5]\n", to: "rules.yaml")
    let error = try #require(throws: RulesError.self) { try QConfigMapping(contentsOf: path) }
    #expect(error.source == path.string)
    #expect(error.faults.map(\.place) == ["3:10", "4:7"])
    #expect(throws: error) { try CompiledRules(contentsOf: path) }
  }

  @Test(arguments: [
    "rules.yaml", "rules.yml", "RULES.YAML", "rules.json", "rules", "rules.yaml.json",
  ])
  func theNameTellsTheFormat(name: String) throws {
    let isYAML = ["rules.yaml", "rules.yml", "RULES.YAML"].contains(name)
    let mapping = QConfigMappingTests.everyTier
    try mapping.write(to: folder.file(name))
    #expect(try folder.text(name) == (isYAML ? mapping.yaml() : mapping.json()))
    #expect(try QConfigMapping(contentsOf: folder.file(name)) == mapping)
    #expect(try CompiledRules(contentsOf: folder.file(name)).mapping == mapping)
    _ = try folder.write("\"\": int8\n", to: name)
    if isYAML {
      #expect(
        try QConfigMapping(contentsOf: folder.file(name)) == QConfigMapping().setGlobal("int8"))
    } else {
      #expect(throws: RulesError.self) { try QConfigMapping(contentsOf: folder.file(name)) }
    }
  }

  @Test func aRegexOfAFileInYAML() throws {
    let path = try folder.write(
      "module_name_regex: [[a, 1], [b, 2], [c, 3], ['(', 4]]", to: "rules.yaml")
    let error = try #require(throws: RulesError.self) { try CompiledRules(contentsOf: path) }
    #expect(error.source == path.string)
    #expect(error.faults.map(\.place) == ["module_name_regex[3][0]"])
  }

  @Test func anObjectWithANameTwiceIsNoYAML() throws {
    let twice = try QConfig(json: #"[{"a": 1}, {"b": {"a": 1, "b": 2, "a": 3}}]"#)
    let mapping = QConfigMapping().setGlobal(twice).setModuleName("x", "y")
      .setModuleName("head", twice).setModuleNameObjectTypeOrder("", "T", 0, twice)
    let message = "the name \"a\" stands twice in an object, which YAML can't say"
    #expect(
      throws: RulesError(faults: [
        .init(place: "\"\"", message: message), .init(place: "module_name[1][1]", message: message),
        .init(place: "module_name_object_type_order[0][3]", message: message),
      ])
    ) { try mapping.yaml() }
    #expect(throws: RulesError.self) { try mapping.write(to: folder.file("rules.yaml")) }
    #expect(try folder.names == [])
    #expect(try QConfigMapping(json: mapping.json()) == mapping)
  }

  @Test(arguments: RulesFormat.allCases)
  func duplicatesAreCounted(format: RulesFormat) throws {
    let text = #"""
      {"object_type": [["torch.nn.Linear", 1], ["torch.nn.modules.linear.Linear", 2], ["T", 3]],
       "module_name_regex": [["a", 1], ["a", 2], ["b", 3], ["a", 4]],
       "module_name": [["a", 1], ["\u0061", 2], ["b", 3]],
       "module_name_object_type_order": [["", "T", 0, 1], ["", "T", 1, 1], ["", "T", 0, 2]]}
      """#
    let read = try RulesDocument(utf8: Array(text.utf8), format: format)
    #expect(read.duplicateCount == 5)
    #expect(
      read.mapping.toDict().compactText
        == #"{"":null,"object_type":[["torch.nn.Linear",2],["T",3]],"module_name_regex":[["a",4],["b",3]],"#
        + #""module_name":[["a",2],["b",3]],"module_name_object_type_order":[["","T",0,2],["","T",1,1]]}"#
    )
    let again = try RulesDocument(utf8: Array(read.mapping.text(format).utf8), format: format)
    #expect(again.duplicateCount == 0)
    #expect(again.mapping == read.mapping)
  }
}

extension RandomNumberGenerator {
  /// A text that YAML, written without care, would make something else of.
  fileprivate mutating func hardText() -> String {
    let pieces = [
      "a", "b.c", "0", "1.5", "0x1", "1e3", "010", "null", "~", "no", "y", "true", ".inf", "1:30",
      "2001-01-01",
      "<<", "=", "- ", "? ", ": ", ":", " #", "#", ", ", "[", "]", "{", "}", "&x", "*x", "!t", "|",
      ">", "%", "@",
      "`", "'", "''", "\"", "\\", "\\\\.", "\\d+", " ", "  ", "\n", "\n\n", "\r", "\t", "\u{0}",
      "\u{1F}",
      "\u{7F}", "\u{85}", "\u{A0}", "\u{2028}", "\u{2029}", "\u{FEFF}", "\u{FFFE}", "\u{FFFF}", "é",
      "e\u{301}",
      "日本", "😀", "\u{10FFFF}", "---", "...", String(repeating: "long ", count: 40),
    ]
    return (0..<below(5)).map { _ in pick(pieces) }.joined()
  }

  fileprivate mutating func hardValue(depth: Int = 3) -> JSONValue {
    switch below(depth > 0 ? 8 : 5) {
    case 0: return .null
    case 1: return .bool(chance(0.5))
    case 2:
      return .number(pick(["0", "-0", "1.0", "1E5", "-12.50e-3", "9007199254740993", "1e999"]))
    case 3, 4: return .string(hardText())
    case 5: return .array((0..<below(4)).map { _ in hardValue(depth: depth - 1) })
    default:
      return .object((0..<below(4)).map { _ in .init(hardText(), hardValue(depth: depth - 1)) })
    }
  }

  fileprivate mutating func hardMapping() -> QConfigMapping {
    var mapping = QConfigMapping()
    mapping.set(.global, to: QConfig(hardValue().withoutRepeatedNames))
    for _ in 0..<below(12) {
      let key: RuleKey =
        switch below(4) {
        case 0: .objectType(ObjectType(hardText()))
        case 1: .moduleNameRegex(hardText())
        case 2: .moduleName(hardText())
        default:
          .moduleNameObjectTypeOrder(
            moduleName: hardText(), objectType: ObjectType(hardText()), index: below(5) - 1)
        }
      mapping.set(key, to: QConfig(hardValue().withoutRepeatedNames))
    }
    return mapping
  }
}
