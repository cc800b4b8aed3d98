/// Panels side by side over the same sizes, such as time and memory, each with a line a series.
package struct LineChart {
  package struct Series {
    var name: String
    var points: [(x: Double, y: Double)]

    package init(name: String, points: [(x: Double, y: Double)]) {
      self.name = name
      self.points = points
    }
  }

  package struct Panel {
    var title: String
    var series: [Series]

    package init(title: String, series: [Series]) {
      self.title = title
      self.series = series
    }
  }

  private let title: String
  private let unit: String
  private let panels: [Panel]

  /// - Parameter unit: What the sizes count.
  package init(title: String, unit: String, panels: [Panel]) {
    self.title = title
    self.unit = unit
    self.panels = panels
  }

  private static let colours = ["a", "b", "c", "d"]

  /// The chart as SVG; series keep their colour from panel to panel.
  package func rendered() -> String {
    var svg = SVG(width: 450 * Double(panels.count), height: 340)
    svg.text(title, x: 16, y: 24, class: "title")
    for (number, panel) in panels.enumerated() { draw(panel, at: 450 * Double(number), in: &svg) }
    return svg.rendered(title: title)
  }

  private func draw(_ panel: Panel, at offset: Double, in svg: inout SVG) {
    let (left, right, top, bottom) = (offset + 56, offset + 300, 68.0, 284.0)
    let points = panel.series.flatMap(\.points)
    let x = LogScale(points.map(\.x), from: left, to: right)
    let y = LogScale(points.map(\.y), from: bottom, to: top)
    svg.text(panel.title, x: offset + 16, y: 50, class: "faint")
    for tick in y.ticks {
      svg.line([(left, y(tick)), (right, y(tick))], class: "grid")
      svg.text(LogScale.text(tick), x: left - 8, y: y(tick) + 4, class: "faint", anchor: .end)
    }
    for tick in x.ticks {
      svg.line([(x(tick), top), (x(tick), bottom)], class: "grid")
      svg.text(
        LogScale.text(tick), x: x(tick), y: bottom + 18, class: "faint", anchor: .middle)
    }
    svg.text(unit, x: right, y: bottom + 38, class: "faint", anchor: .end)
    var ends: [(y: Double, name: String, colour: String)] = []
    for (number, series) in panel.series.enumerated() where !series.points.isEmpty {
      let colour = Self.colours[number % Self.colours.count]
      let places = series.points.map { (x: x($0.x), y: y($0.y)) }
      svg.line(places, class: colour)
      for place in places { svg.dot(x: place.x, y: place.y, class: colour) }
      ends.append((places[places.count - 1].y, series.name, colour))
    }
    // Each name stands by the end of its line, moved down where two would overlap, and all of
    // them up where that runs over the bottom.
    ends.sort { $0.y < $1.y }
    for number in ends.indices.dropFirst() {
      ends[number].y = max(ends[number].y, ends[number - 1].y + 17)
    }
    let over = max((ends.last?.y ?? 0) - bottom, 0)
    for end in ends {
      svg.dot(x: right + 14, y: end.y - over, class: end.colour)
      svg.text(end.name, x: right + 24, y: end.y - over + 4)
    }
  }
}
