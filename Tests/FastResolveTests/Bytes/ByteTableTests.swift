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

  @Test func theFirstOfEqualKeysCounts() {
    let table = ByteTable(["a", "", "a", "b"])
    #expect(table.count == 3)
    #expect(find("a", in: table) == 0)
    #expect(find("", in: table) == 1)
    #expect(find("b", in: table) == 3)
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
}
