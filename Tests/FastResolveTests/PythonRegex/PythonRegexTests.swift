import Testing

@testable import FastResolve

@Suite struct PythonRegexTests {
  private func match(_ pattern: String, _ subject: String) throws -> Bool {
    try CompiledRegex(PythonRegex(pattern)).matches(subject, RegexScratch())
  }

  /// Most of what ten thousand regexes take up is nodes.
  @Test func aNodeIsNoLargerThanAPointer() {
    #expect(MemoryLayout<RegexNode>.stride == MemoryLayout<UInt64>.stride)
  }

  @Test(arguments: [
    ("conv", "conv1.weight", true),
    ("conv", "a.conv", false),
    ("abc\\Z", "abc\n", false),
    ("abc$", "abc\n", true),
    ("abc$", "abc\n\n", false),
    ("(?m)a\\n^", "a\n", true),
    ("\\B", "", false),
    ("a{,3}\\Z", "aaa", true),
    ("a{,}\\Z", "aaaa", true),
    ("a{ 2}", "a{ 2}", true),
    ("[[:alpha:]]", "a", false),
    ("[[:alpha:]]", ":]", true),
    ("\\s", "\u{1C}", true),
    ("\\s", "\u{180E}", false),
    ("(?a)\\s", "\u{1C}", false),
    ("(?i)i", "İ", true),
    ("(?i)[a-z]", "ı", true),
    ("(?i)[a-z]\\Z", "\u{212A}", true),
    ("(?ai)k", "\u{212A}", false),
    ("(?i)ſ", "S", true),
    ("(?i)[^s]", "ſ", false),
    ("(?xx)[a b]\\Z", " ", true),
    ("(?x) a # comment\n b", "ab", true),
    ("a(?#\\)b)c", "ac", true),
    ("\\0a", "\0a", true),
    ("[\\b]", "\u{8}", true),
    ("[\\ud800a]", "a", true),
    ("[^\\ud800]", "a", true),
    ("\\ud800?a", "a", true),
    ("[\\w\\W]", "\n", true),
    ("[^\\W\\d]", "é", true),
    ("[^\\W\\d]", "٣", false),
    ("[\\W\\d]", "é", false),
    ("(?:a+){2}+", "aa", false),
    ("(?=a).*a", "a", true),
    ("a*(?>|b)a", "aa", true),
    ("(1|)b*1", "1", true),
    ("(?:(\\w)*+|\\1)b", "bb", false),
    ("(a)?(?( 1)b|c)\\Z", "ab", true),
    ("(?P<x>a)(?P=x)", "aa", true),
    ("\\b\\w+\\b", "é", true),
    ("a{65536}", "a", false),
    ("a{0,70000}\\Z", "aaa", true),
  ])
  func matches(pattern: String, subject: String, expected: Bool) throws {
    #expect(try match(pattern, subject) == expected)
  }

  @Test(arguments: [
    ("(?<=a|bc)", "look-behind requires fixed-width pattern", nil),
    ("a(?i)b", "global flags not at the start of the expression", 1),
    ("(?x)a + +", "multiple repeat", 8),
    ("\\400", "octal escape value \\400 outside of range 0-0o377", 0),
    ("a)", "unbalanced parenthesis", 1),
    ("(a", "missing ), unterminated subpattern", 0),
    ("*", "nothing to repeat", 0),
    ("[a", "unterminated character set", 0),
    ("[z-a]", "bad character range z-a", 1),
    ("(?P<1>a)", "bad character in group name '1'", 4),
    ("(?P<é", "missing >, unterminated name", 4),
    ("a\\", "bad escape (end of pattern)", 1),
    ("éé\\q", "bad escape \\q", 2),
    ("(?(2)a|b)(c)", "invalid group reference 2", 3),
    ("(?P<a>x)(?P<a>y)", "redefinition of group name 'a' as group 2; was group 1", 12),
  ])
  func rejectsAsCPythonDoes(pattern: String, message: String, position: Int?) throws {
    let error = try #require(throws: PythonRegexError.self) { try PythonRegex(pattern) }
    #expect(error.message == message)
    #expect(error.position == position)
    #expect(error.pythonType == "re.error")
  }

  @Test func otherExceptionsKeepTheirType() throws {
    let overflow = try #require(throws: PythonRegexError.self) { try PythonRegex("a{4294967295}") }
    #expect(overflow.pythonType == "OverflowError")
    let value = try #require(throws: PythonRegexError.self) { try PythonRegex("(?a)(?u)") }
    #expect(value.pythonType == "ValueError")
  }

  @Test func theDescriptionShowsThePlace() throws {
    let error = try #require(throws: PythonRegexError.self) { try PythonRegex("layers.**.mlp") }
    #expect(error.description == "multiple repeat at position 8\n  layers.**.mlp\n          ^")
    let two = try #require(throws: PythonRegexError.self) { try PythonRegex("(?x)a\nb**\nc") }
    #expect(
      two.description == "multiple repeat at position 8 (line 2, column 3)\n  b**\n    ^")
    let wide = try #require(throws: PythonRegexError.self) { try PythonRegex("(?<=a*)") }
    #expect(wide.description == "look-behind requires fixed-width pattern\n  (?<=a*)")
  }

  /// Names, aliases that the standard library knows and does not know, and names by rule.
  @Test(arguments: [
    ("DIGIT ONE", "1"), ("digit one", "1"), ("LF", "\n"), ("eol", "\n"), ("NBSP", "\u{A0}"),
    ("BELL", "\u{1F514}"), ("BEL", "\u{7}"), ("VS17", "\u{E0100}"),
    ("LATIN CAPITAL LETTER GHA", "Ƣ"),
    ("CJK UNIFIED IDEOGRAPH-4E00", "一"), ("CJK UNIFIED IDEOGRAPH-04E00", "一"),
    ("HANGUL SYLLABLE GAG", "각"), ("KHITAN SMALL SCRIPT CHARACTER-18B00", "\u{18B00}"),
  ])
  func charactersHaveNames(name: String, character: String) throws {
    #expect(try match("\\N{\(name)}\\Z", character))
    #expect(try match("[\\N{\(name)}]\\Z", character))
  }

  /// Among them a sequence, names by rule that are not in capitals, names that CPython does not
  /// know, and names newer than Unicode 14.
  @Test(arguments: [
    "NOPE", "U+41", "KEYCAP NUMBER SIGN", "hangul syllable gag", "CJK UNIFIED IDEOGRAPH-4e00",
    " LF",
    "TANGUT IDEOGRAPH-17000", "CJK UNIFIED IDEOGRAPH-31350", "VS0", "VS+1",
    "SUNDANESE LETTER ARCHAIC I",
  ])
  func unknownNamesAreErrors(name: String) throws {
    let error = try #require(throws: PythonRegexError.self) { try PythonRegex("ab\\N{\(name)}") }
    #expect(error.message == "undefined character name '\(name)'")
    #expect(error.position == 2)
    #expect(error.pythonType == "re.error")
  }

  private func engine(_ pattern: String) throws -> RegexBuild.Engine {
    CompiledRegex(try PythonRegex(pattern)).program.ascii.engine
  }

  /// Where the two engines may hold different text in a group, PCRE2 is not asked.
  @Test(arguments: [
    "(?:(a?)|b)+\\1", "(?:(?!(a)b)a)*\\1", "(a(?(1)b|c))", "(?:(a|b)\\1)++",
    "(?:(a)|(b))*+\\1", "(?:ab){65536}", "(?i)\\U00010400|a",
  ])
  func theSecondEngineRunsWhatPCRE2Cannot(pattern: String) throws {
    #expect(try engine(pattern) == .tree)
  }

  @Test(arguments: ["(\\w+)\\.x\\.\\1", "(a*)*\\1", "(?:(a*))+\\1", "(?!(a)b)\\1", "(?i)(a)\\1"])
  func pcre2RunsWhatItCan(pattern: String) throws {
    #expect(try engine(pattern) == .machineCode)
  }

  /// CPython's sets treat capitals and ranges beyond U+FFFF in ways of their own.
  @Test func capitalsBeyondTheBMPAreCPythons() throws {
    #expect(try match("(?i)\\U00010400", "\u{10428}"))
    #expect(try match("(?i)[\\U00010400]", "\u{10400}"))
    #expect(try !match("(?i)[\\U00010400a]", "\u{10400}"))
    #expect(try match("(?i)[\\U00010400-\\U00010401]", "\u{10428}"))
    #expect(try match("(?ai)[\\x5b-\\U00010400]", "\u{E9}"))
    #expect(try !match("(?i)\\U00010400|a", "\u{10400}"))
  }

  @Test(arguments: [
    ("layers\\.1[0-9]", "layers\\x{2e}1\\d"),
    ("(?i)abc\\.", "(?i:abc\\x{2e})"),
    ("(a)(b)\\2", "(?:a)(b)\\g{1}"),
    ("^a.*\\Z", "\\Aa.*\\z"),
    ("[^.]+", "[^\\x{2e}]+"),
  ])
  func theASCIITranslation(pattern: String, expected: String) throws {
    let regex = try PythonRegex(pattern)
    let references = RegexReferences(in: regex.tree)
    let translation = try PCRE2Translation(regex, for: .ascii, references: references)
    #expect(String(decoding: translation.output, as: UTF8.self) == expected)
  }
}
