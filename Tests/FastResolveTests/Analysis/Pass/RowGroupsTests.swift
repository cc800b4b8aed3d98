import Testing

@testable import FastResolve

/// Groups hold rows that are alike, and no others.
@Suite struct RowGroupsTests {
  struct Key: Hashable {
    var operation: NodeOperation
    var path: [UInt8]
    var type: String
    var target: String
    var index: Int?

    init(_ query: Query) {
      operation = query.operation
      path = Array(query.modulePath.utf8)
      type = query.moduleType
      let calls = query.operation == .callFunction || query.operation == .callMethod
      target = calls ? query.target : ""
      index = query.index
    }
  }

  private static func number(of query: Query, in groups: inout RowGroups) -> Int {
    var fields = RowFields()
    fields.operation = query.operation
    fields.index = query.index ?? RowFields.noIndex
    var path = ByteBuffer()
    var type = ByteBuffer()
    var target = ByteBuffer()
    query.modulePath.withByteSlice { path.append($0) }
    query.moduleType.withByteSlice { type.append($0) }
    query.target.withByteSlice { target.append($0) }
    fields.modulePath = path.slice
    fields.moduleType = type.slice
    fields.target = target.slice
    return groups.number(of: fields)
  }

  @Test(arguments: 0..<20)
  func oneForEachKey(seed: Int) {
    var cases = RandomCases(seed: UInt64(seed) + 14_000)
    var queries = cases.queries(500, indexed: 0.5)
    queries += queries + queries.shuffled(using: &cases.random)
    var groups = RowGroups(initialValue: 7)
    var numbers: [Key: Int] = [:]
    for query in queries {
      let number = Self.number(of: query, in: &groups)
      #expect(numbers[Key(query), default: groups.numbers.upperBound - 1] == number)
      numbers[Key(query)] = number
      #expect(groups.paths[Int(groups[number].path)].text == query.modulePath)
      #expect(groups.types[Int(groups[number].type)].text == query.moduleType)
      groups[number].value += 1
    }
    #expect(numbers.count == groups.numbers.count)
    #expect(Set(numbers.values) == Set(groups.numbers))
    var counts: [Key: Int] = [:]
    for query in queries { counts[Key(query), default: 7] += 1 }
    for (key, number) in numbers { #expect(groups[number].value == counts[key]) }
  }

  /// The row that came next before is told from one that differs in a single field.
  @Test func everyFieldIsCompared() {
    let first = Query(operation: .callMethod, modulePath: "first")
    let next = Query(
      operation: .callMethod, modulePath: "a.b", moduleType: "T", target: "t", index: 1)
    var others = [Query](repeating: next, count: 6)
    others[0].operation = .callFunction
    others[1].modulePath = "a.c"
    others[2].moduleType = "U"
    others[3].target = "u"
    others[4].index = 2
    others[5].index = nil
    for other in others {
      var groups = RowGroups(initialValue: 0)
      let numbers = [first, next, first, other, first, next].map { query in
        Self.number(of: query, in: &groups)
      }
      #expect(numbers == [1, 2, 1, 3, 1, 2], "\(other)")
    }
    // Where nothing is called, there is no target.
    var groups = RowGroups(initialValue: 0)
    let numbers = ["t", "u"].map { target in
      Self.number(of: Query(modulePath: "a", target: target), in: &groups)
    }
    #expect(numbers == [1, 1])
  }

  @Test(arguments: 0..<20)
  func merging(seed: Int) {
    var cases = RandomCases(seed: UInt64(seed) + 15_000)
    let queries = cases.queries(800, indexed: 0.5)
    var one = RowGroups(initialValue: 0)
    var other = RowGroups(initialValue: 0)
    for query in queries {
      if cases.random.chance(0.3) {
        let number = Self.number(of: query, in: &one)
        one[number].value += 1
      } else {
        let number = Self.number(of: query, in: &other)
        other[number].value += 1
      }
    }
    one.merge(other) { $0.value += $1.value }
    var counts: [Key: Int] = [:]
    for query in queries { counts[Key(query), default: 0] += 1 }
    #expect(one.numbers.count == counts.count)
    for query in queries {
      let number = Self.number(of: query, in: &one)
      #expect(one[number].value == counts[Key(query)])
    }
  }

  @Test func longTexts() {
    var texts = DistinctTexts()
    let words = (0..<2000).map { String(repeating: "x", count: $0 * 7 % 5000) + "\($0)" } + [""]
    for (number, word) in words.enumerated() {
      let found = word.withByteSlice { texts.number(of: $0) }
      #expect(found == number)
    }
    for (number, word) in words.enumerated() {
      #expect(texts[number].text == word)
      let found = word.withByteSlice { texts.number(of: $0) }
      #expect(found == number)
    }
  }
}
