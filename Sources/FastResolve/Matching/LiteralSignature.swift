// What a candidate is asked first, in a nanosecond: whether the path holds the pairs of bytes that
// the literals of the regex consist of.
//
// A regex is found by one clause. Under thousands of regexes most of what is found fails for
// another one: the prefix is not that of the path, the second literal isn't there. Each pair of
// neighbouring bytes is one of 63 bits. A path of 30 bytes sets two fifths of them, so a literal
// with five pairs of its own that is not in the path slips through once in a hundred times.
//
// Why it drops no regex that matches: a subject that meets a clause holds one of its literals, all
// of it, and so the pairs of that literal; what all literals of the clause have in common is there
// in any case. Letters have no case in a pair, so a literal found without case has the pairs of its
// subject. Start and end are the bytes that stand for them in the keys. The pairs of all literals
// are asked for on ASCII paths without a newline only: on others a clause without case tells
// nothing, and `$` may be before the end.
//
// Some are asked for as soon as a regex is found, in the bytes up to there, which stay the same on
// all paths that share them: the pairs of the prefix in any case, and all pairs where a match would
// end right there (`LiteralKeyClause.isEnding`). `.*proj.*\.mlp` is found behind the `.mlp` of
// `layers.0.mlp.up_proj`, where no `proj` is yet, and that is the end of it.

/// A set of pairs of neighbouring bytes, by their hashes.
struct LiteralSignature: Hashable, BitwiseCopyable {
  private var bits: UInt64 = 0

  /// What holds every pair.
  @inline(__always)
  static var everything: LiteralSignature { LiteralSignature(bits: ~0 &>> 1) }

  /// Whether no path is to hold it: the last bit is that of no pair.
  @inline(__always)
  var isDismissed: Bool {
    get { bits &>> 63 != 0 }
    set { bits = bits & Self.everything.bits | (newValue ? ~Self.everything.bits : 0) }
  }

  init() {}

  private init(bits: UInt64) { self.bits = bits }

  /// Adds two neighbours.
  ///
  /// - Parameter pair: The first in the lower half, the second in the upper.
  @inline(__always)
  mutating func insert(_ pair: UInt16) {
    // With this bit set, capitals are small letters. The upper bits of the product depend on all
    // others.
    let hash = (UInt32(pair | 0x2020) &* 0x9E37_79B1) &>> 26
    bits |= 1 &<< UInt64(hash)
  }

  @inline(__always)
  mutating func insert(_ first: UInt8, _ second: UInt8) {
    insert(UInt16(first) | UInt16(second) &<< 8)
  }

  /// The pairs but those whose bit is the last one.
  @inline(__always)
  var usable: LiteralSignature { LiteralSignature(bits: bits & Self.everything.bits) }

  @inline(__always)
  func isSubset(of other: LiteralSignature) -> Bool { bits & ~other.bits == 0 }
}

extension LiteralSignature {
  /// The pairs of a text.
  init(_ key: LiteralKey) {
    self = key.bytes.withUnsafeBufferPointer { Self(of: $0, in: 0..<$0.count, skipsDigits: false) }
  }

  private init(
    of bytes: UnsafeBufferPointer<UInt8>, in place: Range<Int>, skipsDigits: Bool
  ) {
    for index in place.dropFirst() {
      let (first, second) = (bytes[index - 1], bytes[index])
      if !skipsDigits || !isDigit(first) && !isDigit(second) { insert(first, second) }
    }
    self = usable
  }

  /// The pairs that every subject holds which meets some clauses.
  ///
  /// - Parameter skipsDigits: Whether those are left out of which one byte is a digit.
  init(_ clauses: LiteralKeyClauses, skipsDigits: Bool = false) {
    clauses.bytes.withUnsafeBufferPointer { bytes in
      for clause in clauses.clauses {
        bits |= clause.keys.reduce(clause.keys.isEmpty ? 0 : ~0) { pairs, key in
          let place = clauses.place(of: key)
          return pairs & LiteralSignature(of: bytes, in: place, skipsDigits: skipsDigits).bits
        }
      }
    }
  }

  /// The pairs of a path, its start and its end.
  init(path: ByteSlice) {
    var last = LiteralKey.start
    for byte in path.buffer {
      insert(last, byte)
      last = byte
    }
    insert(last, LiteralKey.end)
  }
}
