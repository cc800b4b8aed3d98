import Testing

@testable import FastResolve

/// Verdicts on numbers, against what was said.
@Suite struct NumberVerdictsTests {
  /// The key of a path, of whose entry all numbers are open.
  private static func key(_ name: UInt32, _ path: String) -> NumberVerdicts.Key {
    var row = OpenRow()
    return withSlice(path + String(repeating: "~", count: ByteBuffer.padding)) { slice in
      let path = slice.prefix(path.utf8.count)
      row.open(path, path: path, index: .empty)
      return NumberVerdicts.key(name, NumberVerdicts.digits(of: path, row.numbers))
    }
  }

  private static func withVerdicts(byteCount: Int, _ body: (inout NumberVerdicts) -> Void) {
    let memory = UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: 8)
    defer { memory.deallocate() }
    memory.initializeMemory(as: UInt8.self, repeating: 0, count: byteCount)
    var verdicts = NumberVerdicts(memory, byteCount: byteCount)
    body(&verdicts)
  }

  @Test func aKeyIsAnEntryAndDigits() {
    var random = SplitMix64(seed: 31)
    // Paths of one entry: digits in the same places.
    let shapes = ["layers.#.fc1", "layers.##.fc1", "a.#.b.##", "###.x1.###.###"]
    var seen: [NumberVerdicts.Key: (UInt32, String)] = [:]
    for _ in 0..<4000 {
      let shape = random.below(shapes.count)
      let name = UInt32(random.pick([1, 2, 77, 1 << 20, 1 << 22 - 1]) * 4 + shape)
      let path = String(
        shapes[shape].map { $0 == "#" ? random.pick("0123456789") : $0 } as [Character])
      let key = Self.key(name, path)
      #expect(key != 0)
      #expect(key < 1 << 62)
      let known = seen[key] ?? (name, path)
      #expect(known == (name, path))
      seen[key] = (name, path)
    }
    #expect(seen.count > 1500)
    #expect(Self.key(1, "a.12345.b.67890.c") == 0)
    #expect(Self.key(1, "a.12345.b.6789.c") != 0)
  }

  @Test(arguments: [8, 64, 1 << 14]) func findsWhatWasSaid(byteCount: Int) {
    var random = SplitMix64(seed: UInt64(byteCount))
    Self.withVerdicts(byteCount: byteCount) { verdicts in
      var said: [NumberVerdicts.Key: Bool] = [:]
      var found = 0
      for step in 0..<20_000 {
        let key = Self.randomKey(&random)
        if let verdict = verdicts.find(key) {
          #expect(verdict == said[key])
          found += 1
        } else {
          let isAllowed = random.chance(0.5)
          verdicts.insert(key, isAllowed: isAllowed)
          said[key] = key == 0 ? nil : isAllowed
          #expect(verdicts.find(key) == said[key])
        }
        if step % 5000 == 4999 {
          verdicts.removeAll()
          for key in said.keys { #expect(verdicts.find(key) == nil) }
          said = [:]
        }
      }
      #expect(found > (byteCount == 1 << 14 ? 15_000 : 10))
    }
  }

  /// One of 900 keys, or that of too many digits.
  private static func randomKey(_ random: inout SplitMix64) -> NumberVerdicts.Key {
    random.chance(0.01) ? 0 : UInt64(1 + random.below(9)) << 36 | UInt64(random.below(100))
  }

  @Test func theyTakeNoMoreThanTheyMay() {
    for byteLimit in 8..<5000 {
      let count = NumberVerdicts.byteCount(of: byteLimit)
      #expect(count <= max(byteLimit, 8) && count * 2 > byteLimit && count & (count - 1) == 0)
    }
  }
}
