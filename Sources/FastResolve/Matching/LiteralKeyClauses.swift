/// The clauses by which a regex can be looked for, each of them sufficient; none where it can't be
/// looked for.
///
/// The keys of all stand one behind the other in three arrays. An array of clauses with arrays of keys
/// took a fifth of the time in which ten thousand regexes are made ready: they are gone through twice
/// to choose among them, by another core than the one that made them, and each array is waited for.
struct LiteralKeyClauses: Sendable {
  /// Keys of which one has to be found.
  struct Clause {
    /// The numbers of its keys.
    let keys: Range<Int>
    /// See `LiteralKeyClause`.
    let isCaseless: Bool
    /// See `LiteralKeyClause`.
    let isEnding: Bool
  }

  private(set) var clauses: [Clause] = []
  /// The bytes of all keys, as `LiteralKey` has them.
  private(set) var bytes: [UInt8] = []
  /// Behind which of `bytes` each key ends.
  private var ends: [Int] = []

  init(_ regex: RegexClass) {
    switch regex {
    case .always, .never, .opaque: break
    case .literal(let literal): add(literal.text, isStart: true, isEnd: true)
    case .literalPrefix(let text): add(text, isStart: true)
    case .literalSuffix(let conditions), .requiredLiterals(let conditions):
      bytes.reserveCapacity(Self.usualBytes)
      clauses.reserveCapacity(conditions.clauses.count + 2)
      if !conditions.prefix.isEmpty { add(conditions.prefix, isStart: true) }
      if let suffix = conditions.suffix { add(suffix.literals, isEnd: true) }
      let ending = conditions.suffix == nil ? conditions.ending : []
      // That is one of the clauses already, unless those were too many.
      for clause in conditions.clauses where clause != ending { add(clause) }
      if !ending.isEmpty { add(ending, isEnding: true) }
    }
  }

  private static let usualBytes = 128

  /// Adds a clause of one text with case.
  private mutating func add(_ text: String, isStart: Bool = false, isEnd: Bool = false) {
    addKey(text, isStart: isStart, isEnd: isEnd)
    addClause(from: ends.count - 1, isCaseless: false)
  }

  private mutating func add(
    _ literals: RequiredLiterals.Clause, isEnd: Bool = false, isEnding: Bool = false
  ) {
    let first = ends.count
    for literal in literals { addKey(literal.text, isEnd: isEnd) }
    addClause(
      from: first, isCaseless: literals.contains(where: \.isCaseless), isEnding: isEnding)
  }

  private mutating func addClause(from first: Int, isCaseless: Bool, isEnding: Bool = false) {
    clauses.append(
      Clause(keys: first..<ends.count, isCaseless: isCaseless, isEnding: isEnding))
  }

  private mutating func addKey(_ text: String, isStart: Bool = false, isEnd: Bool = false) {
    if isStart { bytes.append(LiteralKey.start) }
    let first = bytes.count
    bytes.append(contentsOf: text.utf8)
    bytes.withUnsafeMutableBufferPointer { bytes in
      for index in first..<bytes.count { bytes[index] = asciiLowerCase(bytes[index]) }
    }
    if isEnd { bytes.append(LiteralKey.end) }
    ends.append(bytes.count)
  }

  /// Where in `bytes` a key stands.
  func place(of key: Int) -> Range<Int> { (key == 0 ? 0 : ends[key - 1])..<ends[key] }

  /// How many keys there are, of all clauses.
  var keyCount: Int { ends.count }
}
