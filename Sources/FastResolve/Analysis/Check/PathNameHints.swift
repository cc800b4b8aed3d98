#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

// Why a rule matches no path, as far as the names in the paths tell.
//
// The path of a rule is followed to the first name that no path begins with, or that no path has
// behind the one before it: that one is missing, and another was most likely meant. Of a regex it is
// known which literals every path that it matches holds. What a literal has between two dots is a
// name, what stands before its first dot ends one, what stands behind its last one begins one. Where
// no name of the inventory is so, or no two names that follow one another, no path holds the
// literal, and that is why the regex matches none. The reverse isn't so: all of these may be there,
// and never in one path. Then there is no hint, rather than a wrong one.
//
// All names stand in one text, and so do all pairs of them, between bytes that no UTF-8 has: each
// question is one search.

/// Says which name of a rule no path of an inventory has.
struct PathNameHints {
  /// How a part of a literal lies in a name.
  private enum Fit: Hashable {
    case whole, beginning, end, anywhere

    var verb: String {
      switch self {
      case .whole: "is"
      case .beginning: "begins with"
      case .end: "ends with"
      case .anywhere: "holds"
      }
    }
  }

  /// A piece of a literal, between its dots or two with the dot between them.
  private struct Part: Hashable {
    var text: [UInt8]
    var fit: Fit
    var isCaseless: Bool
    var isPair = false
  }

  /// What is asked for the nearest name.
  private struct Question: Hashable {
    enum Place: Hashable {
      case anywhere
      /// Below a name, or where paths begin.
      case below(String?)
    }

    var name: String
    var place: Place
  }

  private let isComplete: Bool
  /// All names, and all pairs with a dot between. Invariant: each begins and ends with `separator`,
  /// which stands between any two.
  private var names = SearchedText([separator])
  private var pairs = SearchedText([separator])
  /// The same in ASCII lower case.
  private var lowercaseNames = SearchedText([separator])
  private var lowercasePairs = SearchedText([separator])
  private var isASCII = true
  /// The names below each name that has any, and of `nil` those that begin paths.
  private var below: [String?: Set<String>] = [:]
  private var known: [Part: Bool] = [:]
  private var allNames: Set<String> = []
  private var nearest: [Question: String?] = [:]

  private static let separator: UInt8 = 0xFF
  /// So many names are asked for what is nearest to them. More findings than that nobody reads, and
  /// for 100,000 rules the distances would take minutes.
  private static let mostQuestions = 500

  /// - Complexity: O(*n*) in the length of the names.
  init(_ names: borrowing PathNames) {
    isComplete = names.isComplete
    guard isComplete else { return }
    var texts = (names: [Self.separator], pairs: [Self.separator])
    var below: [String?: Set<String>] = [:]
    var allNames: Set<String> = []
    names.forEachName { name in
      texts.names += name.buffer
      texts.names.append(Self.separator)
      allNames.insert(name.text)
    }
    names.forEachPair { above, name in
      below[above?.text, default: []].insert(name.text)
      guard let above else { return }
      texts.pairs += above.buffer
      texts.pairs.append(UInt8(ascii: "."))
      texts.pairs += name.buffer
      texts.pairs.append(Self.separator)
    }
    (self.names, pairs) = (SearchedText(texts.names), SearchedText(texts.pairs))
    lowercaseNames = SearchedText(texts.names.map { asciiLowerCase($0) })
    lowercasePairs = SearchedText(texts.pairs.map { asciiLowerCase($0) })
    self.below = below
    self.allNames = allNames
    isASCII = texts.names.allSatisfy { $0 < 0x80 || $0 == Self.separator }
  }

  // MARK: Module names

  /// Where no path goes on as that of a rule does: `none holds "model.layer", did you mean
  /// "model.layers"?`
  ///
  /// - Parameter path: The path, that no path of the inventory is or lies below.
  mutating func hint(forPath path: String) -> String? {
    guard isComplete, !path.isEmpty else { return nil }
    var above: String?
    // By bytes, as a dot with an accent behind it is one character to a string.
    for bytes in path.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false) {
      let name = String(decoding: bytes, as: UTF8.self)
      let names = below[above] ?? []
      if !names.contains(name) { return hint(name, below: above, names, in: path) }
      above = name
    }
    return nil
  }

  private mutating func hint(
    _ name: String, below above: String?, _ names: Set<String>, in path: String
  ) -> String? {
    let beginning = above.map { "\($0)." } ?? ""
    let meant: String?
    if let number = Int(name) {
      let highest = names.compactMap { Int($0) }.max()
      meant = highest.flatMap {
        $0 < number ? ", only up to \(Finding.quoted("\(beginning)\($0)"))" : nil
      }
    } else {
      meant = nearestName(.init(name: name, place: .below(above)))
        .map { ", did you mean \(Finding.quoted(beginning + $0))?" }
    }
    // Of one name there is no more to say than which other one it might be.
    if name == path { return meant.map { "none begins so\($0)" } }
    return (above == nil ? "none begins with " : "none holds ") + Finding.quoted(beginning + name)
      + (meant ?? "")
  }

  // MARK: Regexes

  /// What no path has and every path that the regex matches has to have: `no name in them is
  /// "layer", did you mean "layers"?`
  mutating func hint(for regex: PythonRegex) -> String? {
    guard isComplete else { return nil }
    for clause in regex.requiredLiterals.clauses where !clause.isEmpty {
      var missing: [Part] = []
      for literal in clause {
        guard let part = missingPart(of: literal) else { break }
        missing.append(part)
      }
      guard missing.count == clause.count else { continue }
      if let part = missing.first, missing.count == 1 {
        let name = String(decoding: part.text, as: UTF8.self)
        if part.isPair { return "none holds \(Finding.quoted(name))" }
        let meant = nearestName(.init(name: name, place: .anywhere))
        return "no name in them \(part.fit.verb) \(Finding.quoted(name))"
          + (meant.map { ", did you mean \(Finding.quoted($0))?" } ?? "")
      }
      return "none holds "
        + alternatives(clause.map { Finding.quoted($0.text) }) { "one of \($0) others" }
    }
    return nil
  }

  /// The first part of a literal that no name has, or that no two have.
  private mutating func missingPart(of literal: RequiredLiteral) -> Part? {
    // A caseless literal says nothing of paths beyond ASCII.
    if literal.isCaseless, !isASCII { return nil }
    let pieces = literal.text.utf8.split(
      separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    func part(_ first: Int, _ last: Int) -> Part {
      let fit: Fit =
        switch (first == 0, last == pieces.count - 1) {
        case (true, true): .anywhere
        case (true, false): .end
        case (false, true): .beginning
        case (false, false): .whole
        }
      return Part(
        text: Array(pieces[first...last].joined(separator: ".".utf8)), fit: fit,
        isCaseless: literal.isCaseless, isPair: first < last)
    }
    for number in pieces.indices {
      let name = part(number, number)
      if !isThere(name) { return name }
    }
    for number in pieces.indices.dropLast() {
      let pair = part(number, number + 1)
      if !isThere(pair) { return pair }
    }
    return nil
  }

  private mutating func isThere(_ part: Part) -> Bool {
    // Every name begins and ends with nothing.
    if part.text.isEmpty, part.fit != .whole { return true }
    if let known = known[part] { return known }
    var wanted = part.text
    if part.fit == .whole || part.fit == .beginning { wanted.insert(Self.separator, at: 0) }
    if part.fit == .whole || part.fit == .end { wanted.append(Self.separator) }
    let texts =
      part.isCaseless
      ? (names: lowercaseNames, pairs: lowercasePairs) : (names: names, pairs: pairs)
    let isThere = (part.isPair ? texts.pairs : texts.names).holds(wanted)
    known[part] = isThere
    return isThere
  }

  // MARK: Names that were meant

  /// The name nearest to one that isn't there, if any is near; it begins alike and isn't a number.
  private mutating func nearestName(_ question: Question) -> String? {
    let name = question.name
    if let known = nearest[question] { return known }
    guard nearest.count < Self.mostQuestions, name.utf8.count > 2 else { return nil }
    let names =
      switch question.place {
      case .anywhere: allNames
      case .below(let above): below[above] ?? []
      }
    let length = name.utf8.count
    let near = names.filter {
      $0.utf8.first == name.utf8.first && abs($0.utf8.count - length) * 3 <= length && $0 != name
    }
    // Which is the first of those that are as near must not hang on who saw them first.
    let found = FastResolve.nearestName(to: name, among: near.sorted())
    nearest[question] = .some(found)
    return found
  }
}

/// Bytes in which others are searched.
private struct SearchedText {
  private let bytes: [UInt8]
  /// How often each byte is there. A search goes from one place to the next of the rarest byte of
  /// what is searched: from one place of the first byte, mostly a separator, it took four times as
  /// long.
  private var counts = [Int](repeating: 0, count: 256)

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    for byte in bytes { counts[Int(byte)] += 1 }
  }

  /// Whether bytes stand somewhere in these.
  func holds(_ wanted: [UInt8]) -> Bool {
    guard
      let rarest = wanted.indices.min(by: { counts[Int(wanted[$0])] < counts[Int(wanted[$1])] })
    else { return true }
    return bytes.withUnsafeBufferPointer { bytes in
      guard let start = bytes.baseAddress else { return false }
      // Where the rarest byte may stand: so many bytes have to be before it and behind it.
      var rest = ByteSlice(start, count: bytes.count - (wanted.count - rarest - 1))
        .dropFirst(rarest)
      while rest.count > 0, let offset = rest.firstOffset(of: wanted[rarest]) {
        rest = rest.dropFirst(offset)
        if memcmp(rest.start - rarest, wanted, wanted.count) == 0 { return true }
        rest = rest.dropFirst(1)
      }
      return false
    }
  }
}
