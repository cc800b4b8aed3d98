/// Output of a subcommand that answers line by line: gathered, and written when there is enough or
/// when it has to be seen.
struct BufferedOutput {
  /// What is not written yet.
  var bytes: [UInt8] = []
  private let sink: any ByteSink

  init(_ sink: any ByteSink) { self.sink = sink }

  /// Whether there is enough to be worth a write.
  var isFull: Bool { bytes.count > 1 << 16 }

  /// Writes what is gathered.
  mutating func flush() throws(FileError) {
    guard !bytes.isEmpty else { return }
    let gathered = bytes
    bytes.removeAll(keepingCapacity: true)
    try sink.write(gathered)
  }
}
