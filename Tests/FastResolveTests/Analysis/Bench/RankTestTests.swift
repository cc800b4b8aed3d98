import Testing

@testable import FastResolve

@Suite struct RankTestTests {
  /// The p-value by going through every choice of so many of the values.
  static func enumerated(_ first: [Double], _ second: [Double]) -> Double {
    let all = first + second
    // The mean of the ranks that equal values have.
    let ranks = all.map { value in
      Double(all.count { $0 < value }) + Double(all.count { $0 == value } + 1) / 2
    }
    let mean = Double(first.count) * Double(all.count + 1) / 2
    func distance(_ chosen: [Int]) -> Double {
      abs(chosen.reduce(0) { $0 + ranks[$1] } - mean)
    }
    let actual = distance(Array(first.indices))
    var choices = 0
    var farther = 0
    for bits in 0..<(1 << all.count) where bits.nonzeroBitCount == first.count {
      choices += 1
      if distance(all.indices.filter { bits >> $0 & 1 == 1 }) >= actual - 1e-9 { farther += 1 }
    }
    return Double(farther) / Double(choices)
  }

  @Test func pByHand() {
    // All of one list below all of the other: two choices of all there are.
    #expect(abs(RankTest([1, 2, 3], [4, 5, 6]).p - 2.0 / 20) < 1e-12)
    #expect(abs(RankTest([6, 7, 8, 9, 10], [1, 2, 3, 4, 5]).p - 2.0 / 252) < 1e-12)
    #expect(
      abs(RankTest([1, 2, 3, 4, 5, 6, 7], [8, 9, 10, 11, 12, 13, 14]).p - 2.0 / 3432) < 1e-12)
    // In the middle.
    #expect(RankTest([1, 4], [2, 3]).p == 1)
    #expect(RankTest([5, 5, 5], [5, 5]).p == 1)
    #expect(RankTest([1], [2]).p == 1)
  }

  @Test(arguments: 0..<200)
  func pByEnumeration(seed: Int) {
    var random = SplitMix64(seed: UInt64(seed))
    // Few values, so that many are equal.
    func list() -> [Double] {
      (0..<1 + random.below(6)).map { _ in Double(1 + random.below(seed % 2 == 0 ? 5 : 1000)) }
    }
    let (first, second) = (list(), list())
    let test = RankTest(first, second)
    #expect(abs(test.p - Self.enumerated(first, second)) < 1e-9)
    #expect(abs(test.p - RankTest(second, first).p) < 1e-9)
  }

  /// Where the values are too many to count choices, the probability is nearly the same.
  @Test func pOfManyValues() {
    func lists(_ count: Int, shift: Double) -> (first: [Double], second: [Double]) {
      var random = SplitMix64(seed: 7)
      func list(_ shift: Double) -> [Double] {
        (0..<count).map { _ in Double.random(in: 0..<1, using: &random) + shift }
      }
      return (list(0), list(shift))
    }
    for shift in [0.0, 0.1, 0.2] {
      let (first, second) = lists(32, shift: shift)
      let exact = RankTest(first, second).p
      let normal = RankTest.normalP(first, second)
      #expect(abs(exact - normal) < 0.01)
    }
    #expect(RankTest(lists(50, shift: 0.5).first, lists(50, shift: 0.5).second).p < 1e-8)
    #expect(RankTest(lists(50, shift: 0).first, lists(50, shift: 0).first).p == 1)
    #expect(RankTest([Double](repeating: 1, count: 40), [Double](repeating: 1, count: 40)).p == 1)
  }

  /// The critical values of U at 5 %, two-sided, as tables of the test have them: the greatest U
  /// that is rejected.
  @Test(
    arguments: [
      (3, 3, -1), (4, 4, 0), (5, 5, 2), (6, 6, 5), (7, 7, 8), (8, 8, 13), (10, 10, 23),
      (12, 9, 26), (20, 20, 127), (5, 9, 7),
    ])
  func intervalBounds(first: Int, second: Int, critical: Int) {
    #expect(RankTest.outside(first, second) == critical + 1)
  }

  @Test func ratios() {
    let times = [1.0, 1.02, 1.05, 0.98, 1.01, 1.1, 0.99]
    let test = RankTest(times, times.map { $0 * 1.5 })
    #expect(abs(test.ratio - 1.5) < 0.02)
    #expect(test.interval.lowerBound > 1.3 && test.interval.upperBound < 1.7)
    #expect(test.interval.contains(test.ratio))
    let same = RankTest(times, times)
    #expect(same.p == 1 && abs(same.ratio - 1) < 1e-9 && same.interval.contains(1))
    // 1, 2, 3 and 2, 4, 8: the ratios are 2/3, 1, 4/3, 2, 2, 8/3, 4, 4, 8.
    #expect(RankTest([1, 2, 3], [2, 4, 8]).ratio == 2)
    // Of three and three nothing is ever rejected.
    #expect(RankTest([1, 2, 3], [20, 40, 80]).interval == 0...Double.greatestFiniteMagnitude)
    // Of four and four only what is beyond all ratios.
    #expect(RankTest([1, 1, 1, 2], [4, 4, 4, 6]).interval == 2...6)
  }

  /// The interval has the ratios that the test doesn't reject, and no others.
  @Test(arguments: 0..<20)
  func intervalIsWhatTheTestSays(seed: Int) {
    var random = SplitMix64(seed: UInt64(seed) + 300)
    func list(_ count: Int) -> [Double] {
      (0..<count).map { _ in Double.random(in: 1..<2, using: &random) }
    }
    let (first, second) = (list(4 + random.below(6)), list(4 + random.below(6)))
    let interval = RankTest(first, second).interval
    for (ratio, isInside) in [
      (interval.lowerBound * 0.999999, false), (interval.lowerBound * 1.000001, true),
      (interval.upperBound * 0.999999, true), (interval.upperBound * 1.000001, false),
    ] {
      let p = RankTest(first.map { $0 * ratio }, second).p
      #expect((p > 0.05) == isInside, "\(ratio) of \(interval): \(p)")
    }
  }

  @Test func severalTests() {
    // 0.01 * 3; 0.03 * 2; 0.04 * 1, which is raised to the one before.
    let adjusted = RankTest.adjusted([0.01, 0.04, 0.03])
    for (value, expected) in zip(adjusted, [0.03, 0.06, 0.06]) {
      #expect(abs(value - expected) < 1e-12)
    }
    #expect(RankTest.adjusted([0.9, 0.8]) == [1, 1])
    #expect(RankTest.adjusted([]) == [])
    #expect(RankTest.adjusted([0.2]) == [0.2])
  }

  @Test func quantiles() {
    let five = Measurements([5, 1, 3, 2, 4])
    #expect(five.median == 3 && five.least == 1 && five.most == 5)
    #expect(five.quartiles == (2, 4))
    let four = Measurements([40, 10, 30, 20])
    #expect(four.median == 25)
    #expect(four.quartiles == (17.5, 32.5))
    #expect(Measurements([7]).quartiles == (7, 7))
  }
}
