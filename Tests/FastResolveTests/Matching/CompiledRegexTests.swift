import Foundation
import Testing

@testable import FastResolve

@Suite struct CompiledRegexTests {
  /// Compiles and matches on a thread with the smallest stack that a worker may have.
  private func onSmallStack(_ body: @escaping @Sendable () -> Void) {
    let done = DispatchSemaphore(value: 0)
    let thread = Thread {
      body()
      done.signal()
    }
    thread.stackSize = 512 << 10
    thread.start()
    done.wait()
  }

  @Test(arguments: ["(", "(?:", "(?=", "(?>", "(?i:", "(?:a|", "((?P<n>a)"])
  func deepNestingIsAnErrorAndNoCrash(opening: String) {
    let pattern = String(repeating: opening, count: 100_000)
    onSmallStack {
      let error = #expect(throws: PythonRegexError.self) { try PythonRegex(pattern) }
      #expect(error?.kind == .unsupported || error?.message.hasPrefix("redefinition") == true)
    }
  }

  @Test(arguments: ["(", "(?:", "(?=", "(?>", "(?i:", "(?:a|", "(?!"])
  func theDeepestNestingFitsSmallStacks(opening: String) {
    let depth = RegexParser.maximumDepth
    let pattern =
      String(repeating: opening, count: depth) + "a" + String(repeating: ")", count: depth)
    onSmallStack {
      for choice in CompiledRegex.Choice.allCases {
        #expect(throws: Never.self) {
          let regex = CompiledRegex(try PythonRegex(pattern), choice: choice)
          _ = try regex.matches("aé", RegexScratch())
        }
      }
    }
  }

  @Test func theDeepestPossessiveNestingFitsSmallStacks() {
    let depth = RegexParser.maximumDepth
    let pattern =
      String(repeating: "(?:", count: depth) + "a" + String(repeating: ")++", count: depth)
    onSmallStack {
      #expect(throws: Never.self) {
        let regex = CompiledRegex(try PythonRegex(pattern))
        #expect(try regex.matches("aé", RegexScratch()))
      }
    }
  }

  @Test(arguments: ["(a+)+$", "(a|aa)+$", "(?:a*)*b", "((a*)*)*é"])
  func catastrophesEndInAnError(pattern: String) throws {
    let regex = CompiledRegex(try PythonRegex(pattern))
    let subject = String(repeating: "a", count: 200) + "c"
    let scratch = RegexScratch()
    for suffix in ["", "ü"] {
      do throws(RegexMatchError) {
        let answer = try regex.matches(subject + suffix, scratch)
        #expect(!answer)
      } catch {
        #expect(error.kind == .matchLimit || error.kind == .jitStackLimit)
      }
    }
  }

  @Test func aTightLimitIsAnError() throws {
    let limits = MatchLimits(matchLimit: 3)
    let regex = CompiledRegex(try PythonRegex("(?:a|b)*c"), limits: limits)
    #expect(throws: RegexMatchError.self) {
      try regex.matches("abababababababab", RegexScratch())
    }
  }

  @Test func aSmallStackIsAnError() throws {
    let regex = CompiledRegex(try PythonRegex("(?:(a)|b)*(?(1)c|d)"))
    let scratch = RegexScratch(limits: MatchLimits(jitStackBytes: 32 << 10))
    let subject = String(repeating: "ab", count: 100_000)
    let error = #expect(throws: RegexMatchError.self) { try regex.matches(subject, scratch) }
    #expect(error?.kind == .jitStackLimit)
    #expect(error?.description.isEmpty == false)
  }

  @Test func theEmptySubjectNeedsNoPointer() throws {
    let scratch = RegexScratch()
    for (pattern, expected) in [
      ("", true), (".*", true), ("a?\\Z", true), ("\\B", false), (".", false),
    ] {
      let regex = CompiledRegex(try PythonRegex(pattern))
      let nothing = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
      #expect(try regex.matches(nothing, isASCII: true, scratch: scratch) == expected)
      #expect(try regex.matches(nothing, isASCII: false, scratch: scratch) == expected)
    }
  }

  @Test func theInterpreterAnswersAlike() throws {
    let scratch = RegexScratch()
    let regex = CompiledRegex(try PythonRegex("model\\.layers\\.\\d+\\.(?!mlp)\\w+$"))
    let program = regex.program
    #expect(program.ascii.engine == .machineCode)
    #expect(program.utf8.engine == .machineCode)
    for (path, expected) in [("model.layers.17.attn", true), ("model.layers.17.mlp", false)] {
      let bytes = Array(path.utf8)
      for code in [program.ascii.code, program.utf8.code] {
        let build = RegexBuild(code: code, engine: .interpreter)
        let answer = bytes.withUnsafeBufferPointer { try? build.matches($0, scratch) }
        #expect(answer == expected)
      }
    }
  }

  @Test func oneRegexServesManyThreads() throws {
    let regex = CompiledRegex(try PythonRegex("(?i)(\\w+)\\.mid\\.\\1$"))
    let wrong = Locked(0)
    DispatchQueue.concurrentPerform(iterations: 8) { _ in
      let scratch = RegexScratch()
      for index in 0..<500 {
        let yes = try? regex.matches("Enc\(index).mid.eNC\(index)", scratch)
        let no = try? regex.matches("enc\(index).mid.enc\(index + 1)", scratch)
        if yes != true || no != false { wrong.withLock { $0 += 1 } }
      }
    }
    #expect(wrong.withLock { $0 } == 0)
  }
}

/// A value behind a lock.
final class Locked<Value>: @unchecked Sendable {
  private var value: Value
  private let lock = NSLock()

  init(_ value: Value) { self.value = value }

  func withLock<Result>(_ body: (inout Value) -> Result) -> Result {
    lock.lock()
    defer { lock.unlock() }
    return body(&value)
  }
}
