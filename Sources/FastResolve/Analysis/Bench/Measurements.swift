/// What was measured of one thing, again and again, in order of size.
///
/// Machines are shared and their speed drifts: a slow run moves a mean and not a median, and the
/// quartiles say how much to trust it.
struct Measurements {
  private let sorted: [Double]

  /// - Precondition: There is a value.
  init(_ values: [Double]) {
    precondition(!values.isEmpty)
    sorted = values.sorted()
  }

  /// The value below which a share of the values is, between two of them where it falls there.
  func quantile(_ share: Double) -> Double {
    let place = share * Double(sorted.count - 1)
    let below = Int(place)
    let above = min(below + 1, sorted.count - 1)
    return sorted[below] + (sorted[above] - sorted[below]) * (place - Double(below))
  }

  var median: Double { quantile(0.5) }
  var least: Double { sorted[0] }
  var most: Double { sorted[sorted.count - 1] }
  var quartiles: (lower: Double, upper: Double) { (quantile(0.25), quantile(0.75)) }
}
