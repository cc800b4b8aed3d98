/// The rows of a sample, read: to measure parts of resolving without what reads and writes.
///
/// Their texts stand one behind the other as they do in a chunk, so that a loop over them runs
/// through memory as a run does.
struct SampleRows: ~Copyable {
  /// A row; its texts follow one another in `texts`.
  private struct Row: BitwiseCopyable {
    var start: Int
    var pathCount: UInt32
    var typeCount: UInt32
    var targetCount: UInt32
    var path: UInt32
    var operation: NodeOperation
    var isNewModel: Bool
    var index: Int
  }

  private var rows: [Row] = []
  private var texts = ByteBuffer()
  /// Each path once, and its number.
  private var paths = ByteTable()
  // Invariant: the path with the number `i` is the key of the entry of `paths` at `pathEntries[i]`.
  private var pathEntries: [UInt32] = []
  private var model: [UInt8] = []

  /// How many there are.
  var count: Int { rows.count }

  /// How many paths there are, each counted once.
  var pathCount: Int { pathEntries.count }

  /// Reads the rows of a sample.
  ///
  /// - Throws: `InputError` for a row that can't be read, with its line in the inventory.
  init(_ sample: BenchSample, format: InputFormat?) throws {
    var pass = InventoryPass([])
    pass.options.threads = 1
    pass.options.inputFormat = format
    do {
      self = try pass.run([sample.input]) { Gatherer() }.visitor.rows
    } catch let error as InputError {
      throw sample.error(error)
    }
  }

  private init() {}

  private struct Gatherer: RowVisitor, ~Copyable {
    var rows = SampleRows()

    mutating func visit(_ row: VisitedRow, _ output: inout RowOutput) throws(RowFailure) {
      rows.append(row)
    }

    mutating func merge(_ other: consuming Gatherer) {
      // One of the two has seen all rows.
      if rows.count == 0 { self = other }
    }
  }

  private mutating func append(_ row: VisitedRow) {
    let fields = row.fields
    var isNewModel = rows.isEmpty
    if row.isNewModel, !fields.model.buffer.elementsEqual(model) {
      model = fields.model.array
      isNewModel = true
    }
    let next = UInt32(pathEntries.count)
    let entry = paths.nextEntry
    let path = paths.insert(fields.modulePath, next)
    if path == next { pathEntries.append(entry) }
    rows.append(
      Row(
        start: texts.count, pathCount: UInt32(fields.modulePath.count),
        typeCount: UInt32(fields.moduleType.count), targetCount: UInt32(fields.target.count),
        path: path, operation: fields.operation, isNewModel: isNewModel, index: fields.index))
    texts.append(fields.modulePath)
    texts.append(fields.moduleType)
    texts.append(fields.target)
  }

  /// The path with a number. It stays as long as the rows.
  func path(_ number: Int) -> ByteSlice {
    paths.key(ofEntryAt: pathEntries[number])
  }

  /// Calls `body` with each row in order: its fields, the number of its path, and whether it is the
  /// first of its model.
  @inline(__always)
  func forEach<E: Error>(_ body: (RowFields, Int, Bool) throws(E) -> Void) throws(E) {
    for row in rows {
      let path = texts.base + row.start
      let type = path + Int(row.pathCount)
      let fields = RowFields(
        operation: row.operation, modulePath: ByteSlice(path, count: Int(row.pathCount)),
        moduleType: ByteSlice(type, count: Int(row.typeCount)),
        target: ByteSlice(type + Int(row.typeCount), count: Int(row.targetCount)),
        index: row.index)
      try body(fields, Int(row.path), row.isNewModel)
    }
  }
}
