/// A `--select` that the input can't serve.
public struct SelectionError: Error, Equatable, Sendable, CustomStringConvertible {
  /// Which name, why not, and the nearest there is.
  public var description: String
}

/// Looks at the beginning of each input and decides how it is read and what is printed of it.
///
/// The first input settles the columns of the output. A later one may have them in another order;
/// its rows are printed in the order of the first.
struct InputPlanner {
  /// The rules that answer the rows; `nil` where something else is printed behind their columns.
  private let rules: CompiledRules?
  private let outputFormat: OutputFormat?
  private let selection: [String]?
  /// The names of the columns that are added to those of the inputs, and stand for theirs.
  private let added: [String]
  /// Whether rows are printed, so that all inputs need the columns of the first.
  private let isPrinting: Bool
  /// What was remarked so far and is no error.
  private var warnings: [InputError] = []

  private(set) var format: OutputFormat?
  /// The columns of the output; `nil` for JSON without a selection, where each row has its own.
  private var outputNames: [String]?
  /// What is said of the rules, in the output's format.
  private var texts: AnswerTexts?
  /// The columns of the first input that is a table.
  private var tableNames: [String]?

  init(rules: CompiledRules, outputFormat: OutputFormat?, selection: [String]?) {
    self.rules = rules
    self.outputFormat = outputFormat
    self.selection = selection
    added = ["qconfig", "rule"]
    isPrinting = true
  }

  /// Makes a planner for rows that are not answered.
  ///
  /// - Parameters:
  ///   - outputFormat: The format of the rows that are printed.
  ///   - added: The names of the columns behind those of the inputs; `nil` where no rows are
  ///     printed.
  init(outputFormat: OutputFormat?, adding added: [String]?) {
    rules = nil
    self.outputFormat = outputFormat
    selection = nil
    self.added = added ?? []
    isPrinting = added != nil
  }

  /// Hands out the remarks, each once.
  mutating func takeWarnings() -> [InputError] {
    defer { warnings = [] }
    return warnings
  }

  /// The plan of an input and the bytes and lines that its header takes.
  struct Beginning {
    var plan: InputPlan
    var headerLength = 0
    var headerLines = 0
  }

  /// Plans an input.
  ///
  /// - Parameters:
  ///   - source: The input's name, for errors.
  ///   - format: Its format.
  ///   - start: Its first whole rows, or all there is, without a byte order mark.
  /// - Throws: `InputError` where there is no header, or none that will do; `SelectionError`.
  mutating func plan(
    _ source: String, _ format: InputFormat, _ start: ByteSlice
  ) throws -> Beginning {
    if !isPrinting { (self.format, outputNames, tableNames) = (nil, nil, nil) }
    let outputFormat = self.format ?? self.outputFormat ?? format.naturalOutput
    self.format = outputFormat
    if texts == nil { texts = rules.map { AnswerTexts(rules: $0, format: outputFormat) } }

    let input = try inputColumns(source, format, start)
    if outputNames == nil { outputNames = columnsOfFirst(input.names, format, start) }
    let isWholeObject = format == .jsonl && outputFormat == .jsonl && selection == nil
    let names = isWholeObject ? added : outputNames ?? input.names.filter { !isAdded($0) } + added
    if outputFormat == .tsv { try checkForTSV(names, source) }
    var columns = input.names
    if format == .jsonl { columns += names.filter { !isAdded($0) && !columns.contains($0) } }
    let isWholeRow =
      isWholeObject
      || format != .txt && format.rawValue == outputFormat.rawValue && names == columns + added
    // What isn't an answer is printed by whoever adds it.
    let printed = rules == nil ? names.filter { !isAdded($0) } : names
    let output = OutputPlan(
      format: outputFormat, inputFormat: format, names: printed,
      sources: try printed.map { try self.source(of: $0, columns, source) }, added: added,
      isWholeRow: isWholeRow,
      indexColumn: QueryColumns(columns).index,
      texts: texts)
    return Beginning(
      plan: InputPlan(
        format: format, names: columns, added: added,
        refusesOtherMembers: format == .jsonl && outputFormat != .jsonl && selection == nil,
        output: output),
      headerLength: input.headerLength, headerLines: input.headerLines)
  }

  /// The columns of an input, and the bytes and lines of its header.
  private mutating func inputColumns(
    _ source: String, _ format: InputFormat, _ start: ByteSlice
  ) throws -> (names: [String], headerLength: Int, headerLines: Int) {
    switch format {
    case .txt:
      let names = [QueryField.modulePath.rawValue]
      try check(names, source)
      return (names, 0, 0)
    case .tsv, .csv:
      let header = try readHeader(source, format, start)
      try check(header.names, source)
      return (header.names, header.length, header.lines)
    case .jsonl:
      warnOfUnknownMembers(source, start)
      return (QueryField.allCases.map(\.rawValue), 0, 0)
    }
  }

  /// The columns that the first input gives the output; `nil` for JSON without a selection.
  private func columnsOfFirst(
    _ names: [String], _ format: InputFormat, _ start: ByteSlice
  ) -> [String]? {
    if let selection { return selection }
    if self.format == .jsonl { return nil }
    let names = format == .jsonl ? firstMembers(start) : names
    return names.filter { !isAdded($0) } + added
  }

  /// A header is a row too, and can't hold what a row can't.
  private func checkForTSV(_ names: [String], _ source: String) throws(InputError) {
    for name in names where name.utf8.contains(where: { $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }) {
      throw InputError(
        source: source, line: 1,
        reason: "a tab or line break in the name of a column, which TSV can't hold; "
          + "choose another --output-format")
    }
  }

  private func isAdded(_ name: String) -> Bool { added.contains(name) }

  /// The header of the output, or nothing for JSON.
  var header: [UInt8] {
    guard let format, format != .jsonl, let outputNames else { return [] }
    let cells = outputNames.map { format == .csv ? quotedForCSV(Array($0.utf8)) : Array($0.utf8) }
    return Array(cells.joined(separator: [format == .csv ? UInt8(ascii: ",") : 0x09])) + [0x0A]
  }

  private func source(
    of name: String, _ names: [String], _ source: String
  ) throws -> OutputPlan.Source {
    if rules != nil, name == "qconfig" { return .qconfig }
    if rules != nil, name == "rule" { return .rule }
    if let column = names.firstIndex(of: name) { return .column(column) }
    if selection != nil {
      let nearest = nearestName(to: name, among: names + added)
      throw SelectionError(
        description: "--select: \(source) has no column '\(name)'; "
          + (nearest.map { "did you mean '\($0)'?" }
            ?? "it has \((names + added).joined(separator: ", "))"))
    }
    throw InputError(
      source: source, line: 1, reason: "no column '\(name)', which the first input has")
  }

  // MARK: Headers

  private func readHeader(
    _ source: String, _ format: InputFormat, _ start: ByteSlice
  ) throws -> (names: [String], length: Int, lines: Int) {
    guard !start.isEmpty else {
      throw InputError(
        source: source, line: nil,
        reason: "is empty; a .\(format.rawValue) input begins with a header")
    }
    let (length, lines) =
      format == .csv
      ? CSVReader.measureRow(start)
      : (start.firstOffset(of: 0x0A).map { $0 + 1 } ?? start.count, 1)
    let line = start.prefix(length)
    guard firstInvalidUTF8(line.start, count: line.count) == nil else {
      throw InputError(source: source, line: 1, reason: "the header is not UTF-8")
    }
    let names: [String]
    if format == .tsv {
      let text = line.prefix(length - (line[length - 1] == 0x0A ? 1 : 0)).droppingCarriageReturn
        .text
      names = text.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    } else {
      do {
        names = try CSVReader.fields(of: line)
      } catch {
        throw InputError(source: source, line: 1, reason: error.reason)
      }
    }
    return (names, length, max(lines, 1))
  }

  /// Checks the header of a table by itself and against the first.
  private mutating func check(_ names: [String], _ source: String) throws {
    func fail(_ reason: String) -> InputError {
      InputError(source: source, line: 1, reason: reason)
    }
    let known = QueryField.allCases.map(\.rawValue)
    if let twice = names.first(where: { name in names.count { $0 == name } > 1 }) {
      throw fail("the column '\(twice)' stands twice in the header")
    }
    guard names.contains(QueryField.modulePath.rawValue) else {
      // A header without a single separator is probably one with another.
      if names.count == 1, let other = [",", "\t"].first(where: names[0].contains) {
        throw fail(
          "no column 'module_path' in the header; it looks like "
            + (other == "," ? "csv: --input-format csv" : "tsv: --input-format tsv"))
      }
      let nearest = nearestName(to: "module_path", among: names)
      throw fail(
        "no column 'module_path' in the header"
          + (nearest.map { "; did you mean '\($0)' to be it?" } ?? ""))
    }
    // A slip in the name of a field that may be missing would otherwise go unnoticed, and rules
    // would match nothing.
    for name in names where !known.contains(name) && !isAdded(name) {
      guard let meant = nearestName(to: name, among: known), !names.contains(meant) else {
        continue
      }
      warnings.append(
        fail("the column '\(name)' is carried through unread; did you mean '\(meant)'?"))
    }
    if let first = tableNames {
      if let missing = first.first(where: { !names.contains($0) }) {
        throw fail("no column '\(missing)', which the first input has")
      }
      if let extra = names.first(where: { !first.contains($0) }) {
        throw fail("the column '\(extra)' is not in the first input")
      }
    } else {
      tableNames = names
    }
  }

  /// Warns of a selected name that looks like a slip. It is no error: a row further down may have
  /// a member of that name.
  private mutating func warnOfUnknownMembers(_ source: String, _ start: ByteSlice) {
    let known = firstMembers(start) + QueryField.allCases.map(\.rawValue) + added
    for name in selection ?? [] where !known.contains(name) {
      guard let meant = nearestName(to: name, among: known) else { continue }
      warnings.append(
        InputError(
          source: source, line: nil,
          reason: "the first row has no '\(name)', which --select names; did you mean '\(meant)'?"))
    }
  }

  /// The names of the members of the first object, or of a query's fields where there is none
  /// that can be read; the row itself is then reported when its turn comes.
  private func firstMembers(_ start: ByteSlice) -> [String] {
    var cursor = ChunkCursor(start.start, 0..<start.count)
    while let line = cursor.nextLineSlice() {
      if line.isBlank { continue }
      guard case .object(let members)? = try? JSONValue(parsing: line.array) else { break }
      var names: [String] = []
      for member in members where !names.contains(member.name) { names.append(member.name) }
      return names
    }
    return QueryField.allCases.map(\.rawValue)
  }
}
