/// Texts with a value each, to be found at the start of other texts.
///
/// A node is a number, an edge an entry of one dictionary.
struct TextTrie<Value> {
  private struct Edge: Hashable {
    var node: Int
    var character: UInt32
  }

  /// The node of the empty text.
  static var root: Int { 0 }

  private var edges: [Edge: Int] = [:]
  private(set) var values: [Value?] = [nil]

  /// The node that a character leads to, or `nil`.
  func next(_ node: Int, _ character: UInt32) -> Int? {
    edges.isEmpty ? nil : edges[Edge(node: node, character: character)]
  }

  /// Adds a text, or changes its value.
  ///
  /// - Parameter change: Is given the value there is.
  mutating func update(_ text: some Sequence<UInt32>, _ change: (inout Value?) -> Void) {
    var node = Self.root
    for character in text {
      let edge = Edge(node: node, character: character)
      if let next = edges[edge] {
        node = next
      } else {
        edges[edge] = values.count
        node = values.count
        values.append(nil)
      }
    }
    change(&values[node])
  }

  /// The texts that a text begins with, shortest first: their values and lengths.
  func prefixes(of text: some Sequence<UInt32>) -> [(value: Value, length: Int)] {
    var result: [(Value, Int)] = []
    var node = Self.root
    if let value = values[node] { result.append((value, 0)) }
    for (offset, character) in text.enumerated() {
      guard let next = next(node, character) else { break }
      node = next
      if let value = values[node] { result.append((value, offset + 1)) }
    }
    return result
  }
}
