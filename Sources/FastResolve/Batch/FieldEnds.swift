import CBytes

// Where the fields of a chunk's rows end, found some kilobytes ahead.
//
// A row of an inventory has six short fields; a search for the end of each costs more in calls and
// mispredicted branches than in bytes. So all bytes that end a field or a row are listed ahead by
// their offsets. A reader then takes as many offsets as a row has columns and only looks whether
// the right byte stands at each. A field begins behind the end before it, so the offsets are all
// there is to a row: its texts are cut when they are wanted. (The idea is simdjson's first stage.)
// TSV, where a row needs no more than the offsets of its own cells, has a way of its own: see
// `TSVReader`.

/// The offsets of all separators, newlines and quotes of a chunk, some kilobytes ahead; of JSON,
/// those of all quotes, backslashes and control characters.
struct FieldEnds: ~Copyable, @unchecked Sendable {
  // Invariants: the rows are the bytes `..<end` from `base` on, and 64 bytes more can be read;
  // `ends[next..<known]` are the offsets, in order, of all wanted bytes between the last one taken
  // and `scanned`, and `ends[next - 1]` is the one before the row to be taken next, which at the
  // start of the bytes wraps around; there is room for one offset before `ends[0]`, and for
  // `most + longestStride + 4` from there on.
  private let base: UnsafePointer<UInt8>
  private let end: Int
  private let separator: UInt8
  private let quote: UInt8
  private let isJSON: Bool
  private let ends: UnsafeMutablePointer<UInt32>
  private var next = 0
  private var known = 0
  private var scanned: Int
  private var high: UInt64 = 0
  private var hasVirtualEnd = false
  private var stride = longestStride

  /// So many bytes are looked at before the first of their rows is read: their offsets stay in the
  /// first-level cache.
  private static let longestStride = 4096
  /// How many it is behind rows that were stepped over: there may be more of those soon.
  private static let shortestStride = 512

  /// - Parameters:
  ///   - cursor: The rows. At the end, 64 bytes more have to be readable.
  ///   - separator: The byte between fields; a newline where there is one field.
  ///   - quote: A byte that is to be found too, or the separator again.
  ///   - columns: How many offsets are asked for at once.
  init(_ cursor: ChunkCursor, separator: UInt8, quote: UInt8, columns: Int) {
    self.init(cursor, separator: separator, quote: quote, isJSON: false, most: columns)
  }

  /// - Parameters:
  ///   - json: The rows. At the end, 64 bytes more have to be readable.
  ///   - most: How many offsets are asked for at once.
  init(json cursor: ChunkCursor, most: Int) {
    self.init(
      cursor, separator: UInt8(ascii: "\""), quote: UInt8(ascii: "\\"), isJSON: true, most: most)
  }

  private init(
    _ cursor: ChunkCursor, separator: UInt8, quote: UInt8, isJSON: Bool, most: Int
  ) {
    precondition(cursor.end < UInt32.max, "a chunk is shorter than 4 GiB")
    base = cursor.base
    end = cursor.end
    scanned = cursor.position
    self.separator = separator
    self.quote = quote
    self.isJSON = isJSON
    ends = .allocate(capacity: 1 + most + Self.longestStride + 4) + 1
    ends[-1] = UInt32(truncatingIfNeeded: scanned) &- 1
  }

  deinit { (ends - 1).deallocate() }

  /// Whether all bytes looked at so far are ASCII: those of the last row taken, and maybe more.
  @inline(__always)
  var isASCII: Bool { high == 0 }

  /// The next offsets, as many as asked for, or `nil` where there are fewer in the chunk. The end
  /// of rows that don't end with a newline counts as one.
  @inline(__always)
  mutating func peek(_ count: Int) -> UnsafePointer<UInt32>? {
    if known &- next < count, !look(for: count) { return nil }
    return UnsafePointer(ends + next)
  }

  /// Goes on behind the offsets that `peek` gave.
  @inline(__always)
  mutating func skip(_ count: Int) { next &+= count }

  /// Goes on with the first offset from `position` on.
  mutating func skip(to position: Int) {
    while true {
      while next < known, Int(ends[next]) < position { next &+= 1 }
      // What lies in between isn't wanted, but for whether it is ASCII.
      guard scanned < position, look(for: known &- next &+ 1) else { break }
    }
    ends[next &- 1] = UInt32(truncatingIfNeeded: position) &- 1
  }

  /// Goes on with the first offset from `position` on, behind rows that needn't be looked at.
  mutating func resume(at position: Int) {
    if position >= scanned {
      (next, known) = (0, 0)
      scanned = position
      stride = Self.shortestStride
    }
    skip(to: position)
  }

  /// Takes a row if the chunk goes on with one that has a column for each cell and nothing to be
  /// unquoted. Takes nothing otherwise.
  @inline(__always)
  mutating func takeRow(_ cursor: inout ChunkCursor, _ cells: inout RowCells) -> Bool {
    let columns = cells.count
    guard let ends = peek(columns) else { return false }
    // The end of the chunk is the last offset there is, so it is none of those before the last.
    var wrong: UInt8 = 0
    var column = 0
    while column < columns &- 1 {
      wrong |= base[Int(ends[column])] ^ separator
      column &+= 1
    }
    let end = Int(ends[column])
    guard wrong == 0, end == self.end || base[end] == 0x0A else { return false }
    cells.raw = cursor.takeRow(endingAt: end)
    cells.setTexts(base, ends)
    skip(columns)
    if cells.raw.count < end &- cursor.rowStart {
      // Without its carriage return the row ends before its last field does.
      cells.splitTexts()
    }
    return true
  }

  /// Takes a row of CSV with quotes, if it has a column for each cell, and no quoted field holds a
  /// quote, a comma or a line break. Takes nothing otherwise.
  @inline(__always)
  mutating func takeQuotedRow(_ cursor: inout ChunkCursor, _ cells: inout RowCells) -> Bool {
    let columns = cells.count
    guard let ends = peek(3 * columns) else { return false }
    var start = cursor.position
    var taken = 0
    for column in 0..<columns {
      let isLast = column == columns &- 1
      var end = Int(ends[taken])
      if base[end] == quote {
        let closing = Int(ends[taken &+ 1])
        let isQuoted = end == start && base[closing] == quote
        end = Int(ends[taken &+ 2])
        let isReturn = isLast && end == closing &+ 2 && base[closing &+ 1] == 0x0D
        guard isQuoted, end == closing &+ 1 || isReturn else { return false }
        cells.setText(of: column, ByteSlice(base + start + 1, count: closing &- start &- 1))
        taken &+= 3
      } else {
        let text = ByteSlice(base + start, count: end &- start)
        cells.setText(of: column, isLast ? text.droppingCarriageReturn : text)
        taken &+= 1
      }
      guard base[end] == (isLast ? 0x0A : separator) else { return false }
      start = end &+ 1
    }
    cells.raw = cursor.takeRow(endingAt: start &- 1)
    skip(taken)
    return true
  }

  @inline(never)
  private mutating func look(for count: Int) -> Bool {
    let left = known &- next
    // With the one before, where the next row begins.
    (ends - 1).update(from: ends + next - 1, count: left &+ 1)
    next = 0
    known = left
    // There are fewer than `most` now, so there is room for all that a stride can hold.
    while known < count {
      if scanned >= end { return finish(count) }
      let stop = min(scanned &+ stride, end)
      let found = ends + known
      known &+=
        isJSON
        ? byte_offsets_and_controls(base, scanned, stop, separator, quote, found, &high)
        : byte_offsets(base, scanned, stop, separator, quote, 0x0A, found, &high)
      scanned = stop
      stride = min(stride * 2, Self.longestStride)
    }
    return true
  }

  /// Adds the end of the chunk as the last row's, where that has no newline.
  private mutating func finish(_ count: Int) -> Bool {
    if !hasVirtualEnd, base[end &- 1] != 0x0A {
      hasVirtualEnd = true
      ends[known] = UInt32(truncatingIfNeeded: end)
      known &+= 1
    }
    return known >= count
  }
}
