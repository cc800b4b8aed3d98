// What is in an inventory, in one pass.
//
// Nothing is counted for a row but that it is one of its group, `RowGroups`: all else that is told
// of an inventory hangs on what rows of a group share, and is found out for each group when all
// rows have been seen. So a pass costs what the reading of the rows does and a comparison of bytes
// more.

/// Counts rows that are alike.
struct StatsVisitor: RowVisitor, ~Copyable {
  /// The rows; the value of a group is how many it has, and its flags are its oddities.
  private(set) var groups = RowGroups(initialValue: 0)
  private(set) var models = DistinctTexts()
  /// How many rows each model has, by its number.
  private(set) var modelRows: [Int] = []
  /// The first row of each kind of oddity.
  private(set) var firstOdd: [Oddities.RawValue: OddRow] = [:]

  // The model of the last row, or -1, and its rows that aren't in the list yet.
  private var model = -1
  private var rows = 0

  /// What looks wrong in a row.
  struct Oddities: OptionSet, BitwiseCopyable {
    var rawValue: UInt8

    static let emptySegment = Oddities(rawValue: 1)
    static let whitespace = Oddities(rawValue: 2)
    static let controlCharacter = Oddities(rawValue: 4)
    static let nonASCII = Oddities(rawValue: 8)
    static let missingTarget = Oddities(rawValue: 16)

    /// Each of them alone.
    var elements: [Oddities] {
      (0..<5).map { Oddities(rawValue: 1 << $0) }.filter(contains)
    }
  }

  /// A row with an oddity.
  struct OddRow {
    var place: RowPlace
    var modulePath: String
  }

  mutating func visit(_ row: VisitedRow, _ output: inout RowOutput) throws(RowFailure) {
    if row.isNewModel { begin(row.fields.model) }
    rows &+= 1
    let group = groups.number(of: row.fields)
    groups[group].value &+= 1
    if groups[group].value == 1 { groups[group].flags = Self.oddities(of: row.fields).rawValue }
    if groups[group].flags != 0 { note(row, Oddities(rawValue: groups[group].flags)) }
  }

  @inline(never)
  private mutating func begin(_ name: ByteSlice) {
    finishModel()
    model = models.number(of: name)
    if model == modelRows.count { modelRows.append(0) }
  }

  /// What looks wrong in a row.
  @inline(never)
  private static func oddities(of row: RowFields) -> Oddities {
    let path = row.modulePath
    var oddities = Oddities()
    var isSegmentEmpty = true
    for offset in 0..<path.count {
      let byte = path[offset]
      // Nearly every byte is a letter, a digit or `_`.
      if byte > 0x2E, byte < 0x7F {
        isSegmentEmpty = false
        continue
      }
      if byte == UInt8(ascii: ".") {
        if isSegmentEmpty { oddities.insert(.emptySegment) }
        isSegmentEmpty = true
        continue
      }
      isSegmentEmpty = false
      if byte >= 0x80 {
        oddities.insert(.nonASCII)
      } else if byte == 0x20 || (0x09...0x0D).contains(byte) {
        oddities.insert(.whitespace)
      } else if byte < 0x20 || byte == 0x7F {
        oddities.insert(.controlCharacter)
      }
    }
    // The root is no segment.
    if isSegmentEmpty, path.count > 0 { oddities.insert(.emptySegment) }
    if oddities.contains(.nonASCII),
      path.text.unicodeScalars.contains(where: { !$0.isASCII && $0.properties.isWhitespace })
    {
      oddities.insert(.whitespace)
    }
    let calls = row.operation == .callFunction || row.operation == .callMethod
    if calls, row.target.isEmpty { oddities.insert(.missingTarget) }
    return oddities
  }

  @inline(never)
  private mutating func note(_ row: VisitedRow, _ oddities: Oddities) {
    for oddity in oddities.elements {
      if let first = firstOdd[oddity.rawValue], first.place < row.place { continue }
      firstOdd[oddity.rawValue] = OddRow(
        place: row.place, modulePath: row.fields.modulePath.text)
    }
  }

  /// Adds the rows of the last model to the list.
  mutating func finishModel() {
    if model >= 0 { modelRows[model] += rows }
    model = -1
    rows = 0
  }

  mutating func merge(_ other: consuming StatsVisitor) {
    finishModel()
    other.finishModel()
    groups.merge(other.groups) { group, other in
      group.value += other.value
      group.flags = other.flags
    }
    for (number, mine) in models.merge(other.models).enumerated() {
      if Int(mine) == modelRows.count { modelRows.append(0) }
      modelRows[Int(mine)] += other.modelRows[number]
    }
    firstOdd.merge(other.firstOdd) { $0.place < $1.place ? $0 : $1 }
  }
}
