/// A row for each contestant, a dot at its median and a line from its least to its most.
///
/// Dots and not bars: the axis is logarithmic and has no zero that a bar could begin at.
package struct DotChart {
  package struct Row {
    package enum Kind: String {
      case ours = "a"
      case limit = "c"
      case other
      /// Does only a part of the work: a hollow dot.
      case part
    }

    var label: String
    var value: Spread
    var note: String
    var kind: Kind

    package init(label: String, value: Spread, note: String, kind: Kind) {
      self.label = label
      self.value = value
      self.note = note
      self.kind = kind
    }
  }

  private let title: String
  private let unit: String
  private let rows: [Row]

  package init(title: String, unit: String, rows: [Row]) {
    self.title = title
    self.unit = unit
    self.rows = rows
  }

  /// The chart as SVG.
  package func rendered() -> String {
    let (left, right, top, step) = (290.0, 680.0, 44.0, 24.0)
    let bottom = top + step * Double(rows.count)
    var svg = SVG(width: 940, height: bottom + 44)
    let x = LogScale(rows.flatMap { [$0.value.least, $0.value.most] }, from: left, to: right)
    svg.text(title, x: 16, y: 24, class: "title")
    for tick in x.ticks {
      svg.line([(x(tick), top), (x(tick), bottom)], class: "grid")
      svg.text(
        LogScale.text(tick), x: x(tick), y: bottom + 18, class: "faint", anchor: .middle)
    }
    svg.text(unit, x: right, y: bottom + 36, class: "faint", anchor: .end)
    if let limit = rows.first(where: { $0.kind == .limit }) {
      let place = x(limit.value.median)
      svg.line([(place, top), (place, bottom)], class: "limit")
    }
    for (number, row) in rows.enumerated() {
      let y = top + step * (Double(number) + 0.5)
      svg.text(row.label, x: left - 14, y: y + 4, anchor: .end)
      svg.line([(x(row.value.least), y), (x(row.value.most), y)], class: row.kind.rawValue)
      svg.dot(x: x(row.value.median), y: y, class: row.kind.rawValue)
      svg.text(row.note, x: right + 14, y: y + 4, class: "faint")
    }
    return svg.rendered(title: title)
  }
}
