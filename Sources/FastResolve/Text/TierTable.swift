/// A line for each tier, the highest first, and one for no rule: how many rows and what share of
/// them.
///
/// - Parameters:
///   - count: How many rows the rules of a tier decided.
///   - undecided: How many rows no rule decided.
///   - rows: How many rows there are.
func tierLines(_ count: (RuleTier) -> Int, undecided: Int, of rows: Int) -> [String] {
  let counts =
    RuleTier.allCases.reversed().map { ($0.rawValue, count($0)) } + [("none", undecided)]
  let width = counts.map { grouped($0.1).count }.max() ?? 0
  return counts.map { name, count in
    let share = rows == 0 ? 0 : Double(count) / Double(rows) * 100
    return "  \(padded(name, 31)) \(padded(grouped(count), width, left: true))"
      + "  \(padded(fixed(share, 1), 5, left: true)) %"
  }
}
