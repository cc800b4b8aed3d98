import Foundation
import Testing

/// `qresolve-batch explain`: why a module gets its qconfig.
@Suite struct ExplainTests {
  private static let rules = #"""
    {"": "int8",
     "object_type": [["torch.nn.Linear", "int4"], ["operator.add", {"bits": 4}]],
     "module_name_regex": [["layers\\.1\\.mlp", "fp16"], [".*\\.experts\\.\\d+$", "int4_g32"],
                           [".*mlp", null], ["layers\\.\\d+", "fp8"]],
     "module_name": [["lm_head", null], ["model.layer.0", "bf16"], ["model", "int2"]],
     "module_name_object_type_order": [["dec", "operator.add", 1, "int16"]]}

    """#

  private func run(_ arguments: String, rules: String = Self.rules) throws -> Command.Outcome {
    let workspace = try Workspace(rules: rules)
    return try Command.run(
      ["explain", "rules.json"] + arguments.split(separator: " ").map(String.init),
      in: workspace.url)
  }

  @Test func aRegexDecides() throws {
    let outcome = try run("layers.11.mlp.fc --type torch.nn.Linear")
    #expect(
      outcome.output == #"""
        layers.11.mlp.fc  call_module, type torch.nn.Linear
          null by module_name_regex[2]: the first regex that matches; no higher tier has a rule for it

          module_name_object_type_order  no rule
            no use of torch.nn.modules.linear.Linear in layers.11.mlp has a rule
          module_name                    no rule
            none for layers.11.mlp.fc, nor for an ancestor up to layers
          module_name_regex              null, decides
            [2]  null  .*mlp
            [3]  fp8   layers\.\d+  hidden by [2]
            closest of the 2 that don't match:
            [0]  layers\.1\.mlp  fp16
                          ^
                 layers.11.mlp.fc
                         ^ position 8: '1', where the pattern has \.
          object_type                    int4, overruled by module_name_regex[2]
            module_type  torch.nn.Linear = torch.nn.modules.linear.Linear  [0]  int4
          global                         int8, overruled by module_name_regex[2]

        """#)
    #expect(outcome.errors == "")
    #expect(outcome.status == 0)
  }

  @Test func anAncestorDecides() throws {
    let outcome = try run("model.layers.0.experts.3x")
    #expect(
      outcome.output
        == #"""
        model.layers.0.experts.3x  call_module
          int2 by module_name[2]: the nearest ancestor that has a rule

          module_name_object_type_order  no rule
            uses in model.layers.0.experts were not looked up: no type or target is given
          module_name                    int2, decides
            model.layers.0.experts.3x  no rule
            model.layers.0.experts     no rule
            model.layers.0             no rule
            model.layers               no rule
            model                      [2]  int2
            near: [1]  bf16  model.layer.0: layer, and the path has layers
          module_name_regex              no rule
            closest of the 4 that don't match:
            [3]  layers\.\d+  fp8
                 model.layers.0.experts.3x
                       ^ it matches from position 6 on, but a match begins at the start
            [1]  .*\.experts\.\d+$  int4_g32
                              ^  ^
                 model.layers.0.experts.3x
                                         ^ position 24: 'x', where the pattern has \d or $
          object_type                    no rule
            module_type  not given
          global                         int8, overruled by module_name[2]

        """#)
  }

  @Test func aCallHasTwoTypesAndAnIndex() throws {
    let arguments = "dec --op call_function --target _operator.add --type torch.nn.Liner"
    let first = try run(arguments)
    #expect(
      first.output == """
        dec  call_function, target _operator.add, type torch.nn.Liner
          {"bits":4} by object_type[1]: no higher tier has a rule for it

          module_name_object_type_order  no rule
            use 0 of _operator.add in dec has no rule
            no index is given, so it is taken to be the first use
            near: [0]  int16  use 1
          module_name                    no rule
            none for dec
          module_name_regex              no rule
          object_type                    {"bits":4}, decides
            module_type  torch.nn.Liner  no rule
            near: [0]  int4  torch.nn.Linear
            target       _operator.add  [1]  {"bits":4}
          global                         int8, overruled by object_type[1]

        """)
    let second = try run(arguments + " --index 1")
    #expect(
      second.output.hasPrefix(
        """
        dec  call_function, target _operator.add, type torch.nn.Liner
          int16 by module_name_object_type_order[0]: the highest tier has a rule for it

          module_name_object_type_order  int16, decides
            use 1 of _operator.add in dec  [0]
          module_name                    no rule

        """))
  }

  @Test func nothingButTheGlobalOne() throws {
    let outcome = try run("enc.0 --type my.Block")
    #expect(
      outcome.output.hasSuffix(
        """
          global                         int8, decides

          what would decide it: object_type my.Block; a module_name_regex that matches from the start \
        of the path; module_name with the path or an ancestor

        """))
    let empty = try run("enc", rules: "{}")
    #expect(
      empty.output == """
        enc  call_module
          null by none: no rule matches, and no global qconfig is set

          module_name_object_type_order  no rule
            uses in the root were not looked up: no type or target is given
          module_name                    no rule
            none for enc
          module_name_regex              no rule
          object_type                    no rule
            module_type  not given
          global                         none set: null where no rule matches

          what would decide it: a module_name_regex that matches from the start of the path; \
        module_name with the path

        """)
  }

  @Test func severalPathsMakeABlockEach() throws {
    let both = try run("lm_head a --op get_attr")
    let blocks = try ["lm_head", "a"].map { try run("\($0) --op get_attr").output }
    #expect(both.output == blocks.joined(separator: "\n"))
    #expect(
      blocks[0].hasPrefix("lm_head  get_attr\n  null by module_name[0]: its own path has a rule\n"))
    let root = try Command.run(["explain", "default:x86", "", "--op", "output"])
    #expect(
      root.output == "(the root)  output\n  null by none: no rule is asked about output nodes\n")
  }

  @Test func asJSON() throws {
    let outcome = try run("layers.11.mlp --type torch.nn.Linear --index 2 --json")
    #expect(
      outcome.output == #"""
        {"schema":"fastresolve.explain/1","explanations":[{"query":{"op":"call_module",\#
        "module_path":"layers.11.mlp","module_type":"torch.nn.Linear","target":"","index":2,\#
        "index_given":true},"qconfig":null,"rule":"module_name_regex[2]","error":null,\#
        "matches":[{"rule":"module_name_regex[2]","key":[".*mlp"],"qconfig":null,\#
        "standing":"decides","overruled_by":null},{"rule":"module_name_regex[3]",\#
        "key":["layers\\.\\d+"],"qconfig":"fp8","standing":"overruled",\#
        "overruled_by":"module_name_regex[2]"},{"rule":"object_type[0]","key":["torch.nn.Linear"],\#
        "qconfig":"int4","standing":"overruled","overruled_by":"module_name_regex[2]"},\#
        {"rule":"global","key":[],"qconfig":"int8","standing":"overruled",\#
        "overruled_by":"module_name_regex[2]"}],"tiers":{"object_type":[{"of":"module_type",\#
        "name":"torch.nn.Linear","canonical_name":"torch.nn.modules.linear.Linear",\#
        "rule":"object_type[0]","nearest":null}],"module_name_regex":{"count":4,\#
        "matches":["module_name_regex[2]","module_name_regex[3]"],"failures":[],\#
        "near":[{"rule":"module_name_regex[0]","key":["layers\\.1\\.mlp"],"qconfig":"fp16",\#
        "reason":"stopped","position":8,"elements":[[9,11]],"agreed":8,"furthest":8}]},\#
        "module_name":{"looked_up":[{"module_path":"layers.11.mlp","rule":null},\#
        {"module_path":"layers.11","rule":null},{"module_path":"layers","rule":null}],"near":[],\#
        "rules_below":0},"module_name_object_type_order":{"module_path":"layers.11",\#
        "object_type":"torch.nn.modules.linear.Linear","index":2,"rule":null,"other_uses":[],\#
        "misplaced":[]}}}]}

        """#)
    // Every kind of near miss.
    let near = try run("model.layers.0 --json").output
    #expect(near.contains(#""reason":"begins_later","position":6}"#))
    #expect(near.contains(#""difference":"spelling","text":"layer","path_text":"layers"}"#))
    let ruledOut = try run("abc --json", rules: #"{"module_name_regex": [["(?!a)abc", 1]]}"#)
    #expect(ruledOut.output.contains(#""reason":"ruled_out","position":0,"elements":[[0,5]]"#))
    #expect(
      try run("a --op output --json").output.contains(#""module_name_object_type_order":null"#))
  }

  @Test func aLimitIsAnError() throws {
    let rules = #"{"module_name_regex": [["(a+)+[^b]$", 1]]}"#
    let path = String(repeating: "a", count: 20) + "b"
    for json in ["", " --json"] {
      let outcome = try run("\(path) --match-limit 100\(json)", rules: rules)
      #expect(outcome.status == 65)
      #expect(
        outcome.output.contains(
          json.isEmpty
            ? "  not known: module_name_regex[0] ran into a limit (match limit exceeded"
            : #""qconfig":null,"rule":null,"error":{"rule":"module_name_regex[0]","reason":"#))
    }
  }

  @Test(arguments: [
    ("a --op call_methd", "unknown op 'call_methd'; did you mean 'call_method'?"),
    ("a --op x", "unknown op 'x'; there are call_module, call_function, call_method, get_attr,"),
    ("a --target x", "--target goes with --op call_function or call_method"),
    ("a --index=-1", "--index counts from 0, not -1"),
    ("", "Missing expected argument '<path> ...'"),
  ])
  func theArgumentsWontDo(arguments: String, message: String) throws {
    let outcome = try run(arguments)
    #expect(outcome.errors.hasPrefix("Error: "))
    #expect(outcome.errors.contains(message))
    #expect(outcome.output == "")
    #expect(outcome.status == 64)
  }

  @Test func rulesThatWontDo() throws {
    let missing = try Command.run(["explain", "/nowhere/rules.json", "a"])
    #expect(
      missing.errors == "error: /nowhere/rules.json: can't be read: No such file or directory\n")
    #expect(missing.status == 66)
    let bad = try run("a", rules: #"{"module_name_regex": [["a(", 1]]}"#)
    #expect(bad.errors.hasPrefix("rules.json: error: module_name_regex[0][0]: missing )"))
    #expect(bad.status == 65)
  }

  @Test func noColourInAPipe() throws {
    #expect(try !run("layers.11.mlp").output.contains("\u{1B}"))
  }
}
