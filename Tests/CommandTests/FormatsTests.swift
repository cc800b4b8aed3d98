import Foundation
import Testing

/// Every format in and out, as a file and through standard input without a name.
@Suite struct FormatsTests {
  struct Case: CustomTestStringConvertible {
    var about: String
    /// The input's name; on standard input the format has to be told from the first lines.
    var name: String
    var input: Data
    var arguments = ""
    var output: String
    /// What standard error says, with `@` for the input's name.
    var errors = ""
    var status: Int32 = 0
    var isToldFromFirstLines = true

    var testDescription: String { about }

    init(
      _ about: String, _ name: String, _ input: String, _ output: String, arguments: String = "",
      errors: String = "", status: Int32 = 0, isToldFromFirstLines: Bool = true
    ) {
      self.init(
        about, name, bytes: Array(input.utf8), output, arguments: arguments, errors: errors,
        status: status, isToldFromFirstLines: isToldFromFirstLines)
    }

    init(
      _ about: String, _ name: String, bytes: [UInt8], _ output: String, arguments: String = "",
      errors: String = "", status: Int32 = 0, isToldFromFirstLines: Bool = true
    ) {
      self.about = about
      self.name = name
      input = Data(bytes)
      self.arguments = arguments
      self.output = output
      self.errors = errors
      self.status = status
      self.isToldFromFirstLines = isToldFromFirstLines
    }
  }

  static let tables: [Case] = [
    Case(
      "tsv: a row of each tier", "in.tsv",
      "module_type\tx\tmodule_path\n\t1\thead.a\ntorch.nn.Linear\t2\tenc.norm\n"
        + "torch.nn.Linear\t\tdec.a\ntorch.nn.Linear\t\tdec.b\n\t\"\tother\n",
      "module_type\tx\tmodule_path\tqconfig\trule\n\t1\thead.a\tnull\tmodule_name[0]\n"
        + "torch.nn.Linear\t2\tenc.norm\tfp16\tmodule_name_regex[0]\n"
        + "torch.nn.Linear\t\tdec.a\t{\"bits\":4}\tobject_type[0]\n"
        + "torch.nn.Linear\t\tdec.b\tint2\tmodule_name_object_type_order[0]\n"
        + "\t\"\tother\tint8\tglobal\n"),
    Case(
      "tsv: CRLF, a byte order mark, no last newline", "in.tsv",
      "\u{FEFF}module_path\tx\r\nhead\t1\r\na\t2",
      "module_path\tx\tqconfig\trule\nhead\t1\tnull\tmodule_name[0]\na\t2\tint8\tglobal\n"),
    Case(
      "tsv: a NUL is a character like others", "in.tsv", "module_path\thead\n\u{0}\thead.\u{0}\n",
      "module_path\thead\tqconfig\trule\n\u{0}\thead.\u{0}\tint8\tglobal\n"),
    Case(
      "tsv: a row with too few columns", "in.tsv", "module_path\tx\nhead\t1\na\n",
      "module_path\tx\tqconfig\trule\nhead\t1\tnull\tmodule_name[0]\n",
      errors: "@:3: error: 1 column, the header has 2\n", status: 65),
    Case(
      "tsv: a row with too many columns", "in.tsv", "module_path\tx\na\tb\tc\n",
      "module_path\tx\tqconfig\trule\n", errors: "@:2: error: 3 columns, the header has 2\n",
      status: 65),
    Case(
      "tsv: invalid UTF-8", "in.tsv",
      bytes: Array("module_path\nhead\n".utf8) + [0x61, 0xFF, 0x0A],
      "module_path\tqconfig\trule\nhead\tnull\tmodule_name[0]\n",
      errors: "@:3: error: not UTF-8 from byte 2 of the row on\n", status: 65),
    Case(
      "tsv: an index that is none", "in.tsv", "module_path\tindex\na\tone\n",
      "module_path\tindex\tqconfig\trule\n",
      errors: "@:2: error: index has to be a whole number from 0 on, this is 'one'\n", status: 65),
    Case(
      "tsv: an unknown operation", "in.tsv", "module_path\top\na\tcall_modul\n",
      "module_path\top\tqconfig\trule\n",
      errors: "@:2: error: unknown op 'call_modul'; did you mean 'call_module'?\n", status: 65),
    Case(
      "tsv: no module_path", "in.tsv", "modul_path\tx\na\tb\n", "",
      errors: "@:1: error: no column 'module_path' in the header; "
        + "did you mean 'modul_path' to be it?\n", status: 65),
    Case(
      "tsv: a header of csv", "in.tsv", "module_path,model\na,b\n", "",
      errors: "@:1: error: no column 'module_path' in the header; "
        + "it looks like csv: --input-format csv\n", status: 65, isToldFromFirstLines: false),
    Case(
      "csv: a header of tsv", "in.csv", "module_path\tmodel\na\tb\n", "",
      errors: "@:1: error: no column 'module_path' in the header; "
        + "it looks like tsv: --input-format tsv\n", status: 65, isToldFromFirstLines: false),
    Case(
      "tsv: a slip in the header", "in.tsv", "module_path\tmodule_typ\nhead\tx\n",
      "module_path\tmodule_typ\tqconfig\trule\nhead\tx\tnull\tmodule_name[0]\n",
      errors: "@:1: warning: the column 'module_typ' is carried through unread; "
        + "did you mean 'module_type'?\n"),
    Case(
      "tsv: nothing at all", "in.tsv", "", "",
      errors: "@: error: is empty; a .tsv input begins with a header\n", status: 65,
      isToldFromFirstLines: false),
    Case(
      "tsv: compressed", "in.tsv", bytes: [0x1F, 0x8B, 8, 0, 0x0A], "",
      errors: "@: error: is compressed with gzip; pipe the output of 'gzip -dc' in\n", status: 65),
    Case(
      "tsv: UTF-16", "in.tsv", bytes: [0xFF, 0xFE, 0x61, 0, 0x0A, 0], "",
      errors: "@: error: is UTF-16; expected UTF-8\n", status: 65),
    Case(
      "csv: quotes, quotes in quotes, line breaks in quotes", "in.csv",
      "module_path,\"a \"\"b\"\"\"\n\"head\",\"x,y\"\n\"dec\",\"two\r\nlines\"\n",
      "module_path,\"a \"\"b\"\"\",qconfig,rule\n\"head\",\"x,y\",null,module_name[0]\n"
        + "\"dec\",\"two\r\nlines\",int8,global\n"),
    Case(
      "csv: an object needs quotes", "in.csv", "module_type,module_path\ntorch.nn.Linear,a\n",
      "module_type,module_path,qconfig,rule\n"
        + "torch.nn.Linear,a,\"{\"\"bits\"\":4}\",object_type[0]\n"),
    Case(
      "csv: CRLF, a byte order mark, no last newline", "in.csv",
      "\u{FEFF}module_path,x\r\nhead,1\r\n\"a\",\"2\"",
      "module_path,x,qconfig,rule\nhead,1,null,module_name[0]\n\"a\",\"2\",int8,global\n"),
    Case(
      "csv: lines within a field count", "in.csv", "module_path,x\na,\"1\n2\n3\"\nb\n",
      "module_path,x,qconfig,rule\na,\"1\n2\n3\",int8,global\n",
      errors: "@:5: error: 1 column, the header has 2\n", status: 65),
    Case(
      "csv: a quote without an end", "in.csv", "module_path,x\na,\"1\nb,2\n",
      "module_path,x,qconfig,rule\n", errors: "@:2: error: the quote of column 2 has no end\n",
      status: 65),
    Case(
      "csv to tsv", "in.csv", "module_path,x\n\"head\",\"a\"\"b\"\n",
      "module_path\tx\tqconfig\trule\nhead\ta\"b\tnull\tmodule_name[0]\n",
      arguments: "--output-format tsv"),
    Case(
      "csv to tsv: a line break", "in.csv", "module_path,x\nhead,\"a\nb\"\n",
      "module_path\tx\tqconfig\trule\n", arguments: "--output-format tsv",
      errors: "@:2: error: a tab or line break within a field, which TSV can't hold; "
        + "choose another --output-format\n", status: 65),
    Case(
      "tsv to csv", "in.tsv", "module_path\tx\nhead\t1,2\n",
      "module_path,x,qconfig,rule\nhead,\"1,2\",null,module_name[0]\n",
      arguments: "--output-format csv"),
    Case(
      "tsv to jsonl", "in.tsv", "module_path\tx\tindex\nhead\t\"\\\t7\na\t\t\n",
      "{\"module_path\":\"head\",\"x\":\"\\\"\\\\\",\"index\":7,\"qconfig\":null,"
        + "\"rule\":\"module_name[0]\"}\n"
        + "{\"module_path\":\"a\",\"x\":\"\",\"index\":null,\"qconfig\":\"int8\","
        + "\"rule\":\"global\"}\n",
      arguments: "--output-format jsonl"),
  ]

  static let others: [Case] = [
    Case(
      "jsonl: any order, escapes, nested extras", "in.jsonl",
      "{\"x\": {\"module_path\": [1, {}]}, \"module_type\":\"\", \"module\\u005fpath\" : "
        + "\"he\\u0061d\"}\n{\"module_path\":\"enc.\\ud83d\\ude00.norm\"}\n",
      "{\"x\": {\"module_path\": [1, {}]}, \"module_type\":\"\", \"module\\u005fpath\" : "
        + "\"he\\u0061d\",\"qconfig\":null,\"rule\":\"module_name[0]\"}\n"
        + "{\"module_path\":\"enc.\\ud83d\\ude00.norm\",\"qconfig\":\"fp16\","
        + "\"rule\":\"module_name_regex[0]\"}\n"),
    Case(
      "jsonl: CRLF, a byte order mark, blank lines, no last newline", "in.jsonl",
      "\u{FEFF}\r\n{\"module_path\":\"head\"}\r\n  \r\n\n{\"module_path\":\"a\"}",
      "{\"module_path\":\"head\",\"qconfig\":null,\"rule\":\"module_name[0]\"}\n"
        + "{\"module_path\":\"a\",\"qconfig\":\"int8\",\"rule\":\"global\"}\n"),
    Case(
      "jsonl: blank lines count", "in.jsonl", "\n{\"module_path\":\"a\"}\n\n{\"x\":1}\n",
      "{\"module_path\":\"a\",\"qconfig\":\"int8\",\"rule\":\"global\"}\n",
      errors: "@:4: error: no module_path\n", status: 65),
    Case(
      "jsonl: cut off", "in.jsonl", "{\"module_path\":\"é\",\n", "",
      errors: "@:1: error: column 20: expected a name in quotes, found the end\n", status: 65),
    Case(
      "jsonl: not an object", "in.jsonl", "[1]\n", "",
      errors: "@:1: error: column 1: expected an object, found '['\n", status: 65),
    Case(
      "jsonl: a wrong type", "in.jsonl", "{\"module_path\":null}\n{\"module_path\":[]}\n", "",
      errors: "@:1: error: no module_path\n", status: 65),
    Case(
      "jsonl: invalid UTF-8", "in.jsonl",
      bytes: Array("{\"module_path\":\"".utf8) + [0xFF]
        + Array("\"}\n".utf8), "", errors: "@:1: error: not UTF-8 from byte 17 of the row on\n",
      status: 65),
    Case(
      "jsonl: a NUL that isn't escaped", "in.jsonl", "{\"module_path\":\"\u{0}\"}\n", "",
      errors: "@:1: error: column 17: a control character in a string has to be escaped\n",
      status: 65),
    Case(
      "jsonl: an escaped NUL", "in.jsonl", "{\"module_path\":\"head.\\u0000\"}\n",
      "{\"module_path\":\"head.\\u0000\",\"qconfig\":null,\"rule\":\"module_name[0]\"}\n"),
    Case("jsonl: nothing at all", "in.jsonl", "", "", isToldFromFirstLines: false),
    Case(
      "jsonl to tsv", "in.jsonl",
      "{\"x\":[1, 2],\"module_path\":\"a\"}\n{\"module_path\":\"head\"}\n",
      "x\tmodule_path\tqconfig\trule\n[1,2]\ta\tint8\tglobal\n\thead\tnull\tmodule_name[0]\n",
      arguments: "--output-format tsv"),
    Case(
      "jsonl to csv: a member without a column", "in.jsonl",
      "{\"module_path\":\"a\"}\n{\"module_path\":\"b\",\"x\":1}\n",
      "module_path,qconfig,rule\na,int8,global\n", arguments: "--output-format csv",
      errors: "@:2: error: column 20: the member 'x' is not among those of the first row, so it "
        + "has no column; name the columns with --select\n", status: 65),
    Case(
      "txt: an empty line is the root", "in.txt", "head.a\n\nenc.1.norm\n",
      "module_path\tqconfig\trule\nhead.a\tnull\tmodule_name[0]\n\tint8\tglobal\n"
        + "enc.1.norm\tfp16\tmodule_name_regex[0]\n"),
    Case(
      "txt: CRLF, a byte order mark, no last newline", "in.txt", "\u{FEFF}head\r\n\r\na,b",
      "module_path\tqconfig\trule\nhead\tnull\tmodule_name[0]\n\tint8\tglobal\n"
        + "a,b\tint8\tglobal\n"),
    Case(
      "txt: a tab has no place in tsv", "in.txt", "a\tb\n", "module_path\tqconfig\trule\n",
      errors: "@:1: error: a tab or line break within a field, which TSV can't hold; "
        + "choose another --output-format\n", status: 65, isToldFromFirstLines: false),
    Case(
      "txt to jsonl", "in.txt", "é\u{0}\n",
      "{\"module_path\":\"é\\u0000\",\"qconfig\":\"int8\",\"rule\":\"global\"}\n",
      arguments: "--output-format jsonl"),
    Case(
      "txt: invalid UTF-8", "in.txt", bytes: [0x61, 0x0A, 0xC0, 0x80, 0x0A],
      "module_path\tqconfig\trule\na\tint8\tglobal\n",
      errors: "@:2: error: not UTF-8 from byte 1 of the row on\n", status: 65),
    Case("txt: nothing at all", "in.txt", "", "module_path\tqconfig\trule\n"),
  ]

  @Test(arguments: tables + others)
  func asAFile(_ one: Case) throws {
    let workspace = try Workspace()
    try workspace.write(one.input, to: one.name)
    let outcome = try workspace.run("-q \(one.arguments) \(one.name)")
    check(outcome, one, name: one.name)
  }

  @Test(arguments: tables + others)
  func onStandardInput(_ one: Case) throws {
    let workspace = try Workspace()
    let format =
      one.isToldFromFirstLines ? "" : "--input-format \(one.name.dropFirst("in.".count))"
    let outcome = try workspace.run("-q \(one.arguments) \(format)", bytes: one.input)
    check(outcome, one, name: "<stdin>")
  }

  private func check(_ outcome: Command.Outcome, _ one: Case, name: String) {
    #expect(outcome.output == one.output)
    #expect(outcome.errors == one.errors.replacing("@", with: name))
    #expect(outcome.status == one.status)
    #expect(!outcome.isSignal)
  }

  @Test(arguments: [("in.tsv", "txt"), ("in.csv", "txt"), ("in.txt", "txt"), ("in", "auto")])
  func theOptionBeatsTheName(name: String, format: String) throws {
    let workspace = try Workspace()
    try workspace.write("head\n", to: name)
    let outcome = try workspace.run("-q --input-format \(format) --output-format csv \(name)")
    #expect(outcome.output == "module_path,qconfig,rule\nhead,null,module_name[0]\n")
  }

  @Test func bytesThatAreNoTextArePassedOver() throws {
    let workspace = try Workspace()
    let input = Data("module_path\n".utf8) + [0xFE, 0x0A] + Data("head\n".utf8)
    let outcome = try workspace.run("-q --on-bad-row skip", bytes: input)
    #expect(outcome.output == "module_path\tqconfig\trule\nhead\tnull\tmodule_name[0]\n")
    #expect(outcome.errors == "<stdin>:2: skipped: not UTF-8 from byte 1 of the row on\n")
    #expect(outcome.status == 0)
  }
}
