import SystemPackage

extension QConfigMapping {
  /// Reads a mapping from JSON text in the shape of torch's `to_dict`.
  ///
  /// - Throws: `RulesError`; where the text is not JSON, the place is `line:column`.
  public init(json: String) throws(RulesError) {
    try self.init(utf8: Array(json.utf8))
  }

  /// Reads a mapping from JSON in UTF-8 in the shape of torch's `to_dict`.
  ///
  /// - Throws: `RulesError`; where the bytes are not JSON, the place is `line:column`.
  public init(utf8: [UInt8]) throws(RulesError) {
    self = try RulesDocument(utf8: utf8, format: .json).mapping
  }

  /// Reads a mapping from a file in the shape of torch's `to_dict`: YAML where its name ends in
  /// `.yaml` or `.yml`, JSON elsewhere.
  ///
  /// - Throws: `RulesError` that names the file where it is no rule set, `FileError` where it
  ///   can't be read.
  public init(contentsOf path: FilePath) throws {
    self = try RulesDocument(contentsOf: path).mapping
  }

  /// The mapping as JSON text, the dictionary form with a rule a line.
  public func json() -> String {
    guard case .object(let members) = toDict() else { return "" }
    var text: [UInt8] = Array("{".utf8)
    for (position, member) in members.enumerated() {
      text += (position == 0 ? "\n  " : ",\n  ").utf8
      appendJSONString(member.name.utf8, to: &text)
      text += ": ".utf8
      // The first member is the global qconfig, which may be an array itself.
      guard position > 0, case .array(let entries) = member.value else {
        member.value.appendCompact(to: &text)
        continue
      }
      text.append(UInt8(ascii: "["))
      for (position, entry) in entries.enumerated() {
        text += (position == 0 ? "\n    " : ",\n    ").utf8
        entry.appendCompact(to: &text)
      }
      text += (entries.isEmpty ? "]" : "\n  ]").utf8
    }
    text += "\n}\n".utf8
    return String(decoding: text, as: UTF8.self)
  }

  /// The mapping's text in a format: ``json()`` or ``yaml()``.
  ///
  /// - Throws: `RulesError` where a qconfig can't be said in YAML.
  public func text(_ format: RulesFormat) throws(RulesError) -> String {
    switch format {
    case .json: json()
    case .yaml: try yaml()
    }
  }

  /// Writes the mapping to a file: as ``yaml()`` where its name ends in `.yaml` or `.yml`, as
  /// ``json()`` elsewhere.
  ///
  /// - Throws: `FileError` where it can't be written; a file that was there before is then left as
  ///   it was. `RulesError` where a qconfig can't be said in YAML.
  public func write(to path: FilePath) throws {
    let text = try text(RulesFormat(of: path))
    let output = try OutputFile(path)
    do {
      try output.write(Array(text.utf8))
      try output.close()
    } catch {
      output.discard()
      throw error
    }
  }
}
