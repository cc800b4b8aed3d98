import Foundation
import Testing

/// The summary at the end, for people and as JSON.
@Suite struct SummaryTests {
  static let tsv =
    "module_path\tmodule_type\nhead.a\t\nenc.norm\ttorch.nn.Linear\ndec.a\ttorch.nn.Linear\n"
    + "dec.b\ttorch.nn.Linear\nx\t\n"

  /// The text without seconds and rate.
  private func withoutTimes(_ text: String) -> String {
    text.replacing(/\ in \d+\.\d\d s \([\d,]+ rows\/s\)/, with: "")
  }

  @Test func theText() throws {
    let outcome = try Workspace().run("", input: Self.tsv)
    #expect(outcome.errors.prefixMatch(of: /5 rows in \d+\.\d\d s \([\d,]+ rows\/s\)\n/) != nil)
    #expect(
      withoutTimes(outcome.errors) == """
        5 rows
        decided by
          module_name_object_type_order   1   20.0 %
          module_name                     1   20.0 %
          module_name_regex               1   20.0 %
          object_type                     1   20.0 %
          global                          1   20.0 %
          none                            0    0.0 %
        1 rule matched nothing:
          module_name[1]  gone

        """)
  }

  @Test func rulesThatOthersOverruled() throws {
    let rules = """
      {"": "g", "object_type": [["T", "t"], ["U", "u"]], "module_name_regex": [["b+", "r"]],
       "module_name": [["a", "n"]], "module_name_object_type_order": [["", "T", 0, "o"]]}
      """
    let outcome = try Workspace(rules: rules).run(
      "", input: "module_path\tmodule_type\na\tT\na.a\tT\n")
    #expect(
      withoutTimes(outcome.errors) == """
        2 rows
        decided by
          module_name_object_type_order   1   50.0 %
          module_name                     1   50.0 %
          module_name_regex               0    0.0 %
          object_type                     0    0.0 %
          global                          0    0.0 %
          none                            0    0.0 %
        2 rules matched nothing:
          object_type[1]        U
          module_name_regex[0]  b+
        2 rules matched, but other rules decided every row:
          global          global
          object_type[0]  T

        """)
  }

  @Test func aRowAndNoRow() throws {
    let workspace = try Workspace(rules: "{}")
    let one = try workspace.run("", input: "a\n")
    #expect(withoutTimes(one.errors).hasPrefix("1 row\ndecided by\n"))
    #expect(one.errors.hasSuffix("  none                            1  100.0 %\n"))
    let none = try workspace.run("", input: "module_path\n")
    #expect(withoutTimes(none.errors).hasPrefix("0 rows\ndecided by\n"))
    #expect(none.errors.hasSuffix("  none                            0    0.0 %\n"))
  }

  @Test func largeNumbersAreGrouped() throws {
    let outcome = try Workspace(rules: "{\"\": 1}").run(
      "--select rule", input: String(repeating: "a\n", count: 12_345))
    #expect(withoutTimes(outcome.errors).hasPrefix("12,345 rows\n"))
    #expect(outcome.errors.contains("\n  global                          12,345  100.0 %\n"))
    #expect(outcome.errors.contains("\n  none                                 0    0.0 %\n"))
  }

  @Test func ofManyRulesTheRestIsGivenAsRanges() throws {
    let types = (0..<3).map { "[\"T\($0)\", 1]" }.joined(separator: ", ")
    let names = (0..<70).map { "[\"m\($0)\", 1]" }.joined(separator: ", ")
    let workspace = try Workspace(
      rules: "{\"object_type\": [\(types)], \"module_name\": [\(names)]}")
    let outcome = try workspace.run("", input: "m0\nm50\nm60\nm61\n")
    let list = try #require(outcome.errors.firstRange(of: "69 rules matched nothing:\n"))
    var lines = (0..<3).map { "  object_type[\($0)]   T\($0)" }
    for position in 1..<48 {
      lines.append("  module_name[\(position)]\(position < 10 ? " " : "")  m\(position)")
    }
    lines.append("  module_name[48-49, 51-59, 62-69]")
    #expect(
      outcome.errors[list.upperBound...].split(separator: "\n").map(String.init) == lines)
  }

  @Test func quietSaysNothing() throws {
    let outcome = try Workspace().run("--quiet", input: Self.tsv)
    #expect(outcome.errors == "")
    #expect(outcome.status == 0)
  }

  @Test func quietStillSaysWhatIsWrong() throws {
    let outcome = try Workspace().run("--quiet", input: "module_path\tx\na\n")
    #expect(outcome.errors == "<stdin>:2: error: 1 column, the header has 2\n")
    #expect(outcome.status == 65)
  }

  @Test func aFailedRunHasNoSummary() throws {
    let outcome = try Workspace().run("--stats", input: "module_path\tx\na\t\nb\n")
    #expect(outcome.errors == "<stdin>:3: error: 1 column, the header has 2\n")
  }

  // MARK: JSON

  struct Stats: Decodable {
    struct Use: Decodable {
      var rule: String
      var key: [Value]
      var qconfig: Value
      var decided: Int
      var matched: Bool
    }

    var rows: Int
    var bad_rows: Int
    var bytes_read: Int
    var seconds: Double
    var rows_per_second: Int
    var tiers: [String: Int]
    var rules: [Use]
    var unmatched: [String]
  }

  /// The few kinds of values that the rules of the tests have.
  enum Value: Decodable, Equatable {
    case null
    case text(String)
    case number(Int)
    case object([String: Int])

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if container.decodeNil() {
        self = .null
      } else if let text = try? container.decode(String.self) {
        self = .text(text)
      } else if let number = try? container.decode(Int.self) {
        self = .number(number)
      } else {
        self = .object(try container.decode([String: Int].self))
      }
    }
  }

  private func stats(_ outcome: Command.Outcome) throws -> Stats {
    #expect(outcome.errors.utf8.count { $0 == 0x0A } == 1)
    return try JSONDecoder().decode(Stats.self, from: Data(outcome.errors.utf8))
  }

  @Test func theJSON() throws {
    let stats = try stats(try Workspace().run("--stats", input: Self.tsv))
    #expect(stats.rows == 5)
    #expect(stats.bad_rows == 0)
    #expect(stats.bytes_read == Self.tsv.utf8.count)
    #expect(stats.seconds > 0 && stats.seconds < 20)
    #expect(stats.rows_per_second > 0)
    #expect(
      stats.tiers == [
        "global": 1, "object_type": 1, "module_name_regex": 1, "module_name": 1,
        "module_name_object_type_order": 1, "none": 0,
      ])
    #expect(
      stats.rules.map(\.rule) == [
        "global", "object_type[0]", "module_name_regex[0]", "module_name[0]", "module_name[1]",
        "module_name_object_type_order[0]",
      ])
    #expect(
      stats.rules.map(\.key) == [
        [], [.text("torch.nn.Linear")], [.text("enc\\..*norm")], [.text("head")], [.text("gone")],
        [.text("dec"), .text("torch.nn.Linear"), .number(1)],
      ])
    #expect(
      stats.rules.map(\.qconfig) == [
        .text("int8"), .object(["bits": 4]), .text("fp16"), .null, .text("x"), .text("int2"),
      ])
    #expect(stats.rules.map(\.decided) == [1, 1, 1, 1, 0, 1])
    #expect(stats.rules.map(\.matched) == [true, true, true, true, false, true])
    #expect(stats.unmatched == ["module_name[1]"])
  }

  @Test func theJSONIsAskedForAndSoNotQuiet() throws {
    let stats = try stats(
      try Workspace(rules: "{}").run("--stats --quiet", input: "placeholder\n"))
    #expect(stats.rows == 1)
    #expect(stats.tiers["none"] == 1)
    #expect(stats.rules.isEmpty)
    #expect(stats.unmatched == [])
  }

  @Test func theJSONOfNothing() throws {
    let stats = try stats(try Workspace().run("--stats", input: ""))
    #expect(stats.rows == 0)
    #expect(stats.bytes_read == 0)
    #expect(stats.rows_per_second == 0)
    #expect(stats.unmatched.count == 6)
  }

  @Test func severalInputsAreCountedTogether() throws {
    let workspace = try Workspace()
    try workspace.write(Self.tsv, to: "in.tsv")
    let stats = try stats(try workspace.run("--stats in.tsv - in.tsv", input: Self.tsv))
    #expect(stats.rows == 15)
    #expect(stats.bytes_read == 3 * Self.tsv.utf8.count)
    #expect(stats.rules.map(\.decided) == [3, 3, 3, 3, 0, 3])
  }
}
