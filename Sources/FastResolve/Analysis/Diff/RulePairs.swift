/// Pairs of a rule of one set and a rule of another, with how many rows they decide.
///
/// A row is one of a pair. The pairs that occur are about as many as the rules; what is to be known
/// of each is found out when it is made.
struct RulePairs: ~Copyable, @unchecked Sendable {
  /// A pair of rules.
  struct Pair: BitwiseCopyable {
    var old: RuleID
    var new: RuleID
    var difference: Difference
    /// How many examples there are.
    fileprivate(set) var exampleCount: UInt8 = 0
    /// How many rows there are.
    var rows = 0
  }

  /// In what the two rules of a pair differ.
  enum Difference: UInt8, BitwiseCopyable {
    /// In nothing: they have the same key and the same qconfig.
    case none
    /// In their keys, but not in their qconfigs.
    case rule
    /// In their qconfigs.
    case qconfig
  }

  /// A row that a pair decides.
  struct Example: BitwiseCopyable {
    var place: RowPlace
    var operation: NodeOperation
    var model: ByteSlice
    var modulePath: ByteSlice
  }

  /// How many examples are kept.
  static let mostExamples = 3

  // Invariants: `pairs` has room for `capacity`, of which the first `count` are initialized; `kept`
  // for three times as many, of which three belong to each pair, and the first `exampleCount` of
  // those are initialized, rising by their place. The texts of examples are in `arena`.
  private var pairs: UnsafeMutablePointer<Pair>
  private var kept: UnsafeMutablePointer<Example>
  private var capacity = 16
  private(set) var count = 0
  private var slots = NumberSlots()
  private var arena = ByteArena()

  init() {
    pairs = .allocate(capacity: capacity)
    kept = .allocate(capacity: capacity * Self.mostExamples)
  }

  deinit {
    pairs.deallocate()
    kept.deallocate()
  }

  /// The pair with a number.
  @inline(__always)
  subscript(number: Int) -> Pair {
    get { pairs[number] }
    nonmutating _modify { yield &pairs[number] }
  }

  /// The number of a pair, which is made if it isn't there.
  ///
  /// - Parameter difference: Finds out in what its rules differ.
  @inline(never)
  mutating func number(
    _ old: RuleID, _ new: RuleID, _ difference: (RuleID, RuleID) -> Difference
  ) -> Int {
    let hash = hashPair(old.number, new.number)
    let known = slots.find(hash) { [pairs] in pairs[$0].old == old && pairs[$0].new == new }
    if let known { return known }
    if count == capacity { grow() }
    (pairs + count).initialize(
      to: Pair(old: old, new: new, difference: difference(old, new)))
    slots.insert(count, hash: hash) { [pairs] in
      hashPair(pairs[$0].old.number, pairs[$0].new.number)
    }
    count += 1
    return count - 1
  }

  private mutating func grow() {
    pairs = grown(pairs, count, to: capacity * 2)
    let larger = UnsafeMutablePointer<Example>.allocate(capacity: capacity * 2 * Self.mostExamples)
    for number in 0..<count {
      let offset = number * Self.mostExamples
      (larger + offset).initialize(from: kept + offset, count: Int(pairs[number].exampleCount))
    }
    kept.deallocate()
    kept = larger
    capacity *= 2
  }

  // MARK: Examples

  /// The examples of a pair, the first ones by their place.
  func examples(of number: Int) -> [Example] {
    (0..<Int(pairs[number].exampleCount)).map { kept[number * Self.mostExamples + $0] }
  }

  /// Whether a row is among the first of its pair so far.
  @inline(__always)
  func isExample(_ place: RowPlace, of number: Int) -> Bool {
    let last = Self.mostExamples &- 1
    return Int(pairs[number].exampleCount) <= last
      || place < kept[number &* Self.mostExamples &+ last].place
  }

  /// Keeps a row, which is among the first of its pair, as an example.
  ///
  /// Workers meet the rows nearly in their order, so the bytes of examples that others replace are
  /// few.
  @inline(never)
  mutating func keep(_ example: Example, of number: Int) {
    guard isExample(example.place, of: number) else { return }
    let examples = kept + number * Self.mostExamples
    var position = min(Int(pairs[number].exampleCount), Self.mostExamples - 1)
    pairs[number].exampleCount = UInt8(position + 1)
    while position > 0, example.place < examples[position - 1].place {
      (examples + position).initialize(to: examples[position - 1])
      position -= 1
    }
    var example = example
    example.model = arena.keep(example.model)
    example.modulePath = arena.keep(example.modulePath)
    (examples + position).initialize(to: example)
  }

  /// Adds the rows of another's pairs.
  mutating func merge(_ other: borrowing RulePairs) {
    for position in 0..<other.count {
      let pair = other[position]
      let number = number(pair.old, pair.new) { _, _ in pair.difference }
      pairs[number].rows += pair.rows
      for example in other.examples(of: position) { keep(example, of: number) }
    }
  }
}
