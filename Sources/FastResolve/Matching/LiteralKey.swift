// By which literals a regex is found.
//
// A regex may ask for several literals. To find the regexes that can match it is enough to look for
// one clause of each; the others are asked for when that one was there. So the choice decides how
// many candidates there are, and the automaton stays small. Measured on the thousand regexes of
// `regex1k` and the rows of the inventory: 12 candidates a path when each regex is found by the
// clause with the longest literals, 3.6 when by the one that the fewest other regexes ask for.
// Looking for all literals finds 17 a path instead of 3, most of them `layers.` and its like.
//
// How rare a literal is among the regexes is estimated by its rarest four bytes: they are counted
// once, in a table of fixed size, where a collision costs a worse choice and nothing else.
//
// A literal longer than `longestKey` is looked for by its rarest piece of that length, one that a
// match ends with by its last one. Whatever holds the literal holds the piece.

/// A text for the automaton to look for.
struct LiteralKey: Hashable {
  /// The text in ASCII lower case, after `start` where it has to begin the subject and before `end`
  /// where it has to end it.
  let bytes: [UInt8]

  // Bytes that no UTF-8 holds stand for the places before the first byte and behind the last.
  static let start: UInt8 = 0xFE
  static let end: UInt8 = 0xFF

  /// The longest text looked for. 16 bytes tell regexes apart as well as 24 do, in half the states.
  static let longestKey = 16

  init(_ text: some Sequence<UInt8>, isStart: Bool = false, isEnd: Bool = false) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.underestimatedCount + 2)
    if isStart { bytes.append(Self.start) }
    bytes.append(contentsOf: text)
    for index in bytes.indices { bytes[index] = asciiLowerCase(bytes[index]) }
    if isEnd { bytes.append(Self.end) }
    self.bytes = bytes
  }

  fileprivate init(piece: ArraySlice<UInt8>) { bytes = Array(piece) }
}

extension LiteralKey {
  /// Whether some of its digits could be those of a number of a path: a part between dots that is
  /// digits alone.
  var canMeetNumber: Bool {
    var isInDigits = false
    // Whether what stands before these digits can stand before a number: a dot, or nothing, which
    // may be anything where the key is cut.
    var isOpenBefore = true
    var isOpen = true
    for byte in bytes {
      if isDigit(byte) {
        if !isInDigits { isOpenBefore = isOpen }
        isInDigits = true
      } else {
        isOpen = byte == UInt8(ascii: ".") || byte == Self.start || byte == Self.end
        if isInDigits, isOpenBefore, isOpen { return true }
        isInDigits = false
      }
    }
    return isInDigits && isOpenBefore
  }
}

@inline(__always)
func asciiLowerCase(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }

/// Literals of which one has to be found for a regex to be a candidate.
struct LiteralKeyClause {
  var keys: [LiteralKey]
  /// Whether some literal is compared without case, so that the clause tells of ASCII subjects
  /// only.
  var isCaseless: Bool
  /// Whether each match ends where one of the literals does.
  var isEnding = false
}

extension RegexClass {
  /// The clauses by which the regex can be looked for, each of them sufficient; none where
  /// it can't be looked for.
  var keyClauses: [LiteralKeyClause] {
    switch self {
    case .always, .never, .opaque: return []
    case .literal(let literal):
      return [
        LiteralKeyClause(
          keys: [LiteralKey(literal.text.utf8, isStart: true, isEnd: true)], isCaseless: false)
      ]
    case .literalPrefix(let text):
      return [
        LiteralKeyClause(keys: [LiteralKey(text.utf8, isStart: true)], isCaseless: false)
      ]
    case .literalSuffix(let conditions), .requiredLiterals(let conditions):
      var clauses: [LiteralKeyClause] = []
      if !conditions.prefix.isEmpty {
        let key = LiteralKey(conditions.prefix.utf8, isStart: true)
        clauses.append(LiteralKeyClause(keys: [key], isCaseless: false))
      }
      if let suffix = conditions.suffix {
        clauses.append(LiteralKeyClause(suffix.literals, isEnd: true))
      }
      clauses += conditions.clauses.map { LiteralKeyClause($0) }
      if conditions.suffix == nil, !conditions.ending.isEmpty {
        var ending = LiteralKeyClause(conditions.ending)
        ending.isEnding = true
        // It is one of the clauses already, unless those were too many.
        clauses.removeAll { $0.keys == ending.keys && $0.isCaseless == ending.isCaseless }
        clauses.append(ending)
      }
      return clauses
    }
  }
}

extension LiteralKeyClause {
  fileprivate init(_ literals: [RequiredLiteral], isEnd: Bool = false) {
    keys = literals.map { LiteralKey($0.text.utf8, isEnd: isEnd) }
    isCaseless = literals.contains(where: \.isCaseless)
  }
}

/// The literals that all regexes of a set ask for, counted, to choose the rare ones.
struct LiteralKeyChooser {
  /// How often each run of one to four bytes occurs, by its hash.
  private var counts = [UInt32](repeating: 0, count: 1 << 16)
  private static let longestRun = 4

  /// Takes note of the literals of a regex.
  mutating func count(_ clauses: [[LiteralKey]]) {
    counts.withUnsafeMutableBufferPointer { counts in
      for clause in clauses {
        for key in clause {
          key.bytes.withUnsafeBufferPointer { bytes in
            for first in bytes.indices {
              var run = Run()
              for byte in bytes[first...].prefix(Self.longestRun) {
                run.append(byte)
                counts[run.slot] &+= 1
              }
            }
          }
        }
      }
    }
  }

  /// The clause that the fewest regexes share, its keys cut to the length of one; `nil` where there
  /// is no clause.
  func choose(_ clauses: [LiteralKeyClause]) -> LiteralKeyClause? {
    var best: (clause: LiteralKeyClause, score: (UInt32, Int))?
    for clause in clauses {
      var frequency: UInt32 = 0
      var shortest = Int.max
      for key in clause.keys {
        frequency &+= rarity(of: key)
        shortest = min(shortest, key.bytes.count)
      }
      let score = (frequency, -shortest)
      if best.map({ score < $0.score }) ?? true { best = (clause, score) }
    }
    guard var choice = best?.clause else { return nil }
    choice.keys = choice.keys.map { cut($0, isEnding: choice.isEnding) }
    return choice
  }

  /// The rarest piece of a key that is short enough; of several, the last.
  ///
  /// - Parameter isEnding: Whether the piece has to end as the key does.
  private func cut(_ key: LiteralKey, isEnding: Bool) -> LiteralKey {
    let longest = LiteralKey.longestKey
    guard key.bytes.count > longest else { return key }
    if isEnding { return LiteralKey(piece: key.bytes.suffix(longest)) }
    let frequencies = frequencies(of: key)
    var best = key.bytes.count - longest
    var lowest = UInt32.max
    for first in (0...best).reversed() {
      let rarity = frequencies[first...first + longest - Self.longestRun].min() ?? 0
      if rarity < lowest {
        lowest = rarity
        best = first
      }
    }
    return LiteralKey(piece: key.bytes[best..<best + longest])
  }

  /// How often the rarest run of a key occurs.
  private func rarity(of key: LiteralKey) -> UInt32 {
    key.bytes.withUnsafeBufferPointer { bytes in
      var lowest = UInt32.max
      for first in 0...max(bytes.count - Self.longestRun, 0) {
        lowest = min(lowest, frequency(bytes, first))
      }
      return lowest
    }
  }

  /// How often the runs occur that begin at each place of a key which is as long as one.
  private func frequencies(of key: LiteralKey) -> [UInt32] {
    key.bytes.withUnsafeBufferPointer { bytes in
      (0...bytes.count - Self.longestRun).map { frequency(bytes, $0) }
    }
  }

  /// How often the run occurs that begins at a place.
  private func frequency(_ bytes: UnsafeBufferPointer<UInt8>, _ first: Int) -> UInt32 {
    var run = Run()
    for byte in bytes[first...].prefix(Self.longestRun) { run.append(byte) }
    return counts[run.slot]
  }

  /// The hash of a run, byte by byte. Runs of all lengths share the slots.
  private struct Run {
    private var hash: UInt32 = 1

    mutating func append(_ byte: UInt8) { hash = (hash ^ UInt32(byte)) &* 0x9E37_79B1 }

    var slot: Int { Int(hash >> 16) }
  }
}
