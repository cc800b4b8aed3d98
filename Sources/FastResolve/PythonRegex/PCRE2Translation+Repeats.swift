// Repeats in PCRE2's syntax.
//
// Two things differ. A possessive repeat of a group makes every single iteration atomic in CPython
// 3.11 (`(?:a+){2}+` does not match "aa"), where PCRE2 only makes the whole so; the body of such
// a repeat is therefore put into an atomic group. The repeat is written as an atomic group too, not
// with a `+`: the machine code that 10.42 makes of `(x)*+` leaves the capture set when the matcher
// goes back beyond it, so that `(?:(\w)*+|\1)b` matches "bb".
//
// And PCRE2's counts end at 65,535, CPython's at 4,294,967,294; the counts of single characters are
// cut into pieces, others are not translated.

extension PCRE2Translation {
  /// From here on a bound is no bound: no subject is as long (`RegexProgram.matches` says so).
  private static let endlessCount: UInt32 = 1 << 31

  mutating func write(
    _ body: RegexNode, repeated counts: RegexRepeat
  ) throws(PCRE2Refusal) {
    let maximum = counts.maximum.flatMap { $0 >= Self.endlessCount ? nil : $0 }
    let isSingle = Self.isSingleCharacter(body)
    if counts.minimum > Self.maximumCount || maximum ?? 0 > Self.maximumCount {
      guard isSingle else {
        throw PCRE2Refusal("a count over \(Self.maximumCount) on more than one character")
      }
      return try write(body, manyTimes: counts, maximum: maximum)
    }
    if counts.kind == .possessive, !isSingle {
      write("(?>")
      try write(atomically: body)
      write(counts.minimum, maximum, .greedy)
      write(")")
      return
    }
    if isSingle {
      try write(body)
    } else if case .group = body {
      try write(body)
    } else {
      write("(?:")
      try write(body)
      write(")")
    }
    write(counts.minimum, maximum, counts.kind)
  }

  /// One iteration of a possessive repeat. A capture has to be outside of the atomic group.
  private mutating func write(atomically body: RegexNode) throws(PCRE2Refusal) {
    guard case .group(.capturing(let number, let name), let inner) = body else {
      write("(?:(?>")
      try write(body)
      write("))")
      return
    }
    try write(.group(.capturing(number: number, name: name), .group(.atomic, inner)))
  }

  private mutating func write(
    _ minimum: UInt32, _ maximum: UInt32?, _ kind: RegexRepeat.Kind
  ) {
    switch (minimum, maximum) {
    case (0, nil): write("*")
    case (1, nil): write("+")
    case (0, 1): write("?")
    default:
      write("{")
      write(number: minimum)
      if maximum != minimum { write(",") }
      if let maximum, maximum != minimum { write(number: maximum) }
      write("}")
    }
    switch kind {
    case .greedy: break
    case .lazy: write("?")
    case .possessive: write("+")
    }
  }

  /// `x{100000,200000}` as `(?:(?:x{65535}){1}x{34465}x{0,65535}x{0,34465})`.
  private mutating func write(
    _ body: RegexNode, manyTimes counts: RegexRepeat, maximum: UInt32?
  ) throws(PCRE2Refusal) {
    let (full, rest) = counts.minimum.quotientAndRemainder(dividingBy: Self.maximumCount)
    write("(?:")
    if full > 0 {
      write("(?:")
      try write(body)
      write(Self.maximumCount, Self.maximumCount, .greedy)
      write(")")
      write(full, full, .greedy)
    }
    if rest > 0 {
      try write(body)
      write(rest, rest, .greedy)
    }
    if let maximum {
      var left = maximum - counts.minimum
      if left / Self.maximumCount > 3 {
        throw PCRE2Refusal("a range of counts over \(Self.maximumCount * 4)")
      }
      while left > 0 {
        let count = min(left, Self.maximumCount)
        try write(body)
        write(0, count, counts.kind)
        left -= count
      }
    } else {
      try write(body)
      write(0, nil, counts.kind)
    }
    write(")")
  }

  /// Whether a node is one character to both engines, so that its repeat is a simple one.
  private static func isSingleCharacter(_ node: RegexNode) -> Bool {
    switch node {
    case .literal, .any, .set: true
    default: false
    }
  }
}
