/// Whole rows of an inventory in memory, in their order, as they stand in it: what is measured on.
///
/// The rows are those of chunks at even distances, so neighbours stay neighbours, as they matter to
/// the caches and to all that is kept of the path before. A chunk is kept or passed over as it
/// comes; when there are twice as many rows as wanted, every other chunk is dropped, and from then
/// on half as many are kept. So pipes can be sampled too, of which nobody knows how long they are,
/// in memory that is bounded.
struct BenchSample: Sendable {
  /// The inventory's name for messages, which tells its format.
  let name: String
  /// The header, if there is one, and the rows.
  let bytes: [UInt8]
  /// How many bytes the whole inventory has.
  let totalBytes: Int
  /// Whether the sample is the whole inventory.
  let isWhole: Bool
  /// Says whether two samples are the same rows: a hash of all bytes.
  let fingerprint: UInt64

  /// Some of the rows, one chunk.
  private struct Piece {
    var bytes: [UInt8]
    var lineCount: Int
    /// Its first line in the inventory, from 1.
    var firstLine: Int
  }

  /// The line of the sample that each piece begins with, and its line in the inventory, both from
  /// 1.
  private let lines: [(sample: Int, inventory: Int)]

  /// Reads an inventory.
  ///
  /// - Parameters:
  ///   - input: The inventory. It is read to its end.
  ///   - format: Its format; `nil` to tell it from the name or the first lines.
  ///   - rows: How many rows there are to be, about; `nil` for all.
  /// - Throws: As `BatchResolver.run` does for what can't be read.
  init(_ input: BatchInput, format: InputFormat?, rows: Int?) throws {
    let wanted = rows ?? .max
    var pieces: [Piece] = []
    var header: [UInt8] = []
    var headerLines = 0
    var share = 1
    var lineCount = 0
    var totalBytes = 0
    var reader = ChunkReader(
      inputs: [input], format: format, chunkBytes: Self.chunkBytes(rows: rows),
      maximumRowBytes: BatchOptions().maximumRowBytes,
      planner: InputPlanner(outputFormat: nil, adding: nil), stopSignal: StopSignal(),
      countsLines: true)
    let chunk = Chunk()
    var number = 0
    while true {
      chunk.reset()
      guard try reader.fill(chunk) else { break }
      totalBytes += chunk.bytesRead
      if chunk.isFirstOfInput {
        let start = chunk.input.slice.prefix(chunk.rows.lowerBound)
        header = start.array
        headerLines = start.count(of: 0x0A)
      }
      defer { number += 1 }
      guard number % share == 0 else { continue }
      let rows = chunk.input.slice.dropFirst(chunk.rows.lowerBound).prefix(chunk.rows.count)
      if rows.isEmpty { continue }
      let endsInLine = rows[rows.count - 1] != 0x0A
      pieces.append(
        Piece(
          bytes: rows.array, lineCount: rows.count(of: 0x0A) + (endsInLine ? 1 : 0),
          firstLine: (chunk.linesBefore ?? 0) + 1))
      lineCount += pieces[pieces.count - 1].lineCount
      while lineCount / 2 >= wanted, pieces.count > 1 {
        share *= 2
        pieces = pieces.indices.filter { $0 % 2 == 0 }.map { pieces[$0] }
        lineCount = pieces.reduce(0) { $0 + $1.lineCount }
      }
    }
    let kept = Self.thinned(pieces, lineCount: lineCount, wanted: wanted)
    isWhole = share == 1 && kept.count == pieces.count
    name = input.name
    self.totalBytes = totalBytes
    var lines: [(sample: Int, inventory: Int)] = []
    var line = headerLines + 1
    var bytes = header
    for piece in kept {
      lines.append((line, piece.firstLine))
      line += piece.lineCount
      bytes += piece.bytes
    }
    self.lines = lines
    self.bytes = bytes
    fingerprint = bytes.withUnsafeBufferPointer { buffer in
      buffer.baseAddress.map { hashBytes(ByteSlice($0, count: buffer.count)) } ?? 0
    }
  }

  /// The pieces, or as many of them at even distances as have the rows that are wanted.
  private static func thinned(_ pieces: [Piece], lineCount: Int, wanted: Int) -> [Piece] {
    guard lineCount > wanted else { return pieces }
    let share = Double(wanted) / Double(lineCount)
    let count = max(1, Int((Double(pieces.count) * share).rounded()))
    return (0..<count).map { pieces[$0 * pieces.count / count] }
  }

  /// The chunks of a run; smaller ones for samples of few rows, which are to be spread too.
  private static func chunkBytes(rows: Int?) -> Int {
    let usual = BatchOptions().chunkBytes
    guard let rows, rows < usual / 2 else { return usual }
    return max(4 << 10, rows * 2)
  }

  /// The sample as an input.
  var input: BatchInput { .bytes(bytes, name: name) }

  /// What is wrong with the sample, as it stands in the inventory.
  func error(_ error: InputError) -> InputError {
    guard let line = error.line, let piece = lines.last(where: { $0.sample <= line }) else {
      return error
    }
    var error = error
    error.line = line - piece.sample + piece.inventory
    return error
  }
}
