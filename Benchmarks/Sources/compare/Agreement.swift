import Measuring

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Whether an output says the same as the whole rows of another contestant: a time without the
/// right answers is worth nothing.
///
/// - Returns: `nil`, or where they part.
func disagreement(
  of output: String, kind: Contestant.Output, with rows: String
) throws -> String? {
  switch kind {
  case .copy:
    return nil
  case .rows:
    return try sameBytes(output, rows) ? nil : "its rows are not the same bytes"
  case .labels:
    let answered = try Lines(rows)
    let labels = try Lines(output)
    var number = 0
    while let row = answered.nextBytes() {
      guard let said = labels.nextBytes(), same(said, label(of: row)) else {
        return "its label of row \(number) is another"
      }
      number += 1
    }
    return labels.nextBytes() == nil ? nil : "it has too many labels"
  case .sample:
    let answered = try Lines(rows)
    let sample = try Lines(output)
    var place = -1
    while let line = sample.next() {
      let parts = line.split(separator: "\t", omittingEmptySubsequences: false)
      guard parts.count == 2, let number = Int(parts[0]) else { return "its output is odd" }
      var row: UnsafeRawBufferPointer?
      while place < number {
        row = answered.nextBytes()
        place += 1
      }
      guard let row, label(of: row).elementsEqual(parts[1].utf8) else {
        return "its label of row \(number) is another"
      }
    }
    return nil
  }
}

/// The last column but one.
private func label(of row: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
  let tab = UInt8(ascii: "\t")
  guard let last = row.lastIndex(of: tab) else { return row }
  let start = row[..<last].lastIndex(of: tab).map { $0 + 1 } ?? 0
  return UnsafeRawBufferPointer(rebasing: row[start..<last])
}

private func same(_ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer) -> Bool {
  guard a.count == b.count, let start = a.baseAddress, let other = b.baseAddress else {
    return a.count == b.count
  }
  return memcmp(start, other, a.count) == 0
}
