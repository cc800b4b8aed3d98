import Foundation
import Testing

/// torch's own rule sets, by name.
@Suite struct DefaultRulesTests {
  static let layerNorm =
    "module_path\tmodule_type\nn\ttorch.nn.LayerNorm\nd\ttorch.nn.Dropout\n"

  @Test(arguments: [
    "default:x86", "default:fbgemm", "default:qnnpack:0", "default:onednn", "default:qat:x86",
    "default:qat:fbgemm:1", "default:qat:qnnpack:0",
  ])
  func thereIs(name: String) throws {
    let outcome = try Command.run(
      ["--rules", name, "-q", "--output-format", "jsonl"], input: Self.layerNorm)
    #expect(outcome.status == 0)
    #expect(outcome.errors == "")
    let lines = outcome.output.split(separator: "\n")
    try #require(lines.count == 2)
    // Layer norms have a rule of their own in each of them, everything else is global.
    let norm = try #require(try object(lines[0]))
    #expect((norm["rule"] as? String)?.hasPrefix("object_type[") == true)
    let dropout = try #require(try object(lines[1]))
    #expect(dropout["rule"] as? String == "global")
    let qconfig = try #require(dropout["qconfig"] as? [String: Any])
    #expect(Set(qconfig.keys) == ["activation", "weight"])
  }

  @Test func theVersionOfQATIsTorchsDefault() throws {
    let answers = try ["default:qat:fbgemm", "default:qat:fbgemm:1", "default:qat:fbgemm:0"].map {
      try Command.run(["--rules", $0, "-q"], input: Self.layerNorm).output
    }
    #expect(answers[0] == answers[1])
    #expect(answers[0] != answers[2])
  }

  @Test(arguments: [
    ("default:x87", "unknown backend; did you mean 'x86'?"),
    ("default:fbgem", "unknown backend; did you mean 'fbgemm'?"),
    ("default:cuda", "unknown backend; the backends are x86, fbgemm, qnnpack, onednn"),
    ("default:", "unknown backend; the backends are x86, fbgemm, qnnpack, onednn"),
    ("default:qat", "unknown backend; the backends are x86, fbgemm, qnnpack, onednn"),
    ("default:qat:qnnpak", "unknown backend; did you mean 'qnnpack'?"),
    ("default:qat:fbgemm:2", "unknown version; torch has 0, 1"),
    ("default:qat:fbgemm:", "unknown version; torch has 0, 1"),
    ("default:qat:fbgemm:1:1", "unknown version; torch has 0, 1"),
    ("default:x86:1", "unknown version; torch has 0"),
  ])
  func thereIsNot(name: String, message: String) throws {
    let outcome = try Command.run(["--rules", name], input: "a\n")
    #expect(outcome.errors == "\(name): error: \(message)\n")
    #expect(outcome.output == "")
    #expect(outcome.status == 65)
  }

  private func object(_ line: Substring) throws -> [String: Any]? {
    try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
  }
}
