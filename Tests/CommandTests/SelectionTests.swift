import Foundation
import Testing

/// `--select` and `--no-header`.
@Suite struct SelectionTests {
  static let tsv = "model\tmodule_path\tx\nm\thead\t1\nm\ta\t2\n"

  @Test(arguments: [
    ("--select qconfig", "qconfig\nnull\nint8\n"),
    ("--select rule,x", "rule\tx\nmodule_name[0]\t1\nglobal\t2\n"),
    (
      "--select module_path,qconfig --output-format csv",
      "module_path,qconfig\nhead,null\na,int8\n"
    ),
    (
      "--select x,rule --output-format jsonl",
      "{\"x\":\"1\",\"rule\":\"module_name[0]\"}\n{\"x\":\"2\",\"rule\":\"global\"}\n"
    ),
    ("--select qconfig --no-header", "null\nint8\n"),
    ("--select x,model,module_path --no-header", "1\tm\thead\n2\tm\ta\n"),
    ("--no-header", "m\thead\t1\tnull\tmodule_name[0]\nm\ta\t2\tint8\tglobal\n"),
  ])
  func columns(arguments: String, output: String) throws {
    let outcome = try Workspace().run("-q \(arguments)", input: Self.tsv)
    #expect(outcome.output == output)
    #expect(outcome.errors == "")
    #expect(outcome.status == 0)
  }

  @Test func membersThatSomeRowsHave() throws {
    let outcome = try Workspace().run(
      "-q --select x,rule --output-format tsv",
      input: "{\"module_path\":\"a\",\"x\":[1]}\n{\"module_path\":\"head\",\"y\":1}\n")
    #expect(outcome.output == "x\trule\n[1]\tglobal\n\tmodule_name[0]\n")
    #expect(outcome.errors == "")
  }

  @Test func aMemberThatIsProbablyASlip() throws {
    let outcome = try Workspace().run(
      "-q --select modul_path,modell,weight,rule", input: "{\"module_path\":\"a\",\"models\":1}\n")
    #expect(
      outcome.output
        == "{\"modul_path\":null,\"modell\":null,\"weight\":null,\"rule\":\"global\"}\n")
    #expect(
      outcome.errors == """
        <stdin>: warning: the first row has no 'modul_path', which --select names; \
        did you mean 'module_path'?
        <stdin>: warning: the first row has no 'modell', which --select names; \
        did you mean 'models'?

        """)
    #expect(outcome.status == 0)
  }

  @Test(arguments: [
    ("modul_path", "did you mean 'module_path'?"), ("qconfg", "did you mean 'qconfig'?"),
    ("Rule", "did you mean 'rule'?"), (" rule", "did you mean 'rule'?"),
    ("weight", "it has model, module_path, x, qconfig, rule"),
  ])
  func aColumnThatIsNotThere(column: String, hint: String) throws {
    let workspace = try Workspace()
    try workspace.write(Self.tsv, to: "in.tsv")
    let outcome = try Command.run(
      ["--rules", "rules.json", "--select", "x,\(column)", "-o", "a.tsv", "in.tsv"],
      in: workspace.url)
    #expect(outcome.errors == "error: --select: in.tsv has no column '\(column)'; \(hint)\n")
    #expect(outcome.status == 64)
    #expect(try workspace.names == ["in.tsv"])
  }
}
