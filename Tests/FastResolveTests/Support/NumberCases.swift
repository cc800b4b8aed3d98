@testable import FastResolve

/// Random rule sets that tell some numbers from others, and inventories of models with layers.
struct NumberCases {
  var random: SplitMix64

  init(seed: UInt64) { random = SplitMix64(seed: seed) }

  private static let names = ["layers", "blocks", "mlp", "attn", "fc1", "conv2d", "experts", "x"]
  static let types = ["torch.nn.modules.linear.Linear", "torch.nn.modules.conv.Conv2d", "my.Block"]

  mutating func number() -> String {
    random.pick([
      "0", "1", "2", "9", "10", "11", "12", "19", "20", "21", "99", "100", "007",
      "\(random.below(30))",
    ])
  }

  mutating func path() -> String {
    (0..<random.below(6) + 1)
      .map { _ in random.chance(0.4) ? number() : random.pick(Self.names) }.joined(separator: ".")
  }

  mutating func pattern() -> String {
    let name = random.pick(Self.names)
    let other = random.pick(Self.names)
    let number = number()
    // A literal of several parts, a number among them, that decides only with what comes later.
    if random.chance(0.3) {
      return random.pick(["", ".*", "model\\."]) + "\(name)\\.\(number)\\.\(other)"
        + random.pick(["\\.", "\\.\\d+\\.", "\\..*"]) + random.pick(Self.names)
        + random.pick(["", "$"])
    }
    return random.pick([
      ".*\\.\(name)$", ".*\\.\(name)\\.\\d+\\.\(other)", ".*\(name)\\.\(number)\\..*\(other)",
      "\(name)\\.\(number)\\.\(other)$", ".*\\.\(name)\\.(?:0|1)\\..*", ".*\\.\(number)$",
      "(?:.*\\.)?\(name)\\.(?:[0-9]|1[0-9])\\.\(other)", ".*(?<=\\.\(name))\\.\\w{1,2}$",
      "(\\w+)\\..*\(name)\\.\\1", "[^.]+\\.[0-3]\\.\(name)", ".*\(name).*\(number)", ".*\(number)",
      "(?!.*\\.\(number)\\.).*\(name)", "(?=.*\(number)).*\(other)", "\\w+\\.\\d\\.",
      "(?i).*\(name.uppercased())\\.\(number)", ".*\\b\(number)\\b.*\(name)",
      ".*\\.\\d\\d\\.\(name)",
      ".*[.]\(number)[.]\(name)\\.\\d+", "(?:a|\(number)|\(name))\\.", ".*\(name)\\.\\d{2,}",
      "\(name)(?:\\.\\d+)+\\.\(other)", ".*\(name)\\.1?[0-9]\\.", "(\\d+)\\.\(name)",
      "(\\w+)\\.\(name)\\.\\1", "[^.]*\\.[0-3]", ".*[.][1-5]$",
      ".*[3-9a-w]$", ".*\\.\(number)\\.\(other)\\.\(self.number())",
    ])
  }

  mutating func mapping() -> QConfigMapping {
    var mapping = QConfigMapping()
    func qconfig(_ random: inout SplitMix64) -> QConfig {
      random.chance(0.1) ? .null : QConfig(.string("q\(random.below(1000))"))
    }
    if random.chance(0.7) { mapping.set(.global, to: qconfig(&random)) }
    if random.chance(0.5) {
      mapping.set(.objectType(ObjectType(random.pick(Self.types))), to: qconfig(&random))
    }
    // Some sets are large enough for the pairs of bytes to be asked for.
    for _ in 0..<random.pick([0, 1, 3, 8, 80]) {
      let pattern = pattern()
      if (try? PythonRegex(pattern)) != nil {
        mapping.set(.moduleNameRegex(pattern), to: qconfig(&random))
      }
    }
    for _ in 0..<random.pick([0, 2, 10]) { mapping.set(.moduleName(path()), to: qconfig(&random)) }
    for _ in 0..<random.pick([0, 2, 10]) {
      mapping.set(
        .moduleNameObjectTypeOrder(
          moduleName: path(), objectType: ObjectType(random.pick(Self.types)),
          index: random.below(3)), to: qconfig(&random))
    }
    return mapping
  }

  /// The rows of some models, each of which repeats the parts of its layers under other numbers.
  mutating func queries() -> [Query] {
    let start = random.pick(["model", "model.layers", "layers", "", "experts.3", "model.blocks"])
    let middle = "\(random.pick(Self.names)).\(number())."
    let parts = (0..<random.below(4) + 1).map { _ in
      (
        path: random.chance(0.5) ? middle + random.pick(Self.names) : path(),
        type: random.pick(Self.types), index: random.pick([nil, 0, 1, 12, 305])
      )
    }
    var queries: [Query] = []
    for model in 0..<3 {
      for layer in 0..<random.pick([3, 14, 23]) {
        for part in parts {
          let path = [start, "\(layer)", part.path].filter { !$0.isEmpty }.joined(separator: ".")
          queries.append(
            Query(
              model: "m\(model)",
              operation: random.chance(0.9) ? .callModule : random.pick(NodeOperation.allCases),
              modulePath: path, moduleType: part.type, target: random.pick(Self.types),
              index: random.chance(0.1) ? layer : part.index))
        }
      }
    }
    return queries
  }

  /// The queries as a file of one of the formats.
  mutating func text(_ queries: [Query], format: String) -> String {
    let columns = ["model", "op", "module_path", "module_type", "target", "index"]
    func cells(_ query: Query) -> [String] {
      [
        query.model, query.operation.rawValue, query.modulePath, query.moduleType, query.target,
        query.index.map(String.init) ?? "",
      ]
    }
    switch format {
    case "tsv", "csv":
      let separator = format == "tsv" ? "\t" : ","
      return ([columns] + queries.map(cells)).map { $0.joined(separator: separator) + "\n" }
        .joined()
    case "txt": return queries.map { $0.modulePath + "\n" }.joined()
    default:
      return queries.map { query in
        let members = zip(columns, cells(query)).map { name, cell in
          name == "index" ? "\"index\":\(cell.isEmpty ? "null" : cell)" : "\"\(name)\":\"\(cell)\""
        }
        return "{" + members.joined(separator: ",") + "}\n"
      }.joined()
    }
  }
}
