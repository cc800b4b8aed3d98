import Testing

@testable import FastResolve

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
      let answer = withSlice(path) { slice -> Bool in
        guard let number = PathNumbers.first(of: slice) else { return false }
        let beginning = slice.prefix(number.upperBound)
        let name = paths.number(of: beginning, hash: PathHash.of(beginning))
        if name == ByteTable.none { return false }
        var ends = PartEnds.none
        let rest = slice.dropFirst(number.upperBound)
        ends.insert(rest.count)
        for offset in 0..<rest.count where rest[offset] == 0x2E { ends.insert(offset) }
        return paths.isNamed(rest, ends, behind: name)
      }
      #expect(answer == isNamed(path, mapping), "\(path)")
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
