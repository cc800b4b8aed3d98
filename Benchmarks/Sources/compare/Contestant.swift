/// One way of doing the job: a command, and what it can be held to.
struct Contestant {
  enum Output {
    /// A copy of the inventory.
    case copy
    /// Whole rows with the answer behind them.
    case rows
    /// The header and the labels, a line each.
    case labels
    /// Some rows' numbers and labels.
    case sample
  }

  /// What `--only` and `--without` call it. Those that share the first word are a group.
  var id: String
  var name: String
  var output: Output
  /// The command: `{rules}` and `{output}` stand for files. One without `{output}` writes to
  /// standard output.
  var arguments: [String]

  /// Whether a list of names picks it, by its own name or its group's.
  func isPicked(by names: [String]) -> Bool {
    names.contains(id) || names.contains(String(id.prefix { $0 != "-" }))
  }
}

/// Where the contestants are found.
struct Places {
  var inventory: String
  /// The command of this project.
  var command: String
  /// The folder of what was built and installed for the peers.
  var built: String
  /// The folder of this project.
  var root: String

  /// All contestants that are there, from the limit to the slowest.
  ///
  /// - Parameter hasCacheOption: Whether the command knows `--no-cache`.
  func contestants(hasCacheOption: Bool) -> [Contestant] {
    let peers = "\(root)/Benchmarks/peers"
    let ours = [command, "--quiet", "--rules", "{rules}"]
    let aliases = "\(root)/Tests/Fixtures/torch-tables/torch_aliases.json"
    let cpp = ["\(built)/resolve-cpp"]
    let hyperscan = ["\(built)/resolve-hyperscan", "--engine", "hyperscan"]
    let files = [aliases, "{rules}", inventory]
    func python(_ peer: String) -> [String] {
      ["\(built)/venv/bin/python", "\(peers)/\(peer)/resolve.py", "{rules}", inventory, "{output}"]
    }
    var all = [
      Contestant(id: "cp", name: "cp", output: .copy, arguments: ["cp", inventory, "{output}"]),
      Contestant(id: "ours", name: "qresolve-batch", output: .rows, arguments: ours + [inventory]),
    ]
    if hasCacheOption {
      all.append(
        Contestant(
          id: "ours-no-cache", name: "qresolve-batch --no-cache", output: .rows,
          arguments: ours + ["--no-cache", inventory]))
    }
    all += [
      Contestant(
        id: "ours-summary", name: "qresolve-batch, with its summary", output: .rows,
        arguments: [command, "--rules", "{rules}", inventory]),
      Contestant(
        id: "ours-labels", name: "qresolve-batch, labels alone", output: .labels,
        arguments: ours + ["--select", "qconfig", inventory]),
      Contestant(id: "cpp", name: "C++, PCRE2", output: .rows, arguments: cpp + files),
      Contestant(
        id: "cpp-no-cache", name: "C++, PCRE2, no cache", output: .rows,
        arguments: cpp + ["--no-cache"] + files),
      Contestant(
        id: "hyperscan", name: "C++, Hyperscan and PCRE2", output: .rows,
        arguments: hyperscan + files),
      Contestant(
        id: "hyperscan-no-cache", name: "C++, Hyperscan and PCRE2, no cache", output: .rows,
        arguments: hyperscan + ["--no-cache"] + files),
      Contestant(id: "duckdb", name: "DuckDB", output: .rows, arguments: python("duckdb")),
      Contestant(id: "polars", name: "polars", output: .rows, arguments: python("polars")),
      Contestant(
        id: "python", name: "Python with a cache", output: .rows,
        arguments: ["python3", "\(root)/Scripts/reference-resolver.py", "{rules}", inventory]),
      Contestant(
        id: "torch", name: "torch's own functions", output: .sample, arguments: python("torch")),
    ]
    return all
  }
}
