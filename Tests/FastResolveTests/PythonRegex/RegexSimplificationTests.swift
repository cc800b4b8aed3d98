import Testing

@testable import FastResolve

@Suite struct RegexSimplificationTests {
  @Test(arguments: [
    ("(?:a)(?:bc)", "abc"), ("(?:a|b)", "a|b"), ("(?:a|b)c", "(?:a|b)c"), ("(?:a|b)|c", "a|b|c"),
    ("a(?:)b", "ab"), ("(?:)*", ""), ("[a][^b][c-c]", "a[^b]c"), ("(?i)[a]", "(?i)[a]"),
    ("a{1}b{1}?c{1}+", "abc"), ("(?:a|ab){1}+", "(?>a|ab)"), ("(?>ab)(?>a*)", "ab(?>a*)"),
    ("(a|b){1}+", "(a|b){1}+"), ("(a){0}b{0}", "(a){0}"), ("(?:ab)*", "(?:ab)*"),
    ("(?:a)*", "a*"), ("(?:a*)*", "(?:a*)*"), ("(?=)a(?!)", "a(?!)"), ("((?:a))", "(a)"),
    ("(?i:a)b", "(?i)a(?-i:b)"), ("(a)?(?(1)(?:b|c)|(?:))", "(a)?(?(1)(?:b|c)|)"),
    ("(?:(?:a|b){1})", "a|b"), ("x(?:a|b){1}", "x(?:a|b)"),
  ])
  func simplifies(pattern: String, text: String) throws {
    #expect(try PythonRegex(pattern).simplified().printed == text)
  }

  @Test func everyVectorKeepsItsAnswer() throws {
    let scratch = RegexScratch()
    var wrong: [String] = []
    var compiled: [ExactText: CompiledRegex] = [:]
    for vector in try RegexVectors.all() {
      guard let subject = vector.subject, let match = vector.match else { continue }
      var regex = compiled[ExactText(vector.pattern)]
      if regex == nil, let parsed = try? PythonRegex(vector.pattern) {
        regex = CompiledRegex(parsed.simplified())
        compiled[ExactText(vector.pattern)] = regex
      }
      guard let regex, let answer = try? regex.matches(subject, scratch) else { continue }
      if answer != match { wrong.append("\(vector.id) \(vector.pattern.debugDescription)") }
    }
    #expect(wrong.isEmpty, "\(wrong.prefix(20).joined(separator: "\n"))")
  }
}
