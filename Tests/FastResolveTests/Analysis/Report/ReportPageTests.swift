import Foundation
import Testing

@testable import FastResolve

/// A page holds what the report says, as data that can't be anything else, in so many bytes.
@Suite struct ReportPageTests {
  /// The data of a page, read back.
  struct PageContent {
    var html: String
    var data: JSONValue

    init(_ report: InventoryReport, maximumBytes: Int = ReportPage.maximumBytes) throws {
      html = String(decoding: ReportPage(report).html(maximumBytes: maximumBytes), as: UTF8.self)
      let start = try #require(html.firstRange(of: "id=\"data\">")).upperBound
      let end = try #require(html[start...].firstRange(of: "</script>")).lowerBound
      data = try JSONValue(parsing: String(html[start..<end]))
    }

    subscript(_ names: String...) -> JSONValue {
      names.reduce(data) { value, name in
        guard case .object(let members) = value else { return .null }
        return members.first { $0.name == name }?.value ?? .null
      }
    }
  }

  static func report(
    _ mapping: QConfigMapping, _ text: String
  ) throws -> InventoryReport {
    try InventoryReport(
      of: CompiledRules(mapping), named: "rules.json",
      [.bytes(Array(text.utf8), name: "in.tsv")])
  }

  @Test func hostileTextsStayData() throws {
    // The inventory has no tab or line break in a field.
    let fields = ReportPartsTests.hostileTexts.filter { !$0.contains("\n") }
    var mapping = QConfigMapping().setGlobal("</script>")
    for text in ReportPartsTests.hostileTexts {
      mapping.set(.moduleName(text), to: QConfig(.string(text)))
      mapping.set(.objectType(ObjectType(text)), to: QConfig(.object([.init(text, .null)])))
    }
    let rows = fields.map { "\($0)\t\($0)\t\($0)\n" }.joined()
    var report = try Self.report(mapping, "model\tmodule_path\tmodule_type\n" + rows)
    report.rulesName = "</title><script>"
    report.inventories = ["</script>"]
    #expect(!report.findings.isEmpty)
    let page = try PageContent(report)
    #expect(page.html.components(separatedBy: "<script").count == 3)
    #expect(page.html.components(separatedBy: "</script").count == 3)
    #expect(page.html.components(separatedBy: "<title").count == 2)
    #expect(page.html.contains("<title>&lt;/title&gt;&lt;script&gt; · FastResolve report</title>"))
    #expect(page["rulesName"] == .string("</title><script>"))
    let keys = try page["rules"].elements.compactMap { rule in
      let members = try rule.elements
      return members[1] == .number("-1") ? nil : members[2]
    }
    #expect(
      keys == [.string("")]
        + (ReportPartsTests.hostileTexts + ReportPartsTests.hostileTexts)
        .map(JSONValue.string))
    #expect(
      Set(try page["models"].elements.map { try $0.elements[0] })
        == Set(fields.map(JSONValue.string)))
  }

  /// The policy names the style and the script that stand in the page, and nothing else may run.
  @Test func policy() throws {
    let html = try PageContent(Self.report(QConfigMapping(), "module_path\na\n")).html
    func content(_ start: String, _ end: String) throws -> String {
      let from = try #require(html.firstRange(of: start)).upperBound
      return String(html[from..<(try #require(html[from...].firstRange(of: end)).lowerBound)])
    }
    let style = SHA256.digest(Array(try content("<style>", "</style>").utf8)).base64
    let script = SHA256.digest(Array(try content("<script>", "</script>").utf8)).base64
    #expect(
      html.contains(
        "content=\"default-src 'none'; style-src 'sha256-\(style)'; script-src 'sha256-\(script)'; "
          + "base-uri 'none'; form-action 'none'\""))
    for unwanted in ["http:", "https:", "url(", "innerHTML", "@import", " style=\"", "eval("] {
      #expect(!html.contains(unwanted), "\(unwanted)")
    }
  }

  /// A report of made-up names, many and long.
  static func large(_ random: inout SplitMix64) throws -> InventoryReport {
    func name(_ number: Int) -> String {
      "n\(number)"
        + String(repeating: random.pick(["x", "<", "é", "\u{2028}"]), count: number % 60)
    }
    var mapping = QConfigMapping().setGlobal("g")
    for number in 0..<1500 {
      let qconfig: QConfig = number % 5 == 0 ? .null : QConfig(.string("q\(name(number))"))
      mapping.set(.moduleName("m.\(name(number))"), to: qconfig)
      if number % 3 == 0 { mapping.set(.objectType(ObjectType(name(number))), to: qconfig) }
      if number % 2 == 0 {
        mapping.set(.moduleNameRegex("a\\.n\(number)(?!\\d)"), to: qconfig)
      }
    }
    var rows = "model\tmodule_path\tmodule_type\n"
    for row in 0..<6000 {
      let number = random.below(2000)
      let path = random.pick(["m.\(name(number))", "a.n\(number).\(row % 9).x", "\(row).b", ""])
      rows += "model \(name(random.below(700)))\t\(path)\t\(name(random.below(900)))\n"
    }
    return try report(mapping, rows)
  }

  /// Whatever room there is, the page keeps to it, and what it leaves out is in its sums.
  @Test(arguments: [95_000, 120_000, 160_000, 300_000, 4_900_000])
  func keepsToItsSize(maximumBytes: Int) throws {
    var random = SplitMix64(seed: 11)
    let report = try Self.large(&random)
    let page = try PageContent(report, maximumBytes: maximumBytes)
    #expect(page.html.utf8.count <= maximumBytes)

    let names = try page["tree", "names"].integers
    let rules = try page["tree", "rules"].integers
    let rows = try page["tree", "rows"].integers
    let decisionCounts = try page["tree", "decisionCounts"].integers
    #expect(rows.reduce(0, +) == report.summary.rows)
    #expect(decisionCounts.reduce(0, +) == rows.count)
    #expect(decisionCounts.count == names.count)
    #expect(try page["tree", "childCounts"].integers.reduce(0, +) == names.count - 1)
    guard case .string(let numbers) = page["tree", "numbers"] else { throw NoJSON() }
    #expect(numbers.split(separator: ",", omittingEmptySubsequences: false).count == rows.count)

    // Of each rule that is named the tree tells at most what it decides, and all where nothing is
    // left out.
    let table = try page["rules"].elements.map { try $0.elements }
    var told = Array(repeating: 0, count: table.count)
    for (rule, count) in zip(rules, rows) { told[rule] += count }
    let isWhole = !names.contains { $0 < 0 }
    for (rule, members) in table.enumerated() where members[1] != .number("-1") {
      let decided = try members[5].integer
      #expect(isWhole ? told[rule] == decided : told[rule] <= decided)
    }
    // `null` is `null`, be its rules named or not.
    let null = page["nullQConfig"]
    let nullRows = zip(rules, rows).reduce(0) { $0 + (table[$1.0][3] == null ? $1.1 : 0) }
    #expect(nullRows == report.summary.rows - report.quantizedRows)

    let unnamed = try page["unnamedRules"].integers
    let named = table.filter { $0[1] != .number("-1") }
    #expect(named.count + unnamed[0] == report.rules.count)
    let decided = try named.reduce(0) { $0 + (try $1[5].integer) }
    #expect(decided + unnamed[3] + report.undecided == report.summary.rows)
    #expect((maximumBytes == ReportPage.maximumBytes) == (unnamed[0] == 0 && isWhole))
  }

  @Test func anEmptyInventory() throws {
    let page = try PageContent(Self.report(QConfigMapping().setGlobal("g"), "module_path\n"))
    #expect(page["rowCount"] == .number("0"))
    #expect(try page["tree", "names"].integers.count == 1)
    #expect(try page["models"].elements.isEmpty)
  }

  private struct NoJSON: Error {}
}

extension JSONValue {
  fileprivate struct OtherKind: Error {}

  fileprivate var elements: [JSONValue] {
    get throws {
      guard case .array(let elements) = self else { throw OtherKind() }
      return elements
    }
  }

  fileprivate var integer: Int {
    get throws {
      guard case .number(let text) = self, let value = Int(text) else { throw OtherKind() }
      return value
    }
  }

  fileprivate var integers: [Int] {
    get throws { try elements.map { try $0.integer } }
  }
}
