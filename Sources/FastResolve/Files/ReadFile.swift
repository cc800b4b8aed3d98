import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The whole content of a file that is small by its nature: a rule set, not an inventory.
///
/// - Throws: `FileError`.
func readFile(_ path: FilePath) throws(FileError) -> [UInt8] {
  try withFileError(.read, path.string) {
    let file = try FileDescriptor.open(path, .readOnly)
    return try file.closeAfter {
      // The size is only what to begin with: what is read may be a pipe, or grow meanwhile. One
      // byte more lets the read that finds the end go without room being made for it.
      var status = stat()
      let size = fstat(file.rawValue, &status) == 0 ? Int(status.st_size) : 0
      var capacity = max(size + 1, 1 << 16)
      var content: [UInt8] = []
      var isAtEnd = false
      while !isAtEnd {
        let before = content
        content = try [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
          LargeMemory.adviseHugePages(UnsafeMutableRawBufferPointer(buffer))
          count = buffer.update(fromContentsOf: before)
          while !isAtEnd, count < buffer.count {
            let rest = UnsafeMutableBufferPointer(rebasing: buffer[count...])
            let read = try file.read(into: UnsafeMutableRawBufferPointer(rest))
            count += read
            isAtEnd = read == 0
          }
        }
        capacity *= 2
      }
      return content
    }
  }
}
