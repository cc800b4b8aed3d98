/// Where bytes lead to from states, where that is known.
///
/// Nine of ten transitions lead to a new state, and most states have one or two. So two lie with the state:
/// states that are made one behind the other are neighbours, and a path that goes where another one went
/// reads the memory in order. Where there are more, a row has one for each byte.
struct ByteTransitions: ~Copyable, @unchecked Sendable {
  /// The two first transitions of a state, as the number of the next state above the seven bits of the
  /// byte, 0 where there is none. Where there are more the second is the number of a row above `rowMark`.
  struct Edges: BitwiseCopyable {
    var first: UInt32 = 0
    var second: UInt32 = 0
  }

  // Invariants: there are edges for each state; those of state 0 are 0; all states that they and the rows
  // name are there.
  private var edges = GrowingMemory<Edges>()
  private var rows = GrowingMemory<UInt32>()

  /// Where nothing is known. No transition leads there.
  static let unknown: UInt32 = 0

  /// Few paths have this byte. Its transitions are in rows.
  private static let rowMark: UInt32 = 0x7F
  private static let rowCount = 128
  private static let byteBits: UInt32 = 7

  /// How many bytes are taken up.
  var byteCount: Int { edges.byteCount + rows.byteCount }

  /// Adds a state without transitions.
  @inline(__always)
  mutating func addState() { edges.append(Edges()) }

  /// Removes all states.
  mutating func removeAll() {
    edges.removeAll()
    rows.removeAll()
  }

  /// The state behind a byte; `unknown` where it isn't known, and for bytes from 0x80 on.
  @inline(__always)
  func next(_ state: UInt32, _ byte: UInt8) -> UInt32 {
    let edges = edges[Int(state)]
    // A transition that isn't there is one by a byte of 0 to `unknown`.
    if edges.first & 0x7F == UInt32(byte) { return edges.first &>> Self.byteBits }
    if edges.second & 0x7F == Self.rowMark {
      return byte < 0x80 ? rows[Self.place(edges.second, byte)] : Self.unknown
    }
    return edges.second & 0x7F == UInt32(byte) ? edges.second &>> Self.byteBits : Self.unknown
  }

  /// Where in `rows` the transition by a byte is.
  @inline(__always)
  private static func place(_ row: UInt32, _ byte: UInt8) -> Int {
    Int(row &>> byteBits) &* rowCount &+ Int(byte)
  }

  /// Adds a transition that isn't there, by an ASCII character other than 0.
  mutating func add(_ state: UInt32, _ byte: UInt8, to next: UInt32) {
    assert(byte > 0 && byte < 0x80 && next != Self.unknown)
    let edges = edges.start + Int(state)
    let edge = next &<< Self.byteBits | UInt32(byte)
    let isMark = UInt32(byte) == Self.rowMark
    if edges.pointee.first == 0, !isMark {
      edges.pointee.first = edge
    } else if edges.pointee.second == 0, !isMark {
      edges.pointee.second = edge
    } else {
      if edges.pointee.second & 0x7F != Self.rowMark { addRow(edges) }
      rows[Self.place(edges.pointee.second, byte)] = next
    }
  }

  /// Puts the second transition of a state into a row, in which the others go, too.
  private mutating func addRow(_ edges: UnsafeMutablePointer<Edges>) {
    let number = UInt32(truncatingIfNeeded: rows.count / Self.rowCount)
    for _ in 0..<Self.rowCount { rows.append(Self.unknown) }
    let second = edges.pointee.second
    edges.pointee.second = number &<< Self.byteBits | Self.rowMark
    if second == 0 { return }
    rows[Self.place(edges.pointee.second, UInt8(second & 0x7F))] = second &>> Self.byteBits
  }
}
