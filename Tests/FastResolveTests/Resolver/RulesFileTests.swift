import Testing

@testable import FastResolve

/// Rules compiled from a file, whose regexes and names are prepared while the rest is read.
@Suite struct RulesFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// So few regexes that no thread is started for them, and so many that one is.
  @Test(arguments: [0, 3, RulesPreparation.worthwhileRegexes, 500])
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

  /// So many names that a thread is started for them, wherever they stand in the file.
  @Test(arguments: [false, true], [0, 1000])
  func manyNames(areLast: Bool, regexCount: Int) throws {
    var random = SplitMix64(seed: 5)
    var mapping = QConfigMapping()
    for number in 0..<regexCount {
      mapping.set(.moduleNameRegex("l.\(number)$"), to: QConfig(.string("r\(number)")))
    }
    var numbers = Array(0..<RulesPreparation.worthwhileNames)
    numbers.shuffle(using: &random)
    for number in numbers {
      mapping.set(.moduleName("m\(number % 7).l.\(number)"), to: QConfig(.string("n\(number)")))
    }
    for number in 0..<300 {
      mapping.set(
        .moduleNameObjectTypeOrder(moduleName: "l", objectType: "T", index: number),
        to: QConfig(.string("o\(number)")))
    }
    guard case .object(var members) = try JSONValue(parsing: mapping.json()) else { return }
    if areLast {
      let names = members.partition { $0.name == "module_name" }
      #expect(members[names...].map(\.name) == ["module_name"])
    }
    let path = try folder.write(JSONValue.object(members).compactText, to: "rules.json")
    let compiled = try CompiledRules(contentsOf: path)
    #expect(compiled.mapping == mapping)
    var queries: [Query] = []
    for _ in 0..<500 {
      let number = random.below(5000)
      queries.append(
        Query(
          modulePath: "m\(number % 7).l.\(number)" + random.pick(["", ".w", "x"]),
          moduleType: random.pick(["T", "U"])))
    }
    let expected = try ReferenceResolver(mapping).resolve(queries)
    #expect(try compiled.resolve(queries) == expected)
    #expect(try CompiledRules(mapping).resolve(queries) == expected)
    #expect(Set(expected.map(\.rule)).count > 200)
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
