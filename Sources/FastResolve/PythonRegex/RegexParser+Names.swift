// How groups are named: by identifiers, by numbers, and what may be referred to from where.

extension RegexParser {
  /// CPython's MAXGROUPS.
  private static let groupLimit = 1_073_741_823

  /// CPython: `Tokenizer.checkgroupname`, always one character after the name.
  func checkGroupName(_ name: String) throws(PythonRegexError) {
    if !name.isPythonIdentifier { throw badName(name) }
  }

  private func badName(_ name: String) -> PythonRegexError {
    tokens.error(
      "bad character in group name \(name.pythonRepresentation)",
      back: name.unicodeScalars.count + 1
    )
  }

  /// From inside a look-behind only groups that were closed before it can be referred to. CPython:
  /// `State.checklookbehindgroup`.
  func checkLookBehind(_ group: Int) throws(PythonRegexError) {
    guard let limit = groupsBeforeLookBehind else { return }
    guard group < closedGroups.count, closedGroups[group] else {
      throw tokens.error("cannot refer to an open group")
    }
    if group >= limit {
      throw tokens.error("cannot refer to group defined in the same lookbehind subpattern")
    }
  }

  /// The group in `(?(…)`: a name, or a number, which may be one of a group yet to come.
  mutating func parseConditionGroup() throws(PythonRegexError) -> Int {
    let name = try tokens.take(until: ")", name: "group name")
    let back = name.unicodeScalars.count + 1
    if name.isPythonIdentifier {
      if let group = groupNames[name] { return group }
      throw tokens.error("unknown group name \(name.pythonRepresentation)", back: back)
    }
    guard let number = PythonInteger(name) else { throw badName(name) }
    if number.value == 0 { throw tokens.error("bad group number", back: back) }
    guard let group = Int(number.digits), group < Self.groupLimit else {
      throw tokens.error("invalid group reference \(number.digits)", back: back)
    }
    if !conditionalGroups.contains(where: { $0.group == group }) {
      conditionalGroups.append((group, tokens.position - back))
    }
    return group
  }
}

/// A number that is not negative, as Python's `int` reads it from text: white space around it, a
/// sign, single underscores between digits, digits of any script.
struct PythonInteger {
  /// The digits in ASCII without leading zeros; `"0"` for zero.
  let digits: String
  /// The number, or `nil` when it is too large for an `Int`.
  var value: Int? { Int(digits) }

  init?(_ text: String) {
    var scalars = text.unicodeScalars[...]
    while let first = scalars.first, first.isPythonSpace { scalars.removeFirst() }
    while let last = scalars.last, last.isPythonSpace { scalars.removeLast() }
    var negative = false
    if let sign = scalars.first, sign == "+" || sign == "-" {
      negative = sign == "-"
      scalars.removeFirst()
    }
    var digits = ""
    var digitCount = 0
    var afterDigit = false
    for scalar in scalars {
      if scalar == "_" {
        guard afterDigit else { return nil }
        afterDigit = false
        continue
      }
      guard let digit = scalar.pythonDigit else { return nil }
      afterDigit = true
      digitCount += 1
      if !digits.isEmpty || digit != 0 { digits += String(digit) }
    }
    guard afterDigit, digitCount <= 4300 else { return nil }
    if negative, !digits.isEmpty { return nil }
    self.digits = digits.isEmpty ? "0" : digits
  }
}

extension Unicode.Scalar {
  /// Python's `str.isspace` for one character.
  fileprivate var isPythonSpace: Bool {
    CodePointSet.space.contains(value)
  }

  /// The value of a decimal digit.
  fileprivate var pythonDigit: Int? {
    if value < 0x80 { return (0x30...0x39).contains(value) ? Int(value) - 0x30 : nil }
    guard properties.generalCategory == .decimalNumber, let age = properties.age, age.major <= 14,
      let number = properties.numericValue
    else { return nil }
    return Int(number)
  }
}
