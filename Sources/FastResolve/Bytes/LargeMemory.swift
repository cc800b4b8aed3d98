#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Memory that is large and read or written all over.
///
/// Its first touch costs a fault each 4 KiB, half a microsecond to two: of a start with 107,000
/// rules, 10,000 faults were a fifth. Linux hands out 2 MiB at a time where it is asked to and the
/// memory begins and ends at such a border, and look-ups then find their page's address in the
/// processor.
enum LargeMemory {
  private static let hugePage = 2 << 20

  /// Allocates memory, to be given back by `free`.
  static func allocate(_ byteCount: Int) -> UnsafeMutableRawPointer {
    allocate(byteCount, ofSmallPages: 0).memory
  }

  /// The same, the first so many bytes of which come in small pages.
  ///
  /// - Parameter smallCount: Less than a huge page.
  /// - Returns: The memory, and the block that it lies in, which is to be given back by `free`.
  static func allocate(
    _ byteCount: Int, ofSmallPages smallCount: Int
  ) -> (memory: UnsafeMutableRawPointer, block: UnsafeMutableRawPointer) {
    var block: UnsafeMutableRawPointer?
    #if os(Linux)
      if byteCount >= hugePage {
        // The small pages are the end of what would be a huge one.
        let start = smallCount > 0 ? hugePage - smallCount : 0
        guard posix_memalign(&block, hugePage, start + byteCount) == 0, let block else {
          fatalError("out of memory")
        }
        adviseHugePages(UnsafeMutableRawBufferPointer(start: block + start, count: byteCount))
        return (block + start, block)
      }
    #endif
    block = malloc(max(byteCount, 1))
    guard let block else { fatalError("out of memory") }
    return (block, block)
  }

  /// Asks for huge pages where memory that isn't touched yet has room for them. To be refused does
  /// no harm.
  static func adviseHugePages(_ memory: UnsafeMutableRawBufferPointer) {
    #if os(Linux)
      guard memory.count >= hugePage, let start = memory.baseAddress else { return }
      let first = start.alignedUp(toMultipleOf: hugePage)
      let pages = (start + memory.count - first) / hugePage
      if pages > 0 { madvise(first, pages * hugePage, MADV_HUGEPAGE) }
    #endif
  }
}
