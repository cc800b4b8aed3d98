// What a loop over the rows of a chunk does first: it reads a row, checks its bytes and takes its fields.
// Each step throws an error of its own; here they are put into one.

/// Why a row has no answer.
enum RowFailure: Error {
  /// The row can't be read, or not be printed: the reason. The next one may be another matter.
  case bad(String)
  /// A regex ran into a limit: this ends the run.
  case match(MatchError)
}

/// Reads the next row, in valid UTF-8, and the query that it is.
///
/// A function of its own, of which there is one for each kind of reader: what it calls has no other
/// caller, and is inlined. The loops over rows are so large that the compiler inlines no more into them.
///
/// - Parameters:
///   - reader: Where the row comes from.
///   - cells: Takes the row.
///   - columns: Where the fields stand.
///   - fields: Takes the query.
/// - Returns: Whether there was a row.
/// - Throws: `RowFailure.bad`.
@inline(never)
func readRow<Reader: RowReader & ~Copyable>(
  _ reader: inout Reader, _ cells: inout RowCells, _ columns: QueryColumns,
  _ fields: inout RowFields
) throws(RowFailure) -> Bool {
  do {
    guard try reader.next(&cells) else { return false }
    if !reader.isASCII { try checkUTF8(cells.raw) }
    fields = try cells.fields(columns, isTable: Reader.isTable)
    return true
  } catch {
    throw .bad(error.reason)
  }
}

/// - Throws: `BadRow` where the row isn't UTF-8.
@inline(never)
private func checkUTF8(_ row: ByteSlice) throws(BadRow) {
  if let offset = firstInvalidUTF8(row.start, count: row.count) {
    throw BadRow(reason: "not UTF-8 from byte \(offset + 1) of the row on")
  }
}
