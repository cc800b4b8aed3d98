import Foundation
import Testing

@testable import FastResolve

@Suite struct LiteralPrefixTests {
  @Test(arguments: [
    ("foo\\.bar", "foo.bar", LiteralPrefix.Rest.anything), ("foo.*", "foo", .anything),
    ("foo.+", "foo", .unknown), ("(?s)foo.*bar", "foo", .unknown), ("", "", .anything),
    ("foo\\Z", "foo", .nothing), ("foo$", "foo", .finalNewline), ("(?m)foo$", "foo", .unknown),
    ("(?:foo|foobar)", "foo", .anything), ("foo|fob", "fo", .unknown), ("foo|", "", .anything),
    ("^foo", "foo", .anything), ("(?m)^foo", "foo", .anything), ("a*^foo", "", .unknown),
    ("(?i)foo", "", .unknown), ("(?i)\\.0", ".0", .anything), ("(?:ab){2}", "abab", .anything),
    ("(?:ab)+", "ab", .anything), ("(?:ab)++a", "aba", .unknown), ("a?b", "", .unknown),
    ("(a)\\1", "a", .unknown), ("(?=foo)f", "foo", .anything), ("(?!bar)foo", "foo", .anything),
    ("(?!foobar)foo", "foo", .unknown), ("(?>a|ab)c", "a", .unknown), ("(?>a|ab)", "a", .anything),
    ("\\bfoo", "foo", .anything), ("foo\\b", "foo", .unknown), ("(?<!x)foo", "foo", .anything),
    ("(a)?(?(1)b|c)", "", .unknown), ("[f]oo[^\\s\\S]?", "foo", .anything),
    ("é\\u00e9", "éé", .anything),
    ("(?:foo\\Z|foo$)", "foo", .finalNewline), ("foo\\Z$", "foo", .nothing),
    ("a{0}b", "b", .anything),
    ("foo$\\n", "foo\n", .nothing), ("(?:|b)a", "", .unknown),
  ])
  func begins(pattern: String, text: String, rest: LiteralPrefix.Rest) throws {
    #expect(try PythonRegex(pattern).literalPrefix == LiteralPrefix(text: text, rest: rest))
  }

  @Test(arguments: [
    "foo$bar", "foo\\Zbar", "[^\\s\\S]", "(?!)", "a(?!)", "[^\\w\\W]b", "a^", "\\ud800", "(?<=a)b",
    "(?!foo)foobar", "(?=foo)bar", "(?:(?!)|a$b)", "\\Bfoo", "\\b\\.", "(?!.*)", "(?:a$){2}(?!)",
  ])
  func neverMatches(pattern: String) throws {
    let regex = try PythonRegex(pattern)
    #expect(regex.matchesNothing)
    #expect(regex.exactLiteral == nil)
    #expect(!regex.matchesEverything)
  }

  @Test(arguments: [
    ".*", "", "(?:)", "a*", "a?b*", "(?=)", "(a)?", "a*+", "(?>a*)", "^", "(?!a$b)",
  ])
  func matchesAll(pattern: String) throws {
    let regex = try PythonRegex(pattern)
    #expect(regex.matchesEverything)
    #expect(!regex.matchesNothing)
  }

  @Test(arguments: [".", "a", "\\Z", "$", "\\b", "(?!a)", "a*b", ".+", "(a)?\\1"])
  func doesNotSurelyMatchAll(pattern: String) throws {
    #expect(try !PythonRegex(pattern).matchesEverything)
  }

  @Test func exactLiterals() throws {
    #expect(
      try PythonRegex("lm_head\\Z").exactLiteral
        == ExactLiteral(text: "lm_head", allowsFinalNewline: false))
    #expect(
      try PythonRegex("(?:lm_)head$").exactLiteral
        == ExactLiteral(text: "lm_head", allowsFinalNewline: true))
    #expect(try PythonRegex("lm_head").exactLiteral == nil)
    #expect(try PythonRegex("(?i)head\\Z").exactLiteral == nil)
  }

  @Test func longTextsAndCountsAreCut() throws {
    let long = try #require(try PythonRegex(String(repeating: "a", count: 5000)).literalPrefix)
    #expect(long.text.utf8.count == LiteralPrefixAnalysis.longestText)
    #expect(long.rest == .unknown)
    // Nested counts would be 10^16 steps.
    let nested = "((((((((a{60}){60}){60}){60}){60}){60}){60}){60}){60}"
    #expect(try PythonRegex(nested).literalPrefix?.rest == .unknown)
  }
}

@Suite struct RequiredLiteralsTests {
  /// The clauses in a line: `'a' | i'b' & 'c'`.
  static func text(_ clauses: [RequiredLiterals.Clause]) -> String {
    clauses.map(text).joined(separator: " & ")
  }

  static func text(_ clause: RequiredLiterals.Clause) -> String {
    clause.map { ($0.isCaseless ? "i" : "") + "'\($0.text)'" }.joined(separator: " | ")
  }

  @Test(arguments: [
    ("", ""), (".*", ""), ("foo", "'foo'"), (".*\\.fc$", "'.fc'"), ("foo.*bar", "'foo' & 'bar'"),
    (
      ".*\\.(?:q|k|v|o)_proj\\.detr",
      "'.q_proj.detr' | '.k_proj.detr' | '.v_proj.detr' | '.o_proj.detr'"
    ),
    ("(?!.*bert)blocks\\..*dw_mid$", "'blocks.' & 'dw_mid'"),
    ("(\\w+)\\.conv2_kxk\\.\\1", "'.conv2_kxk.'"),
    (".*(?<=\\.pan_blocks)\\.\\w{2,6}$", "'.pan_blocks.'"),
    ("layers\\.(?=mlp).*", "'layers.mlp'"), ("(?=.*foo)(?=.*bar)", "'foo' & 'bar'"),
    ("(?i)FFN\\.EXPERTS\\.\\d+\\.k", "i'ffn.experts.' & i'.k'"),
    ("(?i)ä\\.", "'Ä.' | 'ä.'"), ("Foo(?i:Bar)", "i'foobar'"), ("[Cc]onv", "'Conv' | 'conv'"),
    ("(?i)[ks]x", "i'kx' | i'sx'"),
    ("foo(?:bar)?baz", "'foobarbaz' | 'foobaz'"), ("foo(?:bar)*baz", "'foo' & 'baz'"),
    ("foo(?:bar)+baz", "'foobar' & 'barbaz'"), ("(?:ab){3}", "'ababab'"), ("a{0}b", "'b'"),
    ("foo|.*bar|baz\\d", "'foo' | 'bar' | 'baz'"), ("foo|\\d+", ""), ("(?:foo|)", ""),
    ("(?!foo)bar", "'bar'"), ("(?<!foo)bar", "'bar'"),
    ("(a)?(?(1)foo|foobar)x", "'foox' | 'foobarx'"),
    ("(a)?(?(1)foo)x", "'x'"), ("conv[0-9]+\\.w", "'conv' & '.w'"), ("\\ud800", ""),
    ("(?:foo.*bar|foo.*baz)", "'foo' & 'bar' | 'baz'"), ("a\\ud800|b", "'b'"),
    ("(?:.*\\.)?layers?\\.(?:[0-9]|1[0-9])\\.attns", "'.attns' & 'layers.' | 'layer.'"),
  ])
  func requires(pattern: String, clauses: String) throws {
    let text = Self.text(try PythonRegex(pattern).requiredLiterals.clauses)
    #expect(text == clauses)
  }

  @Test(arguments: [
    ("foo", "'foo'"), (".*proj.*\\.mlp", "'.mlp'"), ("a(?:b|cd)", "'ab' | 'acd'"),
    ("x\\d\\.mlp$", "'.mlp'"), ("foo\\d", ""), ("foo.*", ""), ("(?:foo)?", ""),
    ("foo[^\\s\\S]", ""),
    ("(?i).*FOO", "i'foo'"), ("(\\w+)\\.x\\.\\1", ""), (".*(?<=\\.x)", "'.x'"),
    ("(?:.*\\.)?layers?\\.(?:[0-9]|1[0-9])\\.q", "'.q'"),
    // What a look-ahead holds may stand behind the match; what a negative one doesn't, needn't.
    ("foo(?=bar)", ""), ("(?=.*bar)foo", ""), ("(?:(?=x)y|foo)", ""), ("foo(?!bar)", "'foo'"),
  ])
  func endsWith(pattern: String, literals: String) throws {
    let ending = try PythonRegex(pattern).requiredLiterals.ending
    #expect((ending.isEmpty ? "" : Self.text([ending])) == literals)
  }

  @Test func whatCannotMatchHasAnEmptyClause() throws {
    #expect(try PythonRegex("foo[^\\s\\S]").requiredLiterals.clauses == [[]])
  }

  @Test func theAnswerIsBounded() throws {
    let words = (0..<200).map { "w\($0)x" }
    for pattern in [
      words.joined(separator: "|"), words.map { "\($0).*" }.joined(),
      "(?:[ab]c[de]f[gh]i[jk]l[mn]o[pq]r){9}", String(repeating: "ab", count: 5000),
      String(repeating: "(?:a.*b.*c", count: 20) + String(repeating: "){4}", count: 20),
    ] {
      let clauses = try PythonRegex(pattern).requiredLiterals.clauses
      #expect(clauses.count <= RequiredLiterals.mostClauses)
      #expect(clauses.allSatisfy { $0.count <= RequiredLiterals.mostLiterals })
      #expect(clauses.allSatisfy { $0.allSatisfy { $0.text.utf8.count <= 400 } })
    }
  }

  @Test(arguments: [
    (".*\\.fc$", "'.fc' \\n"), (".*foo\\Z", "'foo'"), ("(?m).*foo$", ""), (".*foo", ""),
    (".*(?:foo|bar)$", "'foo' | 'bar' \\n"), (".*(?:foo$|bar\\Z)", "'foo' | 'bar' \\n"),
    (".*(?:foo$|bar)", ""), (".*foo(?=$)", "'foo' \\n"), (".*foo$\\n?", "'foo' \\n"),
    ("(?i).*FOO\\Z", "i'foo'"), (".*(?<=foo)$", "'foo' \\n"), (".*$", ""), ("\\Z", ""),
    ("(?:.*foo$)+", "'foo' \\n"), ("(?:.*foo$)?", ""), (".*fo+\\Z", "'o'"), (".*foo(?!\\Z)", ""),
    ("model\\.(?:.*(?:norm|bias))\\Z", "'norm' | 'bias'"),
  ])
  func ends(pattern: String, text: String) throws {
    let suffix = try PythonRegex(pattern).literalSuffix
    let shown = suffix.map { Self.text($0.literals) + ($0.allowsFinalNewline ? " \\n" : "") }
    #expect(shown ?? "" == text)
  }
}

/// How much there is to filter by in patterns like those that rule authors write.
@Suite struct UsefulLiteralsTests {
  /// The shapes of rules; `@` stands for a part of a path.
  static let shapes = [
    #"model\.layers\.32\.self_attn\.(?:@|@|@)$"#, #".*@.*\.@"#, #"(?i)@\.ENCODER\.\d+\.@"#,
    #"(?!.*@)blocks\..*@$"#, #"(\w+)\.@\.\1"#, #".*(?<=\.@)\.\w{2,6}$"#, #"[^.]+\.@\.\d+\.@"#,
    #".*\.(?:q|k|v|o)_proj\.@"#, #"(?:.*\.)?layers?\.(?:[0-9]|1[0-9])\.@"#, #"stages\.2\..*@"#,
    #"@\.layers\.\d+\.@\Z"#, #".*\.@$"#,
  ]
  static let parts = ["linear_attn", "mlp", "fc1", "conv2_kxk", "norm", "bert", "act_fn", "head"]

  @Test func everyShapeOfRuleHasAUsefulClause() throws {
    var random = SplitMix64(seed: 11)
    for shape in Self.shapes {
      for _ in 0..<20 {
        let pattern = shape.split(separator: "@", omittingEmptySubsequences: false)
          .reduce("") { $0.isEmpty ? String($1) : $0 + random.pick(Self.parts) + $1 }
        let clauses = try PythonRegex(pattern).requiredLiterals.clauses
        // Not a dot or a digit that half of all paths hold.
        let isUseful = clauses.contains { $0.count <= 4 && $0.allSatisfy { $0.text.count >= 3 } }
        #expect(isUseful, "\(pattern): \(RequiredLiteralsTests.text(clauses.first ?? []))")
      }
    }
  }
}

@Suite struct DeepTreeTests {
  /// The passes over a tree recurse; a worker's stack has to do for the deepest.
  @Test(arguments: ["(", "(?:", "(?=", "(?>", "(?i:", "(?:a|", "(?:b"])
  func theDeepestNestingFitsSmallStacks(opening: String) {
    let depth = RegexParser.maximumDepth
    let pattern =
      String(repeating: opening, count: depth) + "a" + String(repeating: ")+", count: depth - 1)
      + ")$"
    let done = DispatchSemaphore(value: 0)
    let thread = Thread {
      #expect(throws: Never.self) {
        let regex = try PythonRegex(pattern).simplified()
        let prefix = regex.literalPrefix
        // Nothing but the look-aheads asks for "a" at the end of the subject.
        #expect((prefix == nil) == (opening == "(?="))
        #expect(try PythonRegex(regex.printed).literalPrefix == prefix)
        #expect(regex.requiredLiterals.clauses.count <= RequiredLiterals.mostClauses)
        _ = regex.literalSuffix
      }
      done.signal()
    }
    thread.stackSize = 512 << 10
    thread.start()
    done.wait()
  }
}
