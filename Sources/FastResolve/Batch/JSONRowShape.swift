// The shape that rows of JSON have in common.
//
// Whoever writes rows of JSON mostly writes the same members in the same order with the same white
// space, so that two rows differ in their values alone:
//
//     {"model": "timm/vit", "op": "call_module", "module_path": "norm", "index": 0}
//      ^^^^^^^^^^        ^^^^^^^^^             ^^^^^^^^^^^^^^^^^^^    ^^^^^^^^^^^^^ ^
//
// What stands between the values is taken from a row that was read by the rules of JSON, token by
// token; another row that has the same bytes in all these places has the same members, and there is
// nothing left of it to be parsed. A string ends at the next quote, which `FieldEnds` has listed.
// It lists backslashes and control characters too, so that one of those in a string stands where
// the quote is expected, and the row is read token by token like every other that doesn't fit.

/// What stands between the values of a row.
struct JSONRowShape: ~Copyable {
  /// A value, and what stands before it.
  private struct Part: BitwiseCopyable {
    /// From the value before on; the quotes of strings belong here.
    var before: ByteSlice
    /// How many of those bytes `FieldEnds` lists.
    var listedBefore: Int
    /// The column of the value, or -1.
    var column: Int
    var isString: Bool
  }

  // Invariant: the first `count` parts are those of a row that was read without an error. Their
  // slices point into the chunk, which outlives the shape.
  private let parts: UnsafeMutablePointer<Part>
  private var count = 0
  /// What stands behind the last value, up to the end of the line.
  private var after = ByteSlice.empty
  /// How many listed bytes a row has, its newline included; 0 where there is no shape.
  private var listed = 0
  private var hasAddedMembers = false
  /// How often the shape may still be taken from another row.
  private var learnings = 8

  /// Rows of more members have no shape.
  private static let mostParts = 64

  init() { parts = .allocate(capacity: Self.mostParts) }

  deinit { parts.deallocate() }

  /// The most bytes of a row that `FieldEnds` is asked for.
  static let mostListed = 1024

  /// Takes a row if it has the shape. Takes nothing otherwise; the cells may have changed then.
  @inline(__always)
  borrowing func takeRow(
    _ cursor: inout ChunkCursor, _ cells: inout RowCells, _ ends: inout FieldEnds
  ) -> Bool {
    guard listed > 0, let listedBytes = ends.peek(listed) else { return false }
    for column in 0..<cells.count { cells.kinds[column] = .absent }
    let base = cursor.base
    var position = cursor.position
    var taken = 0
    for number in 0..<count {
      let part = parts[number]
      guard part.before.isNext(base + position, left: cursor.end &- position) else { return false }
      position &+= part.before.count
      taken &+= part.listedBefore
      let start = position
      var kind = RowCells.Kind.text
      if part.isString {
        // Whether it is a quote is seen with what stands behind the string.
        position = Int(listedBytes[taken])
      } else {
        guard let found = Self.scalar(base, &position) else { return false }
        kind = found
      }
      guard part.column >= 0 else { continue }
      let text = ByteSlice(base + start, count: position &- start)
      cells.setText(of: part.column, text)
      cells.kinds[part.column] = kind
      let quote = part.isString ? 1 : 0
      cells.json[part.column] = ByteSlice(text.start - quote, count: text.count &+ 2 &* quote)
    }
    let end = Int(listedBytes[listed &- 1])
    guard after.isNext(base + position, left: cursor.end &- position),
      position &+ after.count == end, end == cursor.end || base[end] == 0x0A
    else { return false }
    let quote = parts[count &- 1].isString ? 1 : 0
    let start = cursor.position
    _ = cursor.takeRow(endingAt: end)
    cells.raw = ByteSlice(base + start, count: position &+ quote &- start)
    cells.hasAddedMembers = hasAddedMembers
    cells.firstColumn = parts[0].column
    ends.skip(listed)
    return true
  }

  /// A whole number as JSON writes it, `null`, `true` or `false`.
  @inline(__always)
  private static func scalar(
    _ base: UnsafePointer<UInt8>, _ position: inout Int
  ) -> RowCells.Kind? {
    // What stands behind the value is compared afterwards, so that nothing longer is taken for it.
    // Beyond the chunk, there are bytes to be read, if not to be understood.
    let start = position
    while isDigit(base[position]) { position &+= 1 }
    if position > start {
      return base[start] == UInt8(ascii: "0") && position > start &+ 1 ? nil : .number
    }
    switch base[start] {
    case UInt8(ascii: "n"): return word("null", .null)
    case UInt8(ascii: "t"): return word("true", .boolean)
    case UInt8(ascii: "f"): return word("false", .boolean)
    default: return nil
    }

    func word(_ text: StaticString, _ kind: RowCells.Kind) -> RowCells.Kind? {
      guard equalBytes(base + start, text.utf8Start, count: text.utf8CodeUnitCount) else {
        return nil
      }
      position = start + text.utf8CodeUnitCount
      return kind
    }
  }

  /// Takes the shape from a row that was read without an error.
  ///
  /// - Parameters:
  ///   - line: The row, without its newline.
  ///   - names: The names of the columns.
  mutating func learn(_ line: ByteSlice, _ names: MemberNames) {
    guard learnings > 0 else { return }
    learnings -= 1
    listed = 0
    if !parse(line, names) { count = 0 }
  }

  private mutating func parse(_ line: ByteSlice, _ names: MemberNames) -> Bool {
    var scanner = JSONScanner(line.start, count: line.count)
    var end = 0
    var total = 0
    count = 0
    hasAddedMembers = false
    func piece(to place: Int) -> ByteSlice { line.dropFirst(end).prefix(place - end) }
    scanner.skipWhitespace()
    guard scanner.take(UInt8(ascii: "{")) else { return false }
    repeat {
      scanner.skipWhitespace()
      guard count < Self.mostParts, let name = try? scanner.scanName(), !name.hasEscapes else {
        return false
      }
      let found = names.column(of: line.dropFirst(name.start).prefix(name.end - name.start))
      if found == MemberNames.replaced { hasAddedMembers = true }
      let start = scanner.position
      let isString = scanner.next == UInt8(ascii: "\"")
      guard isString || scanner.next != UInt8(ascii: "{") && scanner.next != UInt8(ascii: "["),
        (try? scanner.skipValue(depth: 1)) != nil
      else { return false }
      let before = piece(to: isString ? start + 1 : start)
      let part = Part(
        before: before, listedBefore: before.listedCount, column: max(found, -1),
        isString: isString)
      (parts + count).initialize(to: part)
      count += 1
      total += part.listedBefore
      end = isString ? scanner.position - 1 : scanner.position
      scanner.skipWhitespace()
    } while scanner.take(UInt8(ascii: ","))
    after = piece(to: line.count)
    total += after.listedCount + 1
    guard total <= Self.mostListed else { return false }
    listed = total
    return true
  }
}

extension ByteSlice {
  /// Whether these bytes are the next ones of those that are left.
  @inline(__always)
  fileprivate func isNext(_ bytes: UnsafePointer<UInt8>, left: Int) -> Bool {
    count <= left && equalBytes(start, bytes, count: count)
  }

  /// How many of the bytes `FieldEnds` lists in rows of JSON.
  fileprivate var listedCount: Int {
    (0..<count).count { offset in
      let byte = self[offset]
      return byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte < 0x20
    }
  }
}
