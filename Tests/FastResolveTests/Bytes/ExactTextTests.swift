import Testing

@testable import FastResolve

@Suite struct ExactTextTests {
  @Test func codePointsAreCompared() {
    #expect(ExactText("\u{E9}") != ExactText("e\u{301}"))
    #expect(ExactText("K") != ExactText("\u{212A}"))
    #expect(ExactText("abc") == ExactText("ab" + "c"))
    #expect(ExactText("") != ExactText("\0"))
    #expect(Set(["\u{E9}", "e\u{301}", "\u{E9}"].map(ExactText.init)).count == 2)
  }
}
