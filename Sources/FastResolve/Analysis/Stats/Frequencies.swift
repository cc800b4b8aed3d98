#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

extension InventoryStats {
  /// The texts with the most rows, and how many texts there are.
  struct Frequencies {
    /// The most frequent ones first; of as many rows, by their bytes.
    var top: [Frequency]
    /// How many different texts have rows.
    var count: Int

    /// - Parameters:
    ///   - texts: The texts.
    ///   - rows: How many rows each has, by its number.
    ///   - limit: How many are wanted.
    /// - Complexity: O(*n*) on average in the number of texts.
    init(_ texts: borrowing DistinctTexts, _ rows: [Int], limit: Int) {
      // Those that may be among the most frequent. To sort all would take longer than to count
      // them.
      var best: [Int] = []
      var least = 1
      count = 0
      func sortAndCut(_ texts: borrowing DistinctTexts) {
        best.sort { one, other in
          rows[one] == rows[other]
            ? Self.isLess(texts[one], texts[other]) : rows[one] > rows[other]
        }
        if best.count > limit { best.removeLast(best.count - limit) }
      }
      for (number, rowCount) in rows.enumerated() where rowCount > 0 {
        count += 1
        guard rowCount >= least, limit > 0 else { continue }
        best.append(number)
        if best.count > limit, best.count - limit > 1000 {
          sortAndCut(texts)
          least = rows[best[limit - 1]]
        }
      }
      sortAndCut(texts)
      top = best.map { Frequency(name: texts[$0].text, rows: rows[$0]) }
    }

    private static func isLess(_ one: ByteSlice, _ other: ByteSlice) -> Bool {
      let order = memcmp(one.start, other.start, min(one.count, other.count))
      return order == 0 ? one.count < other.count : order < 0
    }
  }
}

extension InventoryStats.Distribution {
  /// - Parameter counts: How many rows each value has; all more than 0.
  /// - Returns: `nil` where there are none.
  init?(_ counts: [Int: Int]) {
    let sorted = counts.sorted { $0.key < $1.key }
    guard let first = sorted.first, let last = sorted.last else { return nil }
    self.counts = sorted.map { Count(value: $0.key, rows: $0.value) }
    minimum = first.key
    maximum = last.key
    median = 0
    percentile90 = 0
    median = percentile(50)
    percentile90 = percentile(90)
  }

  /// The least value that so many percent of the rows don't exceed.
  func percentile(_ percent: Int) -> Int {
    let total = counts.reduce(0) { $0 + $1.rows }
    var below = 0
    for count in counts {
      below += count.rows
      if below * 100 >= total * percent { return count.value }
    }
    return maximum
  }
}
