// Qconfigs that are nearly others.
//
// A qconfig means nothing to FastResolve, but one that is used once, beside one that is used often
// and differs by a letter, is most likely a slip. Only strings of some length are looked at, and
// what differs must be letters or separators: `int4` and `int8` are two qconfigs, and so are `int8`
// and `uint8`.
//
// Every qconfig against every other would be quadratic. Two strings that differ by one letter are
// the same when that letter is left out of both (or out of the longer one), so each frequent
// qconfig stands in a table under itself and under each of its forms with one letter left out, and
// the rare ones look there.

/// Qconfigs that look like a misspelling of another.
enum OddQConfigLint: Lint {
  static let codes: Set<LintCode> = [.oddQConfig]

  private static let shortest = 5
  private static let longest = 64
  private static let leastFrequent = 3

  static func findings(in rules: LintedRules) -> [Finding] {
    var uses: [ExactText: (count: Int, first: Rule)] = [:]
    for tier in RuleTier.allCases {
      for position in 0..<rules.mapping.count(of: tier) {
        guard case .string(let name) = rules.mapping.qconfig(in: tier, at: position).value else {
          continue
        }
        uses[ExactText(name), default: (0, Rule(tier, at: position))].count += 1
      }
    }
    let frequent = uses.filter { $0.value.count >= leastFrequent && isLooked(at: $0.key.string) }
      .map { (name: $0.key.string, count: $0.value.count) }
      .sorted { ($1.count, $0.name) < ($0.count, $1.name) }
    if frequent.isEmpty { return [] }
    var forms: [String: String] = [:]
    // The most frequent one comes first, so that it is the one that is proposed.
    for (name, _) in frequent {
      for form in Self.forms(of: name) where forms[form] == nil { forms[form] = name }
    }
    return uses.filter { $0.value.count == 1 && isLooked(at: $0.key.string) }.compactMap {
      key, use in
      let name = key.string
      let meant = Self.forms(of: name).lazy.compactMap { forms[$0] }.first { isSlip(name, $0) }
      guard let meant else { return nil }
      let count = uses[ExactText(meant)]?.count ?? 0
      var finding = rules.finding(
        .oddQConfig, use.first, element: use.first.tier == .moduleNameObjectTypeOrder ? 3 : 1,
        "the qconfig \(name) is used once, and \(meant) \(grouped(count)) times")
      finding.suggestion = meant
      return finding
    }
  }

  private static func isLooked(at name: String) -> Bool {
    (shortest...longest).contains(name.utf8.count)
  }

  /// The name in lower case and with one separator for all, and all forms of that with one
  /// character left out.
  private static func forms(of name: String) -> [String] {
    let plain = plain(name)
    return [String(plain)]
      + plain.indices.map { index in
        var form = plain
        form.remove(at: index)
        return String(form)
      }
  }

  private static func plain(_ name: String) -> [Character] {
    name.lowercased().map { "- .".contains($0) ? "_" : $0 }
  }

  private static func isSlip(_ name: String, _ meant: String) -> Bool {
    let (one, other) = (plain(name), plain(meant))
    if one == other { return true }
    return one.first == other.first && one.filter(\.isASCIIDigit) == other.filter(\.isASCIIDigit)
      && editDistance(
        one.flatMap(\.unicodeScalars), other.flatMap(\.unicodeScalars)) == 1
  }
}

extension Character {
  fileprivate var isASCIIDigit: Bool { asciiValue.map(isDigit) ?? false }
}

extension String {
  fileprivate init(_ characters: [Character]) {
    self.init()
    for character in characters { append(character) }
  }
}
