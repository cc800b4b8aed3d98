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
    try self.init(utf8: utf8) { _ in }
  }

  /// Reads a mapping from JSON in UTF-8.
  ///
  /// - Parameter regexesAreRead: Is given the patterns of all regexes as soon as they are known, if
  ///   nothing was wrong so far; what comes behind them may be.
  init(utf8: [UInt8], _ regexesAreRead: @escaping ([String]) -> Void) throws(RulesError) {
    var reader = DictionaryReader(regexesAreRead)
    do {
      try JSONScanner.readDocument(utf8) { (scanner) throws(JSONScanner.Failure) in
        try reader.read(&scanner)
      }
    } catch {
      throw RulesError(
        faults: [.init(place: "\(error.line):\(error.column)", message: error.message)])
    }
    self = try reader.result()
  }

  /// Reads a mapping from a JSON file in the shape of torch's `to_dict`.
  ///
  /// - Throws: `RulesError` that names the file where it is no rule set, `FileError` where it
  ///   can't be read.
  public init(contentsOf path: FilePath) throws {
    let utf8 = try readFile(path)
    do {
      try self.init(utf8: utf8)
    } catch {
      throw error.from(path.string)
    }
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

  /// Writes the mapping to a file as ``json()``.
  ///
  /// - Throws: `FileError` where it can't be written; a file that was there before is then left as
  ///   it was.
  public func write(to path: FilePath) throws {
    let output = try OutputFile(path)
    do {
      try output.write(Array(json().utf8))
      try output.close()
    } catch {
      output.discard()
      throw error
    }
  }
}
