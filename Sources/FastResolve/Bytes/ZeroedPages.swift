#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Memory that the system zeroes, a page at a time as it is touched: what isn't used costs nothing.
struct ZeroedPages: ~Copyable, @unchecked Sendable {
  /// The first byte, at the start of a page; `nil` where there are no bytes, or no memory was left.
  let base: UnsafeMutableRawPointer?
  private let byteCount: Int

  init(byteCount: Int) {
    self.byteCount = byteCount
    guard byteCount > 0 else {
      base = nil
      return
    }
    let pages = mmap(nil, byteCount, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    base = pages == MAP_FAILED ? nil : pages
  }

  deinit { if let base { munmap(base, byteCount) } }
}
