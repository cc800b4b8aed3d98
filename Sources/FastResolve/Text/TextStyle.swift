/// How text for people is set off: by the colours of a terminal, or not at all.
///
/// What a text says never hangs on its colours: a file and a pipe get the same words.
public struct TextStyle: Sendable {
  /// Whether escape sequences are written.
  public var isColored: Bool

  /// No colours.
  public static let plain = TextStyle(isColored: false)

  /// Makes a style.
  public init(isColored: Bool) { self.isColored = isColored }

  /// What a part of a text is, which says how it is set off: parameters of the "select graphic
  /// rendition" sequence of ECMA-48, 8.3.117.
  enum Role: String {
    case heading = "1"
    case error = "1;31"
    case warning = "1;33"
    case good = "32"
    case bad = "31"
    case name = "36"
    case faint = "2"
  }

  /// A text set off as what it is. Its width on the terminal stays the same: pad before.
  func text(_ text: String, as role: Role) -> String {
    isColored && !text.isEmpty ? "\u{1B}[\(role.rawValue)m\(text)\u{1B}[0m" : text
  }
}
