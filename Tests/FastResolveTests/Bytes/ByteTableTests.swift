import Testing

@testable import FastResolve

@Suite struct ByteTableTests {
  func find(_ key: String, in table: borrowing ByteTable) -> UInt32 {
    let bytes = Array(key.utf8)
    return bytes.withUnsafeBufferPointer {
      table.find($0.baseAddress.map { ByteSlice($0, count: bytes.count) } ?? .empty)
    }
  }

  @Test(arguments: [0, 1, 2, 3, 100, 5000])
  func everyKeyIsFoundAndNoOther(count: Int) {
    // Lengths around the steps of the hash, and keys that differ in one byte only.
    let keys = (0..<count).map { String(repeating: "x", count: $0 % 19) + "\($0)" }
    let table = ByteTable(keys)
    #expect(table.count == count)
    for (position, key) in keys.enumerated() {
      #expect(find(key, in: table) == UInt32(position))
      #expect(find(key + "y", in: table) == ByteTable.none)
    }
    #expect(find("", in: table) == ByteTable.none)
  }

  @Test(arguments: [0, 1, 3, 1000])
  func inAnotherOrderEachKeyHasItsPlace(count: Int) {
    var random = SplitMix64(seed: UInt64(count))
    var table = ByteTable()
    var entries: [UInt32] = []
    var keys = (0..<count).map { "layers.\($0 * 7)." + String(repeating: "w", count: $0 % 50) }
    for key in keys {
      entries.append(table.nextEntry)
      _ = table.insert(key, 77)
    }
    var order = Array(0..<count)
    order.shuffle(using: &random)
    let ordered = ByteTable(table) { entries[order[$0]] }
    keys = order.map { keys[$0] }
    for (place, key) in keys.enumerated() {
      #expect(find(key, in: ordered) == UInt32(place))
      #expect(find(key, in: table) == 77)
      #expect(find(key + "x", in: ordered) == ByteTable.none)
    }
    let orderedCount = ordered.count
    #expect(orderedCount == count)
  }

  @Test func theFirstOfEqualKeysCounts() {
    let table = ByteTable(["a", "", "a", "b"])
    #expect(table.count == 3)
    #expect(find("a", in: table) == 0)
    #expect(find("", in: table) == 1)
    #expect(find("b", in: table) == 3)
  }

  /// Keys are added one by one to a table without room, whose slots and bytes both have to grow.
  @Test func itGrows() {
    var table = ByteTable()
    let keys = (0..<5000).map { String(repeating: "x", count: $0 % 300) + "\($0)" }
    var byteCount = 0
    var entries: [UInt32] = []
    for (position, key) in keys.enumerated() {
      entries.append(table.nextEntry)
      #expect(table.insert(key, UInt32(position)) == position)
      byteCount += key.utf8.count
      #expect(table.byteCount == byteCount)
      #expect(table.key(ofEntryAt: entries[position]).text == key)
      if position == 2000 { table.reserve(keyCount: 100_000, byteCount: 3 << 20) }
    }
    #expect(table.count == keys.count)
    for (position, key) in keys.enumerated() {
      #expect(find(key, in: table) == UInt32(position))
      #expect(find(key + "y", in: table) == ByteTable.none)
      #expect(table.insert(key, 7) == position)
      #expect(table.key(ofEntryAt: entries[position]).text == key)
    }
  }

  /// Whichever of two that share their memory is added to, with room for it or without.
  @Test(arguments: [true, false], [true, false])
  func theCopyKeepsWhatItHas(isOriginalChanged: Bool, hasRoom: Bool) {
    var table = ByteTable(keyCount: hasRoom ? 100 : 0, byteCount: hasRoom ? 1000 : 0)
    for number in 0..<20 { _ = table.insert("key \(number)", UInt32(number)) }
    var copy = table.copy()
    if isOriginalChanged { swap(&table, &copy) }
    for number in 20..<40 { _ = copy.insert("key \(number)", UInt32(number)) }
    #expect(table.count == 20)
    #expect(copy.count == 40)
    // The one that was left alone may be added to as well.
    #expect(find("key 30", in: table) == ByteTable.none)
    _ = table.insert("key 30", 20)
    for number in 0..<40 {
      #expect(find("key \(number)", in: copy) == UInt32(number))
      let known: UInt32 = number < 20 ? UInt32(number) : number == 30 ? 20 : ByteTable.none
      #expect(find("key \(number)", in: table) == known)
    }
  }

  @Test func hashesOfShortKeysDiffer() {
    // All keys of up to two bytes over a small alphabet, and each with one byte changed.
    let letters: [UInt8] = [0, 1, 46, 48, 97, 255]
    var hashes: Set<UInt64> = []
    var keys: [[UInt8]] = [[]]
    for a in letters {
      keys.append([a])
      for b in letters {
        keys.append([a, b])
        for c in letters { keys.append([a, b, c]) }
      }
    }
    for key in keys {
      key.withUnsafeBufferPointer {
        let slice = $0.baseAddress.map { ByteSlice($0, count: key.count) } ?? .empty
        hashes.insert(hashBytes(slice))
      }
    }
    #expect(hashes.count == keys.count)
  }

  /// Whatever its length, each byte of a row counts, and nothing behind it does.
  @Test func hashesOfRowsThatDifferInAByteDiffer() {
    for count in [0, 1, 7, 31, 32, 33, 63, 64, 65, 100, 200] {
      var bytes = (0..<count + 32).map { UInt8(truncatingIfNeeded: $0 &* 37) }
      func hash() -> UInt64 {
        bytes.withUnsafeBufferPointer {
          $0.baseAddress.map { hashRow(ByteSlice($0, count: count)) } ?? 0
        }
      }
      let expected = hash()
      for offset in bytes.indices {
        bytes[offset] ^= 1
        #expect((hash() == expected) == (offset >= count), "\(count) \(offset)")
        bytes[offset] ^= 1
      }
    }
  }
}
