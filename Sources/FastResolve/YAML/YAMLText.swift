import CYAML

/// How a value is laid out in YAML.
enum YAMLLayout {
  /// A line for each element and member.
  case block
  /// In brackets, in one line.
  case flow
}

/// How a string is to be written. What it can't be written in falls back to double quotes.
enum YAMLStringStyle {
  /// Without quotes where nobody takes it for something else.
  case plain
  /// In single quotes, in which backslashes stay as they are.
  case singleQuoted
  case doubleQuoted
}

/// Writes YAML that every reader of YAML 1.1 or 1.2 reads as the same strings, numbers and lists.
///
/// libyaml knows where a scalar may stand without quotes and how it is escaped; here is decided
/// what may not look like something else. The calls come as the events do: `beginMapping`, a string
/// for each name with a value behind it, `end`.
struct YAMLText: ~Copyable {
  // Pointers, as libyaml keeps the addresses. Invariant: initialized from `init` to `deinit`.
  private let emitter: UnsafeMutablePointer<yaml_emitter_t>
  private let bytes: UnsafeMutablePointer<[UInt8]>
  private var open: [Bool] = []

  init() {
    emitter = .allocate(capacity: 1)
    emitter.initialize(to: yaml_emitter_t())
    bytes = .allocate(capacity: 1)
    bytes.initialize(to: [])
    guard yaml_emitter_initialize(emitter) == 1 else { fatalError("out of memory") }
    let handler:
      @convention(c) (
        UnsafeMutableRawPointer?, UnsafeMutablePointer<UInt8>?, Int
      ) -> Int32 = { bytes, buffer, count in
        bytes?.assumingMemoryBound(to: [UInt8].self).pointee
          .append(contentsOf: UnsafeBufferPointer(start: buffer, count: count))
        return 1
      }
    yaml_emitter_set_output(emitter, handler, bytes)
    yaml_emitter_set_unicode(emitter, 1)
    // No line is broken: an entry is a line.
    yaml_emitter_set_width(emitter, -1)
    emit { yaml_stream_start_event_initialize(&$0, YAML_UTF8_ENCODING) }
    emit { yaml_document_start_event_initialize(&$0, nil, nil, nil, 1) }
  }

  deinit {
    yaml_emitter_delete(emitter)
    emitter.deallocate()
    bytes.deinitialize(count: 1)
    bytes.deallocate()
  }

  /// Ends the document.
  ///
  /// - Returns: The text, as UTF-8.
  consuming func finish() -> [UInt8] {
    emit { yaml_document_end_event_initialize(&$0, 1) }
    emit { yaml_stream_end_event_initialize(&$0) }
    yaml_emitter_flush(emitter)
    return bytes.pointee
  }

  /// Begins a mapping.
  mutating func beginMapping(_ layout: YAMLLayout) {
    open.append(true)
    emit {
      yaml_mapping_start_event_initialize(
        &$0, nil, nil, 1, layout == .flow ? YAML_FLOW_MAPPING_STYLE : YAML_BLOCK_MAPPING_STYLE)
    }
  }

  /// Begins a sequence.
  mutating func beginSequence(_ layout: YAMLLayout) {
    open.append(false)
    emit {
      yaml_sequence_start_event_initialize(
        &$0, nil, nil, 1, layout == .flow ? YAML_FLOW_SEQUENCE_STYLE : YAML_BLOCK_SEQUENCE_STYLE)
    }
  }

  /// Ends the mapping or sequence that was begun last.
  mutating func end() {
    let isMapping = open.removeLast()
    emit {
      isMapping ? yaml_mapping_end_event_initialize(&$0) : yaml_sequence_end_event_initialize(&$0)
    }
  }

  /// Writes a string.
  func append(_ text: String, _ style: YAMLStringStyle = .plain) {
    let isEscaped = text.unicodeScalars.contains { scalar in
      // Line breaks among them: in other quotes they would be folded, and U+2028 is a break to YAML
      // 1.1 alone.
      [.control, .lineSeparator, .paragraphSeparator].contains(scalar.properties.generalCategory)
    }
    switch style {
    case _ where isEscaped, .doubleQuoted: append(text, YAML_DOUBLE_QUOTED_SCALAR_STYLE)
    case .plain where !PlainScalar.isMistakable(text): append(text, YAML_PLAIN_SCALAR_STYLE)
    case .plain, .singleQuoted: append(text, YAML_SINGLE_QUOTED_SCALAR_STYLE)
    }
  }

  /// Writes a JSON value.
  ///
  /// - Parameter layout: How arrays and objects are laid out. Empty ones are `[]` and `{}`.
  mutating func append(_ value: JSONValue, _ layout: YAMLLayout) {
    switch value {
    case .null: append("null", YAML_PLAIN_SCALAR_STYLE)
    case .bool(let value): append(value ? "true" : "false", YAML_PLAIN_SCALAR_STYLE)
    case .number(let number): append(number, YAML_PLAIN_SCALAR_STYLE)
    case .string(let string): append(string)
    case .array(let elements):
      beginSequence(layout)
      for element in elements { append(element, layout) }
      end()
    case .object(let members):
      beginMapping(layout)
      for member in members {
        append(member.name)
        append(member.value, layout)
      }
      end()
    }
  }

  private func append(_ text: String, _ style: yaml_scalar_style_t) {
    var text = text
    text.withUTF8 { utf8 in
      // libyaml takes an address even of nothing.
      withUnsafePointer(to: 0 as UInt8) { none in
        emit {
          yaml_scalar_event_initialize(
            &$0, nil, nil, utf8.baseAddress ?? none, Int32(utf8.count), 1, 1, style)
        }
      }
    }
  }

  private func emit(_ initialize: (inout yaml_event_t) -> Int32) {
    var event = yaml_event_t()
    guard initialize(&event) == 1, yaml_emitter_emit(emitter, &event) == 1 else {
      // The events are in order and the strings valid UTF-8, so there is nothing else it could be.
      let problem = emitter.pointee.problem.map { String(cString: $0) }
      fatalError(problem ?? "out of memory")
    }
  }
}
