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

/// The literals that all regexes of a set ask for, counted, to choose the rare ones.
struct LiteralKeyChooser {
  /// How often each run of one to four bytes occurs, by its hash.
  private var counts = [UInt32](repeating: 0, count: 1 << 16)
  private static let longestRun = 4

  /// Takes note of the literals of a regex.
  mutating func count(_ clauses: LiteralKeyClauses) {
    counts.withUnsafeMutableBufferPointer { counts in
      clauses.bytes.withUnsafeBufferPointer { bytes in
        for number in 0..<clauses.keyCount {
          let key = clauses.place(of: number)
          for first in key {
            var run = Run()
            for byte in bytes[first..<min(first + Self.longestRun, key.upperBound)] {
              run.append(byte)
              counts[run.slot] &+= 1
            }
          }
        }
      }
    }
  }

  /// The clause that the fewest regexes share, its keys cut to the length of one; `nil` where there
  /// is no clause.
  func choose(_ clauses: LiteralKeyClauses) -> LiteralKeyClause? {
    var best: (clause: LiteralKeyClauses.Clause, score: (UInt32, Int))?
    for clause in clauses.clauses {
      var frequency: UInt32 = 0
      var shortest = Int.max
      for number in clause.keys {
        let key = clauses.place(of: number)
        frequency &+= rarity(of: clauses.bytes[key])
        shortest = min(shortest, key.count)
      }
      let score = (frequency, -shortest)
      if best.map({ score < $0.score }) ?? true { best = (clause, score) }
    }
    guard let choice = best?.clause else { return nil }
    return LiteralKeyClause(
      keys: choice.keys.map { number in
        LiteralKey(
          piece: cut(clauses.bytes[clauses.place(of: number)], isEnding: choice.isEnding))
      }, isCaseless: choice.isCaseless, isEnding: choice.isEnding)
  }

  /// The rarest piece of a key that is short enough; of several, the last.
  ///
  /// - Parameter isEnding: Whether the piece has to end as the key does.
  private func cut(_ key: ArraySlice<UInt8>, isEnding: Bool) -> ArraySlice<UInt8> {
    let longest = LiteralKey.longestKey
    guard key.count > longest else { return key }
    if isEnding { return key.suffix(longest) }
    let frequencies = frequencies(of: key)
    var best = key.count - longest
    var lowest = UInt32.max
    for first in (0...best).reversed() {
      let rarity = frequencies[first...first + longest - Self.longestRun].min() ?? 0
      if rarity < lowest {
        lowest = rarity
        best = first
      }
    }
    return key.dropFirst(best).prefix(longest)
  }

  /// How often the rarest run of a key occurs.
  private func rarity(of key: ArraySlice<UInt8>) -> UInt32 {
    key.withUnsafeBufferPointer { bytes in
      var lowest = UInt32.max
      for first in 0...max(bytes.count - Self.longestRun, 0) {
        lowest = min(lowest, frequency(bytes, first))
      }
      return lowest
    }
  }

  /// How often the runs occur that begin at each place of a key which is as long as one.
  private func frequencies(of key: ArraySlice<UInt8>) -> [UInt32] {
    key.withUnsafeBufferPointer { bytes in
      (0...bytes.count - Self.longestRun).map { frequency(bytes, $0) }
    }
  }

  /// How often the run occurs that begins at a place.
  private func frequency(_ bytes: UnsafeBufferPointer<UInt8>, _ first: Int) -> UInt32 {
    if first + Self.longestRun <= bytes.count { return counts[Run(bytes, first).slot] }
    var run = Run()
    for byte in bytes[first...] { run.append(byte) }
    return counts[run.slot]
  }

  /// Up to four bytes. Runs of all lengths share the slots.
  private struct Run {
    private var bytes: UInt32 = 0
    private var shift: UInt32 = 0

    init() {}

    /// As many bytes as a run can have.
    init(_ bytes: UnsafeBufferPointer<UInt8>, _ first: Int) {
      let word = UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: first, as: UInt32.self)
      self.bytes = UInt32(littleEndian: word)
    }

    mutating func append(_ byte: UInt8) {
      bytes |= UInt32(byte) << shift
      shift += 8
    }

    var slot: Int { Int((bytes &* 0x9E37_79B1) >> 16) }
  }
}
