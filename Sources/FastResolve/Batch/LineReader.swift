import SystemPackage

/// Reads an input line by line, for what is small beside an inventory.
///
/// A byte order mark at the start and a CR before the LF don't count.
struct LineReader {
  /// The input's name, for messages.
  let name: String
  /// The number of the line that `next` gave last, from 1.
  private(set) var lineNumber = 0

  /// The longest line there may be, in bytes: it has to fit into memory.
  static let longestLine = 32 << 20

  private var buffer: [UInt8] = []
  private var start = 0
  /// Where to go on looking for a line's end.
  private var searched = 0
  private var descriptor: FileDescriptor?
  private let closes: Bool

  init(_ input: BatchInput) throws(FileError) {
    name = input.name
    switch input {
    case .standardInput:
      descriptor = .standardInput
      closes = false
    case .file(let path):
      descriptor = try withFileError(.read, path.string) {
        try FileDescriptor.open(path, .readOnly)
      }
      closes = true
    case .bytes(let bytes, _):
      buffer = bytes
      closes = false
    }
  }

  /// The next line without its end, or `nil` behind the last one.
  ///
  /// - Parameter beforeWaiting: Called before more is read, which may take as long as whoever
  ///   writes the input likes.
  /// - Throws: `FileError`; `InputError` for a line that is too long or isn't UTF-8.
  mutating func next(beforeWaiting: () throws -> Void) throws -> [UInt8]? {
    while true {
      if let end = buffer[searched...].firstIndex(of: 0x0A) {
        let line = try line(start..<end)
        start = end + 1
        searched = start
        return line
      }
      searched = buffer.count
      guard let descriptor else {
        guard start < buffer.count else { return nil }
        defer { start = buffer.count }
        return try line(start..<buffer.count)
      }
      if buffer.count - start > Self.longestLine {
        throw InputError(
          source: name, line: lineNumber + 1,
          reason: "the line has more than \(Self.longestLine) bytes")
      }
      try beforeWaiting()
      try read(from: descriptor)
    }
  }

  private mutating func read(from descriptor: FileDescriptor) throws {
    buffer.removeSubrange(..<start)
    searched -= start
    start = 0
    let piece = try withFileError(.read, name) {
      try [UInt8](unsafeUninitializedCapacity: 1 << 16) { room, count in
        count = try descriptor.read(into: UnsafeMutableRawBufferPointer(room))
      }
    }
    buffer += piece
    guard piece.isEmpty else { return }
    if closes { try? descriptor.close() }
    self.descriptor = nil
  }

  private mutating func line(_ range: Range<Int>) throws(InputError) -> [UInt8] {
    lineNumber += 1
    var line = buffer[range]
    if line.last == 0x0D { line.removeLast() }
    if lineNumber == 1, line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
    let bytes = Array(line)
    let invalid = bytes.withUnsafeBufferPointer { buffer in
      buffer.baseAddress.flatMap { firstInvalidUTF8($0, count: buffer.count) }
    }
    if invalid != nil { throw InputError(source: name, line: lineNumber, reason: "not UTF-8") }
    return bytes
  }
}
