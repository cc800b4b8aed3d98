import Foundation
import Testing

/// `convert`: rule sets in their normal form, in JSON and in YAML.
@Suite struct ConvertTests {
  static let json = """
    {
      "": "int8",
      "object_type": [
        ["torch.nn.Linear",{"bits":4}]
      ],
      "module_name_regex": [
        ["enc\\\\..*norm","fp16"]
      ],
      "module_name": [
        ["head",null],
        ["gone","x"]
      ],
      "module_name_object_type_order": [
        ["dec","torch.nn.Linear",1,"int2"]
      ]
    }

    """

  static let yaml = """
    "": int8
    object_type:
    - - torch.nn.Linear
      - bits: 4
    module_name_regex:
    - ['enc\\..*norm', fp16]
    module_name:
    - [head, null]
    - [gone, x]
    module_name_object_type_order:
    - [dec, torch.nn.Linear, 1, int2]

    """

  static let compact =
    #"{"":"int8","object_type":[["torch.nn.Linear",{"bits":4}]],"#
    + #""module_name_regex":[["enc\\..*norm","fp16"]],"module_name":[["head",null],["gone","x"]],"#
    + #""module_name_object_type_order":[["dec","torch.nn.Linear",1,"int2"]]}"# + "\n"

  private func convert(
    _ line: String, input: String = "", in workspace: Workspace
  ) throws -> Command.Outcome {
    try Command.run(
      ["convert"] + line.split(separator: " ").map(String.init), input: input, in: workspace.url)
  }

  @Test func theFormsOfOutput() throws {
    let workspace = try Workspace()
    try workspace.write(Self.yaml, to: "rules.yml")
    for rules in ["rules.json", "rules.yml"] {
      for (options, text) in [
        ("", Self.json), ("--to json", Self.json), ("--to yaml", Self.yaml),
        ("--compact", Self.compact),
        ("-o -", Self.json), ("-o - --to yaml", Self.yaml),
      ] {
        let outcome = try convert("\(options) \(rules)", in: workspace)
        #expect(outcome.output == text)
        #expect(outcome.errors == "")
        #expect(outcome.status == 0)
      }
      for (name, text) in [
        ("out.json", Self.json), ("out.yaml", Self.yaml), ("out.YML", Self.yaml),
        ("out.txt", Self.json),
      ] {
        let outcome = try convert("-o \(name) \(rules)", in: workspace)
        #expect(try workspace.text(of: name) == text)
        #expect(outcome.output == "")
        #expect(outcome.errors == "")
        #expect(outcome.status == 0)
      }
      #expect(try convert("-o out.json --to yaml \(rules)", in: workspace).status == 0)
      #expect(try workspace.text(of: "out.json") == Self.yaml)
    }
  }

  @Test(arguments: ["", "--from json", "--from yaml"])
  func standardInput(from: String) throws {
    let workspace = try Workspace()
    let outcome = try convert("\(from) -", input: Workspace.rules, in: workspace)
    #expect(outcome.output == Self.json)
    #expect(try convert("--from yaml -", input: Self.yaml, in: workspace).output == Self.json)
    let other = try convert("-", input: Self.yaml, in: workspace)
    #expect(other.errors == "<stdin>:1:3: error: expected the end, found ':'\n")
    #expect(other.status == 65)
  }

  @Test func theFormOfAFileMayBeSaid() throws {
    let workspace = try Workspace()
    try workspace.write(Self.yaml, to: "rules")
    #expect(try convert("rules", in: workspace).status == 65)
    #expect(try convert("--from yaml rules", in: workspace).output == Self.json)
  }

  @Test func theFileThatIsRead() throws {
    let workspace = try Workspace()
    #expect(try convert("rules.json -o rules.json", in: workspace).status == 0)
    #expect(try workspace.text(of: "rules.json") == Self.json)
    // Nothing is written over what can't be read.
    try workspace.write("{\"module_name\": [1]}", to: "rules.json")
    #expect(try convert("rules.json -o rules.json", in: workspace).status == 65)
    #expect(try workspace.text(of: "rules.json") == "{\"module_name\": [1]}")
    #expect(try workspace.names == [])
  }

  @Test(arguments: ["default:x86", "default:qat:qnnpack:0"])
  func torchsOwn(name: String) throws {
    let workspace = try Workspace()
    #expect(try convert("\(name) -o torch.yaml", in: workspace).status == 0)
    let outcome = try convert(name, in: workspace)
    #expect(outcome.status == 0)
    #expect(outcome.output == (try convert("torch.yaml", in: workspace).output))
    let answers = try [name, "torch.yaml"].map {
      try Command.run(["--rules", $0, "-q"], input: DefaultRulesTests.layerNorm, in: workspace.url)
    }
    #expect(answers[0].output == answers[1].output)
    #expect(answers[1].status == 0)
  }

  @Test func whatIsFoldedIsSaid() throws {
    let workspace = try Workspace(
      rules: "{\"module_name\": [[\"a\", 1], [\"b\", 2], [\"a\", 3]], \"module_name_regex\": []}")
    let outcome = try convert("--compact rules.json", in: workspace)
    #expect(
      outcome.output
        == #"{"":null,"object_type":[],"module_name_regex":[],"module_name":[["a",3],["b",2]],"#
        + #""module_name_object_type_order":[]}"# + "\n")
    #expect(
      outcome.errors
        == "rules.json: 1 rule folded into an earlier one of the same key; the last qconfig counts\n"
    )
    #expect(outcome.status == 0)
    try workspace.write(outcome.output, to: "rules.json")
    #expect(try convert("rules.json", in: workspace).errors == "")
  }

  @Test func aBadRuleSet() throws {
    let workspace = try Workspace(rules: "{\"module_nam\": [], \"module_name\": [[1, 2]]}")
    let outcome = try convert("rules.json -o out.json", in: workspace)
    #expect(
      outcome.errors == """
        rules.json: error: module_nam: unknown key; did you mean 'module_name'?
        rules.json: error: module_name[0][0]: expected a string, found a number

        """)
    #expect(outcome.status == 65)
    #expect(try workspace.names == [])
  }

  @Test func whatYAMLCantSay() throws {
    let workspace = try Workspace(rules: "{\"\": {\"a\": 1, \"a\": 2}}")
    let outcome = try convert("rules.json -o out.yaml", in: workspace)
    #expect(
      outcome.errors
        == "rules.json: error: \"\": the name \"a\" stands twice in an object, which YAML can't say\n"
    )
    #expect(outcome.status == 65)
    #expect(try workspace.names == [])
    #expect(
      try convert("--compact rules.json", in: workspace).output.hasPrefix(
        "{\"\":{\"a\":1,\"a\":2},"))
  }

  @Test func filesThatCantBe() throws {
    let workspace = try Workspace()
    let input = try convert("none.yaml", in: workspace)
    #expect(input.errors == "error: none.yaml: can't be read: No such file or directory\n")
    #expect(input.status == 66)
    let output = try convert("rules.json -o none/out.json", in: workspace)
    #expect(output.errors == "error: none/out.json: can't be written: No such file or directory\n")
    #expect(output.status == 74)
  }

  @Test(arguments: [
    (
      ["default:x86", "--from", "json"],
      "--from says how a file is written, and default:x86 is none"
    ),
    (
      ["rules.json", "--compact", "--to", "yaml"],
      "--compact is a way to write JSON, and the output is YAML"
    ),
    (
      ["rules.json", "--compact", "-o", "a.yaml"],
      "--compact is a way to write JSON, and the output is YAML"
    ),
    ([""], "the rule set has an empty file name"),
    (["rules.json", "-o", ""], "--output has an empty file name"),
    (
      ["rules.json", "--to", "toml"],
      "The value 'toml' is invalid for '--to <to>'. Please provide one of 'json' and 'yaml'."
    ),
  ])
  func theArgumentsWontDo(arguments: [String], message: String) throws {
    let workspace = try Workspace()
    let outcome = try Command.run(["convert"] + arguments, in: workspace.url)
    #expect(outcome.errors.hasPrefix("Error: \(message)\n"))
    #expect(outcome.output == "")
    #expect(outcome.status == 64)
    #expect(try workspace.names == [])
  }
}

/// Rule sets in YAML, wherever a rule set is named.
@Suite struct YAMLRulesTests {
  @Test func theAnswersAreTheSame() throws {
    let workspace = try Workspace()
    try workspace.write(ConvertTests.yaml, to: "rules.yaml")
    let input = "module_path\tmodule_type\nhead\tT\nenc.norm\tT\nx\ttorch.nn.Linear\ny\tT\n"
    let answers = try ["rules.json", "rules.yaml"].map {
      try Command.run(["--rules", $0, "-q"], input: input, in: workspace.url)
    }
    #expect(answers[0].output == answers[1].output)
    #expect(answers[1].status == 0)
  }

  @Test func faultsHaveLineAndColumnOrThePlace() throws {
    let workspace = try Workspace()
    for (yaml, errors) in [
      (
        "\"\": off\nmodule_name:\n- [a, 0x10]\n",
        """
        rules.yaml:1:5: error: 'off' is a boolean to YAML 1.1 and a string to YAML 1.2; \
        write true or false, or put it in quotes
        rules.yaml:3:7: error: '0x10' is a number, but not as JSON writes numbers; \
        write it so, or put it in quotes if it is a string

        """
      ),
      (
        "module_name_regex:\n- [a, 1]\n- [1, 2]\n",
        "rules.yaml: error: module_name_regex[1][0]: expected a string, found a number\n"
      ),
      (
        "object_types: []\n",
        "rules.yaml: error: object_types: unknown key; did you mean 'object_type'?\n"
      ),
    ] {
      try workspace.write(yaml, to: "rules.yaml")
      let outcome = try Command.run(
        ["--rules", "rules.yaml"], input: "a\n", in: workspace.url)
      #expect(outcome.errors == errors)
      #expect(outcome.output == "")
      #expect(outcome.status == 65)
    }
  }

  /// The page on rule sets shows one in both forms.
  @Test func thePageShowsTheSameRulesTwice() throws {
    let page = try String(
      contentsOf: SampleTests.root.appending(path: "Documentation/rules.md"), encoding: .utf8)
    let workspace = try Workspace()
    var outputs: [String] = []
    for format in ["json", "yaml"] {
      let start = try #require(page.range(of: "```\(format)\n"))
      let end = try #require(page.range(of: "```\n", range: start.upperBound..<page.endIndex))
      try workspace.write(
        String(page[start.upperBound..<end.lowerBound]), to: "rules.\(format)")
      let outcome = try Command.run(["convert", "rules.\(format)"], in: workspace.url)
      #expect(outcome.status == 0)
      outputs.append(outcome.output)
    }
    #expect(outputs[0] == outputs[1])
    #expect(outputs[0].contains("group_size"))
  }
}
