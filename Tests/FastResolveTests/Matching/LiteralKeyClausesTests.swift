import Testing

@testable import FastResolve

@Suite struct LiteralKeyClausesTests {
  /// The clauses of a pattern, `<` and `>` for the start and the end of the path, and a sign behind a
  /// clause without case (`~`) and one with which each match ends (`!`).
  private static func clauses(_ pattern: String) throws -> [String] {
    let keys = ClassifiedRegex(try PythonRegex(pattern)).keys
    return keys.clauses.map { clause in
      let texts = clause.keys.map { number in
        keys.bytes[keys.place(of: number)].map { byte in
          switch byte {
          case LiteralKey.start: "<"
          case LiteralKey.end: ">"
          default: String(UnicodeScalar(byte))
          }
        }.joined()
      }
      return texts.joined(separator: "|") + (clause.isCaseless ? "~" : "")
        + (clause.isEnding ? "!" : "")
    }
  }

  @Test(arguments: [
    ("LayerNorm\\Z", ["<layernorm>"]),
    ("encoder\\..*", ["<encoder."]),
    (".*\\.norm$", [".norm>", ".norm"]),
    (".*\\.(?:q|k)_proj$", [".q_proj>|.k_proj>", ".q_proj|.k_proj"]),
    ("model\\..*\\.mlp\\..*", ["<model.", "model.", ".mlp."]),
    // The clause that each match ends with is there once.
    (".*\\.norm.*\\.bias", [".norm", ".bias!"]),
    ("(?i).*\\.Norm", [".norm~!"]),
    (".*", []), ("a$b", []), ("\\w+", []),
  ])
  func clauses(_ pattern: String, _ expected: [String]) throws {
    let clauses = try Self.clauses(pattern)
    #expect(clauses.sorted() == expected.sorted(), "\(pattern)")
  }

  /// Each key has bytes of its own, one behind the other.
  @Test func places() throws {
    let keys = ClassifiedRegex(try PythonRegex("(?:ab|cd).*\\.(?:efg|hi)$")).keys
    let places = (0..<keys.keyCount).map { keys.place(of: $0) }
    #expect(places.first?.lowerBound == 0)
    #expect(places.last?.upperBound == keys.bytes.count)
    #expect(zip(places, places.dropFirst()).allSatisfy { $0.upperBound == $1.lowerBound })
    #expect(keys.clauses.flatMap { Array($0.keys) } == Array(0..<keys.keyCount))
  }
}
