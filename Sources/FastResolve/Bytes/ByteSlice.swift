#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A piece of memory that somebody else owns: what the hot path has in place of strings.
///
/// Invariant: `count` bytes from `start` on are readable for as long as the slice is used. Slices
/// point into the chunk being resolved, into a worker's scratch or into the compiled rules, and
/// none outlives the call it was made for.
struct ByteSlice: BitwiseCopyable, @unchecked Sendable {
  var start: UnsafePointer<UInt8>
  var count: Int

  @inline(__always)
  init(_ start: UnsafePointer<UInt8>, count: Int) {
    self.start = start
    self.count = count
  }

  /// No bytes, at an address that is there all the same: PCRE2 and `memcmp` want one.
  static let empty: ByteSlice = {
    let byte = UnsafeMutablePointer<UInt8>.allocate(capacity: 1)
    byte.pointee = 0
    return ByteSlice(byte, count: 0)
  }()

  @inline(__always)
  var isEmpty: Bool { count == 0 }

  @inline(__always)
  subscript(offset: Int) -> UInt8 { start[offset] }

  @inline(__always)
  func prefix(_ count: Int) -> ByteSlice { ByteSlice(start, count: count) }

  /// The slice from `offset` on.
  @inline(__always)
  func dropFirst(_ offset: Int) -> ByteSlice { ByteSlice(start + offset, count: count &- offset) }

  @inline(__always)
  func equals(_ other: ByteSlice) -> Bool {
    count == other.count && memcmp(start, other.start, count) == 0
  }

  @inline(__always)
  func equals(_ text: StaticString) -> Bool {
    count == text.utf8CodeUnitCount && memcmp(start, text.utf8Start, count) == 0
  }

  /// The offset of the first such byte, or `nil`.
  @inline(__always)
  func firstOffset(of byte: UInt8) -> Int? {
    guard let found = memchr(start, Int32(byte), count) else { return nil }
    return UnsafeRawPointer(found) - UnsafeRawPointer(start)
  }

  /// The offset of the last such byte, or `nil`.
  @inline(__always)
  func lastOffset(of byte: UInt8) -> Int? {
    var offset = count
    while offset > 0 {
      offset &-= 1
      if start[offset] == byte { return offset }
    }
    return nil
  }

  /// What comes before the last `.`, or nothing: the path of the module that holds this one
  /// (torch's `_parent_name`).
  @inline(__always)
  var parentPath: ByteSlice { prefix(lastOffset(of: UInt8(ascii: ".")) ?? 0) }

  /// The bytes as text, for messages.
  var text: String {
    String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }
}
