/// How the rows of an input are written.
public enum InputFormat: String, CaseIterable, Sendable {
  /// Columns between tabs, no quoting, a header.
  case tsv
  /// Columns between commas, quoted as RFC 4180 says, a header.
  case csv
  /// A JSON object a line.
  case jsonl
  /// A module path a line.
  case txt
}

/// How the rows of the output are written.
public enum OutputFormat: String, CaseIterable, Sendable {
  /// Columns between tabs, no quoting, a header.
  case tsv
  /// Columns between commas, quoted as RFC 4180 says, a header.
  case csv
  /// A JSON object a line.
  case jsonl
}

extension InputFormat {
  /// The format a file name's extension speaks of, or `nil`.
  public init?(fileExtension: String?) {
    switch fileExtension?.lowercased() {
    case "tsv", "tab": self = .tsv
    case "csv": self = .csv
    case "jsonl", "ndjson": self = .jsonl
    case "txt": self = .txt
    default: return nil
    }
  }

  /// The format that the beginning of an input looks like.
  ///
  /// An object in the first line that is not blank makes it `jsonl`, and so does an array, which
  /// no row may be but which is certainly no list of paths; a header that names
  /// `module_path` makes it `tsv` or `csv` by what stands between its columns, as does a tab.
  /// Everything else is a list of paths.
  ///
  /// - Parameter start: The first lines, or all there is, without a byte order mark.
  init(lookingAt start: ByteSlice) {
    var line = start
    while let end = line.firstOffset(of: 0x0A), line.prefix(end).isBlank {
      line = line.dropFirst(end + 1)
    }
    if let first = line.firstNonBlank, first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
      self = .jsonl
      return
    }
    let header = start.prefix(start.firstOffset(of: 0x0A) ?? start.count).droppingCarriageReturn
    let text = header.text
    let columns = text.split(separator: ",", omittingEmptySubsequences: false)
    if header.firstOffset(of: 0x09) != nil || text == "module_path" {
      self = .tsv
    } else if columns.contains("module_path") || columns.contains("\"module_path\"") {
      self = .csv
    } else {
      self = .txt
    }
  }

  /// What the output is written in where nothing else is said.
  var naturalOutput: OutputFormat {
    switch self {
    case .tsv, .txt: .tsv
    case .csv: .csv
    case .jsonl: .jsonl
    }
  }
}

extension OutputFormat {
  /// The format a file name's extension speaks of, or `nil`.
  public init?(fileExtension: String?) {
    guard let format = InputFormat(fileExtension: fileExtension), format != .txt else { return nil }
    self = format.naturalOutput
  }
}

extension ByteSlice {
  /// The first byte that is no white space, or `nil`.
  var firstNonBlank: UInt8? {
    for offset in 0..<count where !isBlank(offset) { return self[offset] }
    return nil
  }

  /// Whether there is nothing but white space.
  var isBlank: Bool { firstNonBlank == nil }

  @inline(__always)
  private func isBlank(_ offset: Int) -> Bool {
    switch self[offset] {
    case 0x20, 0x09, 0x0D, 0x0A: true
    default: false
    }
  }

  /// Without the `\r` of a line that ended in `\r\n`.
  @inline(__always)
  var droppingCarriageReturn: ByteSlice {
    count > 0 && self[count &- 1] == 0x0D ? prefix(count &- 1) : self
  }
}
