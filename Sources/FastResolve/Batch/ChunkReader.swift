import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Reads the inputs one after the other and cuts them into chunks of whole rows.
///
/// Bytes go from `pread` into the memory of a chunk and stay there; only the beginning of a row
/// that isn't whole yet is copied, to the chunk after. A chunk is full at a size, not at a number
/// of rows, and grows only for a row that is longer than that.
///
/// From a pipe that has nothing more at the moment, what is there goes on its way: somebody may be
/// watching the output. A chunk's end is therefore a matter of chance, and nothing in the output
/// depends on it.
struct ChunkReader: ~Copyable {
  private let inputs: [BatchInput]
  private let requestedFormat: InputFormat?
  private let chunkBytes: Int
  private let maximumRowBytes: Int
  private let stopSignal: StopSignal
  private var planner: InputPlanner
  private let sampling: Sampling
  private let countsLines: Bool

  private var chunkCount = 0
  private var source: Source?
  private var inputNumber = -1
  private var plan: InputPlan?
  private var format: InputFormat?
  private var isAtStart = true
  /// Whether anything was read of the input, or tried to be.
  private var hasRead = false
  private var isAtEnd = false
  /// What was read of a row that isn't whole yet.
  private var rest = ByteBuffer()
  /// The lines of the input that were handed out.
  private var lineCount = 0
  /// How many chunks of the input were filled.
  private var inputChunkCount = 0
  /// Whether some of the input was not read.
  private var hasGap = false
  /// Whether what is read next begins anywhere in a row.
  private var isWithinRow = false

  init(
    inputs: [BatchInput], format: InputFormat?, chunkBytes: Int, maximumRowBytes: Int,
    planner: InputPlanner, stopSignal: StopSignal, sampling: Sampling = .all,
    countsLines: Bool = false
  ) {
    self.inputs = inputs
    requestedFormat = format
    self.chunkBytes = max(chunkBytes, 1)
    self.maximumRowBytes = max(maximumRowBytes, 1)
    self.planner = planner
    self.stopSignal = stopSignal
    self.sampling = sampling
    self.countsLines = countsLines
  }

  /// Fills a chunk that has been reset, with rows or at least with the beginning of an input.
  ///
  /// - Returns: Whether there was anything left to be read. Where the run has failed meanwhile, an
  ///   input that would have to be waited for counts as read.
  /// - Throws: `FileError`, `InputError`, `SelectionError`.
  mutating func fill(_ chunk: Chunk) throws -> Bool {
    if source == nil, try !openNext() { return false }
    chunk.inputNumber = inputNumber
    chunk.isFirstOfInput = isAtStart
    chunk.input.append(rest.slice)
    rest.truncate(to: 0)
    var boundary = RowBoundary()
    while true {
      if isWithinRow { findRow(chunk, &boundary) }
      let hasRows =
        isAtStart || isWithinRow ? false : boundary.advance(chunk.input.slice, format) > 0
      if hasRows, chunk.input.count >= chunkBytes { break }
      if isAtEnd { break }
      if !hasRows, chunk.input.count >= maximumRowBytes { throw rowTooLong() }
      if !isReadable(waiting: !hasRows) {
        if hasRows { break }
        return false
      }
      chunk.bytesRead += try readMore(chunk)
      if isAtStart, isAtEnd || hasFirstLine(chunk.input.slice) { try begin(chunk, &boundary) }
    }
    let end = isAtEnd ? chunk.input.count : boundary.end
    let begin = isWithinRow ? end : min(chunk.rows.lowerBound, end)
    chunk.rows = begin..<end
    chunk.plan = plan
    chunk.isBehindGap = hasGap
    if countsLines { countLines(chunk) }
    rest.append(chunk.input.slice.dropFirst(end))
    passOver(chunk)
    if isAtEnd { closeSource() }
    chunk.number = chunkCount
    if chunkCount == 0 { chunk.header = planner.header }
    chunk.warnings = planner.takeWarnings()
    chunkCount += 1
    return true
  }

  /// The remarks on an input that could not be begun.
  mutating func takeWarnings() -> [InputError] { planner.takeWarnings() }

  /// The size of all inputs in bytes, or `nil` where one has none.
  static func totalSize(_ inputs: [BatchInput]) -> Int? {
    var total = 0
    for input in inputs {
      switch input {
      case .bytes(let bytes, _): total += bytes.count
      case .standardInput:
        guard let size = fileSize(STDIN_FILENO) else { return nil }
        total += size
      case .file(let path):
        var status = stat()
        guard stat(path.string, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
          return nil
        }
        total += Int(status.st_size)
      }
    }
    return total
  }

  private static func fileSize(_ descriptor: Int32) -> Int? {
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return Int(status.st_size)
  }

  // MARK: Sources

  private enum Source {
    /// A regular file, opened here and read up to the offset.
    case file(FileDescriptor, offset: Int64)
    /// Standard input, a pipe or a device.
    case stream(FileDescriptor, closes: Bool)
    case bytes([UInt8], offset: Int)
  }

  /// Opens the next input.
  ///
  /// - Returns: Whether there was one.
  private mutating func openNext() throws(FileError) -> Bool {
    guard inputNumber + 1 < inputs.count else { return false }
    inputNumber += 1
    let input = inputs[inputNumber]
    switch input {
    case .standardInput:
      source = .stream(.standardInput, closes: false)
    case .file(let path):
      let descriptor = try withFileError(.read, path.string) {
        try FileDescriptor.open(path, .readOnly)
      }
      let isRegular = Self.fileSize(descriptor.rawValue) != nil
      source = isRegular ? .file(descriptor, offset: 0) : .stream(descriptor, closes: true)
    case .bytes(let bytes, _):
      source = .bytes(bytes, offset: 0)
    }
    format = requestedFormat ?? InputFormat(fileExtension: input.fileExtension)
    plan = nil
    isAtStart = true
    hasRead = false
    isAtEnd = false
    lineCount = 0
    inputChunkCount = 0
    hasGap = false
    isWithinRow = false
    return true
  }

  private mutating func closeSource() {
    Self.close(source)
    source = nil
  }

  deinit { Self.close(source) }

  private static func close(_ source: Source?) {
    switch source {
    case .file(let descriptor, _), .stream(let descriptor, closes: true): try? descriptor.close()
    case .stream, .bytes, nil: break
    }
  }

  /// Whether there is something to read, or the end.
  ///
  /// - Parameter waiting: Whether to wait for it, as long as the run goes on.
  private func isReadable(waiting: Bool) -> Bool {
    // The first read says whether it is one that can be read: a descriptor that never becomes
    // readable may have the number of a standard input that is closed.
    guard hasRead, case .stream(let descriptor, _) = source else { return true }
    return stopSignal.isReadable(descriptor.rawValue, isWaiting: waiting)
  }

  private mutating func readMore(_ chunk: Chunk) throws(FileError) -> Int {
    // At least as much as is missing to a full chunk; twice what is there for a row that is longer.
    let wanted = max(chunkBytes - chunk.input.count, min(chunk.input.count, 1 << 20), 1)
    chunk.input.reserve(wanted)
    hasRead = true
    let room = UnsafeMutableRawBufferPointer(
      start: chunk.input.base + chunk.input.count, count: wanted)
    var length = 0
    switch source {
    case .file(let descriptor, let offset):
      length = try withFileError(.read, inputs[inputNumber].name) {
        try descriptor.read(fromAbsoluteOffset: offset, into: room)
      }
      source = .file(descriptor, offset: offset + Int64(length))
    case .stream(let descriptor, _):
      length = try withFileError(.read, inputs[inputNumber].name) {
        try descriptor.read(into: room)
      }
    case .bytes(let bytes, let offset):
      length = min(wanted, bytes.count - offset)
      bytes.withUnsafeBytes { room.copyMemory(from: .init(rebasing: $0[offset..<offset + length])) }
      source = .bytes(bytes, offset: offset + length)
    case nil: break
    }
    chunk.input.extend(by: length)
    if length == 0 { isAtEnd = true }
    return length
  }

  private mutating func countLines(_ chunk: Chunk) {
    let input = chunk.input.slice
    let before = lineCount + input.prefix(chunk.rows.lowerBound).count(of: 0x0A)
    let rows = input.dropFirst(chunk.rows.lowerBound).prefix(chunk.rows.count)
    chunk.linesBefore = before
    lineCount = before + rows.count(of: 0x0A)
  }

  // MARK: Samples

  /// Passes over the chunks that a sample leaves out, if it has come to them.
  private mutating func passOver(_ chunk: Chunk) {
    guard case .oneChunk(in: let share) = sampling, share > 1 else { return }
    defer { inputChunkCount += 1 }
    if case .file(let descriptor, let offset) = source, format != .csv {
      // Where a newline ends a row whatever stands before it, nothing has to be read.
      source = .file(descriptor, offset: offset + Int64(chunkBytes) * Int64(share - 1))
      rest.truncate(to: 0)
      hasGap = true
      isWithinRow = true
    } else if inputChunkCount % share != 0 {
      chunk.rows = chunk.rows.upperBound..<chunk.rows.upperBound
    }
  }

  /// Looks for the first whole row behind what was passed over.
  private mutating func findRow(_ chunk: Chunk, _ boundary: inout RowBoundary) {
    guard let newline = chunk.input.slice.firstOffset(of: 0x0A) else { return }
    isWithinRow = false
    chunk.rows = newline + 1..<newline + 1
    boundary = RowBoundary(start: newline + 1)
  }

  private func rowTooLong() -> InputError {
    InputError(
      source: inputs[inputNumber].name, line: nil,
      reason: "has a row of more than \(maximumRowBytes) bytes"
        + (format == .csv ? "; perhaps a quote in it has no end" : ""))
  }

  // MARK: The start of an input

  /// Whether the line that decides is there: the header of a table, the first object of JSON, and
  /// the first line that isn't blank where the format isn't known.
  private func hasFirstLine(_ start: ByteSlice) -> Bool {
    var line = start
    while let end = line.firstOffset(of: 0x0A) {
      if format == .tsv || format == .csv || format == .txt { return true }
      if !line.prefix(end).isBlank { return true }
      line = line.dropFirst(end + 1)
    }
    return false
  }

  /// Decides the format, reads the header and makes the plan.
  private mutating func begin(_ chunk: Chunk, _ boundary: inout RowBoundary) throws {
    let name = inputs[inputNumber].name
    let start = chunk.input.slice
    if let reason = foreignEncoding(start) {
      throw InputError(source: name, line: nil, reason: reason)
    }
    let mark = byteOrderMarkLength(start.start, count: start.count)
    let text = start.dropFirst(mark)
    let format = self.format ?? InputFormat(lookingAt: text)
    self.format = format
    // A quoted header may go on behind the first newline.
    boundary = RowBoundary(start: mark)
    guard boundary.advance(start, format) > 0 || isAtEnd else { return }
    let whole = isAtEnd ? start : start.prefix(boundary.end)
    let beginning = try planner.plan(name, format, whole.dropFirst(mark))
    plan = beginning.plan
    chunk.rows = mark + beginning.headerLength..<whole.count
    chunk.headerLines = beginning.headerLines
    isAtStart = false
  }

  /// What is wrong with an input that isn't UTF-8 text from its first bytes on, or `nil`.
  private func foreignEncoding(_ start: ByteSlice) -> String? {
    func begins(_ magic: [UInt8]) -> Bool {
      start.count >= magic.count && magic.indices.allSatisfy { start[$0] == magic[$0] }
    }
    let tools: [(magic: [UInt8], name: String, tool: String)] = [
      ([0x28, 0xB5, 0x2F, 0xFD], "zstd", "zstd -dc"), ([0x1F, 0x8B], "gzip", "gzip -dc"),
      ([0xFD, 0x37, 0x7A, 0x58, 0x5A], "xz", "xz -dc"), ([0x42, 0x5A, 0x68], "bzip2", "bzip2 -dc"),
    ]
    if let found = tools.first(where: { begins($0.magic) }) {
      return "is compressed with \(found.name); pipe the output of '\(found.tool)' in"
    }
    if begins([0xFF, 0xFE]) || begins([0xFE, 0xFF]) { return "is UTF-16; expected UTF-8" }
    return nil
  }
}
