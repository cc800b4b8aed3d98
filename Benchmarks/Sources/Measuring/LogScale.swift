#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A logarithmic axis: where a value stands between two ends, and the ticks.
struct LogScale {
  private let low: Double
  private let high: Double
  private let start: Double
  private let end: Double

  /// An axis for some values, from pixel `start` to pixel `end`, with a little room at both ends.
  ///
  /// - Precondition: All values are positive.
  init(_ values: [Double], from start: Double, to end: Double) {
    let least = log10(values.min() ?? 1)
    let most = log10(values.max() ?? 1)
    // Less than an order of magnitude would make a small difference look large.
    let room = max((most - least) * 0.04, (1 - (most - least)) / 2)
    (low, high) = (least - room, most + room)
    (self.start, self.end) = (start, end)
  }

  func callAsFunction(_ value: Double) -> Double {
    start + (log10(value) - low) / (high - low) * (end - start)
  }

  /// Powers of ten, and where these are few their halves and fifths too.
  var ticks: [Double] {
    let steps: [Double] = high - low < 2.2 ? [1, 2, 5] : [1]
    return (Int(low.rounded(.down))...Int(high.rounded(.up))).flatMap { power in
      steps.map { $0 * pow(10, Double(power)) }
    }.filter { log10($0) >= low && log10($0) <= high }
  }

  /// A tick as text: 0.05, 1, 20, 1 k, 5 M.
  static func text(_ tick: Double) -> String {
    switch tick {
    case 1e6...: "\(Int((tick / 1e6).rounded())) M"
    case 1e3...: "\(Int((tick / 1e3).rounded())) k"
    case 1...: "\(Int(tick.rounded()))"
    default: decimal(tick, Int((-log10(tick)).rounded(.up)))
    }
  }
}
