/// The object types that the rules name, by every spelling.
///
/// Each object that an object type rule or an order rule names has a number here. A row's type or
/// target is looked up once and the number serves both tiers; a type that no rule names, which is
/// most of them, is done with after one probe.
struct ObjectTypeTable: ~Copyable, @unchecked Sendable {
  /// What the rules say of one object.
  struct Object: BitwiseCopyable {
    /// Its object type rule, or none.
    var rule = RuleID.none
    /// Whether an order rule names it.
    var isOrdered = false
  }

  private let spellings: ByteTable
  // Invariant: as many as `spellings` has different values.
  private let objects: UnsafeMutablePointer<Object>

  /// - Parameter types: The objects, each with what is known of it; an object's number is its
  ///   position.
  init(_ types: [(type: ObjectType, object: Object)]) {
    let names = types.map(\.type.spellings)
    var table = ByteTable(
      keyCount: names.reduce(0) { $0 + $1.count },
      byteCount: names.joined().reduce(0) { $0 + $1.utf8.count })
    for (number, spellings) in names.enumerated() {
      for spelling in spellings { _ = table.insert(spelling, UInt32(number)) }
    }
    spellings = table
    objects = .allocate(capacity: max(types.count, 1))
    objects.initialize(from: types.map(\.object), count: types.count)
  }

  deinit { objects.deallocate() }

  /// The number of the object with this name, or `ByteTable.none`.
  @inline(__always)
  func number(of name: ByteSlice) -> UInt32 { spellings.find(name) }

  /// What the rules say of the object with this number.
  @inline(__always)
  subscript(number: UInt32) -> Object { objects[Int(number)] }
}
