// Patterns and subjects, a pair a line of JSON, and the answers of `re.match`, one a line.
//
// The lines are those in which collections of test vectors for regexes are commonly written:
// `{"id": 1, "pattern": "a+", "subject": "aab"}`. Without a subject the pattern is only compiled.
// Other members are none of this reader's business, so that a file of expected answers can be asked
// as it is.

/// Answers lines of patterns and subjects as Python's `re` would.
public struct RegexQueries {
  private let limits: MatchLimits
  private var output: BufferedOutput
  /// The pattern of the line before; runs of the same one are common, and compiling takes longer
  /// than matching.
  private var last: (pattern: ExactText, matcher: Result<RegexMatcher, PythonRegexError>)?

  /// Prepares to answer.
  ///
  /// - Parameters:
  ///   - output: Where the answers go. What was answered is written before more input is waited
  ///     for, so that another program can ask and listen in turn.
  ///   - limits: How much work one match may be.
  public init(to output: any ByteSink, limits: MatchLimits = MatchLimits()) {
    self.output = BufferedOutput(output)
    self.limits = limits
  }

  /// Answers every line of an input, in order. Empty lines are skipped.
  ///
  /// The answer to `{"id": …, "pattern": …, "subject": …}` is `{"id":…,"match":true}` or `false`;
  /// without a subject, or with `null` for it, `{"id":…,"ok":true}`; and for a pattern that is
  /// rejected `{"id":…,"error":"…","pos":…}`, with a member `etype` when it is not an `re.error`:
  /// the name of Python's exception, `unsupported` for what this library can't surely match as
  /// Python does, or `limit` for a match that ran into a limit. The `id` is given back byte for
  /// byte, and is `null` where there is none.
  ///
  /// - Throws: `FileError`; `InputError` for a line that can't be read. The lines before it are
  ///   answered.
  public mutating func answer(_ input: BatchInput) throws {
    var reader = try LineReader(input)
    do {
      while let line = try reader.next(beforeWaiting: { try output.flush() }) {
        if line.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { continue }
        do throws(JSONScanner.Failure) {
          answer(try RegexQuery(line))
        } catch {
          let column =
            String(decoding: line.prefix(error.offset), as: UTF8.self)
            .unicodeScalars.count + 1
          throw InputError(
            source: reader.name, line: reader.lineNumber,
            reason: "column \(column): \(error.message)")
        }
        if output.isFull { try output.flush() }
      }
    } catch let error as InputError {
      try output.flush()
      throw error
    }
    try output.flush()
  }

  private mutating func answer(_ query: RegexQuery) {
    output.bytes += "{\"id\":".utf8
    output.bytes += query.id
    switch matcher(query.pattern) {
    case .failure(let error):
      let type = error.pythonType ?? "unsupported"
      appendError(error.message, position: error.position, type: type == "re.error" ? nil : type)
    case .success(let matcher):
      guard let subject = query.subject else {
        output.bytes += ",\"ok\":true".utf8
        break
      }
      do throws(RegexMatchError) {
        output.bytes += (try matcher.matches(subject) ? ",\"match\":true" : ",\"match\":false").utf8
      } catch {
        let isRefusal = error.kind == .systemError
        appendError(
          error.description, position: nil, type: isRefusal ? "unsupported" : "limit")
      }
    }
    output.bytes += "}\n".utf8
  }

  private mutating func appendError(_ message: String, position: Int?, type: String?) {
    output.bytes += ",\"error\":".utf8
    appendJSONString(message.utf8, to: &output.bytes)
    output.bytes += ",\"pos\":\(position.map(String.init) ?? "null")".utf8
    if let type { output.bytes += ",\"etype\":\"\(type)\"".utf8 }
  }

  private mutating func matcher(_ pattern: String) -> Result<RegexMatcher, PythonRegexError> {
    let key = ExactText(pattern)
    if let last, last.pattern == key { return last.matcher }
    let matcher = Result { () throws(PythonRegexError) in
      RegexMatcher(try PythonRegex(pattern), limits: limits)
    }
    last = (key, matcher)
    return matcher
  }
}

/// One line.
private struct RegexQuery {
  /// The bytes of the `id` as they stand in the line.
  var id = Array("null".utf8)
  var pattern = ""
  var subject: String?

  init(_ line: [UInt8]) throws(JSONScanner.Failure) {
    self = try line.withUnsafeBufferPointer { buffer in
      Result { () throws(JSONScanner.Failure) in
        guard let base = buffer.baseAddress else {
          throw JSONScanner.Failure(message: "expected an object, found the end", offset: 0)
        }
        var scanner = JSONScanner(base, count: buffer.count)
        return try RegexQuery(&scanner, buffer)
      }
    }.get()
  }

  private init(
    _ scanner: inout JSONScanner, _ line: UnsafeBufferPointer<UInt8>
  ) throws(JSONScanner.Failure) {
    scanner.skipWhitespace()
    guard scanner.next == UInt8(ascii: "{") else { throw scanner.unexpected("an object") }
    try scanner.open(0)
    var hasPattern = false
    if !scanner.take(UInt8(ascii: "}")) {
      repeat {
        let name = scanner.text(of: try scanner.scanName())
        let start = scanner.position
        switch name {
        case "pattern":
          pattern = try Self.string(&scanner)
          hasPattern = true
        case "subject" where scanner.next != UInt8(ascii: "n"): subject = try Self.string(&scanner)
        default: try scanner.skipValue(depth: 1)
        }
        if name == "id" { id = Array(line[start..<scanner.position]) }
        scanner.skipWhitespace()
      } while scanner.take(UInt8(ascii: ","))
      try scanner.expect(UInt8(ascii: "}"), "',' or '}'")
    }
    scanner.skipWhitespace()
    guard scanner.next == nil else { throw scanner.unexpected("the end") }
    guard hasPattern else {
      throw JSONScanner.Failure(message: "the object has no member 'pattern'", offset: 0)
    }
  }

  private static func string(_ scanner: inout JSONScanner) throws(JSONScanner.Failure) -> String {
    guard scanner.next == UInt8(ascii: "\"") else { throw scanner.unexpected("a string") }
    return scanner.text(of: try scanner.scanString())
  }
}
