/// Why a row has no answer.
enum RowFailure: Error {
  /// The row can't be read, or not be printed: the reason. The next one may be another matter.
  case bad(String)
  /// A regex ran into a limit: this ends the run.
  case match(MatchError)
}

/// Reads the rows of a chunk whatever their format: the row, whether it is UTF-8, its fields.
///
/// `RowLoop` is compiled for each reader, and it is so large that the compiler inlines a reader
/// into it only if it has hardly another user. Other loops ask here: a call and a branch a row.
struct AnyRowReader: ~Copyable {
  /// The reader of the format. A pointer, as what is in an enum can't be changed in its place.
  private enum Reader {
    case tsv(UnsafeMutablePointer<TSVReader>)
    case csv(UnsafeMutablePointer<CSVReader>)
    case jsonl(UnsafeMutablePointer<JSONLReader>)
    case txt(UnsafeMutablePointer<TextReader>)
  }

  // Invariant: allocated and initialized here, and gone with this reader.
  private let reader: Reader
  private let columns: QueryColumns

  /// Where the row read last began in the chunk.
  private(set) var rowStart = 0
  /// The line of the row read last, from 0 at the start of what is read.
  private(set) var line = 0
  /// The line the next row begins with.
  private(set) var nextLine = 0

  /// - Parameters:
  ///   - chunk: The chunk.
  ///   - plan: Its plan.
  ///   - rows: Which of its bytes.
  init(_ chunk: Chunk, _ plan: InputPlan, _ rows: Range<Int>) {
    let cursor = ChunkCursor(chunk.input.base, rows)
    columns = plan.columns
    reader =
      switch plan.format {
      case .tsv:
        .tsv(
          Self.allocate(TSVReader(cursor: cursor, names: plan.names.count, plan.columns)))
      case .csv: .csv(Self.allocate(CSVReader(cursor: cursor, columns: plan.names.count)))
      case .jsonl:
        .jsonl(
          Self.allocate(
            JSONLReader(
              cursor: cursor, names: plan.members, refusesOthers: plan.refusesOtherMembers)))
      case .txt: .txt(Self.allocate(TextReader(cursor: cursor)))
      }
  }

  deinit {
    switch reader {
    case .tsv(let reader): Self.free(reader)
    case .csv(let reader): Self.free(reader)
    case .jsonl(let reader): Self.free(reader)
    case .txt(let reader): Self.free(reader)
    }
  }

  private static func allocate<T: ~Copyable>(_ reader: consuming T) -> UnsafeMutablePointer<T> {
    let pointer = UnsafeMutablePointer<T>.allocate(capacity: 1)
    pointer.initialize(to: reader)
    return pointer
  }

  private static func free<T: ~Copyable>(_ pointer: UnsafeMutablePointer<T>) {
    pointer.deinitialize(count: 1)
    pointer.deallocate()
  }

  /// Reads the next row.
  ///
  /// - Returns: Its fields, or `nil` where there is none.
  /// - Throws: `RowFailure.bad`.
  @inline(never)
  mutating func next(_ cells: inout RowCells) throws(RowFailure) -> RowFields? {
    var hasRow = false
    var isASCII = false
    var isTable = true
    var failure: BadRow?
    switch reader {
    case .tsv(let reader):
      do { hasRow = try reader.pointee.next(&cells) } catch { failure = error }
      isASCII = reader.pointee.isASCII
      note(reader.pointee.cursor)
    case .csv(let reader):
      do { hasRow = try reader.pointee.next(&cells) } catch { failure = error }
      isASCII = reader.pointee.isASCII
      note(reader.pointee.cursor)
    case .jsonl(let reader):
      do { hasRow = try reader.pointee.next(&cells) } catch { failure = error }
      isASCII = reader.pointee.isASCII
      isTable = false
      note(reader.pointee.cursor)
    case .txt(let reader):
      do { hasRow = try reader.pointee.next(&cells) } catch { failure = error }
      isASCII = reader.pointee.isASCII
      note(reader.pointee.cursor)
    }
    if let failure { throw .bad(failure.reason) }
    guard hasRow else { return nil }
    if !isASCII, let offset = firstInvalidUTF8(cells.raw.start, count: cells.raw.count) {
      throw .bad("not UTF-8 from byte \(offset + 1) of the row on")
    }
    do { return try cells.fields(columns, isTable: isTable) } catch {
      throw .bad(error.reason)
    }
  }

  @inline(__always)
  private mutating func note(_ cursor: ChunkCursor) {
    rowStart = cursor.rowStart
    line = cursor.line
    nextLine = cursor.nextLine
  }
}
