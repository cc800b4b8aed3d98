import Foundation
import Testing

@testable import FastResolve

/// What is claimed of a pattern without matching it, held against an answer.
struct Claims {
  let regex: PythonRegex
  private let prefix: LiteralPrefix?
  private let required: RequiredLiterals
  private let suffix: LiteralSuffix?

  init(_ regex: PythonRegex) {
    self.regex = regex
    prefix = regex.literalPrefix
    required = regex.requiredLiterals
    suffix = regex.literalSuffix
  }

  /// The claims that the answer refutes.
  func refuted(by subject: String, matches: Bool) -> [String] {
    let bytes = Array(subject.utf8)
    var wrong: [String] = []
    guard let prefix else { return matches ? ["it can never match"] : [] }
    let text = Array(prefix.text.utf8)
    let begins = bytes.starts(with: text)
    let rest = bytes.dropFirst(text.count)
    let expected: Bool? =
      switch prefix.rest {
      case .unknown: begins ? nil : false
      case .anything: begins
      case .nothing: begins && rest.isEmpty
      case .finalNewline: begins && (rest.isEmpty || rest == [0x0A])
      }
    if let expected, expected != matches { wrong.append("prefix \(prefix)") }
    guard matches else { return wrong }
    for clause in required.clauses where !clause.contains(where: { $0.occurs(in: bytes) }) {
      wrong.append("clause \(clause)")
    }
    if let suffix {
      var ends = [bytes]
      if suffix.allowsFinalNewline, bytes.last == 0x0A { ends.append(bytes.dropLast()) }
      let isMet = suffix.literals.contains { literal in
        ends.contains { literal.ends($0) }
      }
      if !isMet { wrong.append("suffix \(suffix)") }
    }
    return wrong
  }
}

extension RequiredLiteral {
  private func folded(_ subject: [UInt8]) -> [UInt8]? {
    guard isCaseless else { return subject }
    guard subject.allSatisfy({ $0 < 0x80 }) else { return nil }
    return subject.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
  }

  /// Whether a filter has to take the subject for one that holds the literal.
  func occurs(in subject: [UInt8]) -> Bool {
    guard let subject = folded(subject) else { return true }
    let text = Array(text.utf8)
    guard text.count <= subject.count else { return false }
    return (0...subject.count - text.count).contains { subject[$0...].starts(with: text) }
  }

  func ends(_ subject: [UInt8]) -> Bool {
    guard let subject = folded(subject) else { return true }
    return subject.suffix(text.utf8.count).elementsEqual(text.utf8)
  }
}

/// The tree and the claims on all vectors, and on random patterns.
@Suite struct ClaimTests {
  @Test func noVectorRefutesAClaim() throws {
    var claims: [ExactText: Claims] = [:]
    var wrong: [String] = []
    var count = 0
    for vector in try RegexVectors.all() {
      guard let subject = vector.subject, let match = vector.match else { continue }
      let known = try? claims[ExactText(vector.pattern)] ?? Claims(PythonRegex(vector.pattern))
      guard let known else { continue }
      claims[ExactText(vector.pattern)] = known
      count += 1
      for claim in known.refuted(by: subject, matches: match) {
        wrong.append(
          "\(vector.id) \(vector.pattern.debugDescription) \(subject.debugDescription): \(claim)")
      }
    }
    #expect(wrong.isEmpty, "\(wrong.prefix(20).joined(separator: "\n"))")
    #expect(count > 5000)
  }

  /// A match that ends with a literal matches with a look-behind for it as well.
  @Test(arguments: 0..<4) func eachMatchEndsWithItsEnding(seed: UInt64) throws {
    var cases = RandomPatterns(seed: seed &+ 50)
    let scratch = RegexScratch(limits: MatchLimits(matchLimit: 100_000))
    var wrong: [String] = []
    var matchCount = 0
    for _ in 0..<2500 {
      let pattern = cases.pattern()
      guard let regex = try? PythonRegex(pattern) else { continue }
      let ending = regex.requiredLiterals.ending
      let looks = ending.map { literal in
        (literal.isCaseless ? "(?i:" : "(?:") + "(?<=" + escapedPattern(literal.text) + "))"
      }
      let text = "(?:\(pattern))(?:\(looks.joined(separator: "|")))"
      guard !ending.isEmpty, let longer = try? PythonRegex(text) else { continue }
      let (plain, looking) = (CompiledRegex(regex), CompiledRegex(longer))
      for _ in 0..<12 {
        let subject = cases.subject()
        // Without case, a literal tells of ASCII alone.
        let isTold = !ending.contains(where: \.isCaseless) || subject.utf8.allSatisfy { $0 < 0x80 }
        guard isTold, (try? plain.matches(subject, scratch)) == true else { continue }
        matchCount += 1
        if (try? looking.matches(subject, scratch)) == false {
          wrong.append("\(pattern.debugDescription) \(subject.debugDescription): \(ending)")
        }
      }
    }
    #expect(wrong.isEmpty, "\(wrong.prefix(20).joined(separator: "\n"))")
    #expect(matchCount > 100)
  }

  @Test(arguments: 0..<4) func noRandomSubjectRefutesAClaim(seed: UInt64) throws {
    var cases = RandomPatterns(seed: seed)
    let scratch = RegexScratch(limits: MatchLimits(matchLimit: 100_000))
    var wrong: [String] = []
    var told = 0
    for _ in 0..<800 {
      let pattern = cases.pattern()
      guard let regex = try? PythonRegex(pattern) else { continue }
      let compiled = CompiledRegex(regex)
      let simple = CompiledRegex(regex.simplified())
      let claims = Claims(regex)
      if regex.literalPrefix?.rest != .unknown { told += 1 }
      for _ in 0..<12 {
        let subject = cases.random.chance(0.2) ? (regex.literalPrefix?.text ?? "") : cases.subject()
        guard let matches = try? compiled.matches(subject, scratch) else { continue }
        for claim in claims.refuted(by: subject, matches: matches) {
          wrong.append(
            "\(pattern.debugDescription) \(subject.debugDescription) \(matches): \(claim)")
        }
        if let same = try? simple.matches(subject, scratch), same != matches {
          wrong.append(
            "\(pattern.debugDescription) \(subject.debugDescription): simplified "
              + regex.simplified().printed)
        }
      }
    }
    #expect(wrong.isEmpty, "\(wrong.prefix(20).joined(separator: "\n"))")
    #expect(told > 100)
  }
}
