/// Reads a JSON object a line; blank lines are skipped.
///
/// A row that has the shape of one before is cut at its values (`JSONRowShape`), the others are
/// read token by token. The members of the wanted names are found wherever they stand; the others
/// are only stepped over, and checked to be JSON. What is not unescaped is not copied.
struct JSONLReader: RowReader, ~Copyable {
  var cursor: ChunkCursor
  /// The names of the columns, in their order.
  let names: MemberNames
  /// Whether a member of another name is an error: where the output has a column a name, it would
  /// be lost without a word.
  let refusesOthers: Bool
  private var ends: FieldEnds
  private var shape = JSONRowShape()

  static var isTable: Bool { false }

  @inline(__always)
  var isASCII: Bool { ends.isASCII }

  init(cursor: ChunkCursor, names: MemberNames, refusesOthers: Bool) {
    self.cursor = cursor
    self.names = names
    self.refusesOthers = refusesOthers
    ends = FieldEnds(json: cursor, most: JSONRowShape.mostListed)
  }

  mutating func resume() { ends.resume(at: cursor.position) }

  @inline(__always)
  mutating func next(_ cells: inout RowCells) throws(BadRow) -> Bool {
    if shape.takeRow(&cursor, &cells, &ends) { return true }
    return try readNext(&cells)
  }

  @inline(never)
  private mutating func readNext(_ cells: inout RowCells) throws(BadRow) -> Bool {
    defer { ends.skip(to: min(cursor.position, cursor.end)) }
    while let line = cursor.nextLineSlice() {
      var scanner = JSONScanner(line.start, count: line.count)
      scanner.skipWhitespace()
      if scanner.next == nil { continue }
      do throws(JSONScanner.Failure) {
        try read(&scanner, line, &cells)
      } catch {
        throw badJSON(error, line)
      }
      let hasReturn = line.start + line.count < cursor.base + min(cursor.position &- 1, cursor.end)
      shape.learn(hasReturn ? ByteSlice(line.start, count: line.count + 1) : line, names)
      return true
    }
    return false
  }

  @inline(never)
  private func badJSON(_ failure: JSONScanner.Failure, _ line: ByteSlice) -> BadRow {
    let column = line.prefix(min(failure.offset, line.count)).text.unicodeScalars.count + 1
    return BadRow(reason: "column \(column): \(failure.message)")
  }

  @inline(__always)
  private func read(
    _ scanner: inout JSONScanner, _ line: ByteSlice, _ cells: inout RowCells
  ) throws(JSONScanner.Failure) {
    let start = scanner.position
    guard scanner.next == UInt8(ascii: "{") else { throw scanner.unexpected("an object") }
    for column in 0..<cells.count { cells.kinds[column] = .absent }
    cells.hasAddedMembers = false
    cells.firstColumn = -1
    cells.scratch.truncate(to: 0)
    // No text is longer than its row, so slices into the scratch stay where they are.
    cells.scratch.reserve(line.count)
    try scanner.open(0)
    var end = scanner.position
    if !scanner.take(UInt8(ascii: "}")) {
      repeat {
        try readMember(&scanner, line, &cells)
        end = scanner.position
        scanner.skipWhitespace()
      } while scanner.take(UInt8(ascii: ","))
      try scanner.expect(UInt8(ascii: "}"), "',' or '}'")
    }
    cells.raw = ByteSlice(line.start + start, count: end - start)
    scanner.skipWhitespace()
    guard scanner.next == nil else { throw scanner.unexpected("the end of the line") }
  }

  @inline(__always)
  private func readMember(
    _ scanner: inout JSONScanner, _ line: ByteSlice, _ cells: inout RowCells
  ) throws(JSONScanner.Failure) {
    scanner.skipWhitespace()
    let nameOffset = scanner.position
    let token = try scanner.scanName()
    let name = text(of: token, scanner, line, &cells)
    let found = names.column(of: name)
    let valueStart = scanner.position
    if found == MemberNames.replaced { cells.hasAddedMembers = true }
    guard found >= 0 else {
      if found == MemberNames.other, refusesOthers {
        throw .init(
          message: "the member '\(name.text)' is not among those of the first row, so it has no "
            + "column; name the columns with --select", offset: nameOffset)
      }
      try scanner.skipValue(depth: 1)
      return
    }
    guard cells.kinds[found] == .absent else {
      throw .init(message: "the member '\(name.text)' stands twice", offset: nameOffset)
    }
    switch scanner.next {
    case UInt8(ascii: "\""):
      let value = try scanner.scanString()
      cells.setText(of: found, text(of: value, scanner, line, &cells))
      cells.kinds[found] = .text
    default:
      cells.kinds[found] =
        switch scanner.next {
        case UInt8(ascii: "n"): .null
        case UInt8(ascii: "t"), UInt8(ascii: "f"): .boolean
        case UInt8(ascii: "["): .list
        case UInt8(ascii: "{"): .object
        default: .number
        }
      try scanner.skipValue(depth: 1)
      cells.setText(
        of: found,
        ByteSlice(
          line.start + valueStart, count: scanner.position &- valueStart))
    }
    cells.json[found] = ByteSlice(line.start + valueStart, count: scanner.position &- valueStart)
  }

  /// The text of a string: where it stands if nothing in it is escaped, else in the scratch.
  @inline(__always)
  private func text(
    of token: JSONScanner.StringToken, _ scanner: JSONScanner, _ line: ByteSlice,
    _ cells: inout RowCells
  ) -> ByteSlice {
    guard token.hasEscapes else {
      return ByteSlice(line.start + token.start, count: token.end &- token.start)
    }
    let start = cells.scratch.count
    scanner.unescape(token) { cells.scratch.append($0) }
    return ByteSlice(cells.scratch.base + start, count: cells.scratch.count &- start)
  }
}

/// The names of the members that a run wants.
final class MemberNames: Sendable {
  private let names: TextTable
  private let added: TextTable

  /// A member that is not wanted.
  static let other = -1
  /// A member that is not wanted and has the name of a column that is added: it stands for it.
  static let replaced = -2

  /// - Parameters:
  ///   - names: The names of the wanted members.
  ///   - added: The names of the columns that are added, which stand for members of these names.
  init(_ names: [String], added: [String]) {
    self.names = Self.table(names)
    self.added = Self.table(added)
  }

  private static func table(_ names: [String]) -> TextTable {
    TextTable(count: names.count) { position, text in
      names[position].withByteSlice { text.append($0) }
    }
  }

  /// The position of a name, `replaced` or `other`.
  ///
  /// Names are few, and mostly told apart by their length: comparing one after the other beats
  /// hashing.
  @inline(__always)
  func column(of name: ByteSlice) -> Int {
    for column in 0..<names.count where names[column].equals(name) { return column }
    return isAdded(name) ? Self.replaced : Self.other
  }

  /// Whether a column that is added has this name.
  func isAdded(_ name: ByteSlice) -> Bool {
    (0..<added.count).contains { added[$0].equals(name) }
  }
}
