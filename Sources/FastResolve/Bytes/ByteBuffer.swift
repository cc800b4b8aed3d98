#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Memory that grows and is used again: the input and the output of a chunk, a worker's scratch.
///
/// `Array` would initialize what is about to be overwritten and check for uniqueness at each
/// append. Invariant: the first `count` bytes are initialized, `capacity + padding` are allocated.
struct ByteBuffer: ~Copyable, @unchecked Sendable {
  private(set) var base: UnsafeMutablePointer<UInt8>
  private(set) var capacity: Int
  private(set) var count = 0

  /// So many bytes behind the capacity may be read and written too, whatever they hold: vector code
  /// works in steps of up to 128 bytes and needn't mind where the bytes end.
  static let padding = 128

  init(capacity: Int = 64) {
    self.capacity = max(capacity, 64)
    base = .allocate(capacity: self.capacity + Self.padding)
  }

  deinit { base.deallocate() }

  /// The bytes written so far.
  var slice: ByteSlice { ByteSlice(base, count: count) }

  /// Makes room for at least so many bytes behind those there are.
  @inline(__always)
  mutating func reserve(_ extra: Int) {
    if capacity &- count < extra { grow(extra) }
  }

  @inline(never)
  private mutating func grow(_ extra: Int) {
    let newCapacity = max(capacity * 2, count + extra)
    let newBase = UnsafeMutablePointer<UInt8>.allocate(capacity: newCapacity + Self.padding)
    memcpy(newBase, base, count)
    base.deallocate()
    base = newBase
    capacity = newCapacity
  }

  @inline(__always)
  mutating func append(_ byte: UInt8) {
    reserve(1)
    base[count] = byte
    count &+= 1
  }

  @inline(__always)
  mutating func append(_ slice: ByteSlice) {
    reserve(slice.count)
    memcpy(base + count, slice.start, slice.count)
    count &+= slice.count
  }

  /// Appends a text that is mostly no longer than some length, which is copied whether the text is
  /// so long or not: a loop that ends sooner or later costs more, by the branch that is
  /// mispredicted.
  ///
  /// - Parameters:
  ///   - slice: The text.
  ///   - usual: The length, a multiple of 32 and at most `padding`.
  /// - Precondition: What is copied can be read: of a text that is longer than usual, `padding` bytes
  ///   behind it too.
  @inline(__always)
  mutating func appendPadded(_ slice: ByteSlice, usual: Int) {
    reserve(slice.count)
    copyPadded(slice, to: base + count, usual: usual)
    count &+= slice.count
  }

  @inline(__always)
  mutating func append(_ text: StaticString) {
    append(ByteSlice(text))
  }

  mutating func append(_ bytes: [UInt8]) {
    bytes.withUnsafeBufferPointer {
      if let start = $0.baseAddress { append(ByteSlice(start, count: $0.count)) }
    }
  }

  /// Says that so many bytes behind the last were written through `base`.
  @inline(__always)
  mutating func extend(by extra: Int) {
    assert(count + extra <= capacity)
    count &+= extra
  }

  /// Forgets all but the first `count` bytes.
  @inline(__always)
  mutating func truncate(to count: Int) { self.count = count }
}

/// Copies bytes in steps of 32, and as many as are usual in any case: see
/// `ByteBuffer.appendPadded`.
///
/// - Parameters:
///   - slice: The bytes. `ByteBuffer.padding` bytes behind them have to be readable.
///   - target: Takes them. As many bytes behind them are overwritten.
///   - usual: A multiple of 32, at most `ByteBuffer.padding`.
@inline(__always)
func copyPadded(_ slice: ByteSlice, to target: UnsafeMutablePointer<UInt8>, usual: Int) {
  let source = UnsafeRawPointer(slice.start)
  let target = UnsafeMutableRawPointer(target)
  var offset = 0
  repeat {
    copy32(source, target, offset)
    offset &+= 32
  } while offset < usual
  while offset < slice.count {
    copy32(source, target, offset)
    offset &+= 32
  }
}

@inline(__always)
private func copy32(
  _ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer, _ offset: Int
) {
  let bytes = source.loadUnaligned(fromByteOffset: offset, as: SIMD32<UInt8>.self)
  target.storeBytes(of: bytes, toByteOffset: offset, as: SIMD32<UInt8>.self)
}
