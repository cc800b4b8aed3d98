// Numbers and columns as people read them.

/// Rising numbers as a list of ranges: `3-17, 19`.
func ranges(_ numbers: [Int]) -> String {
  var ranges: [ClosedRange<Int>] = []
  for number in numbers {
    if let last = ranges.last, last.upperBound + 1 == number {
      ranges[ranges.count - 1] = last.lowerBound...number
    } else {
      ranges.append(number...number)
    }
  }
  return ranges.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }
    .joined(separator: ", ")
}

/// So many of something: `1 row`, `2,000 rows`.
func counted(_ number: Int, _ noun: String, plural: String? = nil) -> String {
  "\(grouped(number)) \(number == 1 ? noun : plural ?? noun + "s")"
}

/// A number with its digits in groups of three.
func grouped(_ number: Int) -> String {
  var text = ""
  let digits = String(number)
  for (position, digit) in digits.enumerated() {
    if position > 0, (digits.count - position) % 3 == 0 { text += "," }
    text.append(digit)
  }
  return text
}

/// A number that isn't negative with so many digits behind the point.
func fixed(_ number: Double, _ places: Int) -> String {
  var scale = 1
  for _ in 0..<places { scale *= 10 }
  let scaled = Int((number * Double(scale)).rounded())
  if places == 0 { return String(scaled) }
  let fraction = String(scaled % scale)
  return "\(scaled / scale)." + String(repeating: "0", count: places - fraction.count) + fraction
}

/// A time in the unit that suits it, with three digits or four.
func duration(_ seconds: Double) -> String {
  let (value, unit) =
    switch seconds {
    case 1...: (seconds, "s")
    case 1e-3...: (seconds * 1e3, "ms")
    case 1e-6...: (seconds * 1e6, "µs")
    default: (seconds * 1e9, "ns")
    }
  return fixed(value, value < 10 ? 2 : value < 100 ? 1 : 0) + " " + unit
}

/// Up to four things, one of which would do: `a, b or c`.
///
/// - Parameters:
///   - texts: The things. Of more than four, three are listed.
///   - others: What is said of so many others.
func alternatives(_ texts: [String], others: (Int) -> String) -> String {
  let listed = texts.count > 4 ? texts.prefix(3) + [others(texts.count - 3)] : texts
  return listed.dropLast().joined(separator: ", ") + (listed.count > 1 ? " or " : "")
    + (listed.last ?? "")
}

func padded(_ text: String, _ width: Int, left: Bool = false) -> String {
  let padding = String(repeating: " ", count: max(0, width - text.count))
  return left ? padding + text : text + padding
}

/// A text in lines of so many characters at the most, broken at its spaces.
func wrapped(_ text: String, width: Int) -> String {
  var lines: [String] = []
  for word in text.split(separator: " ") {
    if let last = lines.last, last.count + 1 + word.count <= width {
      lines[lines.count - 1] = "\(last) \(word)"
    } else {
      lines.append(String(word))
    }
  }
  return lines.joined(separator: "\n")
}
