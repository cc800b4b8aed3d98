/// The paths with numbers that module name rules and order rules name, by their beginnings up to and
/// with the first number.
///
/// The numbers of a path `model.layers.7.mlp.fc1` that some row has matter to these rules only if one
/// of them names something at or below `model.layers.7`, and that is the path or, of a module name,
/// above it, or of an order rule right above it: what they name above has none of its numbers, and
/// what they name elsewhere says nothing of it. So what a rule set of a thousand names has to say of
/// a number is one probe, and a few comparisons where it says something.
///
/// And where they name nothing of `model.layers.#.mlp.fc1`, whatever the number, nothing has to be
/// asked of any.
struct NumberedPaths: ~Copyable, @unchecked Sendable {
  /// What stands behind the beginning.
  private struct Rest: BitwiseCopyable {
    var start: UInt32
    var count: UInt32
    /// Its first eight bytes, or all of them, and other than 0 in as many.
    var word: UInt64
    var mask: UInt64
    /// Whether it is a module name, which says something of all that is below it. The path of an
    /// order rule says something of what is right below it, and of the functions called in it.
    var isName: Bool
  }

  /// The rests behind one beginning.
  private struct Group: BitwiseCopyable {
    var first: UInt32 = 0
    var end: UInt32 = 0
    var lengths = PartEnds.none
  }

  // Invariant: the beginning with the value `i` is that of the rests of `groups[i]`, whose bytes are
  // in `bytes`.
  private let beginnings: ByteTable
  private let groups: UnsafeMutablePointer<Group>
  private let rests: UnsafeMutablePointer<Rest>
  private let bytes: UnsafeMutablePointer<UInt8>
  /// The paths with their numbers open. The value says what names one of them.
  private let openPaths: ByteTable
  /// Whether they are all there.
  let isComplete: Bool

  /// What names a path: values of `openPaths`.
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
    let order = lists.numbers.indices.sorted {
      (lists.numbers[$0], $0) < (lists.numbers[$1], $1)
    }
    var groups = [Group](repeating: Group(), count: lists.beginnings.count)
    for (place, index) in order.enumerated() {
      let number = Int(lists.numbers[index])
      if groups[number].end == 0 { groups[number].first = UInt32(place) }
      groups[number].end = UInt32(place + 1)
      groups[number].lengths.insert(Int(lists.rests[index].count))
    }
    self.groups = .copy(of: groups)
    rests = .copy(of: order.map { lists.rests[$0] })
    bytes = .copy(of: lists.bytes)
    beginnings = lists.beginnings.copy()
    openPaths = lists.openPaths.copy()
  }

  deinit {
    groups.deallocate()
    rests.deallocate()
    bytes.deallocate()
  }

  /// What is put together while the rules are read.
  private struct Lists: ~Copyable {
    var beginnings = ByteTable()
    /// Of each path, the number of its beginning, and what stands behind that.
    var numbers: [UInt32] = []
    var rests: [Rest] = []
    var bytes: [UInt8] = []
    var openPaths = ByteTable()
    private var open: [UInt8] = []

    mutating func add(_ path: ByteSlice, isName: Bool) {
      guard let number = PathNumbers.first(of: path) else { return }
      addOpen(path, isName: isName)
      let beginning = path.prefix(number.upperBound)
      numbers.append(
        beginnings.insert(
          beginning, UInt32(beginnings.count), hash: PathHash.of(beginning)))
      let rest = path.dropFirst(number.upperBound)
      let word = rest.buffer.prefix(8).enumerated().reduce(0) { word, byte in
        word | UInt64(byte.element) << (UInt64(byte.offset) * 8)
      }
      rests.append(
        Rest(
          start: UInt32(bytes.count), count: UInt32(rest.count), word: word,
          mask: rest.count < 8 ? 1 << (UInt64(rest.count) * 8) - 1 : ~0, isName: isName))
      bytes += rest.buffer
    }

    /// Module names come first: a path that one names is found as that.
    private mutating func addOpen(_ path: ByteSlice, isName: Bool) {
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
        _ = openPaths.insert(
          slice, isName ? NumberedPaths.byName : NumberedPaths.byOrder, hash: PathHash.of(slice))
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
  ///   - rest: What stands in the path behind its beginning. 8 bytes behind it have to be readable.
  ///   - ends: Where its parts end.
  ///   - number: The beginning's number.
  /// - Complexity: O(*n*) in the rules that name something at or below the beginning, if one has the
  ///   length of one of these.
  @inline(__always)
  func isNamed(_ rest: ByteSlice, _ ends: PartEnds, behind number: UInt32) -> Bool {
    let group = groups[Int(number)]
    return group.lengths.mayMeet(ends) && isNamed(rest, group)
  }

  @inline(never)
  private func isNamed(_ rest: ByteSlice, _ group: Group) -> Bool {
    let word = UInt64(
      littleEndian: UnsafeRawPointer(rest.start).loadUnaligned(as: UInt64.self))
    for index in Int(group.first)..<Int(group.end) {
      // Mostly these tell, without a branch that is mispredicted.
      if (word ^ rests[index].word) & rests[index].mask != 0 { continue }
      let count = Int(rests[index].count)
      if count <= rest.count, count == rest.count || rest[count] == UInt8(ascii: "."),
        equalBytes(bytes + Int(rests[index].start), rest.start, count: count)
      {
        if rests[index].isName { return true }
        let below = rest.dropFirst(min(count &+ 1, rest.count))
        if below.firstOffset(of: UInt8(ascii: ".")) == nil { return true }
      }
    }
    return false
  }
}
