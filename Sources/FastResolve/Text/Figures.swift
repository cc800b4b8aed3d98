// What stands in the columns of reports: shares, sizes, bars, and texts that have to fit.

/// A part of a whole in percent, with one digit behind the point: `11.1 %`.
///
/// What isn't nothing doesn't read like nothing, `<0.1 %`, and what isn't all not like all, `>99.9
/// %`. It has 7 characters at the most.
func percent(_ part: Int, of whole: Int) -> String {
  guard part > 0 else { return "0.0 %" }
  guard part < whole else { return "100.0 %" }
  let share = Double(part) / Double(whole) * 100
  if share < 0.05 { return "<0.1 %" }
  if share >= 99.95 { return ">99.9 %" }
  return fixed(share, 1) + " %"
}

/// A number of bytes with three digits or so: `999 B`, `1.0 kB`, `178.1 MB`. In powers of 1000.
func sized(_ bytes: Int) -> String {
  guard bytes >= 1000 else { return "\(bytes) B" }
  var size = Double(bytes) / 1000
  var units = ["kB", "MB", "GB", "TB"][...]
  while size >= 999.95, units.count > 1 {
    size /= 1000
    units.removeFirst()
  }
  return "\(fixed(size, 1)) \(units[units.startIndex])"
}

/// A bar for a part of the largest, in eighths of a character. What isn't nothing has some length.
func bar(_ part: Int, of largest: Int, width: Int) -> String {
  guard part > 0, largest > 0 else { return "" }
  let eighths = max(1, Int((Double(part) / Double(largest) * Double(width * 8)).rounded()))
  let ends = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
  return String(repeating: "█", count: eighths / 8) + ends[eighths % 8]
}

/// A text as far as there is room for it in a column.
func shortened(_ text: String, _ width: Int) -> String {
  text.count > width ? text.prefix(width - 1) + "…" : text
}

/// A text in which what a terminal would take for more than text is escaped.
func printable(_ text: String) -> String { PythonRegexError.printable(text.unicodeScalars) }
