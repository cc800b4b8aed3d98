import CYAML

/// One event of a YAML text: a scalar, an alias, or the beginning or end of something.
struct YAMLEvent {
  enum Kind {
    case streamStart
    case streamEnd
    case documentStart
    case documentEnd
    case alias(String)
    case scalar(Scalar)
    case sequenceStart
    case sequenceEnd
    case mappingStart
    case mappingEnd
  }

  /// A scalar, its escapes and line folds undone.
  struct Scalar {
    var text: String
    /// Whether it stands there without quotes, and in no block of `|` or `>`.
    var isPlain: Bool
  }

  var kind: Kind
  /// The name behind the `&` before it.
  var anchor: String?
  /// The tag before it, in full: `tag:yaml.org,2002:str` for `!!str`.
  var tag: String?
  /// Where it begins.
  var mark: YAMLMark
}

/// The events of a YAML text, one after the other, as libyaml tells them.
struct YAMLEvents: ~Copyable {
  // A pointer, as libyaml keeps addresses inside of the parser. Invariant: initialized from `init`
  // to `deinit`; the input's memory outlives it.
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let utf8: UnsafeBufferPointer<UInt8>

  /// - Parameter utf8: The text, in valid UTF-8. A byte order mark is stepped over.
  init(_ utf8: UnsafeBufferPointer<UInt8>) {
    self.utf8 = utf8
    parser = .allocate(capacity: 1)
    parser.initialize(to: yaml_parser_t())
    guard yaml_parser_initialize(parser) == 1 else { fatalError("out of memory") }
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    yaml_parser_set_input_string(parser, utf8.baseAddress, utf8.count)
  }

  deinit {
    yaml_parser_delete(parser)
    parser.deallocate()
  }

  /// The next event. Not to be asked again behind `.streamEnd` or an error.
  ///
  /// - Throws: `YAMLError.Fault` where the text is not YAML.
  mutating func next() throws(YAMLError.Fault) -> YAMLEvent {
    var event = yaml_event_t()
    guard yaml_parser_parse(parser, &event) == 1 else { throw failure() }
    defer { yaml_event_delete(&event) }
    let mark = YAMLMark(event.start_mark)
    let data = event.data
    switch event.type {
    case YAML_STREAM_START_EVENT: return YAMLEvent(kind: .streamStart, mark: mark)
    case YAML_DOCUMENT_START_EVENT: return YAMLEvent(kind: .documentStart, mark: mark)
    case YAML_DOCUMENT_END_EVENT: return YAMLEvent(kind: .documentEnd, mark: mark)
    case YAML_ALIAS_EVENT:
      return YAMLEvent(kind: .alias(Self.text(data.alias.anchor) ?? ""), mark: mark)
    case YAML_SCALAR_EVENT:
      let scalar = YAMLEvent.Scalar(
        text: String(
          decoding: UnsafeBufferPointer(start: data.scalar.value, count: data.scalar.length),
          as: UTF8.self), isPlain: data.scalar.style == YAML_PLAIN_SCALAR_STYLE)
      return YAMLEvent(
        kind: .scalar(scalar), anchor: Self.text(data.scalar.anchor),
        tag: Self.text(data.scalar.tag), mark: mark)
    case YAML_SEQUENCE_START_EVENT:
      return YAMLEvent(
        kind: .sequenceStart, anchor: Self.text(data.sequence_start.anchor),
        tag: Self.text(data.sequence_start.tag), mark: mark)
    case YAML_SEQUENCE_END_EVENT: return YAMLEvent(kind: .sequenceEnd, mark: mark)
    case YAML_MAPPING_START_EVENT:
      return YAMLEvent(
        kind: .mappingStart, anchor: Self.text(data.mapping_start.anchor),
        tag: Self.text(data.mapping_start.tag), mark: mark)
    case YAML_MAPPING_END_EVENT: return YAMLEvent(kind: .mappingEnd, mark: mark)
    default: return YAMLEvent(kind: .streamEnd, mark: mark)
    }
  }

  private static func text(_ pointer: UnsafeMutablePointer<yaml_char_t>?) -> String? {
    pointer.map { String(cString: $0) }
  }

  /// What libyaml has to say against the text.
  private func failure() -> YAMLError.Fault {
    let failed = parser.pointee
    if failed.error == YAML_MEMORY_ERROR { fatalError("out of memory") }
    let problem = failed.problem.map { String(cString: $0) } ?? "this is not YAML"
    guard failed.error != YAML_READER_ERROR else {
      // It reads ahead: the offset says where that is, and the marks where it was.
      return .init(
        message: "a control character has to be escaped, in double quotes",
        mark: YAMLMark(offset: failed.problem_offset, in: utf8))
    }
    var message = problem
    if let context = failed.context {
      message += " \(String(cString: context))"
      // Where the thing began that it was parsing, if that is elsewhere.
      let start = YAMLMark(failed.context_mark)
      if start != YAMLMark(failed.problem_mark) { message += " that begins at \(start)" }
    }
    // What regexes run into.
    if problem == "found unknown escape character" {
      message += "; in single quotes a backslash is a backslash"
    }
    return .init(message: message, mark: YAMLMark(failed.problem_mark))
  }
}

extension YAMLMark {
  fileprivate init(_ mark: yaml_mark_t) {
    self.init(line: Int(mark.line) + 1, column: Int(mark.column) + 1)
  }
}
