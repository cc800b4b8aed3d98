/// The name among `candidates` that `name` was most likely meant to be, for error messages.
///
/// - Parameters:
///   - name: What was written.
///   - candidates: The names that would have been right.
/// - Returns: The candidate with the smallest edit distance, or `nil` when none is near: more
///   than a third of the longer name would have to change.
/// - Complexity: O(*n*·*m*) for each candidate, in the lengths of the two names.
public func nearestName(
  to name: String,
  among candidates: some Sequence<String>
) -> String? {
  let written = Array(name.lowercased().unicodeScalars)
  var best: (name: String, distance: Int)?
  for candidate in candidates {
    let other = Array(candidate.lowercased().unicodeScalars)
    // A distance is no smaller than that of the lengths.
    guard abs(written.count - other.count) * 3 <= max(written.count, other.count) else { continue }
    let distance = editDistance(written, other)
    guard distance * 3 <= max(written.count, other.count) else { continue }
    if distance < best?.distance ?? .max { best = (candidate, distance) }
  }
  return best?.name
}

/// The number of insertions, deletions, replacements and swaps of neighbours between two names
/// (optimal string alignment).
func editDistance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
  var beforeLast = [Int](repeating: 0, count: b.count + 1)
  var last = Array(0...b.count)
  for i in a.indices {
    var row = [i + 1]
    row.reserveCapacity(b.count + 1)
    for j in b.indices {
      var cost = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
        cost = min(cost, beforeLast[j - 1] + 1)
      }
      row.append(cost)
    }
    (beforeLast, last) = (last, row)
  }
  return last[b.count]
}
