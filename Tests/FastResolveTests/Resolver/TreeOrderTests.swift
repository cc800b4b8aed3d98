import Testing

@testable import FastResolve

/// The order in which module names are numbered.
@Suite struct TreeOrderTests {
  private func rules(_ names: [String]) -> ModuleNameRules {
    var mapping = QConfigMapping()
    for name in names { mapping.set(.moduleName(name), to: "q") }
    return mapping.moduleNames
  }

  @Test(arguments: 0..<20)
  func eachNameHasOnePlace(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let pieces = [
      "a", "layers", ".", "..", "é", "\n", "11", "1", "self_attn", "\u{1F600}", "q_proj",
    ]
    let names = (0..<random.below(400)).map { _ in
      (0..<random.below(12)).map { _ in random.pick(pieces) }.joined()
    }
    let rules = rules(names)
    let table = ModuleNameTable(rules)
    let order = table.order
    #expect(order.count == rules.count)
    #expect(Set((0..<order.count).map { order.position(at: $0) }).count == order.count)
    for position in 0..<rules.count {
      let place = order.place(of: position)
      #expect(order.position(at: place) == position)
      let key = rules.key(at: position)
      let found = table.places.find(key, hash: PathHash.of(key))
      #expect(Int(found) == place)
    }
    let isUnknownFound =
      withSlice("layers.x") { table.places.find($0, hash: PathHash.of($0)) } != ByteTable.none
    #expect(!isUnknownFound)
  }

  /// The children of a module, and all that is below it, stand together.
  @Test func subtreesStandTogether() {
    var names: [String] = []
    for model in 0..<10 {
      for layer in 0..<20 {
        for child in ["q_proj", "k_proj", "v_proj", "out_proj"] {
          names.append("model\(model).layers.\(layer).self_attn.\(child)")
        }
      }
    }
    var random = SplitMix64(seed: 7)
    names.shuffle(using: &random)
    let rules = rules(names)
    let order = TreeOrder(rules)
    /// How many runs there are of places with the same first segments.
    func runs(_ segments: Int) -> Int {
      let beginnings = (0..<order.count).map { place in
        rules.path(at: order.position(at: place)).split(separator: ".").prefix(segments)
          .joined(separator: ".")
      }
      return 1 + zip(beginnings, beginnings.dropFirst()).count { $0 != $1 }
    }
    // Some have the same hash: 7 bits are few for 20 layers.
    #expect((10...14).contains(runs(1)), "\(runs(1))")
    #expect((200...260).contains(runs(3)), "\(runs(3))")
  }
}
