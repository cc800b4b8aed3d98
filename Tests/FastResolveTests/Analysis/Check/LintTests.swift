import Testing

@testable import FastResolve

/// What each lint says and what it lets be.
@Suite struct LintTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var code: LintCode
    var rules: String
    /// What is found: place and message, a line each.
    var found: [String]

    var testDescription: String { "\(code) \(rules)" }

    init(_ code: LintCode, _ rules: String, _ found: String...) {
      self.code = code
      self.rules = rules
      self.found = found
    }

    /// A rule set of regexes alone.
    static func regexes(_ code: LintCode, _ patterns: [String], _ found: String...) -> Case {
      let entries = patterns.map { pattern in
        JSONValue.array([.string(pattern), .string("q")]).compactText
      }
      var one = Case(code, "{\"module_name_regex\": [\(entries.joined(separator: ","))]}")
      one.found = found
      return one
    }

    static func names(_ code: LintCode, _ names: [String], _ found: String...) -> Case {
      let entries = names.map { JSONValue.array([.string($0), .string("q")]).compactText }
      var one = Case(code, "{\"module_name\": [\(entries.joined(separator: ","))]}")
      one.found = found
      return one
    }

    static func types(_ code: LintCode, _ names: [String], _ found: String...) -> Case {
      let entries = names.map { JSONValue.array([.string($0), .string("q")]).compactText }
      var one = Case(code, "{\"object_type\": [\(entries.joined(separator: ","))]}")
      one.found = found
      return one
    }
  }

  static let cases: [Case] =
    unreadable + keys + reaches + hidden + dots + ends + repeats + types + paths + orders + rest

  static let unreadable: [Case] = [
    Case(.unreadableRules, "{", "1:2: expected a name in quotes, found the end"),
    Case(.unreadableRules, "[]", ": a rule set is an object, this is an array"),
    Case(
      .unreadableRules, #"{"module_name": [["a"], ["b", 1], 7], "x": 1}"#,
      "module_name[0]: expected [module path, qconfig], found 1 element",
      "module_name[2]: expected [module path, qconfig], found a number",
      #"x: unknown key; the keys are "", object_type, module_name_regex, module_name, "#
        + "module_name_object_type_order"),
    Case(.unreadableRules, #"{"": 1}"#),
    .regexes(
      .badPattern, ["a(", "b", #"(?P<x>a)\k"#],
      "module_name_regex[0][0]: missing ), unterminated subpattern at position 1",
      "module_name_regex[2][0]: bad escape \\k at position 8"),
    .regexes(.badPattern, ["a", ""]),
  ]

  static let keys: [Case] = [
    Case(
      .repeatedKey,
      #"{"object_type": [["torch.nn.Linear", "a"], ["operator.add", 1], ["#
        + #""torch.nn.modules.linear.Linear", null], ["torch.nn.Linear", null]]}"#,
      "object_type[2]: sets the key of object_type[0] again "
        + "(torch.nn.modules.linear.Linear is torch.nn.Linear): null takes the place of a",
      "object_type[3]: sets the key of object_type[0] again, to the same qconfig"),
    Case(
      .repeatedKey, #"{"module_name": [["a", 1], ["a", 2], ["b", 1], ["b\u002e", 1], ["b", 3]]}"#,
      "module_name[1]: sets the key of module_name[0] again: 2 takes the place of 1",
      "module_name[4]: sets the key of module_name[2] again: 3 takes the place of 1"),
    Case(
      .repeatedKey,
      #"{"module_name_object_type_order": [["a", "torch.nn.Linear", 0, 1], "#
        + #"["a", "torch.nn.Linear", 1, 1], ["a", "torch.nn.modules.linear.Linear", 0, 2]]}"#,
      "module_name_object_type_order[2]: sets the key of module_name_object_type_order[0] again "
        + "((a, torch.nn.modules.linear.Linear, 0) is (a, torch.nn.Linear, 0)): "
        + "2 takes the place of 1"),
    .regexes(
      .repeatedKey, ["a", "b", "a"],
      "module_name_regex[2]: sets the key of module_name_regex[0] again, to the same qconfig"),
    .regexes(.repeatedKey, ["a", "(a)", "é", "e\u{301}"]),
  ]

  static let reaches: [Case] = [
    .regexes(
      .neverMatches, ["foo$bar", #"a\bb"#, "x^", #"[^\s\S]"#, "(?!)", #"\d+\B\.$\w"#],
      "module_name_regex[0][0]: no path matches: behind foo$ nothing is matched by b",
      "module_name_regex[1][0]: no path matches: behind a\\b nothing is matched by b",
      "module_name_regex[2][0]: no path matches: behind x nothing is matched by ^",
      #"module_name_regex[3][0]: no path matches: nothing is matched by [^\s\S]"#,
      "module_name_regex[4][0]: no path matches: nothing is matched by (?!)",
      #"module_name_regex[5][0]: no path matches: behind \d+\B\.$ nothing is matched by \w"#),
    .regexes(
      .neverMatches,
      ["foo$", "foo$\\n", #"a\b\.b"#, "(?m)a\\n^b", "^^a", #"a\B"#, "(?=a)b?a", "$|a"]),
    Case(
      .matchesEverything,
      #"{"": 1, "object_type": [["torch.nn.Linear", 1], ["operator.add", 1]], "#
        + #""module_name_regex": [["a", 1], [".*$", 1], ["b", 1], ["c", 1]]}"#,
      "module_name_regex[1][0]: matches every path and hides the 2 regexes behind it, the 2 object types "
        + "and the global qconfig"),
    .regexes(
      .matchesEverything, ["(foo)?", ".*"],
      "module_name_regex[0][0]: matches every path and hides the regex behind it"),
    .regexes(
      .matchesEverything, [".+", "..*", "", "a"],
      "module_name_regex[0][0]: matches every path but the root's and hides the 3 regexes behind it",
      "module_name_regex[2][0]: matches every path and hides the regex behind it"),
    .regexes(.matchesEverything, ["a", ".*"]),
    .regexes(.matchesEverything, [".*a", "[^.]*$", "(?!a).*", "..", ".*+.", "a?$", "b"]),
  ]

  static func hides(_ earlier: String, _ later: String) -> Case {
    .regexes(
      .hiddenRegex, [earlier, later],
      "module_name_regex[1][0]: never decides: module_name_regex[0] matches all that it matches, "
        + "and has the same qconfig")
  }

  static let hidden: [Case] =
    [
      hides(#"layers\."#, #"layers\.0\.mlp"#),
      hides(#"layers\..*"#, #"layers\.(?:0|1)$"#),
      hides(#"(?:layers|blocks)\."#, #"(?:blocks\.0|layers\.1)\.fc"#),
      hides(#"layers\.\d+\..*"#, #"layers\.3\.mlp"#),
      hides(#"layers\.\d+\.mlp"#, #"layers\.\d+\.mlp\.fc1$"#),
      hides(#".*q_proj$"#, #"model\.layers\.\d+\.self_attn\.q_proj$"#),
      hides(#".*\.(?:q|k)_proj$"#, #".*\.k_proj\Z"#),
      hides(#".*expert"#, #"model\..*\.experts\.\d+"#),
      hides(#".*\.experts\.\d+\..*$"#, #"model\..*\.experts\.3\.fc1$"#),
      hides(#"model\..*q_proj"#, #"model\.layers\.0\.q_proj"#),
      hides(#"model\..*\.q_proj$"#, #"model\.layers\.0\.q_proj$"#),
      hides("lm_head$", #"lm_head\Z"#),
      hides("(?i)head", "(?i)head_2"),
      hides("^a(b)", "ab.*c"),
      hides(#"(\w+)\.\1"#, #"(\w+)\.\1\.fc"#),
      hides("a|b", "a|bc"),
      .regexes(
        .hiddenRegex, [#"layers\."#, #"blocks\."#, #"(?:layers|blocks)\.0"#],
        "module_name_regex[2][0]: never decides: 2 regexes before it together match all that it "
          + "matches, and have the same qconfig"),
      Case(
        .hiddenRegex, #"{"module_name_regex": [["a", 1], ["ab", 2], ["abc", 1], ["(", 1]]}"#,
        "module_name_regex[1][0]: never decides: module_name_regex[0] matches all that it matches",
        "module_name_regex[2][0]: never decides: module_name_regex[0] matches all that it matches, "
          + "and has the same qconfig"),
    ]
    + [
      [#"layers\.0\.mlp"#, #"layers\."#], ["lm_head$", "lm_head"], ["(?i)head", "head"],
      ["Head", "(?i)head"], [#"model\..*\.q_proj"#, #"model\.q_proj"#],
      [#".*\.fc1$"#, #".*\.fc1"#],
      [#"a\b"#, "ab"], ["(?!b)a*", "a*"], [#"(?>a|ab)c"#, "abc"], ["a++b", "aab.*"],
      ["foo$bar", "foo"], ["a{2}b", "ab"], [".*foo.*bar", "foobar"], ["a|b", "a|c"],
    ].map { Case.regexes(.hiddenRegex, $0) }

  static let dots: [Case] = [
    .regexes(
      .leadingDot, [#"\.mlp"#, #"(?:\.q|\.k)_proj$"#, "^[.]x"],
      "module_name_regex[0][0]: asks for a path that begins with a dot, and none does",
      "module_name_regex[1][0]: asks for a path that begins with a dot, and none does",
      "module_name_regex[2][0]: asks for a path that begins with a dot, and none does"),
    .regexes(.leadingDot, [#".*\.mlp"#, ".mlp", #"(?:\.|a)b"#, "$\\."]),
    .regexes(
      .unescapedDot,
      ["model.layers", #"layers.\d+.mlp\."#, "layers.1.", ".*.q_proj$", "[a-z]+.fc"],
      "module_name_regex[0][0]: a dot that isn't escaped matches any character, as in model_layers",
      "module_name_regex[1][0]: 2 dots that aren't escaped match any character, as in layers_1_mlp.",
      "module_name_regex[2][0]: 2 dots that aren't escaped match any character, as in layers_1_",
      "module_name_regex[3][0]: a dot that isn't escaped matches any character, as in model_q_proj",
      "module_name_regex[4][0]: a dot that isn't escaped matches any character, as in x_fc"),
    .regexes(
      .unescapedDot,
      [
        #"model\.layers\..*"#, "conv.$", "Conv.d", ".*norm.*", "a..b", "[.]a", "a.?b", "a.{2}b",
        #"(?x) a # x.y"#, #"\\.a"#,
      ]),
  ]

  static let ends: [Case] = [
    .regexes(
      .openIndex, [#"layers\.1"#, #"layers\.(?:0|23)"#, #"layers\.[0-3]"#, "(?i)a|b.7"],
      "module_name_regex[0][0]: takes layers.11 too: the index 1 may go on",
      "module_name_regex[1][0]: takes layers.231 too: the index 23 may go on",
      "module_name_regex[2][0]: takes layers.11 too: the index 1 may go on"),
    .regexes(
      .openIndex,
      [
        #"layers\.1\."#, #"layers\.1$"#, #"layers\.1\b"#, #"layers\.1.*"#, #"layers\.\d+"#,
        #"layers\.0"#, "fc1", #"layers\.1(?:\.|$)"#, #"layers\.1\Z"#, #"layers\.1(?!\d)"#, ".*1",
        #"experts\.128"#, #"layers\.1(?=\.)"#,
      ]),
    .regexes(
      .openName, [#".*\.self_attn"#, #"model\.gate"#, #"enc\.fc"#, #"enc\.fc1$"#],
      "module_name_regex[0][0]: takes model.self_attn_layer_norm too: the name self_attn may go on",
      "module_name_regex[1][0]: takes model.gate_proj too: the name gate may go on",
      "module_name_regex[2][0]: takes enc.fc1 too: the name fc may go on"),
    Case(
      .openName,
      #"{"module_name_regex": [["blocks\\.\\d+\\.norm", 1]], "module_name": [["blocks.3.norm_2.x", 1]]}"#,
      "module_name_regex[0][0]: takes blocks.3.norm_2 too: the name norm may go on"),
    .regexes(
      .openName,
      [#".*\.self_attn$"#, #".*\.mlp"#, #".*gate"#, #".*\.gate\."#, #"a\.fc"#, #"b\.fc1$"#]),
  ]

  static let repeats: [Case] = [
    .regexes(
      .catastrophicRepeat,
      [
        "(a+)+", #"(\w+\.?)*x"#, "(a|a)*", #"(?:.*\.)*x"#, "(a*)*b", "(?:a|ab|b)*c",
        "x(?:a{1,2})+$",
        "(?:(?:|a)b)*", "(?:a(?:|(?:))b)*",
      ],
      "module_name_regex[0][0]: (a+)+ can go round in two ways over the same text, and tries them all",
      #"module_name_regex[1][0]: (\w+\.?)* can go round in two ways over the same text, and tries them all"#,
      "module_name_regex[2][0]: (a|a)* can go round in two ways over the same text, and tries them all",
      #"module_name_regex[3][0]: (?:.*\.)* can go round in two ways over the same text, and tries them all"#,
      "module_name_regex[4][0]: (a*)* can go round in two ways over the same text, and tries them all",
      "module_name_regex[5][0]: (?:a|ab|b)* can go round in two ways over the same text, and tries them all",
      "module_name_regex[6][0]: (?:a{1,2})+ can go round in two ways over the same text, and tries them all",
      "module_name_regex[8][0]: (?:a(?:|(?:))b)* can go round in two ways over the same text, and tries them all"
    ),
    .regexes(
      .catastrophicRepeat,
      [
        #"(?:\w+\.)*fc"#, #"(?:[^.]+\.)*\d+"#, "(?:a|b)*", "(?:ab|cd)+", ".*.*", "(?:a{1,3}b)*",
        "(a?)*",
        "(?:a++)+", "(?>a+)+", #"(?:\w+\b)*"#, #"(?:\d{2,4}\.)+"#, #"(?:.*\.)?x"#, #"(?:a+b?c)+"#,
        #"(\w+)(?:\.\w+)*"#,
      ]),
  ]

  static let types: [Case] = [
    .types(
      .misspelledType,
      [
        "nn.Linear", "torch.nn.linear", "torch.nn.Liner", "torch.nn.modules.liner.Linear",
        "F.relu", "torch.nn.functional.layernorm", "torch.Linear", "Torch.nn.ReLU",
        "torch.nn.Embeding",
      ],
      "object_type[0][0]: torch has no nn.Linear; did you mean torch.nn.Linear?",
      "object_type[1][0]: torch has no torch.nn.linear; did you mean torch.nn.Linear?",
      "object_type[2][0]: torch has no torch.nn.Liner; did you mean torch.nn.Linear?",
      "object_type[3][0]: torch has no torch.nn.modules.liner.Linear; "
        + "did you mean torch.nn.modules.linear.Linear?",
      "object_type[4][0]: torch has no F.relu; did you mean torch.nn.functional.relu?",
      "object_type[5][0]: torch has no torch.nn.functional.layernorm; "
        + "did you mean torch.nn.functional.layer_norm?",
      "object_type[6][0]: torch has no torch.Linear; did you mean torch.nn.Linear?",
      "object_type[7][0]: torch has no Torch.nn.ReLU; did you mean torch.nn.ReLU?",
      "object_type[8][0]: torch has no torch.nn.Embeding; did you mean torch.nn.Embedding?"),
    Case(
      .misspelledType, #"{"module_name_object_type_order": [["", "nn.Conv2d", 0, 1]]}"#,
      "module_name_object_type_order[0][1]: torch has no nn.Conv2d; did you mean torch.nn.Conv2d?"),
    .types(
      .misspelledType,
      [
        "torch.nn.Linear", "torch.nn.functional.relu6", "torch.add", "torch.relu", "my.Linear",
        "torch.nn.modules.linear.NonDynamicallyQuantizableLinear", "torch.nn.Conv4d", "reshape",
        "torch.nn.modules.conv._ConvNd", "torch.nn.functional.gelu", "nn.Mine",
        "torch.nn.functional.relu_",
        "torch.ao.nn.quantized.reference.modules.linear.Linear",
        "transformers.activations.GELUTanh",
        "torch.nn.functional.adaptive_avg_pool1d", "torch.nn.functional.conv2d",
      ]),
    .types(
      .bareClassName, ["Linear", "LlamaRMSNorm"],
      "object_type[0][0]: Linear is a class without its module",
      "object_type[1][0]: LlamaRMSNorm is a class without its module"),
    .types(.bareClassName, ["torch.nn.Linear", "reshape", "getattr", "", "_Private"]),
  ]

  static let paths: [Case] = [
    .names(
      .patternAsPath, ["layers.*", #"layers\.1"#, "fc[12]", "encoder*", "^head", "a.**", "x?.*"],
      "module_name[0][0]: '*' stands for itself in \"layers.*\", which is a path and no pattern; "
        + "layers covers all below it",
      #"module_name[1][0]: '\' stands for itself in "layers\\.1", which is a path and no pattern"#,
      "module_name[2][0]: '[' stands for itself in \"fc[12]\", which is a path and no pattern",
      "module_name[3][0]: '*' stands for itself in \"encoder*\", which is a path and no pattern",
      "module_name[4][0]: '^' stands for itself in \"^head\", which is a path and no pattern",
      "module_name[5][0]: '*' stands for itself in \"a.**\", which is a path and no pattern; "
        + "a covers all below it",
      "module_name[6][0]: '?' stands for itself in \"x?.*\", which is a path and no pattern"),
    Case(
      .patternAsPath,
      #"{"module_name_object_type_order": [["layers.*", "torch.nn.Linear", 0, 1]]}"#,
      "module_name_object_type_order[0][0]: '*' stands for itself in \"layers.*\", which is a path and no pattern"
    ),
    .names(.patternAsPath, ["layers.1", "lm_head", "a-b", "é", "a b"]),
    .names(
      .oddPath, [".a", "a.", "a..b", " a", "a\t", "."],
      "module_name[0][0]: no module has the path \".a\"",
      "module_name[1][0]: no module has the path \"a.\"",
      "module_name[2][0]: no module has the path \"a..b\"",
      "module_name[3][0]: no module has the path \" a\"",
      "module_name[4][0]: no module has the path \"a\\t\"",
      "module_name[5][0]: no module has the path \".\""),
    .names(.oddPath, ["a.b", "a", "a b.c", ""]),
    .names(.rootModuleName, ["a", ""], "module_name[1][0]: the module name \"\" never applies"),
    Case(
      .rootModuleName,
      #"{"": 1, "module_name": [["a", 1]], "module_name_object_type_order": [["", "torch.nn.Linear", 0, 1]]}"#
    ),
  ]

  static let orders: [Case] = [
    Case(
      .negativeIndex,
      #"{"module_name_object_type_order": [["a", "torch.nn.Linear", 0, 1], ["a", "torch.nn.Linear", -2, 1]]}"#,
      "module_name_object_type_order[1][2]: uses are counted from 0, never -2"),
    Case(
      .orderOfMethod,
      #"{"module_name_object_type_order": [["a", "reshape", 0, 1], ["a", "getattr", 0, 1], "#
        + #"["a", "operator.add", 0, 1], ["a", "Linear", 0, 1], ["a", "", 0, 1]]}"#,
      "module_name_object_type_order[0][1]: reshape is a method, and calls of methods are not counted"
    ),
    Case(
      .negativeIndex, #"{"module_name_object_type_order": [["a", "torch.nn.Linear", 0, 1]]}"#),
    Case(.orderOfMethod, #"{"object_type": [["reshape", 1]]}"#),
  ]

  static let rest: [Case] = [
    Case(
      .redundantName,
      #"{"module_name": [["a.b.c", "x"], ["a", "x"], ["a.b", null], ["a.b.d", null], ["ab.c", "x"]]}"#,
      "module_name[3]: a.b.d gets null from module_name[2] already"),
    Case(
      .redundantName, #"{"module_name": [["a", "x"], ["a.c.d", "x"]]}"#,
      "module_name[1]: a.c.d gets x from module_name[0] already"),
    Case(.redundantName, #"{"": "x", "module_name": [["a", "x"], ["a.b", "y"], [".a", "x"]]}"#),
    Case(
      .noGlobal, "{}",
      "\"\": what no other rule matches is not quantized: there is no global qconfig"),
    Case(
      .noGlobal, #"{"": null}"#,
      "\"\": what no other rule matches is not quantized: there is no global qconfig"),
    Case(.noGlobal, #"{"": "int8"}"#),
    Case(.noGlobal, #"{"global": "int8"}"#),
    Case(
      .oddQConfig,
      #"{"": "int8-dynamic", "module_name": [["a", "int8_dynamic"], ["b", "int8_dynamic"], "#
        + #"["c", "int8_dynamic"], ["d", "int8_dynamc"], ["e", "Int8_Dynamic"]]}"#,
      "\"\": the qconfig int8-dynamic is used once, and int8_dynamic 3 times",
      "module_name[3][1]: the qconfig int8_dynamc is used once, and int8_dynamic 3 times",
      "module_name[4][1]: the qconfig Int8_Dynamic is used once, and int8_dynamic 3 times"),
    Case(
      .oddQConfig,
      #"{"module_name": [["a", "int8_dynamic"], ["b", "int8_dynamic"], ["c", "int8_dynamic"], "#
        + #"["d", "int4_dynamic"], ["e", "uint8_dynamic"], ["f", "int8_static"], ["g", {"x": 1}]]}"#
    ),
  ]

  @Test(arguments: cases)
  func finds(one: Case) {
    let report = RuleSetCheck(utf8: Array(one.rules.utf8)).report()
    let found = report.findings.filter { $0.code == one.code }
    #expect(found.map { "\($0.place): \($0.message)" } == one.found)
  }

  @Test func everyCodeHasACaseThatIsFoundAndOneThatIsNot() {
    for code in LintCode.allCases where code.rawValue < "FR100" {
      #expect(Self.cases.contains { $0.code == code && !$0.found.isEmpty }, "\(code)")
      #expect(Self.cases.contains { $0.code == code && $0.found.isEmpty }, "\(code)")
    }
  }

  @Test(arguments: cases)
  func whatIsProposedIsNotFoundAgain(one: Case) throws {
    let report = RuleSetCheck(utf8: Array(one.rules.utf8)).report()
    for finding in report.findings where finding.code == one.code {
      guard let key = finding.key, let suggestion = finding.suggestion else { continue }
      let mended: RuleKey
      switch key {
      case .moduleNameRegex: mended = .moduleNameRegex(suggestion)
      case .moduleName: mended = .moduleName(suggestion)
      case .objectType: mended = .objectType(ObjectType(suggestion))
      default: continue
      }
      guard finding.code != .oddQConfig else { continue }
      var mapping = QConfigMapping().setGlobal("q")
      mapping.set(mended, to: "x")
      let again = RuleSetCheck(mapping).report().findings
      #expect(!again.contains { $0.code == finding.code }, "\(finding.message): \(suggestion)")
    }
  }
}
