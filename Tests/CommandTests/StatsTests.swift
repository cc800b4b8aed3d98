import Foundation
import Testing

/// `qresolve-batch stats`: what is in an inventory.
@Suite struct StatsTests {
  @Test(arguments: ["", " --threads 1", " --threads 7"])
  func theSample(options: String) throws {
    let outcome = try Command.run(
      ["stats", "Examples/zoo.tsv", "Examples/graph.tsv", "--top", "3"]
        + options.split(separator: " ").map(String.init), in: SampleTests.root)
    #expect(
      outcome.output == """
        3,584 rows of 5 models, 413.2 kB

          module paths    3,131  12.6 % of the rows have one that was there before
          different rows  3,445  3.9 % of the rows were there before, but for the model
          module types       43  99.7 % of the rows have one
          names             234
          targets            15
          3,467 rows have an index; the uses of the other 117 are counted

          ops
            3,303   92.2 %  call_module
              164    4.6 %  call_function
               64    1.8 %  call_method
               53    1.5 %  get_attr

          models: 3 of 5
            2,188   61.0 %  transformers/NllbMoeDecoder
              482   13.4 %  timm/deit_small_distilled_patch16_224
              422   11.8 %  transformers/LlamaForCausalLM

          module types: 3 of 43
            1,258   35.1 %  torch.nn.modules.linear.Linear
              459   12.8 %  torch.nn.modules.dropout.Dropout
              422   11.8 %  torch.nn.modules.activation.ReLU

          targets: 3 of 15
            80    2.2 %  _operator.getitem
            26    0.7 %  _operator.add
            25    0.7 %  torch.nn.functional.layer_norm

          names, the last segments of module paths: 3 of 234
            405   11.3 %  act
            405   11.3 %  fc1
            405   11.3 %  fc2

          module paths: 3 of 3,131
            15    0.4 %  (the root)
            13    0.4 %  blocks.0.attn
            13    0.4 %  blocks.1.attn

          segments of module paths: least 0, median 5, 90 % up to 6, most 6
            0     15  ▍
            1     39  █
            2     62  █▋
            3    556  ██████████████▎
            4    514  █████████████▏
            5    838  █████████████████████▌
            6  1,560  ████████████████████████████████████████

          bytes of module paths: least 0, median 32, 90 % up to 38, most 40
              0-4     22  ▋
              5-9     69  ██
            10-14    402  ███████████▌
            15-19    294  ████████▍
            20-24    153  ████▍
            25-29    268  ███████▋
            30-34  1,401  ████████████████████████████████████████
            35-39    911  ██████████████████████████
            40-44     64  █▉

        """)
    #expect(outcome.errors == "")
    #expect(outcome.status == 0)
  }

  private static let inventory = """
    model\tmodule_path\top\ttarget
    m\ta.b\t\t
    n\ta..b\t\t
    m\ta b\tcall_function\t

    """

  @Test func oddities() throws {
    let workspace = try Workspace()
    try workspace.write(Self.inventory, to: "in.tsv")
    let outcome = try Command.run(["stats", "in.tsv"], in: workspace.url)
    #expect(
      outcome.output.hasSuffix(
        """

          looks wrong
            1 row with an empty segment in the module path, at 1 module path: in.tsv:3 'a..b'
            1 row with white space in the module path, at 1 module path: in.tsv:4 'a b'
            1 row that calls something without a target, at 1 module path: in.tsv:4 'a b'
            models that were there before come again 1 time: uses are counted anew in each place

        """))
    #expect(outcome.status == 0)
  }

  @Test func json() throws {
    let outcome = try Command.run(["stats", "--json", "-"], input: Self.inventory)
    #expect(
      outcome.output == #"""
        {"schema":"fastresolve.stats/1","rows":3,"bad_rows":0,"bytes_read":\#(
          Self.inventory.utf8.count),"rows_with_index":0,"rows_with_module_type":0,\#
        "repeated_module_path_rows":0,"repeated_rows":0,"scattered_model_runs":1,\#
        "distinct":{"models":2,"module_paths":3,"module_types":0,"names":2,"targets":0,"rows":3},\#
        "frequent":{"ops":[{"name":"call_module","rows":2},{"name":"call_function","rows":1}],\#
        "models":[{"name":"m","rows":2},{"name":"n","rows":1}],"module_types":[],"targets":[],\#
        "names":[{"name":"b","rows":2},{"name":"a b","rows":1}],\#
        "module_paths":[{"name":"a b","rows":1},{"name":"a..b","rows":1},{"name":"a.b","rows":1}]},\#
        "depth":{"min":1,"median":2,"p90":3,"max":3,"counts":[[1,1],[2,1],[3,1]]},\#
        "module_path_bytes":{"min":3,"median":3,"p90":4,"max":4,"counts":[[3,2],[4,1]]},\#
        "oddities":[\#
        {"oddity":"empty_segment","rows":1,"module_paths":1,"example":{"module_path":"a..b","source":"<stdin>","line":3}},\#
        {"oddity":"whitespace","rows":1,"module_paths":1,"example":{"module_path":"a b","source":"<stdin>","line":4}},\#
        {"oddity":"missing_target","rows":1,"module_paths":1,"example":{"module_path":"a b","source":"<stdin>","line":4}}]}

        """#)
  }

  @Test func badRowsAndFiles() throws {
    let workspace = try Workspace()
    let input = "module_path\tindex\na\tx\nb\t1\n"
    let fails = try Command.run(["stats"], input: input)
    #expect(fails.status == 65)
    #expect(fails.errors.hasPrefix("<stdin>:2: error: index has to be a whole number"))
    let skips = try Command.run(["stats", "--on-bad-row", "skip"], input: input)
    #expect(skips.status == 0)
    #expect(skips.output.hasPrefix("1 row, 26 B\n1 bad row skipped\n"))
    #expect(try Command.run(["stats", "gone.tsv"], in: workspace.url).status == 66)
    #expect(try Command.run(["stats", "--top=-1"]).status == 64)
    #expect(try Command.run(["stats", "--threads", "0"]).status == 64)
    #expect(try Command.run(["stats", "-", "-"]).status == 64)
  }
}
