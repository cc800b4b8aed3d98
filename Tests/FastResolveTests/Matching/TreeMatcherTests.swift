import Dispatch
import Foundation
import Testing

@testable import FastResolve

@Suite struct TreeMatcherTests {
  private func match(
    _ pattern: String, _ subject: String, limits: MatchLimits = MatchLimits()
  ) throws -> Bool {
    let regex = CompiledRegex(try PythonRegex(pattern), limits: limits, choice: .tree)
    return try regex.matches(subject, RegexScratch())
  }

  /// Answers of CPython 3.11.7 in which it shows which captures it keeps.
  @Test(arguments: [
    ("(?:(a)|(b))*+\\1", "ab", true),
    ("((|(?(1)ab|.))())\\2ab", "ab", true),
    ("(?:a+){2}+", "aa", false),
    ("(?:(a)|b)*\\1\\Z", "aba", true),
    ("(?:(a)|b)*?\\1\\Z", "aba", true),
    ("(?:(a)|(b)|c)*(?(2)\\1|\\Z)", "abca", true),
    ("(?!(a)b)(?(1)b|a)", "ac", true),
    ("(?:(?=(a))a)+\\1", "aa", true),
    ("(?>(a)|ab)\\1", "aba", false),
    ("(?i)(s)\\1\\Z", "sſ", false),
    ("(?i)(s)\\1\\Z", "sS", true),
    ("(?ai)(é)\\1", "éÉ", false),
    ("(?:ab){65536}", "ab", false),
    ("(?:){4294967294}", "", true),
  ])
  func answersAreCPythons(pattern: String, subject: String, expected: Bool) throws {
    // A count without end of nothing takes more memory than there is, here as in CPython.
    if pattern.hasPrefix("(?:){") {
      let error = #expect(throws: RegexMatchError.self) { try match(pattern, subject) }
      #expect(error?.kind == .heapLimit)
    } else {
      #expect(try match(pattern, subject) == expected)
    }
  }

  @Test func aLostGroupIsAnErrorAsInCPython() throws {
    let error = #expect(throws: RegexMatchError.self) {
      try match(Self.lostGroup.0, Self.lostGroup.1)
    }
    #expect(error?.kind == .systemError)
  }

  private static let lostGroup = ("(é*(a)((éaé)+)?é|$){3}+", "aé")

  @Test func catastrophesEndInAnError() throws {
    let limits = MatchLimits(stepLimit: 100_000)
    let subject = String(repeating: "a", count: 200)
    let error = #expect(throws: RegexMatchError.self) {
      try match("(a+)+$", subject + "c", limits: limits)
    }
    #expect(error?.kind == .matchLimit)
    #expect(error?.description == "too many steps")
  }

  /// The scratch's limit holds too; what nobody waits for gets a hundredth of the steps.
  @Test func theLowerStepLimitHolds() throws {
    let regex = CompiledRegex(try PythonRegex("(a|b)*c"), choice: .tree)
    let scratch = RegexScratch(limits: MatchLimits(stepLimit: 10))
    let error = #expect(throws: RegexMatchError.self) { try regex.matches("abababab", scratch) }
    #expect(error?.kind == .matchLimit)
  }

  /// The subject is long and the thread's stack is short; the matcher's own stack grows.
  @Test func longSubjectsNeedNoStack() throws {
    let subject = String(repeating: "ab", count: 50_000)
    #expect(try match("(?:(a)|b)*\\Z", subject))
    #expect(try match("(?:(?:(a)|(b))+?)+?\\Z", subject))
    let error = #expect(throws: RegexMatchError.self) {
      try match("(?:(a)|b)*\\Z", subject, limits: MatchLimits(heapLimit: 1024))
    }
    #expect(error?.kind == .heapLimit)
    #expect(error?.description == "too much memory")
  }

  @Test func aScratchIsFitForUseAfterAnError() throws {
    let scratch = RegexScratch(limits: MatchLimits(stepLimit: 500))
    let regex = CompiledRegex(try PythonRegex("(a|aa)+$"), choice: .tree)
    for _ in 0..<3 {
      #expect(throws: RegexMatchError.self) {
        try regex.matches(String(repeating: "a", count: 40) + "b", scratch)
      }
      #expect(try regex.matches("aaa", scratch))
      #expect(try !regex.matches("b", scratch))
    }
  }

  @Test func oneProgramServesManyThreads() throws {
    let regex = CompiledRegex(try PythonRegex("(?:(\\w)|\\.)*?mid\\1$"), choice: .tree)
    let wrong = Locked(0)
    DispatchQueue.concurrentPerform(iterations: 8) { _ in
      let scratch = RegexScratch()
      for index in 0..<100 {
        let yes = try? regex.matches("enc.\(index % 10)mid\(index % 10)", scratch)
        let no = try? regex.matches("enc.\(index % 10)mid\((index + 1) % 10)", scratch)
        if yes != true || no != false { wrong.withLock { $0 += 1 } }
      }
    }
    #expect(wrong.withLock { $0 } == 0)
  }

  @Test(arguments: [
    ("\\w", "é", true), ("\\w", "٣", true), ("\\d", "٣", true), ("(?a)\\d", "٣", false),
    ("\\w", "\u{1E4D0}", false), ("\\s", "\u{1C}", true), ("[^\\W\\d]", "é", true),
    ("(?i)[\\u0390-\\U00010000]", "\u{1FD3}", true), ("(?ai)[\\x5b-\\U00010400]", "\u{E9}", true),
    ("(?i)[\\U00010400a]", "\u{10400}", false), ("(?i)\\U00010400", "\u{10428}", true),
    ("(?i)[^s]", "ſ", false), ("(?i)i", "İ", true), ("[\\ud800a]", "a", true),
  ])
  func charactersAreCPythons(pattern: String, subject: String, expected: Bool) throws {
    #expect(try match(pattern, subject) == expected)
  }
}
