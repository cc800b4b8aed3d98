import Testing

@testable import FastResolve

/// Rules compiled from a file, whose regexes are prepared while the rest is read.
@Suite struct RulesFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// So few regexes that no thread is started for them, and so many that one is.
  @Test(arguments: [0, 3, RegexPreparation.worthwhileCount, 500])
  func theAnswersAreTheSame(regexCount: Int) throws {
    var cases = RandomCases(seed: UInt64(regexCount))
    for round in 0..<4 {
      var mapping = cases.mapping()
      for number in 0..<regexCount {
        mapping.set(.moduleNameRegex(cases.pattern() + "(?#\(number))"), to: cases.qconfig())
      }
      let path = try folder.write(mapping.json(), to: "rules-\(round).json")
      let compiled = try CompiledRules(contentsOf: path)
      #expect(compiled.mapping == mapping)
      #expect(compiled.regexes.count == mapping.count(of: .moduleNameRegex))
      let queries = cases.queries(300)
      #expect(try compiled.resolve(queries) == CompiledRules(mapping).resolve(queries))
    }
  }

  @Test(arguments: [3, 500])
  func aRegexThatIsNone(regexCount: Int) throws {
    var patterns = (0..<regexCount).map { "[\"a\($0)\", 1]" }
    patterns[1] = "[\"(\", 1]"
    patterns[2] = "[\"a**\", 1]"
    let regexes = "\"module_name_regex\": [\(patterns.joined(separator: ","))]"
    let path = try folder.write("{\(regexes), \"module_name\": [[\"a\", 1]]}", to: "rules.json")
    let mapping = try QConfigMapping(contentsOf: path)
    let error = try #require(throws: RulesError.self) { try CompiledRules(mapping) }
    #expect(error.faults.map(\.place) == ["module_name_regex[1][0]", "module_name_regex[2][0]"])
    #expect(throws: error.from(path.string)) { try CompiledRules(contentsOf: path) }
    // What the file itself has wrong comes first, wherever it stands.
    for (rest, place) in [
      ("\"module_name\": [[1, 2]]", "module_name[0][0]"), ("\"module_name\": [", nil),
    ] {
      let path = try folder.write("{\(regexes), \(rest)}", to: "other.json")
      let error = try #require(throws: RulesError.self) { try QConfigMapping(contentsOf: path) }
      #expect(error.faults.count == 1)
      if let place { #expect(error.faults.first?.place == place) }
      #expect(throws: error) { try CompiledRules(contentsOf: path) }
    }
  }

  @Test func aFileThatIsNotThere() {
    let path = folder.file("none.json")
    #expect(throws: FileError(.read, path.string, .noSuchFileOrDirectory)) {
      try CompiledRules(contentsOf: path)
    }
  }
}
