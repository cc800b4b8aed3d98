import Foundation

/// A folder of a test's own, with a rule set in it, that goes away with the test.
final class Workspace {
  let url: URL

  /// A rule of each tier, and `gone`, which matches nothing.
  static let rules = """
    {"": "int8",
     "object_type": [["torch.nn.Linear", {"bits": 4}]],
     "module_name_regex": [["enc\\\\..*norm", "fp16"]],
     "module_name": [["head", null], ["gone", "x"]],
     "module_name_object_type_order": [["dec", "torch.nn.Linear", 1, "int2"]]}

    """

  /// Makes the folder.
  ///
  /// - Parameter rules: What `rules.json` holds.
  init(rules: String = Workspace.rules) throws {
    url = FileManager.default.temporaryDirectory.appending(
      path: "command-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    try write(rules, to: "rules.json")
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func write(_ text: String, to name: String) throws { try write(Data(text.utf8), to: name) }

  func write(_ data: Data, to name: String) throws { try data.write(to: url.appending(path: name)) }

  func makeFolder(_ name: String) throws {
    try FileManager.default.createDirectory(
      at: url.appending(path: name), withIntermediateDirectories: true)
  }

  func text(of name: String) throws -> String {
    try String(contentsOf: url.appending(path: name), encoding: .utf8)
  }

  /// The names of what lies in the folder, but for the rules.
  var names: [String] {
    get throws {
      try FileManager.default.contentsOfDirectory(atPath: url.path)
        .filter { $0 != "rules.json" }.sorted()
    }
  }

  /// Runs the command in the folder, with `rules.json`.
  ///
  /// - Parameters:
  ///   - arguments: The other arguments, with spaces between them.
  ///   - input: What stands on its standard input.
  func run(_ arguments: String, input: String = "") throws -> Command.Outcome {
    try run(arguments, bytes: Data(input.utf8))
  }

  /// Runs the command in the folder, with `rules.json` and bytes that need be no text.
  func run(_ arguments: String, bytes: Data) throws -> Command.Outcome {
    try start(arguments).finish(bytes)
  }

  /// Starts the command in the folder, with `rules.json`.
  func start(
    _ arguments: String, shell: String? = nil, output: FileHandle? = nil,
    errors: FileHandle? = nil
  ) throws -> RunningCommand {
    let command = try RunningCommand(
      Self.arguments(arguments), in: url, shell: shell, output: output, errors: errors)
    command.workspace = self
    return command
  }

  private static func arguments(_ line: String) -> [String] {
    ["--rules", "rules.json"] + line.split(separator: " ").map(String.init)
  }
}

/// Waits for something that another process does. Files tell nobody when they change, so it is
/// looked for again and again.
///
/// - Returns: Whether it came true in time.
func waits(for condition: () throws -> Bool) rethrows -> Bool {
  for _ in 0..<5000 {
    if try condition() { return true }
    usleep(2000)
  }
  return false
}
