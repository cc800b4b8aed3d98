import Testing

@testable import FastResolve

struct CandidatesTests {
  /// Regexes of which literals were found, and others that nothing is looked for by.
  private struct Case: CustomStringConvertible {
    var regexCount: Int
    var found: [Int]
    var others: Set<Int>

    /// Some found more than once, and some in both.
    init(_ random: inout SplitMix64) {
      let regexCount = random.pick([1, 10, 70, 5000])
      self.regexCount = regexCount
      found = (0..<random.below(random.pick([3, 6, 40]))).map { _ in random.below(regexCount) }
      let share = random.pick([0, 0.02, 0.9])
      others = Set((0..<regexCount).filter { _ in random.chance(share) })
      if let one = found.randomElement(using: &random), random.chance(0.3) { others.insert(one) }
    }

    var description: String { "\(found) and \(others.sorted()) of \(regexCount)" }

    /// - Parameter body: Is given the candidates. The place of a regex is 7 more than its position.
    func withCandidates<T>(_ body: (inout Candidates) -> T) -> T {
      let others = bits(self.others)
      var iterator = RegexBits.Iterator(RegexBits.Words(others))
      let list = UnsafeMutablePointer<Candidate>.allocate(capacity: max(found.count, 1))
      defer { list.deallocate() }
      for (index, regex) in found.enumerated() { list[index] = Candidate(regex, place: regex + 7) }
      let result = withUnsafeMutablePointer(to: &iterator) { iterator in
        var candidates = Candidates(
          list, count: found.count, others: others.isEmpty ? nil : iterator)
        return body(&candidates)
      }
      // What is borrowed is there until here.
      precondition(others.isEmpty == self.others.isEmpty)
      return result
    }

    func bits(_ positions: Set<Int>) -> RegexBits {
      let bits = RegexBits(count: regexCount)
      for position in positions { bits.insert(position) }
      return bits
    }
  }

  @Test(arguments: 0..<8) func areTakenInOrder(seed: UInt64) {
    var random = SplitMix64(seed: seed &+ 7700)
    for _ in 0..<200 {
      let test = Case(&random)
      let taken = test.withCandidates { candidates in
        var taken: [Candidate] = []
        while let next = candidates.next() { taken.append(next) }
        return taken
      }
      #expect(taken.map(\.regex) == test.others.union(test.found).sorted(), "\(test)")
      for candidate in taken {
        let isFound = test.found.contains(candidate.regex)
        #expect(candidate.place == (isFound ? candidate.regex + 7 : Candidate.noPlace))
      }
      let count = test.withCandidates { $0.removeAll() }
      #expect(count == taken.count)
    }
  }

  /// Once the first few are taken, those of a set are.
  @Test(arguments: 0..<8) func ofASetAreTheRest(seed: UInt64) {
    var random = SplitMix64(seed: seed &+ 7800)
    for _ in 0..<200 {
      let test = Case(&random)
      let wanted = Set((0..<test.regexCount).filter { _ in random.chance(0.3) })
      let all = test.others.union(test.found).sorted()
      let takenCount = random.below(all.count + 1)
      let set = test.bits(wanted)
      let rest = test.withCandidates { candidates in
        for _ in 0..<takenCount { _ = candidates.next() }
        var rest: [Int] = []
        while let next = candidates.next(in: RegexBits.Words(set)) { rest.append(next.regex) }
        return rest
      }
      // One that is found twice may be there twice, and one that was taken once more.
      precondition(set.isEmpty == wanted.isEmpty)
      let expected = wanted.intersection(all.dropFirst(takenCount))
      #expect(expected.isSubset(of: rest), "\(test)")
      #expect(Set(rest).subtracting(expected).isSubset(of: test.found), "\(test)")
    }
  }

  // MARK: Sets of regexes

  /// The positions of a set, as an iterator walks them.
  private static func positions(_ bits: borrowing RegexBits) -> [Int] {
    var positions: [Int] = []
    var iterator = RegexBits.Iterator(RegexBits.Words(bits))
    while iterator.position != RegexBits.end {
      positions.append(iterator.position)
      iterator.advance()
    }
    return positions
  }

  @Test(arguments: 0..<8) func positionsOfASet(seed: UInt64) {
    var random = SplitMix64(seed: seed &+ 7900)
    let count = random.pick([1, 64, 65, 4096, 9000])
    let bits = RegexBits(count: count)
    var expected: Set<Int> = []
    for _ in 0..<300 {
      let position = random.below(count)
      if random.chance(0.6) {
        bits.insert(position)
        expected.insert(position)
      } else {
        bits.remove(position)
        expected.remove(position)
      }
      let isThere = bits.contains(position)
      #expect(isThere == expected.contains(position))
      let isEmpty = bits.isEmpty
      #expect(isEmpty == expected.isEmpty)
    }
    let positions = Self.positions(bits)
    #expect(positions == expected.sorted())
    // What is borrowed is there until here.
    let isEmpty = bits.isEmpty
    #expect(isEmpty == expected.isEmpty)
  }

  @Test(arguments: 0..<8) func whatTwoSetsHaveInCommon(seed: UInt64) {
    var random = SplitMix64(seed: seed &+ 8100)
    let count = random.pick([1, 64, 65, 4096, 9000])
    let one = RegexBits(count: count)
    let other = RegexBits(count: count)
    var common: Set<Int> = []
    // Of some words nothing is left.
    for position in 0..<count where random.chance(0.02) {
      one.insert(position)
      if random.chance(0.3) {
        other.insert(position)
        common.insert(position)
      }
    }
    one.formIntersection(other)
    let positions = Self.positions(one)
    #expect(positions == common.sorted())
    for position in positions { one.remove(position) }
    let isEmpty = one.isEmpty
    #expect(isEmpty)
  }

  @Test(arguments: 0..<8) func positionsOfTwoSets(seed: UInt64) {
    var random = SplitMix64(seed: seed &+ 8000)
    let count = random.pick([64, 65, 4096, 9000])
    let one = RegexBits(count: count)
    let other = RegexBits(count: count)
    var (ones, others): (Set<Int>, Set<Int>) = ([], [])
    for position in 0..<count {
      if random.chance(0.05) {
        one.insert(position)
        ones.insert(position)
      }
      if random.chance(0.3) {
        other.insert(position)
        others.insert(position)
      }
    }
    for last in [-1, 0, random.below(count), count - 1, RegexBits.end] {
      var positions: [Int] = []
      var iterator = RegexBits.Iterator(RegexBits.Words(one))
      iterator.advance(behind: last, in: RegexBits.Words(other))
      while iterator.position != RegexBits.end {
        positions.append(iterator.position)
        iterator.advance(behind: iterator.position, in: RegexBits.Words(other))
      }
      #expect(positions == ones.intersection(others).filter { $0 > last }.sorted())
    }
    // What is borrowed is there until here.
    let areEmpty = [one.isEmpty, other.isEmpty]
    #expect(areEmpty == [ones.isEmpty, others.isEmpty])
  }
}
