import Testing

@testable import FastResolve

@Suite struct GrowingMemoryTests {
  @Test func growsAsAnArrayDoes() {
    var memory = GrowingMemory<UInt32>()
    var array: [UInt32] = []
    var random = SplitMix64(seed: 9)
    while array.count < 400_000 {
      if random.chance(0.001) {
        let count = random.below(array.count + 1)
        memory.removeAll(behind: count)
        array.removeLast(array.count - count)
      }
      let added = (0..<random.below(2000)).map { UInt32($0 &* 7) }
      if random.chance(0.5) {
        for element in added { memory.append(element) }
      } else {
        added.withUnsafeBufferPointer { buffer in
          if let start = buffer.baseAddress { memory.append(start, count: buffer.count) }
        }
      }
      array += added
    }
    let count = memory.count
    #expect(count == array.count)
    let isSame = array.indices.allSatisfy { memory[$0] == array[$0] }
    #expect(isSame)
    #expect(memory.byteCount == 4 * array.count)
  }
}
