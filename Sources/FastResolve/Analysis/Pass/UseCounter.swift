/// Counts the uses that order rules ask for, for several rule sets at once.
///
/// Whether a row is a use of a pair depends on the keys of the order rules alone, and its number on
/// the rows alone. So the keys of all rule sets are put together, and a row is looked up and
/// counted once.
struct UseCounter: ~Copyable {
  // The rules are those on the order of object types, with their keys and nothing else of them.
  private let rules: CompiledRules
  private var trail: PathTrail
  private var occurrences: OccurrenceCounter

  /// The order rules of some rule sets as one.
  static func rules(of ruleSets: [CompiledRules]) throws(RulesError) -> CompiledRules {
    var mapping = QConfigMapping()
    for key in ruleSets.flatMap(\.mapping.objectTypeOrders.keys) {
      // One for each pair will do.
      mapping.set(
        .moduleNameObjectTypeOrder(
          moduleName: key.moduleName.string, objectType: key.objectType, index: 0), to: .null)
    }
    return try CompiledRules(mapping)
  }

  /// - Parameter rules: What `rules(of:)` gave.
  init(_ rules: CompiledRules) {
    self.rules = rules
    trail = PathTrail(rules.regexes.automaton)
    occurrences = OccurrenceCounter(pairCount: rules.orders.pairCount)
  }

  /// Starts counting again from 0.
  @inline(__always)
  mutating func restart() { occurrences.restart() }

  /// Notes a row.
  ///
  /// - Returns: The pair it is a use of, or -1 where no order rule names it, and the number of this
  ///   use since the last start.
  @inline(__always)
  mutating func count(_ row: RowFields) -> (pair: Int, occurrence: Int) {
    if rules.orders.isEmpty { return (-1, 0) }
    return countUse(row)
  }

  @inline(never)
  private mutating func countUse(_ row: RowFields) -> (pair: Int, occurrence: Int) {
    // Most rows are uses of objects that no order rule names.
    let object: UInt32
    switch row.operation {
    case .callModule: object = rules.objectTypes.number(of: row.moduleType)
    case .callFunction: object = rules.objectTypes.number(of: row.target)
    default: return (-1, 0)
    }
    guard object != ByteTable.none else { return (-1, 0) }
    _ = trail.follow(
      row.modulePath, rules.moduleNames, rules.regexes.automaton, needsAllStates: false)
    let pair = rules.orderedPair(row, type: object, target: object, &trail)
    return pair < 0 ? (-1, 0) : (pair, occurrences.next(pair))
  }

  /// Tells the chunk what is to be carried to the next.
  func finish(_ tracker: borrowing ModelTracker, _ chunk: Chunk) {
    tracker.finish(chunk, occurrences)
  }
}
