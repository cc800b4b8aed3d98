import Testing

@testable import FastResolve

/// What the names in the paths of an inventory say of rules that match none, against plain
/// searches.
@Suite struct PathNameHintsTests {
  private static let words = [
    "a", "b", "ab", "layer", "layers", "attn", "q_proj", "0", "1", "11", "", "é", "Attn",
  ]

  private static func path(_ random: inout SplitMix64, deepest: Int) -> String {
    (0..<random.below(deepest) + 1).map { _ in random.pick(words) }.joined(separator: ".")
  }

  /// Notes paths in parts, as workers do, and merges these.
  private static func noted(
    _ paths: [String], parts: Int, mostBytes: Int = PathNames.mostBytes
  ) -> PathNames {
    var all = PathNames(mostBytes: mostBytes)
    for part in 0..<parts {
      var names = PathNames(mostBytes: mostBytes)
      var last: [UInt8] = []
      for number in stride(from: part, to: paths.count, by: parts) {
        let path = Array(paths[number].utf8)
        let shared = zip(path, last).prefix { $0 == $1 }.count
        paths[number].withByteSlice { names.note($0, shared: shared) }
        last = path
      }
      all.merge(names)
    }
    return all
  }

  @Test(arguments: 0..<60)
  func randomPaths(seed: Int) {
    var random = SplitMix64(seed: UInt64(seed))
    // Some are deeper than levels are kept.
    let paths = (0..<random.below(60) + 1).map { _ in
      Self.path(&random, deepest: seed % 6 == 0 ? 150 : 5)
    }
    let names = Self.noted(paths, parts: seed % 3 + 1)
    let isComplete = names.isComplete
    #expect(isComplete)

    var found: [String] = []
    names.forEachName { found.append($0.text) }
    let segments = paths.map {
      $0.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    }
    #expect(found.sorted() == Set(segments.joined()).sorted())

    var pairs: [[String]] = []
    names.forEachPair { pairs.append([$0?.text ?? "start", $1.text]) }
    let expected = segments.flatMap { zip(["start"] + $0, $0).map { [$0, $1] } }
    #expect(
      pairs.sorted { $0.lexicographicallyPrecedes($1) }
        == Set(expected).sorted { $0.lexicographicallyPrecedes($1) })
  }

  /// A hint on a regex is given where no path holds a literal, and never where one does.
  @Test func randomLiterals() throws {
    var random = SplitMix64(seed: 7)
    var seen = (hints: 0, none: 0)
    for _ in 0..<300 {
      let paths = (0..<4).map { _ in Self.path(&random, deepest: 3) }
      var hints = PathNameHints(Self.noted(paths, parts: 2))
      for _ in 0..<10 {
        // A piece of a path, or of what could be one.
        let path = random.chance(0.5) ? random.pick(paths) : Self.path(&random, deepest: 4)
        let start = random.below(path.count + 1)
        let literal = String(path.dropFirst(start).prefix(random.below(8) + 1))
        let pattern = ".*" + literal.replacing(".", with: #"\."#)
        let caseless = random.chance(0.2)
        let regex = try PythonRegex((caseless ? "(?i)" : "") + pattern)
        let isThere = paths.contains {
          caseless ? $0.lowercased().contains(literal.lowercased()) : $0.contains(literal)
        }
        let hint = hints.hint(for: regex)
        if let hint {
          seen.hints += 1
          #expect(!isThere, "\(hint); \(paths)")
        } else {
          seen.none += 1
          // Of one name or two all is known, but for the letters that only match without case.
          let dots = literal.count { $0 == "." }
          #expect(isThere || dots > 1 || literal.isEmpty || caseless, "\(literal)")
        }
      }
    }
    #expect(seen.hints > 200 && seen.none > 200, "\(seen)")
  }

  private static let paths = [
    "model.layers.0.self_attn.q_proj", "model.layers.1.self_attn.q_proj", "model.layers.31.mlp",
    "model.norm", "lm_head",
  ]

  @Test(arguments: [
    ("model.layer.0", #"none holds "model.layer", did you mean "model.layers"?"#),
    ("model.layers.99", #"none holds "layers.99", only up to "layers.31""#),
    ("model.layers.7", #"none holds "layers.7""#),
    (
      "model.layers.0.self_atn.q_proj",
      #"none holds "0.self_atn", did you mean "0.self_attn"?"#
    ),
    ("modle.layers.0", #"none begins with "modle", did you mean "model"?"#),
    ("layers.0.mlp", #"none begins with "layers""#),
    ("lm_haed", #"none begins so, did you mean "lm_head"?"#),
    // All is there, and never so.
    ("model.layers.0.mlp", nil), ("model.norm.x", #"none holds "norm.x""#),
    ("encoder", nil), ("", nil), ("x.\u{308}y", nil),
  ])
  func modulePath(path: String, expected: String?) {
    var hints = PathNameHints(Self.noted(Self.paths + ["x.0.mlp", "x.\u{308}y"], parts: 1))
    #expect(hints.hint(forPath: path) == expected)
  }

  @Test(arguments: [
    (#".*\.layer\.\d+"#, #"no name in them is "layer", did you mean "layers"?"#),
    (#".*self_atn$"#, #"no name in them holds "self_atn", did you mean "self_attn"?"#),
    (#"model\.Norm"#, #"no name in them begins with "Norm""#),
    (#"(?i)model\.NORM"#, nil),
    (#".*_heads\."#, #"no name in them ends with "_heads""#),
    (#".*\.(?:k_proj|v_proj)$"#, #"none holds ".k_proj" or ".v_proj""#),
    (#".*\.(?:q_proj|v_proj)$"#, nil),
    (#".*(?:b1|b2|b3|b4|b5|b6)x"#, #"none holds "b1x", "b2x", "b3x" or one of 3 others"#),
    (#".*self_attn\.mlp"#, #"none holds "self_attn.mlp""#),
    (#".*\.layers\.norm\."#, #"none holds "layers.norm""#),
    (#".*attn\.q_p"#, nil),
    // All names are there, and never so.
    (#".*norm.*q_proj"#, nil), (".*", nil),
  ])
  func regex(pattern: String, expected: String?) throws {
    var hints = PathNameHints(Self.noted(Self.paths, parts: 1))
    #expect(hints.hint(for: try PythonRegex(pattern)) == expected)
  }

  /// Memory is bounded: with too many names there are no hints, in whatever order they come.
  @Test(arguments: 1...3)
  func tooManyNames(parts: Int) throws {
    let paths = (0..<2_000).map { "a\($0 * 31 % 2_000).b" }
    let all = Self.noted(paths, parts: parts, mostBytes: 1 << 20)
    let isComplete = all.isComplete
    #expect(isComplete)
    let some = Self.noted(paths, parts: parts, mostBytes: 50_000)
    let isGivenUp = !some.isComplete
    #expect(isGivenUp)
    var hints = PathNameHints(some)
    #expect(hints.hint(forPath: "c.d") == nil)
    #expect(hints.hint(for: try PythonRegex("zzz")) == nil)
  }
}
