/// What is known of the numbers of the path that the memo was asked about last.
///
/// The rows of a layer follow one another and have the same beginning, up to and with the number of
/// the layer. So what is found out of that is had again for the next row, for one comparison.
struct LastNumbers: BitwiseCopyable {
  /// The path up to the end of its last number: bytes of the chunk.
  fileprivate var beginning = ByteSlice.empty
  /// The digits of its numbers.
  fileprivate var digits = NumberVerdicts.Digits.none
  /// The name of the beginning up to its first number, if that was asked.
  fileprivate var name: UInt32?
  /// What `LiteralVerdict` says of the state at the end; `noState` if that wasn't asked.
  fileprivate var state = NumberChecks.LiteralVerdict.noState
}

extension RowMemo {
  /// Whether an entry's row is known with the numbers of a rest that is its own but for these. Of an
  /// entry that is checked.
  @inline(never)
  mutating func areAllowed(
    _ known: UnsafeMutablePointer<Entry>, _ rest: UnsafePointer<UInt8>
  ) -> Bool {
    let checked = known.checked
    let path = ByteSlice(
      rest + Int(checked.pointee.pathStart), count: Int(checked.pointee.pathCount))
    let beginning = path.prefix(Int(checked.pointee.numberedCount))
    if beginning.equals(lastNumbers.beginning) {
      // Mostly, if nothing hangs on what stands behind.
      if hangsOnNothing(known), !checked.pointee.mayBeNamed { return true }
    } else {
      lastNumbers = LastNumbers()
      lastNumbers.beginning = beginning
      lastNumbers.digits = NumberVerdicts.digits(of: path, known.numbers)
    }
    let key = NumberVerdicts.key(name(of: known), lastNumbers.digits)
    if let verdict = verdicts.find(key) { return verdict }
    let isAllowed = ask(known, path)
    verdicts.insert(key, isAllowed: isAllowed)
    return isAllowed
  }

  /// Whether it is known that no literal and no guard tells the numbers asked about last, of an
  /// entry, from others.
  @inline(__always)
  private func hangsOnNothing(_ known: UnsafeMutablePointer<Entry>) -> Bool {
    let checked = known.checked
    // Of what ends with a number the state says nothing.
    return checked.pointee.guardCount == 0
      && (!checked.pointee.mayHaveLiteral || lastNumbers.state == 0)
      && checked.pointee.pathCount > checked.pointee.numberedCount
  }

  /// Asks the rules.
  @inline(never)
  private mutating func ask(_ known: UnsafeMutablePointer<Entry>, _ path: ByteSlice) -> Bool {
    !isNamed(known, path)
      && (hangsOnNothing(known) || !isFoundByLiteral(known, path))
      && checks.agree(known.guards, on: path)
  }

  /// Whether a rule says something of the path by one of its numbers.
  @inline(__always)
  private mutating func isNamed(
    _ known: UnsafeMutablePointer<Entry>, _ path: ByteSlice
  ) -> Bool {
    guard known.checked.pointee.mayBeNamed else { return false }
    let first = known.numbers[0]
    let name =
      lastNumbers.name ?? checks.name(path, first, startHash: known.checked.pointee.startHash)
    lastNumbers.name = name
    return checks.isNamed(path, first.end, known.checked.pointee.endsBehindFirst, name)
  }

  /// Whether a regex that may tell the numbers from others is found by a literal with a byte of one,
  /// but for the guards; also where that isn't known.
  @inline(__always)
  private mutating func isFoundByLiteral(
    _ known: UnsafeMutablePointer<Entry>, _ path: ByteSlice
  ) -> Bool {
    guard known.checked.pointee.mayHaveLiteral else { return false }
    let end = lastNumbers.beginning.count
    let state = lastNumbers.state
    if state != NumberChecks.LiteralVerdict.noState, path.count > end {
      return state != 0
        && !checks.isOfNoLiteral(path, known.openPath, behind: end, state, but: known.guards)
    }
    let verdict = checks.areOfNoLiteral(path, known.openPath, known.numbers, but: known.guards)
    lastNumbers.state = verdict.state
    return !verdict.isAllowed
  }
}
