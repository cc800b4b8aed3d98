/// Names of modules that are about: those that the rules speak of, and some that many models have.
struct KnownNames {
  /// Modules that stand beside one another in many models, the one's name beginning with the
  /// other's.
  private static let common: [String: String] = [
    "attn": "attn_norm", "down": "down_proj", "embed": "embed_tokens", "encoder": "encoder_attn",
    "gate": "gate_proj", "k": "k_proj", "layer": "layer_norm", "o": "o_proj", "q": "q_proj",
    "qkv": "qkv_proj", "self_attn": "self_attn_layer_norm", "up": "up_proj", "v": "v_proj",
  ]

  private static let mostPaths = 3
  private static let mostNames = 8

  /// The names, sorted, and for each of them some paths that end in it.
  private let names: [(name: String, paths: [String])]

  /// Collects the names in the rules.
  ///
  /// - Complexity: O(*n*) in the length of all keys.
  init(_ rules: LintedRules) {
    var collector = Collector()
    let names = rules.mapping.moduleNames
    for position in 0..<names.count { collector.add(names.key(at: position)) }
    for key in rules.mapping.objectTypeOrders.keys {
      key.moduleName.string.withByteSlice { collector.add($0) }
    }
    for regex in rules.regexes {
      guard let parsed = regex.regex else { continue }
      PatternExample().path(of: parsed.tree).withByteSlice { collector.add($0) }
    }
    self.names = collector.names.sorted {
      $0.name.utf8.lexicographicallyPrecedes($1.name.utf8)
    }
  }

  /// Paths that end in names that begin with a name, are longer and go on as names do; and one that
  /// many models have.
  ///
  /// - Parameters:
  ///   - name: The name.
  ///   - parent: What stands before it in the path, with the separator.
  /// - Complexity: O(log *n*) in the number of names.
  func paths(longerThan name: String, in parent: String) -> [String] {
    var low = 0
    var high = names.count
    while low < high {
      let middle = (low + high) / 2
      if name.utf8.lexicographicallyPrecedes(names[middle].name.utf8) {
        high = middle
      } else {
        low = middle + 1
      }
    }
    let longer = names[low...].prefix(Self.mostNames)
      .prefix { $0.name.utf8.starts(with: name.utf8) }
    return longer.flatMap(\.paths) + (Self.common[name].map { [parent + $0] } ?? [])
  }

  /// Tells names apart by a table of bytes: of 100,000 paths there are some thousand names, and
  /// only of these a string is made.
  private struct Collector: ~Copyable {
    private(set) var names: [(name: String, paths: [String])] = []
    private var seen = ByteTable()

    mutating func add(_ path: ByteSlice) {
      path.forEachName { name, offset in add(name, in: path.prefix(offset + name.count)) }
    }

    private mutating func add(_ name: ByteSlice, in path: ByteSlice) {
      guard !name.isEmpty, !isDigit(name[0]) else { return }
      let number = Int(seen.insert(name, UInt32(names.count)))
      if number == names.count { names.append((name.text, [])) }
      if names[number].paths.count < mostPaths { names[number].paths.append(path.text) }
    }
  }
}
