// Which module name rules nearly name a path or an ancestor of it.
//
// Only what is sure to differ in one thing is told: a segment that is another number or misspelled,
// or what stands in front. All names are looked at, which for 100,000 takes some milliseconds: they
// are bytes that lie side by side, and most of them part from the path in two segments.

extension CompiledRules {
  /// The module name rules that nearly name a path, and how many name modules below it.
  ///
  /// - Parameters:
  ///   - path: The path.
  ///   - count: How many to find at the most.
  ///   - nearest: The nearest ancestor that has a rule, if there is one; a rule that isn't nearer
  ///     than that would change nothing.
  /// - Complexity: O(*n*) in the bytes of all names.
  func nearNames(
    _ path: String, atMost count: Int, nearerThan nearest: String?
  ) -> (misses: [NameNearMiss], below: Int) {
    let names = mapping.moduleNames
    let nearestCount = nearest?.utf8.count ?? 0
    var found: [(position: Int, near: NearName)] = []
    var below = 0
    path.withByteSlice { path in
      guard !path.isEmpty else { return }
      let path = PathSegments(path)
      for position in 0..<names.count {
        let name = names.key(at: position)
        if path.isAncestor(of: name) {
          below += 1
        } else if let near = path.compare(name), near.reach > nearestCount {
          found.append((position, near))
        }
      }
    }
    found.sort {
      let (one, other) = ($0.near, $1.near)
      return (one.rank, -one.common, one.distance, $0.position)
        < (other.rank, -other.common, other.distance, $1.position)
    }
    // Where every layer has its rule, one of them is enough.
    let numbers = found.filter(\.near.isNumber).prefix(1)
    let misses = (found.filter { !$0.near.isNumber } + numbers).prefix(count).map {
      NameNearMiss(entry: entry(.moduleName($0.position)), difference: $0.near.difference)
    }
    return (misses, below)
  }
}

/// How a name differs from a path or an ancestor of it.
private struct NearName {
  var difference: NameNearMiss.Difference
  /// How many bytes of the path, from its start, the name is meant for.
  var reach: Int
  /// How many bytes of the path the name has, the segment that differs included.
  var common: Int

  var isNumber: Bool {
    if case .number = difference { true } else { false }
  }

  /// What is more likely a mistake comes first.
  var rank: Int {
    switch difference {
    case .lacks, .hasBefore: 0
    case .spelling: 1
    case .number: 2
    }
  }

  /// How far two numbers are apart.
  var distance: Int {
    guard case .number(let rule, let path) = difference, let one = Int(rule),
      let other = Int(path)
    else { return .max }
    return abs(one - other)
  }
}

/// A path that names are held against.
private struct PathSegments {
  private static let dot = UInt8(ascii: ".")

  private let path: ByteSlice
  /// Where the segments start.
  private let starts: [Int]

  init(_ path: ByteSlice) {
    self.path = path
    starts = [0] + (0..<path.count).filter { path[$0] == Self.dot }.map { $0 + 1 }
  }

  func isAncestor(of name: ByteSlice) -> Bool {
    name.count > path.count && name[path.count] == Self.dot && name.prefix(path.count).equals(path)
  }

  /// How a name differs from the path or an ancestor of it, if it is in one thing.
  func compare(_ name: ByteSlice) -> NearName? {
    if name.isEmpty { return nil }
    return otherSegment(in: name) ?? otherFront(of: name)
  }

  /// The one segment in which the name differs.
  private func otherSegment(in name: ByteSlice) -> NearName? {
    var shared = 0
    while shared < min(name.count, path.count), name[shared] == path[shared] { shared += 1 }
    let start = path.prefix(shared).lastOffset(of: Self.dot).map { $0 + 1 } ?? 0
    let (own, other) = (segment(of: path, from: start), segment(of: name, from: start))
    // Behind the segment the name goes on as the path does, to its end or that of an ancestor.
    let rest = name.dropFirst(start + other.count)
    let pathRest = path.dropFirst(start + own.count)
    guard begins(pathRest, with: rest) else { return nil }
    let reach = start + own.count + rest.count
    let (written, meant) = (other.text, own.text)
    if written == meant { return nil }
    if foldingDigits(written) == foldingDigits(meant) {
      return NearName(difference: .number(rule: written, path: meant), reach: reach, common: reach)
    }
    guard nearestName(to: meant, among: [written]) != nil else { return nil }
    return NearName(difference: .spelling(rule: written, path: meant), reach: reach, common: reach)
  }

  /// What stands in front of the name in the path, or of the path in the name.
  private func otherFront(of name: ByteSlice) -> NearName? {
    let front = name.count - path.count
    if front > 1, name[front - 1] == Self.dot, name.dropFirst(front).equals(path) {
      return NearName(
        difference: .hasBefore(prefix: name.prefix(front).text), reach: path.count,
        common: path.count)
    }
    for start in starts.dropFirst() where begins(path.dropFirst(start), with: name) {
      // A single segment in the middle of a path is too common to mean it.
      let isWhole = start + name.count == path.count
      guard isWhole || name.firstOffset(of: Self.dot) != nil else { continue }
      return NearName(
        difference: .lacks(prefix: path.prefix(start).text), reach: start + name.count,
        common: name.count)
    }
    return nil
  }

  private func segment(of text: ByteSlice, from start: Int) -> ByteSlice {
    let rest = text.dropFirst(start)
    return rest.prefix(rest.firstOffset(of: Self.dot) ?? rest.count)
  }

  /// Whether a text begins with another one that ends where a segment of it does.
  private func begins(_ text: ByteSlice, with other: ByteSlice) -> Bool {
    guard other.count <= text.count, text.prefix(other.count).equals(other) else { return false }
    return other.count == text.count || text[other.count] == Self.dot
  }
}

/// The text with every run of digits as one.
private func foldingDigits(_ text: String) -> [UInt8] {
  var folded: [UInt8] = []
  for byte in text.utf8 {
    let isDigit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    if !isDigit { folded.append(byte) } else if folded.last != 0 { folded.append(0) }
  }
  return folded
}
