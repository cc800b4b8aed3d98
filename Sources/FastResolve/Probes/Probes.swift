// The single parts of the hot path, each in a loop over real rows, for `Benchmarks/micro`.
//
// Called from outside the module a part of ten nanoseconds would be measured with a call around
// it, and not as it is compiled where it works. So the loops stand here. No one else needs them:
// they are `@_spi(Benchmarks)` and no part of the library's interface.

/// Parts of the hot path in loops; each returns a number that depends on all that was computed.
@_spi(Benchmarks)
public final class Probes {
  private var table = ByteBuffer()
  private var json = ByteBuffer()
  private let columns: [String]
  private let pathColumn: Int
  /// The rows there are.
  public private(set) var count = 0
  private var pathRanges: [Range<Int>] = []
  private let names: ByteTable
  private let regex: CompiledRegex
  private let matching = RegexScratch()
  private let rules: CompiledRules
  private var scratch: ResolverScratch

  /// - Parameters:
  ///   - table: Tab-separated rows with a header, `module_path` in it.
  ///   - pattern: The regex of `regexCalls`.
  ///   - mapping: The rules of `resolvePaths`, which has no cache.
  public init(table: [UInt8], pattern: String, mapping: QConfigMapping) throws {
    let end = table.firstIndex(of: 0x0A) ?? table.count
    columns = String(decoding: table[..<end], as: UTF8.self).split(
      separator: "\t", omittingEmptySubsequences: false
    ).map(String.init)
    pathColumn = columns.firstIndex(of: "module_path") ?? 0
    let rows = Array(table[min(end + 1, table.count)...])
    self.table.append(rows)
    var paths: [String] = []
    for line in rows.split(separator: 0x0A) {
      let cells = line.split(separator: 0x09, omittingEmptySubsequences: false).map {
        String(decoding: $0, as: UTF8.self)
      }
      paths.append(cells[pathColumn])
      let members = zip(columns, cells).map { "\"\($0)\":\"\($1)\"" }
      json.append(Array("{\(members.joined(separator: ","))}\n".utf8))
      let start = line.startIndex + cells[..<pathColumn].reduce(0) { $0 + $1.utf8.count + 1 }
      pathRanges.append(start..<start + cells[pathColumn].utf8.count)
      count += 1
    }
    // Every other path is there: half of the probes find something.
    names = ByteTable(
      paths.enumerated().filter { $0.offset % 2 == 0 }.map(\.element), hash: PathHash.of)
    regex = CompiledRegex(try PythonRegex(pattern))
    rules = try CompiledRules(mapping)
    scratch = ResolverScratch(rules, cacheBytes: 0)
  }

  /// Splits rows into cells.
  public func splitRows() throws -> Int {
    var reader = TSVReader(
      cursor: ChunkCursor(table.base, 0..<table.count), names: columns.count,
      QueryColumns(columns))
    return try Self.read(&reader, columns.count)
  }

  /// Reads rows of JSON with the same columns.
  public func readJSONRows() throws -> Int {
    var reader = JSONLReader(
      cursor: ChunkCursor(json.base, 0..<json.count), names: MemberNames(columns, added: []),
      refusesOthers: false)
    return try Self.read(&reader, columns.count)
  }

  private static func read(
    _ reader: inout some RowReader & ~Copyable, _ width: Int
  ) throws -> Int {
    var cells = RowCells(count: width)
    var sum = 0
    while try reader.next(&cells) { sum &+= cells.text(of: width &- 1).count &+ 1 }
    return sum
  }

  /// Hashes paths.
  public func hashPaths() -> Int { eachPath { Int(truncatingIfNeeded: PathHash.of($0)) } }

  /// Looks paths up in a table that has half of them, hash included.
  public func probeTable() -> Int {
    eachPath { names.find($0, hash: PathHash.of($0)) == ByteTable.none ? 0 : 1 }
  }

  /// Asks one regex for each path.
  public func callRegex() throws -> Int {
    try eachPath { path throws in
      try regex.matches(
        UnsafeBufferPointer(start: path.start, count: path.count), isASCII: true, scratch: matching)
        ? 1 : 0
    }
  }

  /// Follows each path from the one before, and hashes it.
  public func followPaths() -> Int {
    eachPath { path in
      let nearest = scratch.trail.follow(path, names, rules.regexes.automaton)
      return Int(truncatingIfNeeded: scratch.trail.hash) &+ Int(nearest)
    }
  }

  /// Finds the regexes of the rules that are candidates for each path.
  public func searchCandidates() -> Int {
    eachPath { path in
      Self.scan(path, names, rules.regexes.automaton, &scratch)
      var candidates = rules.regexes.candidates(scratch.regexes)
      return candidates.removeAll()
    }
  }

  private static func scan(
    _ path: ByteSlice, _ names: borrowing ByteTable, _ automaton: borrowing LiteralAutomaton,
    _ scratch: inout ResolverScratch
  ) {
    _ = scratch.trail.follow(path, names, automaton)
    scratch.regexes.scan.scan(path, &scratch.trail, automaton, .all)
  }

  /// Resolves paths with all the rules and no cache.
  public func resolvePaths() throws -> Int {
    try eachPath { path throws in
      var row = RowFields()
      row.modulePath = path
      let decision = try rules.resolve(row, &scratch)
      return decision.rule == .none ? 0 : 1
    }
  }

  /// The sum of `body` over the paths, taken from between their tabs.
  @inline(__always)
  private func eachPath(_ body: (ByteSlice) throws -> Int) rethrows -> Int {
    var sum = 0
    for range in pathRanges {
      sum &+= try body(ByteSlice(table.base + range.lowerBound, count: range.count))
    }
    return sum
  }
}
