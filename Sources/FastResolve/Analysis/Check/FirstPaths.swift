/// The first paths of an inventory that something is so of: up to three, each once, with the place
/// where it was first seen.
///
/// It comes out the same in whatever order the places are shown, so what several workers have
/// gathered can be merged.
struct FirstPaths {
  /// So many are kept.
  static let limit = 3

  private struct Entry {
    var place: RowPlace
    var path: String
  }

  // Rising by place.
  private var entries: [Entry] = []

  /// The paths, in the order of their places.
  var paths: [String] { entries.map(\.path) }

  /// Only what stands before this place is still wanted; `nil` for all.
  private var end: RowPlace? { entries.count < Self.limit ? nil : entries.last?.place }

  /// Notes a path.
  @inline(__always)
  mutating func note(_ path: ByteSlice, at place: RowPlace) {
    if let end, place >= end { return }
    insert(path, place)
  }

  @inline(never)
  private mutating func insert(_ path: ByteSlice, _ place: RowPlace) {
    let known = entries.firstIndex { entry in entry.path.withByteSlice { $0.equals(path) } }
    if let known {
      guard place < entries[known].place else { return }
      entries.remove(at: known)
    }
    let position = entries.firstIndex { place < $0.place } ?? entries.count
    entries.insert(Entry(place: place, path: path.text), at: position)
    if entries.count > Self.limit { entries.removeLast() }
  }

  /// Adds what another one has gathered.
  mutating func merge(_ other: FirstPaths) {
    for entry in other.entries {
      entry.path.withByteSlice { note($0, at: entry.place) }
    }
  }
}
