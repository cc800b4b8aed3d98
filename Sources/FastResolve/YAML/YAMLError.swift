/// What is wrong with a YAML text: every fault that was found.
///
/// What breaks the syntax ends the reading and is one fault; values that a rule set can't hold are
/// gathered, so that one run shows all there is to mend.
struct YAMLError: Error, Equatable {
  /// The faults in the order of the text.
  var faults: [Fault]

  /// One fault.
  struct Fault: Error, Equatable {
    /// What was expected and what was found.
    var message: String
    /// Where.
    var mark: YAMLMark
  }
}

/// A place in a YAML text.
struct YAMLMark: Equatable, CustomStringConvertible {
  /// The line, from 1.
  var line: Int
  /// The column in characters, from 1.
  var column: Int

  /// `line:column`.
  var description: String { "\(line):\(column)" }
}

extension YAMLMark {
  /// The place of a byte of a text that is valid UTF-8 before it.
  init(offset: Int, in utf8: UnsafeBufferPointer<UInt8>) {
    let before = utf8[..<offset]
    // A byte order mark takes no column: no editor shows it.
    let mark = utf8.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? min(mark, offset)
    line = before.reduce(into: 1) { $0 += $1 == 0x0A ? 1 : 0 }
    column = String(decoding: before[lineStart...], as: UTF8.self).unicodeScalars.count + 1
  }
}
