// What a loop over the rows of a chunk does first: it reads a row, checks its bytes and takes its fields.
// Each step throws an error of its own; here they are put into one.
//
// `RowLoop` has these steps in its own words. It is so large that the compiler inlines only what has no other
// caller, so other loops call these functions, which are not inlined.

/// Why a row has no answer.
enum RowFailure: Error {
  /// The row can't be read, or not be printed: the reason. The next one may be another matter.
  case bad(String)
  /// A regex ran into a limit: this ends the run.
  case match(MatchError)
}

/// Reads the next row, in valid UTF-8.
///
/// - Returns: Whether there was one.
/// - Throws: `RowFailure.bad`.
@inline(never)
func readRow(
  _ reader: inout some RowReader & ~Copyable, _ cells: inout RowCells
) throws(RowFailure) -> Bool {
  do {
    guard try reader.next(&cells) else { return false }
  } catch {
    throw .bad(error.reason)
  }
  if !reader.isASCII { try checkUTF8(cells.raw) }
  return true
}

/// - Throws: `RowFailure.bad` where the row isn't UTF-8.
@inline(never)
private func checkUTF8(_ row: ByteSlice) throws(RowFailure) {
  if let offset = firstInvalidUTF8(row.start, count: row.count) {
    throw .bad("not UTF-8 from byte \(offset + 1) of the row on")
  }
}

extension RowCells {
  /// The fields of the query that the row is; see `fields`.
  ///
  /// - Throws: `RowFailure.bad` where a field is not what it should be.
  @inline(never)
  func checkedFields(_ columns: QueryColumns, isTable: Bool) throws(RowFailure) -> RowFields {
    do {
      return isTable
        ? try fields(columns, isTable: true) : try fields(columns, isTable: false)
    } catch {
      throw .bad(error.reason)
    }
  }
}
