import SystemPackage

/// A rule set as it was written: the mapping, and what reading it has made of the text.
public struct RulesDocument: Sendable {
  /// The rules in their normal form.
  public let mapping: QConfigMapping
  /// How many entries had the key of an entry before them in their list. Each has replaced that
  /// one's qconfig and is no rule of its own.
  public let duplicateCount: Int

  /// Reads a rule set from its text.
  ///
  /// - Parameters:
  ///   - utf8: The text, in UTF-8.
  ///   - format: What it is written in.
  /// - Throws: `RulesError`; where the text is not JSON, or not YAML that a rule set can be written
  ///   in, the place is `line:column`.
  /// - Complexity: O(*n*) in the length of the text.
  public init(utf8: [UInt8], format: RulesFormat) throws(RulesError) {
    try self.init(utf8: utf8, format: format, RulesObserver())
  }

  /// Reads a rule set from a file.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - format: What it is written in; `nil` goes by the name: `.yaml` and `.yml` are YAML,
  ///     everything else is JSON.
  ///   - name: What errors call the file; `nil` is its path.
  /// - Throws: `RulesError` that names the file where it is no rule set, `FileError` where it can't
  ///   be read.
  public init(contentsOf path: FilePath, format: RulesFormat? = nil, name: String? = nil) throws {
    let utf8 = try readFile(path)
    do {
      try self.init(utf8: utf8, format: format ?? RulesFormat(of: path))
    } catch {
      throw error.from(name ?? path.string)
    }
  }

  /// - Parameter observer: Is told of tiers as soon as they are read, if nothing was wrong so far. Of
  ///   YAML none is known before the end (an alias or a merge key may bring more), and it isn't told.
  init(
    utf8: [UInt8], format: RulesFormat, _ observer: RulesObserver
  ) throws(RulesError) {
    let reading = RulesReading(utf8: utf8, format: format, observer)
    guard reading.faults.isEmpty else { throw RulesError(faults: reading.faults) }
    duplicateCount = reading.repeats.count
    mapping = reading.mapping
  }
}
