import Testing

@testable import FastResolve

/// What is said of all numbers at once against each number by itself.
@Suite struct OpenDigitsTests {
  private static func regexes(_ random: inout SplitMix64, count: Int) throws -> OrderedRegexSet {
    let names = ["mlp", "attn", "m", "norm1", "h"]
    let numbers = ["1", "2", "12", "1[0-4]", "(?:3|7)", "[0-9]"]
    return OrderedRegexSet(
      try (0..<count).map { _ in
        let (one, other) = (random.pick(names), random.pick(names))
        let number = random.pick(numbers)
        return try PythonRegex(
          random.pick([
            ".*\(one)\\.\(number)\\.\(other)", "\(one)\\.\(number)", ".*\\.\(number)$",
            "\(one)\\.\(number)\\..*\(other)", ".*\(number)\\.\(other)\\.\(one)",
            ".*\(one)\(number)",
          ]))
      })
  }

  // Safe: nobody adds an element.
  private nonisolated(unsafe) static let noGuards = BoundedList<RegexGuard>(
    .allocate(capacity: 1), count: 0)

  private static func open(_ path: String, _ number: Range<Int>) -> [UInt8] {
    var bytes = Array(path.utf8)
    for offset in number { bytes[offset] = OpenPath.openDigit }
    return bytes
  }

  private static func state(_ set: OrderedRegexSet, behind text: some Sequence<UInt8>) -> UInt32 {
    text.reduce(set.automaton.start) { set.automaton.next($0, $1) }
  }

  /// Whether some number leads to a regex that may tell the paths apart, by a literal that has a digit
  /// of it.
  private static func hasLiteral(
    _ set: OrderedRegexSet, _ path: String, _ number: Range<Int>, _ open: OpenPath
  ) -> Bool {
    let steps = set.automaton.steps
    let before = state(set, behind: path.utf8.prefix(number.lowerBound))
    let rest = Array(path.utf8.dropFirst(number.upperBound)) + [LiteralKey.end]
    let count = (0..<number.count).reduce(1) { count, _ in count * 10 }
    return (0..<count).contains { value in
      let digits = String(repeating: "0", count: number.count) + "\(value)"
      var state = before
      for (offset, byte) in (digits.utf8.suffix(number.count) + rest).enumerated() {
        state = steps.next(state, byte)
        let countBehind = offset + 1 - number.count
        if state >= steps.firstFinding, steps.depth(state) > max(countBehind, 0),
          set.numbers.mayTell(foundIn: state, open, but: Self.noGuards)
        {
          return true
        }
      }
      return false
    }
  }

  @Test(arguments: 0..<20) func findsWhatSomeNumberHas(seed: UInt64) throws {
    var random = SplitMix64(seed: seed &+ 70)
    let set = try Self.regexes(&random, count: random.pick([30, 80]))
    var digits = OpenDigits(set.automaton.steps, set.numbers)
    var counts = (without: 0, with: 0)
    let parts = ["mlp", "attn", "m", "norm1", "h", "hm", "x"]
    for _ in 0..<200 {
      let before = (0..<random.below(3)).map { _ in random.pick(parts) + "." }.joined()
      let number = String(random.below(random.pick([10, 100])))
      let behind = (0..<random.below(4)).map { _ in "." + random.pick(parts) }.joined()
      let path = before + number + behind
      let range = before.utf8.count..<before.utf8.count + number.utf8.count
      withSlice(Self.open(path, range)) { bytes in
        let open = OpenPath(bytes: bytes)
        let mayHave = digits.mayHaveLiteral(
          open, number: range, from: Self.state(set, behind: before.utf8), to: bytes.count,
          but: Self.noGuards)
        let has = Self.hasLiteral(set, path, range, open)
        #expect(mayHave || !has, "\(path)")
        if mayHave { counts.with += 1 } else { counts.without += 1 }
      }
    }
    #expect(counts.with > 0)
    #expect(counts.without > 0)
  }

  /// What is known of a number isn't taken for what is known of one with other digits or behind which
  /// something else stands.
  @Test func rememberedForTheSameNumber() throws {
    let set = OrderedRegexSet([try PythonRegex(".*mlp\\.1\\.attn")])
    var digits = OpenDigits(set.automaton.steps, set.numbers)
    for _ in 0..<2 {
      for count in [1, 2, 3, 64, 65, 128, 129, 256, 257, 513] {
        for behind in [".attn", ".attm", ".at", ".mlp.1.attn", ".x", "."] {
          let path = "mlp." + String(repeating: "1", count: count) + behind
          let number = 4..<4 + count
          withSlice(Self.open(path, number)) { bytes in
            let mayHave = digits.mayHaveLiteral(
              OpenPath(bytes: bytes), number: number,
              from: Self.state(set, behind: "mlp.".utf8), to: bytes.count, but: Self.noGuards)
            #expect(mayHave == (count == 1 && behind == ".attn"), "\(count) \(behind)")
          }
        }
      }
    }
  }
}
