#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Standard output, a mebibyte at a time.
final class Output {
  private var bytes: [UInt8] = []

  init() { bytes.reserveCapacity((1 << 20) + (1 << 16)) }

  func text(_ text: some Collection<UInt8>) {
    bytes.append(contentsOf: text)
    if bytes.count > 1 << 20 { flush() }
  }

  func line(_ line: some Collection<UInt8>) {
    text(line)
    bytes.append(UInt8(ascii: "\n"))
  }

  /// A segment of a path that no other number below 32^6 has, and its dot.
  func segment(_ number: Int) {
    for place in stride(from: 25, through: 0, by: -5) {
      bytes.append(Self.digits[number >> place & 31])
    }
    bytes.append(UInt8(ascii: "."))
  }

  private static let digits = Array("abcdefghijklmnopqrstuvwxyz234567".utf8)

  func flush() {
    var start = 0
    while start < bytes.count {
      let count = bytes[start...].withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
      guard count > 0 else { exit(74) }
      start += count
    }
    bytes.removeAll(keepingCapacity: true)
  }
}
