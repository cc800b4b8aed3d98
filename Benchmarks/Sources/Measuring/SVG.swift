/// A drawing as SVG: a few shapes and text that stays text.
///
/// Colours are classes, in a light and a dark set that the reader's system chooses between.
struct SVG {
  private var shapes: [String] = []
  private let width: Double
  private let height: Double

  init(width: Double, height: Double) {
    (self.width, self.height) = (width, height)
  }

  enum Anchor: String { case start, middle, end }

  mutating func text(
    _ text: String, x: Double, y: Double, class name: String = "ink", anchor: Anchor = .start
  ) {
    let escaped = text.map { character in
      switch character {
      case "&": "&amp;"
      case "<": "&lt;"
      default: String(character)
      }
    }.joined()
    shapes.append(
      "<text class=\"\(name)\" x=\"\(place(x))\" y=\"\(place(y))\" "
        + "text-anchor=\"\(anchor.rawValue)\">\(escaped)</text>")
  }

  mutating func line(_ points: [(x: Double, y: Double)], class name: String) {
    let path = points.map { "\(place($0.x)),\(place($0.y))" }.joined(separator: " ")
    shapes.append("<polyline class=\"line \(name)\" points=\"\(path)\"/>")
  }

  mutating func dot(x: Double, y: Double, class name: String) {
    shapes.append("<circle class=\"dot \(name)\" cx=\"\(place(x))\" cy=\"\(place(y))\" r=\"4.5\"/>")
  }

  /// The whole drawing.
  func rendered(title: String) -> String {
    """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(place(width)) \(place(height))" \
    width="\(place(width))" height="\(place(height))" role="img" aria-label="\(title)">
    <style>
    \(Self.style)
    </style>
    <rect class="back" width="100%" height="100%"/>
    \(shapes.joined(separator: "\n"))
    </svg>

    """
  }

  private func place(_ number: Double) -> String {
    let rounded = (number * 10).rounded() / 10
    return rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
  }

  // Series take the colours a, b, c, ... in turn; they differ in lightness too.
  private static let style = """
    text { font: 13px system-ui, "DejaVu Sans", sans-serif; }
    .title { font-weight: 600; font-size: 14px; }
    .back { fill: #ffffff; }
    .ink, .title { fill: #1f2328; }
    .faint { fill: #656d76; }
    .line { fill: none; stroke-width: 2; }
    .grid { stroke: #d8dee4; stroke-width: 1; }
    .dot { stroke: #ffffff; stroke-width: 1; }
    .dot.a { fill: #0969da; } .line.a { stroke: #0969da; }
    .dot.b { fill: #bc4c00; } .line.b { stroke: #bc4c00; }
    .dot.c { fill: #1a7f37; } .line.c { stroke: #1a7f37; }
    .dot.d { fill: #8250df; } .line.d { stroke: #8250df; }
    .dot.other { fill: #57606a; } .line.other { stroke: #57606a; }
    .dot.part { fill: #ffffff; stroke: #57606a; stroke-width: 2; } .line.part { stroke: #57606a; }
    .limit { stroke: #1a7f37; stroke-width: 1.5; stroke-dasharray: 4 3; }
    @media (prefers-color-scheme: dark) {
      .back { fill: #0d1117; }
      .ink, .title { fill: #e6edf3; }
      .faint { fill: #8d96a0; }
      .grid { stroke: #30363d; }
      .dot { stroke: #0d1117; }
      .dot.a { fill: #58a6ff; } .line.a { stroke: #58a6ff; }
      .dot.b { fill: #f0883e; } .line.b { stroke: #f0883e; }
      .dot.c { fill: #3fb950; } .line.c { stroke: #3fb950; }
      .dot.d { fill: #bc8cff; } .line.d { stroke: #bc8cff; }
      .dot.other { fill: #9198a1; } .line.other { stroke: #9198a1; }
      .dot.part { fill: #0d1117; stroke: #9198a1; } .line.part { stroke: #9198a1; }
      .limit { stroke: #3fb950; }
    }
    """
}
