/// What is in inventories: how many rows, models, paths and types, which are frequent, how often
/// rows come again, and what looks wrong.
///
/// All of it is exact, and the same whatever the number of threads.
public struct InventoryStats: Sendable {
  /// How many rows have a name.
  public struct Frequency: Equatable, Sendable {
    /// The name.
    public var name: String
    /// How many rows have it.
    public var rows: Int
  }

  /// How a number is spread over the rows.
  public struct Distribution: Equatable, Sendable {
    /// How many rows have a value.
    public struct Count: Equatable, Sendable {
      /// The value.
      public var value: Int
      /// How many rows have it.
      public var rows: Int
    }

    /// The least value.
    public var minimum: Int
    /// The least value that half of the rows don't exceed.
    public var median: Int
    /// The least value that nine of ten rows don't exceed.
    public var percentile90: Int
    /// The greatest value.
    public var maximum: Int
    /// The values that occur, rising.
    public var counts: [Count]
  }

  /// What looks wrong, though it is allowed.
  public enum Oddity: String, CaseIterable, Sendable {
    /// A module path with nothing before, between or behind its dots.
    case emptySegment = "empty_segment"
    /// A module path with white space in it.
    case whitespace
    /// A module path with a control character other than white space.
    case controlCharacter = "control_character"
    /// A module path with characters other than ASCII, which look the same in different spellings.
    case nonASCII = "non_ascii"
    /// A `call_function` or `call_method` without a target, which no object type can match.
    case missingTarget = "missing_target"
  }

  /// Rows with an oddity.
  public struct OddRows: Equatable, Sendable {
    /// What is odd.
    public var oddity: Oddity
    /// How many rows there are.
    public var rows: Int
    /// How many different module paths they have.
    public var modulePaths: Int
    /// The first of them.
    public var example: Example

    /// A row.
    public struct Example: Equatable, Sendable {
      /// The module path.
      public var modulePath: String
      /// The name of the input.
      public var source: String
      /// The line of the input, from 1.
      public var line: Int
    }
  }

  /// Rows and bytes, and how often the model changes.
  public var summary = PassSummary()
  /// How many models there are, by their names. Where the inputs have none, all rows are of the
  /// model `""`.
  public var models = 0
  /// The models with the most rows.
  public var largestModels: [Frequency] = []
  /// What the nodes do; operations without rows aren't among them.
  public var operations: [Frequency] = []
  /// How many rows have an index.
  public var indexedRows = 0
  /// How many rows have a module type.
  public var typedRows = 0

  /// How many different module paths there are.
  public var modulePaths = 0
  /// How many different rows there are, but for the model: by operation, module path, type, target
  /// and index.
  public var distinctRows = 0
  /// How many different module types there are.
  public var moduleTypes = 0
  /// How many different targets of calls there are.
  public var targets = 0
  /// How many different last segments of module paths there are.
  public var moduleNames = 0

  /// The most frequent module paths.
  public var frequentPaths: [Frequency] = []
  /// The most frequent module types.
  public var frequentTypes: [Frequency] = []
  /// The most frequent targets of calls.
  public var frequentTargets: [Frequency] = []
  /// The most frequent last segments of module paths. The root has none.
  public var frequentNames: [Frequency] = []

  /// How many segments the module paths have, that of the root none; `nil` without rows.
  public var depth: Distribution?
  /// How many bytes the module paths have; `nil` without rows.
  public var pathBytes: Distribution?

  /// What looks wrong.
  public var oddities: [OddRows] = []

  /// How many rows have a module path that was there before: what a cache of paths can hope for.
  public var repeatedPathRows: Int { summary.rows - modulePaths }
  /// How many rows were there before, but for the model: what a cache of rows can hope for.
  public var repeatedRows: Int { summary.rows - distinctRows }
  /// How often rows of a model follow that don't stand together with the others of that name. Uses
  /// are counted anew in them.
  public var scatteredModelRuns: Int { summary.models - models }

  /// How many names are told of each kind when nothing else is said.
  public static let defaultTop = 10

  /// Reads inventories.
  ///
  /// Memory: for each thread some chunks, 56 to 112 bytes for each row that is different but for
  /// the model, and for each different module path its bytes and 32 to 64 more. 1.5 million rows of
  /// 3,252 real models have 0.5 million different rows and 0.3 million paths; with two threads that
  /// took 140 MB.
  ///
  /// - Parameters:
  ///   - inputs: The inventories.
  ///   - options: How they are read.
  ///   - top: How many of the most frequent names to tell of each kind.
  ///   - observer: What to tell meanwhile.
  /// - Throws: `InputError` for a row or a header that can't be read, `FileError` for an input.
  /// - Complexity: O(*n*) in the bytes of the inputs.
  public init(
    over inputs: [BatchInput], options: PassOptions = PassOptions(), top: Int = defaultTop,
    observer: BatchResolver.Observer = BatchResolver.Observer()
  ) throws {
    let outcome = try InventoryPass([], options: options).run(inputs, observer: observer) {
      StatsVisitor()
    }
    summary = outcome.summary
    take(outcome.visitor, top, inputs)
  }

  private mutating func take(
    _ visitor: borrowing StatsVisitor, _ top: Int, _ inputs: [BatchInput]
  ) {
    let models = Frequencies(visitor.models, visitor.modelRows, limit: top)
    self.models = models.count
    largestModels = models.top
    let counts = GroupCounts(visitor)
    takeTexts(visitor, counts, top)
    takePaths(visitor.groups.paths, counts.paths, top)
    operations = counts.operations.map { Frequency(name: $0.rawValue, rows: $1) }
      .sorted { ($1.rows, $0.name) < ($0.rows, $1.name) }
    indexedRows = counts.indexed
    distinctRows = visitor.groups.numbers.count
    for (oddity, flag) in Self.flags {
      guard let first = visitor.firstOdd[flag.rawValue], let rows = counts.odd[flag.rawValue] else {
        continue
      }
      oddities.append(
        OddRows(
          oddity: oddity, rows: rows.rows, modulePaths: rows.paths.count,
          example: OddRows.Example(
            modulePath: first.modulePath, source: inputs[first.place.input].name,
            line: first.place.line)))
    }
  }

  private static let flags: [(Oddity, StatsVisitor.Oddities)] = [
    (.emptySegment, .emptySegment), (.whitespace, .whitespace),
    (.controlCharacter, .controlCharacter), (.nonASCII, .nonASCII),
    (.missingTarget, .missingTarget),
  ]

  private mutating func takeTexts(
    _ visitor: borrowing StatsVisitor, _ counts: GroupCounts, _ top: Int
  ) {
    let types = Frequencies(visitor.groups.types, counts.types, limit: top)
    moduleTypes = types.count
    frequentTypes = types.top
    typedRows = counts.types.reduce(0, +)
    let targets = Frequencies(visitor.groups.targets, counts.targets, limit: top)
    self.targets = targets.count
    frequentTargets = targets.top
  }

  private mutating func takePaths(
    _ paths: borrowing DistinctTexts, _ rows: [Int], _ top: Int
  ) {
    let frequent = Frequencies(paths, rows, limit: top)
    modulePaths = frequent.count
    frequentPaths = frequent.top
    var names = DistinctTexts()
    var nameRows: [Int] = []
    var depths = ValueCounts()
    var lengths = ValueCounts()
    for (number, rows) in rows.enumerated() {
      let path = paths[number]
      lengths.add(rows, to: path.count)
      depths.add(rows, to: path.isEmpty ? 0 : path.count(of: UInt8(ascii: ".")) + 1)
      guard !path.isEmpty else { continue }
      let start = path.lastOffset(of: UInt8(ascii: ".")).map { $0 + 1 } ?? 0
      let name = names.number(of: path.dropFirst(start))
      if name == nameRows.count { nameRows.append(0) }
      nameRows[name] += rows
    }
    depth = Distribution(depths.counts)
    pathBytes = Distribution(lengths.counts)
    let frequentNames = Frequencies(names, nameRows, limit: top)
    moduleNames = frequentNames.count
    self.frequentNames = frequentNames.top
  }
}

/// How many rows have each of the texts, and what else is counted by groups.
private struct GroupCounts {
  var paths: [Int]
  /// But for the empty text, which says that there is none.
  var types: [Int]
  var targets: [Int]
  var operations: [NodeOperation: Int] = [:]
  var indexed = 0
  var odd: [UInt8: (rows: Int, paths: Set<UInt32>)] = [:]

  init(_ visitor: borrowing StatsVisitor) {
    // Of the operations it is by far the most frequent; a dictionary takes longer than all else.
    var moduleCalls = 0
    paths = Array(repeating: 0, count: visitor.groups.paths.count)
    types = Array(repeating: 0, count: visitor.groups.types.count)
    targets = Array(repeating: 0, count: visitor.groups.targets.count)
    for number in visitor.groups.numbers {
      let group = visitor.groups[number]
      paths[Int(group.path)] += group.value
      types[Int(group.type)] += group.value
      targets[Int(group.target)] += group.value
      if group.operation == .callModule {
        moduleCalls += group.value
      } else {
        operations[group.operation, default: 0] += group.value
      }
      if group.index != RowFields.noIndex { indexed += group.value }
      guard group.flags != 0 else { continue }
      for oddity in StatsVisitor.Oddities(rawValue: group.flags).elements {
        odd[oddity.rawValue, default: (0, [])].rows += group.value
        odd[oddity.rawValue, default: (0, [])].paths.insert(group.path)
      }
    }
    if moduleCalls > 0 { operations[.callModule] = moduleCalls }
    for number in types.indices where visitor.groups.types[number].isEmpty { types[number] = 0 }
    for number in targets.indices where visitor.groups.targets[number].isEmpty {
      targets[number] = 0
    }
  }
}

/// How many rows each value has, of which most are small.
private struct ValueCounts {
  private var small = [Int](repeating: 0, count: 256)
  private var large: [Int: Int] = [:]

  mutating func add(_ rows: Int, to value: Int) {
    if value < small.count {
      small[value] += rows
    } else {
      large[value, default: 0] += rows
    }
  }

  /// Those that have rows.
  var counts: [Int: Int] {
    var counts = large
    for (value, rows) in small.enumerated() where rows > 0 { counts[value] = rows }
    return counts
  }
}
