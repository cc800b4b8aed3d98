import Measuring

/// The rows of a tab-separated inventory, one after the other.
final class Inventory {
  struct Row {
    /// The row without its newline; lasts until the next is asked for.
    var line: UnsafeRawBufferPointer
    var path: Slice<UnsafeRawBufferPointer>
  }

  let header: [UInt8]
  private let lines: Lines
  private let column: Int

  init(_ path: String) throws {
    lines = try Lines(path)
    let cells = lines.next().map { $0.split(separator: "\t", omittingEmptySubsequences: false) }
    guard let cells, let column = cells.firstIndex(of: "module_path") else {
      throw MeasuringError("\(path) has no column 'module_path'")
    }
    self.column = column
    header = Array(cells.joined(separator: "\t").utf8)
  }

  func next() -> Row? {
    guard let line = lines.nextBytes() else { return nil }
    var rest = line[...]
    for _ in 0..<column {
      guard let tab = rest.firstIndex(of: UInt8(ascii: "\t")) else { break }
      rest = rest[(tab + 1)...]
    }
    let end = rest.firstIndex(of: UInt8(ascii: "\t")) ?? rest.endIndex
    return Row(line: line, path: rest[..<end])
  }
}

/// The paths of an inventory in the order of their bytes, each once.
func distinctPaths(of inventory: String) throws -> [String] {
  let rows = try Inventory(inventory)
  var paths: Set<String> = []
  while let row = rows.next() { paths.insert(String(decoding: row.path, as: UTF8.self)) }
  paths.remove("")
  return paths.sorted()
}
