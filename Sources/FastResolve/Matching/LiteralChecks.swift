// What a candidate is asked before a regex engine is.
//
// The automaton says that one of the literals of one clause is there. The prefix, the suffix and
// the other clauses are asked for here, by comparing bytes. They are kept as numbers in a few
// arrays, for a candidate costs a few nanoseconds and an array of arrays would cost as much to
// reach.

/// The literal conditions of all regexes of a set. Immutable.
final class LiteralChecks: @unchecked Sendable {
  /// Some bytes in `bytes`.
  private struct Text {
    var first: UInt32
    var count: UInt32
    var isCaseless: Bool
  }

  /// Texts of which one has to be there.
  private struct Clause {
    var firstText: UInt32
    var textCount: UInt32
  }

  /// What is left to do for a regex when its conditions are met.
  enum Remainder: UInt8 {
    /// The engine decides.
    case engine
    /// It matches.
    case matches
    /// It matches if there is nothing behind the prefix.
    case nothing
    /// It matches if there is nothing behind the prefix or a newline.
    case finalNewline
  }

  private struct Conditions {
    var prefix: Text
    var suffix: Clause
    var firstClause: UInt32
    var clauseCount: UInt16
    var remainder: Remainder
    var allowsFinalNewline: Bool
  }

  // Invariant: all numbers in these are those of elements that are there.
  private let conditions: UnsafeMutablePointer<Conditions>
  private let clauses: UnsafeMutablePointer<Clause>
  private let texts: UnsafeMutablePointer<Text>
  private let bytes: UnsafeMutablePointer<UInt8>

  init(_ regexes: [ClassifiedRegex]) {
    var tables = Tables()
    conditions = .copy(of: regexes.map { tables.conditions(of: $0.class) })
    clauses = .copy(of: tables.clauses)
    texts = .copy(of: tables.texts)
    bytes = .copy(of: tables.bytes)
  }

  deinit {
    conditions.deallocate()
    clauses.deallocate()
    texts.deallocate()
    bytes.deallocate()
  }

  /// Whether a regex matches, as far as its literals tell.
  ///
  /// - Parameter isASCII: Whether each byte of the path is below 0x80.
  @inline(__always)
  func outcome(_ regex: Int, _ path: ByteSlice, isASCII: Bool) -> MatchOutcome {
    let conditions = conditions[regex]
    let prefix = conditions.prefix
    guard holds(prefix, path, at: 0) else { return .failed }
    switch conditions.remainder {
    case .matches: return .matched(behind: Int(prefix.count))
    case .nothing: return path.count == Int(prefix.count) ? .matched : .failed
    case .finalNewline:
      let rest = path.dropFirst(Int(prefix.count))
      return rest.isEmpty || rest.count == 1 && rest[0] == 0x0A ? .matched : .failed
    case .engine:
      return isMet(conditions, path, isASCII: isASCII) ? .unknown : .failed
    }
  }

  @inline(__always)
  private func isMet(_ conditions: Conditions, _ path: ByteSlice, isASCII: Bool) -> Bool {
    if conditions.suffix.textCount > 0 {
      let allowsNewline = conditions.allowsFinalNewline
      guard endsWithOne(of: conditions.suffix, path, allowsNewline, isASCII) else { return false }
    }
    for number in 0..<Int(conditions.clauseCount) {
      guard holdsOne(of: clauses[Int(conditions.firstClause) &+ number], path, isASCII) else {
        return false
      }
    }
    return true
  }

  @inline(__always)
  private func endsWithOne(
    of suffix: Clause, _ path: ByteSlice, _ allowsFinalNewline: Bool, _ isASCII: Bool
  ) -> Bool {
    for number in 0..<Int(suffix.textCount) {
      let text = texts[Int(suffix.firstText) &+ number]
      if text.isCaseless && !isASCII { return true }
      if holds(text, path, at: path.count &- Int(text.count)) { return true }
      if allowsFinalNewline, path.count > 0, path[path.count &- 1] == 0x0A,
        holds(text, path, at: path.count &- 1 &- Int(text.count))
      {
        return true
      }
    }
    return false
  }

  private func holdsOne(of clause: Clause, _ path: ByteSlice, _ isASCII: Bool) -> Bool {
    for number in 0..<Int(clause.textCount) {
      let text = texts[Int(clause.firstText) &+ number]
      if text.isCaseless && !isASCII { return true }
      if text.isCaseless || text.count < 4 {
        var offset = 0
        while offset &+ Int(text.count) <= path.count {
          if holds(text, path, at: offset) { return true }
          offset &+= 1
        }
      } else if holdsWord(text, path) {
        return true
      }
    }
    return false
  }

  /// Whether a text of four bytes or more stands anywhere: its first four are compared at once.
  @inline(__always)
  private func holdsWord(_ text: Text, _ path: ByteSlice) -> Bool {
    let count = Int(text.count)
    let bytes = bytes + Int(text.first)
    let subject = UnsafeRawPointer(path.start)
    let word = UnsafeRawPointer(bytes).loadUnaligned(as: UInt32.self)
    var offset = 0
    while offset &+ count <= path.count {
      if subject.loadUnaligned(fromByteOffset: offset, as: UInt32.self) == word,
        equalBytes(path.start + offset, bytes, count: count)
      {
        return true
      }
      offset &+= 1
    }
    return false
  }

  /// Whether a text stands at an offset of the path, which may be one where it has no room.
  @inline(__always)
  private func holds(_ text: Text, _ path: ByteSlice, at offset: Int) -> Bool {
    let count = Int(text.count)
    guard offset >= 0, count <= path.count &- offset else { return false }
    let bytes = bytes + Int(text.first)
    var index = 0
    if text.isCaseless {
      while index < count, asciiLowerCase(path[offset &+ index]) == bytes[index] { index &+= 1 }
    } else {
      while index < count, path[offset &+ index] == bytes[index] { index &+= 1 }
    }
    return index == count
  }

  /// Puts the arrays together.
  private struct Tables {
    var clauses: [Clause] = []
    var texts: [Text] = []
    var bytes: [UInt8] = []

    mutating func conditions(of regex: RegexClass) -> Conditions {
      switch regex {
      case .always: return conditions(prefix: "", .matches)
      case .never, .opaque: return conditions(prefix: "", .engine)
      case .literal(let literal):
        return conditions(
          prefix: literal.text, literal.allowsFinalNewline ? .finalNewline : .nothing)
      case .literalPrefix(let text): return conditions(prefix: text, .matches)
      case .literalSuffix(let literals), .requiredLiterals(let literals):
        var result = conditions(prefix: literals.prefix, .engine)
        if let suffix = literals.suffix {
          result.suffix = clause(suffix.literals)
          result.allowsFinalNewline = suffix.allowsFinalNewline
        }
        let further = literals.clausesBeyondEnds
        result.firstClause = UInt32(clauses.count)
        result.clauseCount = UInt16(further.count)
        for literals in further { clauses.append(clause(literals)) }
        return result
      }
    }

    private mutating func conditions(prefix: String, _ remainder: Remainder) -> Conditions {
      Conditions(
        prefix: text(prefix, isCaseless: false), suffix: Clause(firstText: 0, textCount: 0),
        firstClause: 0, clauseCount: 0, remainder: remainder, allowsFinalNewline: false)
    }

    private mutating func clause(_ literals: RequiredLiterals.Clause) -> Clause {
      let first = texts.count
      for literal in literals {
        texts.append(text(literal.text, isCaseless: literal.isCaseless))
      }
      return Clause(firstText: UInt32(first), textCount: UInt32(literals.count))
    }

    private mutating func text(_ text: String, isCaseless: Bool) -> Text {
      let first = bytes.count
      bytes += text.utf8
      return Text(
        first: UInt32(first), count: UInt32(bytes.count - first), isCaseless: isCaseless)
    }
  }
}

extension LiteralConditions {
  /// The clauses that neither the prefix nor the suffix fulfils already.
  fileprivate var clausesBeyondEnds: [RequiredLiterals.Clause] {
    clauses.filter { clause in
      func isMet(by text: RequiredLiteral) -> Bool { clause.contains { text.holds($0) } }
      if isMet(by: RequiredLiteral(text: prefix, isCaseless: false)) { return false }
      guard let suffix else { return true }
      return !suffix.literals.allSatisfy { isMet(by: $0) }
    }
  }
}

extension RequiredLiteral {
  /// Whether a subject that holds this one surely holds another.
  fileprivate func holds(_ other: RequiredLiteral) -> Bool {
    guard isCaseless == other.isCaseless else { return false }
    let isHeld = text.utf8.withContiguousStorageIfAvailable { bytes in
      other.text.utf8.withContiguousStorageIfAvailable { part in
        let places = bytes.count - part.count + 1
        return (0..<max(places, 0)).contains { place in
          part.indices.allSatisfy { bytes[place + $0] == part[$0] }
        }
      }
    }
    // What isn't known is asked for.
    return (isHeld ?? nil) ?? false
  }
}

extension UnsafeMutablePointer {
  /// New memory with the elements of an array. It is the caller's to free.
  static func copy(of elements: [Pointee]) -> Self {
    let copy = Self.allocate(capacity: Swift.max(elements.count, 1))
    copy.initialize(from: elements, count: elements.count)
    return copy
  }
}
