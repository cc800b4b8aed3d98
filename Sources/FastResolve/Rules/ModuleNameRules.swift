/// The rules by module path, in the order in which they were first set.
///
/// Large rule sets are large in this tier: someone has listed a model's modules one by one. So its
/// keys are no strings but bytes in the very table that paths are later looked up in, hashed as
/// those are: the compiled rules copy its entries and hash nothing. For 100,000 rules an
/// `OrderedDictionary` of strings took 84 million instructions to fill and the table 41 million.
struct ModuleNameRules: Sendable {
  /// The keys. A class, as an array or a struct that is copied can't hold the table itself.
  private final class Keys: @unchecked Sendable {
    // Invariant: initialized from `init` to `deinit`, and only changed through a reference to this
    // object that is known to be the only one. A pointer, as members of a class are checked for
    // exclusive access at every use.
    let table: UnsafeMutablePointer<ByteTable>

    init(_ table: consuming ByteTable) {
      self.table = .allocate(capacity: 1)
      self.table.initialize(to: table)
    }

    deinit {
      table.deinitialize(count: 1)
      table.deallocate()
    }
  }

  // Invariant: the key at position `i` has the value `i`, and its entry is at `entries[i]` of the
  // table.
  private var keys = Keys(ByteTable())
  private var entries: [UInt32] = []
  /// The qconfigs, by position.
  private(set) var qconfigs: [QConfig] = []

  /// How many rules there are.
  var count: Int { qconfigs.count }

  /// The module path of the rule at a position.
  func path(at position: Int) -> String { key(at: position).text }

  /// The same as bytes, which stay as long as the rules do.
  func key(at position: Int) -> ByteSlice {
    keys.table.pointee.key(ofEntryAt: entries[position])
  }

  /// The positions of the rules, to be looked up by `PathHash`.
  func table() -> ByteTable { keys.table.pointee.copy() }

  /// The places of the rules in the order of their tree, to be looked up by `PathHash`.
  func table(in order: TreeOrder) -> ByteTable {
    ByteTable(keys.table.pointee) { entries[order.position(at: $0)] }
  }

  /// Makes room for so many rules more, whose paths are about as long as those there are.
  mutating func reserve(_ extra: Int) {
    makeKeysOwn()
    let meanLength = keys.table.pointee.byteCount / max(count, 1) + 1
    keys.table.pointee.reserve(keyCount: extra, byteCount: extra * meanLength)
    entries.reserveCapacity(count + extra)
    qconfigs.reserveCapacity(count + extra)
  }

  private mutating func makeKeysOwn() {
    if !isKnownUniquelyReferenced(&keys) { keys = Keys(keys.table.pointee.copy()) }
  }

  /// Hashes a path that will be set.
  ///
  /// Of many paths each goes to a place of its own in the table, so that place is brought near in the
  /// meantime.
  @inline(__always)
  func hash(ofNext path: ByteSlice) -> UInt64 {
    let hash = PathHash.of(path)
    keys.table.pointee.prefetch(hash: hash)
    return hash
  }

  /// Sets the qconfig of a path: replaces it in its place, or adds a rule at the end.
  ///
  /// - Parameters:
  ///   - path: The path.
  ///   - hash: Its hash.
  ///   - qconfig: The qconfig.
  /// - Returns: The position and the qconfig until now of a rule that was there before.
  /// - Complexity: O(1) on average.
  @discardableResult
  mutating func set(
    _ path: ByteSlice, hash: UInt64, to qconfig: QConfig
  ) -> QConfigMapping.Replaced? {
    makeKeysOwn()
    let entry = keys.table.pointee.nextEntry
    let position = Int(keys.table.pointee.insert(path, UInt32(qconfigs.count), hash: hash))
    guard position == qconfigs.count else {
      defer { qconfigs[position] = qconfig }
      return QConfigMapping.Replaced(position: position, qconfig: qconfigs[position])
    }
    entries.append(entry)
    qconfigs.append(qconfig)
    return nil
  }
}

extension ModuleNameRules: Equatable {
  /// Whether the two have the same rules in the same order.
  static func == (left: Self, right: Self) -> Bool {
    left.qconfigs == right.qconfigs
      && left.qconfigs.indices.allSatisfy { left.key(at: $0).equals(right.key(at: $0)) }
  }
}

/// The module names of a rule set as rows ask for them.
struct ModuleNameTable: ~Copyable, Sendable {
  /// How they are numbered.
  let order: TreeOrder
  /// Their places in that order, to be looked up by `PathHash`.
  let places: ByteTable

  /// - Complexity: O(*n*) in the size of the names.
  init(_ rules: ModuleNameRules) {
    order = TreeOrder(rules)
    places = rules.table(in: order)
  }
}
