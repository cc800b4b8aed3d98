import Testing

@testable import FastResolve

/// Two paths as text.
private enum PathNumbersInText {
  /// Whether they are the same but for their numbers, of the same lengths.
  static func haveSameForm(_ one: String, _ other: String) -> Bool {
    func form(_ path: String) -> [String] {
      path.split(separator: ".", omittingEmptySubsequences: false).map { part in
        !part.isEmpty && part.utf8.allSatisfy(isDigit) ? "#\(part.count)" : String(part)
      }
    }
    return form(one) == form(other)
  }
}

@Suite struct NumberedPathsTests {
  @Test(arguments: [
    ("model.layers.12.mlp", 13..<15), ("0.a", 0..<1), ("a.1", 2..<3), ("fc1.x", nil), ("", nil),
    ("a..7", 3..<4), ("1x.22", 3..<5), ("é.3", 3..<4), ("a.1b.", nil),
  ])
  func firstNumber(path: String, expected: Range<Int>?) {
    #expect(path.withByteSlice { PathNumbers.first(of: $0) } == expected)
  }

  /// Whether a rule says something of a path that has to do with its first number or what is behind.
  private func isNamed(_ path: String, _ mapping: QConfigMapping) -> Bool {
    guard let number = path.withByteSlice({ PathNumbers.first(of: $0) }) else { return false }
    func isAtOrBelow(_ name: String) -> Bool {
      name.utf8.count >= number.upperBound && (path == name || path.hasPrefix(name + "."))
    }
    let parent = path.split(separator: ".", omittingEmptySubsequences: false).dropLast()
      .joined(separator: ".")
    return (0..<mapping.moduleNames.count).contains {
      isAtOrBelow(mapping.moduleNames.path(at: $0))
    }
      || mapping.objectTypeOrders.keys.contains {
        let name = $0.moduleName.string
        return isAtOrBelow(name) && (name == path || name == parent)
      }
  }

  private func answer(_ paths: borrowing NumberedPaths, _ path: String) -> Bool {
    withSlice(path) { slice in
      guard let number = PathNumbers.first(of: slice) else { return false }
      let beginning = slice.prefix(number.upperBound)
      let name = paths.number(of: beginning, hash: PathHash.of(beginning))
      if name == ByteTable.none { return false }
      var ends = PartEnds.none
      let rest = slice.dropFirst(number.upperBound)
      ends.insert(rest.count)
      for offset in 0..<rest.count where rest[offset] == 0x2E { ends.insert(offset) }
      return paths.isNamed(slice, number.upperBound, ends, behind: name)
    }
  }

  @Test(arguments: 0..<40) func saysWhatTheNamesSay(seed: UInt64) {
    var cases = NumberCases(seed: seed &+ 7100)
    let mapping = cases.mapping()
    let paths = NumberedPaths(mapping)
    let isComplete = paths.isComplete
    #expect(isComplete)
    var asked =
      (0..<300).map { _ in cases.path() }
      + (0..<mapping.moduleNames.count).map { mapping.moduleNames.path(at: $0) }
      + mapping.objectTypeOrders.keys.map(\.moduleName.string)
    asked += asked.map { $0 + ".fc1" } + asked.map { $0 + ".3.x" }
    for path in asked {
      #expect(answer(paths, path) == isNamed(path, mapping), "\(path)")
    }
  }

  /// Lengths that are 64 apart are taken for one, and told apart by the path.
  @Test func namesOfAnyLength() {
    let long = String(repeating: "x", count: 64)
    var mapping = QConfigMapping()
    mapping.set(.moduleName("m.1.abcdef"), to: "q")
    mapping.set(.moduleName("m.2.abcdef" + long), to: "q")
    mapping.set(.moduleName("m.3.abcdef" + long + long), to: "q")
    let asked = (1...3).flatMap { number in
      ["", long, long + long].flatMap { rest in
        ["", ".fc1", ".fc1.x"].map { "m.\(number).abcdef" + rest + $0 }
      }
    }
    let paths = NumberedPaths(mapping)
    for path in asked { #expect(answer(paths, path) == isNamed(path, mapping), "\(path)") }
    #expect(asked.count { isNamed($0, mapping) } == 9)
  }

  /// Whatever is named with its numbers may be named with some.
  @Test(arguments: 0..<40) func saysOfOpenPathsWhatNamesSayOfAny(seed: UInt64) {
    var cases = NumberCases(seed: seed &+ 7200)
    let mapping = cases.mapping()
    let paths = NumberedPaths(mapping)
    let named =
      (0..<mapping.moduleNames.count).map { mapping.moduleNames.path(at: $0) }
      + mapping.objectTypeOrders.keys.map(\.moduleName.string)
    let below = named.flatMap { [$0, $0 + ".fc1", $0 + ".3.x"] }
    // The same with other numbers, of the same lengths.
    let others = below.map { path in
      String(path.map { $0.isNumber ? Character("\(cases.random.below(10))") : $0 })
    }
    let all = below + (0..<300).map { _ in cases.path() }
    for path in all + others {
      let mayBeNamed = withSlice(path) { slice -> Bool in
        guard let number = PathNumbers.first(of: slice) else { return false }
        let start = slice.prefix(number.lowerBound).buffer.reduce(PathHash.start) {
          PathHash.continued($0, $1)
        }
        var open = Array(slice.buffer)
        var next = 0
        while let number = PathNumbers.next(of: slice, from: next) {
          for offset in number { open[offset] = OpenPath.openDigit }
          next = number.upperBound + 1
        }
        return open.withUnsafeBufferPointer { buffer in
          paths.mayName(
            OpenPath(bytes: ByteSlice(buffer.baseAddress!, count: buffer.count)), number: number,
            startHash: start)
        }
      }
      // That of every rule whose path can be made to name this one.
      let expected = named.contains { name in
        let digits = path.prefix(name.count)
        guard PathNumbersInText.haveSameForm(String(digits), name) else { return false }
        return isNamed(name + path.dropFirst(name.count), mapping)
      }
      #expect(mayBeNamed == expected, "\(path)")
    }
  }

  @Test func ofManyPathsNoneAreKept() {
    var mapping = QConfigMapping()
    for number in 0...NumberedPaths.most {
      mapping.set(.moduleName("layers.\(number)"), to: QConfig(.string("q")))
    }
    let isComplete = NumberedPaths(mapping).isComplete
    #expect(!isComplete)
  }
}
