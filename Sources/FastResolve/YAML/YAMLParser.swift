// YAML as JSON: the same value comes of a rule set, whichever of the two it is written in, and all
// that is known of rule sets and their faults is known once.
//
// YAML can say more than JSON. What a rule set has use for is taken: comments, anchors and aliases,
// merge keys. What would be lost or guessed is an error with line and column: names that are no
// strings, tags, a name that stands twice in a mapping, several documents, scalars that YAML's
// versions read differently (`PlainScalar`).
//
// libyaml tells the events, and not the tree that libraries make of them: those have decided by
// then what a scalar is, and dropped the text of a number.

extension JSONValue {
  /// Parses a YAML text in UTF-8: one document, as the JSON value that says the same.
  ///
  /// - Throws: `YAMLError` with every fault.
  /// - Complexity: O(*n*) in the length of the text, with every alias counted as what it stands
  ///   for.
  static func parsingYAML(_ utf8: [UInt8]) throws(YAMLError) -> JSONValue {
    let result: Result<JSONValue, YAMLError> = utf8.withUnsafeBufferPointer { buffer in
      Result { () throws(YAMLError) in
        if let base = buffer.baseAddress, let offset = firstInvalidUTF8(base, count: buffer.count) {
          throw YAMLError(faults: [
            .init(message: "not UTF-8", mark: YAMLMark(offset: offset, in: buffer))
          ])
        }
        var parser = YAMLParser(buffer)
        return try parser.parse()
      }
    }
    return try result.get()
  }
}

private struct YAMLParser: ~Copyable {
  /// A value, and what it costs to stand for it with an alias.
  private struct Node {
    var value: JSONValue
    /// About the length of its JSON text in bytes.
    var size = 1
    /// How many arrays and objects lie in one another in it.
    var height = 0

    /// Takes in an element or a member's value.
    mutating func add(_ inner: Node) {
      size += inner.size
      height = max(height, inner.height + 1)
    }
  }

  private typealias Fault = YAMLError.Fault

  private var events: YAMLEvents
  /// What is wrong with values; the text can be read on behind them.
  private var faults: [Fault] = []
  /// The values of the anchors so far; `nil` for one whose value isn't complete.
  private var anchors: [ExactText: Node?] = [:]
  /// The size of all that aliases have stood for.
  private var aliasedSize = 0

  /// Ten anchors that each name ten of the one before stand for 10 GB in a text of 1 KB. A rule set
  /// of 100,000 rules with an alias to one of torch's qconfigs each comes to 50 MB.
  private static let aliasedSizeLimit = 256 << 20

  init(_ utf8: UnsafeBufferPointer<UInt8>) { events = YAMLEvents(utf8) }

  mutating func parse() throws(YAMLError) -> JSONValue {
    let value: JSONValue
    do {
      value = try parseDocument()
    } catch {
      throw YAMLError(faults: faults + [error])
    }
    guard faults.isEmpty else { throw YAMLError(faults: faults) }
    return value
  }

  private mutating func parseDocument() throws(Fault) -> JSONValue {
    _ = try events.next()
    var event = try events.next()
    guard case .documentStart = event.kind else {
      throw Fault(message: "expected a value, found the end", mark: event.mark)
    }
    let value = try parse(try events.next(), depth: 0).value
    _ = try events.next()
    event = try events.next()
    guard case .streamEnd = event.kind else {
      throw Fault(message: "a second document begins; a rule set is one", mark: event.mark)
    }
    return value
  }

  /// Reads the value that begins with an event.
  ///
  /// - Parameter depth: How many arrays and objects are open around it.
  private mutating func parse(_ event: YAMLEvent, depth: Int) throws(Fault) -> Node {
    if case .alias(let name) = event.kind { return try resolve(name, at: event.mark, depth: depth) }
    let anchor = event.anchor.map { ExactText($0) }
    if let anchor { anchors[anchor] = .some(nil) }
    let node: Node
    switch event.kind {
    case .sequenceStart:
      expectTag("tag:yaml.org,2002:seq", event)
      node = try parseSequence(event, depth: depth)
    case .mappingStart:
      expectTag("tag:yaml.org,2002:map", event)
      node = try parseMapping(event, depth: depth)
    case .scalar(let scalar):
      node = Node(value: value(of: scalar, event), size: scalar.text.utf8.count + 3)
    default:
      // libyaml's grammar has nothing else where a value begins.
      throw Fault(message: "expected a value", mark: event.mark)
    }
    if let anchor { anchors[anchor] = node }
    return node
  }

  private func checkDepth(_ depth: Int, at mark: YAMLMark) throws(Fault) {
    guard depth <= JSONScanner.depthLimit else {
      throw Fault(message: "more than \(JSONScanner.depthLimit) levels deep", mark: mark)
    }
  }

  // MARK: - Aliases

  private mutating func resolve(
    _ name: String, at mark: YAMLMark, depth: Int
  ) throws(Fault) -> Node {
    guard let anchored = anchors[ExactText(name)] else {
      faults.append(.init(message: "there is no anchor '&\(name)' before this alias", mark: mark))
      return Node(value: .null)
    }
    guard let node = anchored else {
      faults.append(.init(message: "the alias '*\(name)' stands in the value it names", mark: mark))
      return Node(value: .null)
    }
    try checkDepth(depth + node.height, at: mark)
    aliasedSize += node.size
    guard aliasedSize <= Self.aliasedSizeLimit else {
      throw Fault(
        message: "the aliases stand for more than \(Self.aliasedSizeLimit >> 20) MiB", mark: mark)
    }
    return node
  }

  // MARK: - Sequences and mappings

  private mutating func parseSequence(_ start: YAMLEvent, depth: Int) throws(Fault) -> Node {
    try checkDepth(depth + 1, at: start.mark)
    var elements: [JSONValue] = []
    var node = Node(value: .null, size: 2, height: 1)
    while true {
      let event = try events.next()
      if case .sequenceEnd = event.kind { break }
      let element = try parse(event, depth: depth + 1)
      elements.append(element.value)
      node.add(element)
    }
    node.value = .array(elements)
    return node
  }

  /// The members of a mapping, and where each name is.
  private struct Members {
    private(set) var list: [JSONValue.Member] = []
    private var positions: [ExactText: Int] = [:]

    func position(of name: String) -> Int? { positions[ExactText(name)] }

    mutating func append(_ member: JSONValue.Member) {
      positions[ExactText(member.name)] = list.count
      list.append(member)
    }

    mutating func replace(_ position: Int, by value: JSONValue) { list[position].value = value }
  }

  private mutating func parseMapping(_ start: YAMLEvent, depth: Int) throws(Fault) -> Node {
    try checkDepth(depth + 1, at: start.mark)
    var node = Node(value: .null, size: 2, height: 1)
    var own = Members()
    var lines: [Int] = []
    var merged: Members?
    while true {
      let event = try events.next()
      if case .mappingEnd = event.kind { break }
      if Self.isMergeKey(event) {
        if merged != nil {
          faults.append(
            .init(message: "the merge key '<<' stands twice; it takes a list", mark: event.mark))
        }
        let valueEvent = try events.next()
        let value = try parse(valueEvent, depth: depth + 1)
        merged = merge(value.value, at: valueEvent.mark)
        node.add(value)
        continue
      }
      let name = try parseName(event, depth: depth + 1)
      let value = try parse(try events.next(), depth: depth + 1)
      node.add(value)
      guard let name else { continue }
      node.size += name.utf8.count + 3
      if let first = own.position(of: name) {
        faults.append(
          .init(
            message: "the name \(JSONValue.string(name)) stands twice in this mapping; "
              + "the first is in line \(lines[first])", mark: event.mark))
        continue
      }
      own.append(.init(name, value.value))
      lines.append(event.mark.line)
    }
    node.value = .object(Self.combine(merged, own))
    return node
  }

  /// Reads a name of a mapping.
  ///
  /// - Returns: `nil` where it is none, which was noted.
  private mutating func parseName(_ event: YAMLEvent, depth: Int) throws(Fault) -> String? {
    let faultCount = faults.count
    let value = try parse(event, depth: depth).value
    if case .string(let name) = value { return name }
    if faults.count == faultCount {
      var message = "expected a name that is a string, found \(value.kind)"
      if case .scalar = event.kind { message += "; put it in quotes" }
      faults.append(.init(message: message, mark: event.mark))
    }
    return nil
  }

  // MARK: - Merge keys

  private static func isMergeKey(_ event: YAMLEvent) -> Bool {
    guard case .scalar(let scalar) = event.kind, scalar.text == "<<" else { return false }
    return event.tag == "tag:yaml.org,2002:merge" || event.tag == nil && scalar.isPlain
  }

  /// The members that a merge key brings (yaml.org/type/merge.html): of a mapping, or of several in
  /// a list, of which the first that has a name counts.
  private mutating func merge(_ value: JSONValue, at mark: YAMLMark) -> Members {
    var members = Members()
    let sources =
      switch value {
      case .array(let elements): elements
      default: [value]
      }
    for source in sources {
      guard case .object(let source) = source else {
        faults.append(
          .init(
            message: "the merge key '<<' takes a mapping or a list of them, found \(source.kind)",
            mark: mark))
        break
      }
      for member in source where members.position(of: member.name) == nil { members.append(member) }
    }
    return members
  }

  /// What is merged comes first; a name of the mapping's own replaces its value there.
  private static func combine(_ merged: consuming Members?, _ own: Members) -> [JSONValue.Member] {
    guard var members = merged else { return own.list }
    for member in own.list {
      if let position = members.position(of: member.name) {
        members.replace(position, by: member.value)
      } else {
        members.append(member)
      }
    }
    return members.list
  }

  // MARK: - Scalars and tags

  /// What a scalar is: by its tag where it has one, by its looks where it is plain, or else a
  /// string.
  private mutating func value(of scalar: YAMLEvent.Scalar, _ event: YAMLEvent) -> JSONValue {
    switch event.tag {
    case nil where !scalar.isPlain, "!", "tag:yaml.org,2002:str": return .string(scalar.text)
    default: break
    }
    let value: JSONValue
    switch PlainScalar(scalar.text) {
    case .null: value = .null
    case .bool(let bool): value = .bool(bool)
    case .number: value = .number(scalar.text)
    case .string: value = .string(scalar.text)
    case .refused(let reason):
      faults.append(.init(message: reason, mark: event.mark))
      return .null
    }
    switch (event.tag, value) {
    case (nil, _), ("tag:yaml.org,2002:null", .null), ("tag:yaml.org,2002:bool", .bool),
      ("tag:yaml.org,2002:float", .number):
      break
    case ("tag:yaml.org,2002:int", .number) where Int(scalar.text) != nil: break
    default: refuseTag(event, "'\(scalar.text)'")
    }
    return value
  }

  private mutating func expectTag(_ tag: String, _ event: YAMLEvent) {
    guard let found = event.tag, found != tag, found != "!" else { return }
    refuseTag(event, tag.hasSuffix("seq") ? "a sequence" : "a mapping")
  }

  private mutating func refuseTag(_ event: YAMLEvent, _ what: String) {
    let core = "tag:yaml.org,2002:"
    let tag = event.tag ?? ""
    let name = tag.hasPrefix(core) ? "!!\(tag.dropFirst(core.count))" : tag
    faults.append(
      .init(message: "the tag \(name) doesn't go with \(what) in a rule set", mark: event.mark))
  }
}
