/// Draws regexes of the shapes that people write for module paths, all with literals in them.
///
/// Names are taken from real paths, so that every regex is near to matching something and many do:
/// regexes that could be told apart from all paths at a glance would flatter any filter.
struct PatternMaker {
  private var random: SeededRandom
  private let paths: [String]
  /// Segments that are no numbers, the most frequent first.
  private let segments: [String]
  private let frequent: ArraySlice<String>

  /// - Precondition: There are paths.
  init(paths: [String], seed: UInt64) {
    random = SeededRandom(seed: seed)
    self.paths = paths
    var counts: [Substring: Int] = [:]
    for path in paths {
      for segment in path.split(separator: ".") where Int(segment) == nil {
        counts[segment, default: 0] += 1
      }
    }
    // By name where the count is the same, so that the same seed draws the same.
    let sorted = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    segments = sorted.prefix(4000).map { String($0.key) }
    frequent = segments.prefix(400)
  }

  /// So many different regexes. A larger number begins with those of a smaller one.
  mutating func patterns(_ count: Int) -> [String] {
    var made: [String] = []
    var seen: Set<String> = []
    while made.count < count {
      let pattern = pattern()
      if seen.insert(pattern).inserted { made.append(pattern) }
    }
    return made
  }

  private mutating func any() -> String {
    Self.escaped(segments.randomElement(using: &random) ?? "")
  }

  private mutating func common() -> String {
    Self.escaped(frequent.randomElement(using: &random) ?? "")
  }

  private mutating func pattern() -> String {
    let path = paths.randomElement(using: &random) ?? ""
    let parts = path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    let whole = Self.escaped(path)
    let first = Self.escaped(parts[0])
    let last = Self.escaped(parts[parts.count - 1])
    let owner = Self.escaped(parts.dropLast().joined(separator: "."))
    switch Int.random(in: 0..<14, using: &random) {
    case 0: return whole + "$"
    case 1: return Self.escaped(parts.prefix(2).joined(separator: ".")) + #"\..*"# + last
    case 2: return #".*\."# + any() + "$"
    case 3: return ".*" + common() + #".*\."# + last
    case 4: return Self.anyNumbers(in: whole, as: "[0-9]+")
    case 5: return Self.anyNumbers(in: whole, as: #"\d+"#) + #"\Z"#
    case 6: return "(?i)" + Self.anyNumbers(in: Self.escaped(path.uppercased()), as: #"\d+"#)
    case 7: return "(?!.*" + common() + ")" + first + #"\..*"# + last + "$"
    case 8: return owner + #"\.(?:"# + any() + "|" + any() + "|" + any() + ")$"
    case 9: return #"[^.]+\."# + any() + #"\.\d+\."# + last
    case 10: return #"(?:.*\.)?layers?\.(?:[0-9]|1[0-9])\."# + common()
    case 11: return #".*(?<=\."# + common() + #")\.\w{2,6}$"#
    case 12: return #"(\w+)\."# + common() + #"\.\1"#
    default: return #".*\.(?:q|k|v|o)_proj\."# + common()
    }
  }

  /// As Python's `re.escape`, for what stands in module paths.
  private static func escaped(_ text: String) -> String {
    text.map { $0.isLetter || $0.isNumber || $0 == "_" ? String($0) : "\\\($0)" }.joined()
  }

  private static func anyNumbers(in pattern: String, as digits: String) -> String {
    pattern.replacing(/[0-9]+/, with: digits)
  }
}
