#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The text of a small file.
package func text(of path: String) throws -> String {
  let lines = try Lines(path)
  var text = ""
  while let line = lines.next() { text += line + "\n" }
  return text
}

/// Writes a small file.
package func write(_ text: String, to path: String) throws {
  guard let file = fopen(path, "w") else { throw MeasuringError("\(path) can't be written") }
  fputs(text, file)
  guard fclose(file) == 0 else { throw MeasuringError("\(path) can't be written") }
}

/// The length of a file in bytes.
package func size(of path: String) throws -> Int {
  var info = stat()
  guard stat(path, &info) == 0 else { throw MeasuringError("\(path) can't be read") }
  return Int(info.st_size)
}

/// Removes files; those that aren't there are no error.
package func remove(_ paths: String...) { for path in paths { unlink(path) } }

/// Gives a file another name in the same folder.
package func move(_ path: String, to other: String) throws {
  guard rename(path, other) == 0 else { throw MeasuringError("\(path) can't be renamed") }
}

package func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

/// Makes sure that files can be made in a folder: a child whose output has no place can't be run, and
/// the system doesn't say why.
package func checkFolder(_ path: String) throws {
  guard access(path, W_OK | X_OK) == 0 else {
    throw MeasuringError("\(path) is no folder that can be written to")
  }
}

/// Whether a folder is where Linux has its file system in memory.
package func isInMemory(_ path: String) -> Bool {
  path == "/dev/shm" || path.hasPrefix("/dev/shm/")
}

/// What comes behind the last `/`.
package func lastComponent(_ path: String) -> String {
  String(path.split(separator: "/").last ?? "")
}

/// The lines of a file one after the other, without their newlines, in constant memory.
package final class Lines {
  private let file: UnsafeMutablePointer<FILE>
  private var line: UnsafeMutablePointer<CChar>?
  private var capacity = 0

  package init(_ path: String) throws {
    guard let file = fopen(path, "r") else { throw MeasuringError("\(path) can't be read") }
    self.file = file
  }

  deinit {
    fclose(file)
    free(line)
  }

  /// The next line as bytes that last until the one after is asked for, or `nil` at the end.
  package func nextBytes() -> UnsafeRawBufferPointer? {
    let count = getline(&line, &capacity, file)
    guard count > 0, let line else { return nil }
    return UnsafeRawBufferPointer(
      start: line, count: line[count - 1] == 10 ? count - 1 : count)
  }

  package func next() -> String? { nextBytes().map { String(decoding: $0, as: UTF8.self) } }
}

/// Whether two files hold the same bytes, looked at a mebibyte at a time.
package func sameBytes(_ first: String, _ second: String) throws -> Bool {
  guard let a = fopen(first, "r") else { throw MeasuringError("\(first) can't be read") }
  defer { fclose(a) }
  guard let b = fopen(second, "r") else { throw MeasuringError("\(second) can't be read") }
  defer { fclose(b) }
  let size = 1 << 20
  let buffer = UnsafeMutableRawPointer.allocate(byteCount: 2 * size, alignment: 16)
  defer { buffer.deallocate() }
  while true {
    let count = fread(buffer, 1, size, a)
    guard fread(buffer + size, 1, size, b) == count else { return false }
    if count == 0 { return true }
    guard memcmp(buffer, buffer + size, count) == 0 else { return false }
  }
}
