/// The median, and the least and the most, of some runs of the same thing.
///
/// Machines are shared and their speed drifts: one slow run moves a mean and not a median, and the
/// spread says how much to trust it.
package struct Spread: Sendable {
  package var median: Double
  package var least: Double
  package var most: Double

  /// - Precondition: There is a value.
  package init(_ values: [Double]) {
    let sorted = values.sorted()
    let middle = sorted.count / 2
    median =
      sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    least = sorted[0]
    most = sorted[sorted.count - 1]
  }
}

/// A number with so many digits behind the point and a comma at each thousand.
package func decimal(_ number: Double, _ digits: Int = 0) -> String {
  var scale = 1.0
  for _ in 0..<digits { scale *= 10 }
  let scaled = (number.magnitude * scale).rounded()
  let whole = Int(scaled / scale)
  let fraction = Int(scaled) - whole * Int(scale)
  var text = ""
  for (place, digit) in String(whole).reversed().enumerated() {
    if place > 0 && place % 3 == 0 { text.append(",") }
    text.append(digit)
  }
  text = (number < 0 ? "-" : "") + String(text.reversed())
  guard digits > 0 else { return text }
  let behind = String(fraction)
  return text + "." + String(repeating: "0", count: digits - behind.count) + behind
}

/// Seconds with three digits that say something.
package func seconds(_ time: Double) -> String {
  decimal(time, time < 10 ? 3 : time < 100 ? 1 : 0)
}

/// Bytes in MB, of 10^6.
package func megabytes(_ bytes: Int) -> String { decimal(Double(bytes) / 1e6) }
