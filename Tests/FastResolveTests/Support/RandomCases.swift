@testable import FastResolve

/// Random rule sets and queries in a small world, so that rules and queries meet often.
struct RandomCases {
  var random: SplitMix64

  init(seed: UInt64) { random = SplitMix64(seed: seed) }

  static let segments = [
    "a", "b", "layers", "0", "1", "11", "attn", "q_proj", "", "é", "e\u{301}", "head", "日本",
  ]
  static let types = [
    "torch.nn.Linear", "torch.nn.modules.linear.Linear", "torch.nn.ReLU", "my.Block", "",
    "operator.add", "_operator.add", "getattr", "torch.nn.functional.relu", "reshape",
  ]

  mutating func path() -> String {
    (0..<random.below(5)).map { _ in random.pick(Self.segments) }.joined(separator: ".")
  }

  mutating func qconfig() -> QConfig {
    switch random.below(8) {
    case 0: .null
    case 1: QConfig(.object([.init("bits", .number("4"))]))
    default: QConfig(.string("q\(random.below(1000))"))
    }
  }

  mutating func pattern() -> String {
    let escaped = path().split(separator: ".", omittingEmptySubsequences: false)
      .joined(separator: "\\.")
    let segment = random.pick(["a", "b", "layers", "attn", "q_proj", "head", "0", "1"])
    switch random.below(11) {
    case 0: return escaped
    case 1: return escaped + "$"
    case 2: return ".*\\." + segment
    case 3: return ".*\\." + segment + "$"
    case 4: return "[^.]+\\.\\d+\\..*"
    case 5: return "(\\w+)\\..*\\1"
    case 6: return "(?i)" + segment.uppercased()
    case 7: return "(?:a|b|" + segment + ")\\b"
    case 8: return ".*(?<=\\." + segment + ")\\.\\w+$"
    case 9: return "(?!.*" + segment + ").*"
    default: return ".*" + segment + ".*1"
    }
  }

  mutating func mapping() -> QConfigMapping {
    var mapping = QConfigMapping()
    if random.chance(0.7) { mapping.set(.global, to: qconfig()) }
    for _ in 0..<random.below(5) {
      mapping.set(.objectType(ObjectType(random.pick(Self.types))), to: qconfig())
    }
    for _ in 0..<random.below(6) { mapping.set(.moduleNameRegex(pattern()), to: qconfig()) }
    for _ in 0..<random.below(8) { mapping.set(.moduleName(path()), to: qconfig()) }
    for _ in 0..<random.below(10) {
      mapping.set(
        .moduleNameObjectTypeOrder(
          moduleName: path(), objectType: ObjectType(random.pick(Self.types)),
          index: random.below(4)), to: qconfig())
    }
    return mapping
  }

  mutating func queries(_ count: Int, indexed: Double = 0.3) -> [Query] {
    var model = "m0"
    return (0..<count).map { _ in
      if random.chance(0.05) { model = "m\(random.below(4))" }
      return Query(
        model: model,
        operation: random.chance(0.5) ? .callModule : random.pick(NodeOperation.allCases),
        modulePath: path(), moduleType: random.pick(Self.types), target: random.pick(Self.types),
        index: random.chance(indexed) ? random.below(4) : nil)
    }
  }
}

/// A pattern that matches a text and nothing else.
func escapedPattern(_ text: String) -> String {
  text.unicodeScalars.reduce("") {
    $0 + ($1.value < 0x80 ? "\\x\(String($1.value + 0x100, radix: 16).dropFirst())" : String($1))
  }
}
