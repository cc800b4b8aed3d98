/// The literals of a `LiteralAutomaton` while it is put together: a tree of states, 0 the root.
///
/// A state has a list of its children. A row of the table, with where it goes from every byte, is
/// written once, in its place: it is the row of the state's longest suffix, but for the children.
/// Rows that were filled while the tree grew, and then copied in their order, took 3 MB of memory
/// for the thousand regexes of `regex1k` and 24 of the 31 million instructions that the automaton
/// took.
struct LiteralTrie: ~Copyable {
  private struct State: BitwiseCopyable {
    /// The first of its children, and the next of its parent's, by symbol; 0 where there is none.
    var firstChild: UInt32 = 0
    var nextSibling: UInt32 = 0
    /// The state of its longest proper suffix that is one.
    var suffix: UInt32 = 0
    /// The nearest state on the way of shorter suffixes in which a literal ends, or 0.
    var shorterFinding: UInt32 = 0
    /// How many regexes have a literal that ends here, and the last of them.
    var regexCount: UInt32 = 0
    var lastRegex = UInt32.max
    /// The class of the byte that leads here.
    var symbol: UInt8 = 0
    /// How many bytes lead here, or 255 where it is more.
    var depth: UInt8 = 0
    /// Whether it has a row of its own.
    var hasRow = false
    /// The class of the one byte from which it goes elsewhere than its row says; of none, if there isn't
    /// one.
    var elsewhere = LiteralWay.noSymbol
  }

  private let mostStates: Int
  private var states = [State()]
  /// The children of the root, by symbol: all ways of suffixes end there.
  private var rootChildren: [UInt32]
  /// The regexes with the states in which their literals end, by regex.
  private var endings: [(state: UInt32, regex: UInt32)] = []
  /// All states, in the order of their depth; complete behind `link`.
  private(set) var breadthFirst: [UInt32] = []

  init(classCount: Int, mostStates: Int) {
    self.mostStates = mostStates
    rootChildren = Array(repeating: 0, count: classCount)
  }

  /// How many states there are.
  var count: Int { states.count }

  /// The state behind a byte of this class at the start.
  func child(ofRoot symbol: UInt8) -> UInt32 { rootChildren[Int(symbol)] }

  func depth(of state: UInt32) -> UInt8 { states[Int(state)].depth }

  /// Whether some literal ends in a state.
  func finds(_ state: UInt32) -> Bool {
    states[Int(state)].regexCount > 0 || states[Int(state)].shorterFinding != 0
  }

  /// Whether a literal of some regex is all that leads to a state.
  func hasRegexes(_ state: UInt32) -> Bool { states[Int(state)].regexCount > 0 }

  func shorterFinding(of state: UInt32) -> UInt32 { states[Int(state)].shorterFinding }

  /// Adds a literal, unless there is no room.
  ///
  /// - Parameters:
  ///   - bytes: The literal.
  ///   - classes: The class of each byte.
  ///   - regex: The regex that it is one of; no smaller than those before.
  mutating func insert(
    _ bytes: [UInt8], _ classes: UnsafeMutablePointer<UInt8>, regex: UInt32
  ) -> Bool {
    var state: UInt32 = 0
    for byte in bytes {
      let symbol = classes[Int(byte)]
      let first = state == 0 ? rootChildren[Int(symbol)] : states[Int(state)].firstChild
      let found = search(symbol, from: first)
      if found.isIt {
        state = found.child
      } else {
        guard let new = add(symbol, to: state, behind: found.before, before: found.child) else {
          return false
        }
        state = new
      }
    }
    if states[Int(state)].lastRegex != regex {
      states[Int(state)].lastRegex = regex
      states[Int(state)].regexCount += 1
      endings.append((state, regex))
    }
    return true
  }

  /// Looks for a symbol in a list of children.
  ///
  /// - Returns: The last child whose symbol is smaller and the first whose symbol isn't, or 0; and
  ///   whether that one has it.
  private func search(
    _ symbol: UInt8, from first: UInt32
  ) -> (before: UInt32, child: UInt32, isIt: Bool) {
    var before: UInt32 = 0
    var child = first
    while child != 0, states[Int(child)].symbol < symbol {
      before = child
      child = states[Int(child)].nextSibling
    }
    return (before, child, child != 0 && states[Int(child)].symbol == symbol)
  }

  /// Adds a child to a state, if there is room, between two that it has. Those of the root are
  /// listed by `link`.
  private mutating func add(
    _ symbol: UInt8, to parent: UInt32, behind before: UInt32, before next: UInt32
  ) -> UInt32? {
    guard states.count < mostStates else { return nil }
    let new = UInt32(states.count)
    let depth = states[Int(parent)].depth
    states.append(
      State(nextSibling: next, symbol: symbol, depth: depth == .max ? .max : depth + 1))
    if parent == 0 {
      rootChildren[Int(symbol)] = new
    } else if before == 0 {
      states[Int(parent)].firstChild = new
    } else {
      states[Int(before)].nextSibling = new
    }
    return new
  }

  /// Finds the suffixes, and which states have rows.
  mutating func link() {
    for child in rootChildren.reversed() where child != 0 {
      states[Int(child)].nextSibling = states[0].firstChild
      states[0].firstChild = child
    }
    breadthFirst = [0]
    breadthFirst.reserveCapacity(count)
    var place = 0
    while place < breadthFirst.count {
      let state = Int(breadthFirst[place])
      place += 1
      let suffix = states[state].suffix
      if state != 0 {
        let shorter = states[Int(suffix)]
        states[state].shorterFinding = shorter.regexCount > 0 ? suffix : shorter.shorterFinding
      }
      setWay(of: state)
      var child = states[state].firstChild
      while child != 0 {
        breadthFirst.append(child)
        if state != 0 {
          states[Int(child)].suffix = target(from: suffix, states[Int(child)].symbol)
        }
        child = states[Int(child)].nextSibling
      }
    }
  }

  /// A state goes where its suffix goes, but from the bytes that lead to its children. If that leaves more
  /// than one byte from which it doesn't go where a row says that is there, it has a row.
  private mutating func setWay(of state: Int) {
    let child = states[state].firstChild
    let inherited = states[Int(states[state].suffix)].elsewhere
    if state == 0 {
      states[0].hasRow = true
    } else if child == 0 {
      states[state].elsewhere = inherited
    } else {
      let symbol = states[Int(child)].symbol
      let isOnly = states[Int(child)].nextSibling == 0
      if isOnly, inherited == LiteralWay.noSymbol || inherited == symbol {
        states[state].elsewhere = symbol
      } else {
        states[state].hasRow = true
      }
    }
  }

  /// Whether a state has a row of its own.
  func hasRow(_ state: UInt32) -> Bool { states[Int(state)].hasRow }

  /// Where a state that isn't as deep as those whose suffixes are looked for goes from a byte.
  private func target(from state: UInt32, _ symbol: UInt8) -> UInt32 {
    var state = state
    while state != 0 {
      let found = search(symbol, from: states[Int(state)].firstChild)
      if found.isIt { return found.child }
      state = states[Int(state)].suffix
    }
    return rootChildren[Int(symbol)]
  }

  /// All states, in an order in which those that a path goes through are near one another.
  ///
  /// Those of the first bytes, by their depth: they are in use all the time. Then all others as they
  /// were added, so that the states of a literal follow one another. Under ten thousand regexes, to
  /// follow the new paths of the inventory takes a fifth to a third less time than with all states
  /// in the order of their depth, and under `regex1k` a tenth.
  var statesByLocality: [UInt32] {
    breadthFirst.filter { depth(of: $0) <= Self.commonDepth }
      + (0..<UInt32(count)).filter { depth(of: $0) > Self.commonDepth }
  }

  private static let commonDepth: UInt8 = 3

  /// Where each state goes from each byte.
  ///
  /// - Parameters:
  ///   - numbers: The number of each state. That of the root is 0.
  ///   - firstCount: The states of the first numbers, so many, all have rows: those of their numbers.
  ///   - shift: There are no more classes than a row of `1 << shift` entries has room for.
  ///   - ways: Takes the way of each state, by its number.
  /// - Returns: The rows, one behind the other. They are the caller's to free.
  func rows<Number: FixedWidthInteger & UnsignedInteger>(
    _ numbers: [UInt32], firstCount: Int, shift: Int, _ ways: UnsafeMutablePointer<LiteralWay>
  ) -> UnsafeMutablePointer<Number> {
    let rowCount = states.count { $0.hasRow }
    let rows = UnsafeMutablePointer<Number>.allocate(capacity: rowCount << shift)
    /// Writes where the children of a state are into a row.
    func setChildren(of state: UInt32, row: Int) {
      var child = states[Int(state)].firstChild
      while child != 0 {
        rows[row << shift + Int(states[Int(child)].symbol)] = Number(
          truncatingIfNeeded: numbers[Int(child)])
        child = states[Int(child)].nextSibling
      }
    }
    // The root stays where it is, unless a literal begins.
    rows.initialize(repeating: 0, count: 1 << shift)
    setChildren(of: 0, row: 0)
    ways.initialize(to: LiteralWay(row: 0))
    var nextRow = firstCount
    for state in breadthFirst.dropFirst() {
      let number = Int(numbers[Int(state)])
      // That of the suffix is there, as it isn't as deep.
      var way = ways[Int(numbers[Int(states[Int(state)].suffix)])]
      if states[Int(state)].hasRow {
        let row = number < firstCount ? number : nextRow
        if row == nextRow { nextRow += 1 }
        (rows + row << shift).initialize(from: rows + way.row << shift, count: 1 << shift)
        if let elsewhere = way.elsewhere {
          rows[row << shift + Int(elsewhere.symbol)] = Number(truncatingIfNeeded: elsewhere.target)
        }
        setChildren(of: state, row: row)
        way = LiteralWay(row: row)
      } else if states[Int(state)].firstChild != 0 {
        let child = Int(states[Int(state)].firstChild)
        way = LiteralWay(row: way.row, states[child].symbol, to: numbers[child])
      }
      (ways + number).initialize(to: way)
    }
    return rows
  }

  /// The regexes of the literals that end in some states, one state's behind the other's, in their
  /// order.
  ///
  /// - Returns: The regexes, and where those of each state begin; at last, where they end.
  func regexes(of order: ArraySlice<UInt32>) -> (regexes: [UInt32], starts: [Int]) {
    var starts = [0]
    starts.reserveCapacity(order.count + 1)
    // Where the next regex of each state goes.
    var places = [Int](repeating: 0, count: count)
    for state in order {
      places[Int(state)] = starts[starts.count - 1]
      starts.append(starts[starts.count - 1] + Int(states[Int(state)].regexCount))
    }
    var regexes = [UInt32](repeating: 0, count: endings.count)
    for (state, regex) in endings {
      regexes[places[Int(state)]] = regex
      places[Int(state)] += 1
    }
    return (regexes, starts)
  }
}
