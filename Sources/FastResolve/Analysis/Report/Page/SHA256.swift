/// The hash by which a content security policy names a script or a style (FIPS 180-4, 6.2).
///
/// For these two texts of some kilobytes a library of cryptography would be more than the rest of
/// the page.
enum SHA256 {
  /// The 32 bytes of a hash.
  struct Digest: Hashable {
    var bytes: [UInt8]

    /// The bytes in base 64 (RFC 4648, 4).
    var base64: String {
      let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
      var text = ""
      for start in stride(from: 0, to: bytes.count, by: 3) {
        let part = bytes[start..<min(start + 3, bytes.count)]
        let bits = (0..<3).reduce(0) { $0 << 8 | ($1 < part.count ? Int(part[start + $1]) : 0) }
        for digit in 0..<4 {
          text.append(digit > part.count ? "=" : digits[bits >> (18 - 6 * digit) & 63])
        }
      }
      return text
    }
  }

  /// The hash of some bytes.
  static func digest(_ message: [UInt8]) -> Digest {
    var state = initialState
    var padded = message + [0x80]
    while padded.count % 64 != 56 { padded.append(0) }
    let bitCount = UInt64(message.count) * 8
    for shift in stride(from: 56, through: 0, by: -8) {
      padded.append(UInt8(truncatingIfNeeded: bitCount >> UInt64(shift)))
    }
    for start in stride(from: 0, to: padded.count, by: 64) {
      compress(padded[start..<start + 64], into: &state)
    }
    return Digest(
      bytes: state.flatMap { word in
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: word >> UInt32($0)) }
      })
  }

  private static func compress(_ block: ArraySlice<UInt8>, into state: inout [UInt32]) {
    var schedule = stride(from: block.startIndex, to: block.endIndex, by: 4).map { start in
      block[start..<start + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    }
    for index in 16..<64 {
      let (a, b) = (schedule[index - 15], schedule[index - 2])
      schedule.append(
        schedule[index - 16] &+ (rotated(a, 7) ^ rotated(a, 18) ^ a >> 3) &+ schedule[index - 7]
          &+ (rotated(b, 17) ^ rotated(b, 19) ^ b >> 10))
    }
    var words = state
    for round in 0..<64 {
      let (a, b, c) = (words[0], words[1], words[2])
      let (e, f, g) = (words[4], words[5], words[6])
      let one =
        words[7] &+ (rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)) &+ (e & f ^ ~e & g)
        &+ constants[round] &+ schedule[round]
      let other =
        (rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)) &+ (a & b ^ a & c ^ b & c)
      words = [one &+ other, a, b, c, words[3] &+ one, e, f, g]
    }
    for index in 0..<8 { state[index] &+= words[index] }
  }

  private static func rotated(_ word: UInt32, _ count: UInt32) -> UInt32 {
    word >> count | word << (32 - count)
  }

  private static let primes = Array(
    (2...).lazy.filter { number in
      !(2..<number).contains { $0 * $0 <= number && number % $0 == 0 }
    }.prefix(64))

  // The first 32 bits behind the point of the square roots of the first eight primes, and of the
  // cube roots of the first 64.
  private static let initialState = primes.prefix(8).map { fraction(ofRoot: 2, of: $0) }
  private static let constants = primes.map { fraction(ofRoot: 3, of: $0) }

  /// The first 32 bits behind the point of a root, by whole numbers: the largest *r* whose power is
  /// at most *n* · 2³²ⁿ.
  private static func fraction(ofRoot degree: Int, of number: Int) -> UInt32 {
    var (low, high) = (UInt128(0), UInt128(1) << 36)
    let wanted = UInt128(number) << UInt128(32 * degree)
    while high - low > 1 {
      let middle = (low + high) / 2
      let power = degree == 2 ? middle * middle : middle * middle * middle
      if power <= wanted { low = middle } else { high = middle }
    }
    return UInt32(truncatingIfNeeded: low)
  }
}
