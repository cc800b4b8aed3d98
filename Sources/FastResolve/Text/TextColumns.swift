/// A table as people read it: columns as wide as their widest cell, numbers to the right.
struct TextColumns {
  private let isLeft: Set<Int>
  private var rows: [[String]]

  /// - Parameters:
  ///   - heads: What stands above each column.
  ///   - isLeft: The columns whose cells begin at the same place; those of others end there.
  init(_ heads: [String], isLeft: Set<Int> = []) {
    rows = [heads]
    self.isLeft = isLeft
  }

  /// Adds a row, a cell for each column.
  mutating func add(_ cells: [String]) {
    precondition(cells.count == rows[0].count)
    rows.append(cells)
  }

  /// The lines, those of the heads first.
  func lines(_ style: TextStyle) -> [String] {
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.enumerated().map { number, cells in
      var line = cells.indices.map {
        padded(cells[$0], widths[$0], left: !isLeft.contains($0))
      }.joined(separator: "  ")
      while line.last == " " { line.removeLast() }
      return number == 0 ? style.text(line, as: .faint) : line
    }
  }
}
