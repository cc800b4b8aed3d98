/// The columns of one row: what a reader fills and a writer prints.
///
/// Invariant: each of the lists has `count` elements, and `ends` where it isn't nil. The slices
/// point into the chunk or into `scratch`; they and `ends` are valid until the next row is read.
struct RowCells: ~Copyable, @unchecked Sendable {
  /// What kind of value stands in a column; in tables it is always text.
  enum Kind: UInt8, BitwiseCopyable {
    case text, number, null, boolean, list, object, absent
  }

  /// The row as it stands in the input, without its line ending; of a JSON object, without its
  /// closing brace and the white space before it.
  var raw = ByteSlice.empty
  /// Whether a JSON object has members of the names that added columns have: those of answers.
  var hasAddedMembers = false
  /// The column whose value stands first in the row, or -1 where that isn't known.
  var firstColumn = 0
  /// The text of each column where it isn't told by `ends`.
  private let texts: UnsafeMutablePointer<ByteSlice>
  /// Of a row of a table without quotes: the chunk, the offsets of the ends of the columns, and
  /// before them that of the byte before the row.
  private var base: UnsafePointer<UInt8>
  private var ends: UnsafePointer<UInt32>?
  /// The JSON of each column's value, where the input is JSON.
  let json: UnsafeMutablePointer<ByteSlice>
  let kinds: UnsafeMutablePointer<Kind>
  let count: Int
  /// Room for text that has to be unescaped.
  var scratch = ByteBuffer(capacity: 4096)

  init(count: Int) {
    self.count = count
    texts = .allocate(capacity: max(count, 1))
    json = .allocate(capacity: max(count, 1))
    kinds = .allocate(capacity: max(count, 1))
    texts.initialize(repeating: .empty, count: count)
    json.initialize(repeating: .empty, count: count)
    kinds.initialize(repeating: .text, count: count)
    base = ByteSlice.empty.start
  }

  deinit {
    texts.deallocate()
    json.deallocate()
    kinds.deallocate()
  }

  /// The text of a column: unquoted, unescaped. Of a JSON value that is no string, its JSON.
  @inline(__always)
  func text(of column: Int) -> ByteSlice {
    guard let ends else { return texts[column] }
    let start = Int(ends[column &- 1] &+ 1)
    return ByteSlice(base + start, count: Int(ends[column]) &- start)
  }

  /// Sets the text of one column, and those of all others by themselves too.
  @inline(__always)
  mutating func setText(of column: Int, _ text: ByteSlice) {
    texts[column] = text
    ends = nil
  }

  /// Sets the texts of all columns by where they end.
  @inline(__always)
  mutating func setTexts(_ base: UnsafePointer<UInt8>, _ ends: UnsafePointer<UInt32>) {
    self.base = base
    self.ends = ends
  }

  /// Makes the texts those that the row has without its line ending.
  @inline(never)
  mutating func splitTexts() {
    for column in 0..<count { texts[column] = text(of: column) }
    texts[count &- 1].count = raw.start + raw.count - texts[count &- 1].start
    ends = nil
  }

  /// How many bytes at the start of the row are the cell of the model and the separator behind it,
  /// or the member; 0 where that can't be told.
  ///
  /// - Parameters:
  ///   - model: The model, which stands first.
  ///   - isTable: Whether the row is one of a table.
  @inline(__always)
  func modelPrefix(_ model: ByteSlice, isTable: Bool) -> Int {
    if isTable {
      // Unescaped, it stands elsewhere.
      if model.start == raw.start { return model.count &+ 1 }
      return model.start == raw.start + 1 ? model.count &+ 3 : 0
    }
    // Up to the end of the value, if that is a string. What has the shape of a row before has no
    // escapes.
    return kinds[firstColumn] == .text ? model.start + (model.count &+ 1) - raw.start : 0
  }

  /// The fields of the query that the row is.
  ///
  /// - Parameters:
  ///   - columns: Where the fields stand.
  ///   - isTable: Whether all values are text.
  /// - Throws: `BadRow` where a field is not what it should be.
  @_transparent
  func fields(_ columns: QueryColumns, isTable: Bool) throws(BadRow) -> RowFields {
    var fields = RowFields()
    try read(&fields, columns, isTable: isTable, isLeadKnown: false)
    return fields
  }

  /// Reads the fields of the query that the row is.
  ///
  /// - Parameters:
  ///   - fields: Takes them. What there is no column for isn't changed, and neither is the target
  ///     of a module.
  ///   - columns: Where the fields stand.
  ///   - isTable: Whether all values are text.
  ///   - isLeadKnown: Whether the model and the operation are there already.
  /// - Throws: `BadRow` where a field is not what it should be.
  // Transparent, as one that is only to be inlined always isn't inlined into `RowLoop` any more
  // since it has another user: that took 3 of 65 million instructions for 100,000 rows.
  @_transparent
  func read(
    _ fields: inout RowFields, _ columns: QueryColumns, isTable: Bool, isLeadKnown: Bool
  ) throws(BadRow) {
    @inline(__always)
    func text(_ column: Int, _ field: QueryField) throws(BadRow) -> ByteSlice {
      try isTable ? self.text(of: column) : checkedText(column, field)
    }
    fields.modulePath = try text(columns.modulePath, .modulePath)
    if !isLeadKnown {
      if columns.model >= 0 { fields.model = try text(columns.model, .model) }
      if columns.operation >= 0 {
        let name = try text(columns.operation, .operation)
        guard let operation = NodeOperation(name) else { throw Self.unknownOperation(name) }
        fields.operation = operation
      }
    }
    if columns.moduleType >= 0 { fields.moduleType = try text(columns.moduleType, .moduleType) }
    // A module has no target: of a table, where any text will do, it isn't looked at.
    if columns.target >= 0, !isTable || fields.operation != .callModule {
      fields.target = try text(columns.target, .target)
    }
    if columns.index >= 0 { fields.index = try index(columns.index, isTable: isTable) }
  }

  @inline(__always)
  private func checkedText(_ column: Int, _ field: QueryField) throws(BadRow) -> ByteSlice {
    switch kinds[column] {
    case .text: return text(of: column)
    case .null, .absent:
      if field != .modulePath { return .empty }
      throw BadRow(reason: "no module_path")
    default: throw mistyped(column, field, "a string")
    }
  }

  @inline(__always)
  private func index(_ column: Int, isTable: Bool) throws(BadRow) -> Int {
    if !isTable {
      switch kinds[column] {
      case .null, .absent: return RowFields.noIndex
      case .text, .number: break
      default: throw mistyped(column, .index, "a number")
      }
    }
    let text = text(of: column)
    if text.isEmpty { return RowFields.noIndex }
    if text.count == 1, isDigit(text[0]) { return Int(text[0] &- UInt8(ascii: "0")) }
    // 18 digits can't overflow, and no graph uses anything that often.
    guard text.count <= 18 else { throw badIndex(text) }
    var value = 0
    for offset in 0..<text.count {
      guard isDigit(text[offset]) else { throw badIndex(text) }
      value = value &* 10 &+ Int(text[offset] &- UInt8(ascii: "0"))
    }
    return value
  }

  @inline(never)
  private func badIndex(_ text: ByteSlice) -> BadRow {
    BadRow(reason: "index has to be a whole number from 0 on, this is '\(text.text)'")
  }

  @inline(never)
  private func mistyped(_ column: Int, _ field: QueryField, _ expected: String) -> BadRow {
    let found =
      switch kinds[column] {
      case .text: "a string"
      case .number: "a number"
      case .null: "null"
      case .boolean: "a boolean"
      case .list: "an array"
      case .object: "an object"
      case .absent: "nothing"
      }
    return BadRow(reason: "\(field.rawValue) has to be \(expected), this is \(found)")
  }

  @inline(never)
  private static func unknownOperation(_ name: ByteSlice) -> BadRow {
    let known = NodeOperation.allCases.map(\.rawValue)
    let hint =
      nearestName(to: name.text, among: known).map { "did you mean '\($0)'?" }
      ?? "expected one of \(known.joined(separator: ", "))"
    return BadRow(reason: "unknown op '\(name.text)'; \(hint)")
  }
}
