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
  @inline(__always)
  static var empty: ByteSlice { ByteSlice("") }

  /// The bytes of a text that stands in the program.
  @inline(__always)
  init(_ text: StaticString) { self.init(text.utf8Start, count: text.utf8CodeUnitCount) }

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
    count == other.count && equalBytes(start, other.start, count: count)
  }

  @inline(__always)
  func equals(_ text: StaticString) -> Bool {
    count == text.utf8CodeUnitCount && equalBytes(start, text.utf8Start, count: count)
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

  /// How often a byte is there.
  ///
  /// - Complexity: O(*n*), 32 bytes a step.
  @inline(never)
  func count(of byte: UInt8) -> Int {
    let bytes = UnsafeRawPointer(start)
    let wanted = SIMD32<UInt8>(repeating: byte)
    var total = 0
    var offset = 0
    while offset &+ 32 <= count {
      // A lane of eight bits counts no more than 255.
      var lanes = SIMD32<UInt8>()
      let end = min(offset &+ 32 &* 255, count)
      while offset &+ 32 <= end {
        let isWanted =
          bytes.loadUnaligned(fromByteOffset: offset, as: SIMD32<UInt8>.self) .== wanted
        lanes &-= SIMD32<UInt8>(truncatingIfNeeded: unsafeBitCast(isWanted, to: SIMD32<Int8>.self))
        offset &+= 32
      }
      total &+= Int(SIMD32<UInt16>(truncatingIfNeeded: lanes).wrappedSum())
    }
    while offset < count {
      if self[offset] == byte { total &+= 1 }
      offset &+= 1
    }
    return total
  }

  /// The bytes as a collection.
  @inline(__always)
  var buffer: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: start, count: count) }

  /// The bytes as text, for messages.
  var text: String { String(decoding: buffer, as: UTF8.self) }
}

extension String {
  /// Calls `body` with the bytes of the text in UTF-8. They stay only for the call.
  @inline(__always)
  func withByteSlice<T>(_ body: (ByteSlice) -> T) -> T {
    func slice(_ utf8: UnsafeBufferPointer<UInt8>) -> ByteSlice {
      // An empty string may have no address; the empty slice has one.
      utf8.baseAddress.map { ByteSlice($0, count: utf8.count) } ?? .empty
    }
    if let result = utf8.withContiguousStorageIfAvailable({ body(slice($0)) }) { return result }
    // A string of Objective-C's, on macOS.
    var copy = self
    return copy.withUTF8 { body(slice($0)) }
  }
}

/// Whether two runs of bytes are the same. For the short ones that paths and names are, a word of
/// eight bytes at a time costs a third of a call of `memcmp`; the last word overlaps the one
/// before, so there is no loop over a tail.
@inline(__always)
func equalBytes(
  _ one: UnsafePointer<UInt8>, _ other: UnsafePointer<UInt8>, count: Int
) -> Bool {
  let one = UnsafeRawPointer(one)
  let other = UnsafeRawPointer(other)
  if count >= 8 {
    let last = count &- 8
    var offset = 0
    while offset < last {
      if !equalWords(one, other, offset, UInt64.self) { return false }
      offset &+= 8
    }
    return equalWords(one, other, last, UInt64.self)
  }
  if count >= 4 {
    return equalWords(one, other, 0, UInt32.self) && equalWords(one, other, count &- 4, UInt32.self)
  }
  for offset in 0..<max(count, 0) where !equalWords(one, other, offset, UInt8.self) {
    return false
  }
  return true
}

/// How many bytes two runs have in common at their start, a word of eight bytes at a time likewise.
@inline(__always)
func commonPrefixCount(
  _ one: UnsafePointer<UInt8>, _ other: UnsafePointer<UInt8>, count: Int
) -> Int {
  var offset = 0
  if count >= 8 {
    let last = count &- 8
    while true {
      let difference = word(one, offset) ^ word(other, offset)
      if difference != 0 { return offset &+ difference.trailingZeroBitCount &>> 3 }
      if offset == last { return count }
      offset = offset &+ 8 < last ? offset &+ 8 : last
    }
  }
  while offset < count, one[offset] == other[offset] { offset &+= 1 }
  return offset
}

/// The eight bytes from an offset on, the first one lowest.
@inline(__always)
private func word(_ bytes: UnsafePointer<UInt8>, _ offset: Int) -> UInt64 {
  UInt64(
    littleEndian: UnsafeRawPointer(bytes).loadUnaligned(fromByteOffset: offset, as: UInt64.self))
}

@inline(__always)
private func equalWords<Word: FixedWidthInteger & BitwiseCopyable>(
  _ one: UnsafeRawPointer, _ other: UnsafeRawPointer, _ offset: Int, _: Word.Type
) -> Bool {
  one.loadUnaligned(fromByteOffset: offset, as: Word.self)
    == other.loadUnaligned(fromByteOffset: offset, as: Word.self)
}
