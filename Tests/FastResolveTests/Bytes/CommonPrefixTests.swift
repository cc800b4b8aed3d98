import Testing

@testable import FastResolve

@Suite struct CommonPrefixTests {
  /// Two runs that part at every place of every length, whatever stands behind.
  @Test func everyPlace() {
    for count in 0...40 {
      for parting in 0...count {
        // What is beyond the count isn't looked at: it is the same once, and once it is not.
        for further in [UInt8(ascii: "x"), UInt8(ascii: "y")] {
          let one = [UInt8](repeating: UInt8(ascii: "x"), count: count + 8)
          var other = one
          for index in count..<count + 8 { other[index] = further }
          // More than one byte differs: the first tells.
          for index in [parting, parting + 3] where index < count { other[index] ^= 0x80 }
          #expect(commonPrefixCount(one, other, count: count) == parting)
          #expect(equalBytes(one, other, count: count) == (parting == count))
        }
      }
    }
  }
}
