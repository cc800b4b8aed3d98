// How two rule sets are compared on millions of rows.
//
// Both decide each row, and what is counted is the pair of rules. All else hangs on the pair:
// whether the qconfig changes, between which it does, and whether the rule is the same one in
// another place. So a row costs two decisions and an addition, and where it was there before but
// for its model, which is two rows in three, no more than the addition: `RowGroups` says which rows
// those are.
//
// A row's decisions may be remembered where its own fields are all that decided. Uses that are
// counted are not among them, so rows that an order rule may name are decided each time.

/// Counts which rules of two sets decide the rows.
struct DiffVisitor: RowVisitor, ~Copyable {
  private let old: CompiledRules
  private let new: CompiledRules
  private var oldScratch: ResolverScratch
  private var newScratch: ResolverScratch
  private(set) var pairs = RulePairs()
  /// Rows with their pairs; -1 where that isn't known, or hangs on more than the row.
  private var groups = RowGroups(initialValue: undecided)
  private let cacheBytes: Int
  private let printsRows: Bool

  /// The names of the models, and of those of which a row has changed.
  private(set) var models = DistinctTexts()
  private(set) var changedModels = DistinctTexts()
  /// The paths of rows that have changed.
  private(set) var changedPaths = DistinctTexts()
  /// Whether the model of the row is known to be among the changed ones.
  private var isModelNoted = false

  // Whether groups are asked at present; and how many rows there were, and how many of them they
  // didn't know, since that was last thought about.
  private var asksGroups: Bool
  private var pause = 0
  private var rows = 0
  private var misses = 0

  private static let undecided = -1
  /// After so many rows it is thought about.
  private static let trial = 8192
  /// Groups are of use when they know one row in so many.
  private static let worthwhileShare = 16
  /// For so many trials they are left aside when they were of no use.
  private static let longPause = 16

  /// - Parameters:
  ///   - old: The rules as they were.
  ///   - new: The rules as they are to be.
  ///   - cacheBytes: The memory to remember rows and paths in.
  ///   - printsRows: Whether each row that changes is printed, with the qconfig and rule of either
  ///     side.
  init(_ old: CompiledRules, _ new: CompiledRules, cacheBytes: Int, printsRows: Bool) {
    self.old = old
    self.new = new
    self.cacheBytes = cacheBytes / 2
    self.printsRows = printsRows
    asksGroups = cacheBytes > 0
    oldScratch = ResolverScratch(old, cacheBytes: cacheBytes / 4, notesMatches: false)
    newScratch = ResolverScratch(new, cacheBytes: cacheBytes / 4, notesMatches: false)
  }

  @inline(__always)
  mutating func visit(_ row: VisitedRow, _ output: inout RowOutput) throws(RowFailure) {
    if row.isNewModel { begin(row.fields.model) }
    rows &+= 1
    if rows == Self.trial { reconsider() }
    let (pair, group) = try pair(row.fields)
    if pairs[pair].difference == .qconfig { try note(row, pair, group, &output) }
    // Now nothing can refuse the row any more.
    pairs[pair].rows &+= 1
  }

  @inline(never)
  private mutating func begin(_ model: ByteSlice) {
    _ = models.number(of: model)
    isModelNoted = false
  }

  /// The pair of rules that decide a row, and the row's group, or 0 where it has none.
  @inline(__always)
  private mutating func pair(_ fields: RowFields) throws(RowFailure) -> (pair: Int, group: Int) {
    guard asksGroups else { return (try decide(fields).pair, 0) }
    var key = fields
    // Where the index counts, nothing is kept.
    key.index = RowFields.noIndex
    let group = groups.number(of: key)
    let known = groups[group].value
    return known >= 0 ? (known, group) : try decide(fields, group)
  }

  /// Decides a row of a group of which that isn't known.
  @inline(never)
  private mutating func decide(
    _ fields: RowFields, _ group: Int
  ) throws(RowFailure) -> (pair: Int, group: Int) {
    misses &+= 1
    let (pair, isOfRowAlone) = try decide(fields)
    if groups.byteCount > cacheBytes {
      groups = RowGroups(initialValue: Self.undecided)
      return (pair, 0)
    }
    if isOfRowAlone { groups[group].value = pair }
    return (pair, group)
  }

  @inline(never)
  private mutating func decide(
    _ fields: RowFields
  ) throws(RowFailure) -> (pair: Int, isOfRowAlone: Bool) {
    let before = try old.decide(fields, &oldScratch)
    let after = try new.decide(fields, &newScratch)
    let (old, new) = (old, new)
    let pair = pairs.number(before.rule, after.rule) { Self.difference(old, $0, new, $1) }
    return (pair, before.isOfRowAlone && after.isOfRowAlone)
  }

  private static func difference(
    _ old: CompiledRules, _ oldRule: RuleID, _ new: CompiledRules, _ newRule: RuleID
  ) -> RulePairs.Difference {
    if old.qconfig(oldRule) != new.qconfig(newRule) { return .qconfig }
    return old.key(oldRule) == new.key(newRule) ? .none : .rule
  }

  @inline(never)
  private mutating func reconsider() {
    if asksGroups {
      asksGroups = (rows - misses) * Self.worthwhileShare >= rows
      if !asksGroups { pause = Self.longPause }
    } else {
      pause -= 1
      asksGroups = pause <= 0 && cacheBytes > 0
    }
    (rows, misses) = (0, 0)
  }

  /// Notes a row that has changed.
  @inline(__always)
  private mutating func note(
    _ row: VisitedRow, _ pair: Int, _ group: Int, _ output: inout RowOutput
  ) throws(RowFailure) {
    // First, as it may refuse the row.
    if printsRows { try print(row, pairs[pair], &output) }
    if !isModelNoted {
      isModelNoted = true
      _ = changedModels.number(of: row.fields.model)
    }
    if group == 0 || groups[group].flags == 0 {
      _ = changedPaths.number(of: row.fields.modulePath)
      groups[group].flags = 1
    }
    if pairs.isExample(row.place, of: pair) {
      pairs.keep(
        RulePairs.Example(
          place: row.place, operation: row.fields.operation, model: row.fields.model,
          modulePath: row.fields.modulePath), of: pair)
    }
  }

  @inline(never)
  private func print(
    _ row: VisitedRow, _ pair: RulePairs.Pair, _ output: inout RowOutput
  ) throws(RowFailure) {
    try output.append(row)
    output.append(pair.old, inColumn: 0)
    output.append(pair.old, inColumn: 1)
    output.append(pair.new, inColumn: 2)
    output.append(pair.new, inColumn: 3)
    output.endRow()
  }

  mutating func merge(_ other: consuming DiffVisitor) {
    pairs.merge(other.pairs)
    _ = models.merge(other.models)
    _ = changedModels.merge(other.changedModels)
    _ = changedPaths.merge(other.changedPaths)
  }
}
