/// Counts rows by the type of their module or by what they call.
///
/// Memory: O(*n*) in the number of different types.
struct TypeCounts: ~Copyable {
  struct Entry {
    /// As the rows spell it; empty where they have none.
    var type: String
    var rows = 0
    /// Where it was first seen, and the path there.
    var place: RowPlace
    var path: String
  }

  private var numbers = ByteTable()
  private(set) var entries: [Entry] = []
  private(set) var rows = 0

  /// Counts a row.
  mutating func note(_ row: RowFields, at place: RowPlace) {
    switch row.operation {
    case .callFunction, .callMethod: note(row.target, 1, place, row.modulePath)
    case .callModule, .getAttribute, .placeholder, .output:
      note(row.moduleType, 1, place, row.modulePath)
    }
  }

  private mutating func note(
    _ type: ByteSlice, _ added: Int, _ place: RowPlace, _ path: ByteSlice
  ) {
    rows &+= added
    let number = Int(numbers.insert(type, UInt32(entries.count)))
    if number == entries.count {
      entries.append(Entry(type: type.text, place: place, path: path.text))
    } else if place < entries[number].place {
      entries[number].place = place
      entries[number].path = path.text
    }
    entries[number].rows &+= added
  }

  /// Adds what another one has counted.
  mutating func merge(_ other: borrowing TypeCounts) {
    for entry in other.entries {
      entry.type.withByteSlice { type in
        entry.path.withByteSlice { note(type, entry.rows, entry.place, $0) }
      }
    }
  }

  /// The most frequent types, spellings of one object counted as one; of two that are as frequent,
  /// the one that comes first.
  func mostFrequent(_ count: Int) -> [InventoryCheck.TypeUse] {
    var numbers: [String: Int] = [:]
    var merged: [Entry] = []
    for entry in entries.sorted(by: { $0.place < $1.place }) {
      let name = ObjectType(entry.type).canonicalName
      if let number = numbers[name] {
        merged[number].rows += entry.rows
      } else {
        numbers[name] = merged.count
        merged.append(entry)
      }
    }
    return merged.sorted { ($1.rows, $0.place) < ($0.rows, $1.place) }.prefix(count)
      .map { InventoryCheck.TypeUse(type: $0.type, rows: $0.rows, example: $0.path) }
  }
}
