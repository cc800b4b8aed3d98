import Foundation
import Testing

/// `qresolve-batch diff`: what changes when one rule set takes the place of another.
@Suite struct DiffTests {
  private static let new = """
    {"": "int8",
     "object_type": [["torch.nn.Linear", {"bits": 8}]],
     "module_name_regex": [["enc\\\\.1", "int8"], ["enc\\\\..*norm", "fp16"]],
     "module_name": [["head", null], ["head.out", null]],
     "module_name_object_type_order": [["dec", "torch.nn.Linear", 1, "int2"]]}

    """
  private static let inventory = """
    model\tmodule_path\tmodule_type
    m\tenc.0.norm\ttorch.nn.LayerNorm
    m\tenc.1\tmy.Block
    m\tenc.1.norm\ttorch.nn.LayerNorm
    m\tenc.11.norm\ttorch.nn.LayerNorm
    n\tdec.q\ttorch.nn.Linear
    n\tdec.k\ttorch.nn.Linear
    n\tdec.v\ttorch.nn.Linear
    n\thead.out\ttorch.nn.Linear

    """

  private func workspace() throws -> Workspace {
    let workspace = try Workspace()
    try workspace.write(Self.new, to: "new.json")
    try workspace.write(Self.inventory, to: "zoo.tsv")
    return workspace
  }

  private func run(
    _ arguments: String, input: String = "", in workspace: Workspace
  ) throws -> Command.Outcome {
    try Command.run(
      ["diff"] + arguments.split(separator: " ").map(String.init), input: input, in: workspace.url)
  }

  private static let report = #"""
    rules.json -> new.json: 2 rules added, 1 removed, 1 with another qconfig
      - module_name[1]        x                         gone
      + module_name_regex[0]  int8                      enc\.1
      + module_name[1]        null                      head.out
      ~ object_type[0]        {"bits":4} -> {"bits":8}  torch.nn.Linear

    4 of 8 rows change (50.0 %), in 2 of 2 models, at 4 module paths

      rows    share  old           new
         2   25.0 %  fp16       -> int8
                     module_name_regex[0] enc\..*norm -> module_name_regex[0] enc\.1
                     zoo.tsv:4  m  enc.1.norm
                     zoo.tsv:5  m  enc.11.norm
         2   25.0 %  {"bits":4} -> {"bits":8}
                     object_type[0] torch.nn.Linear
                     zoo.tsv:6  n  dec.q
                     zoo.tsv:8  n  dec.v

    2 rows keep their qconfig and get it from another rule
      1  global -> module_name_regex[0] enc\.1
      1  module_name[0] head -> module_name[1] head.out

    """#

  @Test(arguments: ["", " --threads 1", " --threads 7"])
  func report(options: String) throws {
    let outcome = try run("rules.json new.json zoo.tsv" + options, in: workspace())
    #expect(outcome.output == Self.report)
    #expect(outcome.errors == "")
    #expect(outcome.status == 1)
  }

  @Test func nothingChanges() throws {
    let workspace = try workspace()
    let outcome = try run("rules.json rules.json zoo.tsv", in: workspace)
    #expect(
      outcome.output == "rules.json -> rules.json: the same rules\n\nno row of 8 changes\n")
    #expect(outcome.status == 0)
    // Another rule that says the same is no change.
    try workspace.write(#"{"": "int8"}"#, to: "a.json")
    try workspace.write(#"{"": "int8", "module_name_regex": [["a", "int8"]]}"#, to: "b.json")
    let other = try run("a.json b.json", input: "b\na\n", in: workspace)
    #expect(
      other.output == """
        a.json -> b.json: 1 rule added
          + module_name_regex[0]  int8  a

        no row of 2 changes

        1 row keeps its qconfig and gets it from another rule
          global -> module_name_regex[0] a

        """)
    #expect(other.status == 0)
    #expect(try run("a.json b.json --quiet", in: workspace).output == "")
  }

  @Test func quietSaysItByItsStatus() throws {
    let workspace = try workspace()
    let outcome = try run("-q rules.json new.json zoo.tsv", in: workspace)
    #expect(outcome.output == "" && outcome.errors == "" && outcome.status == 1)
    let same = try run("-q new.json new.json zoo.tsv", in: workspace)
    #expect(same.output == "" && same.errors == "" && same.status == 0)
  }

  private static let rows = """
    model\tmodule_path\tmodule_type\told_qconfig\told_rule\tnew_qconfig\tnew_rule
    m\tenc.1.norm\ttorch.nn.LayerNorm\tfp16\tmodule_name_regex[0]\tint8\tmodule_name_regex[0]
    m\tenc.11.norm\ttorch.nn.LayerNorm\tfp16\tmodule_name_regex[0]\tint8\tmodule_name_regex[0]
    n\tdec.q\ttorch.nn.Linear\t{"bits":4}\tobject_type[0]\t{"bits":8}\tobject_type[0]
    n\tdec.v\ttorch.nn.Linear\t{"bits":4}\tobject_type[0]\t{"bits":8}\tobject_type[0]

    """

  @Test func rowsThatChange() throws {
    let workspace = try workspace()
    let file = try run("rules.json new.json zoo.tsv --rows changed.tsv", in: workspace)
    #expect(file.output == Self.report)
    #expect(try workspace.text(of: "changed.tsv") == Self.rows)
    // On standard output they leave no room for the report.
    let output = try run("rules.json new.json zoo.tsv --rows -", in: workspace)
    #expect(output.output == Self.rows)
    #expect(output.errors == Self.report)
    #expect(output.status == 1)
    let quiet = try run("rules.json new.json --rows - -q", input: Self.inventory, in: workspace)
    #expect(quiet.output == Self.rows && quiet.errors == "")
    // By the name of the file.
    _ = try run("rules.json new.json zoo.tsv -q --rows changed.jsonl", in: workspace)
    #expect(
      try workspace.text(of: "changed.jsonl").hasPrefix(
        #"{"model":"m","module_path":"enc.1.norm","module_type":"torch.nn.LayerNorm","old_qconfig":"fp16","#
      ))
    let csv = try run(
      "rules.json new.json zoo.tsv -q --rows - --output-format csv", in: workspace)
    #expect(
      csv.output.contains(#"n,dec.q,torch.nn.Linear,"{""bits"":4}",object_type[0],"{""bits"":8}""#))
    // A run that fails leaves no file.
    try workspace.write(Self.inventory + "n\n", to: "bad.tsv")
    let bad = try run("rules.json new.json bad.tsv --rows bad.out", in: workspace)
    #expect(bad.status == 65)
    #expect(try !workspace.names.contains { $0.hasPrefix("bad.out") })
    // And one without a change an empty table.
    _ = try run("new.json new.json zoo.tsv -q --rows none.tsv", in: workspace)
    #expect(try workspace.text(of: "none.tsv") == Self.rows.prefix { $0 != "\n" } + "\n")
  }

  @Test func limit() throws {
    let outcome = try run("rules.json new.json zoo.tsv --limit 1", in: workspace())
    #expect(
      outcome.output.contains(
        """
          ~ object_type[0]        {"bits":4} -> {"bits":8}  torch.nn.Linear
          and 1 more

        """))
    #expect(outcome.output.contains("\n     2   25.0 %  by 1 other change\n"))
  }

  @Test func json() throws {
    let outcome = try run("rules.json new.json zoo.tsv --json --limit 0", in: workspace())
    #expect(
      outcome.output == #"""
        {"schema":"fastresolve.diff/1","old":"rules.json","new":"new.json","rows":8,"bad_rows":0,"bytes_read":\#(
          Self.inventory.utf8.count),"models":2,"changed_rows":4,"changed_models":2,\#
        "changed_module_paths":4,"other_rule_rows":2,"transitions":[\#
        {"old_qconfig":"fp16","new_qconfig":"int8","rows":2,"rules":[\#
        {"old_rule":"module_name_regex[0]","old_key":["enc\\..*norm"],\#
        "new_rule":"module_name_regex[0]","new_key":["enc\\.1"],"rows":2}],"examples":[\#
        {"model":"m","op":"call_module","module_path":"enc.1.norm","source":"zoo.tsv","line":4},\#
        {"model":"m","op":"call_module","module_path":"enc.11.norm","source":"zoo.tsv","line":5}]},\#
        {"old_qconfig":{"bits":4},"new_qconfig":{"bits":8},"rows":2,"rules":[\#
        {"old_rule":"object_type[0]","old_key":["torch.nn.Linear"],\#
        "new_rule":"object_type[0]","new_key":["torch.nn.Linear"],"rows":2}],"examples":[\#
        {"model":"n","op":"call_module","module_path":"dec.q","source":"zoo.tsv","line":6},\#
        {"model":"n","op":"call_module","module_path":"dec.v","source":"zoo.tsv","line":8}]}],\#
        "other_rules":[\#
        {"old_rule":"global","old_key":[],"new_rule":"module_name_regex[0]","new_key":["enc\\.1"],"rows":1},\#
        {"old_rule":"module_name[0]","old_key":["head"],"new_rule":"module_name[1]","new_key":["head.out"],"rows":1}],\#
        "rule_sets":{"added":[{"rule":"module_name_regex[0]","key":["enc\\.1"],"qconfig":"int8"},\#
        {"rule":"module_name[1]","key":["head.out"],"qconfig":null}],\#
        "removed":[{"rule":"module_name[1]","key":["gone"],"qconfig":"x"}],\#
        "changed":[{"old":{"rule":"object_type[0]","key":["torch.nn.Linear"],"qconfig":{"bits":4}},\#
        "new":{"rule":"object_type[0]","key":["torch.nn.Linear"],"qconfig":{"bits":8}}}],"moved":[]}}

        """#)
    #expect(outcome.status == 1)
  }

  /// The slip of the sample's rule set, mended.
  @Test func theSample() throws {
    let workspace = try Workspace()
    let examples = SampleTests.root.appending(path: "Examples")
    let rules = try String(contentsOf: examples.appending(path: "rules.json"), encoding: .utf8)
    try workspace.write(rules, to: "old.json")
    try workspace.write(rules.replacing("model.layer.0", with: "model.layers.0"), to: "new.json")
    try FileManager.default.createSymbolicLink(
      at: workspace.url.appending(path: "Examples"), withDestinationURL: examples)
    let outcome = try run("old.json new.json Examples/zoo.tsv Examples/graph.tsv", in: workspace)
    #expect(
      outcome.output == #"""
        old.json -> new.json: 1 rule added, 1 removed
          - module_name[3]  fp16  model.layer.0
          + module_name[3]  fp16  model.layers.0

        27 of 3,584 rows change (0.8 %), in 2 of 5 models, at 18 module paths

          rows    share  old         new
            19    0.5 %  int8     -> fp16
                         17  module_name_regex[4] model\.layers\.(?:0|23|31)\. -> module_name[3] model.layers.0
                          2  global -> module_name[3] model.layers.0
                         Examples/zoo.tsv:155  transformers/LlamaForCausalLM  model.layers.0
                         Examples/zoo.tsv:156  transformers/LlamaForCausalLM  model.layers.0.self_attn
                         Examples/zoo.tsv:157  transformers/LlamaForCausalLM  model.layers.0.self_attn.q_proj
             7    0.2 %  null     -> fp16
                         6  module_name_regex[0] .*norm\d?$ -> module_name[3] model.layers.0
                         1  module_name_regex[1] .*\.(?:gate|router)(?:\.|$) -> module_name[3] model.layers.0
                         Examples/zoo.tsv:166  transformers/LlamaForCausalLM  model.layers.0.input_layernorm
                         Examples/zoo.tsv:167  transformers/LlamaForCausalLM  model.layers.0.post_attention_layernorm
                         Examples/zoo.tsv:2771  transformers/Qwen3MoeForCausalLM  model.layers.0.self_attn.q_norm
             1   <0.1 %  int4_g32 -> fp16
                         module_name_regex[3] .*\.experts(?:\.expert_\d+)?(?:\.fc[12])?$ -> module_name[3] model.layers.0
                         Examples/zoo.tsv:2774  transformers/Qwen3MoeForCausalLM  model.layers.0.mlp.experts

        """#)
    #expect(outcome.status == 1)
  }

  @Test func badRows() throws {
    let workspace = try workspace()
    let input = "op\tmodule_path\ncall_modul\tenc.1.norm\n\tenc.1.norm\n"
    let fails = try run("rules.json new.json", input: input, in: workspace)
    #expect(
      fails.errors == "<stdin>:2: error: unknown op 'call_modul'; did you mean 'call_module'?\n")
    #expect(fails.status == 65 && fails.output == "")
    let skips = try run("rules.json new.json --on-bad-row skip", input: input, in: workspace)
    #expect(
      skips.errors == "<stdin>:2: skipped: unknown op 'call_modul'; did you mean 'call_module'?\n")
    #expect(
      skips.output.contains("\n1 of 1 row changes (100.0 %), at 1 module path\n1 bad row skipped\n")
    )
    #expect(skips.status == 1)
  }

  @Test(arguments: [
    ("a.json b.json --threads 0", "--threads takes a number from 1 to 1024, not 0"),
    ("a.json b.json --limit=-1", "--limit takes a number from 0, not -1"),
    ("a.json b.json - -", "standard input can be read only once"),
    ("a.json", "Missing expected argument '<new>'"),
  ])
  func theArgumentsWontDo(arguments: String, message: String) throws {
    let outcome = try run(arguments, in: Workspace())
    #expect(outcome.errors.hasPrefix("Error: \(message)"))
    #expect(outcome.status == 64)
  }

  @Test func files() throws {
    let workspace = try workspace()
    #expect(try run("rules.json gone.json zoo.tsv", in: workspace).status == 66)
    #expect(try run("rules.json new.json gone.tsv", in: workspace).status == 66)
    #expect(try run("rules.json new.json zoo.tsv --rows gone/x", in: workspace).status == 74)
    try workspace.write("[]", to: "bad.json")
    #expect(try run("rules.json bad.json zoo.tsv", in: workspace).status == 65)
    let defaults = try run("default:x86 default:fbgemm zoo.tsv", in: workspace)
    #expect(defaults.status <= 1 && defaults.output.hasPrefix("default:x86 -> default:fbgemm"))
  }
}
