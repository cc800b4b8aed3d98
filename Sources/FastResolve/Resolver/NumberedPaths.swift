/// The paths with numbers that module name rules and order rules name, by their beginnings up to and
/// with the first number.
///
/// The numbers of a path `model.layers.7.mlp.fc1` that some row has matter to these rules only if one
/// of them names something at or below `model.layers.7`, and that is the path or, of a module name,
/// above it, or of an order rule right above it: what they name above has none of its numbers, and
/// what they name elsewhere says nothing of it. So what a rule set of a thousand names has to say of
/// a number is one probe, and another where it says something and a part of the path ends where one
/// of the paths named there does.
///
/// And where they name nothing of `model.layers.#.mlp.fc1`, whatever the number, nothing has to be
/// asked of any.
struct NumberedPaths: ~Copyable, @unchecked Sendable {
  // Invariant: the beginning with the value `i` is that of paths which have, behind it, one of the
  // lengths of `lengths[i]`.
  private let beginnings: ByteTable
  private let lengths: UnsafeMutablePointer<PartEnds>
  /// The paths. The value says what names one of them. Not the table of all module names, whose
  /// hash takes a byte a step; this one is asked about paths that no trail was followed to.
  private let paths: ByteTable
  /// The same with their numbers open.
  private let openPaths: ByteTable
  /// Whether they are all there.
  let isComplete: Bool

  // What names a path: values of `paths` and `openPaths`. A module name says something of all that
  // is below it, an order rule of what is right below it and of the functions called in it.
  private static let byOrder: UInt32 = 0
  private static let byName: UInt32 = 1

  /// More paths are not kept. Rules that list a model's modules one by one name something in nearly
  /// every layer: with 10,000 a run took half as long again as without.
  static let most = 2000

  init(_ mapping: QConfigMapping) {
    let count = mapping.moduleNames.count + mapping.objectTypeOrders.count
    isComplete = count <= Self.most
    var lists = Lists()
    if isComplete {
      for position in 0..<mapping.moduleNames.count {
        lists.add(mapping.moduleNames.key(at: position), isName: true)
      }
      for key in mapping.objectTypeOrders.keys {
        key.moduleName.string.withByteSlice { lists.add($0, isName: false) }
      }
    }
    lengths = .copy(of: lists.lengths)
    beginnings = lists.beginnings.copy()
    paths = lists.paths.copy()
    openPaths = lists.openPaths.copy()
  }

  deinit { lengths.deallocate() }

  /// What is put together while the rules are read.
  private struct Lists: ~Copyable {
    var beginnings = ByteTable()
    var lengths: [PartEnds] = []
    var paths = ByteTable()
    var openPaths = ByteTable()
    private var open: [UInt8] = []

    /// Adds a path, if it has a number. Module names come first: a path that one names is found as
    /// that.
    mutating func add(_ path: ByteSlice, isName: Bool) {
      guard let number = PathNumbers.first(of: path) else { return }
      let value = isName ? NumberedPaths.byName : NumberedPaths.byOrder
      _ = paths.insert(path, value)
      addOpen(path, value)
      let beginning = path.prefix(number.upperBound)
      let place = Int(
        beginnings.insert(beginning, UInt32(beginnings.count), hash: PathHash.of(beginning)))
      if place == lengths.count { lengths.append(.none) }
      lengths[place].insert(path.count - number.upperBound)
    }

    private mutating func addOpen(_ path: ByteSlice, _ value: UInt32) {
      open.removeAll(keepingCapacity: true)
      open += path.buffer
      var next = 0
      while let number = PathNumbers.next(of: path, from: next) {
        for offset in number { open[offset] = OpenPath.openDigit }
        next = number.upperBound + 1
      }
      open.withUnsafeBufferPointer { buffer in
        guard let start = buffer.baseAddress else { return }
        let slice = ByteSlice(start, count: buffer.count)
        _ = openPaths.insert(slice, value, hash: PathHash.of(slice))
      }
    }
  }

  /// Whether a rule says something of one of the paths that an open path stands for, by a number.
  ///
  /// - Parameters:
  ///   - open: The open path.
  ///   - number: Its first number.
  ///   - startHash: The unfinished hash of what stands before that.
  /// - Complexity: O(*n*) in the bytes from its first number on.
  func mayName(_ open: OpenPath, number: Range<Int>, startHash: UInt64) -> Bool {
    if openPaths.count == 0 { return false }
    let path = open.bytes
    let parentCount = path.lastOffset(of: UInt8(ascii: ".")) ?? 0
    var hash = startHash
    var offset = number.lowerBound
    while true {
      let isEnd = offset == path.count
      if offset >= number.upperBound, isEnd || path[offset] == UInt8(ascii: ".") {
        let found = openPaths.find(path.prefix(offset), hash: PathHash.finished(hash))
        if found == Self.byName { return true }
        if found == Self.byOrder, isEnd || offset == parentCount { return true }
      }
      if isEnd { return false }
      hash = PathHash.continued(hash, path[offset])
      offset &+= 1
    }
  }

  /// Whether the beginning of a path, up to and with its first number, is one of a path that a rule
  /// names.
  ///
  /// - Parameter hash: Its finished hash.
  /// - Returns: Its number, or `ByteTable.none`.
  @inline(__always)
  func number(of beginning: ByteSlice, hash: @autoclosure () -> UInt64) -> UInt32 {
    beginnings.find(beginning, hash: hash())
  }

  /// Whether a rule that names something at or below the beginning of a path says something of it.
  ///
  /// - Parameters:
  ///   - path: The path.
  ///   - end: Where its beginning ends.
  ///   - ends: Where its parts end, counted from there.
  ///   - number: The beginning's number.
  /// - Complexity: O(*n*) in the bytes of the path, if one of its parts may end where a path does that
  ///   a rule names.
  @inline(__always)
  func isNamed(_ path: ByteSlice, _ end: Int, _ ends: PartEnds, behind number: UInt32) -> Bool {
    let common = lengths[Int(number)].intersection(ends)
    return !common.isEmpty && isNamed(path, end, common)
  }

  @inline(never)
  private func isNamed(_ path: ByteSlice, _ end: Int, _ lengths: PartEnds) -> Bool {
    lengths.contains(atMost: path.count &- end) { length in
      let count = end &+ length
      let isEnd = count == path.count
      guard isEnd || path[count] == UInt8(ascii: ".") else { return false }
      let found = paths.find(path.prefix(count))
      if found == Self.byOrder, !isEnd {
        return path.dropFirst(count &+ 1).firstOffset(of: UInt8(ascii: ".")) == nil
      }
      return found != ByteTable.none
    }
  }
}
