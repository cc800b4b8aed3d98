/// What a pass shows rows to.
///
/// Each worker of a pass has a visitor of its own, which sees some of the rows, in no order that
/// means anything; at the end the visitors are merged. So what they gather has to be the same
/// however the rows are dealt out: counts and sums are, and of examples the first by `RowPlace`.
///
/// A struct that isn't copied is best: its members are changed without a check for exclusive
/// access, and nothing of it is counted by reference.
protocol RowVisitor: ~Copyable {
  /// Looks at a row.
  ///
  /// - Parameters:
  ///   - row: The row. Its slices are valid during the call.
  ///   - output: Takes what is to be printed for the row; it comes out in the order of the rows.
  /// - Throws: `RowFailure.bad` where the row is to count as one that can't be read,
  ///   `RowFailure.match` to end the pass. What the call printed is then dropped.
  mutating func visit(_ row: VisitedRow, _ output: inout RowOutput) throws(RowFailure)

  /// Adds what another visitor of the pass has gathered.
  mutating func merge(_ other: consuming Self)
}

/// Where a row stands, in the order of the inputs.
struct RowPlace: Hashable, Comparable, BitwiseCopyable, Sendable {
  /// The number of the input, from 0.
  var input: Int
  /// The line of the input, from 1, or 0 where a sample has passed over lines uncounted.
  var line: Int

  static func < (left: RowPlace, right: RowPlace) -> Bool {
    (left.input, left.line) < (right.input, right.line)
  }

  /// The place for messages: `inventory.tsv:17`.
  func text(_ inputs: [BatchInput]) -> String {
    inputs[input].name + (line > 0 ? ":\(line)" : "")
  }
}

/// A row of an inventory. Valid while it is visited.
struct VisitedRow: BitwiseCopyable {
  /// The fields. Where the row has no index, and a rule set of the pass has an order rule for what
  /// it is a use of, its index is the counted one.
  var fields: RowFields
  /// Where the row stands.
  var place: RowPlace
  /// Whether the model may be another than that of the row the visitor saw before. Where it is
  /// `false`, it is the same.
  var isNewModel: Bool

  // Invariant: both live as long as the row is visited.
  fileprivate let cells: UnsafeMutablePointer<RowCells>
  private let plan: Unmanaged<InputPlan>

  init(
    _ fields: RowFields, _ place: RowPlace, isNewModel: Bool,
    _ cells: UnsafeMutablePointer<RowCells>, _ plan: Unmanaged<InputPlan>
  ) {
    self.fields = fields
    self.place = place
    self.isNewModel = isNewModel
    self.cells = cells
    self.plan = plan
  }

  /// The row as it stands in the input, without its line ending; of a JSON object, without its
  /// closing brace.
  var raw: ByteSlice { cells.pointee.raw }

  /// The row as it stands in the input, for messages.
  var text: String {
    raw.text + (plan.takeUnretainedValue().format == .jsonl ? "}" : "")
  }

  /// The column of a name, or `nil` where the row's input has none. Members of JSON that are no
  /// field of a query aren't looked for.
  ///
  /// - Complexity: O(*n*) in the number of columns. To be kept for the rows of one input.
  func column(named name: String) -> Int? {
    plan.takeUnretainedValue().names.firstIndex(of: name)
  }

  /// The text of a column: unquoted, unescaped. Of a JSON value that is no string, its JSON.
  func text(of column: Int) -> ByteSlice { cells.pointee.text(of: column) }

  /// Appends the columns of the row, as the output's format has them, without an end.
  func write(_ writer: RowWriter, to output: inout ByteBuffer) throws(BadRow) {
    try writer.writeInput(&cells.pointee, to: &output)
  }
}
