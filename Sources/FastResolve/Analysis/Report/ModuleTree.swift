/// The module paths of all models as one tree, folded by number: `layers.0` and `layers.1` are
/// `layers.*`.
///
/// A segment of a path that is a number in ASCII digits, and nothing else, is `*`.
public struct ModuleTree: Sendable {
  /// A folded path.
  public struct Node: Sendable {
    /// The last segment of the path; empty for the root. At the depth of
    /// ``ModuleTree/maximumDepth`` it is all that is left of the path, with its dots.
    public var segment: String
    /// How many nodes come behind this one that lie below it.
    public var descendantCount: Int
    /// How many rows are at the path and below it.
    public var rows: Int
    /// The rules that decide the rows at the path itself, the most rows first.
    public var decisions: [Decision]
  }

  /// What a rule decides at a folded path.
  public struct Decision: Hashable, Sendable {
    /// The rule, or none.
    public var rule: Rule
    /// How many rows it decides.
    public var rows: Int
    /// The model of the first of these rows.
    public var exampleModel: String
    /// The module path of the first of these rows.
    public var examplePath: String
  }

  /// A path of more segments is cut, and what is left is one segment.
  public static let maximumDepth = 32

  /// The nodes, each before those below it; those right below it by their rows, the most first,
  /// then by their segments. The first one is the root.
  public var nodes: [Node]
}

extension ModuleTree {
  /// - Complexity: O(*n* log *n*) in the folded paths.
  init(of rules: CompiledRules, _ visitor: borrowing ReportVisitor) {
    var sapling = Sapling()
    var nodeOfPath: [Int] = []
    for number in 0..<visitor.paths.names.count {
      nodeOfPath.append(sapling.node(of: visitor.paths.names[number]))
    }
    for position in 0..<visitor.paths.pairs.count {
      let entry = visitor.paths.pairs[position]
      let example = visitor.examples[position]
      sapling.nodes[nodeOfPath[Int(entry.first)]].decisions.append(
        Decision(
          rule: rules.numbering.rule(RuleID(entry.second)), rows: entry.count,
          exampleModel: visitor.models.names[Int(example.model)].text,
          examplePath: visitor.path(of: example).text))
    }
    nodes = sapling.inOrder()
  }

  /// The tree while it grows.
  private struct Sapling {
    struct Node {
      var segment: Int
      var children: [Int] = []
      var decisions: [Decision] = []
      var rows = 0
    }

    private struct Branch: Hashable {
      var parent: Int
      var segment: Int
    }

    /// Each behind the one it hangs on; the first is the root.
    var nodes: [Node] = []
    private var segments: [String] = []
    private var segmentNumbers: [ExactText: Int] = [:]
    private var branches: [Branch: Int] = [:]

    init() { nodes.append(Node(segment: number(of: ""))) }

    private mutating func number(of segment: String) -> Int {
      let text = ExactText(segment)
      if let number = segmentNumbers[text] { return number }
      segmentNumbers[text] = segments.count
      segments.append(segment)
      return segments.count - 1
    }

    /// The node of a folded path, which grows where it isn't there.
    mutating func node(of path: ByteSlice) -> Int {
      var node = 0
      if path.isEmpty { return node }
      let parts = path.buffer.split(
        separator: UInt8(ascii: "."), maxSplits: ModuleTree.maximumDepth - 1,
        omittingEmptySubsequences: false)
      for part in parts {
        let branch = Branch(
          parent: node, segment: number(of: String(decoding: part, as: UTF8.self)))
        if let child = branches[branch] {
          node = child
        } else {
          nodes.append(Node(segment: branch.segment))
          nodes[node].children.append(nodes.count - 1)
          node = nodes.count - 1
          branches[branch] = node
        }
      }
      return node
    }

    /// The nodes in the order of a tree.
    consuming func inOrder() -> [ModuleTree.Node] {
      let order = order()
      // From the last to the first, what lies below a node is known before it.
      var descendants = Array(repeating: 0, count: nodes.count)
      for node in order.reversed() {
        for child in nodes[node].children { descendants[node] += 1 + descendants[child] }
      }
      return order.map { node in
        ModuleTree.Node(
          segment: segments[nodes[node].segment], descendantCount: descendants[node],
          rows: nodes[node].rows,
          decisions: nodes[node].decisions.sorted { left, right in
            left.rows != right.rows
              ? left.rows > right.rows : left.rule.rank < right.rule.rank
          })
      }
    }

    /// Sums up the rows and puts the nodes in order.
    private mutating func order() -> [Int] {
      for node in nodes.indices.reversed() {
        nodes[node].rows =
          nodes[node].decisions.reduce(0) { $0 + $1.rows }
          + nodes[node].children.reduce(0) { $0 + nodes[$1].rows }
      }
      var order: [Int] = []
      var left = [0]
      while let node = left.popLast() {
        order.append(node)
        left += nodes[node].children.sorted { one, other in
          nodes[one].rows != nodes[other].rows
            ? nodes[one].rows < nodes[other].rows
            : precedes(segments[nodes[other].segment], segments[nodes[one].segment])
        }
      }
      return order
    }
  }
}

extension Rule {
  /// Rules in the order of the tiers and their positions; none is the first.
  fileprivate var rank: (tier: Int, position: Int) {
    (tier.flatMap { RuleTier.allCases.firstIndex(of: $0) }.map { $0 + 1 } ?? 0, position)
  }
}
