import Foundation
import Testing

/// `qresolve-batch regex`: patterns tried on paths, and answered by the line.
@Suite struct RegexTests {
  private static let pattern = #"layers\.(?P<index>\d+)(\.mlp)?"#

  private static let blocks = """
    match     layers.17.mlp
      0: 'layers.17.mlp' at 0:13
      1 index: '17' at 7:9
      2: '.mlp' at 9:13
    match     layers.3
      0: 'layers.3' at 0:8
      1 index: '3' at 7:8
      2: None
    no match  lm_head

    """

  @Test func pathsAreArguments() throws {
    let outcome = try Command.run(["regex", Self.pattern, "layers.17.mlp", "layers.3", "lm_head"])
    #expect(outcome.output == Self.blocks)
    #expect(outcome.errors == "")
    #expect(outcome.status == 0)
  }

  @Test(arguments: [
    "layers.17.mlp\nlayers.3\nlm_head\n", "layers.17.mlp\nlayers.3\nlm_head",
    "\u{FEFF}layers.17.mlp\r\nlayers.3\r\nlm_head\r\n",
  ])
  func pathsAreLinesOfStandardInput(input: String) throws {
    for arguments in [[], ["-"]] {
      let outcome = try Command.run(["regex", Self.pattern] + arguments, input: input)
      #expect(outcome.output == Self.blocks)
      #expect(outcome.errors == "")
      #expect(outcome.status == 0)
    }
  }

  @Test func argumentsAndStandardInputMix() throws {
    let outcome = try Command.run(["regex", "b", "a", "-", "c"], input: "b\n\n")
    #expect(
      outcome.output == "no match  a\nmatch     b\n  0: 'b' at 0:1\nno match  \nno match  c\n")
    #expect(outcome.status == 0)
  }

  @Test(arguments: [["x"], ["x", "y"]]) func nothingMatches(paths: [String]) throws {
    let outcome = try Command.run(["regex", "a"] + paths)
    #expect(outcome.output == paths.map { "no match  \($0)\n" }.joined())
    #expect(outcome.errors == "")
    #expect(outcome.status == 1)
  }

  @Test func noPathsMatchNothing() throws {
    let outcome = try Command.run(["regex", "a"])
    #expect(outcome.output == "")
    #expect(outcome.status == 1)
  }

  @Test func placesCountCharactersAndTextIsQuoted() throws {
    let outcome = try Command.run(["regex", "(.)(.)('?)(.*)", "é𐐀'\t\u{1B}x"])
    #expect(
      outcome.output == """
        match     é𐐀'\\t\\u{1B}x
          0: "é𐐀'\\t\\x1bx" at 0:6
          1: 'é' at 0:1
          2: '𐐀' at 1:2
          3: "'" at 2:3
          4: '\\t\\x1bx' at 3:6

        """)
  }

  @Test func groupsAreThoseOfPythonWhereOtherEnginesDiffer() throws {
    let outcome = try Command.run(["regex", "(?:(a?)|b)+", "ab"])
    #expect(
      outcome.output == """
        match     ab
          0: 'a' at 0:1
          1: '' at 1:1

        """)
    #expect(outcome.status == 0)
  }

  @Test func aPatternMayBeginWithAHyphen() throws {
    let outcome = try Command.run(["regex", "--", "-a", "-a"])
    #expect(outcome.output == "match     -a\n  0: '-a' at 0:2\n")
    #expect(outcome.status == 0)
  }

  @Test(arguments: [
    (
      #"layers\.(\d+\.mlp"#,
      """
      missing ), unterminated subpattern at position 8
        layers\\.(\\d+\\.mlp
                ^

      """
    ),
    (
      "a{99999999999}",
      """
      the repetition number is too large
        a{99999999999}

      """
    ),
  ])
  func thePatternIsRejected(pattern: String, message: String) throws {
    let outcome = try Command.run(["regex", pattern, "a"])
    #expect(outcome.output == "")
    #expect(outcome.errors == "error: " + message)
    #expect(outcome.status == 65)
  }

  @Test func aLimitIsNoAnswer() throws {
    let outcome = try Command.run(
      ["regex", "--match-limit", "100", "(a+)+$", "aa", "aaaaaaaaaaaaaaaaaaaab"])
    #expect(
      outcome.output == """
        match     aa
          0: 'aa' at 0:2
          1: 'aa' at 0:2
        error     aaaaaaaaaaaaaaaaaaaab
          match limit exceeded (PCRE2 error -47)

        """)
    #expect(outcome.errors == "")
    #expect(outcome.status == 65)
    let enough = try Command.run(["regex", "(a+)+$", "aaaaaaaaaaab"])
    #expect(enough.output == "no match  aaaaaaaaaaab\n")
    #expect(enough.status == 1)
  }

  @Test func theLimitHoldsForResolveToo() throws {
    let workspace = try Workspace(rules: #"{"module_name_regex": [["(a+)+[^b]$", 1]]}"#)
    let input = "b\naaaaaaaaaaaaaaaaaaaab\n"
    let outcome = try workspace.run("--match-limit 100 -q", input: input)
    #expect(
      outcome.errors == "<stdin>:2: error: module_name_regex[0]: match limit exceeded "
        + "(PCRE2 error -47) while the pattern '(a+)+[^b]$' was tried on 'aaaaaaaaaaaaaaaaaaaab'\n")
    #expect(outcome.status == 65)
    #expect(try workspace.run("-q", input: "b\naaaab\n").status == 0)
    // That `(a+)+$` can't match what doesn't end in an `a` is known without trying.
    let filtered = try Workspace(rules: #"{"module_name_regex": [["(a+)+$", 1]]}"#)
    #expect(try filtered.run("--match-limit 100 -q", input: input).status == 0)
  }

  @Test func aLineThatIsNoText() throws {
    let outcome = try Command.run(["regex", "a"], bytes: Data([0x61, 0x0A, 0xFF, 0x0A, 0x61]))
    #expect(outcome.output == "match     a\n  0: 'a' at 0:1\n")
    #expect(outcome.errors == "<stdin>:2: error: not UTF-8\n")
    #expect(outcome.status == 65)
  }

  // MARK: --show

  @Test(arguments: [
    (
      "(?!.*bert)blocks\\..*(?<=\\.d)w(é)$",
      """
      pattern   (?!.*bert)blocks\\..*(?<=\\.d)w(é)$
      ASCII     (?!.*bert)blocks\\x{2e}.*(?<=\\x{2e}d)w(?:[^\\x{0}-\\x{ff}])$
      UTF-8     (?!.*bert)blocks\\x{2e}.*(?<=\\x{2e}d)w(?:\\x{e9})$
      begins    with 'blocks.'
      ends      with '.dwé', before a newline or not
      holds     'blocks.'
      holds     '.dwé'

      """
    ),
    (
      "(?xi) .* \\. (?: Q | k ) _proj \\Z",
      """
      pattern   (?i).*\\.(?:Q|k)_proj\\Z
      ASCII     .*(?i:\\x{2e})(?:[Qq]|[Kk])(?i:_proj)\\z
      UTF-8     .*[\\x{2e}](?:[Qq]|[Kk\\x{212a}])[_][Pp][Rr][Oo][Jj]\\z
      ends      with '.q_proj' in any case or '.k_proj' in any case
      holds     '.q_proj' in any case or '.k_proj' in any case

      """
    ),
    (
      "foo.*",
      "pattern   foo.*\nASCII     foo.*\nUTF-8     foo.*\nmatches   what begins with 'foo'\n"
    ),
    ("foo\\Z", "pattern   foo\\Z\nASCII     foo\\z\nUTF-8     foo\\z\nmatches   'foo' alone\n"),
    (
      "foo$",
      "pattern   foo$\nASCII     foo$\nUTF-8     foo$\nmatches   'foo', and that with a newline\n"
    ),
    ("a*", "pattern   a*\nASCII     a*\nUTF-8     a*\nmatches   everything\n"),
    ("a$b", "pattern   a$b\nASCII     a$b\nUTF-8     a$b\nmatches   nothing\n"),
  ])
  func shows(pattern: String, text: String) throws {
    let outcome = try Command.run(["regex", "--show", pattern])
    #expect(outcome.output == text)
    #expect(outcome.errors == "")
    #expect(outcome.status == 0)
  }

  @Test func showsBeforeItMatches() throws {
    let outcome = try Command.run(["regex", "--show", "a*", "b"])
    #expect(
      outcome.output == """
        pattern   a*
        ASCII     a*
        UTF-8     a*
        matches   everything
        match     b
          0: '' at 0:0

        """)
  }

  // MARK: --jsonl

  private static let questions = #"""
    {"id": [1, "\u00e9"], "pattern": "a"}
    {"id": "x", "pattern": "a", "subject": "ab", "match": true}

    {"id": "x", "pattern": "a", "subject": "ba", "note": {"deep": [1]}}
    {"id": 1.0, "subject": null, "pattern": "("}
    {"pattern": "a{4294967295}", "subject": "a"}
    {"id": {"a": null}, "pattern": "(?a)(?u)"}
    {"id": 3, "pattern": "(a+)+$", "subject": "aaaaaaaaaaaaaaaaaaaaaab"}
    {"id": 4, "pattern": "(?i)(s)\\1", "subject": "sſ"}
    {"id": 5, "pattern": "(?:((a)|b))*+\\2"}

    """#

  private static let answers = #"""
    {"id":[1, "\u00e9"],"ok":true}
    {"id":"x","match":true}
    {"id":"x","match":false}
    {"id":1.0,"error":"missing ), unterminated subpattern","pos":0}
    {"id":null,"error":"the repetition number is too large","pos":null,"etype":"OverflowError"}
    {"id":{"a": null},"error":"ASCII and UNICODE flags are incompatible","pos":null,"etype":"ValueError"}
    {"id":3,"error":"match limit exceeded (PCRE2 error -47)","pos":null,"etype":"limit"}
    {"id":4,"match":false}
    {"id":5,"ok":true}

    """#

  @Test func linesAreAnsweredInOrder() throws {
    let workspace = try Workspace()
    try workspace.write(Self.questions, to: "a.jsonl")
    try workspace.write("\u{FEFF}{\"pattern\":\"é\",\"subject\":\"é\"}\r\n", to: "b.jsonl")
    let arguments = ["regex", "--jsonl", "--match-limit", "100"]
    for (names, input) in [([], Self.questions), (["-"], Self.questions), (["a.jsonl"], "")] {
      let outcome = try Command.run(arguments + names, input: input, in: workspace.url)
      #expect(outcome.output == Self.answers)
      #expect(outcome.errors == "")
      #expect(outcome.status == 0)
    }
    let both = try Command.run(arguments + ["b.jsonl", "a.jsonl"], in: workspace.url)
    #expect(both.output == "{\"id\":null,\"match\":true}\n" + Self.answers)
  }

  @Test(arguments: [
    ("{\"id\":5,\"subject\":1}", "column 19: expected a string, found '1'"),
    ("{\"id\":5}", "column 1: the object has no member 'pattern'"),
    ("[1]", "column 1: expected an object, found '['"),
    ("{\"pattern\":\"é\"} x", "column 17: expected the end, found 'x'"),
    ("{\"pattern\":null}", "column 12: expected a string, found 'n'"),
    ("{\"pattern\":\"a\",\"subject\":nil}", "column 26: expected a value, found 'n'"),
    ("{", "column 2: expected a name in quotes, found the end"),
  ])
  func aLineThatWontDo(line: String, reason: String) throws {
    let workspace = try Workspace()
    try workspace.write(
      "{\"id\":1,\"pattern\":\"a\"}\n\(line)\n{\"pattern\":\"b\"}\n", to: "in.jsonl")
    let outcome = try Command.run(["regex", "--jsonl", "in.jsonl"], in: workspace.url)
    #expect(outcome.output == "{\"id\":1,\"ok\":true}\n")
    #expect(outcome.errors == "in.jsonl:2: error: \(reason)\n")
    #expect(outcome.status == 65)
  }

  @Test func theFileIsMissing() throws {
    let outcome = try Command.run(["regex", "--jsonl", "no.jsonl"])
    #expect(outcome.errors == "error: no.jsonl: can't be read: No such file or directory\n")
    #expect(outcome.status == 66)
  }

  @Test func answersDoNotWaitForMoreQuestions() throws {
    let command = try RunningCommand(["regex", "--jsonl"])
    for number in 0..<3 {
      try command.write("{\"id\":\(number),\"pattern\":\"a\",\"subject\":\"a\"}\n")
      #expect(command.readLine() == "{\"id\":\(number),\"match\":true}\n")
    }
    #expect(command.finish().status == 0)
  }

  // MARK: Usage

  @Test(arguments: [
    (["regex"], "Missing expected argument '<pattern>'"),
    (["regex", "--show", "--jsonl"], "--show and --jsonl don't go together"),
    (["regex", "--jsonl", ""], "an input has an empty file name"),
    (["regex", "--jsonl", "-", "-"], "standard input can be read only once"),
    (["regex", "a", "-", "-"], "standard input can be read only once"),
    (
      ["regex", "--match-limit", "0", "a"],
      "--match-limit takes a number from 1 to 4294967295, not 0"
    ),
    (
      ["regex", "--match-limit", "4294967296", "a"],
      "The value '4294967296' is invalid for '--match-limit <n>'"
    ),
  ])
  func theArgumentsWontDo(arguments: [String], message: String) throws {
    let outcome = try Command.run(arguments)
    #expect(outcome.errors.hasPrefix("Error: \(message)\n"))
    #expect(outcome.errors.contains("Usage: qresolve-batch regex [--show]"))
    #expect(outcome.output == "")
    #expect(outcome.status == 64)
  }

  @Test func helpNamesWhatThereIs() throws {
    let outcome = try Command.run(["help", "regex"])
    for part in [
      "regex [--show] [--match-limit <n>] <pattern> [<path> ...]",
      "regex --jsonl [--match-limit <n>] [<file> ...]", "--show", "--jsonl", "--match-limit <n>",
      "(default:\n                          100000000)", "Exit status: 0 when", "Examples:",
    ] {
      #expect(outcome.output.contains(part), "\(part)")
    }
    #expect(try Command.run(["help", "resolve"]).output.contains("--match-limit <n>"))
  }
}
