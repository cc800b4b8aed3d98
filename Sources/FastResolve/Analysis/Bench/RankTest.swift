#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

// Whether two lists of measured times differ by more than chance.
//
// Times of the same thing have no bell curve: they are the least time it takes, plus whatever got
// in the way. So nothing is reckoned from means and deviations. The Mann-Whitney U test looks at
// ranks alone: put all times of both lists in order; if the lists differ by chance only, the times
// of the first are anywhere among the others, every choice of places being as likely as any other.
// The p-value is the share of choices that are at least as lopsided as the one at hand, counted
// exactly, equal times included.
//
// How large the difference is, is told by the estimate that belongs to the test (Hodges and
// Lehmann): the median of the ratios of each time of the second list to each of the first, with the
// range of ratios that the test would not reject. Ratios, and not differences, so that what is said
// is "12 % slower" whatever was timed.
//
// H. B. Mann and D. R. Whitney, 1947; J. L. Hodges and E. L. Lehmann, 1963; several tests at once:
// S. Holm, 1979.

/// The Mann-Whitney U test of two lists of times.
public struct RankTest: Equatable, Sendable {
  /// The probability of lists at least as far apart if only chance made them differ.
  public var p: Double
  /// How many times as long the second takes: the median of the ratios of all pairs.
  public var ratio: Double
  /// The ratios that a test at 5 % would not reject; everything above 0 where the lists are too
  /// short to reject any.
  public var interval: ClosedRange<Double>

  /// Tests two lists.
  ///
  /// - Parameters:
  ///   - first: Times above 0, in any unit.
  ///   - second: Times above 0, in the same.
  /// - Precondition: Both have a value.
  /// - Complexity: O(*n*⁴) in the number of all values up to ``mostExact``; above, O(*n*²).
  public init(_ first: [Double], _ second: [Double]) {
    p = Self.p(first, second)
    let ratios = second.flatMap { second in first.map { second / $0 } }.sorted()
    ratio = Measurements(ratios).median
    let left = Self.outside(first.count, second.count)
    interval =
      left > 0
      ? ratios[left - 1]...ratios[ratios.count - left] : 0...Double.greatestFiniteMagnitude
  }

  /// Up to so many values the choices are counted; of more, the normal distribution is as good.
  static let mostExact = 64

  // MARK: The p-value

  private static func p(_ first: [Double], _ second: [Double]) -> Double {
    let ranks = doubledRanks(first + second)
    guard ranks.count <= mostExact else { return normalP(first, second) }
    let mean = first.count * (ranks.count + 1)
    let distance = abs(ranks.prefix(first.count).reduce(0, +) - mean)
    let ways = ways(choosing: first.count, of: ranks)
    let all = ways.reduce(0, +)
    let farther = ways.indices.reduce(0.0) { $0 + (abs($1 - mean) >= distance ? ways[$1] : 0) }
    return min(1, farther / all)
  }

  /// The p-value by the normal distribution, with a correction for the steps between sums of ranks
  /// and one for equal values.
  static func normalP(_ first: [Double], _ second: [Double]) -> Double {
    let ranks = doubledRanks(first + second)
    let sum = Double(ranks.prefix(first.count).reduce(0, +)) / 2
    let n = Double(ranks.count)
    let ties = Dictionary(grouping: ranks) { $0 }.values.reduce(0.0) {
      let count = Double($1.count)
      return $0 + count * (count * count - 1)
    }
    let variance = Double(first.count * second.count) / 12 * (n + 1 - ties / (n * (n - 1)))
    guard variance > 0 else { return 1 }
    let distance = abs(sum - Double(first.count) * (n + 1) / 2)
    return min(1, erfc(max(0, distance - 0.5) / (2 * variance).squareRoot()))
  }

  /// The rank of each value, from 1, times two: equal values share the mean of their ranks.
  static func doubledRanks(_ values: [Double]) -> [Int] {
    let sorted = values.sorted()
    var firsts: [Double: Int] = [:]
    var counts: [Double: Int] = [:]
    for (position, value) in sorted.enumerated() {
      if firsts[value] == nil { firsts[value] = position }
      counts[value, default: 0] += 1
    }
    return values.map { 2 * (firsts[$0] ?? 0) + (counts[$0] ?? 0) + 1 }
  }

  /// In how many ways so many of the numbers can be chosen, by their sum.
  static func ways(choosing count: Int, of numbers: [Int]) -> [Double] {
    let largest = numbers.reduce(0, +)
    var ways = Array(
      repeating: [Double](repeating: 0, count: largest + 1), count: count + 1)
    ways[0][0] = 1
    for (position, number) in numbers.enumerated() {
      for chosen in stride(from: min(count, position + 1), to: 0, by: -1) {
        for sum in stride(from: largest, through: number, by: -1) {
          ways[chosen][sum] += ways[chosen - 1][sum - number]
        }
      }
    }
    return ways[count]
  }

  // MARK: The interval

  /// The how-manieth of the ratios, from either end, bounds those that the test doesn't reject; 0
  /// where it rejects none.
  static func outside(_ first: Int, _ second: Int) -> Int {
    let n = first + second
    guard n <= mostExact else {
      let deviation = (Double(first * second * (n + 1)) / 12).squareRoot()
      return max(0, Int((Double(first * second) / 2 - 1.96 * deviation).rounded(.down)))
    }
    let ways = ways(choosing: first, of: Array(1...n))
    let limit = 0.025 * ways.reduce(0, +)
    let least = first * (first + 1) / 2
    var below = 0.0
    var count = 0
    while below + ways[least + count] <= limit {
      below += ways[least + count]
      count += 1
    }
    return count
  }

  // MARK: Several tests

  /// The p-values of several tests made at once, raised so that the probability of even one that is
  /// below a bound by chance is no more than the bound.
  public static func adjusted(_ values: [Double]) -> [Double] {
    var adjusted = values
    var highest = 0.0
    let order = values.indices.sorted { values[$0] < values[$1] }
    for (place, index) in order.enumerated() {
      highest = max(highest, min(1, values[index] * Double(values.count - place)))
      adjusted[index] = highest
    }
    return adjusted
  }
}
