import CBytes

// Whether a regex can match a path of which some digits are open.
//
// It is the walk of `PathPrograms` once more, over what all paths have in common that differ in
// these digits alone: an open digit passes every test that one of the ten digits passes. Where a
// run may end at one or go on, the walk gives up and says that the regex may match. So what it
// says matches nothing matches none of the paths.

/// A path with any digits in some of its places.
struct OpenPath: BitwiseCopyable {
  /// The path, with `openDigit` in these places.
  var bytes: ByteSlice
  /// Its pairs; of those without a digit, the pairs of all paths that it stands for.
  var pairs = LiteralSignature.everything

  /// A byte that no path has, as it is in no UTF-8.
  static let openDigit = UInt8(OPEN_ROW_DIGIT)

  fileprivate var count: Int { bytes.count }

  /// Whether the byte at an offset is a certain one, or can be.
  @inline(__always)
  fileprivate func mayBe(_ byte: UInt8, at offset: Int) -> Bool {
    bytes[offset] == byte || bytes[offset] == Self.openDigit && isDigit(byte)
  }

  /// Whether two bytes are the same, or can be.
  @inline(__always)
  fileprivate func maySame(_ offset: Int, _ other: Int) -> Bool {
    mayBe(bytes[offset], at: other) || mayBe(bytes[other], at: offset)
  }
}

extension PathPrograms {
  /// Whether a regex that has a program may match one of the paths; of others that isn't known.
  ///
  /// - Parameter path: ASCII without a newline, whatever the digits.
  /// - Complexity: Like a match, and bounded.
  func mayMatch(_ regex: Int, _ path: OpenPath) -> Bool {
    let program = program(regex)
    guard program.start != UInt32.max else { return true }
    var budget = 2000
    return mayMatch(program.start, path, from: 0, &budget) && mayMeetConditions(program, path)
  }

  private func mayMatch(
    _ start: UInt32, _ path: OpenPath, from offset: Int, _ budget: inout Int
  ) -> Bool {
    var offset = offset
    var instruction = instruction(start)
    while true {
      budget &-= 1
      if budget < 0 { return true }
      switch instruction.pointee.operation {
      case .accept: return true
      case .end: return offset == path.count
      case .text, .caselessText:
        guard mayHold(instruction, path, at: offset) else { return false }
        offset &+= Int(instruction.pointee.count)
      case .run:
        guard let taken = run(instruction, path, from: offset) else { return true }
        if taken < Int(instruction.pointee.minimum) { return false }
        offset &+= taken
      case .repeatedStart:
        guard let taken = run(instruction, path, from: 0) else { return true }
        let start = offset
        guard taken <= path.count &- start,
          (0..<taken).allSatisfy({ path.maySame($0, start &+ $0) })
        else { return false }
        offset &+= taken
      case .gap:
        return mayMatch(behindGap: instruction, path, from: offset, &budget)
      case .gapBeforeEnd:
        let end = path.count &- Int(instruction.pointee.count)
        if end < offset &+ Int(instruction.pointee.minimum) { return false }
        offset = end
      case .choice:
        return mayMatch(oneOf: instruction, path, from: offset, &budget)
      }
      instruction = self.instruction(instruction.pointee.next)
    }
  }

  @inline(__always)
  private func mayMatch(
    oneOf choice: UnsafePointer<Instruction>, _ path: OpenPath, from offset: Int,
    _ budget: inout Int
  ) -> Bool {
    let first = Int(choice.pointee.first)
    for number in first..<first &+ Int(choice.pointee.count) {
      let start = self.choice(number)
      let branch = instruction(start)
      // Mostly the first byte tells the branches apart.
      if branch.pointee.operation == .text {
        guard offset < path.count, path.mayBe(byte(Int(branch.pointee.first)), at: offset) else {
          continue
        }
      }
      if mayMatch(start, path, from: offset, &budget) { return true }
    }
    return false
  }

  private func mayMatch(
    behindGap gap: UnsafePointer<Instruction>, _ path: OpenPath, from offset: Int,
    _ budget: inout Int
  ) -> Bool {
    var place = offset &+ Int(gap.pointee.minimum)
    let next = instruction(gap.pointee.next)
    guard next.pointee.operation == .text else {
      while place <= path.count {
        if mayMatch(gap.pointee.next, path, from: place, &budget) { return true }
        place &+= 1
      }
      return false
    }
    // One byte of the text tells where it may be, unless a digit may be that.
    let count = Int(next.pointee.count)
    let rare = Int(next.pointee.rare)
    let rareByte = byte(Int(next.pointee.first) &+ rare)
    let isRare = !isDigit(rareByte)
    while place <= path.count &- count {
      if isRare {
        let rest = path.bytes.dropFirst(place &+ rare)
        guard let found = rest.firstOffset(of: rareByte) else { return false }
        place &+= found
      }
      if mayHold(next, path, at: place),
        mayMatch(next.pointee.next, path, from: place &+ count, &budget)
      {
        return true
      }
      place &+= 1
    }
    return false
  }

  /// How many characters a run takes; `nil` where that hangs on an open digit.
  private func run(
    _ run: UnsafePointer<Instruction>, _ path: OpenPath, from offset: Int
  ) -> Int? {
    let set = set(run.pointee.first)
    let most = min(path.count &- offset, Int(run.pointee.maximum))
    var taken = 0
    while taken < most {
      let byte = path.bytes[offset &+ taken]
      if byte == OpenPath.openDigit {
        guard let areIn = set.containsDigits else { return nil }
        if !areIn { break }
      } else if !set.contains(byte) {
        break
      }
      taken &+= 1
    }
    return taken
  }

  @inline(__always)
  private func mayHold(
    _ text: UnsafePointer<Instruction>, _ path: OpenPath, at offset: Int
  ) -> Bool {
    mayHold(
      text.pointee.first, Int(text.pointee.count), path, at: offset,
      isCaseless: text.pointee.operation == .caselessText)
  }

  @inline(__always)
  private func mayHold(
    _ text: UInt32, _ count: Int, _ path: OpenPath, at offset: Int, isCaseless: Bool = false
  ) -> Bool {
    guard count <= path.count &- offset else { return false }
    for index in 0..<count {
      let byte = byte(Int(text) &+ index)
      let isThere = isCaseless && asciiLowerCase(path.bytes[offset &+ index]) == byte
      if !isThere, !path.mayBe(byte, at: offset &+ index) { return false }
    }
    return true
  }

  /// Whether the texts that have to be there may be, and those that may not be there aren't surely.
  private func mayMeetConditions(_ program: Program, _ path: OpenPath) -> Bool {
    for number in program.firstCondition..<program.firstCondition &+ program.conditionCount {
      let condition = condition(number)
      let count = Int(condition.count)
      let places = 0..<max(path.count &- count &+ 1, 0)
      if condition.isWanted {
        guard places.contains(where: { mayHold(condition.first, count, path, at: $0) }) else {
          return false
        }
      } else if places.contains(where: { surelyHolds(condition.first, count, path, at: $0) }) {
        return false
      }
    }
    return true
  }

  private func surelyHolds(
    _ text: UInt32, _ count: Int, _ path: OpenPath, at offset: Int
  ) -> Bool {
    (0..<count).allSatisfy { byte(Int(text) &+ $0) == path.bytes[offset &+ $0] }
  }
}

extension ASCIISet {
  /// Whether it contains all ten digits, or none; `nil` where it contains some.
  fileprivate var containsDigits: Bool? {
    let digits: UInt64 = 0x3FF << 0x30
    let inside = low & digits
    return inside == digits ? true : inside == 0 ? false : nil
  }
}
