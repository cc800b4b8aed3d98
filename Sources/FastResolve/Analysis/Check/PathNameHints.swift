#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

// Why a rule matches no path, as far as the names in the paths tell.
//
// The path of a rule is followed to where the inventory has it no more: the name that is missing
// there, and the one that was most likely meant. Of a regex it is known which literals every path
// that it matches holds. What it has between two dots is a name, what stands before its first dot
// ends one, what stands behind its last one begins one. Where no name of the inventory is so, or no
// two names that follow one another, no path holds the literal, and that is why the regex matches
// none. The reverse isn't so: all of these may be there, and never in one path. Then there is no
// hint, rather than a wrong one.
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

  private let isComplete: Bool
  /// All names, and all pairs with a dot between. Invariant: each begins and ends with `separator`,
  /// which stands between any two.
  private var names: [UInt8] = [separator]
  private var pairs: [UInt8] = [separator]
  /// The same in ASCII lower case.
  private var lowercaseNames: [UInt8] = []
  private var lowercasePairs: [UInt8] = []
  private var isASCII = true
  /// The names below each place that has any.
  private var below: [UInt32: [String]] = [:]
  private var known: [Part: Bool] = [:]
  private var allNames: [String] = []
  private var nearest: [String: String?] = [:]
  private var questionCount = 0

  private static let separator: UInt8 = 0xFF
  /// So many names are asked for what is nearest to them. More findings than that nobody reads, and
  /// for 100,000 rules the distances would take minutes.
  private static let mostQuestions = 500
  /// So many literals of which each would do are listed.
  private static let mostLiterals = 4

  /// - Complexity: O(*n*) in the length of the names.
  init(_ names: borrowing PathNames) {
    isComplete = names.isComplete
    guard isComplete else { return }
    var texts = (names: self.names, pairs: pairs)
    var spelled: [Int: String] = [:]
    var below: [UInt32: [String]] = [:]
    names.forEachName { name, number in
      texts.names += name.buffer
      texts.names.append(Self.separator)
      spelled[number] = name.text
    }
    names.forEachPair { above, name in
      texts.pairs += above.buffer
      texts.pairs.append(UInt8(ascii: "."))
      texts.pairs += name.buffer
      texts.pairs.append(Self.separator)
    }
    names.forEachPlace { place, name in below[place, default: []].append(spelled[name] ?? "") }
    (self.names, pairs) = texts
    self.below = below
    allNames = Array(spelled.values)
    isASCII = self.names.allSatisfy { $0 < 0x80 || $0 == Self.separator }
    lowercaseNames = self.names.map(asciiLowercase)
    lowercasePairs = pairs.map(asciiLowercase)
  }

  // MARK: Module names

  /// Where the inventory has the path of a rule no more: `"model" has no "layer", did you mean
  /// "layers"?`
  ///
  /// - Parameters:
  ///   - path: The path; one of a rule, that no path of the inventory is or lies below.
  ///   - names: The names that this was made of.
  mutating func hint(forPath path: String, _ names: borrowing PathNames) -> String? {
    guard isComplete, let end = path.withByteSlice({ names.end(of: $0) }) else { return nil }
    let utf8 = Array(path.utf8)
    let name = String(
      decoding: utf8[end.offset...].prefix { $0 != UInt8(ascii: ".") }, as: UTF8.self)
    let parent = String(decoding: utf8[..<max(end.offset - 1, 0)], as: UTF8.self)
    guard !name.isEmpty else { return nil }
    let siblings = below[end.place] ?? []
    let meant: String?
    if let number = Int(name) {
      let highest = siblings.compactMap { Int($0) }.max()
      meant = highest.flatMap { $0 < number ? ", only up to \($0)" : nil }
    } else {
      meant = nearestName(to: name, among: siblings, key: "\(end.place) \(name)")
        .map { ", did you mean \(quoted($0))?" }
    }
    // Of one name there is no more to say than which other one it might be.
    if end.offset == 0, name == path { return meant.map { "no path begins so\($0)" } }
    let missing =
      end.offset == 0
      ? "no path begins with \(quoted(name))" : "\(quoted(parent)) has no \(quoted(name))"
    return missing + (meant ?? "")
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
        if part.isPair { return "none holds \(quoted(name))" }
        let meant = nearestName(to: name, among: allNames, key: name)
        return "no name in them \(part.fit.verb) \(quoted(name))"
          + (meant.map { ", did you mean \(quoted($0))?" } ?? "")
      }
      let texts = clause.map { quoted($0.text) }
      return "none holds "
        + (texts.count > Self.mostLiterals
          ? "\(texts.prefix(Self.mostLiterals - 1).joined(separator: ", ")) or one of "
            + "\(texts.count - Self.mostLiterals + 1) others"
          : "\(texts.dropLast().joined(separator: ", ")) or \(texts.last ?? "")")
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
  private mutating func nearestName(to name: String, among names: [String], key: String) -> String?
  {
    if let known = nearest[key] { return known }
    guard questionCount < Self.mostQuestions, name.utf8.count > 2 else { return nil }
    questionCount += 1
    let length = name.utf8.count
    let near = names.filter {
      $0.utf8.first == name.utf8.first && abs($0.utf8.count - length) * 3 <= length && $0 != name
    }
    // Which is the first of those that are as near must not hang on who saw them first.
    let found = FastResolve.nearestName(to: name, among: near.sorted())
    nearest[key] = .some(found)
    return found
  }

  private func quoted(_ text: String) -> String {
    "\"\(PythonRegexError.printable(text.unicodeScalars))\""
  }
}

extension [UInt8] {
  /// Whether bytes, of which there is one at least, stand somewhere in these.
  fileprivate func holds(_ wanted: [UInt8]) -> Bool {
    withUnsafeBufferPointer { bytes in
      guard let start = bytes.baseAddress else { return false }
      var rest = ByteSlice(start, count: count)
      while let offset = rest.firstOffset(of: wanted[0]), rest.count - offset >= wanted.count {
        rest = rest.dropFirst(offset)
        if memcmp(rest.start, wanted, wanted.count) == 0 { return true }
        rest = rest.dropFirst(1)
      }
      return false
    }
  }
}

private func asciiLowercase(_ byte: UInt8) -> UInt8 {
  (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
}
