import SystemPackage

/// The whole content of a file that is small by its nature: a rule set, not an inventory.
///
/// - Throws: `FileError`.
func readFile(_ path: FilePath) throws(FileError) -> [UInt8] {
  try withFileError(.read, path.string) {
    let file = try FileDescriptor.open(path, .readOnly)
    return try file.closeAfter {
      var content: [UInt8] = []
      var end = false
      while !end {
        // Sizes are not asked for: what is read may be a pipe.
        let piece = try [UInt8](unsafeUninitializedCapacity: 1 << 20) { buffer, count in
          count = try file.read(into: UnsafeMutableRawBufferPointer(buffer))
        }
        end = piece.isEmpty
        content += piece
      }
      return content
    }
  }
}
